//! `yaji settings …`: the site's settings from the terminal, also those that the studio does not
//! show, and the way back when a wrong public address shuts everybody out.

use clap::Subcommand;
use db::Db;
use kernel::{Fault, Locale, Outcome};
use serde_json::{Map, Value};
use site::Settings;

use crate::mistake::Mistake;

/// What can be done with settings.
#[derive(Debug, Subcommand)]
pub enum SettingsCommand {
    /// List them all, or those whose name begins with a word
    List {
        /// How the names begin
        #[arg(default_value = "")]
        prefix: String,
    },
    /// Change one; a running site takes it over at once
    Set {
        /// Its name as `list` prints it, such as url, proxies or `limits.visitor_minute`
        key: String,
        /// The new value; several for a list, none empties it
        values: Vec<String>,
    },
}

/// Does what the command says and gives the lines to print.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub async fn run(db: &Db, command: SettingsCommand) -> Result<Vec<String>, Mistake> {
    match command {
        SettingsCommand::List { prefix } => {
            let mut lines = list(db).await?;
            lines.retain(|line| line.starts_with(&prefix));
            Ok(lines)
        }
        SettingsCommand::Set { key, values } => {
            let text = values.join(" ");
            let done = set(db, key.clone(), values).await;
            done.map_err(|fault| refused(&key, &text, fault))?;
            let key = format!("{key} = ");
            Ok(list(db).await?.into_iter().filter(|line| line.starts_with(&key)).collect())
        }
    }
}

fn refused(key: &str, text: &str, fault: Fault) -> Mistake {
    match fault {
        Fault::Invalid(_) if fault.key() == "settings.unknown" => Mistake::new(
            format!("there is no setting {key}"),
            "the name is not known",
            "see them all with: yaji settings list",
        ),
        Fault::Invalid(_) => {
            let next = match fault.key() {
                "settings.invalid" => "compare its form with: yaji settings list",
                reason => web::fault_text(Locale::En, reason),
            };
            let why = format!("it cannot be {text:?}");
            Mistake::new(format!("{key} was not changed"), why, next)
        }
        other => other.into(),
    }
}

async fn list(db: &Db) -> Outcome<Vec<String>> {
    let settings = db.read(async |tx: &db::Tx| Settings::load(tx).await).await?;
    let mut lines = Vec::new();
    for (key, value) in fields(&settings)? {
        match value {
            Value::Object(inner) => {
                lines.extend(inner.iter().map(|(name, value)| format!("{key}.{name} = {value}")));
            }
            value => lines.push(format!("{key} = {value}")),
        }
    }
    Ok(lines)
}

fn fields(settings: &Settings) -> Outcome<Map<String, Value>> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(Fault::broken("reading the settings", error)),
    }
}

async fn set(db: &Db, key: String, values: Vec<String>) -> Outcome<()> {
    db.tx(async move |tx| {
        let now = fields(&Settings::load(tx).await?)?;
        let (field, name) =
            key.split_once('.').map_or((key.as_str(), None), |(field, name)| (field, Some(name)));
        let unknown = || Fault::invalid("key", "settings.unknown");
        let mut whole = now.get(field).cloned().ok_or_else(unknown)?;
        match (name, whole.as_object_mut()) {
            (None, None) if values.is_empty() && is_optional(field)? => whole = Value::Null,
            (None, None) => whole = value_like(&whole, &values),
            (Some(name), Some(inner)) => {
                let part = inner.get_mut(name).ok_or_else(unknown)?;
                *part = value_like(part, &values);
            }
            _ => return Err(unknown()),
        }
        site::settings::change(tx, None, field, &whole).await
    })
    .await
}

fn is_optional(field: &str) -> Outcome<bool> {
    Ok(fields(&Settings::default())?.get(field).is_some_and(Value::is_null))
}

/// What was typed, in the form of the value that it replaces.
fn value_like(before: &Value, values: &[String]) -> Value {
    let text = values.join(" ");
    match before {
        Value::Array(_) => values.iter().cloned().map(Value::String).collect(),
        Value::Bool(_) | Value::Number(_) => {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        }
        Value::String(_) | Value::Null | Value::Object(_) => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    use db::db_test;

    use super::*;

    async fn set_all(db: &Db, key: &str, values: &[&str]) -> Result<Vec<String>, String> {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let command = SettingsCommand::Set { key: key.to_owned(), values };
        run(db, command).await.map_err(|mistake| mistake.to_string())
    }

    #[db_test]
    async fn what_is_typed_takes_the_form_of_what_it_replaces(db: Db) {
        let set = async |key: &str, values: &[&str]| set_all(&db, key, values).await;
        let proxies = ["10.0.0.0/8", "::1"];
        assert_eq!(set("proxies", &proxies).await.unwrap(), [r#"proxies = ["10.0.0.0/8","::1"]"#]);
        assert_eq!(set("proxies", &[]).await.unwrap(), ["proxies = []"]);
        assert_eq!(set("sandbox", &["true"]).await.unwrap(), ["sandbox = true"]);
        let limit = set("limits.visitor_minute", &["900"]).await.unwrap();
        assert_eq!(limit, ["limits.visitor_minute = 900"]);
        let url = set("url", &["https://example.org"]).await.unwrap();
        assert_eq!(url, [r#"url = "https://example.org""#]);
        assert_eq!(set("name", &["Tea", "House"]).await.unwrap(), [r#"name = "Tea House""#]);
    }

    #[db_test]
    async fn a_wrong_name_or_form_is_refused_and_nothing_changes(db: Db) {
        let long = "字".repeat(3_000);
        for (key, value) in [
            ("prxies", "10.0.0.1"),
            ("limits.every_minute", "1"),
            ("limits", "1"),
            ("limits.visitor_minute", "many"),
            ("proxies", "the one in front"),
            ("url", "example"),
            ("zone", "Mars/Olympus"),
            ("support_email", "bad"),
            ("mail_from", "hello@example.org\r\nBcc: a@b.c"),
            ("tagline", long.as_str()),
        ] {
            let said = set_all(&db, key, &[value]).await.unwrap_err();
            assert!(said.contains(key), "{said}");
        }
        let settings = db.read(async |tx: &db::Tx| Settings::load(tx).await).await.unwrap();
        assert_eq!(settings, Settings::default());
    }

    #[db_test]
    async fn what_is_refused_is_told_with_what_may_stand_there(db: Db) {
        let said = set_all(&db, "mail_from", &["nobody"]).await.unwrap_err();
        assert!(said.contains("such as hello@example.org"), "{said}");
        let said = set_all(&db, "zone", &["Mars/Olympus"]).await.unwrap_err();
        assert!(said.contains("Write it as Asia/Shanghai"), "{said}");
    }

    #[db_test]
    async fn an_address_is_stored_as_mail_takes_it(db: Db) {
        let stored = set_all(&db, "support_email", &["Ｈｉ＠example。org"]).await.unwrap();
        assert_eq!(stored, [r#"support_email = "Hi@example.org""#]);
    }

    #[db_test]
    async fn an_address_that_was_set_can_be_taken_away(db: Db) {
        set_all(&db, "url", &["https://exmaple.org"]).await.unwrap();
        assert_eq!(set_all(&db, "url", &[]).await.unwrap(), ["url = null"]);
    }
}
