//! A sentence that the next page says once.

use axum::response::Response;

use crate::reply::{Reply, see_other};
use crate::viewer::Viewer;
use crate::{App, cookies};

/// Seconds for which the sentence waits for its page.
const WAITS: i64 = 60;

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
