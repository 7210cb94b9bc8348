//! A closure on its way to the database's threads, and the answer on its way back.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use kernel::{Fault, Outcome};
use tokio::sync::oneshot;
use tracing::Span;

use crate::failure::{Kind, Misuse, misuse};
use crate::{Origin, Tx};

/// What is said of a closure that waited for something outside the database.
pub(crate) const WAITED: &str = "a transaction waited for something outside the database";

/// How strictly a transaction is kept apart from others; SQLite has one writer at a time anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// Each statement sees what was committed before it; rows are locked by `{for_update}`.
    Committed,
    /// As if the transactions ran one after the other.
    Serializable,
    /// One snapshot, nothing is written.
    Snapshot,
}

/// The answer of a transaction: a future that mentions no closure, so it can be sent anywhere.
#[must_use = "a transaction whose answer is dropped before it starts never runs"]
pub struct Answer<R>(State<R>);

enum State<R> {
    Waiting(oneshot::Receiver<Outcome<R>>),
    Refused(Option<Fault>),
}

impl<R> Answer<R> {
    pub(crate) const fn refused(fault: Fault) -> Self {
        Self(State::Refused(Some(fault)))
    }
}

impl<R> Future for Answer<R> {
    type Output = Outcome<R>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome<R>> {
        let outcome = match &mut self.get_mut().0 {
            State::Refused(fault) => {
                Err(fault.take().unwrap_or_else(|| misuse("an answer was awaited twice")))
            }
            State::Waiting(answer) => match Pin::new(answer).poll(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(outcome)) => outcome,
                Poll::Ready(Err(_closed)) => Err(misuse("the database was closed")),
            },
        };
        if cfg!(feature = "testing") {
            assert!(!has_waited(&outcome), "{WAITED}");
        }
        Poll::Ready(outcome)
    }
}

fn has_waited<R>(outcome: &Outcome<R>) -> bool {
    let Err(Fault::Broken(report)) = outcome else { return false };
    report.cause.downcast_ref::<Misuse>().is_some_and(|m| m.0 == WAITED)
}

/// How one run of a closure ended, before COMMIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It answered; what it wrote is to be committed.
    Done,
    /// It refused; what it wrote is to be rolled back, and its fault is the answer.
    Refused,
    /// It lost against another transaction and may run again.
    Again,
    /// A statement failed and the closure answered as if nothing had happened.
    Swallowed,
}

/// A closure with its caller, whatever its types.
pub(crate) trait Work: Send {
    /// Whether somebody still waits for the answer.
    fn is_wanted(&self) -> bool;
    /// When the caller is told `Busy` instead.
    fn deadline(&self) -> Instant;
    fn isolation(&self) -> Isolation;
    /// Whether it is the crate's own housekeeping.
    fn is_house(&self) -> bool;
    /// What its events are marked with unless it says otherwise.
    fn origin(&self) -> Origin;
    /// The caller's tracing span.
    fn span(&self) -> Span;
    /// Runs the closure once; whether it answered with `Ok`.
    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> LocalBoxFuture<'a, bool>;
    /// Sends the closure's own answer.
    fn keep(self: Box<Self>);
    /// Sends a fault instead.
    fn lose(self: Box<Self>, fault: Fault);
}

/// Runs a closure once and says how it ended.
pub(crate) async fn attempt(work: &mut dyn Work, tx: &mut Tx) -> End {
    tx.begin_work(work.origin(), work.isolation() == Isolation::Snapshot);
    let answered = work.run(tx).await;
    match tx.failure() {
        Some(Kind::Retry) => End::Again,
        Some(_) if answered => End::Swallowed,
        _ if answered => End::Done,
        _ => End::Refused,
    }
}

/// Sends the answer of a closure whose transaction has ended as `end` says.
pub(crate) fn deliver(work: Box<dyn Work>, end: End) {
    match end {
        End::Done | End::Refused => work.keep(),
        End::Again => work.lose(Fault::Busy),
        End::Swallowed => work.lose(misuse("a failed statement was taken for a success")),
    }
}

/// A closure that takes the transaction in one way or the other.
pub(crate) trait Call<R>: Send {
    fn call<'a>(&'a self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Outcome<R>>;
}

/// A closure that writes.
pub(crate) struct Writes<F>(pub(crate) F);

impl<R, F> Call<R> for Writes<F>
where
    F: AsyncFn(&mut Tx) -> Outcome<R> + Send,
{
    fn call<'a>(&'a self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Outcome<R>> {
        Box::pin(async move {
            let answer = (self.0)(tx).await?;
            tx.write_log().await?;
            Ok(answer)
        })
    }
}

/// A closure that only reads.
pub(crate) struct Reads<F>(pub(crate) F);

impl<R, F> Call<R> for Reads<F>
where
    F: AsyncFn(&Tx) -> Outcome<R> + Send,
{
    fn call<'a>(&'a self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Outcome<R>> {
        Box::pin(async move { (self.0)(tx).await })
    }
}

/// How a closure is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How {
    pub(crate) isolation: Isolation,
    /// Whether it is the crate's own housekeeping.
    pub(crate) is_house: bool,
    /// What its events are marked with unless it says otherwise.
    pub(crate) origin: Origin,
}

/// One queued call.
struct Queued<C, R> {
    call: C,
    deadline: Instant,
    how: How,
    span: Span,
    outcome: Option<Outcome<R>>,
    reply: oneshot::Sender<Outcome<R>>,
}

/// Packs a closure for the queue and gives the answer that its caller waits for.
pub(crate) fn pack<R, C>(call: C, deadline: Instant, how: How) -> (Box<dyn Work>, Answer<R>)
where
    R: Send + 'static,
    C: Call<R> + 'static,
{
    let (reply, answer) = oneshot::channel();
    let span = Span::current();
    let queued = Queued { call, deadline, how, span, outcome: None, reply };
    (Box::new(queued), Answer(State::Waiting(answer)))
}

impl<R: Send, C: Call<R>> Work for Queued<C, R> {
    fn is_wanted(&self) -> bool {
        !self.reply.is_closed()
    }

    fn deadline(&self) -> Instant {
        self.deadline
    }

    fn isolation(&self) -> Isolation {
        self.how.isolation
    }

    fn is_house(&self) -> bool {
        self.how.is_house
    }

    fn origin(&self) -> Origin {
        self.how.origin
    }

    fn span(&self) -> Span {
        self.span.clone()
    }

    fn run<'a>(&'a mut self, tx: &'a mut Tx) -> LocalBoxFuture<'a, bool> {
        Box::pin(async move {
            let caught = AssertUnwindSafe(self.call.call(tx)).catch_unwind().await;
            let outcome = caught.unwrap_or_else(|panic| Err(panicked(panic.as_ref())));
            let answered = outcome.is_ok();
            self.outcome = Some(outcome);
            answered
        })
    }

    fn keep(self: Box<Self>) {
        let never = || Err(misuse("a transaction answered before it ran"));
        let outcome = self.outcome.unwrap_or_else(never);
        // A caller who has gone needs no answer.
        let _ = self.reply.send(outcome);
    }

    fn lose(self: Box<Self>, fault: Fault) {
        let _ = self.reply.send(Err(fault));
    }
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Fault {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    Fault::broken("a transaction panicked", text)
}
