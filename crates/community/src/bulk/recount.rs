//! Counting anew, beside a site that is served.

use std::sync::Arc;
use std::time::Duration;

use db::{Db, Tx};
use kernel::Outcome;

use super::store::counters;
use crate::post::open;
use crate::{Community, author, tag};

/// What counters and ranks are called where they are rebuilt.
pub const COUNTS: &str = "community.counts";

/// The newest posts that are looked at.
const SAMPLE: i64 = 200;

/// Brings every counter and rank into line with the rows, in short transactions; safe to run again,
/// and while the site is in use: each step sees what others write or is run again.
///
/// # Errors
/// When the database fails.
pub async fn recount(db: &Db, community: &Arc<Community>) -> Outcome<()> {
    let db = db.patient(PATIENCE);
    for counted in counters::Counted::ALL {
        steps(&db, async move |tx, after| counters::recount_step(tx, counted, after).await).await?;
    }
    steps(&db, async |tx, after| counters::recount_hot(tx, after).await).await?;
    db.tx_serializable(async |tx| counters::recount_spaces(tx).await).await?;
    let keeper = Arc::clone(community);
    steps(&db, async move |tx, after| {
        let public = open::public_gates(tx, &keeper).await?;
        author::store::recount(tx, after, &public).await
    })
    .await?;
    let keeper = Arc::clone(community);
    steps(&db, async move |tx, after| {
        let public = open::public_gates(tx, &keeper).await?;
        tag::store::recount(tx, after, &public).await
    })
    .await
}

/// How long a step of a recount waits its turn.
const PATIENCE: Duration = Duration::from_secs(600);

/// Runs steps, each in a transaction of its own, from the first id until one says that it was the
/// last.
async fn steps<F>(db: &Db, step: F) -> Outcome<()>
where
    F: AsyncFn(&mut Tx, i64) -> Outcome<Option<i64>> + Send + Sync + 'static,
{
    let step = Arc::new(step);
    let mut after = Some(0);
    while let Some(from) = after {
        let step = Arc::clone(&step);
        after = db.tx_serializable(async move |tx| step(tx, from).await).await?;
    }
    Ok(())
}

/// How many of the newest posts count other comments or likes than they have.
///
/// # Errors
/// When the database fails.
pub async fn sample(tx: &Tx) -> Outcome<i64> {
    counters::miscounted(tx, SAMPLE).await
}
