//! Buyers whose accounts are joined or end.

use db::{Db, Opening, db_test};
use kernel::MemberId;

use super::world::{Shop, YEAR};
use crate::order::{NewOrder, OrderRow, OrderState};

fn with_members(opening: Opening) -> Opening {
    let all = access::subscribers().into_iter().chain(crate::subscribers());
    all.fold(opening, Opening::subscribe)
}

async fn bought(shop: &Shop, email: &str) -> OrderRow {
    let order = shop.place(shop.new_order(email)).await.unwrap().order;
    shop.pays(&order).await;
    shop.order(&order).await
}

async fn join(shop: &Shop, from: MemberId, into: MemberId) {
    let merged = people::MemberMerged { member: from, into };
    shop.db.tx(async move |tx| tx.announce(merged.clone()).await).await.unwrap();
}

#[db_test(with_members)]
async fn the_orders_of_a_joined_account_are_its_owners_and_can_be_refunded(db: Db) {
    let shop = Shop::open(db).await;
    let own = bought(&shop, "mei@example.com").await;
    let second = bought(&shop, "mei@example.com").await;
    assert_ne!(own.member_id, second.member_id);
    join(&shop, second.member_id, own.member_id).await;
    let seen = shop.seen(&second).await;
    assert_eq!((seen.order.member_id, seen.order.state), (own.member_id, OrderState::Fulfilled));
    let (first, given) = (shop.seen(&own).await.given[0].clone(), seen.given[0].clone());
    assert_eq!((given.member_id, Some(given.from_at)), (own.member_id, first.until_at));
    shop.refunds(&own, None).await.unwrap();
    assert!(shop.holds(own.member_id).await, "the appended year moves forward");
    shop.refunds(&second, None).await.unwrap();
    assert!(!shop.holds(own.member_id).await);
    assert_eq!(shop.balance("refunds").await, i128::from(2 * YEAR));
    assert!(shop.verified().await.violation.is_none());
}

#[db_test(with_members)]
async fn money_that_comes_after_the_joining_buys_for_the_owner(db: Db) {
    let shop = Shop::open(db).await;
    let own = bought(&shop, "mei@example.com").await;
    let open = shop.visitor_orders().await;
    let reference = shop.asks(&open).await;
    join(&shop, open.member_id, own.member_id).await;
    shop.hears(&reference, crate::sandbox::Outcomes::Success).await;
    let seen = shop.seen(&open).await;
    assert_eq!(seen.order.state, OrderState::Fulfilled);
    assert_eq!(seen.given[0].member_id, own.member_id);
    assert!(!shop.holds(open.member_id).await);
    assert!(shop.verified().await.violation.is_none());
}

#[db_test(with_members)]
async fn the_orders_of_who_is_no_more_stay_without_an_address(db: Db) {
    let shop = Shop::open(db).await;
    let new = NewOrder { key: None, ..shop.new_order("mei@example.com") };
    let order = shop.place(new).await.unwrap().order;
    shop.pays(&order).await;
    assert!(shop.order(&order).await.email.is_some());
    let member = order.member_id;
    let erased = people::MemberErased { member, keep_posts: true };
    shop.db.tx(async move |tx| tx.announce(erased.clone()).await).await.unwrap();
    let left = shop.order(&order).await;
    assert_eq!((left.email, left.state), (None, OrderState::Fulfilled));
    assert!(!shop.holds(member).await);
    assert!(shop.verified().await.violation.is_none());
}
