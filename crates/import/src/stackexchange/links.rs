//! Links between questions: related, or the same question.

use std::collections::HashSet;
use std::sync::Arc;

use community::bulk;
use community::post::PostId;
use kernel::{Id as _, Outcome};

use super::row::{Row, Rows};
use super::shape::{PostSort, Shape};
use super::{BATCH, Import, questions};
use crate::keys::{Placed, store};

/// The kind of their keys and in the report.
pub(super) const KIND: &str = "links";

/// From which question to which, and whether it is the same question.
type Link = (PostId, PostId, bool);

/// Places the links.
pub(super) async fn place(import: &mut Import<'_>, shape: &Shape) -> Outcome<()> {
    let mut known: HashSet<(i64, i64)> = HashSet::new();
    let mut rows = Rows::open(&import.dir, "PostLinks")?;
    loop {
        let batch = rows.batch(BATCH)?;
        if batch.is_empty() {
            return Ok(());
        }
        let (mut placed, mut links): (Vec<Placed>, Vec<Link>) = (Vec::new(), Vec::new());
        for row in batch {
            import.bar.inc(1);
            let found = link(import, &row, shape, &mut known);
            if let Some(link) = import.account(KIND, &row, found) {
                placed.push((KIND, row.id().to_owned(), link.0.get()));
                links.push(link);
            }
        }
        if placed.is_empty() {
            continue;
        }
        let source = Arc::clone(&import.source);
        let placed = import
            .db
            .tx(async move |tx| {
                bulk::links(tx, &links).await?;
                store::insert(tx, &source, &placed).await?;
                Ok(placed.clone())
            })
            .await?;
        import.keys.learn(placed);
    }
}

fn link(
    import: &Import<'_>,
    row: &Row,
    shape: &Shape,
    known: &mut HashSet<(i64, i64)>,
) -> Result<Link, &'static str> {
    let end = |name: &str| {
        let key = row.text(name);
        let facts = shape.posts.get(key).ok_or("one of its ends is gone")?;
        if facts.sort != PostSort::Question {
            return Err("one of its ends is no question");
        }
        import.keys.find(questions::KIND, key).ok_or("one of its ends was not placed")
    };
    let (from, to) = (end("PostId")?, end("RelatedPostId")?);
    if from == to || !known.insert((from, to)) {
        return Err("the same link stands already");
    }
    Ok((PostId::from_i64(from), PostId::from_i64(to), row.text("LinkTypeId") == "3"))
}
