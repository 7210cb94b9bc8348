//! What a handler answers, and how outcomes become answers.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Fault, Outcome};
use serde::Serialize;

use crate::Viewer;

/// The media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// Bytes that nearly every page fits into, so that it does not move while it is drawn.
const ROOM: usize = 48 * 1024;

/// What a handler answers.
pub type Reply = Result<Response, Failure>;

/// An outcome on its way out; the door draws it as a page, a stream or problem+json.
#[derive(Debug)]
pub struct Failure(pub Fault);

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<kernel::Denied> for Failure {
    fn from(denied: kernel::Denied) -> Self {
        Self(Fault::Denied(denied))
    }
}

/// The fault of an answer, carried to the door.
#[derive(Clone)]
pub(crate) struct Carried(pub(crate) std::sync::Arc<Fault>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Carried(std::sync::Arc::new(self.0)));
        response
    }
}

/// A page.
///
/// # Errors
/// `Broken` when the template cannot be drawn.
pub fn html(page: &impl Template) -> Reply {
    html_status(StatusCode::OK, page)
}

/// A page with another status: 422 for a form that is shown again.
///
/// # Errors
/// `Broken` when the template cannot be drawn.
pub fn html_status(status: StatusCode, page: &impl Template) -> Reply {
    let mut text = String::with_capacity(ROOM);
    page.render_into(&mut text).map_err(|e| Fault::broken("drawing a page", e))?;
    Ok(html_text(status, text))
}

/// Draws a template.
///
/// # Errors
/// `Broken` when it cannot be drawn.
pub fn draw(page: &impl Template) -> Outcome<String> {
    page.render().map_err(|e| Fault::broken("drawing a page", e))
}

/// A page that is drawn already.
#[must_use]
pub fn html_text(status: StatusCode, text: String) -> Response {
    let kind = HeaderValue::from_static(HTML);
    (status, [(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Sends the browser on with 303, after something was done.
///
/// # Errors
/// `Broken` when the path cannot stand in a header.
pub fn see_other(path: &str) -> Reply {
    redirect(StatusCode::SEE_OTHER, path)
}

/// Sends the browser to where a thing lives now, for good (301).
///
/// # Errors
/// `Broken` when the path cannot stand in a header.
pub fn moved(path: &str) -> Reply {
    redirect(StatusCode::MOVED_PERMANENTLY, path)
}

fn redirect(status: StatusCode, path: &str) -> Reply {
    let location =
        HeaderValue::from_str(&ascii(path)).map_err(|e| Fault::broken("writing a redirect", e))?;
    Ok((status, [(header::LOCATION, location)]).into_response())
}

/// The path with everything outside ASCII percent-encoded, as a header needs it.
fn ascii(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, percent_encoding::CONTROLS).to_string()
}

/// A path that knows where to go on; home needs not be told.
#[must_use]
pub fn with_back(path: &str, back: &str) -> String {
    if back == "/" {
        return path.to_owned();
    }
    let mark = if path.contains('?') { '&' } else { '?' };
    let back = percent_encoding::utf8_percent_encode(back, percent_encoding::NON_ALPHANUMERIC);
    format!("{path}{mark}back={back}")
}

/// A path of our own to go back to: same site, no scheme, no host, at most 500 characters.
#[must_use]
pub fn back_to(path: Option<&str>) -> &str {
    let safe = |p: &&str| {
        p.starts_with('/')
            && !p.starts_with("//")
            && !p.starts_with("/\\")
            && p.len() <= 500
            && !p.contains(['\r', '\n', '\t', '\\', '\0'])
    };
    path.filter(safe).unwrap_or("/")
}

/// The path of our own page that a form was sent from, `/` when the browser does not say.
#[must_use]
pub fn came_from(headers: &HeaderMap, viewer: &Viewer) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referer.and_then(|url| url.strip_prefix(&*viewer.origin));
    back_to(path).to_owned()
}

/// JSON with 200.
///
/// # Errors
/// `Broken` when the value cannot be written.
pub fn json(value: &impl Serialize) -> Reply {
    json_status(StatusCode::OK, value)
}

/// JSON with 201.
///
/// # Errors
/// `Broken` when the value cannot be written.
pub fn created(value: &impl Serialize) -> Reply {
    json_status(StatusCode::CREATED, value)
}

/// JSON with another status.
///
/// # Errors
/// `Broken` when the value cannot be written.
pub fn json_status(status: StatusCode, value: &impl Serialize) -> Reply {
    let text = serde_json::to_vec(value).map_err(|e| Fault::broken("writing JSON", e))?;
    let kind = HeaderValue::from_static("application/json");
    Ok((status, [(header::CONTENT_TYPE, kind)], text).into_response())
}

/// Nothing, with 204.
///
/// # Errors
/// None; the type is that of every handler.
pub fn no_content() -> Reply {
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_is_carried_whole() {
        assert_eq!(with_back("/login", "/"), "/login");
        assert_eq!(with_back("/login", "/p/1?a=b"), "/login?back=%2Fp%2F1%3Fa%3Db");
        assert_eq!(with_back("/login?by=code", "/"), "/login?by=code");
        assert_eq!(with_back("/login?by=code", "/p/1"), "/login?by=code&back=%2Fp%2F1");
    }

    #[test]
    fn a_way_back_never_leaves_the_site() {
        for bad in
            ["//evil.org", "/\\evil.org", "https://evil.org", "javascript:alert(1)", "/a\r\nb"]
        {
            assert_eq!(back_to(Some(bad)), "/", "{bad}");
        }
        assert_eq!(back_to(Some("/p/0123456789abc?tab=new#c")), "/p/0123456789abc?tab=new#c");
        assert_eq!(back_to(None), "/");
    }

    #[test]
    fn a_chinese_slug_travels_in_a_header() {
        let reply = see_other("/p/0123456789abc-召回").unwrap();
        let location = reply.headers().get("location").unwrap().to_str().unwrap();
        assert_eq!(location, "/p/0123456789abc-%E5%8F%AC%E5%9B%9E");
    }
}
