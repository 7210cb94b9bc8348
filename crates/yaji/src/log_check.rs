//! The log's chain, checked bit by bit by a job: each run goes on where the last one ended, and
//! once a week it begins again with the first event.

pub(crate) mod store;

use db::{ChainPlace, Db, Job};
use kernel::{Outcome, Ts};
use serde::{Deserialize, Serialize};

/// Events that one run reads.
const STEP: i64 = 200_000;
/// Days after which the first event is read again.
const ROUND_DAYS: i64 = 7;

/// Checks a further part of the log.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckLog {}

impl Job for CheckLog {
    const KIND: &'static str = "log.check";

    fn dedupe_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

db::row! {
    /// How the last check ended.
    pub struct Last {
        /// The last event that was found sound in this round.
        pub position: i64,
        /// Its hash.
        pub hash: Vec<u8>,
        /// When this round began with the first event.
        pub began_at: Ts,
        /// When the check was made.
        pub checked_at: Ts,
        /// The first event that was altered, removed or put in.
        pub broken_at: Option<i64>,
    }
}

impl Last {
    /// Where the next check goes on.
    #[must_use]
    pub fn place(&self) -> ChainPlace {
        ChainPlace { position: self.position, hash: self.hash.clone() }
    }
}

/// Checks a further part of the log and keeps how that ended.
///
/// # Errors
/// When the database fails; a broken chain is no error but a result.
pub async fn run(db: &Db) -> Outcome<Last> {
    let last = db.read(async |tx| store::find(tx).await).await?;
    let now = db.clock().now();
    let fresh = |last: &Last| now < last.began_at.plus_days(ROUND_DAYS);
    let (mut place, began_at) = match last.as_ref().filter(|last| fresh(last)) {
        Some(last) => (last.place(), last.began_at),
        None => (ChainPlace::start(), now),
    };
    let broken = db.verify_chain_after(&mut place, STEP).await?;
    // What an earlier round found stands until this one has come past it.
    let known = last.and_then(|last| last.broken_at).filter(|at| *at > place.position);
    let found = Last {
        position: place.position,
        hash: place.hash,
        began_at,
        checked_at: now,
        broken_at: broken.or(known),
    };
    if let Some(position) = found.broken_at {
        tracing::error!(position, "an event of the log is not as it was written");
    }
    let kept = found.clone();
    db.tx(async move |tx| store::keep(tx, &kept).await).await?;
    Ok(found)
}
