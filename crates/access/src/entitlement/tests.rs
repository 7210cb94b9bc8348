//! Entitlements on both engines.

use db::{Db, Event, Opening, Workers, db_test};
use kernel::{Id as _, MemberId, Ts, Zone};

use super::*;
use crate::holdings::{Holdings, HoldingsCache};
use crate::{Gate, Thing, ThingKind, plan, plan::PlanId};

const MEI: i64 = 1;

fn mei() -> MemberId {
    MemberId::from_i64(MEI)
}

fn zone() -> Zone {
    Zone::named("Asia/Shanghai").unwrap()
}

fn gold() -> Thing {
    Thing::plan(70)
}

async fn holds(db: &Db, thing: Thing) -> bool {
    db.read(async move |tx| Ok(Holdings::of(tx, mei(), tx.now()).await?.holds(thing)))
        .await
        .unwrap()
}

async fn buy(db: &Db, order: i64) -> Term {
    buy_as(db, mei(), order).await
}

async fn give(db: &Db, thing: Thing, until: Option<Ts>) -> EntitlementId {
    db.tx(async move |tx| {
        let times = (tx.now(), until);
        grant(tx, Grant::by_team((mei(), thing), times, "helped a lot", MemberId::from_i64(9))?)
            .await
    })
    .await
    .unwrap()
}

async fn events(db: &Db, name: &'static str) -> i64 {
    let count = db
        .read(async move |tx| {
            let sql = db::sql!("SELECT COUNT(*) FROM events WHERE name = $1");
            tx.one::<i64>(sql, db::args![name]).await
        })
        .await;
    count.unwrap().unwrap()
}

#[db_test]
async fn a_plan_opens_what_it_lists_and_what_those_open(db: Db) {
    let space = Thing { kind: ThingKind::Space, id: 5 };
    db.tx(async move |tx| {
        plan::define(tx, PlanId::from_i64(70), "Gold", &[Thing::plan(71)]).await?;
        plan::define(tx, PlanId::from_i64(71), "Silver", &[space]).await
    })
    .await
    .unwrap();
    assert!(!holds(&db, space).await);
    give(&db, gold(), None).await;
    assert!(holds(&db, space).await);
    let opening = db.read(async move |tx| plan::opening(tx, &[space]).await).await.unwrap();
    assert_eq!(opening.len(), 2);
    let itself =
        db.tx(async |tx| plan::define(tx, PlanId::from_i64(70), "Gold", &[gold()]).await).await;
    assert_eq!(itself.unwrap_err().key(), "plan.opens");
}

#[db_test]
async fn an_entitlement_ends_at_its_instant_without_anything_happening(db: Db) {
    let until = db.clock().now().plus_seconds(60);
    give(&db, gold(), Some(until)).await;
    db.clock().advance(59);
    assert!(holds(&db, gold()).await);
    db.clock().advance(1);
    assert!(!holds(&db, gold()).await);
    assert_eq!(events(&db, crate::events::EntitlementEnded::NAME).await, 0);
}

#[db_test]
async fn the_end_is_announced_once_by_the_clock(db: Db) {
    give(&db, gold(), Some(db.clock().now().plus_seconds(60))).await;
    db.clock().advance(120);
    let workers = crate::workers(Workers::new(db.clone()), &db).unwrap();
    workers.drain().await.unwrap();
    db.clock().advance(120);
    workers.drain().await.unwrap();
    assert_eq!(events(&db, crate::events::EntitlementEnded::NAME).await, 1);
}

#[db_test]
async fn renewing_extends_and_taking_back_the_first_moves_the_second_forward(db: Db) {
    let first = buy(&db, 1).await;
    let second = buy(&db, 2).await;
    assert_eq!(second.from, first.until);
    db.clock().advance(86_400);
    let now = db.clock().now();
    let preview = db.read(async |tx| preview_end(tx, SourceKind::Order, 1).await).await.unwrap();
    let taken = db
        .tx_serializable(async |tx| end_of_source(tx, SourceKind::Order, 1, End::Refund).await)
        .await
        .unwrap();
    assert_eq!((taken[0].ends, taken[0].moved), (preview[0], 1));
    let left = first.until.since(now);
    assert_eq!(preview[0].before, Some(second.until));
    assert_eq!(preview[0].after, Some(Ts::from_micros(second.until.micros() - left)));
    assert!(holds(&db, gold()).await, "the second slice has begun");
    let again = db
        .tx_serializable(async |tx| end_of_source(tx, SourceKind::Order, 1, End::Refund).await)
        .await
        .unwrap();
    assert_eq!((again[0].moved, again[0].ends.before), (0, again[0].ends.after));
    assert_eq!(events(&db, crate::events::EntitlementEnded::NAME).await, 1);
}

#[db_test]
async fn a_new_end_lies_between_now_and_the_end_that_stands(db: Db) {
    let term = buy(&db, 1).await;
    let (early, late) = (db.clock().now().plus_days(-1), term.until.plus_seconds(1));
    for wrong in [early, late] {
        let refused = db.tx(async move |tx| set_end(tx, SourceKind::Order, 1, wrong).await).await;
        assert_eq!(refused.unwrap_err().key(), "entitlement.end");
    }
    let until = db.clock().now().plus_days(10);
    let taken =
        db.tx(async move |tx| set_end(tx, SourceKind::Order, 1, until).await).await.unwrap();
    assert_eq!((taken.ends.before, taken.ends.after), (Some(term.until), Some(until)));
    assert!(holds(&db, gold()).await);
}

#[db_test]
async fn one_order_gives_one_thing_once(db: Db) {
    buy(&db, 1).await;
    let again = db
        .tx_serializable(async |tx| {
            let chain = Chain::lock(tx, mei(), gold()).await?;
            chain.extend(tx, (SourceKind::Order, 1), 1, &zone()).await
        })
        .await;
    assert_eq!(again.unwrap_err().key(), "entitlement.given");
}

#[db_test]
async fn who_holds_it_for_ever_is_not_sold_a_term(db: Db) {
    give(&db, gold(), None).await;
    let refused = db.read(async |tx| next_term(tx, Some(mei()), gold(), 1, &zone()).await).await;
    assert_eq!(refused.unwrap_err().key(), "entitlement.for_ever");
}

#[db_test]
async fn the_team_gives_with_a_reason_and_an_end_ahead(db: Db) {
    let now = db.clock().now();
    let by = MemberId::from_i64(9);
    let bad = Grant::by_team((mei(), gold()), (now, Some(now)), "  ", by).unwrap_err();
    let kernel::Fault::Invalid(errors) = bad else { panic!("not about fields") };
    assert_eq!(
        (errors.of("reason"), errors.of("until")),
        (Some("grant.reason"), Some("grant.until"))
    );
}

fn with_cache(opening: Opening) -> Opening {
    opening.subscribe(CACHE.get_or_init(HoldingsCache::default).subscriber())
}

static CACHE: std::sync::OnceLock<HoldingsCache> = std::sync::OnceLock::new();

#[db_test(with_cache)]
async fn a_refund_shuts_the_door_at_once_also_from_memory(db: Db) {
    // The cache is shared by both engines' tests, so each has its own member here.
    let member = MemberId::from_i64(100 + i64::from(db.engine() == db::Engine::Sqlite));
    let opens = async |db: &Db| {
        db.read(async move |tx| {
            let cache = CACHE.get_or_init(HoldingsCache::default);
            Ok(cache.of(tx, member, tx.now()).await?.opens(&Gate::any_of([gold()])))
        })
        .await
        .unwrap()
    };
    assert!(!opens(&db).await);
    let id = db
        .tx(async move |tx| {
            let times = (tx.now(), None);
            grant(tx, Grant::by_team((member, gold()), times, "friend", mei())?).await
        })
        .await
        .unwrap();
    assert!(opens(&db).await);
    db.tx(async move |tx| end(tx, id, End::Team).await).await.unwrap();
    assert!(!opens(&db).await);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
    #[test]
    fn shortening_and_ending_agree(left in 1_i64..1000, later in 1_i64..1000, now in 0_i64..1000) {
        let at = |second: i64| Ts::default().plus_seconds(second);
        let slice = |id: i64, from: i64, until: i64| Slice {
            id, from: at(from), until: Some(at(until)), follows: true,
        };
        let chain = [slice(1, 0, left), slice(2, left, left + later)];
        let moved = take_back(&chain, 1, at(now));
        let end = moved.iter().find(|m| m.id == 2).and_then(|m| m.until);
        let expected = if now >= left { None } else { Some(at(now + later)) };
        proptest::prop_assert_eq!(end, expected);
    }
}

fn with_members(opening: Opening) -> Opening {
    crate::subscribers().into_iter().fold(opening, Opening::subscribe)
}

fn bo() -> MemberId {
    MemberId::from_i64(2)
}

async fn buy_as(db: &Db, member: MemberId, order: i64) -> Term {
    db.tx_serializable(async move |tx| {
        let chain = Chain::lock(tx, member, gold()).await?;
        Ok(chain.extend(tx, (SourceKind::Order, order), 1, &zone()).await?.1)
    })
    .await
    .unwrap()
}

/// Bo's account is joined into Mei's; what Mei holds then, by its beginning.
async fn joined(db: &Db) -> Vec<EntitlementRow> {
    db.tx(async |tx| tx.announce(people::MemberMerged { member: bo(), into: mei() }).await)
        .await
        .unwrap();
    let left = db.read(async |tx| store::list_all(tx, bo()).await).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
    db.read(async |tx| store::list_all(tx, mei()).await).await.unwrap()
}

#[db_test(with_members)]
async fn what_a_joined_account_paid_for_stands_behind_what_its_owner_holds(db: Db) {
    let own = buy_as(&db, mei(), 1).await;
    let (first, second) = (buy_as(&db, bo(), 2).await, buy_as(&db, bo(), 3).await);
    let days = |from: Ts, until: Ts| {
        let cut = zone();
        until.since(cut.start_of(cut.day(from))) / 86_400_000_000
    };
    let rows = joined(&db).await;
    let times: Vec<(i64, Ts, Ts)> =
        rows.iter().map(|row| (row.source_id, row.from_at, row.until_at.unwrap())).collect();
    assert_eq!(times[0], (1, own.from, own.until));
    assert_eq!((times[1].0, times[1].1), (2, own.until), "no day is used twice");
    assert_eq!((times[2].0, times[2].1), (3, times[1].2));
    assert_eq!(days(times[1].1, times[1].2), days(first.from, first.until), "and none is lost");
    assert_eq!(days(times[2].1, times[2].2), days(second.from, second.until));
    assert_eq!(events(&db, crate::events::EntitlementMoved::NAME).await, 2);
    let next = buy_as(&db, mei(), 4).await;
    assert_eq!(next.from, times[2].2);
}

#[db_test(with_members)]
async fn what_a_joined_account_holds_keeps_its_times_where_its_owner_holds_nothing(db: Db) {
    let term = buy_as(&db, bo(), 1).await;
    let until = db.clock().now().plus_days(3);
    db.tx(async move |tx| {
        let times = (tx.now(), Some(until));
        let space = Thing { kind: ThingKind::Space, id: 5 };
        grant(tx, Grant::by_team((bo(), space), times, "helped", MemberId::from_i64(9))?).await
    })
    .await
    .unwrap();
    db.clock().advance(86_400);
    let rows = joined(&db).await;
    let ends: Vec<Option<Ts>> = rows.iter().map(|row| row.until_at).collect();
    assert!(ends.contains(&Some(term.until)) && ends.contains(&Some(until)));
    assert_eq!(rows[0].months, Some(1), "the next term is counted from the same day");
    assert!(holds(&db, gold()).await);
}

#[db_test(with_members)]
async fn an_account_joins_one_that_holds_the_plan_without_end(db: Db) {
    give(&db, gold(), None).await;
    let term = buy_as(&db, bo(), 1).await;
    let rows = joined(&db).await;
    assert!(rows.iter().any(|row| row.until_at == Some(term.until)));
}

#[db_test(with_members)]
async fn who_is_no_more_holds_nothing_and_is_not_counted(db: Db) {
    buy_as(&db, mei(), 1).await;
    buy_as(&db, mei(), 2).await;
    let held = async || {
        db.read(async |tx| crate::count_holders(tx, gold(), tx.now()).await).await.unwrap()
    };
    assert_eq!(held().await, 1);
    db.tx(async |tx| tx.announce(people::MemberErased { member: mei(), keep_posts: true }).await)
        .await
        .unwrap();
    assert_eq!(held().await, 0);
    assert!(!holds(&db, gold()).await);
    assert_eq!(events(&db, crate::events::EntitlementEnded::NAME).await, 2);
}
