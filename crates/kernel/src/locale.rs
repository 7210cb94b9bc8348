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
    fn the_browser_gets_the_language_it_weighs_most() {
        let ask = Locale::from_accept_language;
        assert_eq!(ask("en-GB,en;q=0.9,zh;q=0.8"), Some(Locale::En));
        assert_eq!(ask("fr, zh-Hant;q=0.3, en;q=0.2"), Some(Locale::ZhCn));
        assert_eq!(ask("en;q=0, zh-CN;q=0.1"), Some(Locale::ZhCn));
        assert_eq!(ask("fr,de"), None);
        assert_eq!(ask(""), None);
    }
}
