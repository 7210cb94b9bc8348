//! What this slice does by the clock.

use db::{Db, Job, Workers};
use serde::{Deserialize, Serialize};

use crate::entitlement::{EXPIRE_BATCH, expire};

/// Announces the entitlements whose time is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExpireEntitlements {}

impl Job for ExpireEntitlements {
    const KIND: &'static str = "entitlements.expire";

    fn dedupe_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Adds this slice's jobs.
///
/// # Errors
/// When a schedule is none.
pub fn workers(workers: Workers, db: &Db) -> Result<Workers, db::BadSchedule> {
    let db = db.clone();
    workers
        .on(move |_job: ExpireEntitlements, _run| {
            let db = db.clone();
            async move {
                loop {
                    let ended = db.tx(async |tx| expire(tx).await).await?;
                    if i64::try_from(ended).unwrap_or(0) < EXPIRE_BATCH {
                        return Ok(());
                    }
                }
            }
        })
        .cron("entitlements.expire", "* * * * *", || ExpireEntitlements {})
}
