//! Votes: up and down are counts, favourites are bookmarks, the rest has no place here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use community::bulk;
use community::post::PostId;
use kernel::{Id as _, MemberId, Outcome, Ts};

use super::row::{Row, Rows};
use super::shape::{PostSort, Shape};
use super::{BATCH, Import, questions, users};
use crate::keys::{Placed, store};

/// The kind of their keys and in the report.
pub(super) const KIND: &str = "votes";

/// What the votes of a dump say about each post.
#[derive(Debug, Default)]
pub(super) struct Counts {
    votes: HashMap<String, (i64, i64)>,
    accepted: HashMap<String, Ts>,
}

impl Counts {
    /// Up and down votes of a post.
    pub(super) fn of(&self, post: &str) -> (i64, i64) {
        self.votes.get(post).copied().unwrap_or_default()
    }

    /// When an answer was accepted.
    pub(super) fn accepted_at(&self, answer: &str) -> Option<Ts> {
        self.accepted.get(answer).copied()
    }
}

/// Counts the votes of a dump.
pub(super) fn count(import: &Import<'_>) -> Outcome<Counts> {
    let mut counts = Counts::default();
    let mut rows = Rows::open(&import.dir, "Votes")?;
    loop {
        let batch = rows.batch(1000)?;
        if batch.is_empty() {
            return Ok(counts);
        }
        for row in batch {
            let post = row.text("PostId").to_owned();
            match row.text("VoteTypeId") {
                "1" => {
                    let at = row.time("CreationDate");
                    counts.accepted.extend(at.map(|at| (post, at)));
                }
                "2" => counts.votes.entry(post).or_default().0 += 1,
                "3" => counts.votes.entry(post).or_default().1 += 1,
                _ => {}
            }
        }
    }
}

/// A favourite: who keeps which post since when.
type Favourite = (MemberId, PostId, Ts);

/// Places the favourites as bookmarks and accounts for every vote.
pub(super) async fn place(import: &mut Import<'_>, shape: &Shape) -> Outcome<()> {
    let mut kept: HashSet<(i64, i64)> = HashSet::new();
    let mut rows = Rows::open(&import.dir, "Votes")?;
    loop {
        let batch = rows.batch(BATCH * 8)?;
        if batch.is_empty() {
            return Ok(());
        }
        let (mut placed, mut favourites): (Vec<Placed>, Vec<Favourite>) = (Vec::new(), Vec::new());
        for row in batch {
            import.bar.inc(1);
            let found = found(import, &row, shape, &mut kept);
            if let Some((id, favourite)) = import.account(KIND, &row, found) {
                placed.push((KIND, row.id().to_owned(), id));
                favourites.extend(favourite);
            }
        }
        if placed.is_empty() {
            continue;
        }
        let source = Arc::clone(&import.source);
        let placed = import
            .db
            .tx(async move |tx| {
                bulk::bookmarks(tx, &favourites).await?;
                store::insert(tx, &source, &placed).await?;
                Ok(placed.clone())
            })
            .await?;
        import.keys.learn(placed);
    }
}

/// Where a vote has gone, or why it has no place.
fn found(
    import: &Import<'_>,
    row: &Row,
    shape: &Shape,
    kept: &mut HashSet<(i64, i64)>,
) -> Result<(i64, Option<Favourite>), &'static str> {
    let key = row.text("PostId");
    let facts = shape.posts.get(key).ok_or("its post is gone");
    let id = import.keys.find(questions::KIND, key);
    match row.text("VoteTypeId") {
        "1" => {
            let question = &facts?.parent;
            let marked = import.keys.find("accepted", question);
            marked
                .filter(|answer| Some(*answer) == id)
                .map(|answer| (answer, None))
                .ok_or("its answer is not the accepted one")
        }
        "2" | "3" => match facts?.sort {
            PostSort::Question | PostSort::Answer => {
                id.map(|id| (id, None)).ok_or("its post was not placed")
            }
            PostSort::Wiki | PostSort::Other => Err("tags' texts have no votes here"),
        },
        "5" => favourite(import, row, (facts?.sort, id), kept),
        "8" | "9" => Err("bounties have no place here"),
        "16" => Err("approved edits have no place here"),
        _ => Err("votes of moderation have no place here"),
    }
}

fn favourite(
    import: &Import<'_>,
    row: &Row,
    (sort, post): (PostSort, Option<i64>),
    kept: &mut HashSet<(i64, i64)>,
) -> Result<(i64, Option<Favourite>), &'static str> {
    let post = post.filter(|_| sort == PostSort::Question).ok_or("it keeps no question")?;
    let member = import.keys.find(users::KIND, row.text("UserId"));
    let member = member.ok_or("its voter is not among the users")?;
    let at = row.time("CreationDate").ok_or("it has no time")?;
    if !kept.insert((member, post)) {
        return Err("the same bookmark stands already");
    }
    Ok((post, Some((MemberId::from_i64(member), PostId::from_i64(post), at))))
}
