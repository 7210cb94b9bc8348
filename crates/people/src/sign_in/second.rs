//! The second half of a sign-in: six digits, a recovery code, or a code by mail.

use db::Tx;
use kernel::{Fault, Outcome};
use web::Keys;

use super::{Done, finish, store};
use crate::code::{Purpose, check};
use crate::member::session::{Asker, By};
use crate::{factor, member, secret};

/// Wrong tries after which signing in begins again.
const TRIES: i64 = 5;

/// What testing a second factor came to. A wrong try is counted, so it is no fault inside the
/// transaction.
#[derive(Debug)]
pub enum Second {
    /// Signed in.
    Done(Done),
    /// One of two is passed; the other is asked for now.
    More,
    /// Wrong, with the fault to be told.
    Wrong(Fault),
}

/// Tests what was typed against what is still asked for.
///
/// # Errors
/// `Denied` with `session.half_over` when the first half is too old or was tried too often.
pub async fn test(
    tx: &mut Tx,
    keys: &Keys,
    (half, typed): (&str, &str),
    asker: &Asker,
    browser: &str,
) -> Outcome<Second> {
    let hash = secret::hash(half);
    let row = store::find_half(tx, &hash).await?.filter(|row| row.tries < TRIES);
    let row = row.ok_or_else(|| Fault::denied("session.half_over"))?;
    if row.needs_code {
        let checked = check::digits(tx, browser, Purpose::Second, typed).await;
        return match checked.map(check::Checked::or_fault) {
            Ok(Ok(proven)) if proven.member == Some(row.member_id) => {
                coded(tx, &row, &hash, asker).await
            }
            Ok(Ok(_another)) => Ok(Second::Wrong(Fault::invalid("code", "code.wrong"))),
            Ok(Err(fault)) => Ok(Second::Wrong(fault)),
            Err(fault) => Err(fault),
        };
    }
    match factor::attempt(tx, keys, row.member_id, typed).await? {
        Ok(()) => done(tx, &row, &hash, asker).await,
        Err(fault) => {
            store::update_half_tried(tx, &hash).await?;
            Ok(Second::Wrong(fault))
        }
    }
}

/// Takes the link of the code by mail instead of its digits.
///
/// # Errors
/// `Denied` with `session.half_over` when the first half is over, another's, or has its code.
pub async fn by_link(
    tx: &mut Tx,
    half: &str,
    proven: &check::Proven,
    asker: &Asker,
) -> Outcome<Second> {
    let hash = secret::hash(half);
    let row = store::find_half(tx, &hash).await?;
    let row = row.filter(|row| row.needs_code && proven.member == Some(row.member_id));
    let row = row.ok_or_else(|| Fault::denied("session.half_over"))?;
    coded(tx, &row, &hash, asker).await
}

/// The code by mail was given: what else is asked for comes next.
async fn coded(tx: &mut Tx, row: &store::HalfRow, hash: &str, asker: &Asker) -> Outcome<Second> {
    store::update_half_coded(tx, hash).await?;
    if row.needs_factor {
        return Ok(Second::More);
    }
    done(tx, row, hash, asker).await
}

async fn done(tx: &mut Tx, row: &store::HalfRow, hash: &str, asker: &Asker) -> Outcome<Second> {
    if store::delete_half(tx, hash).await? == 0 {
        return Err(Fault::denied("session.half_over"));
    }
    let member = member::get(tx, row.member_id).await?;
    member.state.check_open()?;
    let done = finish::open(tx, &member, By::Password, asker, &row.next).await?;
    Ok(Second::Done(done))
}
