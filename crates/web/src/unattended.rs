//! Answers of which no handler knows: the lane is full, or the site is asked under another name.
//!
//! They must cost next to nothing: what is said to everybody is written once in each language.

use std::sync::LazyLock;

use askama::Template;
use axum::body::Bytes;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Fault, Locale};

use crate::fault_page::{self, fault_text};
use crate::{Texts, headers, reply, stream};

/// Seconds after which whoever found the site full tries again.
const COME_BACK: HeaderValue = HeaderValue::from_static("2");

/// What a page may do that nothing but itself belongs to.
const OPENING_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
     form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

#[derive(Template)]
#[template(path = "unattended.html")]
struct Page<'a> {
    lang: &'static str,
    title: &'a str,
    status: String,
    mark: &'static str,
    href: &'a str,
    label: &'a str,
}

/// In a language, that the site is full.
struct Full {
    page: Bytes,
    stream: Bytes,
}

impl Full {
    fn in_language(locale: Locale) -> Self {
        let (t, title) = (Texts::new(locale), fault_text(locale, Fault::Busy.key()));
        let status = t.fault_status(StatusCode::SERVICE_UNAVAILABLE.as_u16());
        let (lang, label) = (locale.tag(), t.way_again());
        // The empty address is that of the page itself.
        let page = Page { lang, title, status, mark: "clock", href: "", label };
        let page = page.render().unwrap_or_else(|_broken_page| title.to_owned());
        Self { page: page.into(), stream: fault_page::banner(title, (&[], None), None).into() }
    }
}

static FULL: LazyLock<[(Locale, Full); 2]> =
    LazyLock::new(|| Locale::ALL.map(|locale| (locale, Full::in_language(locale))));

/// The answer that the site is full: a page, changes for a form that asked for them, problem+json
/// for programs.
pub(crate) fn full(locale: Locale, headers: &HeaderMap, is_api: bool) -> Response {
    if is_api || reads_json(headers) {
        let bare = StatusCode::SERVICE_UNAVAILABLE.into_response();
        return fault_page::problem(locale, &Fault::Busy, bare);
    }
    metrics::counter!("yaji_faults_total", "key" => Fault::Busy.key()).increment(1);
    let written = FULL.iter().find(|(language, _)| *language == locale);
    let (kind, body) = match written {
        Some((_, full)) if stream::wants_stream(headers) => (stream::KIND, full.stream.clone()),
        Some((_, full)) => (reply::HTML, full.page.clone()),
        None => (reply::HTML, Bytes::new()),
    };
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let fresh = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let again = (header::RETRY_AFTER, COME_BACK);
    (StatusCode::SERVICE_UNAVAILABLE, [kind, fresh, again], body).into_response()
}

/// Whether a script asked that reads JSON.
fn reads_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|kind| kind == "application/json")
}

/// The answer while the site is not open yet: a page, or problem+json for programs.
#[must_use]
pub fn still_opening(headers: &HeaderMap, path: &str) -> Response {
    let wished = headers.get(header::ACCEPT_LANGUAGE).and_then(|wish| wish.to_str().ok());
    let locale = wished.and_then(Locale::from_accept_language).unwrap_or(Locale::ZhCn);
    if path.starts_with("/api/") {
        return headers::dress_plainly(full(locale, headers, true));
    }
    let t = Texts::new(locale);
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let page = Page {
        lang: locale.tag(),
        title: t.opening_title(),
        status: t.fault_status(status.as_u16()),
        mark: "clock",
        href: "",
        label: t.way_again(),
    };
    let text = page.render().unwrap_or_else(|_broken_page| t.opening_title().to_owned());
    let mut response = reply::html_text(status, text);
    let policy = HeaderValue::from_static(OPENING_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(header::RETRY_AFTER, COME_BACK);
    headers::dress_plainly(response)
}

/// The answer to who asked under a name that is not the site's: a page that says where it is,
/// problem+json for programs.
pub(crate) fn elsewhere(
    locale: Locale,
    headers: &HeaderMap,
    (address, is_api): (&str, bool),
) -> Response {
    let (t, status) = (Texts::new(locale), StatusCode::MISDIRECTED_REQUEST);
    if is_api || reads_json(headers) {
        return fault_page::problem(locale, &Fault::Elsewhere, status.into_response());
    }
    let title = fault_text(locale, Fault::Elsewhere.key());
    let page = Page {
        lang: locale.tag(),
        title,
        status: t.fault_status(status.as_u16()),
        mark: "compass",
        href: address,
        label: address,
    };
    let text = page.render().unwrap_or_else(|_broken_page| title.to_owned());
    reply::html_text(status, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn while_the_site_opens_a_person_is_shown_a_page_and_a_program_json() {
        let mut asked = HeaderMap::new();
        asked.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        for (path, kind, word) in [
            ("/", "text/html; charset=utf-8", "<html lang=\"en\""),
            ("/api/v1/me", "application/problem+json", "site.busy"),
        ] {
            let answer = still_opening(&asked, path);
            assert_eq!(
                (answer.status().as_u16(), &answer.headers()["content-type"]),
                (503, &HeaderValue::from_static(kind))
            );
            for name in ["retry-after", "content-security-policy", "x-frame-options"] {
                assert!(answer.headers().contains_key(name), "{path}: {name}");
            }
            let text = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
            assert!(String::from_utf8_lossy(&text).contains(word), "{path}");
        }
    }
}
