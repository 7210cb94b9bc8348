//! Comments stand below a question, or below an answer on the second level.

use std::sync::Arc;

use community::bulk::{self, BulkComment, DrawnComment};
use community::comment::{CommentId, CommentKind};
use community::gate::GateId;
use community::post::PostId;
use community::space::SpaceId;
use db::Tx;
use kernel::{Id as _, MemberId, Outcome};

use super::row::{Row, Rows};
use super::shape::{PostSort, Shape, author};
use super::{BATCH, Import, LOAD, questions, remark, threads, users};
use crate::keys::{Placed, store};

/// The kind of their keys and in the report.
pub(super) const KIND: &str = "comments";

/// A comment with what it hangs on.
struct Remark {
    row: Row,
    post: PostId,
    parent: Option<CommentId>,
    author: MemberId,
    post_author: MemberId,
}

/// A comment, converted and drawn.
type Drawn = (Remark, String, DrawnComment);

/// Places the comments.
pub(super) async fn place(import: &mut Import<'_>, space: SpaceId, shape: &Shape) -> Outcome<()> {
    let mut rows = Rows::open(&import.dir, "Comments")?;
    loop {
        let batch = rows.batch(BATCH)?;
        if batch.is_empty() {
            return Ok(());
        }
        let mut fresh = Vec::new();
        for row in batch {
            fresh.extend(sift(import, row, shape));
        }
        let remarks = threads::map(fresh, |remark| {
            let body = remark::markdown(remark.row.text("Text"));
            let drawn = bulk::draw_comment(&body, &format!("sec{}", remark.row.id()));
            Ok((remark, body, drawn))
        })
        .await?;
        if !remarks.is_empty() {
            let source = Arc::clone(&import.source);
            let placed =
                import.db.tx(async move |tx| insert(tx, &source, space, &remarks).await).await?;
            import.keys.learn(placed);
        }
    }
}

fn sift(import: &mut Import<'_>, row: Row, shape: &Shape) -> Option<Remark> {
    import.bar.inc(1);
    let found = hang(import, &row, shape);
    let (post, parent, author, post_author) = import.account(KIND, &row, found)?;
    Some(Remark { row, post, parent, author, post_author })
}

type Place = (PostId, Option<CommentId>, MemberId, MemberId);

/// Where a comment belongs, or why it belongs nowhere.
fn hang(import: &Import<'_>, row: &Row, shape: &Shape) -> Result<Place, &'static str> {
    let (below, gone) = (row.text("PostId"), "its post is gone");
    let facts = shape.posts.get(below).ok_or(gone)?;
    let (question, parent) = match facts.sort {
        PostSort::Question => (below, None),
        PostSort::Answer => (facts.parent.as_str(), Some(below)),
        PostSort::Wiki | PostSort::Other => return Err("it stands below a tag's text"),
    };
    let find = |key: &str| import.keys.find(questions::KIND, key).ok_or(gone);
    let person = |key: &str| import.keys.find(users::KIND, key).map(MemberId::from_i64);
    let asker = shape.posts.get(question).and_then(|facts| person(&facts.author));
    let parent = parent.map(find).transpose()?.map(CommentId::from_i64);
    let author = person(&author(row, "UserId", "UserDisplayName"));
    let author = author.ok_or("its author is not among the users")?;
    Ok((PostId::from_i64(find(question)?), parent, author, asker.ok_or(gone)?))
}

async fn insert(
    tx: &mut Tx,
    source: &str,
    space: SpaceId,
    remarks: &[Drawn],
) -> Outcome<Vec<Placed>> {
    let (mut placed, mut sources, mut comments) = (Vec::new(), Vec::new(), Vec::new());
    for (remark, body, drawn) in remarks {
        let (id, row): (CommentId, _) = (tx.new_id(), &remark.row);
        placed.push((KIND, row.id().to_owned(), id.get()));
        sources.push((KIND, row.id().to_owned(), row.text("Text").to_owned()));
        comments.push(BulkComment {
            id,
            post: remark.post,
            place: (space, GateId::of_space(space)),
            parent: remark.parent,
            kind: CommentKind::Comment,
            author: remark.author,
            post_author: remark.post_author,
            body: body.clone(),
            drawn: drawn.clone(),
            votes: (row.number("Score"), 0),
            created_at: row.time("CreationDate").unwrap_or(tx.now()),
            edited_at: None,
        });
    }
    bulk::comments(tx, &comments, LOAD).await?;
    store::insert(tx, source, &placed).await?;
    store::insert_sources(tx, source, &sources).await?;
    Ok(placed)
}
