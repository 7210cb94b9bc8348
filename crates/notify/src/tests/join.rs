//! One account is joined into another of the same person.

use super::*;

/// With those who move what the notifications are of.
fn all(opening: Opening) -> Opening {
    let others = access::subscribers().into_iter().chain(community::subscribers());
    others.chain(crate::subscribers()).fold(opening, Opening::subscribe)
}

impl World {
    async fn follows(&self, who: i64, whom: i64) {
        self.by(who, async move |tx, reader| {
            follow::set(tx, reader, Target::Member(member(whom)), true).await
        })
        .await;
    }

    /// Bo's account is joined into Ada's.
    async fn joins(&self) {
        let event = people::MemberMerged { member: member(BO), into: member(ADA) };
        self.by(OWNER, async move |tx, _| tx.announce(event.clone()).await).await;
    }
}

fn rows(told: &[Told]) -> Vec<String> {
    told.iter().map(|told| format!("{:?}", told.row)).collect()
}

#[db_test(all)]
async fn a_joined_account_is_told_nothing_twice_and_nothing_of_itself(db: Db) {
    let world = World::new(db).await;
    let (of_ada, of_bo) =
        (world.post(ADA, article("Hers.")).await, world.post(BO, article("His.")).await);
    let of_mei = world.post(MEI, article("For @ada and @bo.")).await;
    for post in [of_mei, of_ada] {
        world.reacts(BO, post, true).await;
    }
    world.reacts(ADA, of_mei, true).await;
    world.says(ADA, of_bo, None, "One.").await;
    world.says(MEI, of_bo, None, "Two.").await;
    for whom in [ADA, BO] {
        world.follows(MEI, whom).await;
    }
    world.by(BO, async |tx, _| read::mark(tx, member(BO), &[]).await).await;
    world.says(MEI, of_bo, None, "Three.").await;
    assert_eq!(world.told(MEI).await[0].row.people, 2);
    world.joins().await;

    let people: Vec<i64> = world.told(MEI).await.iter().map(|told| told.row.people).collect();
    assert_eq!(people, [1], "one person reacted");
    let told = world.told(ADA).await;
    let mut kinds: Vec<Kind> = told.iter().map(|told| told.row.kind).collect();
    kinds.sort_by_key(|kind| kind.key());
    assert_eq!(kinds, [Kind::Comment, Kind::Comment, Kind::Follow, Kind::Mention]);
    let actors: Vec<_> = told.iter().filter_map(|told| told.row.actor_id).collect();
    assert!(actors.iter().all(|actor| *actor == member(MEI)), "{actors:?}");
    let follow = told.iter().find(|told| told.row.kind == Kind::Follow).unwrap();
    assert_eq!(follow.row.people, 1);
    assert!(world.told(BO).await.is_empty());
    assert_eq!(world.unread(ADA).await, 3, "what was read stays read");

    let (before, announced) = (rows(&world.told(ADA).await), world.announced().await);
    let of_others = rows(&world.told(MEI).await);
    world.db.rebuild("notify.inbox").await.unwrap();
    assert_eq!(rows(&world.told(ADA).await), before);
    assert_eq!(rows(&world.told(MEI).await), of_others);
    assert!(world.told(BO).await.is_empty());
    assert_eq!(world.announced().await, announced);
}

#[db_test(all)]
async fn what_was_over_for_a_joined_account_is_told_alike_in_a_rebuild(db: Db) {
    let world = World::new(db).await;
    let mut given = Vec::new();
    for _ in 0..2 {
        let id = world
            .by(OWNER, async |tx, _| {
                let to = (member(BO), Thing::plan(PLAN));
                grant(tx, Grant::by_team(to, (tx.now(), None), "a test", member(OWNER))?).await
            })
            .await;
        given.push(id.get());
    }
    let first = given[0];
    world
        .by(OWNER, async move |tx, _| end_of_source(tx, SourceKind::Grant, first, End::Team).await)
        .await;
    world.joins().await;
    let before = rows(&world.told(ADA).await);
    assert_eq!(before.len(), 2, "{before:?}");
    world.db.rebuild("notify.inbox").await.unwrap();
    assert_eq!(rows(&world.told(ADA).await), before);
}

#[db_test(all)]
async fn who_is_no_more_is_told_nothing_of_what_ends_with_them(db: Db) {
    let world = World::new(db).await;
    world
        .by(OWNER, async |tx, _| {
            let to = (member(BO), Thing::plan(PLAN));
            grant(tx, Grant::by_team(to, (tx.now(), None), "a test", member(OWNER))?).await
        })
        .await;
    let erased = people::MemberErased { member: member(BO), keep_posts: true };
    world.by(OWNER, async move |tx, _| tx.announce(erased.clone()).await).await;
    assert!(world.told(BO).await.is_empty());
    world.db.rebuild("notify.inbox").await.unwrap();
    assert!(world.told(BO).await.is_empty());
}
