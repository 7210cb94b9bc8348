//! Answers stand on the first level below their question; one of them may be accepted.

use std::sync::Arc;

use community::bulk::{self, BulkComment, DrawnComment};
use community::comment::{CommentId, CommentKind};
use community::gate::GateId;
use community::post::PostId;
use community::space::SpaceId;
use db::{Origin, Tx};
use kernel::{Id as _, MemberId, Outcome};

use super::html::Converter;
use super::questions::KIND;
use super::row::{Row, Rows};
use super::shape::{PostSort, Shape};
use super::votes::Counts;
use super::{BATCH, Import, LOAD, threads, users};
use crate::keys::{Placed, store};

/// An answer with what it hangs on.
#[derive(Clone)]
struct Answer {
    row: Row,
    post: PostId,
    author: MemberId,
    post_author: MemberId,
    votes: (i64, i64),
}

/// An answer, converted and drawn.
type Drawn = (Answer, String, DrawnComment);

/// Places the answers.
pub(super) async fn place(
    import: &mut Import<'_>,
    space: SpaceId,
    shape: &Shape,
    counts: &Counts,
) -> Outcome<()> {
    let mut rows = Rows::open(&import.dir, "Posts")?;
    loop {
        let batch = rows.batch(BATCH)?;
        if batch.is_empty() {
            return Ok(());
        }
        let mut fresh = Vec::new();
        for row in batch {
            match PostSort::of(&row) {
                PostSort::Answer => fresh.extend(sift(import, row, shape, counts)),
                PostSort::Other => {
                    import.bar.inc(1);
                    import.report.unplaced(KIND, row.id(), "there is no place for its kind");
                }
                PostSort::Question | PostSort::Wiki => {}
            }
        }
        let answers = threads::map(fresh, convert).await?;
        if !answers.is_empty() {
            let source = Arc::clone(&import.source);
            let placed =
                import.db.tx(async move |tx| insert(tx, &source, space, &answers).await).await?;
            import.keys.learn(placed);
        }
    }
}

fn sift(import: &mut Import<'_>, row: Row, shape: &Shape, counts: &Counts) -> Option<Answer> {
    import.bar.inc(1);
    let found = hang(import, &row, shape);
    let (post, author, post_author) = import.account(KIND, &row, found)?;
    Some(Answer { votes: counts.of(row.id()), row, post, author, post_author })
}

/// Below which question of whom an answer belongs and who wrote it, or why it belongs nowhere.
fn hang(
    import: &Import<'_>,
    row: &Row,
    shape: &Shape,
) -> Result<(PostId, MemberId, MemberId), &'static str> {
    let facts = shape.posts.get(row.id());
    let question = facts.and_then(|facts| shape.posts.get(&facts.parent));
    let post = facts.and_then(|facts| import.keys.find(KIND, &facts.parent));
    let person = |key: &String| import.keys.find(users::KIND, key).map(MemberId::from_i64);
    let post_author = question.and_then(|facts| person(&facts.author));
    let (Some(post), Some(post_author)) = (post, post_author) else {
        return Err("its question is gone");
    };
    let author = facts.and_then(|facts| person(&facts.author));
    let author = author.ok_or("its author is not among the users")?;
    Ok((PostId::from_i64(post), author, post_author))
}

fn convert(answer: Answer) -> Outcome<Drawn> {
    let body = Converter::new().markdown(answer.row.text("Body"))?;
    let drawn = bulk::draw_comment(&body, &format!("se{}", answer.row.id()));
    Ok((answer, body, drawn))
}

async fn insert(
    tx: &mut Tx,
    source: &str,
    space: SpaceId,
    answers: &[Drawn],
) -> Outcome<Vec<Placed>> {
    let (mut placed, mut sources, mut comments) = (Vec::new(), Vec::new(), Vec::new());
    for (answer, body, drawn) in answers {
        let (id, row): (CommentId, _) = (tx.new_id(), &answer.row);
        placed.push((KIND, row.id().to_owned(), id.get()));
        sources.push((KIND, row.id().to_owned(), row.text("Body").to_owned()));
        comments.push(BulkComment {
            id,
            post: answer.post,
            place: (space, GateId::of_space(space)),
            parent: None,
            kind: CommentKind::Answer,
            author: answer.author,
            post_author: answer.post_author,
            body: body.clone(),
            drawn: drawn.clone(),
            votes: answer.votes,
            created_at: row.time("CreationDate").unwrap_or(tx.now()),
            edited_at: row.time("LastEditDate"),
        });
    }
    bulk::comments(tx, &comments, LOAD).await?;
    store::insert(tx, source, &placed).await?;
    store::insert_sources(tx, source, &sources).await?;
    Ok(placed)
}

/// Marks the accepted answers, with the time of the vote that accepted them.
pub(super) async fn accept(
    import: &mut Import<'_>,
    space: SpaceId,
    shape: &Shape,
    counts: &Counts,
) -> Outcome<()> {
    let mut marks = Vec::new();
    for (question, facts) in &shape.posts {
        let Some(answer) = &facts.accepted else { continue };
        let answered = shape.posts.get(answer).filter(|facts| facts.parent == *question);
        let author = answered.and_then(|facts| import.keys.find(users::KIND, &facts.author));
        let ids = (import.keys.find(KIND, question), import.keys.find(KIND, answer), author);
        if let (Some(post), Some(comment), Some(author)) = ids
            && !import.keys.has("accepted", question)
        {
            let at = counts.accepted_at(answer);
            marks.push((question.clone(), post, comment, author, at));
        }
    }
    marks.sort_by_key(|(_, post, ..)| *post);
    let source = Arc::clone(&import.source);
    let placed = import
        .db
        .tx(async move |tx| {
            let mut placed: Vec<Placed> = Vec::new();
            for (question, post, comment, author, at) in &marks {
                let at = at.unwrap_or(tx.now());
                let answer = (CommentId::from_i64(*comment), MemberId::from_i64(*author));
                let post = (PostId::from_i64(*post), space);
                bulk::accept(tx, post, answer, (at, Origin::Import)).await?;
                placed.push(("accepted", question.clone(), *comment));
            }
            store::insert(tx, &source, &placed).await?;
            Ok(placed)
        })
        .await?;
    import.keys.learn(placed);
    Ok(())
}
