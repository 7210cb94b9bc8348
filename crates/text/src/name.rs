//! Addresses and handles made from what people write.

use crate::fold::{folded, is_han};

/// Longest slug in characters.
const SLUG: usize = 60;
/// Shortest and longest handle.
const HANDLE: std::ops::RangeInclusive<usize> = 3..=30;

/// The last part of an address, made from a title: letters and digits of any script, Han as it is
/// written, everything else one hyphen. Empty when the title has no letter.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len().min(4 * SLUG));
    let mut gap = false;
    let mut length = 0;
    for piece in folded(title) {
        let original = title.get(piece.start..piece.end).and_then(|text| text.chars().next());
        let ch = original.filter(|ch| is_han(*ch)).unwrap_or(piece.ch);
        if !ch.is_alphanumeric() {
            gap = true;
            continue;
        }
        length += 1 + usize::from(gap && length > 0);
        if length > SLUG {
            break;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        slug.push(ch);
    }
    slug
}

/// A handle made from a name, `[a-z0-9_]{3,30}`: other letters fall away, gaps become `_`.
/// `None` when too little is left.
#[must_use]
pub fn handle(name: &str) -> Option<String> {
    let mut handle = String::new();
    let mut gap = false;
    for piece in folded(name) {
        if piece.ch.is_ascii_alphanumeric() {
            if gap && !handle.is_empty() {
                handle.push('_');
            }
            gap = false;
            handle.push(piece.ch);
        } else {
            gap = true;
        }
    }
    handle.truncate(*HANDLE.end());
    let handle = handle.trim_end_matches('_');
    HANDLE.contains(&handle.len()).then(|| handle.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_become_addresses() {
        assert_eq!(slug("How does Grover's search work?"), "how-does-grover-s-search-work");
        assert_eq!(slug("  為什麼「量子」這麼快？ "), "為什麼-量子-這麼快");
        assert_eq!(slug("Ｒｕｓｔ 与 Café"), "rust-与-cafe");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("？！"), "");
        assert_eq!(slug(&"长".repeat(99)).chars().count(), 60);
    }

    #[test]
    fn names_become_handles() {
        assert_eq!(handle("Ada Lovelace").as_deref(), Some("ada_lovelace"));
        assert_eq!(handle("  Élodie—Œ "), Some("elodie_oe".into()));
        assert_eq!(handle("小明"), None);
        assert_eq!(handle("x y"), Some("x_y".into()));
        assert_eq!(handle(&"a".repeat(40)).unwrap().len(), 30);
    }

    proptest! {
        #[test]
        fn slugs_and_handles_keep_their_form(text in "\\PC{0,80}") {
            let slug = slug(&text);
            prop_assert!(slug.chars().count() <= SLUG);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            if let Some(handle) = handle(&text) {
                prop_assert!(HANDLE.contains(&handle.len()));
                prop_assert!(handle.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_')));
            }
        }
    }
}
