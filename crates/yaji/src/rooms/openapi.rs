//! The description of the API, made of the routes themselves.

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
        let (_router, _table, mut described) = web::assemble(&app, wiring::routes());
        described.info.title = "Yaji".to_owned();
        described.info.version = env!("CARGO_PKG_VERSION").to_owned();
        let text = described.to_json().map_err(|e| Fault::broken("describing the API", e))?;
        let _first = TEXT.set(text);
    }
    let text = TEXT.get().cloned().unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
