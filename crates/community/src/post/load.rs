//! What a post's page is made of.

use std::collections::HashMap;
use std::sync::Arc;

use commerce::Offer;
use db::Tx;
use kernel::{Cursor, Id, Outcome, Ts};
use web::Viewer;

use super::store::Shown;
use super::{Post, PostId, store};
use crate::author::AuthorCounts;
use crate::comment::draw::{Thread, under_parents};
use crate::comment::{Comment, CommentId, Sort, store as comments};
use crate::gate::GateId;
use crate::policy::{self, Permit, ReadWhole, Reading};
use crate::reach::Reach;
use crate::reaction::Pressed;
use crate::reader::Reader;
use crate::{Community, author, feed, follow, offer};

/// Comments of the first level on one page.
const COMMENTS: i64 = 20;

/// Everything that is read for the page, in one trip.
pub(crate) struct Data {
    pub(crate) reader: Reader,
    pub(crate) post: Post,
    pub(crate) whole: bool,
    pub(super) text: Arc<Shown>,
    /// Whether there is an earlier version to look at.
    pub(super) revised: bool,
    pub(crate) thread: Thread,
    pub(super) older: Option<Cursor>,
    pub(crate) pressed: Pressed,
    pub(super) follows: bool,
    pub(super) counts: Option<AuthorCounts>,
    pub(super) others: Arc<[Post]>,
    pub(super) offers: Arc<[Offer]>,
    /// Whether the reader held one of them before.
    pub(super) renews: bool,
}

/// What a post is shown with to everybody who reads it whole and to whom the same gates are open.
pub(crate) struct Talk {
    text: Arc<Shown>,
    revised: bool,
    first: Arc<[Comment]>,
    replies: Arc<HashMap<CommentId, Vec<Comment>>>,
    older: Option<Cursor>,
    counts: Option<AuthorCounts>,
    others: Arc<[Post]>,
}

/// What a [`Talk`] follows from.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct TalkKey {
    post: PostId,
    sort: Sort,
    after: Cursor,
    open: Vec<GateId>,
}

/// Reads a post with all that its page shows: eight statements at most, one trip.
pub(super) async fn data(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    id: PostId,
    (sort, after): (Sort, Cursor),
) -> Outcome<Data> {
    let reader = Reader::of(tx, community, viewer).await?;
    let post = store::get(tx, id).await?;
    match policy::read_post(&reader, &post)? {
        Reading::Whole(permit) => {
            let listed = reader.clone().at_large().reach;
            let key = TalkKey { post: id, sort, after, open: listed.open().to_vec() };
            let read = talk(tx, (&listed, &post), &permit, (sort, after));
            let talk = community.talks.get(tx, key, read).await?;
            whole(tx, reader, post, &talk).await
        }
        Reading::Free => free(tx, community, reader, post).await,
    }
}

async fn talk(
    tx: &Tx,
    (listed, post): (&Reach, &Post),
    permit: &Permit<ReadWhole>,
    (sort, after): (Sort, Cursor),
) -> Outcome<Talk> {
    let store::Whole { shown, revised, counts } = store::whole_with_counts(tx, permit).await?;
    let mut first = comments::first_level(tx, permit, sort, (after, COMMENTS + 1)).await?;
    let more = i64::try_from(first.len()).is_ok_and(|n| n > COMMENTS);
    if more {
        first.pop();
    }
    let older = first.last().filter(|_| more).map(|last| place(sort, last));
    if after == Cursor::START
        && let Some(accepted) = post.accepted
        && !first.iter().any(|comment| comment.id.get() == accepted)
        && let Some(found) = comments::find(tx, Id::from_i64(accepted)).await?
    {
        first.insert(0, found);
    }
    let parents: Vec<_> =
        first.iter().filter(|comment| comment.replies > 0).map(|comment| comment.id).collect();
    let replies = if parents.is_empty() {
        HashMap::new()
    } else {
        under_parents(comments::replies(tx, permit, &parents).await?)
    };
    let others = others(tx, listed, post).await?.into();
    let counts = counts.filter(|_| !post.author.gone);
    let (text, first, replies) = (shown.into(), first.into(), replies.into());
    Ok(Talk { text, revised, first, replies, older, counts, others })
}

/// Adds what is the reader's own.
async fn whole(tx: &Tx, reader: Reader, post: Post, talk: &Talk) -> Outcome<Data> {
    let (first, replies) = (Arc::clone(&talk.first), Arc::clone(&talk.replies));
    let mut thread = Thread { first, replies, pressed: HashMap::new() };
    let (pressed, follows) = marks(tx, &reader, &post, &mut thread).await?;
    Ok(Data {
        reader,
        post,
        whole: true,
        text: Arc::clone(&talk.text),
        revised: talk.revised,
        thread,
        older: talk.older,
        pressed,
        follows,
        counts: talk.counts.clone(),
        others: Arc::clone(&talk.others),
        offers: Arc::default(),
        renews: false,
    })
}

fn place(sort: Sort, comment: &Comment) -> Cursor {
    let at = match sort {
        Sort::Best => Ts::from_micros(comment.score),
        Sort::New => comment.created_at,
    };
    Cursor { at, id: comment.id.get() }
}

async fn free(tx: &Tx, community: &Community, reader: Reader, post: Post) -> Outcome<Data> {
    let (text, author) = (store::free_text(tx, post.id).await?.into(), post.author.id);
    let first = comments::featured(tx, post.id).await?.into();
    let mut thread = Thread { first, ..Thread::default() };
    let (pressed, follows) = marks(tx, &reader, &post, &mut thread).await?;
    let counts = if post.author.gone { None } else { author::store::counts(tx, author).await? };
    let others = others(tx, &reader.reach, &post).await?;
    let offers = offer::for_post(tx, community, &reader.ground, &post).await?;
    let renews = offer::is_renewal(tx, &reader, &offers).await?;
    Ok(Data {
        reader,
        post,
        whole: false,
        text,
        revised: false,
        thread,
        older: None,
        pressed,
        follows,
        counts,
        others: others.into(),
        offers,
        renews,
    })
}

/// What the reader pressed under the post and its comments, and whether they follow its author.
async fn marks(
    tx: &Tx,
    reader: &Reader,
    post: &Post,
    thread: &mut Thread,
) -> Outcome<(Pressed, bool)> {
    let mut pressed = Pressed::default();
    let Some(me) = reader.member else { return Ok((pressed, false)) };
    let replies = thread.replies.values().flatten();
    let ids: Vec<i64> = thread.first.iter().chain(replies).map(|c| c.id.get()).collect();
    let mut follows = false;
    let author = post.author.id;
    for (comment, word) in follow::store::marks(tx, me, (post.id, author), &ids).await? {
        match comment {
            Some(id) => thread.pressed.entry(id).or_default().add(&word),
            None if word == "follow" => follows = true,
            None => pressed.add(&word),
        }
    }
    Ok((pressed, follows))
}

/// Some other posts of the same author.
async fn others(tx: &Tx, listed: &Reach, post: &Post) -> Outcome<Vec<Post>> {
    if post.author.gone {
        return Ok(Vec::new());
    }
    let gates: Vec<i64> = listed.open().iter().map(|gate| gate.get()).collect();
    let page = feed::Page {
        order: feed::Order::Latest,
        after: Cursor::START,
        size: kernel::ListSize::asked(Some(4))?,
    };
    let others = feed::store::of_author(tx, post.author.id, &gates, page).await?;
    Ok(others.into_iter().filter(|other| other.id != post.id).take(4).collect())
}

/// A post whole, for pages that hang on it: edit, history, comments.
pub(crate) async fn load(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    id: PostId,
) -> Outcome<(Reader, Post)> {
    let reader = Reader::of(tx, community, viewer).await?;
    let post = store::get(tx, id).await?;
    policy::read_whole(&reader, &post)?;
    Ok((reader, post))
}
