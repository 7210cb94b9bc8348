//! Turbo Streams: the one fragment format, for replies to forms and for live updates.

use std::fmt::Write as _;

use axum::response::IntoResponse;
use http::{HeaderMap, HeaderValue, header};

use crate::reply::Reply;

pub(crate) const KIND: &str = "text/vnd.turbo-stream.html; charset=utf-8";

/// One change of a page: what to do, where, with which HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    action: &'static str,
    keeps: bool,
    target: String,
    html: Option<String>,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $action:literal;)*) => {
        impl Stream {
            $($(#[$doc])*
            #[must_use]
            pub fn $name(target: impl Into<String>, html: impl Into<String>) -> Self {
                let (target, html) = (target.into(), Some(html.into()));
                Self { action: $action, keeps: false, target, html }
            })*
        }
    };
}

actions! {
    /// Adds HTML at the end of the element with this id; one with the same id is replaced.
    append = "append";
    /// Adds HTML at the start of the element.
    prepend = "prepend";
    /// Puts HTML before the element.
    before = "before";
    /// Puts HTML after the element.
    after = "after";
    /// Puts HTML in the element's place.
    replace = "replace";
    /// Puts HTML inside the element, in place of what was there.
    update = "update";
}

impl Stream {
    /// Changes the element into what the HTML says and keeps its focus and its open menus.
    #[must_use]
    pub fn morph(target: impl Into<String>, html: impl Into<String>) -> Self {
        Self { keeps: true, ..Self::replace(target, html) }
    }

    /// Takes the element away.
    #[must_use]
    pub fn remove(target: impl Into<String>) -> Self {
        Self { action: "remove", keeps: false, target: target.into(), html: None }
    }

    /// Writes the change as an element. The HTML was drawn by our own templates.
    pub fn write(&self, text: &mut String) {
        let target: String = self
            .target
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
            .collect();
        let (action, method) = (self.action, if self.keeps { " method=\"morph\"" } else { "" });
        let _ = match &self.html {
            Some(html) => write!(
                text,
                "<turbo-stream action=\"{action}\"{method} target=\"{target}\"><template>{html}</template></turbo-stream>"
            ),
            None => write!(
                text,
                "<turbo-stream action=\"{action}\" target=\"{target}\"></turbo-stream>"
            ),
        };
    }
}

/// Several changes as one text.
#[must_use]
pub fn streams_text(streams: &[Stream]) -> String {
    let mut text = String::new();
    streams.iter().for_each(|stream| stream.write(&mut text));
    text
}

/// Answers a form with changes of the page.
///
/// # Errors
/// None; the type is that of every handler.
pub fn stream(streams: &[Stream]) -> Reply {
    let kind = HeaderValue::from_static(KIND);
    Ok(([(header::CONTENT_TYPE, kind)], streams_text(streams)).into_response())
}

/// Whether the form asked for changes instead of a page.
#[must_use]
pub fn wants_stream(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|kinds| kinds.contains("text/vnd.turbo-stream.html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_cannot_break_out_of_its_attribute() {
        let text =
            streams_text(&[Stream::remove("a\"><script>"), Stream::append("c-1", "<p>hi</p>")]);
        assert!(!text.contains("<script>"));
        assert!(text.contains("target=\"c-1\"><template><p>hi</p></template>"));
    }
}
