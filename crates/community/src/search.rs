//! Search documents of posts and comments, written in the transaction of the text itself.
//!
//! Every document carries the id of a gate. The *gated* document of a post holds its title and the
//! whole text and is found by those to whom the gate is open, also where the gate is that of a space
//! that anyone enters. A post that somebody may stand outside of has an *open* document besides, of
//! title, summary and free part, found by those who see it from outside. So nobody finds a post
//! twice, and a gate that closes hides the text at once, before any document is written anew:
//!
//! `(part = 'gated' AND gate IN (open)) OR (part = 'open' AND gate IN (window))`

pub(crate) mod again;
pub mod rebuild;
mod store;

use db::{SearchDoc, SearchPart, Tx};
use kernel::{Id, Locale, MemberId, Outcome, Ts};

use crate::comment::{Comment, CommentId};
use crate::gate::{Gate, GateId};
use crate::ground::Ground;
use crate::post::body::Drawn;
use crate::post::{Post, PostId, Written};
use crate::reaction::{Counts, ReactionKind, Subject};
use crate::space::{SpaceId, Visibility};

/// The kind of a post's documents.
pub const POST: &str = "post";
/// The kind of a comment's documents.
pub const COMMENT: &str = "comment";

/// Whether anybody may stand outside a gate and still see that the post is there.
#[must_use]
pub(crate) fn is_gated(ground: &Ground, space: SpaceId, gate: GateId) -> bool {
    let own_list = ground.gate(gate).is_none_or(|gate: &Gate| !gate.is_of_space());
    let plan = ground.space(space).is_some_and(|s| s.visibility == Visibility::Plan);
    plan || (own_list && gate != GateId::of_space(space))
}

/// What the reactions to a thing, and the votes up and down that it came with, count for when
/// there is more to be found than is looked at; [`is_vote`] says which words count.
pub(crate) const fn votes(reactions: Counts, (up, down): (i64, i64)) -> i64 {
    let Counts { like, thanks, insight, laugh: _, question: _ } = reactions;
    like + thanks + insight + up - down
}

/// What a post has by now.
pub(crate) const fn votes_of(post: &Post) -> i64 {
    votes(post.reactions, (post.imported_up, post.imported_down))
}

/// What a comment has by now: its score without the words that do not speak for it.
const fn votes_of_comment(comment: &Comment) -> i64 {
    comment.score - comment.reactions.laugh - comment.reactions.question
}

/// Whether a word speaks for the thing that it is pressed under.
const fn is_vote(kind: ReactionKind) -> bool {
    matches!(kind, ReactionKind::Like | ReactionKind::Thanks | ReactionKind::Insight)
}

/// Counts a reaction, or takes it back, in the documents of what it is to.
pub(crate) async fn count(
    tx: &mut Tx,
    subject: Subject,
    kind: ReactionKind,
    by: i64,
) -> Outcome<()> {
    match subject {
        _ if !is_vote(kind) => Ok(()),
        Subject::Post(id) => tx.vote(POST, id, by).await,
        Subject::Comment(id) => tx.vote(COMMENT, id, by).await,
    }
}

/// Writes a post's documents; `votes` count where the index does not know the post yet.
pub(crate) async fn index_post(
    tx: &mut Tx,
    (id, votes): (PostId, i64),
    written: &Written,
    drawn: &Drawn,
    gated: bool,
) -> Outcome<()> {
    let title = tokens(&written.text.title);
    let summary = &written.text.summary;
    let doc = |part: SearchPart, plain: &str| SearchDoc {
        kind: POST,
        object: id.get(),
        part,
        space: Some(written.space.get()),
        gate: Some(written.gate.get()),
        author: Some(written.author.get()),
        lang: lang(written.lang.or(drawn.language)),
        created_at: written.at,
        version: version(),
        votes,
        title: title.clone(),
        body: tokens(&format!("{summary}\n{plain}\n{}", written.text.tags.join(" "))),
    };
    tx.index(doc(SearchPart::Gated, &drawn.plain)).await?;
    if gated {
        tx.index(doc(SearchPart::Open, &drawn.free_plain)).await
    } else {
        tx.unindex_part(POST, id, SearchPart::Open).await
    }
}

/// What a comment's documents are made of.
pub(crate) struct Words<'a> {
    pub(crate) id: CommentId,
    pub(crate) space: SpaceId,
    pub(crate) gate: GateId,
    pub(crate) author: MemberId,
    pub(crate) plain: &'a str,
    pub(crate) lang: Option<Locale>,
    pub(crate) at: Ts,
    /// What people made of it, where the index does not know it yet.
    pub(crate) votes: i64,
}

impl Words<'_> {
    fn doc(&self, part: SearchPart) -> SearchDoc {
        SearchDoc {
            kind: COMMENT,
            object: self.id.get(),
            part,
            space: Some(self.space.get()),
            gate: Some(self.gate.get()),
            author: Some(self.author.get()),
            lang: lang(self.lang),
            created_at: self.at,
            version: version(),
            votes: self.votes,
            title: String::new(),
            body: tokens(self.plain),
        }
    }
}

/// Writes the document of a new comment.
pub(crate) async fn index_new_comment(tx: &mut Tx, words: &Words<'_>) -> Outcome<()> {
    tx.index(words.doc(SearchPart::Gated)).await
}

/// Writes a comment's documents; one that is featured is found from outside, too.
pub(crate) async fn index_comment(tx: &mut Tx, words: &Words<'_>, featured: bool) -> Outcome<()> {
    tx.index(words.doc(SearchPart::Gated)).await?;
    if featured {
        tx.index(words.doc(SearchPart::Open)).await
    } else {
        tx.unindex_part(COMMENT, words.id, SearchPart::Open).await
    }
}

/// The tokens of a text, as documents hold them.
pub(crate) fn tokens(plain: &str) -> String {
    text::tokens(plain).join(" ")
}

/// The language tag that documents bear.
pub(crate) const fn lang(locale: Option<Locale>) -> &'static str {
    match locale {
        Some(Locale::En) => "en",
        Some(Locale::ZhCn) | None => "zh",
    }
}

/// The version of the rules that make tokens.
pub(crate) fn version() -> i32 {
    i32::try_from(text::TOKENS_VERSION).unwrap_or(i32::MAX)
}
