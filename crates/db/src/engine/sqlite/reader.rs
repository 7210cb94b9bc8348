//! A thread that runs closures which read, each on one snapshot.

use std::time::{Duration, Instant};

use futures_util::FutureExt;
use kernel::Fault;

use super::threads::{Limit, frame};
use crate::Tx;
use crate::engine::inside;
use crate::failure::misuse;
use crate::queue::{Found, Queue};
use crate::work::{End, WAITED, Work, attempt, deliver};

/// How often a read that met a lock is run again.
const TRIES: u32 = 5;
/// How long a reader sleeps without looking whether the queue was closed.
const NAP: Duration = Duration::from_secs(60);

/// Runs until the queue is closed and empty.
pub(crate) fn run(mut tx: Tx, limit: &Limit, queue: &Queue<Box<dyn Work>>) {
    inside::mark();
    loop {
        match queue.pop(NAP) {
            Found::Item(work) => one(&mut tx, limit, work),
            Found::Nothing => {}
            Found::Closed => return,
        }
    }
}

fn one(tx: &mut Tx, limit: &Limit, mut work: Box<dyn Work>) {
    if !work.is_wanted() {
        return;
    }
    let span = work.span();
    let _entered = span.enter();
    for _ in 0..TRIES {
        if Instant::now() >= work.deadline() {
            return work.lose(Fault::Busy);
        }
        limit.set(work.deadline());
        let end = snapshot(tx, work.as_mut());
        limit.lift();
        match end {
            Ok(End::Again) => std::thread::sleep(Duration::from_millis(2)),
            Ok(end) => return deliver(work, end),
            Err(fault) => return work.lose(fault),
        }
    }
    work.lose(Fault::Busy);
}

fn snapshot(tx: &mut Tx, work: &mut dyn Work) -> Result<End, Fault> {
    frame(tx, "BEGIN")?;
    let end = once(tx, work);
    // Nothing was written: how the snapshot ends does not matter.
    let _ = frame(tx, "COMMIT").or_else(|_| frame(tx, "ROLLBACK"));
    end
}

/// Polls the closure once: on SQLite nothing waits, so it is ready, or it is a mistake of ours.
pub(crate) fn once(tx: &mut Tx, work: &mut dyn Work) -> Result<End, Fault> {
    attempt(work, tx).now_or_never().ok_or_else(|| misuse(WAITED))
}
