//! A picture that a member brought in: made anew at a few widths, never kept as it came.

pub(crate) mod api;
pub mod export;
pub(crate) mod garbage;
pub(crate) mod page;
pub mod remove;
pub(crate) mod store;
pub mod sweep;
pub mod upload;

use std::collections::HashMap;

use blob::{Hash, Kind};
use db::{Origin, Tx};
use kernel::{Cursor, Fault, Id as _, MemberId, Outcome, Ts};

use crate::shown::Holder;

kernel::id!(
    /// One picture.
    pub MediaId
);

/// The most characters of a description.
pub const ALT_MAX: usize = 300;
/// The width that Markdown names: what most screens show.
const USUAL_WIDTH: i64 = 1280;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Which one.
    pub id: MediaId,
    /// Who brought it in.
    pub owner: MemberId,
    /// Width in pixels of the largest size.
    pub width: i64,
    /// Height in pixels of the largest size.
    pub height: i64,
    /// The colour that most of it has, `#rrggbb`.
    pub colour: String,
    /// What it shows, as its owner says; may be empty.
    pub alt: String,
    /// Bytes of all sizes.
    pub bytes: i64,
    /// Where it comes from.
    pub origin: Origin,
    /// When it was brought in.
    pub created_at: Ts,
    /// Since when nothing shows it; none while something does.
    pub idle_since: Option<Ts>,
    /// Its sizes, ascending; at least one.
    pub variants: Vec<Variant>,
}

/// A picture at one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// Its format.
    pub kind: Kind,
    /// The blob.
    pub hash: Hash,
    /// Its size in bytes.
    pub bytes: i64,
}

impl Picture {
    /// Its place in lists.
    #[must_use]
    pub fn place(&self) -> Cursor {
        Cursor { at: self.created_at, id: self.id.get() }
    }

    /// The address at a width.
    #[must_use]
    pub fn address(&self, width: i64) -> String {
        address(self.id, width)
    }

    /// The widest size that is no wider than this, else the narrowest.
    #[must_use]
    pub fn at_most(&self, width: i64) -> i64 {
        let fitting = self.variants.iter().rev().find(|variant| variant.width <= width);
        fitting.or(self.variants.first()).map_or(self.width, |variant| variant.width)
    }

    /// What drawing a text has to know of it.
    #[must_use]
    pub fn shape(&self) -> text::markdown::Picture {
        let pixels = |n: i64| u32::try_from(n).unwrap_or_default();
        text::markdown::Picture {
            width: pixels(self.width),
            height: pixels(self.height),
            variants: self.variants.iter().map(|size| pixels(size.width)).collect(),
        }
    }

    /// How a text shows it.
    #[must_use]
    pub fn markdown(&self) -> String {
        let alt = self.alt.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        format!("![{alt}]({})", self.address(self.at_most(USUAL_WIDTH)))
    }
}

/// The address of a picture at a width.
#[must_use]
pub fn address(id: MediaId, width: i64) -> String {
    format!("/media/{id}/{width}")
}

/// Of sizes, ascending, the one for a wanted width: the narrowest that is wide enough, else the
/// widest. A word instead of a width is a page that does not exist, `full` the widest.
pub(crate) fn pick(variants: &[Variant], wanted: &str) -> Outcome<Variant> {
    let missing = Fault::Missing("media.missing");
    let width = match wanted {
        "full" => i64::MAX,
        digits => digits.parse::<u16>().map_or(0, i64::from),
    };
    if width == 0 {
        return Err(missing);
    }
    let enough = variants.iter().find(|variant| variant.width >= width);
    enough.or(variants.last()).copied().ok_or(missing)
}

/// A description on one line.
///
/// # Errors
/// `Invalid` with `media.alt_long`.
pub fn parse_alt(text: &str) -> Outcome<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > ALT_MAX {
        return Err(Fault::invalid("alt", "media.alt_long"));
    }
    Ok(line)
}

/// The pictures among these ids that a text may show, with their sizes: those of whoever writes,
/// and those that the text shows already. Nobody opens somebody else's picture to others by naming
/// it.
///
/// # Errors
/// When the database fails.
pub async fn shapes(
    tx: &Tx,
    ids: &[MediaId],
    by: Option<MemberId>,
    over: Option<Holder>,
) -> Outcome<HashMap<String, text::markdown::Picture>> {
    let mut found: HashMap<String, text::markdown::Picture> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let pixels = |n: i64| u32::try_from(n).unwrap_or_default();
    for (id, width, height, variant) in store::shapes(tx, ids, by, over).await? {
        let shape = found.entry(id.to_string()).or_insert_with(|| text::markdown::Picture {
            width: pixels(width),
            height: pixels(height),
            variants: Vec::new(),
        });
        shape.variants.push(pixels(variant));
    }
    Ok(found)
}

/// Notes that a draft of a member holds these pictures: the sweep counts from now.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut db::Tx, owner: MemberId, ids: &[MediaId]) -> Outcome<()> {
    if ids.is_empty() { Ok(()) } else { store::touch(tx, owner, ids).await }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(widths: &[i64]) -> Picture {
        let variant = |width: &i64| Variant {
            width: *width,
            height: 10,
            kind: Kind::Png,
            hash: Hash::of(b""),
            bytes: 1,
        };
        Picture {
            id: MediaId::from_i64(42),
            owner: MemberId::from_i64(1),
            width: widths.iter().copied().max().unwrap(),
            height: 10,
            colour: "#000000".into(),
            alt: "a [b] \\ c".into(),
            bytes: 1,
            origin: Origin::Live,
            created_at: Ts::default(),
            idle_since: None,
            variants: widths.iter().map(variant).collect(),
        }
    }

    #[test]
    fn the_size_for_a_width_is_the_narrowest_that_is_wide_enough() {
        let sizes = picture(&[320, 640, 900]).variants;
        let width = |wanted: &str| pick(&sizes, wanted).map(|variant| variant.width);
        assert_eq!(width("320").unwrap(), 320);
        assert_eq!(width("500").unwrap(), 640);
        assert_eq!(width("1280").unwrap(), 900);
        assert_eq!(width("full").unwrap(), 900);
        for wrong in ["", "0", "-1", "640.webp", "original", "99999999999"] {
            assert_eq!(width(wrong).unwrap_err().key(), "media.missing", "{wrong}");
        }
    }

    #[test]
    fn markdown_names_the_usual_width_and_no_description_breaks_it() {
        let line = picture(&[320, 640, 1280, 2560]).markdown();
        assert_eq!(line, "![a \\[b\\] \\\\ c](/media/000000000001a/1280)");
        assert!(picture(&[200]).markdown().ends_with("/200)"));
    }

    #[test]
    fn a_description_is_one_line_of_a_bounded_length() {
        assert_eq!(parse_alt(" two\n towers ").unwrap(), "two towers");
        assert_eq!(parse_alt(&"长".repeat(301)).unwrap_err().key(), "media.alt_long");
    }
}
