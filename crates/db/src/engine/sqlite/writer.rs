//! The one thread that writes: queued closures share a commit, so one sync serves many.

use std::time::{Duration, Instant};

use kernel::Fault;
use rand::RngExt;

use super::reader::once;
use super::statement::exec;
use super::threads::{Limit, frame, with_connection};
use crate::engine::{Conn, inside};
use crate::failure::{Failure, Kind};
use crate::queue::{Found, Queue};
use crate::tx::After;
use crate::work::{End, Work, deliver};
use crate::{Args, Sql, Tx};

/// The most closures in one commit.
const GROUP: usize = 256;
/// The longest that a group runs before it commits.
const GROUP_TIME: Duration = Duration::from_millis(5);
/// How long a group waits for callers that the last commit has only just answered: little beside
/// the sync that it saves them.
const LINGER: Duration = Duration::from_micros(150);
/// The pause between groups while another process writes: SQLite's lock is not fair.
const COURTESY: Duration = Duration::from_millis(5);
/// How long an idle writer sleeps before it looks whether another process has written.
const NAP: Duration = Duration::from_millis(250);
/// How often a closure is run again when it lost against another process.
const TRIES: u32 = 5;

type Waiting = Queue<Box<dyn Work>>;

struct Writer<'a> {
    tx: Tx,
    limit: &'a Limit,
    queue: &'a Waiting,
    /// `PRAGMA data_version`: it changes when somebody else has committed.
    version: i64,
    /// How many closures the last group had.
    last_group: usize,
}

/// A closure that ran in the present group.
struct Ran {
    work: Box<dyn Work>,
    end: Result<End, Fault>,
    after: After,
}

/// Runs until the queue is closed and empty.
pub(crate) fn run(tx: Tx, limit: &Limit, queue: &Waiting) {
    inside::mark();
    let mut writer = Writer { tx, limit, queue, version: 0, last_group: 1 };
    writer.version = writer.read_version().unwrap_or(0);
    loop {
        match queue.pop(NAP) {
            Found::Item(first) => {
                if writer.others_have_written() {
                    std::thread::sleep(COURTESY);
                }
                writer.group(first);
            }
            Found::Nothing => {
                writer.others_have_written();
            }
            Found::Closed => return,
        }
    }
}

impl Writer<'_> {
    fn read_version(&self) -> Result<i64, Failure> {
        with_connection(&self.tx, |conn| {
            let mut statement = conn.prepare_cached("PRAGMA data_version")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }

    /// Looks whether another process has written since the last look, and tells who cached.
    fn others_have_written(&mut self) -> bool {
        let Ok(version) = self.read_version() else { return false };
        let changed = version != self.version;
        self.version = version;
        if changed {
            let shared = self.tx.shared();
            shared.count_change();
            shared.foreign.send_modify(|count| *count += 1);
            shared.pushed.send_modify(|count| *count += 1);
            let newest = "SELECT coalesce(max(position), 0) FROM events";
            let newest = with_connection(&self.tx, |conn| {
                Ok(conn.prepare_cached(newest)?.query_row([], |row| row.get(0))?)
            });
            shared.raise_newest(newest.unwrap_or(0));
        }
        changed
    }

    /// Runs `first` and what else is queued in one transaction, a savepoint each.
    fn group(&mut self, first: Box<dyn Work>) {
        let Some(first) = self.still_due(first) else { return };
        if let Err(fault) = self.begin(first.as_ref()) {
            return first.lose(fault);
        }
        let started = Instant::now();
        let (mut ran, mut late) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        let mut is_whole = true;
        while let Some(mut work) = next.take() {
            let end = self.in_savepoint(work.as_mut());
            let mut after = After::default();
            if matches!(end, Ok(End::Done)) {
                after = self.tx.after;
                late.append(&mut self.tx.late);
            }
            ran.push(Ran { work, end, after });
            // The engine may have rolled everything back: a full disk, a statement cut short.
            is_whole = !self.is_autocommit();
            if is_whole && ran.len() < GROUP && started.elapsed() < GROUP_TIME {
                next = self.next_due().or_else(|| self.linger(ran.len()));
            }
        }
        self.last_group = ran.len();
        if is_whole && self.commit(&late).is_ok() {
            self.settle(ran);
        } else {
            self.roll_back();
            for Ran { work, .. } in ran {
                self.alone(work);
            }
        }
    }

    /// Takes the write lock, waiting for another process as long as the closure's caller does.
    fn begin(&self, work: &dyn Work) -> Result<(), Fault> {
        let patience = work.deadline().saturating_duration_since(Instant::now());
        with_connection(&self.tx, |conn| Ok(conn.busy_timeout(patience)?)).map_err(refusal)?;
        frame(&self.tx, "BEGIN IMMEDIATE").map_err(refusal)
    }

    /// Runs what the closures left for the end, and commits.
    fn commit(&self, late: &[(Sql, Args)]) -> Result<(), Failure> {
        if let Conn::Sqlite(conn) = self.tx.conn() {
            for (sql, args) in late {
                self.tx.shared().count_statement();
                exec(conn, *sql, args).map_err(|failure| failure.at(sql.0.place()))?;
            }
        }
        frame(&self.tx, "COMMIT")
    }

    /// Sends the answers of a committed group.
    fn settle(&mut self, ran: Vec<Ran>) {
        // Who waits for an answer finds the log already where it says, and nothing kept from before.
        self.tx.shared().count_change();
        let mut after = After::default();
        ran.iter().for_each(|one| after.join(one.after));
        self.tx.shared().tell(after);
        let mut again = Vec::new();
        for Ran { work, end, .. } in ran {
            match end {
                Ok(End::Again) => again.push(work),
                Ok(end) => deliver(work, end),
                Err(fault) => work.lose(fault),
            }
        }
        for work in again {
            self.alone(work);
        }
    }

    fn in_savepoint(&mut self, work: &mut dyn Work) -> Result<End, Fault> {
        frame(&self.tx, "SAVEPOINT closure")?;
        let end = self.watched(work);
        if !matches!(end, Ok(End::Done)) && !self.is_autocommit() {
            frame(&self.tx, "ROLLBACK TO closure")?;
        }
        if !self.is_autocommit() {
            frame(&self.tx, "RELEASE closure")?;
        }
        end
    }

    fn watched(&mut self, work: &mut dyn Work) -> Result<End, Fault> {
        let span = work.span();
        let _entered = span.enter();
        self.limit.set(work.deadline());
        let end = once(&mut self.tx, work);
        self.limit.lift();
        end
    }

    /// Runs one closure in a transaction of its own, again when it loses.
    fn alone(&mut self, mut work: Box<dyn Work>) {
        for _ in 0..TRIES {
            let Some(due) = self.still_due(work) else { return };
            work = due;
            match self.transaction(work.as_mut()) {
                Ok((end, after)) if end != End::Again => {
                    self.tx.shared().count_change();
                    self.tx.shared().tell(after);
                    return deliver(work, end);
                }
                Err(fault) if !matches!(fault, Fault::Busy) => return work.lose(fault),
                _ => std::thread::sleep(Duration::from_millis(rand::rng().random_range(1..10))),
            }
        }
        work.lose(Fault::Busy);
    }

    fn transaction(&mut self, work: &mut dyn Work) -> Result<(End, After), Fault> {
        self.begin(work)?;
        let end = self.watched(work);
        if matches!(end, Ok(End::Done)) {
            let late = std::mem::take(&mut self.tx.late);
            let committed = self.commit(&late).map_err(refusal);
            self.roll_back();
            return committed.map(|()| (End::Done, self.tx.after));
        }
        self.roll_back();
        end.map(|end| (end, After::default()))
    }

    fn next_due(&self) -> Option<Box<dyn Work>> {
        loop {
            let work = self.queue.try_pop()?;
            if let Some(due) = self.still_due(work) {
                return Some(due);
            }
        }
    }

    /// Waits a little for one more closure, as long as the last group had more than this one.
    fn linger(&self, so_far: usize) -> Option<Box<dyn Work>> {
        if so_far >= self.last_group {
            return None;
        }
        match self.queue.pop(LINGER) {
            Found::Item(work) => self.still_due(work).or_else(|| self.next_due()),
            Found::Nothing | Found::Closed => None,
        }
    }

    /// Drops what nobody waits for and answers what is too late.
    fn still_due(&self, work: Box<dyn Work>) -> Option<Box<dyn Work>> {
        if !work.is_wanted() {
            return None;
        }
        let may_write = work.is_house() || self.tx.shared().may_write();
        if Instant::now() >= work.deadline() || !may_write {
            work.lose(Fault::Busy);
            return None;
        }
        Some(work)
    }

    fn is_autocommit(&self) -> bool {
        with_connection(&self.tx, |conn| Ok(conn.is_autocommit())).unwrap_or(true)
    }

    fn roll_back(&self) {
        if !self.is_autocommit() {
            // What cannot be rolled back is rolled back by the next BEGIN's refusal.
            let _ = frame(&self.tx, "ROLLBACK");
        }
    }
}

/// What a caller is told when the frame of a transaction fails.
fn refusal(failure: Failure) -> Fault {
    match failure.kind {
        Kind::Retry => Fault::Busy,
        _ => Fault::from(failure),
    }
}
