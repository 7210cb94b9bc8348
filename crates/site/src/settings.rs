//! The settings of a site: one typed value, kept as a row per key.

mod change;
mod check;
mod store;

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use db::Db;
use kernel::{Currency, Fault, Locale, Outcome, Zone};
use serde::{Deserialize, Serialize};

use crate::legal::{self, Versions};

pub use change::{SettingsChanged, change, chosen_language, fix_at_first_start, fix_currency};
pub use check::{ADDRESS_MAX, DESCRIPTION_MAX, NAME_MAX, SELLER_MAX, TAGLINE_MAX, check};

/// Everything that an owner can set. A field is a key; its JSON form is the stored value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What the community is called.
    pub name: String,
    /// One or two characters that stand for it where a logo would.
    pub mark: String,
    /// One line under the name.
    pub tagline: String,
    /// What the landing page says in a few sentences.
    pub description: String,
    /// Its public address, `https://example.org`; unset until it has one.
    pub url: Option<String>,
    /// Other addresses that are also ours, scheme and host.
    pub aliases: Vec<String>,
    /// A second host that serves media, if any.
    pub media_origin: Option<String>,
    /// The language used where nothing else decides.
    pub locale: Locale,
    /// The zone in which days, weeks and months are cut. A change of it has nothing to rebuild: what
    /// is kept by the day (reads, how much was written, wrong passwords, which reactions one
    /// notification gathers) keeps one thing from being done or told twice on one day, and nothing is
    /// summed up by it; what ends with a day is kept as the instant and stays.
    pub zone: Zone,
    /// The currency of prices; fixed after the first order.
    pub currency: Currency,
    /// The brand colour as `#rrggbb`; the built-in accent when unset.
    pub accent: Option<String>,
    /// Who sells, as it stands on orders and receipts.
    pub seller: String,
    /// Where members reach the team.
    pub support_email: String,
    /// The address that mail is sent from.
    pub mail_from: String,
    /// Whether everybody with a role above member needs a second factor.
    pub team_second_factor: bool,
    /// Whether an address must be confirmed before anything may be written.
    pub confirm_before_writing: bool,
    /// Days in which an order may be refunded.
    pub refund_days: i64,
    /// Whether the sandbox provider was switched on by the owner.
    pub sandbox: bool,
    /// Whether this is a demonstration: personas exist, real providers and mail do not.
    pub demo: bool,
    /// Proxies whose `X-Forwarded-For` is believed, as addresses or networks.
    pub proxies: Vec<String>,
    /// How often things may be done.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "雅集".into(),
            mark: "雅".into(),
            tagline: String::new(),
            description: String::new(),
            url: None,
            aliases: Vec::new(),
            media_origin: None,
            locale: Locale::ZhCn,
            zone: Zone::named("Asia/Shanghai").unwrap_or_else(|_unknown| Zone::utc()),
            currency: Currency::CNY,
            accent: None,
            seller: String::new(),
            support_email: String::new(),
            mail_from: String::new(),
            team_second_factor: false,
            confirm_before_writing: false,
            refund_days: 7,
            sandbox: false,
            demo: false,
            proxies: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// How often things may be done; see the limits in the operator's guide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Switches every limit off, for benchmarks.
    pub off: bool,
    /// Requests a visitor's network may make in a minute.
    pub visitor_minute: u32,
    /// Requests a visitor's network may make in ten seconds.
    pub visitor_ten_seconds: u32,
    /// Requests a member may make in a minute.
    pub member_minute: u32,
    /// Writes a member may make in a minute.
    pub member_writes_minute: u32,
    /// Failed sign-ins for one login from one network in a minute.
    pub sign_in_login_minute: u32,
    /// Failed sign-ins from one network in a minute.
    pub sign_in_network_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            off: false,
            visitor_minute: 600,
            visitor_ten_seconds: 100,
            member_minute: 600,
            member_writes_minute: 30,
            sign_in_login_minute: 10,
            sign_in_network_minute: 100,
        }
    }
}

impl Limits {
    /// The tightest of them: where it is 0 nothing is let through.
    pub(crate) fn lowest(&self) -> u32 {
        let requests = self.visitor_minute.min(self.visitor_ten_seconds).min(self.member_minute);
        let sign_ins = self.sign_in_login_minute.min(self.sign_in_network_minute);
        requests.min(sign_ins).min(self.member_writes_minute)
    }
}

/// How the settings of a new site stand before anybody changed them, by language.
#[must_use]
pub fn defaults_for(locale: Locale) -> Settings {
    match locale {
        Locale::ZhCn => Settings::default(),
        Locale::En => Settings {
            name: "Yaji".into(),
            mark: "Y".into(),
            locale: Locale::En,
            zone: Zone::of_machine(),
            currency: Currency::USD,
            ..Settings::default()
        },
    }
}

impl Settings {
    /// Reads the settings; what was never set stands at its default.
    ///
    /// # Errors
    /// `Broken` when a stored value does not parse, or the database fails.
    pub async fn load(tx: &db::Tx) -> Outcome<Self> {
        let rows = store::list(tx).await?;
        let mut fields = serde_json::Map::new();
        for row in rows {
            let value = serde_json::from_str(&row.value)
                .map_err(|e| Fault::broken("reading a setting", e))?;
            fields.insert(row.key, value);
        }
        serde_json::from_value(fields.into()).map_err(|e| Fault::broken("reading the settings", e))
    }

    /// Reads the zone alone, for what is written often.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn load_zone(tx: &db::Tx) -> Outcome<Zone> {
        let Some(stored) = store::find(tx, "zone").await? else {
            return Ok(Self::default().zone);
        };
        serde_json::from_str(&stored).map_err(|e| Fault::broken("reading a setting", e))
    }

    /// The public address without a slash at its end, or the given origin while there is none.
    #[must_use]
    pub fn address<'a>(&'a self, origin: &'a str) -> &'a str {
        self.url.as_deref().unwrap_or(origin).trim_end_matches('/')
    }
}

/// The settings as they stand now, and the texts that members are asked to agree to, kept in memory
/// for every request.
#[derive(Debug, Clone)]
pub struct Site {
    now: Arc<RwLock<Now>>,
}

#[derive(Debug, Clone)]
struct Now {
    epoch: u64,
    settings: Arc<Settings>,
    asked: Versions,
}

async fn read(db: &Db) -> Outcome<(Arc<Settings>, Versions)> {
    db.read(async move |tx| Ok((Arc::new(Settings::load(tx).await?), legal::asked(tx).await?)))
        .await
}

impl Site {
    /// Reads the settings from the database and keeps them.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub async fn open(db: &Db) -> Outcome<Self> {
        let (settings, asked) = read(db).await?;
        Ok(Self { now: Arc::new(RwLock::new(Now { epoch: 1, settings, asked })) })
    }

    fn now(&self) -> RwLockReadGuard<'_, Now> {
        self.now.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The settings now.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.now().settings)
    }

    /// A number that grows whenever the settings change: part of every cached piece's key.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.now().epoch
    }

    /// The versions of the texts that members are asked to agree to.
    #[must_use]
    pub fn asked(&self) -> Versions {
        self.now().asked
    }

    /// Reads all that again, after a change here or on another node.
    ///
    /// # Errors
    /// As [`Settings::load`]; the settings in memory stay as they were.
    pub async fn reload(&self, db: &Db) -> Outcome<()> {
        let (settings, asked) = read(db).await?;
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        now.asked = asked;
        if now.settings != settings {
            *now = Now { epoch: now.epoch + 1, settings, asked };
        }
        Ok(())
    }
}
