//! Reactions by API.

use axum::extract::State;
use kernel::Fault;
use web::{App, Path, Reply, Viewer};

use super::{ReactionKind, Subject, change};
use crate::Community;
use crate::comment::CommentId;
use crate::post::PostId;
use crate::reader::Reader;

/// Presses a reaction under a post.
#[utoipa::path(put, path = "/api/v1/posts/{id}/reactions/{kind}", tag = "reactions",
    params(("id" = String, Path), ("kind" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_on_post(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, kind)): Path<(PostId, String)>,
) -> Reply {
    set(&app, &viewer, Subject::Post(id), (&kind, true)).await
}

/// Takes a reaction under a post back.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/reactions/{kind}", tag = "reactions",
    params(("id" = String, Path), ("kind" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_on_post(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, kind)): Path<(PostId, String)>,
) -> Reply {
    set(&app, &viewer, Subject::Post(id), (&kind, false)).await
}

/// Presses a reaction under a comment.
#[utoipa::path(put, path = "/api/v1/comments/{id}/reactions/{kind}", tag = "reactions",
    params(("id" = String, Path), ("kind" = String, Path)), responses((status = 204)))]
pub(crate) async fn put_on_comment(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, kind)): Path<(CommentId, String)>,
) -> Reply {
    set(&app, &viewer, Subject::Comment(id), (&kind, true)).await
}

/// Takes a reaction under a comment back.
#[utoipa::path(delete, path = "/api/v1/comments/{id}/reactions/{kind}", tag = "reactions",
    params(("id" = String, Path), ("kind" = String, Path)), responses((status = 204)))]
pub(crate) async fn delete_on_comment(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, kind)): Path<(CommentId, String)>,
) -> Reply {
    set(&app, &viewer, Subject::Comment(id), (&kind, false)).await
}

async fn set(app: &App, viewer: &Viewer, subject: Subject, (kind, on): (&str, bool)) -> Reply {
    let kind = ReactionKind::from_key(kind).ok_or(Fault::Missing("reaction.unknown"))?;
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            change::change(tx, &reader, subject, kind, on).await
        })
        .await?;
    web::no_content()
}
