//! Comments and answers. What stands in braces is the post's own, as in the forms; `{o}`, `{ow}` and
//! `{od}` are another scene, who works there and what they have: the commenter's.

pub(crate) mod en;
pub(crate) mod zh;

/// What is said below posts, by where they stand, in one language.
pub(crate) struct Remarks {
    /// Below articles.
    pub(crate) articles: &'static [&'static str],
    /// Below questions.
    pub(crate) questions: &'static [&'static str],
    /// Below notes on books.
    pub(crate) readings: &'static [&'static str],
    /// In the lounge.
    pub(crate) talks: &'static [&'static str],
    /// Below news.
    pub(crate) news: &'static [&'static str],
    /// Among the team.
    pub(crate) team: &'static [&'static str],
    /// Answers to questions.
    pub(crate) answers: &'static [&'static str],
    /// Answers to a comment.
    pub(crate) replies: &'static [&'static str],
}
