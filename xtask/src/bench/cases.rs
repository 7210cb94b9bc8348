//! Everything that is measured over one set of data.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::finding::{Finding, Goal};
use super::http::{Answer, Connection, request};
use super::load::Task;
use super::round::{Anew, Measured, Same, measure};
use super::seed::Data;
use super::server::Server;
use super::site::Site;
use super::{Failure, Pace, live};

/// How often a payment that met a busy server is sent again.
const TRIES: usize = 20;
/// How long it waits for that.
const TRY_AGAIN: Duration = Duration::from_millis(50);
/// Starts of the server of which the middle one counts.
const STARTS: usize = 5;

/// What is asked for, by visitors and members, and what it may cost on the embedded database.
fn pages(site: &Site) -> Vec<(&'static str, Same, Goal)> {
    let everybody = || site.members.iter().map(|member| member.cookie.as_str());
    let in_english = [("accept-language", "en")];
    let hot = "/search?q=%E6%A8%A1%E5%9E%8B";
    let compressed = [("accept-encoding", "gzip")];
    let most = Goal::AtMost;
    vec![
        ("home of a visitor", Same::get("/", &[]), most(0.15)),
        ("list of posts", Same::get("/?tab=latest", &[]), most(0.15)),
        ("post with 20 comments", Same::get(&site.post_path, &[]), most(0.15)),
        ("post, in another language", Same::get(&site.post_path, &in_english), most(0.15)),
        ("list as JSON", Same::get("/api/v1/posts", &[]), most(0.08)),
        ("signed-in home", Same::by("/", everybody()), most(0.20)),
        ("signed-in post", Same::by(&site.post_path, everybody()), Goal::Told),
        ("search, a hot word", Same::get(hot, &[]), most(10.0)),
        ("post, compressed", Same::get(&site.post_path, &compressed), Goal::Told),
    ]
}

/// The same pages of visitors where no answer is kept.
fn anew(site: &Site) -> [(&'static str, String); 4] {
    [
        ("home of a visitor, drawn anew", "/".to_owned()),
        ("list of posts, drawn anew", "/?tab=latest".to_owned()),
        ("post with 20 comments, drawn anew", site.post_path.clone()),
        ("list as JSON, drawn anew", "/api/v1/posts".to_owned()),
    ]
}

/// Measures all of it.
pub(crate) async fn all(
    binary: &Path,
    data: &Data,
    over: &'static str,
    (pace, wanted): (Pace, &impl Fn(&str) -> bool),
) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    let goal = |most: f64| Goal::AtMost(most).over(over);
    if wanted("start") {
        findings.push(start(binary, data, over, goal(0.15)).await?);
    }
    let server = Server::start(binary, data).await?;
    let site = Site::find(&server, data).await?;
    for (name, task, goal) in pages(&site).into_iter().filter(|(name, ..)| wanted(name)) {
        findings.push(tried(measure(&server, &task, pace).await, over, name, goal.over(over)));
    }
    for (name, path) in anew(&site).into_iter().filter(|(name, _)| wanted(name)) {
        findings.push(tried(measure(&server, &Anew(path), pace).await, over, name, Goal::Told));
    }
    if wanted("mixed") {
        let task = Mixed { list: Same::get("/?tab=latest", &[]), comments: Comments(&site) };
        let what = "mixed: lists of posts, every twentieth request a comment";
        findings.push(tried(measure(&server, &task, pace).await, over, what, Goal::Told));
    }
    if wanted("write") {
        let (done, what) =
            (measure(&server, &Comments(&site), pace).await, "write a comment, durable");
        findings.push(tried(done, over, what, goal(0.40)));
    }
    if wanted("order") {
        let done = measure(&server, &Orders(&site), pace).await;
        let rate = done.as_ref().map_or(f64::NAN, Measured::rate);
        let cost = tried(done, over, "order to entitlement, three requests", Goal::Told);
        let goal = Goal::AtLeast(2_000.0).over(over);
        let what = "orders paid and opened a second".to_owned();
        let beside = "three requests each".to_owned();
        findings.push(cost);
        findings.push(Finding { over, what, value: rate, unit: "/s", goal, beside });
    }
    if wanted("memory") {
        let (now, most) = server.memory_mib()?;
        let beside = format!("{now:.0} MiB after the load");
        let what = "memory under load, at most".to_owned();
        findings.push(told(Finding {
            over,
            what,
            value: most,
            unit: "MiB",
            goal: goal(80.0),
            beside,
        }));
    }
    if wanted("live") {
        findings.extend(live::event(&server, &site, over).await?);
        findings.push(told(live::idle(&server, &site, over).await?));
    }
    if wanted("wire") {
        findings.extend(wire(&server, &site, over).await?);
    }
    Ok(findings)
}

/// Shows a line while the others are measured.
fn told(finding: Finding) -> Finding {
    eprintln!("{}: {} {:.4} {}", finding.over, finding.what, finding.value, finding.unit);
    finding
}

/// What a case gave; one that broke is a miss that says why, and the others are measured.
fn tried(done: Result<Measured, Failure>, over: &'static str, what: &str, goal: Goal) -> Finding {
    told(match done {
        Ok(done) => done.finding(over, what, goal),
        Err(error) => {
            let why: String =
                error.to_string().chars().take_while(|c| *c != '\n').take(120).collect();
            let beside = format!("broke off: {why}");
            Finding { over, what: what.to_owned(), value: f64::NAN, unit: "", goal, beside }
        }
    })
}

async fn start(
    binary: &Path,
    data: &Data,
    over: &'static str,
    goal: Goal,
) -> Result<Finding, Failure> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Server::start(binary, data).await?.first_page.as_secs_f64());
    }
    starts.sort_by(f64::total_cmp);
    let value = starts.get(starts.len() / 2).copied().unwrap_or_default();
    let beside = "from the command to the first page".to_owned();
    Ok(told(Finding { over, what: "start".to_owned(), value, unit: "s", goal, beside }))
}

/// What a visitor's first look at a post takes over the wire.
async fn wire(server: &Server, site: &Site, over: &'static str) -> Result<Vec<Finding>, Failure> {
    let headers = [("accept-encoding", "gzip"), ("accept", "text/html")];
    let page = server.ask(&request("GET", &site.post_path, &headers, "")).await?;
    let plain = server.ask(&request("GET", &site.post_path, &[], "")).await?.text();
    let mut paths: Vec<&str> = plain
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .map(|part| part.split('#').next().unwrap_or(part))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    let mut bytes = page.bytes;
    for path in &paths {
        bytes += server.ask(&request("GET", path, &headers, "")).await?.bytes;
    }
    let kib = |bytes: usize| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1_000.0;
    let goal = |most: f64| Goal::AtMost(most).over(over);
    let count = f64::from(u32::try_from(paths.len() + 1)?);
    let beside = format!("HTML {:.1} KB", kib(page.bytes));
    let what = "first look at a post".to_owned();
    let size = Finding { over, what, value: kib(bytes), unit: "KB", goal: goal(60.0), beside };
    let what = "… requests".to_owned();
    let beside = paths.join(" ");
    Ok(vec![size, Finding { over, what, value: count, unit: "", goal: goal(8.0), beside }])
}

/// Comments by everybody in turn, below two hundred posts.
struct Comments<'a>(&'a Site);

impl Task for Comments<'_> {
    async fn once(
        &self,
        connection: &mut Connection,
        caller: usize,
        turn: usize,
    ) -> Result<usize, Failure> {
        let post = self.0.posts.get((caller * 7 + turn) % self.0.posts.len().max(1));
        let path = format!("/api/v1/posts/{}/comments", post.ok_or("no post")?);
        let body = format!("{{\"body\":\"照着做了一遍，第 {turn} 次终于对上了，谢谢。\"}}");
        let request = self.0.post(caller * 31 + turn, &path, &body)?;
        Ok(connection.ask(&request).await?.expect(201)?.bytes)
    }
}

/// Visitors' lists among which somebody comments now and then: what was kept is past each time.
struct Mixed<'a> {
    list: Same,
    comments: Comments<'a>,
}

impl Task for Mixed<'_> {
    async fn once(
        &self,
        connection: &mut Connection,
        caller: usize,
        turn: usize,
    ) -> Result<usize, Failure> {
        if (caller + turn).is_multiple_of(20) {
            return self.comments.once(connection, caller, turn).await;
        }
        self.list.once(connection, caller, turn).await
    }
}

/// Orders by everybody in turn, each paid in the sandbox.
struct Orders<'a>(&'a Site);

impl Task for Orders<'_> {
    async fn once(
        &self,
        connection: &mut Connection,
        caller: usize,
        turn: usize,
    ) -> Result<usize, Failure> {
        let who = caller * 31 + turn;
        let body = format!("{{\"price\":\"{}\"}}", self.0.price);
        let ordered = self.0.post_once(who, "/api/v1/orders", &body)?;
        let order = connection.ask(&ordered).await?.expect(201)?;
        let path = format!("/api/v1/orders/{}/payments", field(&order, "no")?);
        let chosen = self.0.post_once(who, &path, "{\"provider\":\"sandbox\"}")?;
        let payment = connection.ask(&chosen).await?.expect(201)?;
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let paid = request("POST", &field(&payment, "next_url")?, &form, "outcome=success");
        let mut answer = connection.ask(&paid).await?;
        for _ in 0..TRIES {
            if answer.status != 503 {
                break;
            }
            tokio::time::sleep(TRY_AGAIN).await;
            answer = connection.ask(&paid).await?;
        }
        let paid = answer.expect(303)?;
        Ok(order.bytes + payment.bytes + paid.bytes)
    }
}

fn field(answer: &Answer, name: &str) -> Result<String, Failure> {
    let json: Value = serde_json::from_slice(&answer.body)?;
    let text = json.get(name).and_then(Value::as_str);
    text.map(str::to_owned).ok_or_else(|| format!("no {name} in an answer").into())
}
