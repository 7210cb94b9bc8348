//! The job queue: work that is pushed in the transaction that wants it done.

use kernel::{Fault, Outcome, Ts};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Tx, args, sql};

kernel::id!(
    /// One job.
    pub JobId
);

/// Work to be done later, named by an imperative: `mail.send`.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The stable name.
    const KIND: &'static str;
    /// The queue that it waits in.
    const QUEUE: &'static str = "default";
    /// How often it is tried before it is laid aside for a person to see.
    const ATTEMPTS: u16 = 10;

    /// A key of which only one job may wait at a time.
    fn dedupe_key(&self) -> Option<String> {
        None
    }
}

impl Tx {
    /// Pushes a job, to be done once this transaction is committed.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON, or the database fails.
    pub async fn push<J: Job>(&mut self, job: J) -> Outcome<()> {
        let now = self.now();
        self.push_at(job, now).await
    }

    /// Pushes a job, to be done not before an instant.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub async fn push_at<J: Job>(&mut self, job: J, at: Ts) -> Outcome<()> {
        let payload = serde_json::to_string(&job).map_err(|e| Fault::broken("writing a job", e))?;
        let (id, now): (JobId, _) = (self.new_id(), self.now());
        self.exec(
            sql!(
                "INSERT INTO jobs (id, queue, kind, payload, run_at, attempts_max, dedupe_key,
                     created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
            ),
            args![
                id,
                J::QUEUE,
                J::KIND,
                payload,
                at,
                i64::from(J::ATTEMPTS),
                job.dedupe_key(),
                now
            ],
        )
        .await?;
        self.after.pushed = true;
        Ok(())
    }
}
