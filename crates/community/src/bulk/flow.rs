//! Posts with all that hangs on them, at the speed of the disk: counts, ranks and search tokens
//! come with the rows, so nothing is read back and nothing is counted afterwards.
//!
//! The order: [`begin`], any number of [`write()`], each added to a [`Totals`], then [`finish`].

use std::collections::HashMap;

use db::{Bind as _, Db, Origin, Past, SearchDoc, SearchPart, Tx};
use kernel::{Id as _, MemberId, Outcome, Ts};

use super::store::{self, counters};
use super::{BulkComment, BulkPost, PostFacts};
use crate::author::AuthorCounts;
use crate::event::{AnswerAccepted, CommentCreated, PostCreated};
use crate::gate::GateId;
use crate::ground::Ground;
use crate::post::PostId;
use crate::post::open::is_public;
use crate::reaction::{Counts, ReactionKind, Subject};
use crate::search;
use crate::space::SpaceId;
use crate::tag::{self, TagId};

/// The tables whose indexes are dropped before a load and built again after it.
const TABLES: [&str; 9] = [
    "posts",
    "post_tags",
    "comments",
    "reactions",
    "bookmarks",
    "events",
    "search_docs",
    "search_words",
    "follows",
];

/// A post and what is known of it.
#[derive(Debug, Clone)]
pub struct FlowPost {
    /// The post.
    pub post: BulkPost,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// What hangs on it.
    pub facts: PostFacts,
    /// Who wrote the accepted answer, and when it was accepted.
    pub accepted: Option<(MemberId, Ts)>,
    /// Search tokens of the body, and of what stands above its divider.
    pub tokens: (String, String),
}

/// A comment and what is known of it.
#[derive(Debug, Clone)]
pub struct FlowComment {
    /// The comment.
    pub comment: BulkComment,
    /// Replies below it.
    pub replies: i64,
    /// Its search tokens.
    pub tokens: String,
}

/// Some posts with everything that hangs on them.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// The posts.
    pub posts: Vec<FlowPost>,
    /// All comments below them.
    pub comments: Vec<FlowComment>,
    /// All reactions to them: who, which word, when.
    pub reactions: Vec<(Subject, MemberId, ReactionKind, Ts)>,
    /// Who keeps them.
    pub bookmarks: Vec<(MemberId, PostId, Ts)>,
}

/// The tags of these names, made where they are new.
///
/// # Errors
/// When the database fails.
pub async fn tags(tx: &mut Tx, names: &[String], at: Ts) -> Outcome<Vec<TagId>> {
    tag::store::intern(tx, names, at).await
}

/// Makes the database ready for a load.
///
/// # Errors
/// When the database fails.
pub async fn begin(db: &Db) -> Outcome<()> {
    db.tx(async |tx| {
        for table in TABLES {
            tx.drop_indexes(table).await?;
        }
        tx.loading(true).await
    })
    .await
}

/// Writes posts with all that hangs on them; how many rows of all tables that are.
///
/// # Errors
/// When the database refuses a row.
pub async fn write(tx: &mut Tx, ground: &Ground, flow: &Flow, origin: Origin) -> Outcome<usize> {
    tx.origin(origin);
    let known: Vec<_> = flow.posts.iter().map(|one| (&one.post, one.facts)).collect();
    store::insert_posts(tx, &known, origin).await?;
    let tags = flow.posts.iter().flat_map(|one| {
        let row = |tag: &TagId| vec![one.post.id.bind(), tag.bind(), one.post.created_at.bind()];
        one.tags.iter().map(row)
    });
    let tags: Vec<_> = tags.collect();
    let tagged = tags.len();
    store::insert_tags(tx, tags).await?;
    let comments = flow.comments.iter().map(|one| (&one.comment, one.replies));
    store::insert_comments(tx, comments, origin).await?;
    let docs: Vec<SearchDoc> = documents(ground, flow).collect();
    let found = docs.len();
    tx.index_all(docs).await?;
    store::insert_reactions(tx, &flow.reactions).await?;
    store::insert_bookmarks(tx, &flow.bookmarks).await?;
    // The log's end is held from here to the end of the transaction.
    let told = announce(tx, flow).await?;
    let (posts, comments) = (flow.posts.len(), flow.comments.len());
    Ok(2 * posts
        + tagged
        + comments
        + 2 * found
        + told
        + flow.reactions.len()
        + flow.bookmarks.len())
}

/// One document of a post, a second where somebody may stand outside, one of each comment.
fn documents<'a>(ground: &'a Ground, flow: &'a Flow) -> impl Iterator<Item = SearchDoc> + 'a {
    let posts = flow.posts.iter().flat_map(|one| {
        let gate = one.post.gate();
        let (title, plain) = (search::tokens(&one.post.title), search::tokens(&one.post.summary));
        let tags = search::tokens(&one.post.tags.join(" "));
        let doc = |part: SearchPart, tokens: &str| SearchDoc {
            kind: search::POST,
            object: one.post.id.get(),
            part,
            space: Some(one.post.space.get()),
            gate: Some(gate.get()),
            author: Some(one.post.author.get()),
            lang: search::lang(one.post.drawn.0.language),
            created_at: one.post.created_at,
            version: search::version(),
            votes: search::votes(one.facts.reactions, one.post.votes),
            title: title.clone(),
            body: [plain.as_str(), tokens, &tags].join(" "),
        };
        let outside = search::is_gated(ground, one.post.space, gate);
        let open = outside.then(|| doc(SearchPart::Open, &one.tokens.1));
        [Some(doc(SearchPart::Gated, &one.tokens.0)), open].into_iter().flatten()
    });
    let comments = flow.comments.iter().map(|one| SearchDoc {
        kind: search::COMMENT,
        object: one.comment.id.get(),
        part: SearchPart::Gated,
        space: Some(one.comment.place.0.get()),
        gate: Some(one.comment.place.1.get()),
        author: Some(one.comment.author.get()),
        lang: search::lang(one.comment.drawn.lang),
        created_at: one.comment.created_at,
        version: search::version(),
        votes: search::votes(Counts::default(), one.comment.votes),
        title: String::new(),
        body: one.tokens.clone(),
    });
    posts.chain(comments)
}

async fn announce(tx: &mut Tx, flow: &Flow) -> Outcome<usize> {
    let posts: Vec<_> = flow.posts.iter().map(|one| posted(&one.post)).collect();
    let comments: Vec<_> = flow.comments.iter().map(|one| commented(&one.comment)).collect();
    let accepted: Vec<_> = flow.posts.iter().filter_map(accepted).collect();
    let written = posts.len() + comments.len() + accepted.len();
    tx.announce_all(posts).await?;
    tx.announce_all(comments).await?;
    tx.announce_all(accepted).await?;
    Ok(written)
}

fn posted(row: &BulkPost) -> Past<PostCreated> {
    Past { event: row.created(), actor: Some(row.author.get()), occurred_at: row.created_at }
}

fn commented(row: &BulkComment) -> Past<CommentCreated> {
    Past { event: row.created(), actor: Some(row.author.get()), occurred_at: row.created_at }
}

fn accepted(row: &FlowPost) -> Option<Past<AnswerAccepted>> {
    let (comment, (author, at)) = (row.facts.accepted?, row.accepted?);
    let (post, space) = (row.post.id, row.post.space);
    let event = AnswerAccepted { comment, post, space, author, on: true };
    Some(Past { event, actor: Some(row.post.author.get()), occurred_at: at })
}

/// What is counted over a whole load: open content only, as pages of persons and tags count it.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    authors: HashMap<MemberId, AuthorCounts>,
    tags: HashMap<TagId, i64>,
}

impl Totals {
    /// Adds a part of the load.
    pub fn add(&mut self, ground: &Ground, flow: &Flow) {
        let mut known: HashMap<GateId, bool> = HashMap::new();
        let mut public = |space: SpaceId, gate: GateId| {
            *known.entry(gate).or_insert_with(|| is_public(ground, space, gate))
        };
        for one in &flow.posts {
            if !public(one.post.space, one.post.gate()) {
                continue;
            }
            self.of(one.post.author).posts += 1;
            for tag in &one.tags {
                *self.tags.entry(*tag).or_default() += 1;
            }
            if let Some((author, _)) = one.accepted {
                self.of(author).accepted += 1;
            }
        }
        for FlowComment { comment, .. } in &flow.comments {
            if public(comment.place.0, comment.place.1) {
                self.of(comment.author).comments += 1;
            }
        }
    }

    /// Adds that somebody is followed.
    pub fn followed(&mut self, member: MemberId) {
        self.of(member).followers += 1;
    }

    /// Sees to it that a member is counted, if only with nothing.
    pub fn of(&mut self, member: MemberId) -> &mut AuthorCounts {
        self.authors.entry(member).or_insert(AuthorCounts {
            posts: 0,
            comments: 0,
            accepted: 0,
            followers: 0,
        })
    }
}

/// Writes the totals and builds the indexes; how many rows the totals are.
///
/// # Errors
/// When the database fails.
pub async fn finish(db: &Db, totals: Totals) -> Outcome<usize> {
    let Totals { authors, tags } = totals;
    let mut authors: Vec<_> = authors.into_iter().collect();
    authors.sort_unstable_by_key(|(member, _)| member.get());
    let rows = authors.len();
    db.tx(async move |tx| {
        store::insert_authors(tx, &authors).await?;
        for (tag, posts) in &tags {
            tag::store::count(tx, &[*tag], *posts).await?;
        }
        Ok(())
    })
    .await?;
    while db.tx(async |tx| tx.restore_index().await).await? {
        db.leased().await;
    }
    db.tx(async |tx| counters::recount_spaces(tx).await).await?;
    db.tx(async |tx| {
        tx.begin_live().await?;
        tx.loading(false).await
    })
    .await?;
    db.leased().await;
    Ok(rows)
}
