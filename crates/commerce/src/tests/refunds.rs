//! Giving money back, renewing, expiring, sending a form twice, and a hundred at once.

use db::{Db, db_test};
use futures_util::future::join_all;
use kernel::{Fault, Id as _, MemberId};

use super::world::{Shop, YEAR};
use crate::order::{NewOrder, OrderState};
use crate::product::{Change, change, held_before, on_sale};
use crate::refund::{RefundDraft, preview};

#[db_test]
async fn a_full_refund_ends_the_plan_now_and_turns_the_books_back(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.buys().await;
    shop.refunds(&order, None).await.unwrap();
    assert!(!shop.holds(order.member_id).await);
    let seen = shop.order(&order).await;
    assert_eq!((seen.state, seen.refunded_minor), (OrderState::Refunded, YEAR));
    assert_eq!(shop.balance("clearing:sandbox").await, 0);
    assert_eq!(shop.balance("refunds").await, i128::from(YEAR));
    assert!(shop.verified().await.violation.is_none());
    let again = shop.decides(&order, None).await;
    assert_eq!(again.unwrap_err().key(), "refund.nothing_left");
}

#[db_test]
async fn a_partial_refund_keeps_the_end_and_the_rest_can_follow(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.buys().await;
    shop.refunds(&order, Some(5_000)).await.unwrap();
    assert!(shop.holds(order.member_id).await);
    assert_eq!(shop.state(&order).await, OrderState::PartiallyRefunded);
    let too_much = shop.decides(&order, Some(YEAR)).await.unwrap_err();
    let Fault::Invalid(errors) = too_much else { panic!("not about fields") };
    assert_eq!(errors.of("amount_minor"), Some("refund.amount"));
    shop.refunds(&order, None).await.unwrap();
    assert_eq!(shop.state(&order).await, OrderState::Refunded);
    assert!(!shop.holds(order.member_id).await);
}

#[db_test]
async fn whoever_held_a_plan_once_is_asked_to_renew(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.buys().await;
    shop.refunds(&order, None).await.unwrap();
    let asked = async |member: MemberId| {
        let held = shop.db.read(async move |tx| {
            let offers = on_sale(tx).await?;
            held_before(tx, member, &offers).await
        });
        held.await.unwrap()
    };
    assert!(!shop.holds(order.member_id).await && asked(order.member_id).await);
    assert!(!asked(MemberId::from_i64(order.member_id.get() + 1)).await);
}

#[db_test]
async fn what_the_preview_says_is_what_the_refund_does(db: Db) {
    let shop = Shop::open(db).await;
    let first = shop.buys().await;
    let second = shop.member_orders(first.member_id).await;
    shop.pays(&second).await;
    shop.db.clock().advance(86_400);
    let order = shop.order(&first).await;
    let shown = shop
        .db
        .read(async move |tx| {
            let draft = RefundDraft { amount: None, reason: "x".into(), new_end: None };
            preview(tx, &order, &draft).await
        })
        .await
        .unwrap();
    let done = shop.refunds(&first, None).await.unwrap();
    assert!(shown.full && shown.end_after < shown.end_before);
    assert_eq!((done.end_before, done.end_after), (shown.end_before, shown.end_after));
    assert!(shop.holds(first.member_id).await, "the second year has moved forward");
}

#[db_test]
async fn of_a_hundred_full_refunds_at_once_one_goes_through(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.buys().await;
    let tries = (0..100).map(|_| {
        let (shop, order) = (shop.clone(), order.clone());
        async move {
            let mut tried = shop.decides(&order, None).await;
            while matches!(tried, Err(Fault::Busy)) {
                tried = shop.decides(&order, None).await;
            }
            tried
        }
    });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|tried| tried.is_ok()).count(), 1);
    let rows = shop.count(db::sql!("SELECT COUNT(*) FROM refunds")).await;
    assert_eq!(rows, 1);
}

#[db_test]
async fn of_a_hundred_notices_at_once_one_settles(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    let tells = (0..100).map(|n| {
        let shop = shop.clone();
        let notice = shop.notice(&format!("n{}", n % 10), &reference, super::world::cny(YEAR));
        async move { while matches!(shop.tells(&notice).await, Err(Fault::Busy)) {} }
    });
    join_all(tells).await;
    assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
    assert_eq!((shop.entries().await, shop.receipts().await), (1, 1));
    assert!(shop.verified().await.violation.is_none());
}

#[db_test]
async fn a_form_sent_a_hundred_times_makes_one_member_and_one_order(db: Db) {
    let shop = Shop::open(db).await;
    let new = NewOrder { key: Some("k".repeat(64)), ..shop.new_order("mei@example.com") };
    let sent = (0..100).map(|_| {
        let (shop, new) = (shop.clone(), new.clone());
        async move {
            loop {
                match shop.place(new.clone()).await {
                    Err(Fault::Busy | Fault::Conflict("checkout.twice")) => {}
                    placed => return placed.unwrap(),
                }
            }
        }
    });
    let placed = join_all(sent).await;
    assert!(placed.iter().all(|one| one.order.no == placed[0].order.no && one.token.is_some()));
    let orders = shop.count(db::sql!("SELECT COUNT(*) FROM orders")).await;
    let members = shop.count(db::sql!("SELECT COUNT(*) FROM members")).await;
    let sessions = shop.count(db::sql!("SELECT COUNT(*) FROM sessions")).await;
    assert_eq!((orders, members, sessions), (1, 1, 1));
}

#[db_test]
async fn an_order_that_nobody_pays_closes_and_its_session_ends(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    shop.db.clock().advance(29 * 60);
    assert_eq!(shop.db.tx(async |tx| crate::order::expire(tx).await).await.unwrap(), 0);
    shop.db.clock().advance(60);
    assert_eq!(shop.db.tx(async |tx| crate::order::expire(tx).await).await.unwrap(), 1);
    assert_eq!(shop.state(&order).await, OrderState::Expired);
    let sessions = shop.count(db::sql!("SELECT COUNT(*) FROM sessions")).await;
    assert_eq!(sessions, 0);
    let closed = crate::payment::begin(&shop.db, &shop.sandbox, order.id).await;
    assert_eq!(closed.unwrap_err().key(), "order.closed");
}

#[db_test]
async fn a_price_off_sale_cannot_be_ordered(db: Db) {
    let shop = Shop::open(db).await;
    let permit = crate::policy::manage_products(&super::world::owner()).unwrap();
    let (permit, product) = (std::sync::Arc::new(permit), shop.product);
    shop.db
        .tx(async move |tx| {
            let off = Change { on_sale: Some(false), ..Change::default() };
            change(tx, &permit, product, &off).await
        })
        .await
        .unwrap();
    let refused = shop.place(shop.new_order("mei@example.com")).await;
    assert_eq!(refused.unwrap_err().key(), "price.off_sale");
}

#[db_test]
async fn whoever_owns_the_address_the_buyer_is_a_new_member(db: Db) {
    let shop = Shop::open(db).await;
    let first = shop.visitor_orders().await;
    let second = shop.visitor_orders().await;
    assert_ne!(first.member_id, second.member_id);
}

#[db_test]
async fn a_reminder_leaves_once_seven_days_before_the_end(db: Db) {
    let shop = Shop::open(db).await;
    let new = NewOrder { price: shop.month, ..shop.new_order("mei@example.com") };
    let order = shop.place(new).await.unwrap().order;
    shop.pays(&order).await;
    let remind = async || shop.db.tx(async |tx| crate::membership::remind(tx).await).await.unwrap();
    assert_eq!(remind().await, 0);
    shop.db.clock().advance(26 * 86_400);
    assert_eq!((remind().await, remind().await), (1, 0));
    let sent = shop
        .count(db::sql!("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'commerce.reminder'"))
        .await;
    assert_eq!(sent, 1);
}

#[db_test]
async fn switching_the_sandbox_off_ends_what_it_sold(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.buys().await;
    shop.db.tx(async |tx| crate::sandbox::close(tx).await).await.unwrap();
    assert!(!shop.holds(order.member_id).await);
}
