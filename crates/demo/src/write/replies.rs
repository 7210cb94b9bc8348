//! Answers and comments below a post, in its language and of what it is about.

use super::said::Said;
use super::text::{Filler, Gist, Kind};
use crate::bank::remarks::{Remarks, en, zh};
use crate::dice::Dice;

/// What a comment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It answers the question.
    Answer,
    /// It stands below the post itself.
    Remark,
    /// It answers a comment.
    Reply,
}

/// A comment or an answer below a post.
pub(crate) fn comment(dice: &mut Dice, said: &mut Said, gist: &Gist, role: Role) -> String {
    let all: &'static Remarks = if gist.zh() { &zh::REMARKS } else { &en::REMARKS };
    let from = match (role, gist.kind) {
        (Role::Answer, _) => all.answers,
        (_, Kind::Talk) => all.talks,
        (_, Kind::Team) => all.team,
        (_, Kind::News) => all.news,
        (Role::Reply, _) => all.replies,
        (_, Kind::Article) => all.articles,
        (_, Kind::Question) => all.questions,
        (_, Kind::Reading) => all.readings,
    };
    said.line(dice, |dice| {
        let line = dice.word(from);
        Filler::new(dice, gist).fill(dice, line)
    })
}
