//! Doing jobs: a worker for each queue, and the schedules.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, LocalBoxFuture, join, join_all};
use kernel::{Fault, Outcome, Zone};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::cron::{BadSchedule, Schedule};
use super::queue::{Claimed, LEASE_S, bury, claim, complete, extend, fail, sweep};
use super::{Job, JobId};
use crate::{Db, Tx};

/// How often other nodes' jobs are looked for.
const POLL: Duration = Duration::from_secs(1);
/// How often schedules are looked at.
const TICK: Duration = Duration::from_secs(5);
/// How many jobs of a queue run at one time, unless said otherwise.
const AT_ONCE: usize = 4;
/// Looks at the schedules between two clean-ups.
const SWEEP_EVERY: u32 = 720;

type Handler = Box<dyn Fn(String, Run) -> BoxFuture<'static, Outcome<()>> + Send + Sync>;
type ZoneNow = Box<dyn Fn() -> Zone + Send + Sync>;

/// Who does which job, and what is done by the clock.
///
/// `Workers::new(db).on(async |job: SendMail, run| …).cron("digest", "0 8 * * *", …)?`
pub struct Workers(Arc<State>);

struct State {
    db: Db,
    queues: BTreeMap<&'static str, usize>,
    handlers: BTreeMap<&'static str, Handler>,
    schedules: Vec<(Schedule, Box<dyn PushIn>)>,
    zone: ZoneNow,
}

/// One try at a job.
#[derive(Clone)]
pub struct Run {
    /// Which job.
    pub id: JobId,
    /// The how-manieth try this is, from 1.
    pub attempt: i32,
    lease: i64,
}

impl Run {
    /// Ends the job in the transaction of its effect, so that the effect is made exactly once.
    ///
    /// # Errors
    /// `Conflict` when the lease has lapsed and somebody else does the job by now.
    pub async fn finish(&self, tx: &mut Tx) -> Outcome<()> {
        let is_ours = complete(tx, self.id, self.lease).await?;
        if is_ours { Ok(()) } else { Err(Fault::Conflict("job.lapsed")) }
    }
}

impl Workers {
    /// Nobody does anything yet; schedules are read in UTC.
    #[must_use]
    pub fn new(db: Db) -> Self {
        let (queues, handlers) = (BTreeMap::new(), BTreeMap::new());
        let zone: ZoneNow = Box::new(Zone::utc);
        Self(Arc::new(State { db, queues, handlers, schedules: Vec::new(), zone }))
    }

    /// Reads the schedules in the zone that `zone` gives. It is asked at every look, so a site that
    /// changes its zone has its nights where they are now, without a start.
    #[must_use]
    pub fn in_zone(self, zone: impl Fn() -> Zone + Send + Sync + 'static) -> Self {
        self.with(|state| state.zone = Box::new(zone))
    }

    /// Has `f` do the jobs of one kind. It may be run twice for one job.
    #[must_use]
    pub fn on<J, F, Done>(self, f: F) -> Self
    where
        J: Job,
        F: Fn(J, Run) -> Done + Send + Sync + 'static,
        Done: Future<Output = Outcome<()>> + Send + 'static,
    {
        let f = Arc::new(f);
        let handler: Handler = Box::new(move |payload, run| {
            let f = Arc::clone(&f);
            Box::pin(async move {
                let job = serde_json::from_str(&payload)
                    .map_err(|error| Fault::broken("reading a job", error))?;
                f(job, run).await
            })
        });
        self.with(|state| {
            state.handlers.insert(J::KIND, handler);
            state.queues.entry(J::QUEUE).or_insert(AT_ONCE);
        })
    }

    /// Has at most `at_once` jobs of a queue run at one time.
    #[must_use]
    pub fn at_once(self, queue: &'static str, at_once: usize) -> Self {
        self.with(|state| {
            state.queues.insert(queue, at_once.max(1));
        })
    }

    /// Has a job pushed by the clock: `cron` has five fields (minute, hour, day, month, weekday),
    /// read in the zone of [`Workers::in_zone`].
    ///
    /// # Errors
    /// When `cron` is no schedule.
    pub fn cron<J: Job>(
        self,
        name: &'static str,
        cron: &str,
        make: impl Fn() -> J + Send + Sync + 'static,
    ) -> Result<Self, BadSchedule> {
        let schedule = Schedule::new(name, cron)?;
        Ok(self.with(|state| state.schedules.push((schedule, Box::new(make)))))
    }

    fn with(mut self, change: impl FnOnce(&mut State)) -> Self {
        // The state is shared only once the workers run.
        if let Some(state) = Arc::get_mut(&mut self.0) {
            change(state);
        }
        self
    }

    /// Does jobs as they come, until `stop` says `true`; those that run by then are ended first.
    pub async fn run(&self, stop: watch::Receiver<bool>) {
        let queues = self
            .0
            .queues
            .iter()
            .map(|(queue, at_once)| work(Arc::clone(&self.0), queue, *at_once, stop.clone()));
        join(join_all(queues), tick(Arc::clone(&self.0), stop.clone())).await;
    }

    /// Does every job that is due by the clock, and those that they push, one after the other.
    ///
    /// # Errors
    /// When the database fails; a job's own failure is noted at the job.
    pub async fn drain(&self) -> Outcome<usize> {
        let mut done = 0;
        loop {
            fire(&self.0).await?;
            let mut found = 0;
            for queue in self.0.queues.keys() {
                for (job, lease) in claimed(&self.0, queue, 1).await? {
                    found += 1;
                    one(Arc::clone(&self.0), job, lease).await;
                }
            }
            if found == 0 {
                return Ok(done);
            }
            done += found;
        }
    }
}

/// Pushes a job whose type is not known here.
trait PushIn: Send + Sync {
    fn push<'a>(&'a self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Outcome<()>>;
}

impl<J: Job, F: Fn() -> J + Send + Sync> PushIn for F {
    fn push<'a>(&'a self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Outcome<()>> {
        Box::pin(async move { tx.push(self()).await })
    }
}

async fn work(
    state: Arc<State>,
    queue: &'static str,
    at_once: usize,
    mut stop: watch::Receiver<bool>,
) {
    let mut pushed = state.db.shared().pushed.subscribe();
    let mut running = JoinSet::new();
    while !*stop.borrow_and_update() {
        pushed.borrow_and_update();
        let room = at_once.saturating_sub(running.len());
        let found = match claimed(&state, queue, room).await {
            Ok(found) => found,
            Err(fault) => {
                tracing::warn!(queue, %fault, "jobs could not be claimed");
                Vec::new()
            }
        };
        let is_full = room > 0 && found.len() == room;
        for (job, lease) in found {
            running.spawn(one(Arc::clone(&state), job, lease));
        }
        let has_room = running.len() < at_once;
        tokio::select! {
            Some(_) = running.join_next() => {}
            () = tokio::time::sleep(POLL), if has_room && !is_full => {}
            changed = pushed.changed(), if has_room => if changed.is_err() { break },
            changed = stop.changed() => if changed.is_err() { break },
        }
        while running.try_join_next().is_some() {}
    }
    while running.join_next().await.is_some() {}
}

async fn claimed(state: &State, queue: &'static str, most: usize) -> Outcome<Vec<(Claimed, i64)>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    if most == 0 {
        return Ok(Vec::new());
    }
    let lease = rand::random::<i64>();
    let kinds: Vec<&'static str> = state.handlers.keys().copied().collect();
    let jobs = state.db.tx(async move |tx| claim(tx, (queue, &kinds), lease, most).await).await?;
    Ok(jobs.into_iter().map(|job| (job, lease)).collect())
}

/// Tries one job and notes how it ended.
async fn one(state: Arc<State>, job: Claimed, lease: i64) {
    let ended = attempt(&state, &job, lease).await;
    let noted = match &ended {
        Ok(()) => state.db.tx(async move |tx| complete(tx, job.id, lease).await.map(drop)).await,
        Err(fault) => {
            let said: String = fault.to_string().chars().take(500).collect();
            let (kind, attempt) = (job.kind.as_str(), job.attempts);
            tracing::warn!(job = %job.id, kind, attempt, %fault, "a job failed");
            let jitter = rand::random::<f64>();
            state.db.tx(async move |tx| fail(tx, &job, lease, &said, jitter).await).await
        }
    };
    if let Err(fault) = noted {
        // The lease lapses, and the job is tried again.
        tracing::error!(%fault, "a job's end could not be noted");
    }
}

async fn attempt(state: &State, job: &Claimed, lease: i64) -> Outcome<()> {
    let id = job.id;
    if job.attempts > job.attempts_max {
        let said = "its last try never ended";
        state.db.tx(async move |tx| bury(tx, id, lease, said).await).await?;
        return Err(Fault::broken("doing a job", said));
    }
    let Some(handler) = state.handlers.get(job.kind.as_str()) else {
        return Err(Fault::broken("doing a job", format!("nobody does {}", job.kind)));
    };
    let run = Run { id, attempt: job.attempts, lease };
    let mut doing = AssertUnwindSafe(handler(job.payload.clone(), run)).catch_unwind();
    let renewal = Duration::from_secs(LEASE_S.unsigned_abs() / 3);
    loop {
        match tokio::time::timeout(renewal, &mut doing).await {
            Ok(Ok(done)) => return done,
            Ok(Err(_panic)) => return Err(Fault::broken("doing a job", "it panicked")),
            Err(_still_running) => {
                let kept = state.db.tx(async move |tx| extend(tx, id, lease).await).await;
                if let Ok(false) = kept {
                    return Err(Fault::Conflict("job.lapsed"));
                }
            }
        }
    }
}

/// Looks at the schedules, and cleans up now and then.
async fn tick(state: Arc<State>, mut stop: watch::Receiver<bool>) {
    let mut looks = 0_u32;
    while !*stop.borrow_and_update() {
        if let Err(fault) = fire(&state).await {
            tracing::warn!(%fault, "the schedules could not be looked at");
        }
        if looks.is_multiple_of(SWEEP_EVERY)
            && let Err(fault) = state.db.tx(async |tx| sweep(tx).await).await
        {
            tracing::warn!(%fault, "done jobs could not be swept away");
        }
        looks = looks.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

async fn fire(state: &Arc<State>) -> Outcome<()> {
    let zone = (state.zone)();
    for at in 0..state.schedules.len() {
        let (state, zone) = (Arc::clone(state), zone.clone());
        let db = state.db.clone();
        db.tx(async move |tx| {
            let Some((schedule, make)) = state.schedules.get(at) else { return Ok(()) };
            if schedule.fires(tx, &zone).await? { make.push(tx).await } else { Ok(()) }
        })
        .await?;
    }
    Ok(())
}
