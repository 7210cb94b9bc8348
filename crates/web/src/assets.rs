//! The built files: hashed, compressed ahead of time, inside the program.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::Embed;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

#[derive(Embed)]
#[folder = "dist/"]
struct Built;

/// The forms in which a file may lie here, the smallest first, with the endings of their names.
const FORMS: [(&str, &str); 3] = [("br", ".br"), ("gzip", ".gz"), ("identity", "")];

/// Answers a built file, in the best form that the browser reads; immutable, as its name carries
/// its hash.
pub(crate) async fn show(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let hidden = name.ends_with(".br") || name.ends_with(".gz");
    let found = by_wish(&headers)
        .into_iter()
        .find_map(|(encoding, ending)| Some((encoding, Built::get(&format!("{name}{ending}"))?)));
    let Some((encoding, file)) = found.filter(|_| !hidden) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let mut response = file.data.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(header::CACHE_CONTROL, forever);
    if encoding != "identity" {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The forms that a browser reads, those that it likes best first (RFC 9110, 12.5.3). The plain one
/// is the last resort even where it is not wished for.
fn by_wish(headers: &HeaderMap) -> Vec<(&'static str, &'static str)> {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter();
    let wishes: Vec<(String, f32)> = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(wish)
        .collect();
    let liking = |encoding: &str| {
        let said = |name: &str| wishes.iter().find(|(said, _)| said == name).map(|(_, q)| *q);
        said(encoding).or_else(|| said("*").filter(|_| encoding != "identity")).unwrap_or(0.0)
    };
    let mut forms = FORMS.map(|form| (liking(form.0), form)).to_vec();
    forms.retain(|(liking, (encoding, _))| *liking > 0.0 || *encoding == "identity");
    // It is stable: of two that are liked alike, the smaller one is sent.
    forms.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    forms.into_iter().map(|(_, form)| form).collect()
}

/// An encoding and how much it is liked, from 0 to 1; what cannot be read is not liked.
fn wish(part: &str) -> (String, f32) {
    let mut parts = part.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (name, weight.map_or(1.0, |q| q.parse().unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_encoding_that_it_likes_best_and_none_that_it_refuses() {
        let best = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(line));
            by_wish(&headers)[0].0
        };
        assert_eq!(best("gzip, deflate, br, zstd"), "br");
        assert_eq!(best("GZIP"), "gzip");
        assert_eq!(best("br;q=0, gzip"), "gzip");
        assert_eq!(best("br;q=0.2, gzip;q=0.8"), "gzip");
        assert_eq!(best("zbra, xgzip"), "identity");
        assert_eq!(best("*"), "br");
        assert_eq!(best("*;q=0"), "identity");
        assert_eq!(best("br;q=nonsense"), "identity");
        assert_eq!(best(""), "identity");
    }
}
