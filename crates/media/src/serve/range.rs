//! Parts of a file: `Range` (RFC 9110, 14.2), one range at a time.

use std::ops::Range;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: nothing was asked, or nothing that is understood.
    Whole,
    /// These bytes.
    Bytes(Range<u64>),
    /// Bytes that are not there.
    Beyond,
}

impl Part {
    /// Reads a header for content of so many bytes. Several ranges are answered with the whole,
    /// which the RFC allows.
    pub(super) fn asked(header: Option<&str>, size: u64) -> Self {
        let spec = header.and_then(|line| line.trim().strip_prefix("bytes="));
        let Some((first, last)) = spec.and_then(|spec| spec.split_once('-')) else {
            return Self::Whole;
        };
        let number = |text: &str| text.trim().parse::<u64>().ok();
        match (first.trim(), last.trim()) {
            ("", "") => Self::Whole,
            ("", suffix) => match number(suffix) {
                None => Self::Whole,
                Some(0) => Self::Beyond,
                Some(n) => Self::within(size.saturating_sub(n), size, size),
            },
            (first, "") => number(first).map_or(Self::Whole, |n| Self::within(n, size, size)),
            (first, last) => match (number(first), number(last)) {
                (Some(first), Some(last)) if first <= last => {
                    Self::within(first, last.saturating_add(1), size)
                }
                _ => Self::Whole,
            },
        }
    }

    fn within(start: u64, end: u64, size: u64) -> Self {
        if start >= size { Self::Beyond } else { Self::Bytes(start..end.min(size)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_to_what_is_there() {
        let asked = |header| Part::asked(Some(header), 100);
        assert_eq!(asked("bytes=0-9"), Part::Bytes(0..10));
        assert_eq!(asked("bytes=90-"), Part::Bytes(90..100));
        assert_eq!(asked("bytes=90-900"), Part::Bytes(90..100));
        assert_eq!(asked("bytes=-10"), Part::Bytes(90..100));
        assert_eq!(asked("bytes=-1000"), Part::Bytes(0..100));
        assert_eq!(asked("bytes=0-18446744073709551615"), Part::Bytes(0..100));
    }

    #[test]
    fn what_is_not_there_is_refused_and_what_is_not_understood_gives_the_whole() {
        let asked = |header| Part::asked(Some(header), 100);
        assert_eq!(asked("bytes=100-"), Part::Beyond);
        assert_eq!(asked("bytes=-0"), Part::Beyond);
        for whole in ["bytes=9-3", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=-", ""] {
            assert_eq!(asked(whole), Part::Whole, "{whole}");
        }
        assert_eq!(Part::asked(None, 100), Part::Whole);
    }
}
