//! Registering: a new account in this browser, and a code to its address.

use db::Tx;
use kernel::Outcome;
use mail::Address;

use super::{Beginning, begin};
use crate::code::ask;
use crate::consent;
use crate::letter::Post;
use crate::member::MemberRow;
use crate::member::session::{Asker, By};
use crate::sign_in::{Done, finish};

/// What registering in a browser needs.
#[derive(Debug, Clone)]
pub struct Registration {
    /// How the account begins.
    pub beginning: Beginning,
    /// Its address.
    pub address: Address,
    /// The hash of the browser's cookie.
    pub browser: String,
    /// From where.
    pub asker: Asker,
    /// Where to go on.
    pub next: String,
    /// Whether they agree to the texts that every member agrees to.
    pub agrees: bool,
}

/// Makes the account, signs this browser in, and sends a code to the address. The answer is the
/// same whoever owns it.
///
/// # Errors
/// As [`begin`].
pub async fn register(tx: &mut Tx, post: &Post, new: &Registration) -> Outcome<Done> {
    let member = begin(tx, &new.beginning).await?;
    agree(tx, &member, new, "register").await?;
    send_code(tx, post, &member, new).await?;
    finish::open(tx, &member, By::Joining, &new.asker, &new.next).await
}

/// Makes the account and sends the code, for a program that asks for its token apart.
///
/// # Errors
/// As [`begin`].
pub async fn without_session(tx: &mut Tx, post: &Post, new: &Registration) -> Outcome<MemberRow> {
    let member = begin(tx, &new.beginning).await?;
    agree(tx, &member, new, "api").await?;
    send_code(tx, post, &member, new).await?;
    Ok(member)
}

/// Records what they agree to, and nothing that they did not say.
async fn agree(tx: &mut Tx, member: &MemberRow, new: &Registration, surface: &str) -> Outcome<()> {
    if !new.agrees {
        return Ok(());
    }
    consent::agree_to(tx, member.id, &consent::ASKED, new.beginning.locale, surface).await
}

/// Sends the code that confirms the address; where the address has had its codes of a day the
/// account exists all the same and a code can be asked for later.
async fn send_code(
    tx: &mut Tx,
    post: &Post,
    member: &MemberRow,
    new: &Registration,
) -> Outcome<()> {
    let to = (member.id, &new.address);
    match ask::to_confirm(tx, post, to, (&new.next, &new.browser), &new.asker).await {
        Ok(()) | Err(kernel::Fault::TooFast { .. }) => Ok(()),
        Err(fault) => Err(fault),
    }
}
