//! What all transactions of one opened database share.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use kernel::{Clock, Id, IdMaker, Ts};
use tokio::sync::watch;

use crate::subscriber::Subscribers;
use crate::tx::After;

/// The clock, the ids and the ways in which waiting tasks are told.
pub(crate) struct Shared {
    pub(crate) clock: Clock,
    pub(crate) subscribers: Subscribers,
    ids: RwLock<IdMaker>,
    /// Until when the node number is ours, by the machine's clock (µs).
    leased_until: AtomicI64,
    /// The newest position of the event log that is committed.
    pub(crate) newest: watch::Sender<i64>,
    /// Counts commits that pushed jobs.
    pub(crate) pushed: watch::Sender<u64>,
    /// Counts commits that wrote events without a position yet.
    pub(crate) unnumbered: watch::Sender<u64>,
    /// Counts hints of other nodes that they have written events.
    pub(crate) hinted: watch::Sender<u64>,
    /// Whether this node gives events their positions.
    pub(crate) numbers: AtomicBool,
    /// Statements that were run since the database was opened.
    statements: AtomicU64,
    /// Counts the times when another process was seen to have written.
    pub(crate) foreign: watch::Sender<u64>,
    /// Counts the times when the data of an SQLite file may have become other than it was.
    changes: AtomicU64,
}

impl Shared {
    /// Before a node number is leased: nobody may make ids that are kept.
    pub(crate) fn new(clock: Clock, subscribers: Subscribers) -> Self {
        Self {
            clock,
            subscribers,
            ids: RwLock::new(IdMaker::new(0)),
            leased_until: AtomicI64::new(0),
            newest: watch::Sender::new(0),
            pushed: watch::Sender::new(0),
            unnumbered: watch::Sender::new(0),
            hinted: watch::Sender::new(0),
            numbers: AtomicBool::new(false),
            statements: AtomicU64::new(0),
            foreign: watch::Sender::new(0),
            changes: AtomicU64::new(0),
        }
    }

    /// Takes a node number; ids are made with it from now on.
    pub(crate) fn set_node(&self, node: u16, until: Ts) {
        *self.ids.write().unwrap_or_else(PoisonError::into_inner) = IdMaker::new(node);
        self.extend_lease(until);
    }

    /// Keeps the node number until later.
    pub(crate) fn extend_lease(&self, until: Ts) {
        self.leased_until.store(until.micros(), Ordering::Release);
    }

    /// Whether the node number is still ours, so that ids may be made.
    pub(crate) fn may_write(&self) -> bool {
        Clock::system().now().micros() < self.leased_until.load(Ordering::Acquire)
    }

    pub(crate) fn count_statement(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Notes that the data may be other than before; called before whoever wrote is answered.
    pub(crate) fn count_change(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }

    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    pub(crate) fn new_id<I: Id>(&self, now: Ts) -> I {
        self.ids.read().unwrap_or_else(PoisonError::into_inner).next(now)
    }

    /// Tells those who wait what a commit left behind.
    pub(crate) fn tell(&self, after: After) {
        if let Some(position) = after.announced {
            if position > 0 {
                self.raise_newest(position);
            } else {
                self.unnumbered.send_modify(|count| *count += 1);
            }
        }
        if after.pushed {
            self.pushed.send_modify(|count| *count += 1);
        }
    }

    /// Moves the newest position forward.
    pub(crate) fn raise_newest(&self, position: i64) {
        self.newest.send_if_modified(|newest| {
            let is_newer = position > *newest;
            if is_newer {
                *newest = position;
            }
            is_newer
        });
    }
}
