//! The languages that the interface speaks.

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// Every language, in the order in which a choice offers them.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The language's tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "简体中文",
            Self::En => "English",
        }
    }

    /// The language of a tag: `zh`, `zh-Hans`, `zh-CN` … or `en`, `en-GB` …
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::ZhCn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// A count in the short form of the language: 9,800, 1.2 万, 12K, 3.4M.
    #[must_use]
    pub fn count(self, n: i64) -> String {
        let (size, units): (u64, &[(u64, &str)]) = match self {
            Self::ZhCn => (n.unsigned_abs(), &[(100_000_000, " 亿"), (10_000, " 万")]),
            Self::En => {
                (n.unsigned_abs(), &[(1_000_000_000, "B"), (1_000_000, "M"), (10_000, "K")])
            }
        };
        let Some((unit, name)) = units.iter().find(|(unit, _)| size >= *unit) else {
            return self.number(n);
        };
        let scale = if *name == "K" { 1_000 } else { *unit };
        let (whole, tenth) = (size / scale, size % scale * 10 / scale);
        let minus = if n < 0 { "−" } else { "" };
        if tenth == 0 || whole >= 100 {
            format!("{minus}{whole}{name}")
        } else {
            format!("{minus}{whole}.{tenth}{name}")
        }
    }

    /// A whole number with its thousands apart.
    #[must_use]
    pub fn number(self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 3);
        if n < 0 {
            text.push('−');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }

    /// The best language for an `Accept-Language` header, by its weights; `None` when it asks for
    /// none of ours.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(20) {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(Self::from_tag) else { continue };
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()))
                .unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(w, _)| weight > w) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short_in_each_language_own_way() {
        let both = |n| (Locale::ZhCn.count(n), Locale::En.count(n));
        assert_eq!(both(9_999), ("9,999".into(), "9,999".into()));
        assert_eq!(both(12_345), ("1.2 万".into(), "12.3K".into()));
        assert_eq!(both(1_000_000), ("100 万".into(), "1M".into()));
        assert_eq!(both(350_000_000), ("3.5 亿".into(), "350M".into()));
        assert_eq!(Locale::En.number(-1_234_567), "−1,234,567");
    }

    #[test]
    fn the_browser_gets_the_language_it_weighs_most() {
        let ask = Locale::from_accept_language;
        assert_eq!(ask("en-GB,en;q=0.9,zh;q=0.8"), Some(Locale::En));
        assert_eq!(ask("fr, zh-Hant;q=0.3, en;q=0.2"), Some(Locale::ZhCn));
        assert_eq!(ask("en;q=0, zh-CN;q=0.1"), Some(Locale::ZhCn));
        assert_eq!(ask("fr,de"), None);
        assert_eq!(ask(""), None);
    }
}
