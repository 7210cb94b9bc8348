//! All SQL that writes many rows at once.

pub(super) mod counters;

use db::{Bind as _, Origin, Tx, Val};
use kernel::{Fault, MemberId, Outcome, Ts};

use super::{BulkComment, BulkPost, BulkRevision, PostFacts};
use crate::author::AuthorCounts;
use crate::follow::Target;
use crate::post::PostId;
use crate::ranking::{Signals, best, hot};
use crate::reaction::{Counts, ReactionKind, Subject};
use crate::tag;

const fn origin_key(origin: Origin) -> &'static str {
    match origin {
        Origin::Live => "live",
        Origin::Import => "import",
        Origin::Seed => "seed",
    }
}

macro_rules! vals {
    ($($value:expr),* $(,)?) => { vec![$($value.bind()),*] };
}

/// A post and what is known of it.
pub(super) type Known<'a> = (&'a BulkPost, PostFacts);

/// Writes posts and their texts.
pub(super) async fn insert_posts(tx: &mut Tx, rows: &[Known<'_>], origin: Origin) -> Outcome<()> {
    let columns = [
        "id",
        "space_id",
        "gate_id",
        "author_id",
        "kind",
        "state",
        "title",
        "slug",
        "summary",
        "free_excerpt",
        "excerpt",
        "tags",
        "lang",
        "locked",
        "accepted_id",
        "featured_at",
        "comments",
        "answers",
        "bookmarks",
        "likes",
        "thanks",
        "insights",
        "laughs",
        "questions",
        "imported_up",
        "imported_down",
        "hot",
        "characters",
        "images",
        "free_characters",
        "free_images",
        "minutes",
        "version",
        "origin",
        "created_at",
        "active_at",
        "edited_at",
    ];
    tx.bulk("posts", &columns, rows.iter().map(|row| post_values(*row, origin)).collect()).await?;
    let columns =
        ["post_id", "body", "free_html", "whole_html", "outline", "divided", "render_version"];
    let texts: Outcome<Vec<Vec<Val>>> = rows.iter().map(|(row, _)| text_values(row)).collect();
    tx.bulk("post_texts", &columns, texts?).await?;
    Ok(())
}

fn post_values((row, facts): Known<'_>, origin: Origin) -> Vec<Val> {
    let (drawn, (up, down)) = (&row.drawn.0, row.votes);
    let Counts { like, thanks, insight, laugh, question } = facts.reactions;
    let signals = Signals {
        reactions: like + thanks + insight + laugh + question,
        comments: facts.comments,
        imported_up: up,
        imported_down: down,
        featured: row.featured_at.is_some(),
    };
    vals![
        row.id,
        row.space,
        row.gate(),
        row.author,
        row.kind,
        "published",
        row.title,
        text::slug(&row.title),
        row.summary,
        drawn.free_excerpt,
        drawn.excerpt,
        tag::joined(&row.tags),
        drawn.language.unwrap_or_default(),
        row.locked,
        facts.accepted,
        row.featured_at,
        facts.comments,
        facts.answers,
        facts.bookmarks,
        like,
        thanks,
        insight,
        laugh,
        question,
        up,
        down,
        hot(row.created_at, signals),
        drawn.size.characters,
        drawn.size.images,
        drawn.size.free_characters,
        drawn.size.free_images,
        drawn.size.minutes,
        1_i64,
        origin_key(origin),
        row.created_at,
        facts.active_at.unwrap_or(row.created_at),
        row.edited_at,
    ]
}

fn text_values(row: &BulkPost) -> Outcome<Vec<Val>> {
    let drawn = &row.drawn.0;
    let outline = serde_json::to_string(&drawn.outline)
        .map_err(|e| Fault::broken("writing an outline", e))?;
    Ok(vals![
        row.id,
        row.body,
        drawn.free_html,
        drawn.whole_html,
        outline,
        drawn.divided,
        text::markdown::RENDER_VERSION,
    ])
}

/// Writes comments and answers, each with the number of replies below it.
pub(super) async fn insert_comments(
    tx: &mut Tx,
    rows: impl Iterator<Item = (&BulkComment, i64)>,
    origin: Origin,
) -> Outcome<()> {
    let columns = [
        "id",
        "post_id",
        "parent_id",
        "kind",
        "state",
        "author_id",
        "body",
        "html",
        "render_version",
        "lang",
        "replies",
        "imported_up",
        "imported_down",
        "score",
        "version",
        "origin",
        "created_at",
        "edited_at",
    ];
    let values = |(row, replies): (&BulkComment, i64)| {
        let (up, down) = row.votes;
        vals![
            row.id,
            row.post,
            row.parent,
            row.kind,
            "published",
            row.author,
            row.body,
            row.drawn.html,
            text::markdown::RENDER_VERSION,
            row.drawn.lang.unwrap_or_default(),
            replies,
            up,
            down,
            best(0, up, down),
            1_i64,
            origin_key(origin),
            row.created_at,
            row.edited_at,
        ]
    };
    tx.bulk("comments", &columns, rows.map(values).collect()).await?;
    Ok(())
}

/// Writes reactions.
pub(super) async fn insert_reactions(
    tx: &mut Tx,
    rows: &[(Subject, MemberId, ReactionKind, Ts)],
) -> Outcome<()> {
    let columns = ["subject_kind", "subject_id", "member_id", "kind", "created_at"];
    let values = |(subject, member, kind, at): &(Subject, MemberId, ReactionKind, Ts)| {
        vals![subject.kind(), subject.id(), member, kind, at]
    };
    tx.bulk("reactions", &columns, rows.iter().map(values).collect()).await?;
    Ok(())
}

/// Writes bookmarks.
pub(super) async fn insert_bookmarks(tx: &mut Tx, rows: &[(MemberId, PostId, Ts)]) -> Outcome<()> {
    let values = |(member, post, at): &(MemberId, PostId, Ts)| vals![member, post, at];
    let columns = ["member_id", "post_id", "created_at"];
    tx.bulk("bookmarks", &columns, rows.iter().map(values).collect()).await?;
    Ok(())
}

/// Writes who follows what.
pub(super) async fn insert_follows(tx: &mut Tx, rows: &[(MemberId, Target, Ts)]) -> Outcome<()> {
    let values = |(member, target, at): &(MemberId, Target, Ts)| {
        vals![member, target.kind(), target.id(), at]
    };
    let columns = ["member_id", "target_kind", "target_id", "created_at"];
    tx.bulk("follows", &columns, rows.iter().map(values).collect()).await?;
    Ok(())
}

/// Writes which post carries which tag.
pub(super) async fn insert_tags(tx: &mut Tx, rows: Vec<Vec<Val>>) -> Outcome<()> {
    tx.bulk("post_tags", &["post_id", "tag_id", "created_at"], rows).await?;
    Ok(())
}

/// Writes what the pages of persons count, of persons of whom nothing is counted yet.
pub(super) async fn insert_authors(tx: &mut Tx, rows: &[(MemberId, AuthorCounts)]) -> Outcome<()> {
    let columns = ["member_id", "posts", "comments", "accepted", "followers"];
    let values = |(member, counts): &(MemberId, AuthorCounts)| {
        vals![member, counts.posts, counts.comments, counts.accepted, counts.followers]
    };
    tx.bulk("authors", &columns, rows.iter().map(values).collect()).await?;
    Ok(())
}

kernel::id!(
    /// One earlier version of a post.
    RevisionId
);

/// Writes earlier versions of posts.
pub(super) async fn insert_revisions(tx: &mut Tx, rows: &[BulkRevision]) -> Outcome<()> {
    let columns = [
        "id",
        "post_id",
        "number",
        "editor_id",
        "gate_id",
        "title",
        "summary",
        "body",
        "tags",
        "written_at",
    ];
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        let id: RevisionId = tx.new_id();
        values.push(vals![
            id,
            row.post,
            row.number,
            row.editor,
            row.gate,
            row.title,
            "",
            row.body,
            tag::joined(&row.tags),
            row.written_at,
        ]);
    }
    tx.bulk("post_revisions", &columns, values).await?;
    Ok(())
}

/// Writes links between posts.
pub(super) async fn insert_links(tx: &mut Tx, rows: &[(PostId, PostId, bool)]) -> Outcome<()> {
    let values = |(from, to, same): &(PostId, PostId, bool)| {
        vals![from, to, if *same { "duplicate" } else { "related" }]
    };
    let columns = ["from_id", "to_id", "kind"];
    tx.bulk("post_links", &columns, rows.iter().map(values).collect()).await?;
    Ok(())
}
