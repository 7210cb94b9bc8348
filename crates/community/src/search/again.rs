//! Documents of what stands there already, written anew from its source: where a gate, a space or
//! what may be seen of it has changed, and when the whole index is made again.

use db::Tx;
use kernel::{Locale, Outcome};

use super::{Words, index_comment, index_post, is_gated, votes_of, votes_of_comment};
use crate::comment::{self, Comment};
use crate::gate::GateId;
use crate::ground::Ground;
use crate::hand::Hand;
use crate::post::{self, Post, PostText, Written, body};
use crate::space::SpaceId;

/// Writes a post's documents anew.
pub(crate) async fn post(tx: &mut Tx, ground: &Ground, post: Post) -> Outcome<()> {
    let source = post::store::source_for_index(tx, post.id).await?;
    let known = Hand::default().known(tx, &source).await?;
    let drawn = body::draw(&source, &known);
    let (id, votes) = (post.id, votes_of(&post));
    let gated = is_gated(ground, post.space, post.gate);
    let written = Written {
        space: post.space,
        gate: post.gate,
        author: post.author.id,
        text: PostText {
            kind: post.kind,
            title: post.title,
            summary: post.summary,
            body: source,
            tags: post.tags,
            gate: None,
        },
        lang: Locale::from_tag(&post.lang),
        at: post.created_at,
    };
    index_post(tx, (id, votes), &written, &drawn, gated).await
}

/// Writes a comment's documents anew; one that is featured is found from outside, too.
pub(crate) async fn comment(
    tx: &mut Tx,
    (space, gate): (SpaceId, GateId),
    comment: &Comment,
    featured: bool,
) -> Outcome<()> {
    let source = comment::store::source_for_index(tx, comment.id).await?;
    let known = Hand::default().known(tx, &source).await?;
    let words = Words {
        id: comment.id,
        space,
        gate,
        author: comment.author.id,
        plain: &body::draw_comment(&source, &known, "").plain,
        lang: Locale::from_tag(&comment.lang),
        at: comment.created_at,
        votes: votes_of_comment(comment),
    };
    index_comment(tx, &words, featured).await
}
