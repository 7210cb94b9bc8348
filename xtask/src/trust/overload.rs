//! Ten times the capacity: what the site serves in calm is measured first, then a crowd of ten times
//! the ordinary lane asks for ten times as much, each at a fixed beat whatever the answers are.
//! In calm and in the siege alike others sign in, order, pay and notify.
//!
//! The crowd runs on the cores that the site runs on, so the share of the calm rate that is left
//! counts the crowd's own work against the site.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use serde_json::json;

use super::figures::Figure;
use super::http::{Ask, Line};
use super::place::{People, Place, Running};
use super::{Outcome, load};

/// Requests that the ordinary lane works on at a time.
const LANE: usize = 64;
/// How many ask at once.
const CROWD: usize = LANE * 10;
/// Bytes of stack of one who asks.
const STACK: usize = 256 * 1024;

/// Who asks for pages, while others do what they came for.
#[derive(Clone, Copy)]
struct Crowd {
    /// Marks the orders that are made meanwhile: each is a new one.
    name: &'static str,
    size: usize,
    seconds: u64,
    /// How often each asks; at once again where that is over.
    beat: Duration,
}

/// How a crowd is served.
#[derive(Clone, Copy)]
struct Pace {
    /// Pages a second.
    rate: usize,
    /// Microseconds of the site's CPU for each page, all else that it does counted in.
    cpu: f64,
}

/// How the answers of one kind of request fell.
#[derive(Default, Clone)]
struct Tally {
    served: usize,
    /// 503 with Retry-After.
    turned: usize,
    /// Anything else: other faults, no answer, 503 without Retry-After.
    failed: usize,
}

impl Tally {
    const fn all(&self) -> usize {
        self.served + self.turned + self.failed
    }

    /// Served of a thousand.
    fn share(&self) -> usize {
        self.served * 1000 / self.all().max(1)
    }
}

type Kinds = BTreeMap<&'static str, Tally>;
type Board = Mutex<Kinds>;

fn note(board: &Board, kind: &'static str, said: std::io::Result<super::http::Said>) {
    let mut board = board.lock().unwrap_or_else(PoisonError::into_inner);
    let tally = board.entry(kind).or_default();
    match said {
        Ok(said) if said.status == 503 && said.retry_after => tally.turned += 1,
        Ok(said) if said.status < 500 => tally.served += 1,
        _ => tally.failed += 1,
    }
}

/// Besieges for so many seconds.
pub(super) fn run(place: &Place, seconds: u64) -> Outcome<Vec<Figure>> {
    let people = place.prepare(4)?;
    let running = place.start()?;
    let mut line = running.line();
    let account = json!({
        "handle": "signer", "email": "signer@example.org", "password": "a long enough secret",
    });
    line.ask(Ask::post_json("/api/v1/members", &account.to_string()))?;
    for round in 0..20 {
        load::open_post(&running, &people, round)?;
    }
    let calm = Crowd { name: "calm", size: LANE / 2, seconds: 4, beat: Duration::ZERO };
    let (calm, _) = besiege(&running, &people, calm)?;
    let storm = Crowd { name: "storm", size: CROWD, seconds, beat: beat_of(calm.rate) };
    let (pace, board) = besiege(&running, &people, storm)?;
    let after = calmed(running.address)?;
    running.stop()?;
    Ok(figures(&board, (calm, pace), seconds, after))
}

/// What became of a crowd: how fast it was served, and each kind of request.
fn besiege(running: &Running, people: &People, crowd: Crowd) -> Outcome<(Pace, Kinds)> {
    let (board, before) = (Board::default(), running.cpu_ms()?);
    beside(running.address, people, &board, crowd)?;
    let spent = running.cpu_ms()? - before;
    let board = board.into_inner().unwrap_or_else(PoisonError::into_inner);
    let served = board.get("page").map_or(0, |tally| tally.served);
    let rate = served / usize::try_from(crowd.seconds).unwrap_or(1).max(1);
    let cpu = spent * 1_000.0 / f64::from(u32::try_from(served).unwrap_or(u32::MAX).max(1));
    Ok((Pace { rate, cpu }, board))
}

/// How often each of the crowd asks, so that all together ask for ten times the calm rate.
fn beat_of(calm: usize) -> Duration {
    let crowd = u32::try_from(CROWD).unwrap_or(u32::MAX);
    let wanted = u32::try_from(calm * 10).unwrap_or(u32::MAX).max(1);
    Duration::from_secs(1) * crowd / wanted
}

/// Lets all of them ask for the home page, each at its beat.
fn gather(address: SocketAddr, board: &Board, crowd: Crowd) -> Outcome<()> {
    let end = Instant::now() + Duration::from_secs(crowd.seconds);
    std::thread::scope(|scope| {
        for _ in 0..crowd.size {
            let one = std::thread::Builder::new().stack_size(STACK);
            one.spawn_scoped(scope, move || {
                let mut line = Line::to(address);
                while Instant::now() < end {
                    let asked = Instant::now();
                    note(board, "page", line.ask(Ask::get("/")));
                    std::thread::sleep(crowd.beat.saturating_sub(asked.elapsed()));
                }
            })?;
        }
        Ok(())
    })
}

/// A crowd, and beside it who signs in, orders, pays and notifies.
fn beside(address: SocketAddr, people: &People, board: &Board, crowd: Crowd) -> Outcome<()> {
    let end = Instant::now() + Duration::from_secs(crowd.seconds);
    std::thread::scope(|scope| {
        let all = scope.spawn(move || gather(address, board, crowd).is_ok());
        scope.spawn(move || until(end, || sign_in(address, board)));
        for who in 0..2 {
            scope.spawn(move || {
                let mut round = 0;
                until(end, || {
                    round += 1;
                    let key = format!("{}-{who}-{round}", crowd.name);
                    check_out(address, people, board, (who, &key));
                });
            });
        }
        scope.spawn(move || until(end, || notify(address, board)));
        match all.join() {
            Ok(true) => Ok(()),
            _ => Err("the crowd could not be gathered".into()),
        }
    })
}

/// Does something about twenty times a second.
fn until(end: Instant, mut act: impl FnMut()) {
    while Instant::now() < end {
        act();
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn sign_in(address: SocketAddr, board: &Board) {
    let body = r#"{"login":"signer","password":"a long enough secret"}"#;
    note(board, "sign-in", Line::to(address).ask(Ask::post_json("/api/v1/sessions", body)));
}

fn check_out(address: SocketAddr, people: &People, board: &Board, (who, key): (usize, &str)) {
    let mut line = Line::to(address);
    let token = people.members.get(who).map_or("", String::as_str);
    let said = load::order(&mut line, people, (key, token));
    let no = said.as_ref().ok().and_then(|said| said.text("no").ok());
    note(board, "checkout", said);
    let Some(no) = no else { return };
    let path = format!("/api/v1/orders/{no}/payments");
    let paid = format!("pay-{key}");
    let said = line.ask(Ask::post_json(&path, r#"{"provider":"sandbox"}"#).by(token).once(&paid));
    note(board, "checkout", said);
}

/// A notice that nobody signed: that it is refused shows that it was heard.
fn notify(address: SocketAddr, board: &Board) {
    let path = "/hooks/payments/sandbox";
    note(board, "notice", Line::to(address).ask(Ask::post_json(path, "{}")));
}

/// How long it takes until a page is served again as ever.
fn calmed(address: SocketAddr) -> Outcome<Duration> {
    let begun = Instant::now();
    loop {
        let asked = Instant::now();
        let said = Line::to(address).ask(Ask::get("/"));
        let quick = asked.elapsed() < Duration::from_millis(100);
        if quick && said.is_ok_and(|said| said.status == 200) {
            return Ok(begun.elapsed());
        }
        if begun.elapsed() > Duration::from_secs(30) {
            return Err("the site did not calm down".into());
        }
    }
}

fn figures(
    board: &Kinds,
    (calm, pace): (Pace, Pace),
    seconds: u64,
    after: Duration,
) -> Vec<Figure> {
    let of = |kind: &str| board.get(kind).cloned().unwrap_or_default();
    let page = of("page");
    let (peak, rate) = (calm.rate, pace.rate);
    let mut list = vec![
        Figure::new(
            format!(
                "overload, {CROWD} ask for 10 × {peak} a second for {seconds} s: pages a second"
            ),
            "≥ 95 % of calm",
            format!(
                "{rate}, {} %; {:.1} µs of the site's CPU for each, in calm {:.1} µs",
                rate * 100 / peak.max(1),
                pace.cpu,
                calm.cpu,
            ),
            rate * 100 >= peak * 95,
        ),
        Figure::new(
            format!(
                "overload: of {} pages refused otherwise than 503 with Retry-After",
                page.all()
            ),
            "0",
            format!("{} ({} turned away properly)", page.failed, page.turned),
            page.failed == 0,
        ),
    ];
    for kind in ["sign-in", "checkout", "notice"] {
        let tally = of(kind);
        let share = tally.share();
        list.push(Figure::new(
            format!("overload: {kind} served, of {}", tally.all()),
            "≥ 99 %",
            format!("{}.{} %", share / 10, share % 10),
            share >= 990 && tally.all() > 0,
        ));
    }
    list.push(Figure::new(
        "overload: as quick as ever again after",
        "≤ 3 s",
        format!("{} ms", after.as_millis()),
        after <= Duration::from_secs(3),
    ));
    list
}
