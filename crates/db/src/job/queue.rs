//! The rows of the queue: claimed under a lease, ended only by who holds it.

use kernel::{Fault, Outcome, Ts};

use super::JobId;
use crate::{Args, Db, Tx, args, row, sql};

/// How long a claimed job is ours without being renewed, in seconds.
pub(super) const LEASE_S: i64 = 60;
/// How long done jobs are kept, in days.
const KEPT_DAYS: i64 = 7;
/// The first pause after a failure; it doubles with each.
const PAUSE_S: i64 = 5;
/// The longest pause after a failure.
const PAUSE_MAX_S: i64 = 6 * 3600;

row! {
    /// A job that this process has claimed.
    pub(super) struct Claimed {
        pub(super) id: JobId,
        pub(super) kind: String,
        pub(super) payload: String,
        pub(super) attempts: i32,
        pub(super) attempts_max: i32,
    }
}

row! {
    /// A job that failed as often as it may.
    pub struct DeadJob {
        /// Which job.
        pub id: JobId,
        /// The queue that it waited in.
        pub queue: String,
        /// What was to be done.
        pub kind: String,
        /// How often it was tried.
        pub attempts: i32,
        /// What the last try said.
        pub last_error: Option<String>,
        /// When it died.
        pub ended_at: Option<Ts>,
    }
}

/// Claims jobs that are due and of a kind that is known here: another kind is left, untried, to the
/// node that knows it, as while a newer program takes the place of an older one. The attempt counts
/// from here, not from its end: a job that kills its process would otherwise be tried for ever.
pub(super) async fn claim(
    tx: &mut Tx,
    (queue, kinds): (&str, &[&'static str]),
    lease: i64,
    most: i64,
) -> Outcome<Vec<Claimed>> {
    let now = tx.now();
    tx.returning(
        sql!(Claimed:
            "UPDATE jobs SET leased_until = $1, lease = $2, attempts = attempts + 1
             WHERE id IN (
               SELECT id FROM jobs
               WHERE queue = $3 AND state = 'waiting' AND run_at <= $4 AND leased_until < $4
                 AND kind IN ({list})
               ORDER BY run_at LIMIT $5 {for_update} {skip_locked})
             RETURNING id, kind, payload, attempts, attempts_max"),
        args![now.plus_seconds(LEASE_S), lease, queue, now, most].list(kinds.iter().copied()),
    )
    .await
}

/// Keeps a claimed job longer; whether it is still ours.
pub(super) async fn extend(tx: &mut Tx, id: JobId, lease: i64) -> Outcome<bool> {
    let until = tx.now().plus_seconds(LEASE_S);
    let keep = sql!(
        "UPDATE jobs SET leased_until = $1 WHERE id = $2 AND lease = $3 AND state = 'waiting'"
    );
    Ok(tx.exec(keep, args![until, id, lease]).await? > 0)
}

/// Ends a job that was done; whether it was still ours.
pub(super) async fn complete(tx: &mut Tx, id: JobId, lease: i64) -> Outcome<bool> {
    let now = tx.now();
    let done = sql!(
        "UPDATE jobs SET state = 'done', ended_at = $1
         WHERE id = $2 AND lease = $3 AND state = 'waiting'"
    );
    Ok(tx.exec(done, args![now, id, lease]).await? > 0)
}

/// Has a failed job tried again later, or lays it dead when it was tried as often as it may.
pub(super) async fn fail(
    tx: &mut Tx,
    job: &Claimed,
    lease: i64,
    said: &str,
    jitter: f64,
) -> Outcome<()> {
    if job.attempts >= job.attempts_max {
        return bury(tx, job.id, lease, said).await;
    }
    let again = tx.now().plus_seconds(pause(job.attempts, jitter));
    let later = sql!(
        "UPDATE jobs SET run_at = $1, leased_until = 0, last_error = $2
         WHERE id = $3 AND lease = $4 AND state = 'waiting'"
    );
    tx.exec(later, args![again, said, job.id, lease]).await.map(drop)
}

/// Lays a job dead: a person decides.
pub(super) async fn bury(tx: &mut Tx, id: JobId, lease: i64, said: &str) -> Outcome<()> {
    let now = tx.now();
    let dead = sql!(
        "UPDATE jobs SET state = 'dead', ended_at = $1, last_error = $2
         WHERE id = $3 AND lease = $4 AND state = 'waiting'"
    );
    tx.exec(dead, args![now, said, id, lease]).await.map(drop)
}

/// Deletes what was done long ago.
pub(super) async fn sweep(tx: &mut Tx) -> Outcome<u64> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    let old = sql!("DELETE FROM jobs WHERE state = 'done' AND ended_at < $1");
    tx.exec(old, args![before]).await
}

/// Seconds until the next try: doubling, and between a half and one and a half of that.
fn pause(attempts: i32, jitter: f64) -> i64 {
    let doubled = PAUSE_S.saturating_mul(1 << attempts.clamp(1, 16).saturating_sub(1));
    let tenths = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    let mut steps = tenths.iter().zip(1..);
    let step = steps.find(|(_, n)| jitter * 11.0 < f64::from(*n)).map_or(10, |(tenth, _)| *tenth);
    doubled.min(PAUSE_MAX_S).saturating_mul(step) / 10
}

impl Db {
    /// The jobs that lie dead, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dead_jobs(&self) -> Outcome<Vec<DeadJob>> {
        let dead = sql!(DeadJob:
            "SELECT id, queue, kind, attempts, last_error, ended_at FROM jobs
             WHERE state = 'dead' AND ended_at > 0 ORDER BY ended_at DESC LIMIT 200");
        self.read(async move |tx| tx.list(dead, Args::default()).await).await
    }

    /// Has a dead job tried again from the start.
    ///
    /// # Errors
    /// `Missing` when no such job lies dead.
    pub async fn revive_job(&self, id: JobId) -> Outcome<()> {
        self.tx(async move |tx| {
            let revive = sql!(
                "UPDATE jobs SET state = 'waiting', attempts = 0, leased_until = 0, run_at = $1,
                   ended_at = NULL, dedupe_key = NULL
                 WHERE id = $2 AND state = 'dead'"
            );
            let revived = tx.exec(revive, args![tx.now(), id]).await?;
            tx.after.pushed = true;
            if revived == 0 { Err(Fault::Missing("job.missing")) } else { Ok(()) }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_double_and_vary_by_half() {
        assert_eq!((pause(1, 0.0), pause(1, 0.5), pause(1, 0.999)), (2, 5, 7));
        assert_eq!(pause(4, 0.5), 40);
        assert_eq!(pause(100, 0.5), 6 * 3600);
    }
}
