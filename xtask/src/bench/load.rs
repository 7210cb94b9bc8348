//! Load: so many callers, each on a connection of its own, each asking again once it was answered.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;

use super::Failure;
use super::http::Connection;

/// Callers at a time.
pub(crate) const CALLERS: usize = 32;

/// What callers do, over and over.
pub(crate) trait Task {
    /// Does it once: which caller, the how-manieth time; how many bytes came back.
    async fn once(
        &self,
        connection: &mut Connection,
        caller: usize,
        turn: usize,
    ) -> Result<usize, Failure>;
}

/// What one round gave.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub(crate) count: usize,
    pub(crate) seconds: f64,
    /// How long the slowest hundredth took at least.
    pub(crate) p99: Duration,
    pub(crate) bytes: usize,
}

/// Runs a task with all callers for a while; `turn` goes on from where the last round ended.
pub(crate) async fn run(
    address: SocketAddr,
    task: &impl Task,
    during: Duration,
    turn: &mut usize,
) -> Result<Run, Failure> {
    let mut open = Vec::with_capacity(CALLERS);
    for _ in 0..CALLERS {
        open.push(Connection::open(address).await?);
    }
    let (started, from) = (Instant::now(), *turn);
    let callers = open.iter_mut().enumerate().map(|(caller, connection)| async move {
        let (mut taken, mut bytes, mut at) = (Vec::new(), 0, from);
        while started.elapsed() < during {
            let began = Instant::now();
            bytes += task.once(connection, caller, at).await?;
            taken.push(began.elapsed());
            at += 1;
        }
        Ok::<_, Failure>((taken, bytes, at))
    });
    let done = try_join_all(callers).await?;
    let seconds = started.elapsed().as_secs_f64();
    *turn = done.iter().map(|(_, _, at)| *at).max().unwrap_or(from);
    let bytes = done.iter().map(|(_, bytes, _)| *bytes).sum();
    let mut taken: Vec<Duration> = done.into_iter().flat_map(|(taken, _, _)| taken).collect();
    taken.sort_unstable();
    Ok(Run { count: taken.len(), seconds, p99: slowest(&taken), bytes })
}

/// The least of the slowest hundredth of some times in their order.
pub(crate) fn slowest(sorted: &[Duration]) -> Duration {
    let at = sorted.len().saturating_mul(99) / 100;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}
