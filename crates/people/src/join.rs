//! How an account begins.

pub mod api;
pub mod owner;
pub mod page;
pub mod register;
pub mod start;
pub mod store;
pub mod unused;

use db::{Origin, Tx};
use kernel::{Fault, Locale, MemberId, Outcome, Ts};
use mail::Address;
use web::sessions::{OpenedSession, SessionKind};

use crate::address;
use crate::events::MemberJoined;
use crate::handle::{self, Handle, parse_name};
use crate::member::session::{self, Asker, By};
use crate::member::{self, MemberRow, store::NewMember};

/// Everything that an account may begin with; all but the language may be missing.
#[derive(Debug, Clone, Default)]
pub struct Beginning {
    /// The chosen handle; a random one where nobody asked.
    pub handle: Option<Handle>,
    /// The name; the handle where nobody asked.
    pub name: Option<String>,
    /// The address, which is not owned by being typed.
    pub address: Option<Address>,
    /// The stored form of the password.
    pub password: Option<String>,
    /// The language.
    pub locale: Locale,
    /// How, for the event: `register`, `checkout`, `code`, `api`, `cli`, `import`, `start`.
    pub way: &'static str,
    /// When it really began, for imports and seeds.
    pub at: Option<Ts>,
    /// Whether it is live, imported or seeded.
    pub origin: Origin,
}

/// Makes a new member. It is always a new one, whoever owns the address.
///
/// # Errors
/// `Invalid` with `handle.taken` when the chosen handle is or was somebody's.
pub async fn begin(tx: &mut Tx, beginning: &Beginning) -> Outcome<MemberRow> {
    let id: MemberId = tx.new_id();
    let at = beginning.at.unwrap_or_else(|| tx.now());
    let handle = match &beginning.handle {
        Some(chosen) => free(tx, chosen.clone()).await?,
        None => random(tx).await?,
    };
    let name = beginning.name.clone().unwrap_or_else(|| handle.as_str().to_owned());
    let origin = match beginning.origin {
        Origin::Live => "live",
        Origin::Import => "import",
        Origin::Seed => "seed",
    };
    let new = NewMember {
        id,
        handle: handle.as_str(),
        name: &name,
        locale: beginning.locale,
        origin,
        created_at: at,
    };
    member::store::insert(tx, &new).await?;
    handle::store::insert(tx, handle.as_str(), id, at).await?;
    if let Some(address) = &beginning.address {
        let (stored, key) = (address.stored(), address.folded());
        address::store::update_unconfirmed(tx, id, stored, key).await?;
    }
    if let Some(hash) = &beginning.password {
        crate::password::store::update(tx, id, hash).await?;
    }
    tx.acting(id);
    tx.announce(MemberJoined { member: id, way: beginning.way.to_owned() }).await?;
    member::get(tx, id).await
}

async fn free(tx: &Tx, handle: Handle) -> Outcome<Handle> {
    match handle::store::find(tx, handle.as_str()).await? {
        None => Ok(handle),
        Some(_) => Err(Fault::invalid("handle", "handle.taken")),
    }
}

async fn random(tx: &Tx) -> Outcome<Handle> {
    for _ in 0..20 {
        let handle = Handle::random();
        if handle::store::find(tx, handle.as_str()).await?.is_none() {
            return Ok(handle);
        }
    }
    Err(Fault::broken("giving a handle", "twenty random ones were taken"))
}

/// Makes the account of somebody who pays: a new member, signed in in this browser alone,
/// whoever owns the address. Called by `commerce` in the transaction that makes the order.
///
/// # Errors
/// When the database fails.
pub async fn visitor(
    tx: &mut Tx,
    address: &Address,
    locale: Locale,
    asker: &Asker,
) -> Outcome<(MemberRow, OpenedSession)> {
    let beginning = Beginning {
        address: Some(address.clone()),
        locale,
        way: "checkout",
        ..Beginning::default()
    };
    let member = begin(tx, &beginning).await?;
    let session = session::open(tx, &member, SessionKind::Browser, By::Joining, asker).await?;
    Ok((member, session))
}

/// A person brought in from another system: shown as an author, without address or credential,
/// until a claim link brings them. `key` makes the handle where the name cannot.
///
/// # Errors
/// As [`begin`]; the handle is made free by a number at its end.
pub async fn unclaimed(
    tx: &mut Tx,
    name: &str,
    key: &str,
    locale: Locale,
    at: Ts,
) -> Outcome<MemberId> {
    let near = Handle::near(name, key)?;
    let mut handle = near.clone();
    for number in 2..100 {
        if handle::store::find(tx, handle.as_str()).await?.is_none() {
            break;
        }
        handle = Handle::parse(&format!("{}_{number}", near.as_str()))?;
    }
    let beginning = Beginning {
        handle: Some(handle),
        name: parse_name(&name.chars().take(40).collect::<String>()).ok(),
        locale,
        way: "import",
        at: Some(at),
        origin: Origin::Import,
        ..Beginning::default()
    };
    begin(tx, &beginning).await.map(|row| row.id)
}

/// Makes an account for the command line: its address counts as confirmed.
///
/// # Errors
/// `Conflict` with `email.taken`, `Invalid` with `handle.taken`.
pub async fn by_command(
    tx: &mut Tx,
    handle: Handle,
    address: &Address,
    role: web::Role,
    locale: Locale,
) -> Outcome<MemberId> {
    if address::store::find_owner(tx, address.folded()).await?.is_some() {
        return Err(Fault::Conflict("email.taken"));
    }
    let beginning = Beginning {
        handle: Some(handle),
        address: Some(address.clone()),
        locale,
        way: "cli",
        ..Beginning::default()
    };
    let member = begin(tx, &beginning).await?;
    let proven = crate::code::check::Proven::without_code(address, member.id);
    address::confirm::own(tx, member.id, &proven).await?;
    if role != web::Role::Member {
        crate::role::give(tx, None, member.id, role).await?;
    }
    Ok(member.id)
}
