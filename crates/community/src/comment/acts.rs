//! Deleting, accepting and featuring from the page.

use axum::extract::State;
use web::{App, Path, Reply, Viewer};

use super::page::load;
use super::{CommentId, delete, feature};
use crate::Community;
use crate::confirm::ConfirmPage;
use crate::policy;
use crate::post::accept;
use crate::reader::Reader;
use crate::texts::Texts;

/// Asks whether a comment shall be deleted.
pub(crate) async fn get_delete(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
) -> Reply {
    let (reader, post, comment) = load(&app, &viewer, (&path, id)).await?;
    policy::delete_comment(&reader, &post, &comment)?;
    let t = Texts::new(viewer.locale);
    web::html(&ConfirmPage {
        shell: app.shell(&viewer).title(t.comment_delete_title()).build(),
        title: t.comment_delete_title().to_owned(),
        lead: t.comment_delete_lead().to_owned(),
        action: format!("{}/delete", super::path(post.id, id)),
        yes: t.comment_delete().to_owned(),
        back: format!("{}#comment-{id}", post.path()),
        no: t.delete_no().to_owned(),
    })
}

/// Deletes a comment.
pub(crate) async fn post_delete(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
) -> Reply {
    let (_, post, _) = load(&app, &viewer, (&path, id)).await?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            delete::delete(tx, &reader, id).await
        })
        .await?;
    let back = format!("{}#comments", post.path());
    web::see_other_with(&app, &viewer, &back, Texts::new(viewer.locale).comment_deleted())
}

/// Accepts an answer, or takes that back.
pub(crate) async fn post_accepted(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
) -> Reply {
    let (_, post, _) = load(&app, &viewer, (&path, id)).await?;
    let answer = (post.accepted != Some(kernel::Id::get(id))).then_some(id);
    let (community, asking, about) = (app.part::<Community>(), viewer.clone(), post.id);
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            accept::accept(tx, &reader, about, answer).await
        })
        .await?;
    web::see_other(&format!("{}#comment-{id}", post.path()))
}

/// Shows a comment to everybody, or takes that back.
pub(crate) async fn post_featured(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
) -> Reply {
    let (_, post, comment) = load(&app, &viewer, (&path, id)).await?;
    let on = comment.featured_at.is_none();
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            feature::feature(tx, &reader, id, on).await
        })
        .await?;
    web::see_other(&format!("{}#comment-{id}", post.path()))
}
