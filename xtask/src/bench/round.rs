//! Rounds of one case: CPU a request, the middle of several rounds.

use super::finding::{Finding, Goal, REQUEST};
use super::http::{Connection, request};
use super::load::{Run, Task, run};
use super::page::figure;
use super::server::Server;
use super::{Failure, Pace};

/// How much shorter the round is that warms up.
const WARM_UP: u32 = 2;

/// One request, the same for everybody.
pub(crate) struct Same {
    pub(crate) requests: Vec<Vec<u8>>,
    pub(crate) status: u16,
}

impl Same {
    /// A page as visitors ask for it.
    pub(crate) fn get(path: &str, headers: &[(&str, &str)]) -> Self {
        Self { requests: vec![request("GET", path, headers, "")], status: 200 }
    }

    /// The same page as many people ask for it, each with a cookie of their own.
    pub(crate) fn by<'a>(path: &str, cookies: impl Iterator<Item = &'a str>) -> Self {
        let ask = |cookie| request("GET", path, &[("cookie", cookie)], "");
        Self { requests: cookies.map(ask).collect(), status: 200 }
    }
}

/// A page at an address that nobody asked for before, so that no answer is kept for it.
pub(crate) struct Anew(pub(crate) String);

impl Task for Anew {
    async fn once(
        &self,
        connection: &mut Connection,
        caller: usize,
        turn: usize,
    ) -> Result<usize, Failure> {
        let sign = if self.0.contains('?') { '&' } else { '?' };
        let path = format!("{}{sign}n={caller}-{turn}", self.0);
        let answer = connection.ask(&request("GET", &path, &[], "")).await?;
        Ok(answer.expect(200)?.bytes)
    }
}

impl Task for Same {
    async fn once(
        &self,
        connection: &mut Connection,
        caller: usize,
        turn: usize,
    ) -> Result<usize, Failure> {
        let at = (caller + turn) % self.requests.len().max(1);
        let answer = connection.ask(self.requests.get(at).ok_or("no request")?).await?;
        Ok(answer.expect(self.status)?.bytes)
    }
}

/// What the rounds of one case gave.
pub(crate) struct Measured {
    /// Milliseconds of CPU a request, of the middle round.
    pub(crate) cpu_ms: f64,
    pub(crate) run: Run,
    /// Statements a request.
    pub(crate) statements: f64,
}

/// Runs a case: once to warm up, then the rounds.
pub(crate) async fn measure(
    server: &Server,
    task: &impl Task,
    pace: Pace,
) -> Result<Measured, Failure> {
    let mut turn = 0;
    run(server.address, task, pace.during / WARM_UP, &mut turn).await?;
    let mut rounds = Vec::new();
    let before = server.statements().await?;
    let mut requests = 0;
    for _ in 0..pace.rounds {
        let used = server.cpu_ms()?;
        let run = run(server.address, task, pace.during, &mut turn).await?;
        let count = f64::from(u32::try_from(run.count)?);
        rounds.push(((server.cpu_ms()? - used) / count.max(1.0), run.clone()));
        requests += run.count;
    }
    let statements = server.statements().await? - before;
    let statements = statements / f64::from(u32::try_from(requests)?).max(1.0);
    rounds.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let (cpu_ms, run) = rounds.swap_remove(rounds.len() / 2);
    Ok(Measured { cpu_ms, run, statements })
}

impl Measured {
    /// The line of the table.
    pub(crate) fn finding(&self, over: &'static str, what: &str, goal: Goal) -> Finding {
        let (rate, size) = (self.rate(), self.size());
        let p99 = self.run.p99.as_secs_f64() * 1_000.0;
        let beside = format!(
            "{rate:.0}/s · p99 {} ms · {:.1} statements · {:.1} KB",
            figure(p99),
            self.statements,
            size / 1_000.0
        );
        Finding { over, what: what.to_owned(), value: self.cpu_ms, unit: REQUEST, goal, beside }
    }

    /// How often it was done in a second.
    pub(crate) fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.run.count).unwrap_or(u32::MAX)) / self.run.seconds
    }

    /// Bytes of one answer.
    fn size(&self) -> f64 {
        let bytes = self.run.bytes / self.run.count.max(1);
        f64::from(u32::try_from(bytes).unwrap_or(u32::MAX))
    }
}
