//! The description of the API, made of the routes themselves.

mod complete;
mod words;

use std::sync::OnceLock;

use axum::extract::State;
use axum::response::IntoResponse;
use http::header;
use kernel::Fault;
use web::{App, Reply};

use crate::wiring;

static TEXT: OnceLock<String> = OnceLock::new();

/// The OpenAPI document.
pub(super) async fn show(State(app): State<App>) -> Reply {
    if TEXT.get().is_none() {
        let (_router, table, mut described) = web::assemble(&app, wiring::routes());
        described.info.title = "Yaji".to_owned();
        described.info.version = env!("CARGO_PKG_VERSION").to_owned();
        let mut document =
            serde_json::to_value(&described).map_err(|e| Fault::broken("describing the API", e))?;
        complete::complete(&mut document, &table);
        let _first = TEXT.set(document.to_string());
    }
    let text = TEXT.get().cloned().unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
