//! The settings of one's own account for programs. What a stolen token could use to stay (address,
//! password, factors, tokens) is not among them, and what takes everything along or ends the account
//! asks as pages do for a proof of five minutes: a token that was just made.

use axum::extract::{Request, State};
use kernel::{Fault, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::sessions::SessionRow;
use web::{App, Json, Path, Reply, SessionId, Viewer};

use super::{data, me};
use crate::export;
use crate::export::store::{self as exports, ExportId, ExportRow};
use crate::handle::{self, store::HandleRow};
use crate::member::session;
use crate::profile::avatar;
use crate::studio::api::DueJson;

/// Where the caller is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignedInJson {
    #[schema(value_type = String)]
    id: SessionId,
    /// `browser` or `token`.
    kind: String,
    /// What a token is called.
    label: String,
    /// The program that signed in, in its own words.
    agent: String,
    ip: String,
    /// Whether this request came by it.
    current: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
    /// When it was last used, to the hour.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Ts,
    /// When it ends if it is not used.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Ts,
}

impl SignedInJson {
    fn of(row: SessionRow, here: SessionId) -> Self {
        Self {
            current: row.id == here,
            id: row.id,
            kind: row.kind,
            label: row.label,
            agent: row.agent,
            ip: row.ip,
            created_at: row.created_at,
            seen_at: row.seen_at,
            expires_at: row.expires_at,
        }
    }
}

/// All sessions and tokens.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignedInList {
    items: Vec<SignedInJson>,
    /// Always none.
    next: Option<String>,
}

/// Lists where the caller is signed in, and their tokens; the newest first.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "sessions",
    responses((status = 200, body = SignedInList)))]
pub async fn list_sessions(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, here) = me(&viewer)?;
    let rows = app.db().read(async move |tx| web::sessions::list(tx, id).await).await?;
    let items = rows.into_iter().map(|row| SignedInJson::of(row, here)).collect();
    web::json(&SignedInList { items, next: None })
}

/// Ends one session or token of the caller's.
#[utoipa::path(delete, path = "/api/v1/sessions/{session}", tag = "sessions",
    params(("session" = String, Path)), responses((status = 204)))]
pub async fn delete_session(
    State(app): State<App>,
    viewer: Viewer,
    Path(session): Path<SessionId>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    if !app.db().tx(async move |tx| session::end(tx, id, session).await).await? {
        return Err(Fault::Missing("session.missing").into());
    }
    app.sessions().forget(id);
    web::no_content()
}

/// Ends every session and token of the caller's but the one that is sent with the request.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions",
    responses((status = 204)))]
pub async fn delete_others(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, here) = me(&viewer)?;
    app.db().tx(async move |tx| session::end_others(tx, id, Some(here)).await).await?;
    app.sessions().forget(id);
    web::no_content()
}

/// A handle that the caller has or had.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandleJson {
    handle: String,
    current: bool,
    /// Whether it leads to the caller.
    leads: bool,
    #[schema(value_type = String, format = DateTime)]
    taken_at: Ts,
}

/// All handles.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandleList {
    items: Vec<HandleJson>,
    /// Always none.
    next: Option<String>,
}

/// Lists the handles that the caller has or had, the newest first.
#[utoipa::path(get, path = "/api/v1/me/handles", tag = "me",
    responses((status = 200, body = HandleList)))]
pub async fn list_handles(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, _) = me(&viewer)?;
    let (rows, current) = app
        .db()
        .read(async move |tx| {
            let current = crate::member::get(tx, id).await?.handle;
            Ok((handle::store::list(tx, id).await?, current))
        })
        .await?;
    let json = |row: HandleRow| HandleJson {
        current: row.handle == current,
        leads: row.redirects,
        taken_at: row.taken_at,
        handle: row.handle,
    };
    web::json(&HandleList { items: rows.into_iter().map(json).collect(), next: None })
}

/// Lets a handle that the caller had lead nowhere; nobody else is given it.
#[utoipa::path(delete, path = "/api/v1/me/handles/{handle}", tag = "me",
    params(("handle" = String, Path)), responses((status = 204)))]
pub async fn drop_handle(
    State(app): State<App>,
    viewer: Viewer,
    Path(handle): Path<String>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    app.db().tx(async move |tx| handle::change::drop_old(tx, id, &handle).await).await?;
    web::no_content()
}

/// The form that brings a picture of the member in.
#[derive(Debug, Clone, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read piece by piece")]
pub struct NewAvatar {
    /// A picture of at most 10 MiB.
    #[schema(value_type = String, format = Binary)]
    avatar: Vec<u8>,
}

/// Takes a picture of the caller.
#[utoipa::path(post, path = "/api/v1/me/avatar", tag = "me",
    request_body(content = NewAvatar, content_type = "multipart/form-data"),
    responses((status = 204)))]
pub async fn bring_avatar(State(app): State<App>, viewer: Viewer, request: Request) -> Reply {
    avatar::take(&app, me(&viewer)?.0, request).await?;
    web::no_content()
}

/// Takes the caller's picture away.
#[utoipa::path(delete, path = "/api/v1/me/avatar", tag = "me", responses((status = 204)))]
pub async fn delete_avatar(State(app): State<App>, viewer: Viewer) -> Reply {
    avatar::remove(&app, me(&viewer)?.0).await?;
    web::no_content()
}

/// A file with all that the site knows of the caller.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExportJson {
    #[schema(value_type = String)]
    id: ExportId,
    /// `building`, `ready` or `failed`.
    state: String,
    bytes: i64,
    #[schema(value_type = String, format = DateTime)]
    asked_at: Ts,
    /// Until when it is kept.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Ts>,
}

impl From<ExportRow> for ExportJson {
    fn from(row: ExportRow) -> Self {
        Self {
            id: row.id,
            state: row.state,
            bytes: row.bytes,
            asked_at: row.asked_at,
            expires_at: row.expires_at,
        }
    }
}

/// The newest files.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExportList {
    items: Vec<ExportJson>,
    /// Always none: there are few.
    next: Option<String>,
}

/// Lists the files with the caller's data that were asked for last.
#[utoipa::path(get, path = "/api/v1/me/exports", tag = "me",
    responses((status = 200, body = ExportList)))]
pub async fn list_exports(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, _) = me(&viewer)?;
    let rows = app.db().read(async move |tx| exports::list(tx, id).await).await?;
    web::json(&ExportList { items: rows.into_iter().map(ExportJson::from).collect(), next: None })
}

/// Asks for a file with the caller's data. The token must have been made within the last five
/// minutes.
#[utoipa::path(post, path = "/api/v1/me/exports", tag = "me",
    responses((status = 201, body = ExportJson)))]
pub async fn ask_export(State(app): State<App>, viewer: Viewer) -> Reply {
    let id = viewer.fresh(app.now())?.id;
    let row = app
        .db()
        .tx(async move |tx| {
            let export = export::ask(tx, id).await?;
            exports::find(tx, id, export).await?.ok_or(Fault::Missing("export.missing"))
        })
        .await?;
    web::created(&ExportJson::from(row))
}

/// Gives a file with the caller's data. The token must have been made within the last five minutes.
#[utoipa::path(get, path = "/api/v1/me/exports/{export}", tag = "me",
    params(("export" = String, Path)),
    responses((status = 200, content_type = "application/zip")))]
pub async fn fetch_export(
    State(app): State<App>,
    viewer: Viewer,
    Path(export): Path<ExportId>,
) -> Reply {
    viewer.fresh(app.now())?;
    data::file(&app, &viewer, export).await
}

/// What happens with one's posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Posts {
    /// They stay, as a former member's.
    Keep,
    /// They go too.
    Delete,
}

/// A wish to leave.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveWish {
    posts: Posts,
}

/// Asks for the deletion of the caller's account and ends every session and token: signing in again
/// within seven days takes it back. The token must have been made within the last five minutes.
#[utoipa::path(post, path = "/api/v1/me/deletion", tag = "me", request_body = LeaveWish,
    responses((status = 201, body = DueJson)))]
pub async fn leave(State(app): State<App>, viewer: Viewer, Json(wish): Json<LeaveWish>) -> Reply {
    viewer.fresh(app.now())?;
    let due_at = data::leave(&app, &viewer, wish.posts == Posts::Keep).await?;
    web::created(&DueJson { due_at })
}
