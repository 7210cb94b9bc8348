//! From a passed first factor to a session, with the second factor between where there is one.

use db::Tx;
use kernel::{Fault, MemberId, Outcome};
use web::sessions::{OpenedSession, SessionKind};

use super::store::{self, HalfRow};
use super::{Done, Step};
use crate::code::{Purpose, ask};
use crate::letter::Post;
use crate::member::session::{self, Asker, By};
use crate::member::{self, MemberRow};
use crate::{address, device, erase, factor, secret};

/// Minutes in which the second factor must follow.
const HALF_MINUTES: i64 = 10;

/// A first factor that was passed.
#[derive(Debug, Clone, Copy)]
pub struct First {
    /// Who.
    pub member: MemberId,
    /// How.
    pub by: By,
    /// Whether a code by mail is asked for as well.
    pub code: bool,
}

/// Goes on from a first factor in a browser: signs in, or asks for the second factor before any
/// session exists.
///
/// # Errors
/// `Denied` with `member.locked`, or `session.passkey` for somebody of the team whose second factor
/// is a passkey alone; `TooFast` when a code is asked for and none may be sent.
pub async fn first_passed(
    tx: &mut Tx,
    post: &Post,
    first: &First,
    asker: &Asker,
    (next, browser): (&str, &str),
) -> Outcome<Step> {
    let member = member::get(tx, first.member).await?;
    member.state.check_open()?;
    check_way(tx, &member, first.by).await?;
    let needs_factor = first.by != By::Passkey && factor::has_totp(tx, member.id).await?;
    if !needs_factor && !first.code {
        return open(tx, &member, first.by, asker, next).await.map(Step::Done);
    }
    let half = web::random_token();
    let row = HalfRow {
        member_id: member.id,
        needs_code: first.code,
        needs_factor,
        next: next.to_owned(),
        tries: 0,
    };
    let expires_at = tx.now().plus_minutes(HALF_MINUTES);
    store::insert_half(tx, &secret::hash(&half), &row, expires_at).await?;
    if first.code {
        send_second(tx, post, &member, asker, (browser, true)).await?;
    }
    Ok(Step::Second { half, code: first.code })
}

/// Goes on when somebody may be signed in this way.
async fn check_way(tx: &Tx, member: &MemberRow, by: By) -> Outcome<()> {
    if by != By::Passkey && factor::needs_passkey(tx, member).await? {
        return Err(Fault::denied("session.passkey"));
    }
    Ok(())
}

/// Sends the code that unknown devices are asked for while somebody guesses passwords.
///
/// # Errors
/// `TooFast` when the address has had its codes of a day.
pub(super) async fn send_second(
    tx: &mut Tx,
    post: &Post,
    member: &MemberRow,
    asker: &Asker,
    (browser, opens_links): (&str, bool),
) -> Outcome<()> {
    let Some(row) = address::store::find(tx, member.id).await?.filter(|row| row.confirmed) else {
        return Ok(());
    };
    let ask = ask::Ask {
        purpose: Purpose::Second,
        address: mail::Address::parse(&row.email)?,
        whose: ask::For::Member(member.id),
        browser: browser.to_owned(),
        opens_links,
        device: asker.device.clone(),
        network: asker.network.clone(),
        // The half that waits knows where to go on.
        next: "/".to_owned(),
    };
    ask::send(tx, post, &ask).await
}

/// Signs a member in, in this browser: a new session, a remembered device, a deletion called off.
///
/// # Errors
/// When the database fails.
pub async fn open(
    tx: &mut Tx,
    member: &MemberRow,
    by: By,
    asker: &Asker,
    next: &str,
) -> Outcome<Done> {
    let session = session::open(tx, member, SessionKind::Browser, by, asker).await?;
    let device = device::remember(tx, member.id, asker.device.as_deref(), &asker.network).await?;
    let kept = erase::cancel::on_sign_in(tx, member.id).await?;
    let enrol = must_enrol(tx, member).await?;
    Ok(Done { member: member.id, session, device, next: next.to_owned(), kept, enrol })
}

/// Gives a program a token, after every factor was passed.
///
/// # Errors
/// `Denied` with `session.enrol` for the team while a second factor is missing that it must have,
/// with `session.passkey` where theirs is a passkey and was not shown.
pub async fn open_token(
    tx: &mut Tx,
    member: &MemberRow,
    by: By,
    asker: &Asker,
    days: i64,
) -> Outcome<OpenedSession> {
    member.state.check_open()?;
    if must_enrol(tx, member).await? {
        return Err(Fault::denied("session.enrol"));
    }
    check_way(tx, member, by).await?;
    erase::cancel::on_sign_in(tx, member.id).await?;
    session::open(tx, member, SessionKind::Token(days), by, asker).await
}

async fn must_enrol(tx: &Tx, member: &MemberRow) -> Outcome<bool> {
    let team = member.role.0 != web::Role::Member;
    Ok(team && session::permissions(tx, member).await?.is_empty())
}
