//! A hundred at once on one thing of which there is one.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Barrier;

use serde_json::json;

use super::figures::Figure;
use super::http::{Ask, Line, Said};
use super::place::{People, Place};
use super::{Outcome, load};

/// Who run against each other.
const RUNNERS: usize = 100;

/// Lets everybody ask at the same instant; an answer each.
fn together(
    address: SocketAddr,
    ask: impl Fn(&mut Line, usize) -> std::io::Result<Said> + Sync,
) -> Outcome<Vec<Said>> {
    let (gate, ask) = (&Barrier::new(RUNNERS), &ask);
    std::thread::scope(|scope| {
        let runners: Vec<_> = (0..RUNNERS)
            .map(|number| {
                scope.spawn(move || {
                    let mut line = Line::to(address);
                    // The connection stands before the start.
                    let ready = line.ask(Ask::get("/healthz"));
                    gate.wait();
                    ready.and_then(|_ready| ask(&mut line, number))
                })
            })
            .collect();
        let joined = runners.into_iter().map(|runner| runner.join());
        joined.map(|said| Ok(said.map_err(|_panic| "a runner stopped")??)).collect()
    })
}

/// The answers by status.
fn counted(answers: &[Said]) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for said in answers {
        *counts.entry(said.status).or_default() += 1;
    }
    counts
}

/// Races so often on each thing.
pub(super) fn run(place: &Place, name: &str, rounds: u32) -> Outcome<Vec<Figure>> {
    let people = place.prepare(2)?;
    let running = place.start()?;
    let (mut keys, mut refunds) = (Race::default(), Race::default());
    for round in 0..rounds {
        keys.key(running.address, &people, round)?;
        refunds.refund(running.address, &people, round)?;
    }
    let orders = place.sql("SELECT count(*) FROM orders")?.unwrap_or_default();
    let over = "SELECT count(*) FROM orders WHERE refunded_minor > amount_minor";
    let over = place.sql(over)?.unwrap_or_default();
    running.stop()?;
    let expected = (2 * rounds).to_string();
    Ok(vec![
        Figure::new(
            format!("{name}: {RUNNERS} at once under one key, {rounds} rounds: orders; faults"),
            format!("{rounds} of this kind; 0"),
            format!("{} of {orders}; {}", keys.won, keys.faults),
            keys.won == rounds && keys.faults == 0 && orders == expected,
        ),
        Figure::new(
            format!("{name}: {RUNNERS} full refunds of one order at once, {rounds} rounds"),
            "one each, none over, 0 faults",
            format!("{} won, {over} over, {} faults", refunds.won, refunds.faults),
            refunds.won == rounds && over == "0" && refunds.faults == 0,
        ),
    ])
}

#[derive(Default)]
struct Race {
    won: u32,
    faults: usize,
}

impl Race {
    /// One idempotency key: one order, and everybody else hears of the same or is told to wait.
    fn key(&mut self, address: SocketAddr, people: &People, round: u32) -> Outcome<()> {
        let token = people.members.first().map_or("", String::as_str);
        let key = format!("race-{round}");
        let answers = together(address, |line, _| load::order(line, people, (&key, token)))?;
        let mut numbers: Vec<String> = answers
            .iter()
            .filter(|said| said.status == 201)
            .filter_map(|said| said.text("no").ok())
            .collect();
        numbers.sort();
        numbers.dedup();
        self.won += u32::from(numbers.len() == 1);
        self.faults += answers.iter().filter(|said| !matches!(said.status, 201 | 409)).count();
        Ok(())
    }

    /// One order's money given back in full by a hundred hands.
    fn refund(&mut self, address: SocketAddr, people: &People, round: u32) -> Outcome<()> {
        let (mut line, key) = (Line::to(address), format!("refund-{round}"));
        let token = people.members.get(1).map_or("", String::as_str);
        let no = load::order(&mut line, people, (&key, token))?.text("no")?;
        let path = format!("/api/v1/orders/{no}/payments");
        let paid = format!("pay-{round}");
        let pay = Ask::post_json(&path, r#"{"provider":"sandbox"}"#).by(token).once(&paid);
        let next = line.ask(pay)?.text("next_url")?;
        let page = next.find("/pay/").and_then(|at| next.get(at..)).unwrap_or_default();
        line.ask(Ask::post_form(page, "outcome=success"))?;
        let path = format!("/api/v1/orders/{no}/refunds");
        let body = json!({"reason": "a race"}).to_string();
        // Each under a key of its own: the hundred are a hundred wishes.
        let answers = together(address, |line, number| {
            let key = format!("back-{round}-{number}");
            line.ask(Ask::post_json(&path, &body).by(&people.owner).once(&key))
        })?;
        let counts = counted(&answers);
        self.won += u32::from(counts.get(&201) == Some(&1));
        self.faults += answers.iter().filter(|said| said.status >= 500).count();
        Ok(())
    }
}
