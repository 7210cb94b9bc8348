//! What the bench knows of the site under test: who is signed in, which post, which price.

use std::fs;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::time::{ClockId, clock_gettime};
use serde_json::Value;

use super::Failure;
use super::http::request;
use super::seed::Data;
use super::server::Server;

/// A member who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// The session cookie.
    pub(crate) cookie: String,
    /// The header of a token.
    pub(crate) bearer: String,
}

/// The site under test.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) members: Vec<Member>,
    /// A post that anyone reads, with about twenty comments.
    pub(crate) post: String,
    /// Its page.
    pub(crate) post_path: String,
    /// Posts that anyone may comment on.
    pub(crate) posts: Vec<String>,
    /// A price that is on sale.
    pub(crate) price: String,
}

/// Comments of the post whose page is measured.
const COMMENTS: i64 = 20;
/// Pages of the list that are looked through for it.
const PAGES: usize = 10;

impl Site {
    /// Looks around on a running server.
    pub(crate) async fn find(server: &Server, data: &Data) -> Result<Self, Failure> {
        let signed = fs::read_to_string(data.path().join("load-test.txt"))?;
        let members = signed.lines().filter_map(|line| {
            let mut words = line.split_whitespace().skip(1);
            let cookie = format!("s={}", words.next()?);
            Some(Member { cookie, bearer: format!("Bearer {}", words.next()?) })
        });
        let open = open_spaces(server).await?;
        let mut found: Vec<(i64, String, String)> = Vec::new();
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let path = format!("/api/v1/posts?limit=100{cursor}");
            let page: Value =
                serde_json::from_slice(&server.ask(&request("GET", &path, &[], "")).await?.body)?;
            let items = page.get("items").and_then(Value::as_array).ok_or("no list of posts")?;
            found.extend(items.iter().filter_map(|post| open_article(post, &open)));
            match page.get("next").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        found.sort_by_key(|(comments, _, _)| (comments - COMMENTS).abs());
        let (_, post, post_path) = found.first().cloned().ok_or("no open post")?;
        let posts = found.into_iter().map(|(_, id, _)| id).take(200).collect();
        let price = price(server).await?;
        Ok(Self { members: members.collect(), post, post_path, posts, price })
    }

    /// The member of a turn: everybody in their order, again and again.
    pub(crate) fn member(&self, turn: usize) -> Result<&Member, Failure> {
        let count = self.members.len().max(1);
        self.members.get(turn % count).ok_or_else(|| "nobody is signed in".into())
    }

    /// What the member of a turn sends as JSON.
    pub(crate) fn post(&self, turn: usize, path: &str, json: &str) -> Result<Vec<u8>, Failure> {
        let bearer = self.member(turn)?.bearer.as_str();
        let headers = [("authorization", bearer), ("content-type", "application/json")];
        Ok(request("POST", path, &headers, json))
    }

    /// The same about money, which is asked for under a key: one that no run before had.
    pub(crate) fn post_once(
        &self,
        turn: usize,
        path: &str,
        json: &str,
    ) -> Result<Vec<u8>, Failure> {
        let bearer = self.member(turn)?.bearer.as_str();
        let key = fresh_key();
        let headers = [
            ("authorization", bearer),
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
        ];
        Ok(request("POST", path, &headers, json))
    }
}

/// A key that no request had, in this run or one before on the same data.
fn fresh_key() -> String {
    static KEYS: LazyLock<(i64, AtomicU64)> =
        LazyLock::new(|| (clock_gettime(ClockId::Realtime).tv_sec, AtomicU64::new(0)));
    let (begun, last) = &*KEYS;
    format!("bench-{begun}-{}", last.fetch_add(1, Ordering::Relaxed))
}

/// The ids of spaces that anyone reads.
async fn open_spaces(server: &Server) -> Result<Vec<String>, Failure> {
    let answer = server.ask(&request("GET", "/api/v1/spaces", &[], "")).await?;
    let list: Value = serde_json::from_slice(&answer.body)?;
    let spaces = list.get("items").and_then(Value::as_array).ok_or("no list of spaces")?;
    let is_open = |space: &&Value| space.get("visibility").and_then(Value::as_str) == Some("open");
    let id = |space: &Value| space.get("id").and_then(Value::as_str).map(str::to_owned);
    Ok(spaces.iter().filter(is_open).filter_map(id).collect())
}

/// Comments, id and address of an article that anyone reads whole and every member comments on.
fn open_article(post: &Value, open_spaces: &[String]) -> Option<(i64, String, String)> {
    let text = |name: &str| Some(post.get(name)?.as_str()?.to_owned());
    let is_free = post.get("gate").is_none_or(Value::is_null);
    let is_open = is_free && open_spaces.contains(&text("space")?);
    let is_talked_about = post.get("closed").and_then(Value::as_bool) == Some(false);
    let counted = post.get("comments").and_then(Value::as_i64)?;
    let path = text("url")?;
    let path = path.find("/p/").and_then(|at| path.get(at..)).map(str::to_owned)?;
    let is_wanted = text("kind")? == "article" && is_open && is_talked_about;
    is_wanted.then_some((counted, text("id")?, path))
}

async fn price(server: &Server) -> Result<String, Failure> {
    let answer = server.ask(&request("GET", "/api/v1/products", &[], "")).await?;
    let list: Value = serde_json::from_slice(&answer.body)?;
    let product = list.pointer("/items/0").or_else(|| list.get(0)).ok_or("no product")?;
    let id = product.pointer("/prices/0/id").and_then(Value::as_str).ok_or("no price")?;
    Ok(id.to_owned())
}
