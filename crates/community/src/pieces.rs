//! Rendered HTML kept in memory.
//!
//! A piece is kept under a fingerprint of every value that is drawn in it: the rows with their
//! counts, the words for the time, the language, the outcome of the decision, the pressed
//! reactions. Another value is another piece, so nothing has to be thrown away in time, and two
//! viewers share a piece only when they see the very same thing.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;

use kernel::Outcome;
use moka::sync::Cache;

/// The most bytes of HTML that are kept.
const BYTES_MAX: u64 = 24 * 1024 * 1024;

/// A fingerprint of values that are drawn: 128 bits that cannot be aimed at from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Print(u64, u64);

/// Rendered HTML kept in memory, bounded.
pub(crate) struct Pieces {
    kept: Cache<Print, Arc<str>>,
    /// Two independent keys, other ones in each process.
    keys: (RandomState, RandomState),
}

impl Default for Pieces {
    fn default() -> Self {
        let weight =
            |_: &Print, html: &Arc<str>| u32::try_from(html.len() + 64).unwrap_or(u32::MAX);
        let kept = Cache::builder().max_capacity(BYTES_MAX).weigher(weight).build();
        Self { kept, keys: (RandomState::new(), RandomState::new()) }
    }
}

impl std::fmt::Debug for Pieces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pieces").field("kept", &self.kept.entry_count()).finish()
    }
}

impl Pieces {
    /// The fingerprint of values that are drawn in several pieces, taken once for all of them.
    pub(crate) fn print(&self, drawn: &impl Hash) -> Print {
        Print(self.keys.0.hash_one(drawn), self.keys.1.hash_one(drawn))
    }

    /// The piece in which these values are drawn, drawn now where it is not kept.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub(crate) fn get(
        &self,
        drawn: &impl Hash,
        draw: impl FnOnce() -> Outcome<String>,
    ) -> Outcome<Arc<str>> {
        let key = self.print(drawn);
        if let Some(html) = self.kept.get(&key) {
            return Ok(html);
        }
        let html: Arc<str> = draw()?.into();
        self.kept.insert(key, Arc::clone(&html));
        Ok(html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_values_are_drawn_once_and_others_anew() {
        let pieces = Pieces::default();
        let first = pieces.get(&("post", 1), || Ok("one".to_owned())).unwrap();
        let again = pieces.get(&("post", 1), || Ok("never".to_owned())).unwrap();
        let other = pieces.get(&("post", 2), || Ok("two".to_owned())).unwrap();
        assert_eq!((&*first, &*again, &*other), ("one", "one", "two"));
    }
}
