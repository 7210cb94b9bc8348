//! The owner link: how a site that nobody owns yet gets its owner.

use db::Tx;
use kernel::{Fault, Outcome};
use web::Role;

use super::{Beginning, begin, store};
use crate::handle::{Handle, parse_name};
use crate::member::session::{Asker, By};
use crate::member::{self, number};
use crate::sign_in::{Done, finish};
use crate::{address, code, role, secret};

/// Hours for which an owner link is good.
const HOURS: i64 = 24;

/// Makes a new owner link, and ends every other; none when the site has an owner.
///
/// # Errors
/// When the database fails.
pub async fn link(tx: &mut Tx) -> Outcome<Option<String>> {
    store::delete_links(tx).await?;
    if member::store::count_owners(tx).await? > 0 {
        return Ok(None);
    }
    let token = web::random_token();
    let expires_at = tx.now().plus_hours(HOURS);
    store::insert_link(tx, &secret::hash(&token), expires_at).await?;
    Ok(Some(token))
}

/// Whether a token is that of a link that may still be used.
///
/// # Errors
/// `Missing` with `start.missing` when it is not.
pub async fn check(tx: &Tx, token: &str) -> Outcome<()> {
    let good = store::find_link(tx, &secret::hash(token)).await?;
    let free = member::store::count_owners(tx).await? == 0;
    if good && free { Ok(()) } else { Err(Fault::Missing("start.missing")) }
}

/// What the first page asks for.
#[derive(Debug, Clone)]
pub struct First {
    /// The owner's handle.
    pub handle: Handle,
    /// Their name.
    pub name: String,
    /// Their address, which counts as confirmed: whoever holds the link runs the machine.
    pub address: mail::Address,
    /// The stored form of their password.
    pub password: String,
    /// Their language.
    pub locale: kernel::Locale,
}

/// Makes the owner and signs them in; the first use ends the link.
///
/// # Errors
/// `Missing` with `start.missing` when the link is used up, too old, or there is an owner.
pub async fn start(tx: &mut Tx, token: &str, first: &First, asker: &Asker) -> Outcome<Done> {
    check(tx, token).await?;
    if store::delete_links(tx).await? == 0 {
        return Err(Fault::Missing("start.missing"));
    }
    let beginning = Beginning {
        handle: Some(first.handle.clone()),
        name: Some(parse_name(&first.name)?),
        address: Some(first.address.clone()),
        password: Some(first.password.clone()),
        locale: first.locale,
        way: "start",
        ..Beginning::default()
    };
    let member = begin(tx, &beginning).await?;
    let proven = code::check::Proven::without_code(&first.address, member.id);
    address::confirm::own(tx, member.id, &proven).await?;
    number::give(tx, member.id).await?;
    role::give(tx, None, member.id, Role::Owner).await?;
    let member = member::get(tx, member.id).await?;
    finish::open(tx, &member, By::Link, asker, "/").await
}
