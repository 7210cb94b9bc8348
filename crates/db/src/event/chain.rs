//! The hash chain: each event's hash covers the one before, so an altered log can be told.

use kernel::Outcome;
use sha2::{Digest, Sha256};

use super::{Recorded, read};
use crate::{Db, Tx, args, sql};

/// What the first event's hash is made with.
pub(crate) const START: [u8; 0] = [];
/// Events that are read at once.
const BATCH: i64 = 2_000;

/// The hash of an event that follows an event with the hash `before`: SHA-256 over both, each part
/// led by its length so that no two events read alike.
pub(crate) fn link(before: &[u8], event: &Recorded) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        hash.update(length.to_be_bytes());
        hash.update(bytes);
    };
    part(before);
    let number = |n: Option<i64>| n.map(i64::to_be_bytes);
    let optional = |n: &Option<[u8; 8]>| n.map_or_else(Vec::new, |bytes| bytes.to_vec());
    part(&optional(&number(event.position)));
    part(&kernel::Id::get(event.id).to_be_bytes());
    part(event.name.as_bytes());
    part(&event.version.to_be_bytes());
    for id in [event.actor, event.subject, event.space] {
        part(&optional(&number(id)));
    }
    part(event.origin.word().as_bytes());
    part(&event.occurred_at.micros().to_be_bytes());
    part(&event.recorded_at.micros().to_be_bytes());
    part(event.payload.as_bytes());
    hash.finalize().into()
}

/// What checking the log found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainReport {
    /// How many events were found in order.
    pub sound: i64,
    /// The position of the first event that was altered, removed or put in; none when all is well.
    pub broken_at: Option<i64>,
}

/// A place in the log up to which it was found sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainPlace {
    /// The position of the last event that was checked; 0 before the first.
    pub position: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

impl ChainPlace {
    /// Before the first event.
    #[must_use]
    pub fn start() -> Self {
        Self { position: 0, hash: START.to_vec() }
    }
}

impl Db {
    /// Checks every event of the log against the chain.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_chain(&self) -> Outcome<ChainReport> {
        let mut place = ChainPlace::start();
        let broken_at = self.verify_chain_after(&mut place, i64::MAX).await?;
        Ok(ChainReport { sound: place.position, broken_at })
    }

    /// Checks at most `most` events behind a place, moves the place behind the sound ones, and
    /// gives the position of the first that was altered, removed or put in: removed is also what
    /// stood at the end, as long as a place, the sequencer or a subscriber knows of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_chain_after(
        &self,
        place: &mut ChainPlace,
        most: i64,
    ) -> Outcome<Option<i64>> {
        let end = place.position.saturating_add(most);
        loop {
            let (from, size) = (place.position, BATCH.min(end - place.position));
            if size == 0 {
                return Ok(None);
            }
            let batch = self.read(async move |tx| batch_after(tx, from, size).await).await?;
            if batch.is_empty() {
                return self.read(async move |tx| cut_off(tx, from).await).await;
            }
            for (event, hash) in batch {
                let (due, next) = (link(&place.hash, &event), place.position + 1);
                if event.position != Some(next) || hash.as_deref() != Some(due.as_slice()) {
                    return Ok(Some(next));
                }
                *place = ChainPlace { position: next, hash: due.to_vec() };
            }
        }
    }

    /// The last position of the log and its hash: what a copy of it is compared with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chain_end(&self) -> Outcome<ChainPlace> {
        let (position, hash) = self.read(async |tx| super::head(tx).await).await?;
        Ok(ChainPlace { position, hash })
    }
}

/// The first position that is missing at the end of a log that reached `from` at least once.
async fn cut_off(tx: &Tx, from: i64) -> Outcome<Option<i64>> {
    let known: Option<i64> = tx
        .one(
            sql!(
                "SELECT MAX(known.position)
                   FROM (SELECT position FROM sequencer UNION ALL SELECT position FROM cursors)
                     AS known"
            ),
            args![],
        )
        .await?;
    let (newest, _) = super::head(tx).await?;
    let reached = known.unwrap_or(0).max(from);
    Ok((newest < reached).then_some(newest + 1))
}

async fn batch_after(
    tx: &Tx,
    position: i64,
    size: i64,
) -> Outcome<Vec<(Recorded, Option<Vec<u8>>)>> {
    let events = read::after(tx, position, size).await?;
    let last = events.last().and_then(|event| event.position).unwrap_or(position);
    let hashes: Vec<Option<Vec<u8>>> = tx
        .list(
            sql!(
                "SELECT hash FROM events WHERE position > $1 AND position <= $2 ORDER BY position"
            ),
            args![position, last],
        )
        .await?;
    Ok(events.into_iter().zip(hashes).collect())
}
