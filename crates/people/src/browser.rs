//! The browser that asks: its own cookie, its device, what an answer sets on it.

use axum::response::Response;
use http::HeaderMap;
use kernel::{Outcome, Ts};
use web::{Viewer, cookies};

use crate::member::session::Asker;
use crate::sign_in::Done;
use crate::{device, secret};

/// Seconds for which a browser that asks for a code keeps its name.
const BROWSER_SECONDS: i64 = 86_400;
/// Seconds for which the first half of a sign-in is kept.
const HALF_SECONDS: i64 = 600;
/// The cookie of a first half.
const HALF: &str = "h";

/// The name of a browser, made when it has none.
#[derive(Debug, Clone)]
pub struct Browser {
    token: String,
}

impl Browser {
    /// The browser of a request.
    #[must_use]
    pub fn of(headers: &HeaderMap, viewer: &Viewer) -> Self {
        let known = cookies::read(headers, cookies::BROWSER, &viewer.origin);
        let known = known.filter(|token| (20..=100).contains(&token.len()));
        Self { token: known.map_or_else(web::random_token, str::to_owned) }
    }

    /// What is stored of it.
    #[must_use]
    pub fn key(&self) -> String {
        secret::hash(&self.token)
    }

    /// Lets the browser keep its name.
    ///
    /// # Errors
    /// `Broken` when the cookie cannot be written.
    pub fn keep(&self, response: &mut Response, viewer: &Viewer) -> Outcome<()> {
        cookies::set(response, viewer, (cookies::BROWSER, &self.token), BROWSER_SECONDS)
    }
}

/// From where a viewer asks.
#[must_use]
pub fn asker(viewer: &Viewer) -> Asker {
    Asker {
        network: viewer.network.clone(),
        device: viewer.device.as_deref().map(str::to_owned),
        label: String::new(),
    }
}

/// Signs a browser in: session, device, language and colours of the member come with the session.
///
/// # Errors
/// `Broken` when a cookie cannot be written.
pub fn sign_in(response: &mut Response, viewer: &Viewer, done: &Done) -> Outcome<()> {
    cookies::sign_in(response, viewer, &done.session.token)?;
    cookies::set(response, viewer, (HALF, ""), 0)?;
    let device = (cookies::DEVICE, done.device.as_str());
    cookies::set(response, viewer, device, device::COOKIE_SECONDS)
}

/// Keeps the token of a first half.
///
/// # Errors
/// `Broken` when the cookie cannot be written.
pub fn keep_half(response: &mut Response, viewer: &Viewer, half: &str) -> Outcome<()> {
    cookies::set(response, viewer, (HALF, half), HALF_SECONDS)
}

/// The token of a first half.
#[must_use]
pub fn half(headers: &HeaderMap, viewer: &Viewer) -> Option<String> {
    cookies::read(headers, HALF, &viewer.origin).map(str::to_owned)
}

/// An instant as a page says it: day and minute in the site's zone.
#[must_use]
pub fn when(app: &web::App, at: Ts) -> String {
    app.settings().zone.format(at, "%Y-%m-%d %H:%M")
}
