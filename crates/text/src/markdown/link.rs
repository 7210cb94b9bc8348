//! Where a link may lead.

use url::Url;

/// What links to other sites say of themselves.
pub(super) const OUTSIDE: &str = "nofollow ugc noopener";
/// Stands before every id that a person's text makes, so that none is mistaken for one of ours.
pub(super) const ID_PREFIX: &str = "user-content-";

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A page of this site.
    Inside(String),
    /// A place in the same text.
    Here(String),
    /// Another site, or a mail address.
    Outside(String),
    /// Nowhere that may be linked.
    Nowhere,
}

impl Target {
    /// Reads an address; `origin` is the site's own.
    pub(super) fn of(address: &str, origin: Option<&str>) -> Self {
        let address = address.trim_matches(|ch: char| ch.is_whitespace() || ch.is_control());
        if address.contains(|ch: char| ch.is_control()) {
            return Self::Nowhere;
        }
        if let Some(place) = address.strip_prefix('#') {
            return Self::Here(place.trim_start_matches(ID_PREFIX).to_owned());
        }
        if address.starts_with("//") || address.starts_with("/\\") || address.starts_with('\\') {
            return Self::outside(&format!("https:{}", address.replace('\\', "/")), origin);
        }
        match scheme(address) {
            None => Self::Inside(address.to_owned()),
            Some("http" | "https") => Self::outside(address, origin),
            Some("mailto") => Self::Outside(address.to_owned()),
            Some(_) => Self::Nowhere,
        }
    }

    fn outside(address: &str, origin: Option<&str>) -> Self {
        let Ok(url) = Url::parse(address) else { return Self::Nowhere };
        let ours = origin.is_some_and(|origin| url.origin().ascii_serialization() == origin);
        if ours {
            let end =
                [url.query().map(|q| format!("?{q}")), url.fragment().map(|f| format!("#{f}"))];
            return Self::Inside(
                url.path().to_owned() + &end.into_iter().flatten().collect::<String>(),
            );
        }
        if url.has_host() { Self::Outside(address.to_owned()) } else { Self::Nowhere }
    }
}

/// The scheme of an address in small letters, `None` for a relative one. What is no scheme by the
/// standard but stands before a colon counts as one, so that it is refused.
fn scheme(address: &str) -> Option<&str> {
    let end = address.find(['/', '?', '#', ':'])?;
    let name =
        address.get(..end).filter(|_| address.get(end..).is_some_and(|r| r.starts_with(':')))?;
    [("http", "http"), ("https", "https"), ("mailto", "mailto")]
        .iter()
        .find(|(known, _)| name.eq_ignore_ascii_case(known))
        .map_or(Some("?"), |(_, known)| Some(*known))
}

/// The host of an address on another site, for people to read.
pub(super) fn host(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Option<&str> = Some("https://yaji.example");

    #[test]
    fn links_within_lead_within() {
        for (address, inside) in [
            ("/posts/1?a=b#c", "/posts/1?a=b#c"),
            ("posts/1", "posts/1"),
            ("https://yaji.example/p?q#r", "/p?q#r"),
            ("?page=2", "?page=2"),
        ] {
            assert_eq!(Target::of(address, HOME), Target::Inside(inside.into()), "{address}");
        }
        assert_eq!(Target::of("#top", HOME), Target::Here("top".into()));
    }

    #[test]
    fn other_sites_are_outside_however_they_are_spelled() {
        for address in [
            "https://a.org/x",
            "HTTP://a.org",
            "//a.org",
            "\\\\a.org",
            "/\\a.org",
            "https://yaji.example.evil.org",
            "http://yaji.example",
            "mailto:a@b.org",
        ] {
            assert!(matches!(Target::of(address, HOME), Target::Outside(_)), "{address}");
        }
    }

    #[test]
    fn schemes_that_act_lead_nowhere() {
        for address in [
            "javascript:alert(1)",
            " JaVaScRiPt:x",
            "\u{1}javascript:x",
            "java\nscript:x",
            "java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "view-source:x",
            "intent://x",
            "http:",
            "https://",
            "x:y",
            ":",
            "javascript&colon;x:",
        ] {
            assert_eq!(Target::of(address, HOME), Target::Nowhere, "{address}");
        }
    }
}
