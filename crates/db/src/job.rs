//! Jobs: what is done after a transaction, at least once, by whoever is free.
//!
//! A job is pushed in the transaction that wants it done, so there is both or neither. To add one:
//! an imperative struct (`SendDigest`) that is `Serialize` and `Deserialize`, and
//! `impl Job for SendDigest { const KIND: &'static str = "digest.send"; }`. What does it is
//! registered with [`Workers::on`]. A job may be done twice (a lease can lapse), so what does it
//! bears that.

use kernel::{Fault, Outcome, Ts};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Tx, args, sql};

mod cron;
mod queue;
mod workers;

pub use cron::BadSchedule;
pub use queue::DeadJob;
pub use workers::{Run, Workers};

kernel::id!(
    /// One job of the queue.
    pub JobId
);

/// Something to be done after a transaction.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the queue.
    const KIND: &'static str;
    /// The queue that it waits in; each has its own workers.
    const QUEUE: &'static str = "default";
    /// How often it is tried before it lies dead.
    const ATTEMPTS: i32 = 10;

    /// While a job with this key waits for its first try, pushing another one changes nothing.
    fn dedupe_key(&self) -> Option<String> {
        None
    }
}

impl Tx {
    /// Has a job done once this transaction is committed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn push(&mut self, job: impl Job) -> Outcome<()> {
        let now = self.now();
        self.push_at(job, now).await
    }

    /// Has a job done at a time, once this transaction is committed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn push_at<J: Job>(&mut self, job: J, at: Ts) -> Outcome<()> {
        let payload =
            serde_json::to_string(&job).map_err(|error| Fault::broken("writing a job", error))?;
        let (id, now) = (self.new_id::<JobId>(), self.now());
        let pushed = self
            .exec(
                sql!(
                    "INSERT INTO jobs (id, queue, kind, payload, run_at, attempts_max, dedupe_key,
                       created_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                     ON CONFLICT (dedupe_key) WHERE state = 'waiting' AND attempts = 0 DO NOTHING"
                ),
                args![id, J::QUEUE, J::KIND, payload, at, J::ATTEMPTS, job.dedupe_key(), now],
            )
            .await?;
        self.after.pushed |= pushed > 0;
        Ok(())
    }
}
