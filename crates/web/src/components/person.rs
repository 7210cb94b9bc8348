//! Who wrote something: face, name, badges.

use std::fmt;

use askama::filters::{Html, HtmlSafe, escape};
use askama::{FastWritable, Values};

/// What a badge says by its colour, beside its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// A plain fact.
    #[default]
    Plain,
    /// A role or level: an outline alone.
    Line,
    /// Picked, accepted, the author.
    Best,
    /// In order.
    Ok,
    /// Costs or pays money.
    Paid,
    /// Needs attention.
    Warn,
    /// Wrong, late, refused.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Line => "badge badge--line",
            Self::Best => "badge badge--best",
            Self::Ok => "badge badge--ok",
            Self::Paid => "badge badge--paid",
            Self::Warn => "badge badge--warn",
            Self::Bad => "badge badge--bad",
        }
    }
}

/// A short fact in a word.
#[derive(Debug, Clone)]
pub struct Badge {
    /// Its colour.
    pub tone: Tone,
    /// Its word.
    pub text: String,
    /// A name of `icons/names.txt`.
    pub icon: Option<&'static str>,
}

impl Badge {
    /// A badge without an icon.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), icon: None }
    }

    /// The same badge with an icon before its word.
    #[must_use]
    pub const fn with_icon(mut self, icon: &'static str) -> Self {
        self.icon = Some(icon);
        self
    }

    fn write(&self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        write!(out, "<span class=\"{}\">", self.tone.class())?;
        if let Some(name) = self.icon {
            write!(out, "{}", super::icon_small(name))?;
        }
        let Ok(text) = escape(&self.text, Html);
        write!(out, "{text}</span>")
    }
}

impl fmt::Display for Badge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

impl FastWritable for Badge {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(self.write(out)?)
    }
}

impl HtmlSafe for Badge {}

/// A face: an image, else an initial on one of twelve tints.
#[derive(Debug, Clone)]
pub struct AvatarView {
    /// The first character of the name, in capitals.
    pub initial: String,
    /// 0 to 11: the tint.
    pub hue: u8,
    /// The address of a square image.
    pub image: Option<String>,
}

impl AvatarView {
    /// The face of a person: the tint follows from `seed` (their id), so it never changes.
    pub fn of(name: &str, seed: i64, image: Option<String>) -> Self {
        let mut characters = name.chars().skip_while(|c| !c.is_alphanumeric());
        let first = characters.next().or_else(|| name.chars().next()).unwrap_or('?');
        // Low bits of an id count within one millisecond, so the higher ones are mixed in.
        let mixed = seed.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(7);
        let hue = u8::try_from(mixed % 12).unwrap_or_default();
        Self { initial: first.to_uppercase().collect(), hue, image }
    }
}

/// A person as the author of something.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// The name they show.
    pub name: String,
    /// Their page; `None` for a former member.
    pub href: Option<String>,
    /// Their face.
    pub avatar: AvatarView,
    /// Role, level, "author" …
    pub badges: Vec<Badge>,
    /// The language of the name where it is not the page's.
    pub lang: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_without_an_image_shows_the_first_character_and_keeps_its_tint() {
        let a = AvatarView::of("“priya", 42, None);
        assert_eq!((a.initial.as_str(), a.hue), ("P", AvatarView::of("other", 42, None).hue));
        assert_eq!(AvatarView::of("林知远", 7, None).initial, "林");
        assert!(AvatarView::of("", i64::MIN, None).hue < 12);
    }

    #[test]
    fn the_word_of_a_badge_is_escaped() {
        let badge = Badge::new(Tone::Warn, "<b>");
        assert_eq!(badge.to_string(), "<span class=\"badge badge--warn\">&#60;b&#62;</span>");
    }
}
