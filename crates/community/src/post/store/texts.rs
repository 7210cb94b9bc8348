//! All SQL that reads a post's texts: behind a gate with a permit only.

use std::sync::Arc;

use db::{Tx, args, row, sql};
use kernel::{Fault, Outcome};

use crate::author::AuthorCounts;
use crate::policy::{EditPost, Permit, ReadWhole};
use crate::post::PostId;
use crate::post::body::{Drawn, Outline};

/// All of a post with what its page says beside it.
pub(crate) struct Whole {
    /// What it is drawn to.
    pub(crate) shown: Shown,
    /// Whether an earlier version of it was kept.
    pub(crate) revised: bool,
    /// What its author's page counts.
    pub(crate) counts: Option<AuthorCounts>,
}

/// What a post is drawn to, as far as its reader may see it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// HTML.
    pub(crate) html: Arc<str>,
    /// Headings.
    pub(crate) outline: Outline,
}

row! {
    /// A post's HTML with its outline.
    struct ShownRow {
        html: String,
        outline: String,
    }
}

/// What stands above the divider.
pub(crate) async fn free_text(tx: &Tx, id: PostId) -> Outcome<Shown> {
    let row: Option<ShownRow> = tx
        .one(
            sql!(ShownRow: "SELECT free_html AS html, outline FROM post_texts WHERE post_id = $1"),
            args![id],
        )
        .await?;
    let mut shown = shown(row)?;
    shown.outline.whole.clear();
    Ok(shown)
}

/// All of a post.
pub(crate) async fn whole_text(tx: &Tx, permit: &Permit<ReadWhole>) -> Outcome<Shown> {
    let row: Option<ShownRow> = tx
        .one(
            sql!(ShownRow: "SELECT whole_html AS html, outline FROM post_texts WHERE post_id = $1"),
            args![permit.subject::<PostId>()],
        )
        .await?;
    shown(row)
}

row! {
    /// A post's HTML with its outline, and what its author's page counts.
    struct WholeRow {
        html: String,
        outline: String,
        revised: bool,
        posts: Option<i64>,
        comments: Option<i64>,
        accepted: Option<i64>,
        followers: Option<i64>,
    }
}

/// All of a post, whether it has a history, and what its author's page counts, in one statement.
/// What was edited elsewhere came without its earlier versions.
pub(crate) async fn whole_with_counts(tx: &Tx, permit: &Permit<ReadWhole>) -> Outcome<Whole> {
    let row: Option<WholeRow> = tx
        .one(
            sql!(WholeRow: "SELECT t.whole_html AS html, t.outline,
                    CASE WHEN p.edited_at IS NULL THEN FALSE
                         ELSE EXISTS (SELECT 1 FROM post_revisions r WHERE r.post_id = p.id)
                    END AS revised, a.posts, a.comments, a.accepted, a.followers
               FROM post_texts t JOIN posts p ON p.id = t.post_id
               LEFT JOIN authors a ON a.member_id = p.author_id WHERE t.post_id = $1"),
            args![permit.subject::<PostId>()],
        )
        .await?;
    let row = row.ok_or(Fault::Missing("post.missing"))?;
    let counts = row.posts.map(|posts| AuthorCounts {
        posts,
        comments: row.comments.unwrap_or_default(),
        accepted: row.accepted.unwrap_or_default(),
        followers: row.followers.unwrap_or_default(),
    });
    let shown = shown(Some(ShownRow { html: row.html, outline: row.outline }))?;
    Ok(Whole { shown, revised: row.revised, counts })
}

fn shown(row: Option<ShownRow>) -> Outcome<Shown> {
    let row = row.ok_or(Fault::Missing("post.missing"))?;
    let outline =
        serde_json::from_str(&row.outline).map_err(|e| Fault::broken("reading an outline", e))?;
    Ok(Shown { html: row.html.into(), outline })
}

/// The source of a post, for whoever may change it.
pub(crate) async fn source(tx: &Tx, permit: &Permit<EditPost>) -> Outcome<String> {
    source_of(tx, permit.subject()).await
}

/// The source of a post, for whoever reads it whole and what it was before.
pub(crate) async fn source_of_whole(tx: &Tx, permit: &Permit<ReadWhole>) -> Outcome<String> {
    source_of(tx, permit.subject()).await
}

async fn source_of(tx: &Tx, id: PostId) -> Outcome<String> {
    let body: Option<String> =
        tx.one(sql!("SELECT body FROM post_texts WHERE post_id = $1"), args![id]).await?;
    body.ok_or(Fault::Missing("post.missing"))
}

/// The source of a post, for its search documents and for drawing it anew.
pub(crate) async fn source_for_index(tx: &Tx, id: PostId) -> Outcome<String> {
    source_of(tx, id).await
}

/// Writes what a source that has not changed is drawn to now.
pub(crate) async fn redrawn(tx: &mut Tx, id: PostId, drawn: &Drawn) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE posts SET free_excerpt = $2, excerpt = $3, version = version + 1 WHERE id = $1"
        ),
        args![id, drawn.free_excerpt, drawn.excerpt],
    )
    .await?;
    let outline = serde_json::to_string(&drawn.outline)
        .map_err(|e| Fault::broken("writing an outline", e))?;
    tx.exec(
        sql!(
            "UPDATE post_texts SET free_html = $2, whole_html = $3, outline = $4,
                 render_version = $5 WHERE post_id = $1"
        ),
        args![id, drawn.free_html, drawn.whole_html, outline, text::markdown::RENDER_VERSION],
    )
    .await?;
    Ok(())
}
