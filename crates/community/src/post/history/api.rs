//! Earlier versions in JSON.

use axum::extract::State;
use kernel::{Cursor, List, Ts};
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, JsonList, ListQuery, Path, Query, Reply, Viewer};

use super::store::RevisionRow;
use super::{Kept, Of, Text, VERSIONS, kept, readable};
use crate::Community;
use crate::comment::CommentId;
use crate::inspection;
use crate::post::PostId;

/// An earlier version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VersionJson {
    /// Which version, from 1.
    number: i64,
    /// Who made the change after it.
    changed_by: String,
    /// When it was written.
    #[schema(value_type = String)]
    written_at: Ts,
    /// Whether the gate that it stood behind is closed to the caller; then it has no words.
    locked: bool,
    /// None for a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// None for a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

impl VersionJson {
    fn of(row: &RevisionRow, text: Option<Text>, of: Of) -> Self {
        let of_post = matches!(of, Of::Post(_));
        Self {
            number: row.number,
            changed_by: row.editor.clone(),
            written_at: row.written_at,
            locked: text.is_none(),
            title: text.as_ref().map(|text| text.title.clone()).filter(|_| of_post),
            summary: text.as_ref().map(|text| text.summary.clone()).filter(|_| of_post),
            body: text.map(|text| text.body),
        }
    }
}

/// Lists the earlier versions of a post, the newest first, ten on a page.
#[utoipa::path(get, path = "/api/v1/posts/{id}/history", tag = "posts",
    params(("id" = String, Path), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<VersionJson>), (status = 403), (status = 404)))]
pub(crate) async fn of_post(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<PostId>,
    Query(query): Query<ListQuery>,
) -> Reply {
    list(&app, &viewer, Of::Post(id), &query).await
}

/// Lists the earlier versions of a comment, the newest first, ten on a page.
#[utoipa::path(get, path = "/api/v1/comments/{id}/history", tag = "comments",
    params(("id" = String, Path), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<VersionJson>), (status = 403), (status = 404)))]
pub(crate) async fn of_comment(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<CommentId>,
    Query(query): Query<ListQuery>,
) -> Reply {
    list(&app, &viewer, Of::Comment(id, None), &query).await
}

async fn list(app: &App, viewer: &Viewer, of: Of, query: &ListQuery) -> Reply {
    let name = match of {
        Of::Post(id) => format!("history of post {id}"),
        Of::Comment(id, _) => format!("history of comment {id}"),
    };
    let place = query.place(app, &name)?;
    // A page begins at the version that the one before ended with.
    let below = if place == Cursor::START { i64::MAX } else { place.id };
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let read = async move |tx: &db::Tx| kept(tx, &community, &asking, (of, below)).await;
    let kept: Kept = app.db().read(read).await?;
    inspection::note(app, kept.inspection()).await?;
    let most = usize::try_from(VERSIONS).unwrap_or(usize::MAX);
    let rows = kept.rows.iter().filter(|row| row.number < below).take(most);
    let items: Vec<VersionJson> =
        rows.map(|row| VersionJson::of(row, readable(&kept, row), of)).collect();
    let last = items.last().map(|version| version.number).filter(|number| *number > 1);
    let next = last.map(|number| Cursor { at: Ts::default(), id: number });
    web::json(&JsonList::of(app, &name, List { items, next }))
}
