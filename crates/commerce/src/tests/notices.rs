//! What providers tell: once or often, in any order, true or forged.

use db::{Db, db_test, sql};
use http::{HeaderMap, HeaderValue};
use kernel::{Currency, Locale, Money};
use people::{handle::Handle, join};

use super::world::{Shop, YEAR, cny};
use crate::order::{Loose, OrderRow, OrderState};
use crate::payment::{Received, receive};
use crate::refund::Why;
use crate::sandbox::{NAME, Outcomes, SIGNATURE};

#[db_test]
async fn one_notice_pays_the_order_gives_the_plan_and_sends_the_receipt(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.buys().await;
    assert_eq!(order.state, OrderState::Fulfilled);
    assert!(order.paid_at.is_some());
    assert!(shop.holds(order.member_id).await);
    assert_eq!(
        (shop.balance("clearing:sandbox").await, shop.balance("sales").await),
        (YEAR.into(), i128::from(-YEAR))
    );
    assert_eq!(shop.receipts().await, 1);
    let member =
        shop.db.read(async move |tx| people::member::get(tx, order.member_id).await).await.unwrap();
    assert!(member.paid && member.number == Some(1));
}

#[db_test]
async fn told_twice_under_one_id_or_two_it_happens_once(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    let first = shop.notice("n1", &reference, cny(YEAR));
    assert_eq!(shop.tells(&first).await.unwrap(), Received::Taken);
    assert_eq!(shop.tells(&first).await.unwrap(), Received::Known);
    shop.tells(&shop.notice("n2", &reference, cny(YEAR))).await.unwrap();
    assert_eq!((shop.entries().await, shop.payments().await, shop.receipts().await), (1, 1, 1));
    assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
}

#[db_test]
async fn failure_before_or_after_success_ends_in_success(db: Db) {
    let shop = Shop::open(db).await;
    for failure_first in [true, false] {
        let order = shop.visitor_orders().await;
        let reference = shop.asks(&order).await;
        let success = shop.notice(&format!("s{failure_first}"), &reference, cny(YEAR));
        let mut failure = shop.notice(&format!("f{failure_first}"), &reference, cny(YEAR));
        failure.status = "failed".into();
        let both = if failure_first { [&failure, &success] } else { [&success, &failure] };
        for notice in both {
            shop.tells(notice).await.unwrap();
        }
        assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
    }
}

#[db_test]
async fn a_forged_notice_leaves_no_trace(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    let (raw, signature) = shop.sandbox.write(&shop.notice("n1", &reference, cny(1))).unwrap();
    let (other, _) = shop.sandbox.write(&shop.notice("n1", &reference, cny(YEAR))).unwrap();
    for (sign, body) in [("", raw.clone()), ("forged.forged", raw), (signature.as_str(), other)] {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE, HeaderValue::from_str(sign).unwrap());
        let refused = receive(&shop.db, &shop.providers, NAME, &headers, body).await;
        assert_eq!(refused.unwrap_err().key(), "notice.refused");
    }
    let kept = shop.count(db::sql!("SELECT COUNT(*) FROM provider_notices")).await;
    assert_eq!((kept, shop.entries().await), (0, 0));
    assert_eq!(shop.state(&order).await, OrderState::AwaitingPayment);
}

#[db_test]
async fn a_wrong_amount_waits_in_unapplied_for_the_team(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.hears(&reference, Outcomes::WrongAmount).await;
    let seen = shop.order(&order).await;
    assert!(seen.needs_staff && seen.state == OrderState::AwaitingPayment);
    assert!(!shop.holds(order.member_id).await);
    assert_eq!(shop.balance("unapplied").await, i128::from(1 - YEAR));
    assert_eq!(shop.balance("sales").await, 0);
    shop.refunds(&order, None).await.unwrap();
    assert_eq!(shop.balance("unapplied").await, 0);
    assert_eq!(shop.balance("refunds").await, 0);
    assert!(!shop.order(&order).await.needs_staff);
}

/// The team accepts the first money that came for an order.
async fn accepts(shop: &Shop, order: &OrderRow) -> kernel::Outcome<()> {
    let payment = shop.seen(order).await.payments[0].id;
    let now = shop.db.clock().now();
    let permit = crate::policy::give_refunds(&super::world::owner(), now).unwrap();
    let permit = std::sync::Arc::new(permit);
    let settled = shop.db.tx_serializable(async move |tx| {
        crate::payment::settle_by_staff(tx, &permit, payment).await
    });
    settled.await
}

#[db_test]
async fn the_team_may_accept_a_wrong_amount(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.hears(&reference, Outcomes::WrongAmount).await;
    accepts(&shop, &order).await.unwrap();
    assert!(shop.holds(order.member_id).await);
    assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
    assert_eq!(shop.balance("sales").await, i128::from(1 - YEAR));
    assert_eq!(shop.balance("unapplied").await, 0);
}

#[db_test]
async fn a_wrong_amount_that_is_accepted_for_what_is_held_without_end_goes_back(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.hears(&reference, Outcomes::WrongAmount).await;
    shop.is_given(order.member_id).await;
    accepts(&shop, &order).await.unwrap();
    let seen = shop.seen(&order).await;
    assert_eq!(seen.loose(&seen.payments[0]), Some(Loose::Returned(Why::Held)));
    assert!(seen.order.state == OrderState::Cancelled && !seen.order.needs_staff);
    assert_eq!(
        (shop.balance("sales").await, shop.balance("unapplied").await),
        (0, i128::from(1 - YEAR))
    );
    crate::refund::submit(&shop.db, &shop.providers, seen.refunds[0].id).await.unwrap();
    assert_eq!(shop.balance("unapplied").await, 0);
    assert_eq!(accepts(&shop, &order).await.unwrap_err().key(), "payment.not_waiting");
}

#[db_test]
async fn another_currency_of_the_same_figure_pays_nothing(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    let dollars = Money::new(YEAR, Currency::USD);
    shop.tells(&shop.notice("n1", &reference, dollars)).await.unwrap();
    assert!(!shop.holds(order.member_id).await);
    assert!(shop.order(&order).await.needs_staff);
    assert!(shop.verified().await.violation.is_none());
}

#[db_test]
async fn money_for_no_order_of_ours_is_booked_and_never_lost(db: Db) {
    let shop = Shop::open(db).await;
    shop.tells(&shop.notice("n1", "nobody-knows-this", cny(500))).await.unwrap();
    assert_eq!(shop.balance("unapplied").await, -500);
    assert_eq!(shop.payments().await, 1);
}

#[db_test]
async fn late_exact_money_within_a_day_pays_an_expired_order(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.db.clock().advance(31 * 60);
    shop.db.tx(async |tx| crate::order::expire(tx).await).await.unwrap();
    assert_eq!(shop.state(&order).await, OrderState::Expired);
    shop.tells(&shop.notice("n1", &reference, cny(YEAR))).await.unwrap();
    assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
    assert!(shop.holds(order.member_id).await);
}

#[db_test]
async fn money_that_comes_too_late_goes_back_by_itself(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.db.clock().advance(26 * 3600);
    shop.db.tx(async |tx| crate::order::expire(tx).await).await.unwrap();
    shop.hears(&reference, Outcomes::Success).await;
    drain(&shop).await;
    assert_eq!(shop.state(&order).await, OrderState::Expired);
    assert!(!shop.holds(order.member_id).await);
    assert_eq!((shop.balance("unapplied").await, shop.balance("clearing:sandbox").await), (0, 0));
}

#[db_test]
async fn money_for_what_is_held_without_end_by_now_is_booked_and_goes_back(db: Db) {
    let shop = Shop::open(db).await;
    for late in [false, true] {
        let order = shop.visitor_orders().await;
        let reference = shop.asks(&order).await;
        shop.is_given(order.member_id).await;
        if late {
            shop.db.clock().advance(31 * 60);
            shop.db.tx(async |tx| crate::order::expire(tx).await).await.unwrap();
        }
        shop.hears(&reference, Outcomes::Success).await;
        assert_eq!(shop.balance("unapplied").await, i128::from(-YEAR), "the money is on the books");
        let seen = shop.seen(&order).await;
        assert_eq!(seen.loose(&seen.payments[0]), Some(Loose::Returned(Why::Held)));
        let closed = if late { OrderState::Expired } else { OrderState::Cancelled };
        assert_eq!(seen.order.state, closed, "it asks for no more money");
        crate::refund::submit(&shop.db, &shop.providers, seen.refunds[0].id).await.unwrap();
        assert_eq!(shop.balance("unapplied").await, 0);
        assert!(shop.holds(order.member_id).await);
    }
}

#[db_test]
async fn a_payment_that_cannot_be_asked_about_holds_up_no_other(db: Db) {
    let shop = Shop::open(db).await;
    let (stuck, paid) = (shop.visitor_orders().await, shop.visitor_orders().await);
    let (first, second) = (shop.asks(&stuck).await, shop.asks(&paid).await);
    shop.db
        .tx(async move |tx| {
            let gone = db::sql!("UPDATE payments SET provider = 'gone' WHERE reference = $1");
            tx.exec(gone, db::args![&first]).await
        })
        .await
        .unwrap();
    shop.hears(&second, Outcomes::Delay).await;
    shop.db.clock().advance(60);
    crate::jobs::ask_all(&shop.db, &shop.providers).await.unwrap();
    assert_eq!(shop.state(&paid).await, OrderState::Fulfilled);
    assert_eq!(shop.state(&stuck).await, OrderState::AwaitingPayment);
}

#[db_test]
async fn money_of_a_lapsed_order_goes_back_once_the_same_was_bought_anew(db: Db) {
    let shop = Shop::open(db).await;
    let first = shop.visitor_orders().await;
    let reference = shop.asks(&first).await;
    // Its time is over, and the job that closes orders has not come by yet.
    shop.db.clock().advance(30 * 60 + 1);
    let second = shop.member_orders(first.member_id).await;
    shop.pays(&second).await;
    shop.tells(&shop.notice("n1", &reference, cny(YEAR))).await.unwrap();
    assert!(!shop.state(&first).await.is_settled());
    assert_eq!(shop.state(&second).await, OrderState::Fulfilled);
    let back = shop.count(db::sql!("SELECT COUNT(*) FROM refunds WHERE why = 'late'")).await;
    assert_eq!(back, 1);
}

#[db_test]
async fn late_money_pays_before_the_job_has_closed_the_order_too(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.db.clock().advance(30 * 60 + 1);
    shop.tells(&shop.notice("n1", &reference, cny(YEAR))).await.unwrap();
    assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
    let sessions = shop.count(db::sql!("SELECT COUNT(*) FROM sessions")).await;
    assert_eq!(sessions, 1, "whoever paid stays signed in");
}

#[db_test]
async fn a_sum_that_did_not_fit_goes_back_once_the_order_is_paid_in_full(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.hears(&reference, Outcomes::WrongAmount).await;
    let before = shop.seen(&order).await;
    assert_eq!(before.loose(&before.payments[0]), Some(Loose::Waits));
    shop.pays(&order).await;
    drain(&shop).await;
    let after = shop.seen(&order).await;
    assert_eq!(after.order.state, OrderState::Fulfilled);
    assert_eq!(after.loose(&after.payments[0]), Some(Loose::Returned(Why::Second)));
    assert_eq!(after.loose(&after.payments[1]), None, "this one paid it");
    assert_eq!(after.returned(), YEAR - 1, "all that went back is counted");
    assert_eq!((shop.balance("unapplied").await, shop.balance("refunds").await), (0, 0));
}

#[db_test]
async fn a_second_success_for_a_settled_order_goes_back_by_itself(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.tells(&shop.notice("n1", &reference, cny(YEAR))).await.unwrap();
    let mut second = shop.notice("n2", &reference, cny(YEAR));
    second.transaction = "another movement".into();
    shop.tells(&second).await.unwrap();
    let waiting = shop.count(db::sql!("SELECT COUNT(*) FROM refunds WHERE why = 'second'")).await;
    assert_eq!((waiting, shop.payments().await), (1, 2));
    let settling = shop.count(db::sql!("SELECT COUNT(*) FROM payments WHERE settles")).await;
    assert_eq!(settling, 1);
    assert_eq!(shop.balance("unapplied").await, i128::from(-YEAR));
}

#[db_test]
async fn a_delayed_notice_pays_when_it_comes(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.hears(&reference, Outcomes::Delay).await;
    assert_eq!(shop.state(&order).await, OrderState::AwaitingPayment);
    shop.db.clock().advance(25);
    drain(&shop).await;
    assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
}

#[db_test]
async fn a_lost_notice_is_made_up_for_by_asking(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    shop.hears(&reference, Outcomes::Delay).await;
    let nobody = crate::AskProviders {};
    shop.db.clock().advance(10);
    shop.db
        .tx(async move |tx| tx.push_at(nobody.clone(), tx.now().plus_seconds(50)).await)
        .await
        .unwrap();
    shop.db
        .tx(async |tx| {
            tx.exec(db::sql!("DELETE FROM jobs WHERE kind = 'sandbox.notify'"), db::args![]).await
        })
        .await
        .unwrap();
    shop.db.clock().advance(60);
    drain(&shop).await;
    assert_eq!(shop.state(&order).await, OrderState::Fulfilled);
}

/// Does every job that is due.
async fn drain(shop: &Shop) {
    let workers = db::Workers::new(shop.db.clone());
    let parts = (&shop.providers, &shop.sandbox);
    let workers = crate::workers(workers, &shop.db, parts).unwrap();
    workers.drain().await.unwrap();
}

#[db_test]
async fn a_receipt_to_the_address_of_the_team_waits_where_nobody_of_them_opens_it(db: Db) {
    let shop = Shop::open(db).await;
    let made = shop.db.tx(async |tx| {
        let (handle, to) = (Handle::parse("mei_hua")?, mail::Address::parse("mei@example.com")?);
        join::by_command(tx, handle, &to, web::Role::Owner, Locale::En).await
    });
    made.await.unwrap();
    shop.buys().await;
    let in_room = sql!("SELECT COUNT(*) FROM mail_outbox WHERE NOT to_team");
    assert_eq!((shop.receipts().await, shop.count(in_room).await), (1, 0));
}
