//! Handles: the name of a member in addresses and mentions, `/m/{handle}`.

pub mod change;
pub mod store;

use kernel::{Fault, Outcome};

use crate::secret;

/// Names that no member may take: first path segments of the site, and words that would let
/// somebody pass for the team.
pub const RESERVED: &[&str] = &[
    "_gallery",
    "about",
    "admin",
    "administrator",
    "api",
    "app",
    "apps",
    "assets",
    "ask",
    "asks",
    "avatar",
    "brand",
    "buy",
    "certificates",
    "checkins",
    "checkout",
    "claim",
    "code",
    "community",
    "confirm",
    "contact",
    "contests",
    "course",
    "courses",
    "demo",
    "embed",
    "event",
    "events",
    "everyone",
    "feed",
    "feedback",
    "follows",
    "free",
    "gallery",
    "gathering",
    "gatherings",
    "gift",
    "healthz",
    "help",
    "home",
    "hooks",
    "inbox",
    "invite",
    "join",
    "kept",
    "leaderboard",
    "learn",
    "legal",
    "lists",
    "live",
    "login",
    "logout",
    "mail",
    "media",
    "member",
    "members",
    "mentions",
    "metrics",
    "mod",
    "moderator",
    "new",
    "newsletter",
    "notifications",
    "null",
    "official",
    "order",
    "orders",
    "owner",
    "passkey",
    "pay",
    "persona",
    "plans",
    "post",
    "posts",
    "preferences",
    "preview",
    "pricing",
    "privacy",
    "readyz",
    "recover",
    "refunds",
    "register",
    "report",
    "rewards",
    "robots",
    "root",
    "rules",
    "sandbox",
    "search",
    "security",
    "settings",
    "signin",
    "signup",
    "site",
    "sitemap",
    "socket",
    "space",
    "spaces",
    "staff",
    "start",
    "static",
    "studio",
    "support",
    "surveys",
    "system",
    "tag",
    "tags",
    "team",
    "terms",
    "undefined",
    "undo",
    "unsubscribe",
    "verify",
    "visitor",
    "welcome",
    "yaji",
];

/// A checked handle: `[a-z0-9_]{3,30}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Handle(String);

impl Handle {
    /// Checks a handle that a person chose; capitals are folded.
    ///
    /// # Errors
    /// `Invalid` for the field `handle` with `handle.missing`, `handle.invalid`, or
    /// `handle.reserved` (also for `m` and digits, which the site gives by itself).
    pub fn parse(typed: &str) -> Outcome<Self> {
        let text = typed.trim().trim_start_matches('@').to_ascii_lowercase();
        if text.is_empty() {
            return Err(Fault::invalid("handle", "handle.missing"));
        }
        let fits = (3..=30).contains(&text.len());
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !fits || !plain {
            return Err(Fault::invalid("handle", "handle.invalid"));
        }
        if RESERVED.contains(&text.as_str()) || is_given(&text) {
            return Err(Fault::invalid("handle", "handle.reserved"));
        }
        Ok(Self(text))
    }

    /// A handle that the site gives by itself: `m` and eight random digits.
    #[must_use]
    pub fn random() -> Self {
        Self(format!("m{}", secret::digits(8)))
    }

    /// A handle near an imported name: its ASCII letters and digits folded, or `fallback` where
    /// too few are left. It is checked like any other.
    ///
    /// # Errors
    /// As [`parse`](Self::parse) when the fallback is no handle either.
    pub fn near(name: &str, fallback: &str) -> Outcome<Self> {
        let folded: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
            .collect();
        let folded = folded.split('_').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("_");
        let cut: String = folded.chars().take(24).collect();
        Self::parse(cut.trim_matches('_')).or_else(|_unusable| Self::parse(fallback))
    }

    /// The handle as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a handle has the form of those that the site gives by itself.
#[must_use]
pub fn is_given(handle: &str) -> bool {
    handle
        .strip_prefix('m')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Checks a name: free text of 1 to 40 characters without control characters.
///
/// # Errors
/// `Invalid` for the field `name` with `name.missing`, `name.long` or `name.invalid`.
pub fn parse_name(typed: &str) -> Outcome<String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Fault::invalid("name", "name.missing"));
    }
    if name.chars().count() > 40 {
        return Err(Fault::invalid("name", "name.long"));
    }
    if !is_readable(&name) {
        return Err(Fault::invalid("name", "name.invalid"));
    }
    Ok(name)
}

/// Whether a name shows something, and nothing that would rewrite what stands beside it: letters
/// that turn the direction of a line, control characters.
#[must_use]
pub fn is_readable(name: &str) -> bool {
    let turns =
        |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    let shows = |c: char| !c.is_whitespace() && !is_blank(c);
    name.chars().any(shows) && !name.chars().any(|c| c.is_control() || turns(c))
}

/// Characters that draw nothing by themselves; inside a name some join what stands around them.
const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_three_to_thirty_plain_characters() {
        assert_eq!(Handle::parse(" @Mei_Hua9 ").unwrap().as_str(), "mei_hua9");
        for wrong in ["", "ab", "梅花", "a b c", "a-b-c", "a.b.c", &"x".repeat(31), "<script>"] {
            assert!(Handle::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nobody_takes_a_path_of_the_site_or_the_name_of_the_team() {
        for word in ["studio", "API", "login", "owner", "members"] {
            assert_eq!(Handle::parse(word).unwrap_err().key(), "handle.reserved", "{word}");
        }
    }

    #[test]
    fn nobody_chooses_what_the_site_gives() {
        assert_eq!(Handle::parse("m12345678").unwrap_err().key(), "handle.reserved");
        let given = Handle::random();
        assert!(is_given(given.as_str()) && given.as_str().len() == 9);
        assert!(Handle::parse("m1a").is_ok());
    }

    #[test]
    fn an_imported_name_becomes_a_handle_near_it() {
        assert_eq!(Handle::near("Niel de Beaudrap", "se5").unwrap().as_str(), "niel_de_beaudrap");
        assert_eq!(Handle::near("量子", "se17").unwrap().as_str(), "se17");
        assert_eq!(Handle::near("admin", "se18").unwrap().as_str(), "se18");
    }

    #[test]
    fn a_name_is_free_text_that_cannot_turn_the_line() {
        assert_eq!(parse_name("  梅  花 ").unwrap(), "梅 花");
        assert_eq!(parse_name(&"字".repeat(41)).unwrap_err().key(), "name.long");
        assert_eq!(parse_name("a\u{202E}b").unwrap_err().key(), "name.invalid");
        assert_eq!(parse_name(" ").unwrap_err().key(), "name.missing");
        for unseen in ["\u{200B}", "\u{200B}\u{200D}", "\u{3164}", "\u{2800} \u{AD}"] {
            assert_eq!(parse_name(unseen).unwrap_err().key(), "name.invalid", "{unseen:?}");
        }
        assert!(parse_name("👩\u{200D}💻").is_ok(), "joined inside a name");
    }
}
