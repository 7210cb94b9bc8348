//! The answer with a file: what it is, who may keep it, and how a browser may take it.

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use blob::{Blobs, Kind, LONGEST_SIGNATURE_S, SignedFor};
use futures_util::StreamExt as _;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use kernel::{Fault, Outcome};
use web::{App, Reply};

use super::range::Part;
use crate::picture::Variant;
use crate::setup::blobs;

/// Who may keep a file, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caching {
    /// Anybody, who asks each time whether it still may be seen.
    Asked,
    /// Anybody, for good: the address is the content.
    Forever,
    /// Nobody.
    Never,
}

impl Caching {
    const fn line(self) -> &'static str {
        match self {
            Self::Asked => "public, no-cache",
            Self::Forever => "public, max-age=31536000, immutable",
            Self::Never => "private, no-store",
        }
    }
}

/// Nothing that is opened by itself from here may do anything.
const POLICY: &str = "sandbox; default-src 'none'";

/// Answers with a file, a part of it, or that the browser has it already.
pub(super) async fn answer(app: &App, size: Variant, caching: Caching, asked: &HeaderMap) -> Reply {
    let blobs = blobs(app)?;
    let etag = format!("\"{}\"", size.hash);
    let mut response = if is_known(asked, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if let Some(response) = signed(&blobs, size, caching).await? {
        response
    } else {
        content(&blobs, size, asked, &etag).await?
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CACHE_CONTROL, caching.line());
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::CONTENT_DISPOSITION, disposition(size.kind));
    if caching != Caching::Never {
        // Whoever reads a public feed elsewhere sees its pictures.
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    }
    if caching == Caching::Forever {
        set(header::VARY, "Accept-Encoding");
    }
    let etag = HeaderValue::from_str(&etag).map_err(|e| Fault::broken("writing a tag", e))?;
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}

/// What only pictures, sounds and videos may: be shown in a page.
const fn disposition(kind: Kind) -> &'static str {
    if kind.is_inline() { "inline" } else { "attachment" }
}

/// Whether the browser names the content that it would get (RFC 9110, 13.1.2).
fn is_known(asked: &HeaderMap, etag: &str) -> bool {
    let line = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    line.is_some_and(|line| {
        line.split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == "*" || tag == etag)
    })
}

/// The way to a store that signs addresses; what is public is given from here.
async fn signed(blobs: &Blobs, size: Variant, caching: Caching) -> Outcome<Option<Response>> {
    if caching != Caching::Never {
        return Ok(None);
    }
    let what = SignedFor { kind: size.kind, file_name: None, seconds: LONGEST_SIGNATURE_S };
    let Some(url) = blobs.signed_url(size.hash, what).await? else { return Ok(None) };
    let place =
        HeaderValue::from_str(url.as_str()).map_err(|e| Fault::broken("writing a redirect", e))?;
    Ok(Some((StatusCode::FOUND, [(header::LOCATION, place)]).into_response()))
}

async fn content(blobs: &Blobs, size: Variant, asked: &HeaderMap, etag: &str) -> Outcome<Response> {
    let bytes = blobs.size(size.hash).await?.ok_or(Fault::Missing("media.missing"))?;
    let line = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A part is only of use to who has the rest of the same content.
    let same = line(header::IF_RANGE).is_none_or(|tag| tag.trim() == etag);
    let part = Part::asked(line(header::RANGE).filter(|_| same), bytes);
    let (status, range) = match part {
        Part::Whole => (StatusCode::OK, None),
        Part::Bytes(range) => (StatusCode::PARTIAL_CONTENT, Some(range)),
        Part::Beyond => {
            let all = number(&format!("bytes */{bytes}"))?;
            let refused = [(header::CONTENT_RANGE, all)];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, refused).into_response());
        }
    };
    let served = blobs.stream(size.hash, range).await?;
    let (start, end) = (served.range.start, served.range.end);
    let body = served.bytes.map(|piece| piece.map_err(|fault| fault.to_string()));
    let mut response = (status, Body::from_stream(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(size.kind.media_type()));
    headers.insert(header::CONTENT_LENGTH, number(&(end - start).to_string())?);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {start}-{}/{bytes}", end.saturating_sub(1));
        headers.insert(header::CONTENT_RANGE, number(&range)?);
    }
    Ok(response)
}

fn number(text: &str) -> Outcome<HeaderValue> {
    HeaderValue::from_str(text).map_err(|e| Fault::broken("writing a header", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_in_a_page_is_an_attachment() {
        assert_eq!(disposition(Kind::Webp), "inline");
        for kind in [Kind::Svg, Kind::Pdf, Kind::Zip, Kind::Other] {
            assert_eq!(disposition(kind), "attachment", "{kind:?}");
        }
    }

    #[test]
    fn a_browser_that_names_the_content_has_it() {
        let asked = |line: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(line).unwrap());
            is_known(&headers, "\"abc\"")
        };
        assert!(asked("\"abc\"") && asked("W/\"abc\"") && asked("\"x\", \"abc\"") && asked("*"));
        assert!(!asked("abc") && !asked("\"abcd\"") && !is_known(&HeaderMap::new(), "\"abc\""));
    }
}
