//! Gives committed events their positions and hashes.
//!
//! Ids come from several clocks and transactions commit out of their order, so neither can be a
//! cursor. Events commit without a position; one node at a time numbers what is committed, by the
//! order in which they were drawn from a database sequence. The lease only says who tries: what is
//! correct is the sequencer's row, locked by holder and epoch, so a paused node that wakes changes
//! nothing. Who loads events of the past holds that row and numbers them as it writes them.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use deadpool_postgres::{Object, Pool};
use kernel::{Clock, Id, Outcome};
use tokio::sync::watch;

use super::pool::{client, simple};
use crate::engine::Conn;
use crate::event::{Recorded, link, read};
use crate::failure::{Failure, misuse};
use crate::shared::Shared;
use crate::{Tx, args, row, sql};

/// How often it is looked for events when no hint comes.
const POLL: Duration = Duration::from_millis(50);
/// The least time between two passes, so that hints come together.
const GATHER: Duration = Duration::from_millis(5);
/// How long the lease holds without being renewed, in seconds.
const LEASE_S: i64 = 3;
/// How often the lease is renewed.
const RENEWAL: Duration = Duration::from_secs(1);
/// Events that are numbered in one pass.
const PASS: i64 = 1_000;
/// How often the floor is left out, so that nothing below it is forgotten.
const FULL_PASS: Duration = Duration::from_secs(30);
/// How long after an event was drawn the floor may rise above it: longer than any transaction.
const SETTLED: Duration = Duration::from_secs(600);

row! {
    struct Look {
        position: i64,
        open: i64,
    }
}

row! {
    struct Head {
        position: i64,
        hash: Vec<u8>,
    }
}

/// Where empty passes may begin to look.
struct Floor {
    /// No open event is expected below.
    seq: i64,
    /// The newest `seq` that was seen, and when.
    seen: Option<(i64, Instant)>,
    full_pass_at: Instant,
}

/// Numbers events, or waits for the lease, until the database is closed or forgotten.
pub(crate) async fn run(
    pool: Pool,
    shared: Arc<Shared>,
    holder: Arc<str>,
    mut closed: watch::Receiver<bool>,
) {
    let (mut mine, mut theirs) = (shared.unnumbered.subscribe(), shared.hinted.subscribe());
    let mut node = Node { pool, shared, holder, conn: None, lease: None };
    loop {
        if let Err(fault) = node.turn().await {
            tracing::warn!(%fault, "the sequencer lost its connection");
            (node.conn, node.lease) = (None, None);
        }
        node.shared.numbers.store(node.lease.is_some(), Ordering::Release);
        let hinted = async {
            // The senders live as long as this task, which shares them.
            let _ = tokio::select! {
                changed = mine.changed() => changed,
                changed = theirs.changed() => changed,
            };
            tokio::time::sleep(GATHER).await;
        };
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            () = hinted => {}
            _ = closed.wait_for(|closed| *closed) => break,
        }
    }
    node.give_back().await;
}

struct Node {
    pool: Pool,
    shared: Arc<Shared>,
    holder: Arc<str>,
    conn: Option<Arc<Object>>,
    lease: Option<Lease>,
}

struct Lease {
    epoch: i64,
    renewed_at: Instant,
    floor: Floor,
}

impl Node {
    /// One look: number what is there when the lease is ours, else see whether it is free.
    async fn turn(&mut self) -> Outcome<()> {
        let conn = self.connection().await?;
        let stale = self.lease.as_ref().is_none_or(|lease| lease.renewed_at.elapsed() > RENEWAL);
        if stale {
            self.take_or_renew(&conn).await?;
        }
        while self.lease.is_some() {
            let numbered = self.pass(&conn).await?;
            if numbered < PASS {
                break;
            }
        }
        if self.lease.is_none() {
            let newest = sql!("SELECT position FROM sequencer WHERE id = 1");
            let tx = self.tx(&conn);
            let position = tx.one(newest, args![]).await?.unwrap_or(0);
            self.shared.raise_newest(position);
        }
        Ok(())
    }

    async fn connection(&mut self) -> Outcome<Arc<Object>> {
        if let Some(conn) = &self.conn {
            return Ok(Arc::clone(conn));
        }
        let conn = Arc::new(client(&self.pool).await?);
        simple(&conn, "SET idle_in_transaction_session_timeout = '3s'").await?;
        simple(&conn, "SET statement_timeout = '10s'").await?;
        self.conn = Some(Arc::clone(&conn));
        Ok(conn)
    }

    fn tx(&self, conn: &Arc<Object>) -> Tx {
        Tx::new(Conn::Postgres(Arc::clone(conn)), Arc::clone(&self.shared))
    }

    /// Takes the lease when it is free (a new epoch), or keeps it longer.
    async fn take_or_renew(&mut self, conn: &Arc<Object>) -> Outcome<()> {
        let now = Clock::system().now();
        let until = now.plus_seconds(LEASE_S);
        let mut tx = self.tx(conn);
        if let Some(lease) = &mut self.lease {
            let keep = sql!(
                "UPDATE sequencer SET leased_until = $1 WHERE id = 1 AND holder = $2 AND epoch = $3"
            );
            let kept = tx.exec(keep, args![until, &*self.holder, lease.epoch]).await?;
            lease.renewed_at = Instant::now();
            if kept == 0 {
                self.lease = None;
            }
            return Ok(());
        }
        // What a lost connection left behind is ours to take again at once.
        let free = sql!(
            "SELECT count(*) FROM sequencer WHERE id = 1 AND (leased_until < $1 OR holder = $2)"
        );
        if tx.one::<i64>(free, args![now, &*self.holder]).await? == Some(0) {
            return Ok(());
        }
        let take = sql!(
            "UPDATE sequencer SET holder = $1, epoch = epoch + 1, leased_until = $2
             WHERE id = 1 AND (leased_until < $3 OR holder = $1) RETURNING epoch"
        );
        let taken: Vec<i64> = tx.returning(take, args![&*self.holder, until, now]).await?;
        self.lease = taken.first().map(|epoch| Lease {
            epoch: *epoch,
            renewed_at: Instant::now(),
            floor: Floor { seq: 0, seen: None, full_pass_at: Instant::now() },
        });
        Ok(())
    }

    /// Numbers what is committed, at most [`PASS`] events; how many it were.
    async fn pass(&mut self, conn: &Arc<Object>) -> Outcome<i64> {
        let Some(lease) = &mut self.lease else { return Ok(0) };
        let (epoch, floor) = (lease.epoch, lease.floor.next());
        let mut tx = self.tx(conn);
        // An empty look costs no lock; who loads events of the past has moved the end by itself.
        let look = sql!(
            "SELECT position, (SELECT COUNT(*) FROM (
                 SELECT seq FROM events WHERE position IS NULL AND seq > $1 ORDER BY seq LIMIT 1
               ) AS next) AS open
             FROM sequencer WHERE id = 1"
        );
        let Some(Look { position, open }) = tx.one(look, args![floor]).await? else { return Ok(0) };
        self.shared.raise_newest(position);
        if open == 0 {
            return Ok(0);
        }
        simple(conn, "BEGIN ISOLATION LEVEL READ COMMITTED").await?;
        let done = number(&mut tx, &self.holder, epoch, floor).await;
        let Ok(Some(numbered)) = done else {
            simple(conn, "ROLLBACK").await?;
            if let Ok(None) = done {
                self.lease = None;
            }
            return done.map(|_lost| 0);
        };
        simple(conn, "COMMIT").await?;
        if let Some(lease) = &mut self.lease {
            lease.floor.saw(numbered.seq);
        }
        self.shared.raise_newest(numbered.position);
        Ok(numbered.count)
    }

    /// Lets another node go on at once.
    async fn give_back(&mut self) {
        let (Some(conn), Some(lease)) = (self.conn.take(), self.lease.take()) else { return };
        let give = sql!(
            "UPDATE sequencer SET leased_until = 0 WHERE id = 1 AND holder = $1 AND epoch = $2"
        );
        let given = self.tx(&conn).exec(give, args![&*self.holder, lease.epoch]).await;
        if let Err(fault) = given {
            tracing::warn!(%fault, "the sequencer's lease could not be given back");
        }
    }
}

/// What one pass has done.
struct Numbered {
    count: i64,
    position: i64,
    seq: i64,
}

/// The pass itself, in separate statements so that what it reads was committed before the row was
/// locked; `None` when the lease is somebody else's by now.
async fn number(tx: &mut Tx, holder: &str, epoch: i64, floor: i64) -> Outcome<Option<Numbered>> {
    let lock = sql!(
        "SELECT position, hash FROM sequencer
         WHERE id = 1 AND holder = $1 AND epoch = $2 {for_update}"
    );
    let Some(head) = tx.one::<Head>(lock, args![holder, epoch]).await? else { return Ok(None) };
    let mut events = read::unnumbered(tx, floor, PASS).await?;
    let mut hash = head.hash;
    let mut position = head.position;
    let mut hashes = Vec::with_capacity(events.len());
    for event in &mut events {
        position += 1;
        event.position = Some(position);
        hash = link(&hash, event).to_vec();
        hashes.push(hash.clone());
    }
    let seq = write_positions(tx, &events, &hashes).await?;
    let moved = sql!(
        "UPDATE sequencer SET position = $1, hash = $2 WHERE id = 1 AND holder = $3 AND epoch = $4"
    );
    if tx.exec(moved, args![position, &hash, holder, epoch]).await? != 1 {
        return Ok(None);
    }
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    Ok(Some(Numbered { count, position, seq }))
}

/// Writes positions and hashes in one statement; the highest `seq` among the events.
async fn write_positions(tx: &Tx, events: &[Recorded], hashes: &[Vec<u8>]) -> Outcome<i64> {
    let Conn::Postgres(client) = tx.conn() else { return Err(misuse("not PostgreSQL")) };
    let ids: Vec<i64> = events.iter().map(|event| event.id.get()).collect();
    let positions: Vec<Option<i64>> = events.iter().map(|event| event.position).collect();
    let text = "UPDATE events SET position = given.position, hash = given.hash
        FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS given (id, position, hash)
        WHERE events.id = given.id AND events.position IS NULL RETURNING events.seq";
    let statement = client.prepare_cached(text).await.map_err(Failure::from)?;
    let rows = client.query(&statement, &[&ids, &positions, &hashes]).await;
    let rows = rows.map_err(Failure::from)?;
    if rows.len() != events.len() {
        return Err(misuse("an event was numbered by somebody else"));
    }
    let seqs = rows.iter().map(|row| row.try_get::<_, i64>(0));
    let seqs: Vec<i64> = seqs.collect::<Result<_, _>>().map_err(Failure::from)?;
    Ok(seqs.into_iter().max().unwrap_or(0))
}

impl Floor {
    /// Above which `seq` to look this time.
    fn next(&mut self) -> i64 {
        if self.full_pass_at.elapsed() > FULL_PASS {
            self.full_pass_at = Instant::now();
            return 0;
        }
        self.seq
    }

    /// Raises the floor to what was seen long enough ago that no transaction of then still runs.
    fn saw(&mut self, seq: i64) {
        match self.seen {
            Some((seen, at)) if at.elapsed() > SETTLED => {
                self.seq = seen;
                self.seen = Some((seq, Instant::now()));
            }
            Some(_) => {}
            None => self.seen = Some((seq, Instant::now())),
        }
    }
}
