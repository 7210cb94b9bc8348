//! Texts of posts and comments, put together from stretches that are drawn once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bank::topics::TOPICS;
use crate::dice::Dice;
use crate::write::replies::{self, Role};
use crate::write::said::Said;
use crate::write::text::{self, Gist};
use community::bulk::{Composed, DrawnBody, DrawnComment, Piece, compose_comment, compose_post};

/// Stretches that are kept: more than the bank can say.
const KEPT: usize = 200_000;

/// What was drawn before.
#[derive(Default)]
pub(super) struct Prose {
    posts: HashMap<String, Arc<Piece>>,
    comments: HashMap<String, Arc<Piece>>,
}

fn kept(
    drawn: &mut HashMap<String, Arc<Piece>>,
    source: String,
    draw: fn(&str) -> Piece,
) -> Arc<Piece> {
    if let Some(piece) = drawn.get(&source) {
        return Arc::clone(piece);
    }
    let piece = Arc::new(draw(&source));
    if drawn.len() < KEPT {
        drawn.insert(source, Arc::clone(&piece));
    }
    piece
}

impl Prose {
    /// The body of a post.
    pub(super) fn post(&mut self, parts: Vec<String>) -> Composed<DrawnBody> {
        let at = parts.iter().position(|part| text::DIVIDERS.contains(&part.as_str()));
        let mark = at.and_then(|at| parts.get(at).cloned());
        let blocks = parts.into_iter().filter(|part| Some(part) != mark.as_ref());
        let pieces: Vec<Arc<Piece>> =
            blocks.map(|part| kept(&mut self.posts, part, Piece::of_post)).collect();
        let pieces: Vec<&Piece> = pieces.iter().map(AsRef::as_ref).collect();
        compose_post(&pieces, mark.as_deref().zip(at))
    }

    /// A comment, an answer or a reply.
    pub(super) fn comment(
        &mut self,
        dice: &mut Dice,
        gist: &Gist,
        role: Role,
    ) -> Composed<DrawnComment> {
        let source = replies::comment(dice, &mut Said::anything(), gist, role);
        compose_comment(&[&kept(&mut self.comments, source, Piece::of_comment)])
    }
}

/// Every tag that a post may carry, each once.
pub(super) fn tags() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in TOPICS.iter().flat_map(|topic| topic.tags) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
