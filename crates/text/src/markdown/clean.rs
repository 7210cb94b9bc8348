//! The sanitiser: a closed list of elements, attributes and values.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use super::link::{ID_PREFIX, OUTSIDE};
use super::slots::{ATTRIBUTE, ELEMENT};

/// Most times that a page is cleaned again; two or three were enough for every page tried.
const MOST_PASSES: usize = 8;

const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
    ELEMENT,
];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "id", "role", "aria-label"]),
    ("bdo", &["dir"]),
    ("details", &["open"]),
    ("div", &["role", "tabindex", "aria-label"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("li", &["id"]),
    ("ol", &["start", "reversed"]),
    ("section", &["role", "aria-label"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    (ELEMENT, &[ATTRIBUTE]),
];

const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["footnote-back"]),
    ("div", &["table-scroll"]),
    ("li", &["task"]),
    ("section", &["footnotes"]),
    ("sup", &["footnote-ref"]),
    ("td", &["to-center", "to-right"]),
    ("th", &["to-center", "to-right"]),
];

const ROLES: &[&str] = &["region", "doc-endnotes", "doc-noteref", "doc-backlink"];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let list = |names: &'static [&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let map = |pairs: &'static [(&'static str, &'static [&'static str])]| {
        pairs.iter().map(|(name, values)| (*name, list(values))).collect::<HashMap<_, _>>()
    };
    let mut builder = Builder::empty();
    builder
        .tags(list(ELEMENTS))
        .tag_attributes(map(ATTRIBUTES))
        .allowed_classes(map(CLASSES))
        .generic_attributes(list(&["lang", "title"]))
        .clean_content_tags(list(&["script", "style", "title", "textarea", "noscript", "template"]))
        .url_schemes(list(&["http", "https", "mailto"]))
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(filter);
    builder
});

/// Decides on the value of an attribute that may stand.
fn filter<'v>(_element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let only = |stands: bool| stands.then_some(Cow::Borrowed(value));
    match attribute {
        "id" if value.starts_with(ID_PREFIX) => only(!value.contains(char::is_whitespace)),
        "id" => None,
        // Readers differ in what they make of a scheme with a control sign in it.
        "href" => only(!value.contains(char::is_control)),
        "rel" => only(value == OUTSIDE),
        "role" => only(ROLES.contains(&value)),
        "tabindex" => only(value == "0"),
        "colspan" | "rowspan" => only(value.parse::<u8>().is_ok_and(|n| (1..=100).contains(&n))),
        "start" => only(value.parse::<u32>().is_ok()),
        "scope" => only(matches!(value, "col" | "row")),
        "dir" => only(matches!(value, "ltr" | "rtl" | "auto")),
        "lang" => {
            only(value.len() <= 35 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Takes out of a page everything that is not on the lists, and closes what was left open.
pub(super) fn clean(page: &str) -> String {
    SANITISER.clean(page).to_string()
}

/// Cleans a page that holds HTML written by a person until cleaning changes nothing more: what
/// was nested against the rules is then read by every browser as it is written.
pub(super) fn settled(page: &str) -> String {
    let mut page = clean(page);
    for _ in 0..MOST_PASSES {
        let again = clean(&page);
        if again == page {
            break;
        }
        page = again;
    }
    page
}
