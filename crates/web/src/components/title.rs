//! Titles of what people wrote.

use std::fmt;

use askama::filters::HtmlSafe;
use askama::{FastWritable, Values};

/// A title as pages show it.
#[derive(Debug, Clone)]
pub struct Title(String);

/// The title with its formulas drawn, for headings and links. Where only text goes (the window's
/// title, feeds, letters) it stands as it was written.
#[must_use]
pub fn title(title: impl AsRef<str>) -> Title {
    Title(text::title(title.as_ref()))
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FastWritable for Title {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

impl HtmlSafe for Title {}
