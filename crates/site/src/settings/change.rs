//! Changing a setting.

use db::{Event, Tx};
use kernel::{Fault, Locale, MemberId, Outcome};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Settings, store};
use crate::AddressRange;

/// A setting changed. Fingerprints tell that a value differs without telling the value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SettingsChanged {
    /// The field's name.
    pub key: String,
    /// Fingerprint of the value before, if it was ever set.
    pub before: Option<String>,
    /// Fingerprint of the value now.
    pub after: String,
}

impl Event for SettingsChanged {
    const NAME: &'static str = "settings.changed";
    const VERSION: u16 = 1;
}

/// Sets one setting to a JSON value.
///
/// # Errors
/// `Invalid` when the key is unknown or the value is of the wrong form; `Conflict` with
/// `settings.currency_fixed` when an order already carries the old currency.
pub async fn change(tx: &mut Tx, actor: Option<MemberId>, key: &str, value: &Value) -> Outcome<()> {
    let before = Settings::load(tx).await?;
    let mut fields =
        serde_json::to_value(&before).map_err(|e| Fault::broken("writing settings", e))?;
    let Some(field) = fields.get_mut(key) else {
        return Err(Fault::invalid("key", "settings.unknown"));
    };
    if *field == *value {
        return Ok(());
    }
    *field = value.clone();
    let after: Settings =
        serde_json::from_value(fields).map_err(|_form| Fault::invalid("value", why_not(key)))?;
    check(&after)?;
    let (old, new) = (store::find(tx, key).await?, value.to_string());
    if store::is_fixed(tx, key).await? {
        return Err(Fault::Conflict("settings.currency_fixed"));
    }
    store::update(tx, key, (old.clone(), &new), actor).await?;
    tx.announce(SettingsChanged {
        key: key.to_owned(),
        before: old.as_deref().map(fingerprint),
        after: fingerprint(&new),
    })
    .await
}

/// Why a value is none, in the words of its field.
fn why_not(key: &str) -> &'static str {
    match key {
        "currency" => "settings.currency",
        "zone" => "settings.zone",
        _ => "settings.invalid",
    }
}

/// The language that a site was set up in, once somebody has set it up.
///
/// # Errors
/// When the database fails.
pub async fn chosen_language(tx: &Tx) -> Outcome<Option<Locale>> {
    let stored = store::find(tx, "locale").await?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Stores the settings of a new site that must not move with the program's defaults: name,
/// language, zone and currency. Does nothing where they are stored already.
///
/// # Errors
/// When the database fails.
pub async fn fix_at_first_start(tx: &mut Tx, settings: &Settings) -> Outcome<()> {
    let fields =
        serde_json::to_value(settings).map_err(|e| Fault::broken("writing settings", e))?;
    for key in ["name", "mark", "locale", "zone", "currency"] {
        if store::find(tx, key).await?.is_none() {
            let value = fields.get(key).unwrap_or(&Value::Null).to_string();
            store::update(tx, key, (None, &value), None).await?;
        }
    }
    Ok(())
}

/// Keeps the currency from ever changing again: called with the first order.
///
/// # Errors
/// When the database fails.
pub async fn fix_currency(tx: &mut Tx) -> Outcome<()> {
    if store::is_fixed(tx, "currency").await? {
        return Ok(());
    }
    if store::find(tx, "currency").await?.is_none() {
        let currency = Settings::load(tx).await?.currency;
        let value = Value::String(currency.code().to_owned()).to_string();
        store::update(tx, "currency", (None, &value), None).await?;
    }
    store::insert_fixed(tx, "currency").await
}

/// Whether settings can be what they are.
///
/// # Errors
/// `Invalid` with the field that cannot be so; `Conflict` where two cannot be together.
pub fn check(settings: &Settings) -> Outcome<()> {
    let name = settings.name.trim();
    if name.is_empty() || name.chars().count() > 40 {
        return Err(Fault::invalid("name", "settings.name"));
    }
    if settings.mark.chars().count() > 2 {
        return Err(Fault::invalid("mark", "settings.mark"));
    }
    for address in settings.url.iter().chain(&settings.aliases).chain(&settings.media_origin) {
        check_address(address)?;
    }
    if !settings.proxies.iter().all(|range| range.parse::<AddressRange>().is_ok()) {
        return Err(Fault::invalid("proxies", "settings.proxies"));
    }
    if settings.limits.lowest() == 0 {
        return Err(Fault::invalid("limits", "settings.limits"));
    }
    if settings.accent.as_deref().is_some_and(|colour| !is_colour(colour)) {
        return Err(Fault::invalid("accent", "settings.accent"));
    }
    if !(0..=365).contains(&settings.refund_days) {
        return Err(Fault::invalid("refund_days", "settings.refund_days"));
    }
    if settings.demo && settings.url.is_some() {
        return Err(Fault::Conflict("settings.demo_has_no_address"));
    }
    Ok(())
}

fn check_address(address: &str) -> Outcome<()> {
    let wrong = || Fault::invalid("url", "settings.url");
    let parsed = url::Url::parse(address).map_err(|_no_address| wrong())?;
    let bare = parsed.path() == "/" && parsed.query().is_none() && parsed.fragment().is_none();
    let http = matches!(parsed.scheme(), "http" | "https");
    if bare && http && parsed.username().is_empty() { Ok(()) } else { Err(wrong()) }
}

fn is_colour(text: &str) -> bool {
    text.len() == 7
        && text.strip_prefix('#').is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn fingerprint(value: &str) -> String {
    hex::encode(Sha256::digest(value.as_bytes()).get(..8).unwrap_or_default())
}
