//! Who is run when something happened.
//!
//! A subscriber is *inline* (in the transaction of the event: entitlements, counters) or *later*
//! (in a transaction of its own, by a cursor that moves with the effect: each event is applied
//! exactly once in the database, in the order of positions).

mod later;
mod rebuild;

use std::sync::Arc;

use futures_util::future::LocalBoxFuture;
use kernel::Outcome;

use crate::event::{Entry, Event, Recorded};
use crate::{Origin, Tx};

pub use rebuild::Rebuildable;

/// When a subscriber is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Inline,
    Later,
}

type Handlers = Vec<(Option<&'static str>, Box<dyn Apply>)>;

/// A named subscriber with what it does for which event.
///
/// `Subscriber::later("notify.inbox").live_only().on(async |tx, entry: &Entry<CommentCreated>| …)`
pub struct Subscriber {
    name: &'static str,
    pub(crate) when: When,
    handlers: Handlers,
    reset: Option<Box<dyn Reset>>,
    live_only: bool,
    pub(crate) from_now: bool,
}

/// The subscribers of one opened database.
pub(crate) type Subscribers = Arc<[Arc<Subscriber>]>;

trait Apply: Send + Sync {
    fn apply<'a>(&'a self, tx: &'a mut Tx, log: &'a Recorded) -> LocalBoxFuture<'a, Outcome<()>>;
}

trait Reset: Send + Sync {
    fn reset<'a>(&'a self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Outcome<()>>;
}

impl Subscriber {
    /// One that is run in the transaction of the event.
    #[must_use]
    pub fn inline(name: &'static str) -> Self {
        Self::new(name, When::Inline)
    }

    /// One that follows by its own cursor.
    #[must_use]
    pub fn later(name: &'static str) -> Self {
        Self::new(name, When::Later)
    }

    fn new(name: &'static str, when: When) -> Self {
        let (handlers, reset) = (Vec::new(), None);
        Self { name, when, handlers, reset, live_only: false, from_now: false }
    }

    /// What it is called: the name of its cursor, and what `rebuild` takes.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Runs `f` for each event of one kind.
    #[must_use]
    pub fn on<E, F>(mut self, f: F) -> Self
    where
        E: Event,
        F: AsyncFn(&mut Tx, &Entry<E>) -> Outcome<()> + Send + Sync + 'static,
    {
        let one = Typed { f, event: std::marker::PhantomData::<fn() -> E> };
        self.handlers.push((Some(E::NAME), Box::new(one)));
        self
    }

    /// Runs `f` for every event.
    #[must_use]
    pub fn on_any<F>(mut self, f: F) -> Self
    where
        F: AsyncFn(&mut Tx, &Recorded) -> Outcome<()> + Send + Sync + 'static,
    {
        self.handlers.push((None, Box::new(Any(f))));
        self
    }

    /// Leaves out events that were imported or seeded.
    #[must_use]
    pub fn live_only(self) -> Self {
        Self { live_only: true, ..self }
    }

    /// When it is new, starts after the events that exist by then instead of with the first.
    #[must_use]
    pub fn from_now(self) -> Self {
        Self { from_now: true, ..self }
    }

    /// Makes it rebuildable: `f` empties what it has written, then every event is applied again.
    ///
    /// What it does for an event then rests on the event alone (its own times, not the clock), and
    /// it announces nothing and pushes nothing.
    #[must_use]
    pub fn emptied_by<F>(self, f: F) -> Self
    where
        F: AsyncFn(&mut Tx) -> Outcome<()> + Send + Sync + 'static,
    {
        Self { reset: Some(Box::new(Emptied(f))), ..self }
    }

    /// Whether it does anything for events of that name.
    pub(crate) fn listens(&self, event: &str) -> bool {
        self.handlers.iter().any(|(name, _)| name.is_none_or(|name| name == event))
    }

    /// Whether it leaves out events that were imported or seeded.
    pub(crate) const fn is_live_only(&self) -> bool {
        self.live_only
    }

    /// Whether it can be rebuilt from nothing.
    #[must_use]
    pub const fn is_rebuildable(&self) -> bool {
        self.reset.is_some()
    }

    /// Applies an event, if it is one of its own.
    pub(crate) async fn apply(&self, tx: &mut Tx, log: &Recorded) -> Outcome<()> {
        if self.live_only && log.origin != Origin::Live {
            return Ok(());
        }
        for (name, handler) in &self.handlers {
            if name.is_none_or(|name| name == log.name) {
                handler.apply(tx, log).await?;
            }
        }
        Ok(())
    }

    /// Empties what it has written.
    pub(crate) async fn empty(&self, tx: &mut Tx) -> Outcome<()> {
        match &self.reset {
            Some(reset) => reset.reset(tx).await,
            None => Err(crate::failure::misuse("this subscriber cannot be rebuilt")),
        }
    }
}

struct Typed<E, F> {
    f: F,
    event: std::marker::PhantomData<fn() -> E>,
}

impl<E, F> Apply for Typed<E, F>
where
    E: Event,
    F: AsyncFn(&mut Tx, &Entry<E>) -> Outcome<()> + Send + Sync,
{
    fn apply<'a>(&'a self, tx: &'a mut Tx, log: &'a Recorded) -> LocalBoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let Some(event) = log.decode::<E>()? else { return Ok(()) };
            (self.f)(tx, &Entry { log: log.clone(), event }).await
        })
    }
}

struct Any<F>(F);

impl<F> Apply for Any<F>
where
    F: AsyncFn(&mut Tx, &Recorded) -> Outcome<()> + Send + Sync,
{
    fn apply<'a>(&'a self, tx: &'a mut Tx, log: &'a Recorded) -> LocalBoxFuture<'a, Outcome<()>> {
        Box::pin(async move { (self.0)(tx, log).await })
    }
}

struct Emptied<F>(F);

impl<F> Reset for Emptied<F>
where
    F: AsyncFn(&mut Tx) -> Outcome<()> + Send + Sync,
{
    fn reset<'a>(&'a self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Outcome<()>> {
        Box::pin(async move { (self.0)(tx).await })
    }
}
