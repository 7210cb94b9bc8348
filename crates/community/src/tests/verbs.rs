//! What people do, in the order in which they do it.

use db::{Db, db_test, sql};
use kernel::{Cursor, Id as _, ListSize};

use super::*;
use crate::comment::{delete, feature, store as comments};
use crate::feed::{self, Order, Place};
use crate::follow::{self, Target};
use crate::mention::page::beginning;
use crate::post::{accept, curate, delete as post_delete, edit, store as posts};
use crate::reaction::{ReactionKind, Subject, change};

fn page(order: Order) -> feed::Page {
    feed::Page { order, after: Cursor::START, size: ListSize::default() }
}

async fn titles(world: &World, who: Option<i64>, order: Order) -> Vec<String> {
    let listed = world
        .by(who, async move |tx, reader| feed::list(tx, reader, Place::Site, page(order)).await);
    listed.await.unwrap().items.into_iter().map(|post| post.title).collect()
}

#[db_test]
async fn a_post_is_listed_counted_tagged_and_announced(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, world.open, article("First", "Hello @ada")).await.unwrap();
    assert_eq!(titles(&world, None, Order::Latest).await, ["First"]);
    let id = post.get();
    let count = sql!("SELECT COUNT(*) FROM post_tags WHERE post_id = $1");
    assert_eq!(world.number(count, id).await, 2);
    let spaces = sql!("SELECT posts FROM spaces WHERE id = $1");
    assert_eq!(world.number(spaces, world.open.get()).await, 1);
    let mentions = sql!("SELECT COUNT(*) FROM mentions WHERE subject_id = $1");
    assert_eq!(world.number(mentions, id).await, 1);
    let events = sql!("SELECT COUNT(*) FROM events WHERE name = 'post.created' AND subject = $1");
    assert_eq!(world.number(events, id).await, 1);
    let docs = sql!("SELECT COUNT(*) FROM search_docs WHERE object = $1");
    assert_eq!(world.number(docs, id).await, 1);
    let counted = sql!("SELECT posts FROM authors WHERE member_id = $1");
    assert_eq!(world.number(counted, MEI).await, 1);
}

#[db_test]
async fn a_tag_that_a_text_says_leads_to_posts_or_is_a_word(db: Db) {
    let world = World::new(db).await;
    let draft = |body: &str| PostDraft { tags: vec!["Tea".into()], ..article("Said", body) };
    let read = async |id: PostId| {
        let read = world.by(Some(OWNER), async move |tx, reader| {
            let post = posts::get(tx, id).await?;
            let permit = crate::policy::read_whole(reader, &post)?;
            Ok((post.tags, format!("{:?}", posts::whole_text(tx, &permit).await?)))
        });
        read.await.unwrap()
    };
    let post = world.post(MEI, world.open, draft("see #RAG, #tea and #neverseen")).await.unwrap();
    let (tags, html) = read(post).await;
    assert_eq!(tags, ["Tea", "RAG", "neverseen"]);
    assert_eq!(html.matches("class=\\\"tag\\\"").count(), 3, "{html}");

    world.pays(MEI, None).await;
    let gated = world.post(MEI, world.club, draft("#rag #hidden")).await.unwrap();
    let (tags, html) = read(gated).await;
    assert_eq!(tags, ["Tea"], "what is gated gives a post no tags");
    assert!(html.contains("/t/rag") && !html.contains("/t/hidden"), "{html}");
    let divided = "#free\n\n[[paid]]\n\n#hidden";
    let divided = world.post(MEI, world.club, draft(divided)).await.unwrap();
    assert_eq!(read(divided).await.0, ["Tea", "free"]);

    let said = world.says(ADA, post, "#rag and #elsewhere").await;
    let said = world.by(None, async move |tx, _| comments::get(tx, said).await).await.unwrap();
    assert!(said.html.contains("/t/rag") && !said.html.contains("/t/elsewhere"), "{}", said.html);
    let tags = sql!("SELECT COUNT(*) FROM tags WHERE id > $1");
    assert_eq!(world.number(tags, 0).await, 4);
}

#[db_test]
async fn only_the_directory_and_those_who_take_part_are_suggested(db: Db) {
    let world = World::new(db).await;
    world
        .by(None, async |tx, _| {
            let opened = sql!("UPDATE members SET directory = TRUE WHERE id = $1");
            tx.exec(opened, db::args![MEI]).await
        })
        .await
        .unwrap();
    let post = world.post(OWNER, world.open, article("Here", "Who?")).await.unwrap();
    let handles = async |typed: &'static str| {
        let found = world.by(None, async move |tx, _| beginning(tx, typed).await).await.unwrap();
        found.into_iter().map(|(_, handle)| handle).collect::<Vec<_>>()
    };
    assert_eq!(handles("me").await, ["mei"]);
    assert_eq!(handles("ad").await, Vec::<String>::new(), "she is in no directory");
    assert_eq!(handles("Ada").await, ["ada"], "whoever knows a handle may write it");
    world.says(ADA, post, "Me.").await;
    let taking_part = world.by(None, async move |tx, _| {
        let post = posts::get(tx, post).await?;
        crate::mention::store::taking_part(tx, &post).await
    });
    let handles: Vec<String> = taking_part.await.unwrap().into_iter().map(|one| one.1).collect();
    assert_eq!(handles, ["ada", "owner"]);
}

#[db_test]
async fn comments_stand_in_two_levels_and_leave_tombstones(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, world.open, question("How?")).await.unwrap();
    let first = world.says(ADA, post, "one").await;
    let reply =
        |parent| CommentDraft { parent: Some(parent), body: "re".into(), kind: String::new() };
    let second = world.comment(MEI, post, reply(first)).await.unwrap();
    let third = world.comment(ADA, post, reply(second)).await.unwrap();
    let parent = world.by(Some(MEI), async move |tx, _| comments::get(tx, third).await).await;
    assert_eq!(parent.unwrap().parent, Some(first));
    let count = sql!("SELECT comments FROM posts WHERE id = $1");
    assert_eq!(world.number(count, post.get()).await, 3);

    let gone = world.by(Some(MEI), async move |tx, reader| delete::delete(tx, reader, first).await);
    assert_eq!(key(gone.await), "comment.not_yours");
    let gone = world.by(Some(ADA), async move |tx, reader| delete::delete(tx, reader, first).await);
    gone.await.unwrap();
    assert_eq!(world.number(count, post.get()).await, 2);
    let again =
        world.by(Some(ADA), async move |tx, reader| delete::delete(tx, reader, first).await);
    assert_eq!(key(again.await), "comment.gone");
    let tomb = world.by(None, async move |tx, _| comments::get(tx, first).await).await.unwrap();
    assert!(tomb.html.is_empty() && tomb.replies == 2);
}

#[db_test]
async fn one_answer_is_accepted_and_can_be_changed(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, world.open, question("How?")).await.unwrap();
    let answer = || CommentDraft { body: "So.".into(), parent: None, kind: "answer".into() };
    let first = world.comment(ADA, post, answer()).await.unwrap();
    let second = world.comment(OWNER, post, answer()).await.unwrap();
    let remark = world.says(ADA, post, "thanks").await;
    let accepted = async |who: i64, comment| {
        let done = world.by(Some(who), async move |tx, reader| {
            accept::accept(tx, reader, post, Some(comment)).await
        });
        key(done.await)
    };
    assert_eq!(accepted(ADA, first).await, "answer.not_yours");
    assert_eq!(accepted(MEI, remark).await, "answer.not_here");
    assert_eq!(accepted(MEI, first).await, "yes");
    assert_eq!(accepted(MEI, second).await, "yes");
    let row = sql!("SELECT accepted_id FROM posts WHERE id = $1");
    assert_eq!(world.number(row, post.get()).await, second.get());
    let counted = sql!("SELECT accepted FROM authors WHERE member_id = $1");
    assert_eq!(world.number(counted, ADA).await, 0);
    assert_eq!(world.number(counted, OWNER).await, 1);
}

#[db_test]
async fn pressing_twice_counts_once(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, world.open, article("A", "b")).await.unwrap();
    let press = async |on: bool| {
        let done = world.by(Some(ADA), async move |tx, reader| {
            change::change(tx, reader, Subject::Post(post), ReactionKind::Thanks, on).await
        });
        done.await.unwrap();
    };
    press(true).await;
    press(true).await;
    let count = sql!("SELECT thanks FROM posts WHERE id = $1");
    let found = sql!("SELECT votes FROM search_docs WHERE object = $1");
    assert_eq!(world.number(count, post.get()).await, 1);
    assert_eq!(world.number(found, post.get()).await, 1);
    press(false).await;
    press(false).await;
    assert_eq!(world.number(count, post.get()).await, 0);
    assert_eq!(world.number(found, post.get()).await, 0);
    let visitor = world.by(None, async move |tx, reader| {
        change::change(tx, reader, Subject::Post(post), ReactionKind::Like, true).await
    });
    assert_eq!(key(visitor.await), "session.needed");
}

#[db_test]
async fn an_edit_keeps_what_was_there_but_not_each_quick_correction(db: Db) {
    let world = World::new(db.clone()).await;
    let post = world.post(MEI, world.open, article("One", "first")).await.unwrap();
    let change = async |body: &str| {
        let ready = open::prepare(&world.db, article("One", body), Hand::default()).await.unwrap();
        let done = world.by(Some(MEI), async move |tx, reader| {
            edit::edit(tx, reader, post, ready.clone(), edit::Terms::default()).await
        });
        done.await.unwrap();
    };
    let versions = sql!("SELECT COUNT(*) FROM post_revisions WHERE post_id = $1");
    change("first, mended").await;
    assert_eq!(world.number(versions, post.get()).await, 0);
    db.clock().advance(3_600);
    change("second").await;
    change("second").await;
    assert_eq!(world.number(versions, post.get()).await, 1);
    let other = world.by(Some(ADA), async move |tx, reader| {
        post_delete::delete(tx, reader, post).await.map(drop)
    });
    assert_eq!(key(other.await), "post.not_yours");
}

#[db_test]
async fn a_deleted_post_leaves_no_text_anywhere(db: Db) {
    let world = World::new(db).await;
    let post = world.post(MEI, world.open, article("Gone", CANARY)).await.unwrap();
    let done = world.by(Some(MEI), async move |tx, reader| {
        post_delete::delete(tx, reader, post).await.map(drop)
    });
    done.await.unwrap();
    assert!(titles(&world, Some(MEI), Order::Latest).await.is_empty());
    let docs = sql!("SELECT COUNT(*) FROM search_docs WHERE object = $1");
    assert_eq!(world.number(docs, post.get()).await, 0);
    let left = sql!(
        "SELECT COUNT(*) FROM post_texts t JOIN posts p ON p.id = t.post_id
          WHERE p.id = $1 AND (t.body <> '' OR t.whole_html <> '' OR p.excerpt <> '')"
    );
    assert_eq!(world.number(left, post.get()).await, 0);
    let read = world.by(None, async move |tx, reader| {
        let post = posts::get(tx, post).await?;
        crate::policy::read_post(reader, &post).map(drop)
    });
    assert_eq!(key(read.await), "post.gone");
}

#[db_test]
async fn featured_hot_and_following_are_lists_of_their_own(db: Db) {
    let world = World::new(db.clone()).await;
    let old = world.post(MEI, world.open, article("Old", "a")).await.unwrap();
    db.clock().advance(60);
    world.post(OWNER, world.open, article("New", "b")).await.unwrap();
    let done = world.by(Some(OWNER), async move |tx, reader| {
        curate::feature(tx, reader, old, true).await?;
        follow::set(tx, reader, Target::Member(member(MEI)), true).await
    });
    done.await.unwrap();
    assert_eq!(titles(&world, None, Order::Featured).await, ["Old"]);
    assert_eq!(titles(&world, None, Order::Hot).await, ["Old", "New"]);
    assert_eq!(titles(&world, None, Order::Latest).await, ["New", "Old"]);
    assert_eq!(titles(&world, Some(OWNER), Order::Following).await, ["Old"]);
    let none =
        world.by(Some(MEI), async move |tx, reader| curate::feature(tx, reader, old, false).await);
    assert_eq!(key(none.await), "post.team_only");
}

#[db_test]
async fn its_author_withdraws_a_featured_comment_for_good(db: Db) {
    let world = World::new(db).await;
    world.pays(ADA, None).await;
    let post = world.post(OWNER, world.club, article("Club", "x")).await.unwrap();
    let comment = world.says(ADA, post, "my numbers").await;
    let set = async |who: i64, on: bool| {
        let done = world
            .by(Some(who), async move |tx, reader| feature::feature(tx, reader, comment, on).await);
        key(done.await)
    };
    let shown = async || {
        let found = world.by(None, async move |tx, _| comments::featured(tx, post).await);
        found.await.unwrap().len()
    };
    assert_eq!((set(OWNER, true).await, shown().await), ("yes", 1));
    assert_eq!((set(ADA, false).await, shown().await), ("yes", 0));
    assert_eq!(set(OWNER, true).await, "comment.withdrawn");
}

#[db_test]
async fn every_statement_is_understood_and_scans_nothing_that_grows(db: Db) {
    db::testing::check_statements(&db).await;
}
