//! The headers of every answer.

use std::sync::{PoisonError, RwLock};

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use site::Settings;

use crate::App;
use crate::viewer::{Via, Viewer};

/// The hash of the one style that Turbo puts into a page, its progress bar.
pub const TURBO_STYLE: &str = "'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='";

const FIXED: [(HeaderName, HeaderValue); 6] = [
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (HeaderName::from_static("origin-agent-cluster"), HeaderValue::from_static("?1")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        ),
    ),
];

/// The most headers that are added.
const MOST: usize = 16;

/// Gives an answer that no door has drawn (a built file, a socket that is refused) what every
/// answer carries.
pub async fn dress(State(app): State<App>, response: Response) -> Response {
    let is_done = response.headers().contains_key(header::CONTENT_SECURITY_POLICY);
    if is_done || response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    bare(response, &app.settings())
}

/// The same for an answer to nobody in particular.
pub(crate) fn bare(mut response: Response, settings: &Settings) -> Response {
    let headers = response.headers_mut();
    headers.reserve(MOST);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let is_safe = settings.url.as_ref().is_some_and(|url| url.starts_with("https://"));
    fix(headers, Some(HeaderValue::from_static(API_POLICY)), is_safe);
    response
}

/// The same where nothing is known of the site: while it opens, and beside it.
#[must_use]
pub fn dress_plainly(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.reserve(MOST);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    fix(headers, Some(HeaderValue::from_static(API_POLICY)), false);
    response
}

/// Writes the headers that every answer carries; what a handler set itself stays.
/// `hosts` are the others that serve this site's media.
pub(crate) fn finish(response: &mut Response, viewer: &Viewer, hosts: MediaHosts<'_>, api: bool) {
    let headers = response.headers_mut();
    headers.reserve(MOST);
    let policy = if api {
        Some(HeaderValue::from_static(API_POLICY))
    } else {
        kept_policy(&viewer.origin, hosts)
    };
    fix(headers, policy, viewer.origin.starts_with("https://"));
    headers.entry(header::CACHE_CONTROL).or_insert_with(|| caching(viewer));
    if !api {
        let vary = HeaderValue::from_static("Accept, Accept-Language, Cookie");
        headers.entry(header::VARY).or_insert(vary);
    }
}

/// What does not depend on who asks.
fn fix(headers: &mut HeaderMap, policy: Option<HeaderValue>, is_safe: bool) {
    for (name, value) in FIXED {
        headers.entry(name).or_insert(value);
    }
    if let Some(policy) = policy {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    headers
        .entry(header::REFERRER_POLICY)
        .or_insert(HeaderValue::from_static("strict-origin-when-cross-origin"));
    if is_safe {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(value);
    }
}

const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// What is personal is never stored; a visitor's page may be kept by their own browser only.
fn caching(viewer: &Viewer) -> HeaderValue {
    let personal = viewer.member.is_some() || viewer.flash.is_some() || viewer.via == Via::Token;
    HeaderValue::from_static(if personal { "no-store" } else { "private, no-cache" })
}

/// The policy of pages that was written last: one origin asks nearly always.
static LAST: RwLock<Option<Policy>> = RwLock::new(None);

struct Policy {
    origin: String,
    hosts: [Option<String>; 2],
    value: HeaderValue,
}

/// The hosts beside the site's own that its media come from: one that is set, and the bucket's.
pub(crate) type MediaHosts<'a> = [Option<&'a str>; 2];

/// For a page that shows no media.
pub(crate) const NO_HOSTS: MediaHosts<'static> = [None, None];

fn kept_policy(origin: &str, hosts: MediaHosts<'_>) -> Option<HeaderValue> {
    let kept = LAST.read().unwrap_or_else(PoisonError::into_inner);
    let same =
        |p: &&Policy| p.origin == origin && p.hosts.each_ref().map(Option::as_deref) == hosts;
    let known = kept.as_ref().filter(same);
    if let Some(policy) = known {
        return Some(policy.value.clone());
    }
    drop(kept);
    let value = HeaderValue::from_str(&page_policy(origin, hosts)).ok()?;
    let (origin, hosts) = (origin.to_owned(), hosts.map(|host| host.map(str::to_owned)));
    *LAST.write().unwrap_or_else(PoisonError::into_inner) =
        Some(Policy { origin, hosts, value: value.clone() });
    Some(value)
}

fn page_policy(origin: &str, hosts: MediaHosts<'_>) -> String {
    let socket = origin.replacen("http", "ws", 1);
    let hosts = hosts.into_iter().flatten().map(|host| format!(" {}", host.trim_end_matches('/')));
    let media: String = hosts.collect();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' {TURBO_STYLE}; \
         img-src 'self' data:{media}; media-src 'self'{media}; connect-src 'self' {socket}; \
         font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_may_come_from_the_media_host_and_from_the_bucket_and_scripts_from_neither() {
        let hosts = [Some("https://media.example.org/"), Some("https://bucket.example.net")];
        let policy = page_policy("https://example.org", hosts);
        let both = "https://media.example.org https://bucket.example.net;";
        assert!(policy.contains(&format!("img-src 'self' data: {both}")), "{policy}");
        assert!(policy.contains(&format!("media-src 'self' {both}")), "{policy}");
        assert_eq!(policy.matches("bucket.example.net").count(), 2, "{policy}");
        assert!(!page_policy("https://example.org", NO_HOSTS).contains("bucket"));
    }
}
