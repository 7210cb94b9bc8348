//! What a member agreed to, for programs; they agree by changing their own account.

use axum::extract::State;
use kernel::Ts;
use serde::Serialize;
use site::LegalKind;
use utoipa::ToSchema;
use web::{App, Reply, Viewer};

use super::outdated;
use super::store::{self, ConsentRow};

/// A text that was agreed to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConsentJson {
    /// `rules`, `privacy`, `terms` or `refunds`.
    kind: String,
    /// 0 for the text that the site came with.
    version: i64,
    /// The language in which it was shown.
    locale: String,
    /// Where: `register`, `checkout`, `again` or `api`.
    surface: String,
    #[schema(value_type = String, format = DateTime)]
    given_at: Ts,
}

impl From<ConsentRow> for ConsentJson {
    fn from(row: ConsentRow) -> Self {
        Self {
            kind: row.kind,
            version: row.version,
            locale: row.locale,
            surface: row.surface,
            given_at: row.given_at,
        }
    }
}

/// All that was agreed to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConsentsJson {
    items: Vec<ConsentJson>,
    /// Always none: there are few.
    next: Option<String>,
    /// The texts that have changed since: nothing is written before they are agreed to, by `agrees`
    /// of the own account.
    outdated: Vec<&'static str>,
}

/// Lists what the caller agreed to, the newest first, and what has changed since.
#[utoipa::path(get, path = "/api/v1/me/consents", tag = "me",
    responses((status = 200, body = ConsentsJson)))]
pub async fn list(State(app): State<App>, viewer: Viewer) -> Reply {
    let id = viewer.me()?.id;
    let (rows, changed) = app
        .db()
        .read(async move |tx| Ok((store::list(tx, id).await?, outdated(tx, id).await?)))
        .await?;
    web::json(&ConsentsJson {
        items: rows.into_iter().map(ConsentJson::from).collect(),
        next: None,
        outdated: changed.into_iter().map(LegalKind::key).collect(),
    })
}
