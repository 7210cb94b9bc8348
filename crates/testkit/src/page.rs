//! A page as a browser parses it: its forms, its links, and what in it could run.

mod parts;

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

pub use parts::Part;

/// A parsed page.
pub struct Page(RcDom);

/// A form of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageForm {
    /// Where it is sent; empty for the page's own address.
    pub action: String,
    /// Whether it is sent with POST.
    pub posts: bool,
    /// Its fields.
    pub fields: Vec<PageField>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageField {
    /// Its name.
    pub name: String,
    /// `text`, `hidden`, `select`, `textarea`, …
    pub kind: String,
    /// What it holds.
    pub value: String,
}

impl PageField {
    /// Whether a person types text into it.
    #[must_use]
    pub fn is_text(&self) -> bool {
        let kinds = ["text", "email", "search", "url", "tel", "password", "textarea", "number"];
        kinds.contains(&self.kind.as_str())
    }
}

impl Page {
    /// Parses a document.
    ///
    /// # Panics
    /// Never: memory can be read.
    #[must_use]
    pub fn parse(html: &str) -> Self {
        let parser = parse_document(RcDom::default(), ParseOpts::default());
        Self(parser.from_utf8().read_from(&mut html.as_bytes()).expect("memory to read"))
    }

    /// Its forms, in order.
    #[must_use]
    pub fn forms(&self) -> Vec<PageForm> {
        let mut forms = Vec::new();
        walk(&self.0.document, &mut |node| {
            if let Some(element) = Element::of(node).filter(|element| element.name == "form") {
                forms.push(PageForm {
                    action: element.attribute("action").unwrap_or_default(),
                    posts: element.attribute("method").is_some_and(|m| m == "post"),
                    fields: fields(node),
                });
            }
        });
        forms
    }

    /// The fields of the form that posts to an address as they stand, but for these answers.
    ///
    /// # Panics
    /// When no form posts there.
    #[must_use]
    pub fn filled(&self, action: &str, answers: &[(&str, &str)]) -> Vec<(String, String)> {
        let form = self.forms().into_iter().find(|form| form.posts && form.action == action);
        let form = form.unwrap_or_else(|| panic!("no form posts to {action}"));
        let answer = |name: &str| answers.iter().find(|(known, _)| *known == name);
        let value = |field: PageField| {
            let value = answer(&field.name).map_or(field.value, |(_, value)| (*value).to_owned());
            (field.name, value)
        };
        form.fields.into_iter().map(value).collect()
    }

    /// The addresses of its links, forms, images and whatever else it loads.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        let mut links = Vec::new();
        walk(&self.0.document, &mut |node| {
            let Some(element) = Element::of(node) else { return };
            let addresses = ["href", "src", "action"].map(|name| element.attribute(name));
            links.extend(addresses.into_iter().flatten());
        });
        links
    }

    /// The text inside the elements of a name.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        walk(&self.0.document, &mut |node| {
            if Element::of(node).is_some_and(|element| element.name == name) {
                texts.push(text_of(node));
            }
        });
        texts
    }

    /// Everything in it that could run or load what is not ours, a line each.
    #[must_use]
    pub fn dangers(&self) -> Vec<String> {
        let mut found = Vec::new();
        walk(&self.0.document, &mut |node| {
            if let Some(element) = Element::of(node) {
                found.extend(element.dangers(node));
            }
        });
        found
    }
}

struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn of(node: &Handle) -> Option<Self> {
        let NodeData::Element { name, attrs, .. } = &node.data else { return None };
        let attributes = attrs.borrow();
        let pair = |attr: &html5ever::Attribute| {
            (attr.name.local.to_string().to_ascii_lowercase(), attr.value.to_string())
        };
        let attributes = attributes.iter().map(pair).collect();
        Some(Self { name: name.local.to_string().to_ascii_lowercase(), attributes })
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    }

    fn dangers(&self, node: &Handle) -> Vec<String> {
        let mut found = Vec::new();
        let mut say = |what: &str| found.push(format!("<{}>: {what}", self.name));
        match self.name.as_str() {
            "script" if !self.is_our_script(node) => say("a script"),
            "iframe" | "object" | "embed" | "applet" | "base" | "frame" | "frameset" | "style"
            | "foreignobject" | "animate" | "set" | "animatetransform" | "portal" => {
                say("not ours")
            }
            "meta" if self.attribute("http-equiv").is_some() => say("http-equiv"),
            _ => {}
        }
        for (name, value) in &self.attributes {
            let runs = name.starts_with("on") || name == "srcdoc" || name == "style";
            if runs {
                say(&format!("{name}={value}"));
            }
            let leads = matches!(
                name.as_str(),
                "href"
                    | "src"
                    | "action"
                    | "formaction"
                    | "data"
                    | "poster"
                    | "xlink:href"
                    | "srcset"
            );
            if leads && is_foreign_scheme(value, &self.name) {
                say(&format!("{name}={value}"));
            }
        }
        found
    }

    /// A file of ours without text of its own, or data that no browser runs.
    fn is_our_script(&self, node: &Handle) -> bool {
        if self.attribute("type").is_some_and(|kind| kind.ends_with("json")) {
            return true;
        }
        let ours = self.attribute("src").is_some_and(|src| src.starts_with("/assets/"));
        ours && text_of(node).trim().is_empty()
    }
}

/// Whether an address runs, or brings in what is not ours; browsers skip blanks and control signs.
fn is_foreign_scheme(value: &str, element: &str) -> bool {
    let plain: String =
        value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect::<String>();
    let plain = plain.to_ascii_lowercase();
    let image = element == "img" && plain.starts_with("data:image/");
    let runs = ["javascript:", "vbscript:", "data:", "livescript:"];
    !image && runs.iter().any(|scheme| plain.starts_with(scheme))
}

fn fields(form: &Handle) -> Vec<PageField> {
    let mut fields = Vec::new();
    walk(form, &mut |node| {
        let Some(element) = Element::of(node) else { return };
        let Some(name) = element.attribute("name") else { return };
        let typed = element.attribute("type").unwrap_or_else(|| "text".to_owned());
        let value = element.attribute("value").unwrap_or_default();
        let (kind, value) = match element.name.as_str() {
            "input" => (typed, value),
            "button" => ("button".to_owned(), value),
            "textarea" => ("textarea".to_owned(), text_of(node)),
            "select" => ("select".to_owned(), first_option(node)),
            _ => return,
        };
        fields.push(PageField { name, kind, value });
    });
    fields
}

fn first_option(select: &Handle) -> String {
    let mut values = Vec::new();
    walk(select, &mut |node| {
        if let Some(element) = Element::of(node).filter(|element| element.name == "option") {
            let chosen = element.attribute("selected").is_some();
            let value = element.attribute("value").unwrap_or_else(|| text_of(node));
            values.push((chosen, value));
        }
    });
    let chosen = values.iter().position(|(chosen, _)| *chosen).unwrap_or(0);
    values.into_iter().nth(chosen).map(|(_, value)| value).unwrap_or_default()
}

fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    walk(node, &mut |node| {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
    });
    text
}

/// Visits a node and all below it, templates' contents too.
fn walk(node: &Handle, visit: &mut impl FnMut(&Handle)) {
    let mut waiting = vec![node.clone()];
    while let Some(node) = waiting.pop() {
        visit(&node);
        if let NodeData::Element { template_contents, .. } = &node.data
            && let Some(inside) = template_contents.borrow().as_ref()
        {
            waiting.push(inside.clone());
        }
        waiting.extend(node.children.borrow().iter().rev().cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_found_and_what_is_ours_is_not() {
        let dangers = |html: &str| Page::parse(html).dangers().len();
        assert_eq!(dangers("<p>hello</p><script src=\"/assets/a.js\" type=module></script>"), 0);
        assert_eq!(dangers("<script type=\"application/ld+json\">{}</script>"), 0);
        for bad in [
            "<script>alert(1)</script>",
            "<script src=\"//evil.test/a.js\"></script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"java\tscript:alert(1)\">x</a>",
            "<a href=\" JavaScript:alert(1)\">x</a>",
            "<svg><a xlink:href=\"javascript:alert(1)\">x</a></svg>",
            "<iframe srcdoc=\"x\"></iframe>",
            "<template><script>x</script></template>",
            "<p style=\"x\">",
            "<form action=\"data:text/html,x\">",
        ] {
            assert!(dangers(bad) > 0, "{bad}");
        }
    }

    #[test]
    fn a_form_shows_its_fields() {
        let html = "<form method=post action=/x><input name=a value=1><textarea name=b>two\
                    </textarea><select name=c><option value=3><option selected value=4></select>\
                    <button name=act value=go></button></form>";
        let forms = Page::parse(html).forms();
        let form = forms.first().unwrap();
        assert!(form.posts && form.action == "/x");
        let values: Vec<&str> = form.fields.iter().map(|field| field.value.as_str()).collect();
        assert_eq!(values, ["1", "two", "4", "go"]);
    }
}
