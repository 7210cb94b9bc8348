//! Writing a comment or an answer.

use db::{Db, Origin, Tx};
use kernel::{Fault, MemberId, Outcome};
use text::Rendered;

use super::store::NewComment;
use super::{
    Comment, CommentDraft, CommentId, CommentKind, CommentState, CommentText, level, store,
};
use crate::author::store::Change;
use crate::event::CommentCreated;
use crate::hand::{Hand, holder};
use crate::post::open::is_public;
use crate::post::{Post, PostId, body, store as posts};
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::{author, mention, policy, search};

/// A comment that was checked and drawn, ready to be kept: drawing is done outside the transaction.
#[derive(Debug, Clone)]
pub struct Ready {
    pub(crate) text: CommentText,
    pub(crate) drawn: Rendered,
}

/// Checks a draft and draws it.
///
/// # Errors
/// `Invalid` fields, `TooLarge`, or when the database fails.
pub async fn prepare(db: &Db, draft: CommentDraft, hand: Hand) -> Outcome<Ready> {
    let text = draft.parse()?;
    let drawn = draw(db, &text.body, hand).await?;
    Ok(Ready { text, drawn })
}

/// Draws the text of a comment; the database is asked only when it names somebody, a tag or a picture.
pub(crate) async fn draw(db: &Db, source: &str, hand: Hand) -> Outcome<Rendered> {
    let known = if source.contains(['@', '＠', '#', '＃']) || source.contains("/media/") {
        let owned = source.to_owned();
        db.read(async move |tx| hand.clone().known(tx, &owned).await).await?
    } else {
        body::Known { origin: hand.origin, ..body::Known::default() }
    };
    let anchor = anchor();
    Ok(body::draw_comment(source, &known, &anchor))
}

/// Stands in the ids of one comment's headings and footnotes, so that no two on a page share one.
fn anchor() -> String {
    let mut bytes = [0_u8; 5];
    // Without randomness ids may repeat on a page, which harms nothing but a link within it.
    let _ = getrandom::fill(&mut bytes);
    format!("c{}", hex::encode(bytes))
}

/// Publishes a comment: row, counts, rank, mentions, search document and event in one; the post as
/// it stands with it, and the comment.
///
/// # Errors
/// What reading the post says; `Denied` for a closed discussion; `Missing` for a parent elsewhere.
pub async fn write(
    tx: &mut Tx,
    reader: &Reader,
    post: PostId,
    ready: Ready,
) -> Outcome<(Post, Comment)> {
    let found = posts::get_for_update(tx, post).await?;
    let permit = policy::write_comment(reader, &found, ready.text.kind)?;
    let (author, now, id): (_, _, CommentId) = (reader.me()?, tx.now(), tx.new_id());
    people::may_write::check(tx, author).await?;
    let replied = replied_to(tx, post, ready.text.parent).await?;
    let parent = replied.as_ref().map(|comment| level(comment.id, comment.parent));
    store::insert(
        tx,
        NewComment {
            id,
            post: permit.subject(),
            parent,
            kind: ready.text.kind,
            author,
            body: &ready.text.body,
            html: &ready.drawn.html,
            lang: ready.drawn.language,
            at: now,
            origin: Origin::Live,
        },
    )
    .await?;
    let answers = i64::from(ready.text.kind == CommentKind::Answer);
    let found = posts::count_comments(tx, &found, (1, answers), Some(now)).await?;
    index(tx, reader, &found, (id, author), &ready).await?;
    tx.acting(author);
    let pictures = body::pictures(&ready.drawn, &Rendered::default());
    media::shown::put(tx, holder(Subject::Comment(id)), &pictures).await?;
    let mentions = mention::put(tx, Subject::Comment(id), author, &ready.drawn.mentions).await?;
    tx.announce(CommentCreated {
        comment: id,
        post,
        space: found.space,
        author,
        kind: ready.text.kind.key().to_owned(),
        parent,
        post_author: found.author.id,
        parent_author: replied.map(|comment| comment.author.id),
        mentions,
    })
    .await?;
    Ok((found, store::get(tx, id).await?))
}

async fn replied_to(tx: &Tx, post: PostId, parent: Option<CommentId>) -> Outcome<Option<Comment>> {
    let Some(parent) = parent else { return Ok(None) };
    let found = store::get(tx, parent).await?;
    if found.post != post || found.state != CommentState::Published {
        return Err(Fault::Missing("comment.missing"));
    }
    Ok(Some(found))
}

async fn index(
    tx: &mut Tx,
    reader: &Reader,
    post: &Post,
    (id, author): (CommentId, MemberId),
    ready: &Ready,
) -> Outcome<()> {
    let words = search::Words {
        id,
        space: post.space,
        gate: post.gate,
        author,
        plain: &ready.drawn.plain,
        lang: ready.drawn.language,
        at: tx.now(),
        votes: 0,
    };
    search::index_new_comment(tx, &words).await?;
    if is_public(&reader.ground, post.space, post.gate) {
        let change = Change { comments: 1, ..Change::default() };
        author::store::change(tx, author, change).await?;
    }
    Ok(())
}
