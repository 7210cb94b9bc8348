//! Features of a text: the runs of characters in it.

use std::ops::Range;

/// Longest run of characters that is a feature.
const LONGEST: usize = 4;
/// Texts are read up to this many characters.
const MOST_CHARS: usize = 4_000;

/// A run of characters, as a hash, and the bytes of the text that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gram {
    /// The hash of the characters.
    pub feature: u32,
    /// Where in the text, in bytes.
    pub range: Range<usize>,
}

/// Every run of one to four characters of `text`, which the caller has folded (lower case, full
/// width, traditional) as it does everywhere else. O(4 × characters).
///
/// Runs of characters need no dictionary, and catch what words miss in Chinese (Wang & Manning 2012
/// use word pairs; for Chinese, characters do as well).
pub fn grams(text: &str) -> Vec<Gram> {
    let chars: Vec<(usize, char)> = text.char_indices().take(MOST_CHARS).collect();
    let mut grams = Vec::with_capacity(chars.len() * LONGEST);
    for from in 0..chars.len() {
        let mut feature = 0x811C_9DC5_u32;
        for &(start, ch) in chars[from..].iter().take(LONGEST) {
            feature = mixed(feature, u32::from(ch));
            grams.push(Gram { feature, range: chars[from].0..start + ch.len_utf8() });
        }
    }
    grams
}

/// The distinct features of `text`, ascending.
pub fn hashed(text: &str) -> Vec<u32> {
    let mut features: Vec<u32> = grams(text).into_iter().map(|gram| gram.feature).collect();
    features.sort_unstable();
    features.dedup();
    features
}

/// One step of a hash that spreads over all 32 bits (MurmurHash3's finaliser).
fn mixed(hash: u32, next: u32) -> u32 {
    let mut hash = (hash ^ next.wrapping_mul(0xCC9E_2D51)).rotate_left(13);
    hash = hash.wrapping_mul(5).wrapping_add(0xE654_6B64);
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85EB_CA6B);
    hash ^ (hash >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_knows_where_it_stands() {
        let text = "你好a";
        let spans: Vec<&str> =
            grams(text).into_iter().map(|gram| text.get(gram.range).unwrap_or("?")).collect();
        assert_eq!(spans, ["你", "你好", "你好a", "好", "好a", "a"]);
    }

    #[test]
    fn a_run_given_twice_is_one_feature() {
        assert_eq!(hashed("哈哈").len(), 2);
        assert!(hashed("").is_empty());
    }
}
