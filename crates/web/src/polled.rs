//! Answers that programs fetch again and again: who has one already is told that it still holds
//! (RFC 9110, 13.1.2).

use axum::body::{Body, HttpBody as _};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::Fault;
use sha2::{Digest as _, Sha256};

use crate::reply::Failure;

/// The longest answer that is read to be named, in bytes.
const LENGTH_MAX: u64 = 32 * 1024 * 1024;

/// Names an answer by what it says; a caller who names the same gets 304 and no body.
///
/// The name is a weak one: what is sent may be compressed on its way, or not.
pub(crate) async fn name(response: Response, known: Option<HeaderValue>) -> Response {
    let is_short = response.body().size_hint().upper().is_some_and(|length| length <= LENGTH_MAX);
    if response.status() != StatusCode::OK || !is_short {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return Failure(Fault::broken("naming an answer", error)).into_response(),
    };
    let digest = hex::encode(Sha256::digest(&body));
    let tag = format!("\"{}\"", digest.get(..32).unwrap_or(&digest));
    if let Ok(value) = HeaderValue::from_str(&format!("W/{tag}")) {
        parts.headers.insert(header::ETAG, value);
    }
    if !known.is_some_and(|known| names(&known, &tag)) {
        return Response::from_parts(parts, Body::from(body));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

/// What a caller says they have.
pub(crate) fn known(headers: &HeaderMap) -> Option<HeaderValue> {
    headers.get(header::IF_NONE_MATCH).cloned()
}

/// Whether a list of names holds this one, strong or weak.
fn names(known: &HeaderValue, tag: &str) -> bool {
    let known = known.to_str().unwrap_or_default();
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}
