//! Sending a code.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use mail::Address;
use web::Network;

use super::{Budget, Purpose, budget, store};
use crate::letter::{Letter, Post};
use crate::member::session::Asker;
use crate::{address, device, secret};

/// Seconds after which somebody who used all codes of a day is told to come back.
const COME_BACK_S: u32 = 3600;

/// Who asks for a code, and for what.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What for.
    pub purpose: Purpose,
    /// Where it is sent.
    pub address: Address,
    /// Whose account it is for, where that is settled before: the member who is signed in.
    pub member: Option<MemberId>,
    /// The hash of the browser's cookie; the code works in that browser only.
    pub browser: String,
    /// Whether it is one in which a link can be opened: a program has none.
    pub opens_links: bool,
    /// The device that the browser is known as.
    pub device: Option<String>,
    /// From where.
    pub network: Network,
}

/// Sends a code to an address, whoever owns it: the answer is the same.
///
/// # Errors
/// `TooFast` with `code.too_many` when the address has had its codes of a day.
pub async fn send(tx: &mut Tx, post: &Post, ask: &Ask) -> Outcome<()> {
    let key = ask.address.folded();
    let owner = address::store::find_owner(tx, key).await?;
    let since = tx.now().plus_days(-1);
    let (ordinary, kept) = store::count_since(tx, key, since).await?;
    // Only who owns the address is known: anybody can make an account with it and be known to that,
    // and would use up what is kept for the owner, or learn whether there is one.
    let known = match owner {
        Some(id) => device::is_known(tx, id, ask.device.as_deref(), &ask.network).await?,
        None => false,
    };
    let budget = budget(ordinary, kept, known)
        .ok_or(Fault::TooFast { key: "code.too_many", retry_after_s: COME_BACK_S })?;
    let (id, digits, token) =
        (tx.new_id::<store::CodeId>(), secret::digits(8), web::random_token());
    store::insert(
        tx,
        &store::NewCode {
            id,
            purpose: ask.purpose.key(),
            email: ask.address.stored(),
            email_key: key,
            member_id: ask.member,
            browser: &ask.browser,
            code_hash: &secret::salted(&id.to_string(), &digits),
            link_hash: &secret::hash(&token),
            kept: budget == Budget::Kept,
        },
    )
    .await?;
    let token = ask.opens_links.then_some(token.as_str());
    let letter = Letter::Code { purpose: ask.purpose, digits: &digits, token };
    let about = match ask.member.or(owner) {
        Some(member) => Some(member),
        None => address::store::find_newest_unconfirmed(tx, key).await?,
    };
    match about {
        Some(member) => post.send(tx, member, ask.address.stored(), letter).await,
        None => post.send_to_nobody(tx, ask.address.stored(), letter).await,
    }
}

/// Sends the code that confirms the address which a browser's own account was made with.
///
/// # Errors
/// As [`send`].
pub async fn to_confirm(
    tx: &mut Tx,
    post: &Post,
    (member, address): (MemberId, &Address),
    browser: &str,
    asker: &Asker,
) -> Outcome<()> {
    let ask = Ask {
        purpose: Purpose::Confirm,
        address: address.clone(),
        member: Some(member),
        browser: browser.to_owned(),
        opens_links: true,
        device: asker.device.clone(),
        network: asker.network.clone(),
    };
    send(tx, post, &ask).await
}
