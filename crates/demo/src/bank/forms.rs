//! How a post is put together: in each place its own ways to begin, go on and end. What stands in
//! braces is filled: `{t}` topic, `{trouble}`, `{cause}`, `{cure}`, `{check}`, `{caveat}` in its
//! words; `{s}` scene, `{pain}`, `{who}`, `{data}` in its words; `{n}`, `{m}`, `{k}` a number of two,
//! one, three digits; `{book}`, `{idea}` of a book; `{city}`; `{code}`, `{formula}`, `{table}` whole
//! blocks. English words with a capital (`{Cure}`) begin a sentence.

pub(crate) mod en;
pub(crate) mod zh;

/// One step of a post: with a chance in a hundred, one of some.
pub(crate) type Step = (u64, &'static [&'static str]);

/// A way to write a post in one language. What stands behind the divider of a gated post comes after
/// its `free` first steps.
pub(crate) struct Form {
    pub(crate) titles: &'static [&'static str],
    pub(crate) free: usize,
    pub(crate) steps: &'static [Step],
}

/// The ways to write of one language.
pub(crate) struct Forms {
    pub(crate) articles: [Form; 5],
    pub(crate) questions: [Form; 3],
    pub(crate) readings: [Form; 2],
    pub(crate) talks: [Form; 3],
    pub(crate) news: [Form; 5],
    pub(crate) team: [Form; 1],
}
