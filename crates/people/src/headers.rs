//! Headers of single pages.

use axum::response::Response;
use http::HeaderValue;
use http::header::REFERRER_POLICY;

/// Keeps an address with a secret in it from other sites. `no-referrer` would also hide it from
/// our own check of the sender.
pub(crate) fn hide_address(response: &mut Response) {
    let policy = HeaderValue::from_static("same-origin");
    response.headers_mut().insert(REFERRER_POLICY, policy);
}
