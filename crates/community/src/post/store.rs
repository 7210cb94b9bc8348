//! All SQL about single posts. Text behind a gate is read with a permit only.

mod texts;

use db::{Origin, Tx, args, sql};
use kernel::{Fault, MemberId, Outcome, Ts};

pub(crate) use texts::*;

use super::body::Drawn;
use super::row::PostRow;
use super::{Post, PostId, PostState, Written};
use crate::policy::{EditPost, Permit};
use crate::post_columns;
use crate::ranking::{Signals, hot};
use crate::tag;

/// A post without its texts, whoever asks; what may be told of it is for `policy` to decide.
pub(crate) async fn find(tx: &Tx, id: PostId) -> Outcome<Option<Post>> {
    let row: Option<PostRow> = tx
        .one(
            sql!(PostRow: concat!("SELECT ", post_columns!("p.free_excerpt"),
                "FROM posts p JOIN members m ON m.id = p.author_id WHERE p.id = $1")),
            args![id],
        )
        .await?;
    Ok(row.map(Post::from))
}

/// A post without its texts.
///
/// # Errors
/// `Missing` when there is none.
pub(crate) async fn get(tx: &Tx, id: PostId) -> Outcome<Post> {
    find(tx, id).await?.ok_or(Fault::Missing("post.missing"))
}

/// A post that is about to change; its row is locked until the end of the transaction.
///
/// # Errors
/// `Missing` when there is none.
pub(crate) async fn get_for_update(tx: &mut Tx, id: PostId) -> Outcome<Post> {
    tx.lock(sql!("SELECT id FROM posts WHERE id = $1 {for_update}"), args![id]).await?;
    get(tx, id).await
}

const fn origin_key(origin: Origin) -> &'static str {
    match origin {
        Origin::Live => "live",
        Origin::Import => "import",
        Origin::Seed => "seed",
    }
}

/// Writes the row of a new post.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: PostId,
    written: &Written,
    drawn: &Drawn,
    origin: Origin,
) -> Outcome<()> {
    let (text, size) = (&written.text, drawn.size);
    let lang = written.lang.or(drawn.language).unwrap_or_default();
    tx.exec(
        sql!(
            "INSERT INTO posts (id, space_id, gate_id, author_id, kind, state, title, slug,
                 summary, free_excerpt, excerpt, tags, lang, hot, characters, images,
                 free_characters, free_images, minutes, version, origin, created_at, active_at)
             VALUES ($1, $2, $3, $4, $5, 'published', $6, $7, $8, $9, $10, $11, $12, $13, $14,
                 $15, $16, $17, $18, 1, $19, $20, $20)"
        ),
        args![
            id,
            written.space,
            written.gate,
            written.author,
            text.kind,
            text.title,
            text::slug(&text.title),
            text.summary,
            drawn.free_excerpt,
            drawn.excerpt,
            tag::joined(&text.tags),
            lang,
            hot(written.at, Signals::default()),
            size.characters,
            size.images,
            size.free_characters,
            size.free_images,
            size.minutes,
            origin_key(origin),
            written.at
        ],
    )
    .await?;
    insert_texts(tx, id, &text.body, drawn).await?;
    tx.exec(sql!("UPDATE spaces SET posts = posts + 1 WHERE id = $1"), args![written.space])
        .await?;
    Ok(())
}

async fn insert_texts(tx: &mut Tx, id: PostId, body: &str, drawn: &Drawn) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO post_texts (post_id, body, free_html, whole_html, outline, divided,
                 render_version)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![
            id,
            body,
            drawn.free_html,
            drawn.whole_html,
            outline(drawn)?,
            drawn.divided,
            text::markdown::RENDER_VERSION
        ],
    )
    .await?;
    Ok(())
}

fn outline(drawn: &Drawn) -> Outcome<String> {
    serde_json::to_string(&drawn.outline).map_err(|e| Fault::broken("writing an outline", e))
}

/// Writes what an edit changed.
pub(crate) async fn update(
    tx: &mut Tx,
    permit: &Permit<EditPost>,
    written: &Written,
    drawn: &Drawn,
    edited_at: Option<Ts>,
) -> Outcome<()> {
    let (text, size, id) = (&written.text, drawn.size, permit.subject::<PostId>());
    let lang = written.lang.or(drawn.language).unwrap_or_default();
    tx.exec(
        sql!(
            "UPDATE posts SET space_id = $2, gate_id = $3, kind = $4, title = $5, slug = $6,
                 summary = $7, free_excerpt = $8, excerpt = $9, tags = $10, lang = $11,
                 characters = $12, images = $13, free_characters = $14, free_images = $15,
                 minutes = $16, edited_at = COALESCE($17, edited_at), version = version + 1
              WHERE id = $1"
        ),
        args![
            id,
            written.space,
            written.gate,
            text.kind,
            text.title,
            text::slug(&text.title),
            text.summary,
            drawn.free_excerpt,
            drawn.excerpt,
            tag::joined(&text.tags),
            lang,
            size.characters,
            size.images,
            size.free_characters,
            size.free_images,
            size.minutes,
            edited_at
        ],
    )
    .await?;
    tx.exec(
        sql!(
            "UPDATE post_texts SET body = $2, free_html = $3, whole_html = $4, outline = $5,
                 divided = $6, render_version = $7 WHERE post_id = $1"
        ),
        args![
            id,
            text.body,
            drawn.free_html,
            drawn.whole_html,
            outline(drawn)?,
            drawn.divided,
            text::markdown::RENDER_VERSION
        ],
    )
    .await?;
    Ok(())
}

/// Moves one post from one space's count to another's.
pub(crate) async fn count_in_spaces(tx: &mut Tx, from: i64, to: i64) -> Outcome<()> {
    tx.exec(sql!("UPDATE spaces SET posts = posts - 1 WHERE id = $1"), args![from]).await?;
    tx.exec(sql!("UPDATE spaces SET posts = posts + 1 WHERE id = $1"), args![to]).await?;
    Ok(())
}

/// Leaves a tombstone: the row stays, its title, texts and tags go.
pub(crate) async fn delete(tx: &mut Tx, post: &Post, by: MemberId, at: Ts) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE posts SET state = 'deleted', deleted_at = $2, deleted_by = $3, title = '',
                 slug = '', tags = '', summary = '', excerpt = '', free_excerpt = '',
                 featured_at = NULL, version = version + 1
              WHERE id = $1"
        ),
        args![post.id, at, by],
    )
    .await?;
    tx.exec(
        sql!(
            "UPDATE post_texts SET body = '', free_html = '', whole_html = '', outline = '{}'
              WHERE post_id = $1"
        ),
        args![post.id],
    )
    .await?;
    if post.state == PostState::Published {
        let fewer = sql!("UPDATE spaces SET posts = posts - 1 WHERE id = $1");
        tx.exec(fewer, args![post.space]).await?;
    }
    Ok(())
}

/// Hides a post or shows it again.
pub(crate) async fn set_hidden(tx: &mut Tx, post: &Post, on: bool) -> Outcome<u64> {
    let (from, to) = if on { ("published", "hidden") } else { ("hidden", "published") };
    let changed = tx
        .exec(
            sql!("UPDATE posts SET state = $3, version = version + 1 WHERE id = $1 AND state = $2"),
            args![post.id, from, to],
        )
        .await?;
    let by = match (changed, on) {
        (0, _) => 0,
        (_, true) => -1,
        (_, false) => 1,
    };
    tx.exec(sql!("UPDATE spaces SET posts = posts + $2 WHERE id = $1"), args![post.space, by])
        .await?;
    Ok(changed)
}

/// Picks a post, or takes that back.
pub(crate) async fn set_featured(tx: &mut Tx, id: PostId, at: Option<Ts>) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE posts SET featured_at = $2, version = version + 1 WHERE id = $1"),
        args![id, at],
    )
    .await?;
    Ok(())
}

/// Closes a discussion, or opens it again.
pub(crate) async fn set_locked(tx: &mut Tx, id: PostId, on: bool) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE posts SET locked = $2, version = version + 1 WHERE id = $1"),
        args![id, on],
    )
    .await?;
    Ok(())
}

/// Marks an answer as accepted, or none.
pub(crate) async fn set_accepted(tx: &mut Tx, id: PostId, comment: Option<i64>) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE posts SET accepted_id = $2, version = version + 1 WHERE id = $1"),
        args![id, comment],
    )
    .await?;
    Ok(())
}

/// Changes the counts of comments and answers of a post that was read to be changed, with the rank
/// that follows from them, and says that something happened there; the post as it is now.
pub(crate) async fn count_comments(
    tx: &mut Tx,
    post: &Post,
    (comments, answers): (i64, i64),
    active_at: Option<Ts>,
) -> Outcome<Post> {
    let counted = Post {
        comments: post.comments + comments,
        answers: post.answers + answers,
        version: post.version + 1,
        ..post.clone()
    };
    let counted = Post { hot: rank_of(&counted), ..counted };
    tx.exec(
        sql!(
            "UPDATE posts SET comments = $2, answers = $3, hot = $4,
                 active_at = COALESCE($5, active_at), version = $6 WHERE id = $1"
        ),
        args![
            counted.id,
            counted.comments,
            counted.answers,
            counted.hot,
            active_at,
            counted.version
        ],
    )
    .await?;
    Ok(counted)
}

/// Writes the rank that follows from the counts as they stand now.
pub(crate) async fn rank(tx: &mut Tx, id: PostId) -> Outcome<()> {
    let Some(post) = find(tx, id).await? else { return Ok(()) };
    let rank = rank_of(&post);
    tx.exec(sql!("UPDATE posts SET hot = $2 WHERE id = $1 AND hot <> $2"), args![id, rank]).await?;
    Ok(())
}

fn rank_of(post: &Post) -> i64 {
    hot(
        post.created_at,
        Signals {
            reactions: post.reactions.total(),
            comments: post.comments,
            imported_up: post.imported_up,
            imported_down: post.imported_down,
            featured: post.featured_at.is_some(),
        },
    )
}
