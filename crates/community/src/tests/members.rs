//! What somebody wrote and kept, once they leave or their account is joined into another.

use db::{Db, Opening, Workers, db_test, sql};
use kernel::{Cursor, Id as _, ListSize};

use super::*;
use crate::bookmark;
use crate::feed::{self, Order, Place};
use crate::follow::{self, Target};
use crate::post::draft::{self, DraftText};
use crate::post::{accept, store as posts};
use crate::reaction::{ReactionKind, Subject, change};

fn subscribed(opening: Opening) -> Opening {
    crate::subscribers().into_iter().fold(opening, Opening::subscribe)
}

impl World {
    /// A member leaves, and what waits to be done is done.
    async fn leaves(&self, who: i64, keep_posts: bool) {
        let event = people::MemberErased { member: member(who), keep_posts };
        self.db.tx(async move |tx| tx.announce(event.clone()).await).await.unwrap();
        let workers = Workers::new(self.db.clone());
        let workers = crate::upkeep::workers(workers, &self.db, &self.community).unwrap();
        workers.drain().await.unwrap();
    }

    async fn joins(&self, who: i64, into: i64) {
        let event = people::MemberMerged { member: member(who), into: member(into) };
        self.db.tx(async move |tx| tx.announce(event.clone()).await).await.unwrap();
    }

    async fn drafts(&self, who: i64) -> usize {
        let found =
            self.db.read(async move |tx| draft::store::list(tx, member(who)).await).await.unwrap();
        found.len()
    }

    async fn begins(&self, who: i64) {
        let text = DraftText { title: "Half".into(), ..DraftText::default() };
        self.by(Some(who), async move |tx, reader| draft::keep(tx, reader, None, &text).await)
            .await
            .unwrap();
    }

    async fn presses(&self, who: i64, post: PostId) {
        let done = self.by(Some(who), async move |tx, reader| {
            change::change(tx, reader, Subject::Post(post), ReactionKind::Thanks, true).await?;
            bookmark::set(tx, reader, post, true).await.map(drop)
        });
        done.await.unwrap();
    }

    async fn follows(&self, who: i64, whom: i64) {
        let done = self.by(Some(who), async move |tx, reader| {
            follow::set(tx, reader, Target::Member(member(whom)), true).await.map(drop)
        });
        done.await.unwrap();
    }

    async fn of_author(&self, who: i64) -> Vec<String> {
        let page =
            feed::Page { order: Order::Latest, after: Cursor::START, size: ListSize::default() };
        let listed = self.by(None, async move |tx, reader| {
            feed::list(tx, reader, Place::Author(member(who)), page).await
        });
        listed.await.unwrap().items.into_iter().map(|post| post.title).collect()
    }
}

const POSTS: db::Sql = sql!("SELECT posts FROM authors WHERE member_id = $1");
const COMMENTS: db::Sql = sql!("SELECT comments FROM authors WHERE member_id = $1");
const FOLLOWERS: db::Sql = sql!("SELECT followers FROM authors WHERE member_id = $1");
const FOUND: db::Sql = sql!("SELECT COUNT(*) FROM search_docs WHERE author = $1");

#[db_test(subscribed)]
async fn whoever_leaves_and_asks_for_it_takes_along_what_they_wrote(db: Db) {
    let world = World::new(db).await;
    let mut own = Vec::new();
    for _ in 0..25 {
        own.push(world.post(MEI, world.open, article("Mine", CANARY)).await.unwrap());
    }
    let asked = world.post(ADA, world.open, question("How?")).await.unwrap();
    let draft = CommentDraft { body: CANARY.into(), parent: None, kind: "answer".into() };
    let answer = world.comment(MEI, asked, draft).await.unwrap();
    let done = world.by(Some(ADA), async move |tx, reader| {
        accept::accept(tx, reader, asked, Some(answer)).await
    });
    done.await.unwrap();
    let kept = world.says(ADA, own[0], "I was here").await;
    world.begins(MEI).await;
    world.leaves(MEI, false).await;

    assert!(world.of_author(MEI).await.is_empty());
    let texts = sql!(
        "SELECT COUNT(*) FROM posts p JOIN post_texts t ON t.post_id = p.id
          WHERE p.author_id = $1 AND (t.body <> '' OR p.title <> '' OR p.state <> 'deleted')"
    );
    assert_eq!(world.number(texts, MEI).await, 0);
    assert_eq!(world.number(FOUND, MEI).await, 0, "search finds nothing of theirs");
    assert_eq!((world.number(POSTS, MEI).await, world.number(COMMENTS, MEI).await), (0, 0));
    let standing = sql!("SELECT posts FROM spaces WHERE id = $1");
    assert_eq!(world.number(standing, world.open.get()).await, 1);
    let row = world.by(None, async move |tx, _| posts::get(tx, asked).await).await.unwrap();
    assert_eq!((row.comments, row.answers, row.accepted), (0, 0, None));
    let told = sql!("SELECT COUNT(*) FROM events WHERE name = 'post.deleted' AND actor = $1");
    assert_eq!(world.number(told, MEI).await, 25, "open pages are told of each");
    let left = sql!("SELECT COUNT(*) FROM comments WHERE id = $1 AND state = 'published'");
    assert_eq!(world.number(left, kept.get()).await, 1, "what others wrote is theirs");
    assert_eq!(world.drafts(MEI).await, 0);
}

#[db_test(subscribed)]
async fn whoever_leaves_and_keeps_their_posts_leaves_no_draft_bookmark_or_follow(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, world.open, article("Mine", "stays")).await.unwrap();
    let other = world.post(ADA, world.open, article("Hers", "stays")).await.unwrap();
    world.says(MEI, other, "So do I").await;
    world.begins(MEI).await;
    world.presses(MEI, other).await;
    world.follows(MEI, ADA).await;
    world.follows(ADA, MEI).await;
    world.leaves(MEI, true).await;
    assert_eq!(world.of_author(MEI).await, ["Mine"]);
    let row = world.by(None, async move |tx, _| posts::get(tx, other).await).await.unwrap();
    assert_eq!((row.comments, row.reactions.thanks), (1, 1), "what they said to others stays");
    let kept = sql!("SELECT bookmarks FROM posts WHERE id = $1");
    assert_eq!(world.number(kept, other.get()).await, 0);
    assert_eq!(world.number(FOLLOWERS, ADA).await, 0);
    let follows = sql!("SELECT COUNT(*) FROM follows WHERE member_id IN ($1, 2, 3)");
    assert_eq!(world.number(follows, MEI).await, 0);
    assert_eq!(world.drafts(MEI).await, 0);
    let read = world.by(None, async move |tx, reader| {
        let post = posts::get(tx, post).await?;
        crate::policy::read_post(reader, &post).map(drop)
    });
    read.await.unwrap();
}

#[db_test(subscribed)]
async fn what_a_joined_account_wrote_and_kept_is_its_owners_and_counts_once(db: Db) {
    let world = World::new(db).await;
    world.post(MEI, world.open, article("First", "mine")).await.unwrap();
    world.post(ADA, world.open, article("Second", "mine too")).await.unwrap();
    let third = world.post(OWNER, world.open, article("Third", "not mine")).await.unwrap();
    world.says(ADA, third, "well said").await;
    world.begins(ADA).await;
    for who in [MEI, ADA] {
        world.presses(who, third).await;
        world.follows(who, OWNER).await;
        world.follows(OWNER, who).await;
    }
    world.follows(ADA, MEI).await;
    world.joins(ADA, MEI).await;

    assert_eq!(world.of_author(MEI).await, ["Second", "First"]);
    assert_eq!((world.number(POSTS, MEI).await, world.number(COMMENTS, MEI).await), (2, 1));
    assert_eq!((world.number(FOUND, MEI).await, world.number(FOUND, ADA).await), (3, 0));
    let row = world.by(None, async move |tx, _| posts::get(tx, third).await).await.unwrap();
    assert_eq!(row.reactions.thanks, 1);
    let votes = sql!("SELECT votes FROM search_docs WHERE object = $1 AND kind = 'post'");
    assert_eq!(world.number(votes, third.get()).await, 1);
    let kept = sql!("SELECT bookmarks FROM posts WHERE id = $1");
    assert_eq!(world.number(kept, third.get()).await, 1);
    assert_eq!(world.number(FOLLOWERS, OWNER).await, 1);
    assert_eq!(world.number(FOLLOWERS, MEI).await, 1, "nobody follows themselves");
    assert_eq!((world.drafts(MEI).await, world.drafts(ADA).await), (1, 0));
}

#[db_test(subscribed)]
async fn the_name_of_whoever_leaves_goes_out_of_what_others_wrote_of_them(db: Db) {
    let world = World::new(db.clone()).await;
    let named = sql!("UPDATE members SET name = 'Ada Zebrafinch' WHERE id = 3");
    db.tx(async move |tx| tx.exec(named, args![]).await).await.unwrap();
    let post = world.post(MEI, world.open, article("Thanks", "Thanks to @ada and @owner")).await;
    let post = post.unwrap();
    let said = world.says(MEI, post, "And @ada again").await;
    let drawn = sql!(
        "SELECT COUNT(*) FROM posts p JOIN post_texts t ON t.post_id = p.id
           JOIN comments c ON c.post_id = p.id
          WHERE p.id = $1 AND t.whole_html LIKE '%Zebrafinch%' AND p.excerpt LIKE '%Zebrafinch%'
            AND c.html LIKE '%Zebrafinch%'"
    );
    assert_eq!(world.number(drawn, post.get()).await, 1);
    let gone =
        sql!("UPDATE members SET name = '', handle = 'former', state = 'erased' WHERE id = 3");
    db.tx(async move |tx| tx.exec(gone, args![]).await).await.unwrap();
    world.leaves(ADA, true).await;
    let left = sql!(
        "SELECT COUNT(*) FROM posts p JOIN post_texts t ON t.post_id = p.id
           JOIN comments c ON c.post_id = p.id
          WHERE p.id = $1 AND (t.whole_html LIKE '%Zebrafinch%' OR p.excerpt LIKE '%Zebrafinch%'
             OR c.html LIKE '%Zebrafinch%' OR t.whole_html NOT LIKE '%/m/owner%')"
    );
    assert_eq!(world.number(left, post.get()).await, 0);
    let mentions = sql!("SELECT COUNT(*) FROM mentions WHERE member_id = $1");
    assert_eq!(world.number(mentions, ADA).await, 0);
    assert_eq!(world.number(mentions, OWNER).await, 1);
    let found = world.by(None, async move |tx, _| crate::comment::store::get(tx, said).await).await;
    assert!(found.unwrap().html.contains("@ada"), "what was typed stays as words");
    let words = sql! {
        sqlite: "SELECT COUNT(*) FROM search_words WHERE search_words MATCH 'zebrafinch' AND rowid > $1",
        pg: "SELECT COUNT(*) FROM search_words WHERE words @@ CAST('zebrafinch' AS tsquery)
               AND rowid > $1"
    };
    assert_eq!(world.number(words, 0).await, 0, "nothing is found by the name");
}
