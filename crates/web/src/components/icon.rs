//! Icons by name, from the one sprite.

use std::fmt;

use askama::filters::HtmlSafe;
use askama::{FastWritable, Values};

/// A drawing of the sprite, as `<svg>`; hidden from assistive technology, so words stand beside it.
#[derive(Debug, Clone, Copy)]
pub struct Icon<N> {
    name: N,
    class: &'static str,
}

/// The icon of this name (a line of `icons/names.txt`) at 20 px.
pub const fn icon<N: AsRef<str>>(name: N) -> Icon<N> {
    Icon { name, class: "i" }
}

/// The icon at 16 px, for a place inside a line of text or a button.
pub const fn icon_small<N: AsRef<str>>(name: N) -> Icon<N> {
    Icon { name, class: "i i--s" }
}

/// The icon at 24 px.
pub const fn icon_large<N: AsRef<str>>(name: N) -> Icon<N> {
    Icon { name, class: "i i--l" }
}

impl<N: AsRef<str>> Icon<N> {
    fn write(&self, out: &mut (impl fmt::Write + ?Sized)) -> fmt::Result {
        out.write_str("<svg class=\"")?;
        out.write_str(self.class)?;
        out.write_str("\" aria-hidden=\"true\"><use href=\"")?;
        out.write_str(crate::assets::ICONS_SVG)?;
        out.write_str("#")?;
        out.write_str(self.name.as_ref())?;
        out.write_str("\"/></svg>")
    }
}

impl<N: AsRef<str>> fmt::Display for Icon<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

impl<N: AsRef<str>> FastWritable for Icon<N> {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(self.write(out)?)
    }
}

impl<N: AsRef<str>> HtmlSafe for Icon<N> {}
