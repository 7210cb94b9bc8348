//! Which version of a text somebody has before them, so that no edit overwrites another unseen.

use askama::Template;
use askama::filters::HtmlSafe;
use sha2::{Digest, Sha256};
use text::{Change, diff};

use crate::post::Post;
use crate::texts::Texts;

/// Names texts: a change of any gives another name.
pub(crate) fn name_of(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Lengths keep two parts from being read as one.
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let name = hash.finalize();
    hex::encode(name.get(..12).unwrap_or_default())
}

/// Names what an edit may change of a post; new comments and reactions leave it as it is.
pub(crate) fn of_post(post: &Post, source: &str) -> String {
    let (space, gate, tags) = (post.space.to_string(), post.gate.to_string(), post.tags.join(","));
    name_of(&[&space, &gate, post.kind.key(), &post.title, &post.summary, &tags, source])
}

/// A line of two versions, in pieces: whether each differs.
struct Line {
    sign: &'static str,
    change: Change,
    pieces: Vec<(bool, String)>,
}

/// What stands there now, beside what somebody typed over an earlier version of it.
#[derive(Template)]
#[template(path = "community/parts/theirs.html")]
pub(crate) struct TheirsView {
    t: Texts,
    said: &'static str,
    lines: Vec<Line>,
    theirs: String,
}

impl HtmlSafe for TheirsView {}

impl TheirsView {
    /// The text that stands there and the one that was typed, with a sentence above.
    pub(crate) fn new(t: Texts, said: &'static str, theirs: String, typed: &str) -> Self {
        let typed = typed.replace("\r\n", "\n");
        let line = |line: text::DiffLine| Line {
            sign: match line.change {
                Change::Kept => "  ",
                Change::Added => "+ ",
                Change::Removed => "- ",
            },
            change: line.change,
            pieces: line.pieces,
        };
        let lines = diff(&theirs, typed.trim_end()).into_iter().map(line).collect();
        Self { t, said, lines, theirs }
    }
}
