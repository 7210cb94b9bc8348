//! The node number of this process, leased so that no two processes make the same id.

use kernel::{Clock, NODES, Outcome, Ts};

use crate::failure::misuse;
use crate::{Args, Tx, args, sql};

/// How long a number is ours without being renewed, in seconds.
const LEASE_S: i64 = 60;
/// How long a number that was given back rests: ids may have borrowed from the future.
const REST_S: i64 = 5;

/// A leased node number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lease {
    pub(crate) number: u16,
    pub(crate) until: Ts,
}

/// Takes the number that has rested longest, or one that nobody had.
pub(crate) async fn lease(tx: &mut Tx, holder: &str) -> Outcome<Lease> {
    let now = Clock::system().now();
    let until = now.plus_seconds(LEASE_S);
    let rested = tx
        .returning::<u16>(
            sql!(
                "UPDATE nodes SET holder = $1, leased_until = $2 WHERE number =
                   (SELECT number FROM nodes WHERE leased_until < $3
                    ORDER BY leased_until LIMIT 1 {for_update} {skip_locked})
                 RETURNING number"
            ),
            args![holder, until, now],
        )
        .await?;
    if let Some(number) = rested.first() {
        return Ok(Lease { number: *number, until });
    }
    let next = sql!("SELECT coalesce(max(number) + 1, 0) FROM nodes");
    let number: u16 = tx.one(next, Args::default()).await?.unwrap_or(0);
    if number >= NODES {
        return Err(misuse("all node numbers are leased"));
    }
    let take = sql!("INSERT INTO nodes (number, holder, leased_until) VALUES ($1, $2, $3)");
    tx.exec(take, args![number, holder, until]).await?;
    Ok(Lease { number, until })
}

/// Keeps the number longer; `None` when somebody else has it by now.
pub(crate) async fn renew(tx: &mut Tx, holder: &str) -> Outcome<Option<Ts>> {
    let until = Clock::system().now().plus_seconds(LEASE_S);
    let keep = sql!("UPDATE nodes SET leased_until = $1 WHERE holder = $2");
    let kept = tx.exec(keep, args![until, holder]).await?;
    Ok((kept > 0).then_some(until))
}

/// How many other processes hold a number.
pub(crate) async fn others(tx: &Tx, holder: &str) -> Outcome<i64> {
    let now = Clock::system().now();
    let held = sql!(
        "SELECT count(*) FROM nodes WHERE leased_until > $1 AND holder <> $2 AND holder <> ''"
    );
    Ok(tx.one(held, args![now, holder]).await?.unwrap_or(0))
}

/// Gives the number back.
pub(crate) async fn give_back(tx: &mut Tx, holder: &str) -> Outcome<()> {
    let until = Clock::system().now().plus_seconds(REST_S);
    let give = sql!("UPDATE nodes SET leased_until = $1, holder = '' WHERE holder = $2");
    tx.exec(give, args![until, holder]).await.map(drop)
}
