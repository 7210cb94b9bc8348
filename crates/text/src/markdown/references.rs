//! What a source refers to, found before it is rendered so that the caller can look it up.

use comrak::Arena;
use comrak::nodes::NodeValue;

use super::mention::{Piece, in_link, pieces, unsigned};
use super::parse::parse;
use super::picture::own_picture;

/// The handles, tags and pictures that a source names, each once, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct References {
    /// Handles behind `@`, in small letters; not every one need belong to a member.
    pub handles: Vec<String>,
    /// Names behind `#`, as they are written; not every one need be a tag.
    pub tags: Vec<String>,
    /// Ids of pictures of ours.
    pub pictures: Vec<String>,
}

/// Finds what a source refers to; `origin` is the site's own.
#[must_use]
pub fn references(source: &str, origin: Option<&str>) -> References {
    let arena = Arena::new();
    let mut found = References::default();
    let Some(parsed) = parse(&arena, source) else { return found };
    for node in parsed.root.descendants() {
        match &node.data().value {
            NodeValue::Text(text) if !in_link(node) => {
                for piece in pieces(text) {
                    match piece {
                        Piece::Mention { handle, .. } => once(&mut found.handles, handle),
                        Piece::Tag { written, .. } => {
                            once(&mut found.tags, unsigned(written).to_owned());
                        }
                        Piece::Text(_) => {}
                    }
                }
            }
            NodeValue::Image(link) => {
                if let Some(id) = own_picture(&link.url, origin) {
                    once(&mut found.pictures, id.to_owned());
                }
            }
            _ => {}
        }
    }
    found
}

/// Appends what is not yet in a list.
pub(super) fn once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
