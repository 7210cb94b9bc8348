//! A sentence that the next page says once.
//!
//! It waits in a cookie that only we can write. The page that is drawn next says it, and the
//! answer with that page takes the cookie away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::Request;
use axum::response::Response;
use http::Method;

use crate::keys::Keys;
use crate::reply::{Reply, see_other};
use crate::viewer::Viewer;
use crate::{App, cookies};

/// Seconds for which the sentence waits for its page.
const WAITS: i64 = 60;

/// A sentence that waits for a page.
#[derive(Debug)]
pub struct Flash {
    sentence: String,
    said: AtomicBool,
}

impl Flash {
    /// The sentence; from now on it counts as said.
    pub(crate) fn say(&self) -> String {
        self.said.store(true, Ordering::Release);
        self.sentence.clone()
    }
}

/// Sends the browser on, and lets the next page say a sentence.
///
/// # Errors
/// `Broken` when the path cannot stand in a header.
pub fn see_other_with(app: &App, viewer: &Viewer, path: &str, sentence: &str) -> Reply {
    let mut response: Response = see_other(path)?;
    let sealed = app.keys().sign("flash", sentence.as_bytes());
    cookies::set(&mut response, viewer, (cookies::FLASH, &sealed), WAITS)?;
    Ok(response)
}

/// The sentence that waits for a browser's next page; one that we did not write is nobody's.
///
/// HEAD shows nothing, and a page fetched ahead may never be looked at: it waits for another.
pub(crate) fn waiting(keys: &Keys, request: &Request, origin: &str) -> Option<Arc<Flash>> {
    let headers = request.headers();
    let sealed = cookies::read(headers, cookies::FLASH, origin)?;
    let purpose = headers.get("sec-purpose").and_then(|value| value.to_str().ok());
    let is_ahead = purpose.is_some_and(|purpose| purpose.starts_with("prefetch"));
    if *request.method() == Method::HEAD || is_ahead {
        return None;
    }
    let sentence = String::from_utf8(keys.open_signed("flash", sealed)?).ok()?;
    Some(Arc::new(Flash { sentence, said: AtomicBool::new(false) }))
}

/// Takes the cookie away when the answer is the page that says the sentence.
pub(crate) fn forget_said(response: &mut Response, viewer: &Viewer) {
    let said = viewer.flash.as_ref().is_some_and(|flash| flash.said.load(Ordering::Acquire));
    if said && !response.status().is_redirection() {
        // The empty value stands in every header.
        let _ = cookies::set(response, viewer, (cookies::FLASH, ""), 0);
    }
}
