//! Writing as fast as answers come, on several connections, and remembering what was acknowledged.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Outcome;
use super::http::{Ask, Line, Said};
use super::place::{People, Running};

/// Connections that write.
pub(super) const WRITERS: usize = 32;
/// Of so many writes one buys something.
const ORDER_EVERY: u64 = 6;

/// What was acknowledged and what was only asked.
#[derive(Debug, Default)]
pub(super) struct Acknowledged {
    /// Comments by their marks.
    pub(super) comments: Vec<String>,
    /// Orders by their keys: number, and whether the money was acknowledged.
    pub(super) orders: BTreeMap<String, (String, bool)>,
    /// Keys whose answer never came, with the member who asked.
    pub(super) unanswered: Vec<(String, usize)>,
    /// From the first to the last acknowledgement.
    pub(super) lasted: Duration,
}

impl Acknowledged {
    /// How many writes were acknowledged.
    pub(super) fn count(&self) -> usize {
        let paid = self.orders.values().filter(|(_, paid)| *paid).count();
        self.comments.len() + self.orders.len() + paid
    }
}

/// The posts of a round, one below which each writer writes.
pub(super) fn open_posts(running: &Running, people: &People, round: u32) -> Outcome<Vec<String>> {
    (0..WRITERS).map(|_| open_post(running, people, round)).collect()
}

/// A post of a round.
pub(super) fn open_post(running: &Running, people: &People, round: u32) -> Outcome<String> {
    let body = json!({
        "space": "garden", "kind": "article", "title": format!("Round {round}"), "body": "Go.",
    });
    let body = body.to_string();
    let said = running.line().ask(Ask::post_json("/api/v1/posts", &body).by(&people.owner))?;
    Ok(said.text("id")?)
}

/// Writes until `after` has passed, then calls `cut`; everything acknowledged until the end.
pub(super) fn write(
    address: SocketAddr,
    people: &People,
    (posts, round): (&[String], u32),
    after: Duration,
    cut: impl FnOnce() -> Outcome<()>,
) -> Outcome<Acknowledged> {
    let (stop, written) = (AtomicBool::new(false), AtomicU64::new(0));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let writers: Vec<_> = posts
            .iter()
            .enumerate()
            .map(|(number, post)| {
                let (stop, written) = (&stop, &written);
                scope.spawn(move || {
                    let mut writer = Writer::new(address, people, (post, round, number));
                    writer.write_until(stop, written);
                    writer.done
                })
            })
            .collect();
        while begun.elapsed() < after || written.load(Ordering::Relaxed) == 0 {
            std::thread::sleep(Duration::from_millis(2));
            if begun.elapsed() > after + Duration::from_secs(20) {
                break;
            }
        }
        let lasted = begun.elapsed();
        let was_cut = cut();
        stop.store(true, Ordering::Relaxed);
        let mut all = Acknowledged { lasted, ..Acknowledged::default() };
        for writer in writers {
            let done = writer.join().map_err(|_panic| "a writer stopped")?;
            all.comments.extend(done.comments);
            all.orders.extend(done.orders);
            all.unanswered.extend(done.unanswered);
        }
        was_cut.map(|()| all)
    })
}

struct Writer<'a> {
    line: Line,
    people: &'a People,
    member: usize,
    path: String,
    mark: String,
    done: Acknowledged,
}

impl<'a> Writer<'a> {
    fn new(
        address: SocketAddr,
        people: &'a People,
        (post, round, number): (&str, u32, usize),
    ) -> Self {
        Self {
            line: Line::to(address),
            people,
            member: number % people.members.len().max(1),
            path: format!("/api/v1/posts/{post}/comments"),
            mark: format!("r{round}w{number}"),
            done: Acknowledged::default(),
        }
    }

    fn write_until(&mut self, stop: &AtomicBool, written: &AtomicU64) {
        let mut number = 0;
        while !stop.load(Ordering::Relaxed) {
            number += 1;
            let mark = format!("{}n{number}", self.mark);
            let sent = if number % ORDER_EVERY == 0 { self.buy(&mark) } else { self.say(mark) };
            if sent.is_err() {
                return;
            }
            written.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn token(&self) -> &'a str {
        self.people.members.get(self.member).map_or("", String::as_str)
    }

    fn say(&mut self, mark: String) -> io::Result<()> {
        let body = json!({"body": mark}).to_string();
        let said = self.line.ask(Ask::post_json(&self.path, &body).by(self.token()))?;
        if said.status == 201 {
            self.done.comments.push(mark);
        }
        Ok(())
    }

    fn buy(&mut self, key: &str) -> io::Result<()> {
        let token = self.token();
        let said = match order(&mut self.line, self.people, (key, token)) {
            Ok(said) => said,
            Err(cut) => {
                self.done.unanswered.push((key.to_owned(), self.member));
                return Err(cut);
            }
        };
        let no = said.text("no")?;
        self.done.orders.insert(key.to_owned(), (no.clone(), false));
        let path = format!("/api/v1/orders/{no}/payments");
        let paid = format!("pay-{key}");
        let pay = Ask::post_json(&path, r#"{"provider":"sandbox"}"#).by(self.token()).once(&paid);
        let next = self.line.ask(pay)?.text("next_url")?;
        let page = next.find("/pay/").and_then(|at| next.get(at..)).unwrap_or_default();
        let said = self.line.ask(Ask::post_form(page, "outcome=success"))?;
        if said.status == 303 {
            self.done.orders.insert(key.to_owned(), (no, true));
        }
        Ok(())
    }
}

/// Orders the plan under a key.
pub(super) fn order(
    line: &mut Line,
    people: &People,
    (key, token): (&str, &str),
) -> io::Result<Said> {
    let body = json!({"price": people.price}).to_string();
    line.ask(Ask::post_json("/api/v1/orders", &body).by(token).once(key))
}

/// What is found of a round after a restart.
#[derive(Debug, Default)]
pub(super) struct Missing {
    /// Acknowledged and not there.
    pub(super) lost: usize,
    /// There more than once.
    pub(super) doubled: usize,
}

/// Compares what was acknowledged with what is there.
pub(super) fn compare(
    running: &Running,
    people: &People,
    posts: &[String],
    told: &Acknowledged,
) -> Outcome<Missing> {
    let mut line = running.line();
    let mut kept = BTreeMap::new();
    for post in posts {
        comments(&mut line, people, post, &mut kept)?;
    }
    let mut missing = Missing {
        lost: told.comments.iter().filter(|mark| !kept.contains_key(*mark)).count(),
        doubled: kept.values().filter(|times| **times > 1).count(),
    };
    for (key, (no, paid)) in &told.orders {
        let member = key.split(['w', 'n']).nth(1).and_then(|w| w.parse::<usize>().ok());
        let member = member.unwrap_or_default() % people.members.len().max(1);
        let token = people.members.get(member).map_or("", String::as_str);
        let path = format!("/api/v1/orders/{no}");
        let said = line.ask(Ask::get(&path).by(token))?;
        let status = said.json().get("status").and_then(Value::as_str).unwrap_or("").to_owned();
        let there = said.status == 200 && (!paid || status == "fulfilled" || status == "paid");
        missing.lost += usize::from(!there);
        // The same key again is the same order, whatever happened between.
        let again = order(&mut line, people, (key, token))?;
        missing.doubled += usize::from(again.text("no")? != *no);
    }
    for (key, member) in &told.unanswered {
        let token = people.members.get(*member).map_or("", String::as_str);
        let (one, two) = (
            order(&mut line, people, (key, token))?.text("no")?,
            order(&mut line, people, (key, token))?.text("no")?,
        );
        missing.doubled += usize::from(one != two);
    }
    Ok(missing)
}

/// Adds the marks below a post, with how often each stands there.
fn comments(
    line: &mut Line,
    people: &People,
    post: &str,
    kept: &mut BTreeMap<String, usize>,
) -> Outcome<()> {
    let mut path = format!("/api/v1/posts/{post}/comments?limit=100");
    loop {
        let said = line.ask(Ask::get(&path).by(&people.owner))?;
        if said.status != 200 {
            return Err(format!("the comments are not told: {} {}", said.status, said.body).into());
        }
        let page = said.json();
        for item in page.get("items").and_then(Value::as_array).into_iter().flatten() {
            let html = item.get("html").and_then(Value::as_str).unwrap_or_default();
            let mark = html.trim().trim_start_matches("<p>").trim_end_matches("</p>");
            *kept.entry(mark.to_owned()).or_default() += 1;
        }
        let Some(next) = page.get("next").and_then(Value::as_str) else { return Ok(()) };
        path = format!("/api/v1/posts/{post}/comments?limit=100&cursor={next}");
    }
}
