//! Full reads: told by the page, gathered in memory, written in batches.

pub(crate) mod store;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use db::{Db, Tx};
use kernel::{Day, MemberId, Outcome};

use super::PostId;
use crate::event::PostRead;
use crate::space::SpaceId;

/// One full read of a post by a member on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FullRead {
    /// What.
    pub post: PostId,
    /// Where it stands.
    pub space: SpaceId,
    /// Who.
    pub member: MemberId,
    /// On which day in the site's zone.
    pub day: Day,
}

/// The most reads that wait to be written; further ones are dropped, as a crash may lose them.
const WAITING_MAX: usize = 50_000;
/// Reads written in one transaction.
const BATCH: usize = 500;

/// Reads that wait to be written.
#[derive(Debug, Default)]
pub struct Reads(Mutex<HashSet<FullRead>>);

impl Reads {
    /// Notes a read; the same one twice is one.
    pub fn note(&self, read: FullRead) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING_MAX {
            waiting.insert(read);
        }
    }

    fn take(&self) -> Vec<FullRead> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *waiting).into_iter().collect()
    }

    /// Writes what waits; the program calls this every five seconds and before it ends.
    ///
    /// # Errors
    /// When the database fails; what waited is lost then, as contracts allow of this event alone.
    pub async fn flush(&self, db: &Db) -> Outcome<()> {
        for batch in self.take().chunks(BATCH) {
            let batch = batch.to_vec();
            db.tx(async move |tx| write(tx, &batch).await).await?;
        }
        Ok(())
    }
}

async fn write(tx: &mut Tx, reads: &[FullRead]) -> Outcome<()> {
    for read in reads {
        if !store::insert(tx, read).await? {
            continue;
        }
        store::count(tx, read.post).await?;
        tx.acting(read.member);
        tx.announce(PostRead {
            post: read.post,
            space: read.space,
            member: read.member,
            day: read.day.number(),
        })
        .await?;
    }
    Ok(())
}
