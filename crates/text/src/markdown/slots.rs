//! Slots: places in the HTML that are filled after sanitising.

use sha2::{Digest as _, Sha256};

/// The element that marks a slot while the page goes through the sanitiser.
pub(super) const ELEMENT: &str = "y-slot";
/// The attribute that names it.
pub(super) const ATTRIBUTE: &str = "data-n";

/// HTML that we vouch for, waiting for its place.
///
/// A slot's name holds a digest of the whole source, so no source can contain the name of a slot
/// of its own. In an attribute the sanitiser writes quotes as `&quot;`, so a name is only ever
/// recognised where an element may stand.
#[derive(Debug)]
pub(super) struct Slots {
    name: String,
    pieces: Vec<Option<String>>,
}

impl Slots {
    /// No slots yet, for one source.
    pub(super) fn new(source: &str) -> Self {
        let digest = Sha256::digest(source.as_bytes());
        let name = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self { name, pieces: Vec::new() }
    }

    /// Keeps a piece and gives the mark of its slot.
    pub(super) fn keep(&mut self, piece: String) -> String {
        self.pieces.push(Some(piece));
        let number = self.pieces.len() - 1;
        format!("<{ELEMENT} {ATTRIBUTE}=\"{}-{number}\"></{ELEMENT}>", self.name)
    }

    /// Puts the pieces into the sanitised page, each once; marks that are not ours vanish.
    pub(super) fn fill(mut self, page: &str) -> String {
        let open = format!("<{ELEMENT} {ATTRIBUTE}=\"");
        let close = format!("</{ELEMENT}>");
        let kept: usize = self.pieces.iter().flatten().map(String::len).sum();
        let mut out = String::with_capacity(page.len() + kept);
        let mut rest = page;
        while let Some((before, mark)) = rest.split_once(&open) {
            out.push_str(before);
            let Some((name, after)) = mark.split_once("\">") else { break };
            out.push_str(&self.take(name).unwrap_or_default());
            rest = after.strip_prefix(&close).unwrap_or(after);
        }
        out.push_str(rest);
        out
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let number: usize = name.strip_prefix(&self.name)?.strip_prefix('-')?.parse().ok()?;
        self.pieces.get_mut(number)?.take()
    }
}
