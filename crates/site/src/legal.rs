//! Legal texts: rules, privacy, terms, refunds, each in numbered versions per language.

mod store;

use db::{Event, Tx};
use kernel::{Fault, Locale, MemberId, Outcome, Ts};
use serde::{Deserialize, Serialize};

/// Which text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LegalKind {
    /// The rules of the community.
    Rules,
    /// What is kept about people.
    Privacy,
    /// The terms of sale and use.
    Terms,
    /// When money goes back.
    Refunds,
}

impl LegalKind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Rules, Self::Privacy, Self::Terms, Self::Refunds];

    /// The kind's name in addresses and rows.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Privacy => "privacy",
            Self::Terms => "terms",
            Self::Refunds => "refunds",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The text that a new site has until its owner writes another, in a language.
    #[must_use]
    pub const fn template(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Rules, Locale::ZhCn) => include_str!("legal/rules.zh-CN.md"),
            (Self::Rules, Locale::En) => include_str!("legal/rules.en.md"),
            (Self::Privacy, Locale::ZhCn) => include_str!("legal/privacy.zh-CN.md"),
            (Self::Privacy, Locale::En) => include_str!("legal/privacy.en.md"),
            (Self::Terms, Locale::ZhCn) => include_str!("legal/terms.zh-CN.md"),
            (Self::Terms, Locale::En) => include_str!("legal/terms.en.md"),
            (Self::Refunds, Locale::ZhCn) => include_str!("legal/refunds.zh-CN.md"),
            (Self::Refunds, Locale::En) => include_str!("legal/refunds.en.md"),
        }
    }
}

/// Versions of the texts that every member agrees to: those that are asked for, or those that
/// somebody agreed to. 0 is the template, which asks nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Versions {
    /// Of the rules.
    pub rules: i64,
    /// Of what is kept about people.
    pub privacy: i64,
}

impl Versions {
    /// The version of one of the texts.
    #[must_use]
    pub const fn of(self, kind: LegalKind) -> i64 {
        match kind {
            LegalKind::Rules => self.rules,
            LegalKind::Privacy => self.privacy,
            LegalKind::Terms | LegalKind::Refunds => 0,
        }
    }

    /// Whether one of the texts has a newer version.
    #[must_use]
    pub const fn is_behind(self, newest: Self) -> bool {
        self.rules < newest.rules || self.privacy < newest.privacy
    }

    /// Of rows of a kind and a version each.
    #[must_use]
    pub fn read(rows: &[(String, i64)]) -> Self {
        let of = |kind: LegalKind| rows.iter().find(|(key, _)| key == kind.key());
        let version = |kind| of(kind).map_or(0, |(_, version)| *version);
        Self { rules: version(LegalKind::Rules), privacy: version(LegalKind::Privacy) }
    }
}

/// A version of a legal text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalText {
    /// Which text.
    pub kind: LegalKind,
    /// 0 is the template that nobody has published; published versions count from 1.
    pub version: i64,
    /// The language of the body.
    pub locale: Locale,
    /// Markdown.
    pub body: String,
    /// When it was published; none for the template.
    pub published_at: Option<Ts>,
}

/// A legal text was published.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LegalPublished {
    /// Which text.
    pub kind: LegalKind,
    /// The new version.
    pub version: i64,
}

impl Event for LegalPublished {
    const NAME: &'static str = "legal.published";
    const VERSION: u16 = 1;
}

/// The newest version in a language, else in another language, else the template.
///
/// # Errors
/// When the database fails.
pub async fn current(tx: &Tx, kind: LegalKind, locale: Locale) -> Outcome<LegalText> {
    let version = current_version(tx, kind).await?;
    let found = store::list_version(tx, kind, version).await?;
    let best = found.iter().find(|row| row.locale == locale.tag()).or_else(|| found.first());
    Ok(best.map_or_else(
        || LegalText {
            kind,
            version: 0,
            locale,
            body: kind.template(locale).to_owned(),
            published_at: None,
        },
        |row| LegalText {
            kind,
            version: row.version,
            locale: Locale::from_tag(&row.locale).unwrap_or(locale),
            body: row.body.clone(),
            published_at: Some(row.published_at),
        },
    ))
}

/// The number of the newest version, 0 while only the template exists.
///
/// # Errors
/// When the database fails.
pub async fn current_version(tx: &Tx, kind: LegalKind) -> Outcome<i64> {
    store::newest_version(tx, kind).await
}

/// The versions that members are asked to agree to.
///
/// # Errors
/// When the database fails.
pub async fn asked(tx: &Tx) -> Outcome<Versions> {
    Ok(Versions::read(&store::list_asked(tx).await?))
}

/// Publishes the next version, in one or several languages at once.
///
/// # Errors
/// `Invalid` when a body is empty or longer than 100,000 characters, or none is given.
pub async fn publish(
    tx: &mut Tx,
    actor: Option<MemberId>,
    kind: LegalKind,
    bodies: &[(Locale, String)],
) -> Outcome<i64> {
    let fits = |body: &str| !body.trim().is_empty() && body.chars().count() <= 100_000;
    if bodies.is_empty() || !bodies.iter().all(|(_, body)| fits(body)) {
        return Err(Fault::invalid("body", "legal.body"));
    }
    let version = current_version(tx, kind).await? + 1;
    for (locale, body) in bodies {
        store::insert(tx, (kind, version, *locale), body, actor).await?;
    }
    tx.announce(LegalPublished { kind, version }).await?;
    Ok(version)
}
