//! Changing a setting.

use db::{Event, Tx};
use kernel::{Address, Fault, Locale, MemberId, Outcome};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Settings, check, store};

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
/// `Invalid` when the key is unknown or the value cannot be; `Conflict` with
/// `settings.currency_fixed` when an order already carries the old currency, and with
/// `settings.demo_has_no_address` where those two would be together.
pub async fn change(tx: &mut Tx, actor: Option<MemberId>, key: &str, value: &Value) -> Outcome<()> {
    let (before, value) = (Settings::load(tx).await?, settled(key, value));
    let mut fields =
        serde_json::to_value(&before).map_err(|e| Fault::broken("writing settings", e))?;
    let Some(field) = fields.get_mut(key) else {
        return Err(Fault::invalid("key", "settings.unknown"));
    };
    if *field == value {
        return Ok(());
    }
    *field = value.clone();
    let after: Settings = serde_json::from_value(fields).map_err(|_form| misread(key))?;
    // What another field holds does not stand in the way of putting this one right.
    if let Some((field, reason)) = check(&after).iter().find(|(field, _)| *field == key) {
        return Err(Fault::invalid(field, reason));
    }
    if after.demo && after.url.is_some() {
        return Err(Fault::Conflict("settings.demo_has_no_address"));
    }
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

/// The value as it is stored: an address as mail takes it, on whatever keyboard it was typed.
fn settled(key: &str, value: &Value) -> Value {
    match (key, value.as_str().map(Address::parse)) {
        ("support_email", Some(Ok(address))) => json!(address.stored()),
        _ => value.clone(),
    }
}

/// What is said of a value that is not of the setting's form.
fn misread(key: &str) -> Fault {
    match key {
        "zone" => Fault::invalid("zone", "settings.zone"),
        "currency" => Fault::invalid("currency", "settings.currency"),
        "refund_days" => Fault::invalid("refund_days", "settings.refund_days"),
        _ => Fault::invalid("value", "settings.invalid"),
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

fn fingerprint(value: &str) -> String {
    hex::encode(Sha256::digest(value.as_bytes()).get(..8).unwrap_or_default())
}
