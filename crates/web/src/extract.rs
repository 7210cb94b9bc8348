//! Reading requests: paths, queries, forms and JSON, with outcomes instead of bare statuses.

mod json;

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use kernel::{Cursor, Fault, ListSize, Outcome, Ts};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::kept::Typed;
use crate::reply::Failure;
use crate::{App, pace};

pub use json::Json;

/// The largest form or JSON body, in bytes.
pub const BODY_MAX: usize = 512 * 1024;

/// The parameters of a path; one that is no id is a page that does not exist.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        if holds_nul(parts.uri.path()) {
            return Err(Failure(Fault::Missing("page.missing")));
        }
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        let found = found.map_err(|_bad_id| Failure(Fault::Missing("page.missing")))?;
        Ok(Self(found.0))
    }
}

/// The parameters behind the question mark.
#[derive(Debug, Clone, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let text = parts.uri.query().unwrap_or_default();
        if holds_nul(text) {
            return Err(Fault::invalid("query", "request.query").into());
        }
        let read = serde_urlencoded::from_str(text);
        read.map(Self).map_err(|_form| Fault::invalid("query", "request.query").into())
    }
}

/// A form as a page sends it; fields that the handler does not know are left aside.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        let bytes = body(request).await?;
        let text =
            std::str::from_utf8(&bytes).map_err(|_bytes| Fault::invalid("form", "request.form"))?;
        if holds_nul(text) {
            return Err(Fault::invalid("form", "request.form").into());
        }
        let read = serde_urlencoded::from_str(text);
        read.map(Self).map_err(|_form| Fault::invalid("form", "request.form").into())
    }
}

/// Whether an encoded text holds the sign U+0000, which no text of people does and which not every
/// engine keeps.
fn holds_nul(encoded: &str) -> bool {
    encoded.contains("%00") || encoded.contains('\0')
}

/// The whole body of a request, at most [`BODY_MAX`] bytes.
///
/// # Errors
/// `TooLarge` beyond that, `Invalid` when the line broke or carried too little, `Busy` when there is
/// no room for it.
pub async fn body(request: Request) -> Result<axum::body::Bytes, Failure> {
    let length = request.headers().get(http::header::CONTENT_LENGTH);
    let announced = length.and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<usize>().ok());
    if announced.is_some_and(|n| n > BODY_MAX) {
        return Err(Fault::TooLarge("request.too_large").into());
    }
    let typed = request.extensions().get::<Typed>().cloned();
    let (request, turn) = pace::paced(request);
    let limited = http_body_util::Limited::new(request.into_body(), BODY_MAX);
    let read = async {
        match http_body_util::BodyExt::collect(limited).await {
            Ok(collected) => Ok(collected.to_bytes()),
            Err(e) if e.is::<http_body_util::LengthLimitError>() => {
                Err(Fault::TooLarge("request.too_large"))
            }
            Err(e) => Err(pace::fault_of(&*e, "body")),
        }
    };
    let bytes = pace::waited_for(turn, read).await?;
    if let Some(typed) = typed {
        typed.note(&bytes);
    }
    Ok(bytes)
}

/// The parameters of every list.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ListQuery {
    /// Where the page begins, as an earlier page's `next` said.
    pub cursor: Option<String>,
    /// How many rows, 20 unless asked, at most 100.
    pub limit: Option<u32>,
}

impl ListQuery {
    /// The place where the page of a list begins; the list's name tells it from all others, by what
    /// it holds and in which order.
    ///
    /// # Errors
    /// `Invalid` with `cursor.invalid` when we did not make the cursor for this list.
    pub fn place(&self, app: &App, list: &str) -> Outcome<Cursor> {
        match &self.cursor {
            None => Ok(Cursor::START),
            Some(text) => open_cursor(app, list, text),
        }
    }

    /// How many rows.
    ///
    /// # Errors
    /// `Invalid` outside 1 to 100.
    pub fn size(&self) -> Outcome<ListSize> {
        ListSize::asked(self.limit)
    }
}

/// Writes a place in a list as a signed text, which no other list takes.
#[must_use]
pub fn seal_cursor(app: &App, list: &str, cursor: Cursor) -> String {
    app.keys().sign(&purpose(list), format!("{}:{}", cursor.at.micros(), cursor.id).as_bytes())
}

fn purpose(list: &str) -> String {
    format!("cursor {list}")
}

fn open_cursor(app: &App, list: &str, text: &str) -> Outcome<Cursor> {
    let wrong = || Fault::invalid("cursor", "cursor.invalid");
    let bytes = app.keys().open_signed(&purpose(list), text).ok_or_else(wrong)?;
    let plain = String::from_utf8(bytes).map_err(|_bytes| wrong())?;
    let (at, id) = plain.split_once(':').ok_or_else(wrong)?;
    let (at, id) = (at.parse().map_err(|_n| wrong())?, id.parse().map_err(|_n| wrong())?);
    Ok(Cursor { at: Ts::from_micros(at), id })
}
