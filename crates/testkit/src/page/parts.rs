//! What stands in a page, in order.

use markup5ever_rcdom::{Handle, NodeData};

use super::{Element, Page, walk};

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// An element begins: its name and its attributes.
    Begin(String, Vec<(String, String)>),
    /// Text.
    Text(String),
    /// An element of this name ends.
    End(String),
}

impl Part {
    /// An attribute of an element that begins, empty where there is none.
    #[must_use]
    pub fn attribute(&self, name: &str) -> &str {
        let Self::Begin(_, attributes) = self else { return "" };
        let found = attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

impl Page {
    /// Everything in the page.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        collect(&self.0.document, &mut parts);
        parts
    }

    /// Everything in the first element of a class below the element with an id; nothing where there
    /// is no such element.
    #[must_use]
    pub fn inside(&self, id: &str, class: &str) -> Vec<Part> {
        let is = |node: &Handle, name: &str, wanted: &str| {
            let value = Element::of(node).and_then(|element| element.attribute(name));
            value.is_some_and(|value| value.split_whitespace().any(|word| word == wanted))
        };
        let found = first(&self.0.document, |node| is(node, "id", id));
        let found = found.and_then(|node| first(&node, |node| is(node, "class", class)));
        let mut parts = Vec::new();
        if let Some(node) = found {
            collect(&node, &mut parts);
        }
        parts
    }
}

fn first(node: &Handle, wanted: impl Fn(&Handle) -> bool) -> Option<Handle> {
    let mut found = None;
    walk(node, &mut |node| {
        if found.is_none() && wanted(node) {
            found = Some(node.clone());
        }
    });
    found
}

fn collect(node: &Handle, parts: &mut Vec<Part>) {
    if let NodeData::Text { contents } = &node.data {
        parts.push(Part::Text(contents.borrow().to_string()));
    }
    let element = Element::of(node).map(|element| (element.name, element.attributes));
    let name = element.as_ref().map(|(name, _)| name.clone());
    parts.extend(element.map(|(name, attributes)| Part::Begin(name, attributes)));
    for child in node.children.borrow().iter() {
        collect(child, parts);
    }
    parts.extend(name.map(Part::End));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_element_is_told_in_order() {
        let html = "<p>no</p><div id=a><p class=\"x y\">one <b title=t>two</b></p></div>";
        let parts = Page::parse(html).inside("a", "y");
        let texts: Vec<&Part> = parts.iter().filter(|part| matches!(part, Part::Text(_))).collect();
        assert_eq!(texts, [&Part::Text("one ".into()), &Part::Text("two".into())]);
        assert_eq!(parts.iter().map(|part| part.attribute("title")).collect::<String>(), "t");
        assert_eq!(parts.last(), Some(&Part::End("p".into())));
        assert!(Page::parse(html).inside("a", "z").is_empty());
    }
}
