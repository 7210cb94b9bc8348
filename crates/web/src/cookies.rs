//! Cookies: their names by scheme, reading and writing them.
//!
//! Over https every cookie is `__Host-`: secure, bound to this host, path `/`. Over plain http,
//! loopback included, browsers refuse `Secure`, so the plain name is used there and only there.

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use kernel::Fault;

use crate::viewer::Viewer;

/// The session's cookie.
pub const SESSION: &str = "s";
/// The cookie of a device that was fully signed in on.
pub const DEVICE: &str = "d";
/// The chosen language.
pub const LANGUAGE: &str = "l";
/// The chosen colours.
pub const THEME: &str = "t";
/// The name of a browser that nobody is signed in on, for what is kept for it.
pub const BROWSER: &str = "b";
/// What the next page says once.
pub const FLASH: &str = "f";

/// The full name of a cookie for a page of this origin.
#[must_use]
pub fn full_name(name: &str, origin: &str) -> String {
    if origin.starts_with("https://") { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of a cookie, by its name for this origin and no other.
#[must_use]
pub fn read<'a>(headers: &'a HeaderMap, name: &str, origin: &str) -> Option<&'a str> {
    let wanted = full_name(name, origin);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == wanted)
        .map(|(_, value)| value)
}

/// Sets a cookie on an answer, for so many seconds; 0 deletes it.
///
/// # Errors
/// `Broken` when the value cannot stand in a header.
pub fn set(
    response: &mut Response,
    viewer: &Viewer,
    (name, value): (&str, &str),
    seconds: i64,
) -> Result<(), Fault> {
    let name = full_name(name, &viewer.origin);
    let secure = if viewer.origin.starts_with("https://") { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    let line = HeaderValue::from_str(&line).map_err(|e| Fault::broken("writing a cookie", e))?;
    response.headers_mut().append(header::SET_COOKIE, line);
    Ok(())
}

/// Signs this browser in: gives it a session's token.
///
/// # Errors
/// `Broken` when the token cannot stand in a header.
pub fn sign_in(response: &mut Response, viewer: &Viewer, token: &str) -> Result<(), Fault> {
    set(response, viewer, (SESSION, token), 180 * 86_400)
}

/// Signs this browser out.
///
/// # Errors
/// None that the fixed value could cause.
pub fn sign_out(response: &mut Response, viewer: &Viewer) -> Result<(), Fault> {
    set(response, viewer, (SESSION, ""), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_the_plain_name_is_no_session() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("s=planted; __Host-s=real"));
        assert_eq!(read(&headers, SESSION, "https://example.org"), Some("real"));
        assert_eq!(read(&headers, SESSION, "http://127.0.0.1:8080"), Some("planted"));
    }
}
