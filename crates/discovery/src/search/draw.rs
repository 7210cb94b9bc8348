//! How results look: the passage that answers, with its words marked.

use std::collections::HashMap;

use community::post::PostId;
use community::{Reader, comment, post};
use db::Tx;
use kernel::{Id, Outcome};

use super::store::{self, Hit, Shown};

/// The most characters of a passage.
const PASSAGE_MAX: usize = 160;

/// A stretch of a passage, marked or not.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Stretch {
    /// The words.
    pub(crate) text: String,
    /// Whether they were asked for.
    pub(crate) marked: bool,
}

/// One result with its passage.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub(crate) shown: Shown,
    pub(crate) passage: Vec<Stretch>,
    pub(crate) at: kernel::Ts,
}

impl Drawn {
    /// Where it leads.
    pub(crate) fn path(&self) -> String {
        match self.shown.comment {
            Some(id) => comment::path(self.shown.post, id),
            None => post::path(self.shown.post, &self.shown.slug),
        }
    }
}

/// Reads what a page of results shows, in its order: two statements at most.
///
/// # Errors
/// When the database fails.
pub(crate) async fn drawn(
    tx: &Tx,
    reader: &Reader,
    tokens: &[String],
    hits: &[Hit],
) -> Outcome<Vec<Drawn>> {
    let ids = |kind: &str| -> Vec<i64> {
        hits.iter().filter(|hit| hit.kind == kind).map(|hit| hit.object).collect()
    };
    let (posts, comments) = (ids(community::search::POST), ids(community::search::COMMENT));
    let mut found: HashMap<(bool, i64), Shown> = HashMap::new();
    if !posts.is_empty() {
        let shown = store::posts(tx, &posts, &reader.reach).await?;
        found.extend(shown.into_iter().map(|shown| ((false, post_id(&shown).get()), shown)));
    }
    if !comments.is_empty() {
        let shown = store::comments(tx, &comments).await?;
        let keyed = |shown: Shown| shown.comment.map(|id| ((true, id.get()), shown));
        found.extend(shown.into_iter().filter_map(keyed));
    }
    let mut results = Vec::with_capacity(hits.len());
    for hit in hits {
        let key = (hit.kind == community::search::COMMENT, hit.object);
        let Some(shown) = found.remove(&key) else { continue };
        let passage = passage(&shown.text, tokens);
        results.push(Drawn { shown, passage, at: hit.created_at });
    }
    Ok(results)
}

const fn post_id(shown: &Shown) -> PostId {
    shown.post
}

/// The passage of a text that holds the most of the words, cut at its marks.
fn passage(text: &str, tokens: &[String]) -> Vec<Stretch> {
    let found = text::snippet(text.trim(), tokens, PASSAGE_MAX);
    let mut stretches = Vec::new();
    let mut push = |text: &str, marked: bool| {
        if !text.is_empty() {
            stretches.push(Stretch { text: text.to_owned(), marked });
        }
    };
    let mut at = 0;
    if found.cut_before {
        push("…", false);
    }
    for mark in &found.marks {
        push(found.text.get(at..mark.start).unwrap_or_default(), false);
        push(found.text.get(mark.clone()).unwrap_or_default(), true);
        at = mark.end;
    }
    push(found.text.get(at..).unwrap_or_default(), false);
    if found.cut_after {
        push("…", false);
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_cut_at_its_marks() {
        let stretches = passage("表面码靠重复测量", &text::query("重复"));
        let words: Vec<(&str, bool)> =
            stretches.iter().map(|s| (s.text.as_str(), s.marked)).collect();
        assert_eq!(words, [("表面码靠", false), ("重复", true), ("测量", false)]);
    }
}
