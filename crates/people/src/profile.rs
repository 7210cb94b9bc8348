//! What others see of a member, and what the member has told the site about themselves.

pub mod api;
pub mod avatar;
pub mod change;
mod find;
pub mod page;

pub mod store;

use kernel::{Fault, Outcome};
use serde::{Deserialize, Serialize};
use url::Url;

/// The most links on a profile.
pub const LINKS_MAX: usize = 5;
/// The most characters of a bio.
pub const BIO_MAX: usize = 500;
/// The most characters of a place.
pub const LOCATION_MAX: usize = 60;
/// The most interests.
pub const INTERESTS_MAX: usize = 20;

/// The address of a picture.
#[must_use]
pub fn avatar_address(hash: &str) -> String {
    format!("/media/avatar/{hash}")
}

/// How often a member wants to hear from the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rhythm {
    /// Every day.
    Daily,
    /// Every week.
    #[default]
    Weekly,
    /// Never.
    Never,
}

impl Rhythm {
    /// Every rhythm, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Daily, Self::Weekly, Self::Never];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Never => "never",
        }
    }

    /// The rhythm of that name; weekly where there is none.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|rhythm| rhythm.key() == key).unwrap_or_default()
    }
}

/// Why a member came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Goal {
    /// To learn.
    Learn,
    /// To meet people.
    Meet,
    /// To help others.
    Answer,
    /// To look around.
    Look,
}

impl Goal {
    /// Every goal, in the order of the choice.
    pub const ALL: [Self; 4] = [Self::Learn, Self::Meet, Self::Answer, Self::Look];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Learn => "learn",
            Self::Meet => "meet",
            Self::Answer => "answer",
            Self::Look => "look",
        }
    }

    /// The goal of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|goal| goal.key() == key)
    }
}

/// Reads the links of a form, one a line: http and https only.
///
/// # Errors
/// `Invalid` for the field `links` with `links.invalid` or `links.many`.
pub fn parse_links(text: &str) -> Outcome<Vec<String>> {
    let mut links = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let full = if line.contains("://") { line.to_owned() } else { format!("https://{line}") };
        let wrong = || Fault::invalid("links", "links.invalid");
        let url = Url::parse(&full).map_err(|_no_url| wrong())?;
        let web = matches!(url.scheme(), "http" | "https");
        let named = url.domain().is_some_and(|domain| domain.contains('.'));
        let plain = url.username().is_empty() && url.password().is_none();
        if !web || !named || !plain || full.len() > 300 {
            return Err(wrong());
        }
        links.push(url.to_string());
    }
    if links.len() > LINKS_MAX {
        return Err(Fault::invalid("links", "links.many"));
    }
    Ok(links)
}

/// Reads interests separated by commas of either keyboard: at most 20, of at most 30 characters.
///
/// # Errors
/// `Invalid` for the field `interests` with `interests.many` or `interests.long`.
pub fn parse_interests(text: &str) -> Outcome<Vec<String>> {
    let mut interests: Vec<String> = Vec::new();
    for word in text.split([',', '，', '、', '\n']) {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        if word.chars().count() > 30 {
            return Err(Fault::invalid("interests", "interests.long"));
        }
        if !word.is_empty() && !interests.contains(&word) {
            interests.push(word);
        }
    }
    if interests.len() > INTERESTS_MAX {
        return Err(Fault::invalid("interests", "interests.many"));
    }
    Ok(interests)
}

/// A link as a profile shows it: without scheme and without a slash at its end.
#[must_use]
pub fn shown_link(link: &str) -> String {
    let bare = link.split_once("://").map_or(link, |(_, rest)| rest);
    bare.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_web_and_nowhere_else() {
        let links = parse_links("example.org\n https://a.example/b \n\n").unwrap();
        assert_eq!(links, ["https://example.org/", "https://a.example/b"]);
        for wrong in ["javascript:alert(1)", "data:text/html,x", "https://u:p@a.org", "ftp://a.org"]
        {
            assert_eq!(parse_links(wrong).unwrap_err().key(), "links.invalid", "{wrong}");
        }
        let six = "a.org\n".repeat(6);
        assert_eq!(parse_links(&six).unwrap_err().key(), "links.many");
        assert_eq!(shown_link("https://example.org/"), "example.org");
    }

    #[test]
    fn interests_are_parted_by_the_commas_of_either_keyboard() {
        let found = parse_interests("量子计算，写作、 写作, machine  learning").unwrap();
        assert_eq!(found, ["量子计算", "写作", "machine learning"]);
        assert_eq!(parse_interests(&"长".repeat(31)).unwrap_err().key(), "interests.long");
    }
}
