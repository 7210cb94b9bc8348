//! What stands behind a gate is sought in everything that the stores give to those outside.

use db::{Db, db_test};
use kernel::{Cursor, ListSize};

use super::*;
use crate::comment::store as comments;
use crate::feed::{self, Order, Place};
use crate::policy::{self, Reading};
use crate::post::{Post, edit, history, store as posts};
use crate::search;
use crate::space::change;

const BODY: &str = "A free start.\n\n[[paid]]\n\nThe zebrafinch sings.";

/// Everything that a list, a page and the history give to somebody, as one text.
async fn all_of(world: &World, who: Option<i64>, post: PostId, space: SpaceId) -> String {
    let page = feed::Page { order: Order::Latest, after: Cursor::START, size: ListSize::default() };
    let told = world.by(who, async move |tx, reader| {
        let mut told = String::new();
        for order in [Order::Latest, Order::Hot, Order::Featured] {
            let page = feed::Page { order, ..page };
            for place in [Place::Site, Place::Space(space), Place::Author(member(MEI))] {
                told.push_str(&format!("{:?}", feed::list(tx, reader, place, page).await?));
            }
        }
        let found: Post = posts::get(tx, post).await?;
        told.push_str(&format!("{found:?}"));
        match policy::read_post(reader, &found) {
            Ok(Reading::Whole(permit)) => {
                told.push_str(&format!("{:?}", posts::whole_text(tx, &permit).await?));
                told.push_str(&format!(
                    "{:?}",
                    history::store::revisions(tx, &permit, 99, 9).await?.len()
                ));
            }
            Ok(Reading::Free) => {
                told.push_str(&format!("{:?}", posts::free_text(tx, post).await?));
            }
            Err(fault) => told.push_str(fault.key()),
        }
        let featured = comments::featured(tx, post).await?;
        told.push_str(&format!("{featured:?}"));
        Ok(told)
    });
    told.await.unwrap()
}

/// The gates and parts of a post's search documents.
async fn docs(world: &World, post: PostId) -> Vec<(String, i64, i64)> {
    let found = world.db.read(async move |tx| {
        tx.list(
            sql!(
                "SELECT part, gate, space FROM search_docs WHERE kind = $1 AND object = $2
                  ORDER BY part"
            ),
            args![search::POST, post],
        )
        .await
    });
    found.await.unwrap()
}

#[db_test]
async fn gated_text_reaches_nobody_outside_the_gate(db: Db) {
    let world = World::new(db).await;
    world.pays(MEI, None).await;
    let post = world.post(MEI, world.club, article("Title", BODY)).await.unwrap();
    world.says(MEI, post, CANARY).await;
    for who in [None, Some(ADA)] {
        let told = all_of(&world, who, post, world.club).await;
        assert!(!told.contains(CANARY), "{who:?}");
        assert!(told.contains("A free start"), "{who:?} sees the free part");
    }
    assert!(all_of(&world, Some(MEI), post, world.club).await.contains(CANARY));
    assert!(all_of(&world, Some(OWNER), post, world.club).await.contains(CANARY));
    let gate = world.club.get();
    let parts = docs(&world, post).await;
    assert_eq!(parts, [("gated".into(), gate, gate), ("open".into(), gate, gate)]);
}

#[db_test]
async fn without_a_divider_nothing_but_title_and_summary_is_told(db: Db) {
    let world = World::new(db).await;
    world.pays(MEI, None).await;
    let post = world.post(MEI, world.club, article("Title", CANARY)).await.unwrap();
    let told = all_of(&world, None, post, world.club).await;
    assert!(!told.contains(CANARY) && told.contains("Title"));
}

#[db_test]
async fn a_secret_space_is_nowhere(db: Db) {
    let world = World::new(db).await;
    let draft = article("Zebrafinch plans", CANARY);
    let post = world.post(OWNER, world.secret, draft).await.unwrap();
    let page = feed::Page { order: Order::Latest, after: Cursor::START, size: ListSize::default() };
    for who in [None, Some(ADA)] {
        let found = world.by(who, async move |tx, reader| {
            let listed = feed::list(tx, reader, Place::Site, page).await?;
            let found = posts::get(tx, post).await?;
            Ok((listed.items.len(), policy::read_post(reader, &found).map(drop).unwrap_err().key()))
        });
        assert_eq!(found.await.unwrap(), (0, "post.missing"));
    }
}

#[db_test]
async fn an_entitlement_that_ended_opens_nothing(db: Db) {
    let world = World::new(db.clone()).await;
    let until = db.clock().now().plus_days(1);
    world.pays(ADA, Some(until)).await;
    let post = world.post(OWNER, world.club, article("Club", BODY)).await.unwrap();
    assert!(all_of(&world, Some(ADA), post, world.club).await.contains(CANARY));
    db.clock().advance(24 * 3_600);
    assert!(!all_of(&world, Some(ADA), post, world.club).await.contains(CANARY));
}

#[db_test]
async fn a_gate_of_its_own_closes_a_post_in_an_open_space(db: Db) {
    let world = World::new(db).await;
    let post = world.post(OWNER, world.open, gated(BODY)).await.unwrap();
    assert!(!all_of(&world, Some(ADA), post, world.open).await.contains(CANARY));
    world.pays(ADA, None).await;
    assert!(all_of(&world, Some(ADA), post, world.open).await.contains(CANARY));
    let refused = world.post(MEI, world.open, gated(BODY)).await;
    assert_eq!(key(refused), "post.gate_team_only");
}

#[db_test]
async fn a_tightened_gate_shuts_comments_in_the_same_moment(db: Db) {
    let world = World::new(db).await;
    let post = world.post(OWNER, world.open, article("Loose", BODY)).await.unwrap();
    world.says(MEI, post, CANARY).await;
    assert!(all_of(&world, None, post, world.open).await.contains(CANARY));
    let ready = open::prepare(&world.db, gated(BODY), Hand::default()).await.unwrap();
    let done = world.by(Some(OWNER), async move |tx, reader| {
        edit::edit(tx, reader, post, ready.clone(), edit::Terms::default()).await
    });
    done.await.unwrap();
    assert!(!all_of(&world, None, post, world.open).await.contains(CANARY));
    let open = world.open.get();
    let gates: Vec<i64> = world
        .db
        .read(async move |tx| {
            let comments = sql!("SELECT gate FROM search_docs WHERE kind = $1");
            tx.list(comments, args![search::COMMENT]).await
        })
        .await
        .unwrap();
    assert!(gates.iter().all(|gate| *gate != open), "no comment is found by the old gate");
}

#[db_test]
async fn a_space_that_becomes_paid_is_shut_before_its_documents_are_written_anew(db: Db) {
    let world = World::new(db).await;
    let (post, open) =
        (world.post(OWNER, world.open, article("T", BODY)).await.unwrap(), world.open);
    let done = world.by(Some(OWNER), async move |tx, reader| {
        change::change(tx, reader, open, space("open", "plan", vec![PLAN])).await
    });
    done.await.unwrap();
    assert!(!all_of(&world, Some(ADA), post, open).await.contains(CANARY));
    let gates = world.by(Some(ADA), async move |_, reader| Ok(reader.reach.signed())).await;
    assert!(gates.unwrap().contains(&-open.get()), "the gate is seen from outside");
}
