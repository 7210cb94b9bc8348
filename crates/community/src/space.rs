//! A space: a place for posts, and who may enter it.

pub mod change;
pub mod create;
pub mod people;
pub(crate) mod store;

pub(crate) mod api;
mod form;
pub(crate) mod page;
pub(crate) mod studio;

use access::Thing;
use db::Tx;
use kernel::{FieldErrors, Outcome, Ts};

kernel::id!(
    /// One space.
    pub SpaceId
);

/// Who may enter a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// Anyone reads.
    Open,
    /// Any account reads; a visitor sees name and description.
    Members,
    /// Whoever holds one of its plans, or the space, reads; others see what is outside the gate.
    Plan,
    /// Only those who were added know that it exists.
    Secret,
}

impl Visibility {
    /// All of them, from open to closed.
    pub const ALL: [Self; 4] = [Self::Open, Self::Members, Self::Plan, Self::Secret];

    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Members => "members",
            Self::Plan => "plan",
            Self::Secret => "secret",
        }
    }

    /// The visibility of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.key() == key)
    }
}

/// Who may open a post in a space; comments are open to whoever is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posting {
    /// Everybody who is inside.
    Everyone,
    /// The team and the space's moderators.
    Team,
}

impl Posting {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Team => "team",
        }
    }

    /// The rule of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Everyone, Self::Team].into_iter().find(|p| p.key() == key)
    }
}

crate::text_column!(Visibility, Posting);

/// A space with its plans.
#[derive(Debug, Clone)]
pub struct Space {
    /// Which one.
    pub id: SpaceId,
    /// Its part of the address: `/s/{handle}`.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence or two.
    pub description: String,
    /// What invites to write where it is empty.
    pub prompt: String,
    /// The name of its icon.
    pub icon: String,
    /// Who may enter.
    pub visibility: Visibility,
    /// Whether those outside a plan space see titles, summaries and free parts.
    pub shown: bool,
    /// Who may open a post.
    pub posting: Posting,
    /// Where it stands among the others.
    pub place: i64,
    /// The plans that open it, where it is a plan space.
    pub plans: Vec<i64>,
    /// When it was opened.
    pub created_at: Ts,
}

impl Space {
    /// Its page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/s/{}", self.handle)
    }
}

/// The icons that a space may have; names of the sprite.
pub const ICONS: [&str; 8] =
    ["hash", "message-square", "book-open", "circle-help", "bell", "lightbulb", "users", "gem"];

/// First path segments that a space's handle may look like without harm are none: spaces live
/// under `/s/`. These words only would mislead.
const MISLEADING: [&str; 3] = ["new", "all", "edit"];

/// What somebody filled in about a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceDraft {
    /// Wished handle.
    pub handle: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// What invites to write.
    pub prompt: String,
    /// Icon.
    pub icon: String,
    /// Visibility's key.
    pub visibility: String,
    /// Posting's key.
    pub posting: String,
    /// Whether those outside see titles and free parts.
    pub shown: bool,
    /// Plans that open it.
    pub plans: Vec<i64>,
}

/// A draft that is fit to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceText {
    /// Handle.
    pub handle: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// What invites to write.
    pub prompt: String,
    /// Icon.
    pub icon: String,
    /// Who may enter.
    pub visibility: Visibility,
    /// Who may open a post.
    pub posting: Posting,
    /// Whether those outside see titles and free parts.
    pub shown: bool,
    /// Plans, sorted, none twice; empty unless it is a plan space.
    pub plans: Vec<i64>,
}

impl SpaceDraft {
    /// Checks every field; whether its plans exist is for the verb to see.
    ///
    /// # Errors
    /// `Invalid` with all fields that are wrong.
    pub fn parse(self) -> Outcome<SpaceText> {
        let mut errors = FieldErrors::none();
        let handle = self.handle.trim().to_ascii_lowercase();
        if !is_handle(&handle) {
            errors.add("handle", "space.handle_invalid");
        }
        let name = one_line(&self.name);
        match name.chars().count() {
            _ if is_blank(&name) => errors.add("name", "space.name_missing"),
            _ if turns(&name) => errors.add("name", "text.turns"),
            0..=40 => {}
            _ => errors.add("name", "space.name_long"),
        }
        let (description, prompt) = (one_line(&self.description), one_line(&self.prompt));
        for (field, text) in [("description", &description), ("prompt", &prompt)] {
            if turns(text) {
                errors.add(field, "text.turns");
            }
        }
        if description.chars().count() > 300 {
            errors.add("description", "space.description_long");
        }
        if prompt.chars().count() > 120 {
            errors.add("prompt", "space.prompt_long");
        }
        let visibility = Visibility::from_key(&self.visibility);
        if visibility.is_none() {
            errors.add("visibility", "space.visibility_invalid");
        }
        let posting = Posting::from_key(&self.posting);
        if posting.is_none() {
            errors.add("posting", "space.posting_invalid");
        }
        let icon = if ICONS.contains(&self.icon.as_str()) { self.icon } else { "hash".to_owned() };
        let visibility = visibility.unwrap_or(Visibility::Secret);
        let mut plans = if visibility == Visibility::Plan { self.plans } else { Vec::new() };
        plans.sort_unstable();
        plans.dedup();
        if visibility == Visibility::Plan && plans.is_empty() {
            errors.add("plans", "space.plan_needed");
        }
        let posting = posting.unwrap_or(Posting::Team);
        let shown = self.shown;
        errors.or(SpaceText {
            handle,
            name,
            description,
            prompt,
            icon,
            visibility,
            posting,
            shown,
            plans,
        })
    }
}

impl SpaceText {
    /// Checks that the plans exist.
    ///
    /// # Errors
    /// `Invalid` with `space.plan_unknown`.
    pub(crate) async fn check_plans(&self, tx: &Tx) -> Outcome<()> {
        let plans: Vec<Thing> = self.plans.iter().copied().map(Thing::plan).collect();
        access::thing::check(tx, &plans, ("plans", "space.plan_unknown")).await
    }
}

/// Whether a text may stand in a space's address.
#[must_use]
pub fn is_handle(handle: &str) -> bool {
    let fit = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
    (2..=30).contains(&handle.len())
        && handle.bytes().all(fit)
        && handle.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        && !MISLEADING.contains(&handle)
}

/// Whether a text shows nothing: blanks, and signs that take no room.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || text::is_invisible(c))
}

/// Whether a text holds signs that turn the direction of the line, by which a title would rewrite
/// what stands beside it; names refuse the same.
#[must_use]
pub fn turns(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// A text on one line: runs of blanks are one, none at the ends, no control characters.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line
}

/// Whether there is a space yet, and whether anybody has written in one.
///
/// # Errors
/// When the database fails.
pub async fn begun(tx: &db::Tx) -> Outcome<(bool, bool)> {
    let (spaces, posts) = store::totals(tx).await?;
    Ok((spaces > 0, posts > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> SpaceDraft {
        SpaceDraft {
            handle: " LLM ".into(),
            name: "大模型".into(),
            description: "用\n起来".into(),
            prompt: String::new(),
            icon: "<svg>".into(),
            visibility: "plan".into(),
            posting: "everyone".into(),
            shown: true,
            plans: vec![3, 1, 3],
        }
    }

    #[test]
    fn what_was_filled_in_is_tidied() {
        let text = draft().parse().unwrap();
        assert_eq!((text.handle.as_str(), text.description.as_str()), ("llm", "用 起来"));
        assert_eq!((text.plans, text.icon.as_str()), (vec![1, 3], "hash"));
    }

    #[test]
    fn plans_belong_to_plan_spaces_alone() {
        let open = SpaceDraft { visibility: "open".into(), ..draft() };
        assert!(open.parse().unwrap().plans.is_empty());
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = SpaceDraft {
            handle: "../x".into(),
            name: " ".into(),
            visibility: "public".into(),
            description: "长".repeat(301),
            ..draft()
        };
        let kernel::Fault::Invalid(fields) = wrong.parse().unwrap_err() else { panic!() };
        assert_eq!(fields.of("handle"), Some("space.handle_invalid"));
        assert_eq!(fields.of("name"), Some("space.name_missing"));
        assert_eq!(fields.of("visibility"), Some("space.visibility_invalid"));
        assert_eq!(fields.of("description"), Some("space.description_long"));
    }

    #[test]
    fn handles_are_short_words_in_ascii() {
        for good in ["ai", "llm-ops", "2026", "a_b"] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["", "a", "new", "-x", "A", "大模型", "a/b", &"a".repeat(31)] {
            assert!(!is_handle(bad), "{bad}");
        }
    }
}
