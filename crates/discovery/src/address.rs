//! Addresses that leave the site: whole ones, and answers that are no pages.

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use db::Tx;
use kernel::Outcome;
use web::{App, Permissions, Reply, Viewer};

use community::{Community, Reader};

/// Scheme and host that addresses begin with: the site's own, or where the request was sent to.
pub(crate) fn base(app: &App, viewer: &Viewer) -> String {
    let settings = app.settings();
    let base = settings.url.as_deref().unwrap_or(&viewer.origin);
    base.trim_end_matches('/').to_owned()
}

/// The reader that any visitor is, whoever asks.
pub(crate) async fn anyone(tx: &Tx, community: &Community) -> Outcome<Reader> {
    Reader::member(tx, community, None, Permissions::NONE).await
}

/// An answer of another kind than a page.
pub(crate) fn answer(kind: &'static str, text: String) -> Reply {
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}

/// A text without the characters that XML cannot hold, however they are written.
pub(crate) fn for_xml(text: &str) -> String {
    let low = |ch: &char| matches!(ch, '\t' | '\n' | '\r' | ' '..='\u{d7ff}');
    let stands = |ch: &char| low(ch) || matches!(ch, '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(stands).collect()
}

/// HTML of ours whose addresses within the site are whole: readers of feeds stand elsewhere.
pub(crate) fn whole_addresses(html: &str, base: &str) -> String {
    let mut html = html.to_owned();
    for attribute in ["href", "src"] {
        // Attributes are always written this way, and a quotation mark in a text never is.
        let (within, outside) = (format!(" {attribute}=\"/"), format!(" {attribute}=\"{base}/"));
        html = html.replace(&within, &outside);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_within_the_site_become_whole() {
        let html = "<a href=\"/p/1\">x</a> <img src=\"/media/2\"> <a href=\"https://b.org/\">b</a>";
        assert_eq!(
            whole_addresses(html, "https://a.org"),
            "<a href=\"https://a.org/p/1\">x</a> <img src=\"https://a.org/media/2\"> \
             <a href=\"https://b.org/\">b</a>"
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(for_xml("a\u{0}\u{b}b\u{ffff}雅\t𝄞"), "ab雅\t𝄞");
    }
}
