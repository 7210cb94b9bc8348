//! The first factor of a password: two verifications for every login, and one answer to a wrong
//! password and an unknown login, in equal time.

use db::{Db, Tx};
use kernel::{Day, MemberId, Outcome, Ts, Zone};

use super::{Login, finish, refused};
use crate::member::session::{Asker, By};
use crate::member::{self, State};
use crate::password::{Hasher, store};
use crate::{address, device};

/// Wrong passwords of a day after which unknown devices are asked for a code too.
const WRONG_A_DAY: i64 = 100;

/// An account that a login may mean, with the stored form of its password.
type Candidate = (MemberId, Option<String>);

/// The accounts that a login may mean: the owner of the address, and the newest account made
/// with it; or the one that has the handle.
#[derive(Debug, Clone, Default)]
struct Candidates {
    first: Option<Candidate>,
    second: Option<Candidate>,
}

/// Who has shown a password, and what else is asked of them.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Who.
    pub member: MemberId,
    /// Whether a code by mail is asked for: somebody is guessing, and the device is unknown.
    pub code: bool,
}

/// Tests a password.
///
/// # Errors
/// `Invalid` for the field `password` with `session.wrong` alone, whatever was wrong; `Denied`
/// with `member.locked` for somebody who knows the password of a locked account.
pub async fn show(
    db: &Db,
    hasher: &Hasher,
    login: &Login,
    password: &str,
    asker: &Asker,
) -> Outcome<Shown> {
    let wanted = login.clone();
    let found = db.read(async move |tx| candidates(tx, &wanted).await).await?;
    let hash = |c: &Option<Candidate>| c.as_ref().and_then(|(_, hash)| hash.clone());
    let (first, second) = (hash(&found.first), hash(&found.second));
    // One after the other on purpose: both always run, so the time tells nothing.
    let first_fits = hasher.verify(password, first.as_deref()).await?;
    let second_fits = hasher.verify(password, second.as_deref()).await?;
    let member = match (first_fits, second_fits, &found) {
        (true, _, Candidates { first: Some((id, _)), .. })
        | (false, true, Candidates { second: Some((id, _)), .. }) => *id,
        _ => return Err(note_wrong(db, login, &found).await?),
    };
    let asker = asker.clone();
    db.read(async move |tx| {
        member::get(tx, member).await?.state.check_open()?;
        let guessed = store::count_wrong(tx, &counted(member), today(tx.now())).await?;
        let known = device::is_known(tx, member, asker.device.as_deref(), &asker.network).await?;
        let confirmed = address::store::find(tx, member).await?.is_some_and(|row| row.confirmed);
        Ok(Shown { member, code: guessed > WRONG_A_DAY && !known && confirmed })
    })
    .await
}

async fn candidates(tx: &Tx, login: &Login) -> Outcome<Candidates> {
    let (first, second) = match login {
        Login::Handle(handle) => {
            (member::store::find_by_handle(tx, handle).await?.map(|row| row.id), None)
        }
        Login::Address(address) => (
            address::store::find_owner(tx, address.folded()).await?,
            address::store::find_newest_unconfirmed(tx, address.folded()).await?,
        ),
    };
    Ok(Candidates { first: with_hash(tx, first).await?, second: with_hash(tx, second).await? })
}

async fn with_hash(tx: &Tx, id: Option<MemberId>) -> Outcome<Option<Candidate>> {
    let Some(id) = id else { return Ok(None) };
    let exists = matches!(member::get(tx, id).await?.state, State::Active | State::Locked);
    Ok(if exists { Some((id, store::find(tx, id).await?)) } else { None })
}

/// Counts a wrong password against the account, or against the login where nobody has it, so
/// that both cost one write.
async fn note_wrong(db: &Db, login: &Login, found: &Candidates) -> Outcome<kernel::Fault> {
    let meant = found.first.as_ref().or(found.second.as_ref());
    let name = meant.map_or_else(|| login.key(), |(id, _)| counted(*id));
    db.tx(async move |tx| {
        let day = today(tx.now());
        store::update_wrong(tx, &name, day).await
    })
    .await?;
    Ok(refused())
}

/// The name under which wrong passwords of an account are counted.
fn counted(member: MemberId) -> String {
    format!("m:{member}")
}

fn today(now: Ts) -> Day {
    Zone::utc().day(now)
}

/// Goes on from a shown password in a browser.
///
/// # Errors
/// As [`finish::first_passed`].
pub async fn go_on(
    tx: &mut Tx,
    post: &crate::letter::Post,
    shown: &Shown,
    asker: &Asker,
    (next, browser): (&str, &str),
) -> Outcome<super::Step> {
    finish::first_passed(
        tx,
        post,
        &finish::First { member: shown.member, by: By::Password, code: shown.code },
        asker,
        (next, browser),
    )
    .await
}
