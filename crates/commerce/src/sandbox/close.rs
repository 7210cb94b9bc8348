//! Switching the sandbox off: what it sold ends.

use access::{End, SourceKind};
use db::{Entry, Subscriber, Tx};
use kernel::{Id as _, Outcome};
use site::Settings;
use site::settings::SettingsChanged;

use crate::order;

/// Ends everything that was sold for sandbox money; says how many orders that were.
///
/// # Errors
/// When the database fails.
pub async fn close(tx: &mut Tx) -> Outcome<usize> {
    let orders = order::store::list_of_sandbox(tx).await?;
    for id in &orders {
        access::end_of_source(tx, SourceKind::Order, id.get(), End::Sandbox).await?;
    }
    Ok(orders.len())
}

/// The inline subscriber that closes the sandbox when the site gets a public address, and ends
/// what it sold when the owner switches it off.
#[must_use]
pub fn subscriber() -> Subscriber {
    Subscriber::inline("commerce.sandbox").on(
        async |tx: &mut Tx, entry: &Entry<SettingsChanged>| {
            let key = entry.event.key.as_str();
            if key != "url" && key != "sandbox" {
                return Ok(());
            }
            let settings = Settings::load(tx).await?;
            let public = settings.url.as_deref().is_some_and(|url| !super::is_loopback(url));
            if key == "url" && public {
                let off = serde_json::Value::Bool(false);
                if settings.sandbox {
                    site::settings::change(tx, None, "sandbox", &off).await?;
                }
                close(tx).await?;
            } else if key == "sandbox" && !settings.sandbox && !settings.demo {
                close(tx).await?;
            }
            Ok(())
        },
    )
}
