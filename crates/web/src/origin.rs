//! Which addresses are ours, and the rule against requests from other sites.

use http::{HeaderMap, Method, header};
use kernel::{Fault, Outcome};
use site::Settings;

/// The scheme and host that a request was sent to. With `site.url` set, a host that is neither it
/// nor an alias is not ours.
#[must_use]
pub(crate) fn of_request(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?.to_ascii_lowercase();
    let Some(url) = &settings.url else {
        return Some(format!("http://{host}"));
    };
    std::iter::once(url)
        .chain(&settings.aliases)
        .map(|address| address.trim_end_matches('/'))
        .find(|address| address.split_once("://").is_some_and(|(_, ours)| ours == host))
        .map(str::to_owned)
}

/// Whether a method changes nothing.
#[must_use]
pub(crate) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses an unsafe request that another site's page has sent, with or without a cookie: it
/// needs `Sec-Fetch-Site: same-origin`; without that header an `Origin` of ours; without both a
/// `Referer` of ours.
///
/// # Errors
/// `Denied` with `request.cross_site`.
pub(crate) fn refuse_foreign(headers: &HeaderMap, origin: &str, ours: &Settings) -> Outcome<()> {
    let text = |name| headers.get(name).map(|v: &http::HeaderValue| v.to_str().unwrap_or("-"));
    let same = if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        site == "same-origin"
    } else if let Some(sender) = text(header::ORIGIN) {
        is_ours(sender, origin, ours)
    } else if let Some(page) = text(header::REFERER) {
        let sender = url::Url::parse(page).map(|page| page.origin().ascii_serialization());
        sender.is_ok_and(|sender| is_ours(&sender, origin, ours))
    } else {
        false
    };
    if same { Ok(()) } else { Err(Fault::denied("request.cross_site")) }
}

/// Whether a scheme and host are this site's.
#[must_use]
pub(crate) fn is_ours(sender: &str, origin: &str, settings: &Settings) -> bool {
    let same = |address: &str| address.trim_end_matches('/').eq_ignore_ascii_case(sender);
    match &settings.url {
        Some(url) => same(url) || settings.aliases.iter().any(|alias| same(alias)),
        None => same(origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (http::HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn a_request_from_another_site_is_refused_with_and_without_a_cookie() {
        let settings = Settings::default();
        let ours = "http://yaji.test";
        let passes = |pairs: &[_]| refuse_foreign(&headers(pairs), ours, &settings).is_ok();
        assert!(passes(&[("sec-fetch-site", "same-origin")]));
        assert!(!passes(&[("sec-fetch-site", "same-site"), ("origin", "http://yaji.test")]));
        assert!(!passes(&[("sec-fetch-site", "none")]));
        assert!(passes(&[("origin", "http://yaji.test")]));
        assert!(!passes(&[("origin", "null"), ("referer", "http://yaji.test/x")]));
        assert!(!passes(&[("origin", "http://yaji.test.evil.org")]));
        assert!(passes(&[("referer", "http://yaji.test/form")]));
        assert!(!passes(&[("referer", "http://evil.org/http://yaji.test/")]));
        assert!(!passes(&[]));
    }

    #[test]
    fn an_unknown_host_is_not_ours_once_the_site_has_an_address() {
        let settings = Settings {
            url: Some("https://yaji.test".into()),
            aliases: vec!["https://www.yaji.test".into()],
            ..Settings::default()
        };
        let ask = |host| of_request(&headers(&[("host", host)]), &settings);
        assert_eq!(ask("yaji.test").as_deref(), Some("https://yaji.test"));
        assert_eq!(ask("www.yaji.test").as_deref(), Some("https://www.yaji.test"));
        assert_eq!(ask("evil.org"), None);
        assert_eq!(ask("yaji.test:8080"), None);
    }
}
