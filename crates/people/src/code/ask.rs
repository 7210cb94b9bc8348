//! Sending a code.

use db::Tx;
use kernel::{Fault, Locale, MemberId, Outcome, Ts};
use mail::Address;
use web::Network;

use super::{Budget, Purpose, budget, store};
use crate::letter::{Letter, Post};
use crate::member::session::Asker;
use crate::{address, device, secret};

/// Whose a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// The member who is signed in or has shown another factor; written in their language.
    Member(MemberId),
    /// Whoever has the address; where nobody has it, written in the language of who asks.
    Address(Locale),
}

impl For {
    /// The member, where that is settled before.
    const fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(member) => Some(member),
            Self::Address(_) => None,
        }
    }
}

/// Who asks for a code, and for what.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What for.
    pub purpose: Purpose,
    /// Where it is sent.
    pub address: Address,
    /// Whose it is.
    pub whose: For,
    /// The hash of the browser's cookie; the code works in that browser only.
    pub browser: String,
    /// Whether it is one in which a link can be opened: a program has none.
    pub opens_links: bool,
    /// The device that the browser is known as.
    pub device: Option<String>,
    /// From where.
    pub network: Network,
    /// Where its link leads on: a path of our own.
    pub next: String,
}

/// Sends a code to an address, whoever owns it: the answer is the same.
///
/// # Errors
/// `TooFast` with `code.too_many` when the address has had its codes of a day.
pub async fn send(tx: &mut Tx, post: &Post, ask: &Ask) -> Outcome<()> {
    let key = ask.address.folded();
    let owner = address::store::find_owner(tx, key).await?;
    let sent = store::find_sent(tx, key, tx.now().plus_days(-1)).await?;
    // Only who owns the address is known: anybody can make an account with it and be known to that,
    // and would use up what is kept for the owner, or learn whether there is one.
    let known = match owner {
        Some(id) => device::is_known(tx, id, ask.device.as_deref(), &ask.network).await?,
        None => false,
    };
    let budget = budget(sent.ordinary, sent.kept, known).ok_or_else(|| {
        Fault::too_fast("code.too_many", (tx.now(), free_at(tx.now(), &sent, known)))
    })?;
    let (id, digits, token) =
        (tx.new_id::<store::CodeId>(), secret::digits(8), web::random_token());
    store::insert(
        tx,
        &store::NewCode {
            id,
            purpose: ask.purpose.key(),
            email: ask.address.stored(),
            email_key: key,
            member_id: ask.whose.member(),
            browser: &ask.browser,
            code_hash: &secret::salted(&id.to_string(), &digits),
            link_hash: &secret::hash(&token),
            kept: budget == Budget::Kept,
            next: &ask.next,
        },
    )
    .await?;
    let token = ask.opens_links.then_some(token.as_str());
    let letter = Letter::Code { purpose: ask.purpose, digits: &digits, token };
    let locale = match ask.whose {
        For::Member(member) => return post.send(tx, member, ask.address.stored(), letter).await,
        For::Address(locale) => locale,
    };
    let about = match owner {
        Some(member) => Some(member),
        None => address::store::find_newest_unconfirmed(tx, key).await?,
    };
    match about {
        Some(member) => post.send(tx, member, ask.address.stored(), letter).await,
        None => post.send_to_nobody(tx, ask.address.stored(), letter, locale).await,
    }
}

/// When an address that has had its codes of a day may be sent the next: a day after the oldest of
/// them. Who is not known to it is told of the budget for everybody alone.
fn free_at(now: Ts, sent: &store::SentRow, known: bool) -> Ts {
    let kept = if known { sent.oldest_kept } else { None };
    let oldest = sent.oldest.into_iter().chain(kept).min();
    oldest.unwrap_or(now).plus_days(1)
}

/// Sends the code that confirms the address which a browser's own account was made with; its link
/// leads on to `next`.
///
/// # Errors
/// As [`send`].
pub async fn to_confirm(
    tx: &mut Tx,
    post: &Post,
    (member, address): (MemberId, &Address),
    (next, browser): (&str, &str),
    asker: &Asker,
) -> Outcome<()> {
    let ask = Ask {
        purpose: Purpose::Confirm,
        address: address.clone(),
        whose: For::Member(member),
        browser: browser.to_owned(),
        opens_links: true,
        device: asker.device.clone(),
        network: asker.network.clone(),
        next: next.to_owned(),
    };
    send(tx, post, &ask).await
}
