//! Devices and networks on which a member was fully signed in before.

pub mod store;

use db::Tx;
use kernel::{MemberId, Outcome};
use web::Network;

use crate::secret;

/// Days for which a network counts as known after a sign-in.
const NETWORK_DAYS: i64 = 90;
/// Seconds for which a browser keeps the cookie of its device.
pub const COOKIE_SECONDS: i64 = 400 * 86_400;

/// Whether a browser or its network is known to an account.
///
/// # Errors
/// When the database fails.
pub async fn is_known(
    tx: &Tx,
    member: MemberId,
    device: Option<&str>,
    network: &Network,
) -> Outcome<bool> {
    if let Some(token) = device
        && store::find(tx, &secret::hash(token), member).await?
    {
        return Ok(true);
    }
    let since = tx.now().plus_days(-NETWORK_DAYS);
    store::find_network(tx, member, &network_key(network), since).await
}

/// Remembers a device and its network after a full sign-in; the token for its cookie.
///
/// # Errors
/// When the database fails.
pub async fn remember(
    tx: &mut Tx,
    member: MemberId,
    device: Option<&str>,
    network: &Network,
) -> Outcome<String> {
    let token = match device.filter(|token| token.len() <= 100) {
        Some(token) => token.to_owned(),
        None => web::random_token(),
    };
    store::update_seen(tx, &secret::hash(&token), member).await?;
    store::update_network_seen(tx, member, &network_key(network)).await?;
    Ok(token)
}

/// A network is remembered by its hash: nobody's whereabouts can be read off the table.
fn network_key(network: &Network) -> String {
    secret::salted("network", &network.customer())
}
