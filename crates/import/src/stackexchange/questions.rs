//! Questions become posts of the one space.

use std::collections::HashMap;
use std::sync::Arc;

use community::bulk::{self, BulkPost, DrawnBody};
use community::ground::Ground;
use community::post::{PostId, PostKind};
use community::space::SpaceId;
use db::Tx;
use kernel::{Id as _, MemberId, Outcome};

use super::html::Converter;
use super::row::{Row, Rows};
use super::shape::{PostSort, author};
use super::votes::Counts;
use super::{BATCH, Import, LOAD, threads, users};
use crate::keys::{Placed, store};

/// The kind of the keys of questions, answers and wikis, and in the report.
pub(super) const KIND: &str = "posts";

/// A question, converted and drawn.
struct Question {
    row: Row,
    author: MemberId,
    body: String,
    drawn: DrawnBody,
    votes: (i64, i64),
}

/// Places the questions.
pub(super) async fn place(import: &mut Import<'_>, space: SpaceId, counts: &Counts) -> Outcome<()> {
    let ground = import.ground().await?;
    let mut rows = Rows::open(&import.dir, "Posts")?;
    loop {
        let batch = rows.batch(BATCH)?;
        if batch.is_empty() {
            return Ok(());
        }
        let mut fresh = Vec::new();
        for row in batch {
            if PostSort::of(&row) != PostSort::Question {
                continue;
            }
            import.bar.inc(1);
            if let Some(fresh_row) = sift(import, row, counts) {
                fresh.push(fresh_row);
            }
        }
        let questions = threads::map(fresh, convert).await?;
        write(import, space, &ground, questions).await?;
    }
}

fn sift(import: &mut Import<'_>, row: Row, counts: &Counts) -> Option<(Row, MemberId, (i64, i64))> {
    if import.keys.has(KIND, row.id()) {
        import.report.known(KIND);
        return None;
    }
    let key = author(&row, "OwnerUserId", "OwnerDisplayName");
    let Some(author) = import.keys.find(users::KIND, &key) else {
        import.report.unplaced(KIND, row.id(), "its author is not among the users");
        return None;
    };
    import.report.placed(KIND);
    let votes = counts.of(row.id());
    Some((row, MemberId::from_i64(author), votes))
}

fn convert((row, author, votes): (Row, MemberId, (i64, i64))) -> Outcome<Question> {
    let body = Converter::new().markdown(row.text("Body"))?;
    let drawn = bulk::draw(&body, &HashMap::new());
    Ok(Question { row, author, body, drawn, votes })
}

async fn write(
    import: &mut Import<'_>,
    space: SpaceId,
    ground: &Arc<Ground>,
    questions: Vec<Question>,
) -> Outcome<()> {
    if questions.is_empty() {
        return Ok(());
    }
    let (source, ground) = (Arc::clone(&import.source), Arc::clone(ground));
    let placed =
        import.db.tx(async move |tx| insert(tx, &source, &ground, space, &questions).await).await?;
    import.keys.learn(placed);
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    source: &str,
    ground: &Ground,
    space: SpaceId,
    questions: &[Question],
) -> Outcome<Vec<Placed>> {
    let (mut placed, mut sources, mut posts) = (Vec::new(), Vec::new(), Vec::new());
    for question in questions {
        let id: PostId = tx.new_id();
        let row = &question.row;
        placed.push((KIND, row.id().to_owned(), id.get()));
        sources.push((KIND, row.id().to_owned(), row.text("Body").to_owned()));
        posts.push(BulkPost {
            id,
            space,
            gate: None,
            author: question.author,
            kind: PostKind::Question,
            title: row.text("Title").to_owned(),
            summary: String::new(),
            body: question.body.clone(),
            drawn: question.drawn.clone(),
            tags: tags(row.text("Tags")),
            votes: question.votes,
            locked: row.get("ClosedDate").is_some(),
            featured_at: None,
            created_at: row.time("CreationDate").unwrap_or(tx.now()),
            edited_at: row.time("LastEditDate"),
        });
    }
    bulk::posts(tx, ground, &posts, LOAD).await?;
    store::insert(tx, source, &placed).await?;
    store::insert_sources(tx, source, &sources).await?;
    Ok(placed)
}

/// The tags of `<a><b>`, or of `|a|b|` in newer dumps.
pub(super) fn tags(text: &str) -> Vec<String> {
    text.split(['<', '>', '|']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn tags_are_read_from_old_and_new_dumps() {
        assert_eq!(tags("<q#><qubit-state>"), ["q#", "qubit-state"]);
        assert_eq!(tags("|q#|qubit-state|"), ["q#", "qubit-state"]);
    }
}
