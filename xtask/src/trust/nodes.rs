//! Two nodes on one PostgreSQL with Redis between them: one is killed while both are used.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::figures::Figure;
use super::http::Ask;
use super::place::{People, Place, Running};
use super::postgres::Postgres;
use super::redis::Redis;
use super::socket::Socket;
use super::{Outcome, load};

const PATIENCE: Duration = Duration::from_secs(10);
/// Within what several nodes agree.
const AGREED: Duration = Duration::from_secs(5);

/// Uses both nodes crosswise, then kills one.
pub(super) fn run(binary: &Path, postgres: &Postgres) -> Outcome<Vec<Figure>> {
    let Ok(redis) = Redis::start() else {
        return Ok(vec![Figure::untried("two nodes", "redis-server is not installed")]);
    };
    let url = postgres.url("nodes")?;
    let mut place = Place::new(binary, Some(url.clone()))?;
    let people = place.prepare(3)?;
    place.redis = Some(redis.url());
    let mut other = Place::new(binary, Some(url))?;
    other.redis = Some(redis.url());
    let (one, two) = (place.start()?, other.start()?);
    let mut figures = signed_in(&one, &two)?;
    let post = load::open_post(&one, &people, 0)?;
    figures.push(live_on_both(&one, &two, &people, &post)?);
    figures.push(ended_on_both(&one, &two, &people)?);
    one.kill()?;
    figures.push(one_is_left(&two, &people, &post)?);
    two.stop()?;
    Ok(figures)
}

/// Signs up on one node; the token is good on the other.
fn signed_in(one: &Running, two: &Running) -> Outcome<Vec<Figure>> {
    let account = json!({
        "handle": "crosser", "email": "crosser@example.org", "password": "a long enough secret",
    });
    let made = one.line().ask(Ask::post_json("/api/v1/members", &account.to_string()))?;
    let login = r#"{"login":"crosser","password":"a long enough secret"}"#;
    let token = one.line().ask(Ask::post_json("/api/v1/sessions", login))?.text("token")?;
    let there = two.line().ask(Ask::get("/api/v1/me").by(&token))?;
    Ok(vec![Figure::new(
        "two nodes: signed in on one, known on the other",
        "yes",
        format!("{} then {}", made.status, there.status),
        there.status == 200,
    )])
}

fn say(node: &Running, token: &str, post: &str) -> Outcome<u16> {
    let path = format!("/api/v1/posts/{post}/comments");
    Ok(node.line().ask(Ask::post_json(&path, r#"{"body":"hello"}"#).by(token))?.status)
}

fn member(people: &People, number: usize) -> &str {
    people.members.get(number).map_or("", String::as_str)
}

/// A comment on either node is heard on both.
fn live_on_both(one: &Running, two: &Running, people: &People, post: &str) -> Outcome<Figure> {
    let topic = format!("post:{post}");
    let mut here = Socket::follow(one.address, member(people, 0), &topic)?;
    let mut there = Socket::follow(two.address, member(people, 1), &topic)?;
    let mut slowest = Duration::ZERO;
    for node in [two, one] {
        let begun = Instant::now();
        say(node, member(people, 2), post)?;
        for socket in [&mut here, &mut there] {
            socket.hear(PATIENCE, |text| text.contains("comment.created"))?;
        }
        slowest = slowest.max(begun.elapsed());
    }
    Ok(Figure::new(
        "two nodes: a comment on either is heard live on both, slowest",
        "≤ 5 s",
        format!("{} ms", slowest.as_millis()),
        slowest <= AGREED,
    ))
}

/// A token that ends on one node ends on the other.
fn ended_on_both(one: &Running, two: &Running, people: &People) -> Outcome<Figure> {
    let token = member(people, 2);
    let used = one.line().ask(Ask::get("/api/v1/me").by(token))?.status;
    let end = Ask { method: "DELETE", ..Ask::get("/api/v1/sessions/current") };
    two.line().ask(end.by(token))?;
    let begun = Instant::now();
    while one.line().ask(Ask::get("/api/v1/me").by(token))?.status == 200 {
        if begun.elapsed() > PATIENCE {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let took = begun.elapsed();
    Ok(Figure::new(
        "two nodes: a token ended on one is refused on the other after",
        "≤ 5 s",
        format!("{} ms (before: {used})", took.as_millis()),
        took <= AGREED && used == 200,
    ))
}

/// With one node killed the other writes, and tells it live.
fn one_is_left(two: &Running, people: &People, post: &str) -> Outcome<Figure> {
    let topic = format!("post:{post}");
    let mut there = Socket::follow(two.address, member(people, 1), &topic)?;
    let begun = Instant::now();
    let status = say(two, member(people, 0), post)?;
    there.hear(PATIENCE, |text| text.contains("comment.created"))?;
    let took = begun.elapsed();
    Ok(Figure::new(
        "two nodes: one killed, the other writes and tells it live within",
        "≤ 5 s",
        format!("{} ms ({status})", took.as_millis()),
        status == 201 && took <= AGREED,
    ))
}
