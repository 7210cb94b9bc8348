//! Many rows at once, with their members' own times: for imports and seeds.
//!
//! The order: spaces by [`space`], posts, comments, then reactions, bookmarks and follows in any
//! order, and at the end [`recount`], which brings every counter and rank into line. Bodies are drawn
//! by [`draw`] and [`draw_comment`], which touch no database, so on as many threads as there are.

pub mod flow;
mod piece;
mod recount;
mod store;

use std::collections::HashMap;

use db::{Origin, Tx};
use kernel::{Fault, Id, Locale, MemberId, Outcome, Ts};

pub use piece::{Composed, Piece, compose_comment, compose_post};
pub use recount::{COUNTS, recount, sample};

use crate::comment::{CommentId, CommentKind};
use crate::event::{AnswerAccepted, CommentCreated, PostCreated};
use crate::follow::Target;
use crate::gate::GateId;
use crate::ground::Ground;
use crate::hand::holder;
use crate::post::body::{self, Drawn, Known};
use crate::post::{PostId, PostKind, PostText, Written};
use crate::reaction::{Counts, ReactionKind, Subject};
use crate::space::{SpaceDraft, SpaceId, create};
use crate::{search, tag};

/// A body that was drawn, ready to be written.
#[derive(Debug, Clone)]
pub struct DrawnBody(Drawn);

/// The size of a picture that a text may show.
pub type PictureShape = text::markdown::Picture;

/// Draws the body of a post; nobody is mentioned by it. It shows the pictures of ours that are given
/// by the id in their address.
#[must_use]
pub fn draw(source: &str, pictures: &HashMap<String, PictureShape>) -> DrawnBody {
    let known = Known { pictures: pictures.clone(), ..Known::default() };
    DrawnBody(body::draw(source, &known))
}

/// A comment that was drawn: HTML, plain text, language.
#[derive(Debug, Clone)]
pub struct DrawnComment {
    html: String,
    plain: String,
    lang: Option<Locale>,
}

/// Draws a comment; `anchor` stands in the ids of its headings and footnotes.
#[must_use]
pub fn draw_comment(source: &str, anchor: &str) -> DrawnComment {
    let rendered = body::draw_comment(source, &Known::default(), anchor);
    DrawnComment { html: rendered.html, plain: rendered.plain, lang: rendered.language }
}

/// A post as an import or a seed has it.
#[derive(Debug, Clone)]
pub struct BulkPost {
    /// Its id: made with its own time, so that ids and times agree.
    pub id: PostId,
    /// Where it stands.
    pub space: SpaceId,
    /// Behind which gate; the space's own when none.
    pub gate: Option<GateId>,
    /// Who wrote it.
    pub author: MemberId,
    /// What it is.
    pub kind: PostKind,
    /// Title.
    pub title: String,
    /// Summary; may be empty.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// What [`draw`] made of it.
    pub drawn: DrawnBody,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// Up and down votes of the source.
    pub votes: (i64, i64),
    /// Whether its discussion is closed.
    pub locked: bool,
    /// When the team picked it.
    pub featured_at: Option<Ts>,
    /// When it was written.
    pub created_at: Ts,
    /// When it was last edited.
    pub edited_at: Option<Ts>,
}

/// A comment or answer as an import or a seed has it.
#[derive(Debug, Clone)]
pub struct BulkComment {
    /// Its id, made with its own time.
    pub id: CommentId,
    /// Below which post.
    pub post: PostId,
    /// Where that post stands, and behind which gate.
    pub place: (SpaceId, GateId),
    /// The comment of the first level that it stands below.
    pub parent: Option<CommentId>,
    /// What it is.
    pub kind: CommentKind,
    /// Who wrote it.
    pub author: MemberId,
    /// Who wrote the post.
    pub post_author: MemberId,
    /// Markdown.
    pub body: String,
    /// What [`draw_comment`] made of it.
    pub drawn: DrawnComment,
    /// Up and down votes of the source.
    pub votes: (i64, i64),
    /// When it was written.
    pub created_at: Ts,
    /// When it was last edited.
    pub edited_at: Option<Ts>,
}

/// What is known of a post when it is written: what hangs on it, counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct PostFacts {
    /// Comments and answers below it.
    pub comments: i64,
    /// Answers of the first level.
    pub answers: i64,
    /// Who keeps it for later.
    pub bookmarks: i64,
    /// Reactions to it.
    pub reactions: Counts,
    /// The answer that was accepted.
    pub accepted: Option<CommentId>,
    /// When somebody last wrote there; its own time when none.
    pub active_at: Option<Ts>,
}

/// Whether the rows of a load are announced and indexed for search one by one.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Where they come from.
    pub origin: Origin,
    /// Whether each is one event, with its own time.
    pub announced: bool,
    /// Whether each is found by search.
    pub indexed: bool,
}

/// Opens a space without asking who does.
///
/// # Errors
/// `Invalid` fields; `Conflict` for a taken handle.
pub async fn space(tx: &mut Tx, draft: SpaceDraft, at: Ts, origin: Origin) -> Outcome<SpaceId> {
    tx.origin(origin);
    tx.occurring(at);
    create::place(tx, &draft.parse()?, at, origin).await
}

/// Writes posts with texts and tags.
///
/// # Errors
/// When the database refuses a row.
pub async fn posts(tx: &mut Tx, ground: &Ground, rows: &[BulkPost], load: Load) -> Outcome<()> {
    let known: Vec<_> = rows.iter().map(|row| (row, PostFacts::default())).collect();
    store::insert_posts(tx, &known, load.origin).await?;
    tx.origin(load.origin);
    for row in rows {
        let tags = tag::store::intern(tx, &row.tags, row.created_at).await?;
        tag::store::replace(tx, row.id, &tags, row.created_at).await?;
        media::shown::put(tx, holder(Subject::Post(row.id)), &row.drawn.0.pictures).await?;
        if load.indexed {
            let written = written(row);
            let gated = search::is_gated(ground, written.space, written.gate);
            search::index_post(tx, (row.id, 0), &written, &row.drawn.0, gated).await?;
        }
        if load.announced {
            tx.occurring(row.created_at);
            tx.acting(row.author);
            tx.announce(row.created()).await?;
        }
    }
    Ok(())
}

impl BulkPost {
    /// What opens it: a gate of its own, else that of its space.
    fn gate(&self) -> GateId {
        self.gate.unwrap_or_else(|| GateId::of_space(self.space))
    }

    fn created(&self) -> PostCreated {
        PostCreated {
            post: self.id,
            space: self.space,
            author: self.author,
            kind: self.kind.key().to_owned(),
            mentions: Vec::new(),
        }
    }
}

impl BulkComment {
    fn created(&self) -> CommentCreated {
        CommentCreated {
            comment: self.id,
            post: self.post,
            space: self.place.0,
            author: self.author,
            kind: self.kind.key().to_owned(),
            parent: self.parent,
            post_author: self.post_author,
            parent_author: None,
            mentions: Vec::new(),
        }
    }
}

fn written(row: &BulkPost) -> Written {
    Written {
        space: row.space,
        gate: row.gate(),
        author: row.author,
        text: PostText {
            kind: row.kind,
            title: row.title.clone(),
            summary: row.summary.clone(),
            body: row.body.clone(),
            tags: row.tags.clone(),
            gate: None,
        },
        lang: row.drawn.0.language,
        at: row.created_at,
    }
}

/// Writes comments and answers.
///
/// # Errors
/// When the database refuses a row.
pub async fn comments(tx: &mut Tx, rows: &[BulkComment], load: Load) -> Outcome<()> {
    store::insert_comments(tx, rows.iter().map(|row| (row, 0)), load.origin).await?;
    tx.origin(load.origin);
    for row in rows {
        let (space, gate) = row.place;
        if load.indexed {
            let words = search::Words {
                id: row.id,
                space,
                gate,
                author: row.author,
                plain: &row.drawn.plain,
                lang: row.drawn.lang,
                at: row.created_at,
                votes: 0,
            };
            search::index_comment(tx, &words, false).await?;
        }
        if load.announced {
            tx.occurring(row.created_at);
            tx.acting(row.author);
            tx.announce(row.created()).await?;
        }
    }
    Ok(())
}

/// Marks an answer as the accepted one.
///
/// # Errors
/// When the database fails.
pub async fn accept(
    tx: &mut Tx,
    (post, space): (PostId, SpaceId),
    (comment, author): (CommentId, MemberId),
    (at, origin): (Ts, Origin),
) -> Outcome<()> {
    crate::post::store::set_accepted(tx, post, Some(comment.get())).await?;
    tx.origin(origin);
    tx.occurring(at);
    tx.announce(AnswerAccepted { comment, post, space, author, on: true }).await
}

/// Writes reactions: what, who, which word, when.
///
/// # Errors
/// When the database refuses a row.
pub async fn reactions(tx: &mut Tx, rows: &[(Subject, MemberId, ReactionKind, Ts)]) -> Outcome<()> {
    store::insert_reactions(tx, rows).await
}

/// Writes bookmarks: who, what, when.
///
/// # Errors
/// When the database refuses a row.
pub async fn bookmarks(tx: &mut Tx, rows: &[(MemberId, PostId, Ts)]) -> Outcome<()> {
    store::insert_bookmarks(tx, rows).await
}

/// Writes who follows what, since when.
///
/// # Errors
/// When the database refuses a row.
pub async fn follows(tx: &mut Tx, rows: &[(MemberId, Target, Ts)]) -> Outcome<()> {
    store::insert_follows(tx, rows).await
}

/// An earlier version of a post as an import has it.
#[derive(Debug, Clone)]
pub struct BulkRevision {
    /// Of which post.
    pub post: PostId,
    /// Its number, from 1.
    pub number: i64,
    /// Who made the edit after it.
    pub editor: MemberId,
    /// Behind which gate it stood.
    pub gate: GateId,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// When it was written.
    pub written_at: Ts,
}

/// Writes earlier versions.
///
/// # Errors
/// When the database refuses a row.
pub async fn revisions(tx: &mut Tx, rows: &[BulkRevision]) -> Outcome<()> {
    store::insert_revisions(tx, rows).await
}

/// Writes that one post is related to another, or the same question.
///
/// # Errors
/// When the database refuses a row.
pub async fn links(tx: &mut Tx, rows: &[(PostId, PostId, bool)]) -> Outcome<()> {
    store::insert_links(tx, rows).await
}

/// Writes what a tag is about.
///
/// # Errors
/// `Missing` when there is no such tag; when the database fails.
pub async fn tag_text(tx: &mut Tx, name: &str, source: &str) -> Outcome<()> {
    let found = tag::store::find(tx, &tag::slug(name)).await?;
    let found = found.ok_or(Fault::Missing("tag.missing"))?;
    let html = draw_comment(source, "tag").html;
    tag::store::set_text(tx, found.id, source, &html).await
}
