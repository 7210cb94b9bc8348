//! What a buyer is asked, told and may take back.

use db::{Db, args, db_test, sql};
use kernel::{Currency, Id as _, Money};

use super::world::{Shop, cny, owner};
use crate::order::{Agrees, Buyer, NewOrder, OrderState, Surface, cancel, place_numbered};
use crate::product::{NewPrice, NewProduct, Term, create};

/// The texts that a member agreed to.
async fn agreed(shop: &Shop, member: kernel::MemberId) -> Vec<String> {
    let kinds = sql!("SELECT kind FROM consents WHERE member_id = $1 ORDER BY kind");
    let list = shop.db.read(async move |tx| tx.list::<String>(kinds, args![member]).await).await;
    list.unwrap()
}

#[db_test]
async fn what_the_checkout_showed_is_recorded_and_nothing_else(db: Db) {
    let shop = Shop::open(db).await;
    let by_page = shop.visitor_orders().await;
    assert_eq!(agreed(&shop, by_page.member_id).await, ["privacy", "refunds", "rules", "terms"]);
    let new = NewOrder { agrees: Agrees::Nothing, ..shop.new_order("ada@example.com") };
    let by_program = shop.place(new).await.unwrap().order;
    assert!(agreed(&shop, by_program.member_id).await.is_empty());
    let new = NewOrder {
        buyer: Buyer::Member(by_program.member_id),
        agrees: Agrees::Sale(Surface::Checkout),
        ..shop.new_order("ada@example.com")
    };
    shop.place(new).await.unwrap();
    assert_eq!(agreed(&shop, by_program.member_id).await, ["refunds", "terms"]);
}

#[db_test]
async fn two_orders_that_draw_the_same_number_get_two(db: Db) {
    let shop = Shop::open(db).await;
    let mut numbers = Vec::new();
    for email in ["ada@example.com", "mei@example.com"] {
        let new = shop.new_order(email);
        let placed = shop.db.tx(async move |tx| place_numbered(tx, &new, 7).await);
        numbers.push(placed.await.unwrap().order.no);
    }
    assert!(numbers[0].ends_with("0000000007"), "{numbers:?}");
    assert_ne!(numbers[0], numbers[1]);
}

#[db_test]
async fn the_checkout_goes_on_with_an_order_that_can_still_be_paid(db: Db) {
    let shop = Shop::open(db).await;
    let first = shop.visitor_orders().await;
    let form = |key: &str| NewOrder {
        key: Some(key.repeat(64)),
        buyer: Buyer::Member(first.member_id),
        ..shop.new_order("mei@example.com")
    };
    assert_eq!(shop.place(form("a")).await.unwrap().order.no, first.no);
    let month = NewOrder { price: shop.month, ..form("b") };
    assert_ne!(
        shop.place(month).await.unwrap().order.no,
        first.no,
        "another term is another order"
    );
    shop.db.clock().advance(31 * 60);
    assert_ne!(shop.place(form("c")).await.unwrap().order.no, first.no, "the first is over");
}

#[db_test]
async fn an_order_is_given_up_and_money_that_comes_for_it_goes_back(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let reference = shop.asks(&order).await;
    let gives_up = async |member: kernel::MemberId| {
        let no = order.no.clone();
        shop.db.tx(async move |tx| cancel(tx, member, &no).await).await
    };
    let stranger = kernel::MemberId::from_i64(order.member_id.get() + 1);
    assert_eq!(gives_up(stranger).await.unwrap_err().key(), "order.missing");
    assert_eq!(gives_up(order.member_id).await.unwrap().state, OrderState::Cancelled);
    assert_eq!(gives_up(order.member_id).await.unwrap().state, OrderState::Cancelled);
    shop.tells(&shop.notice("n1", &reference, order.amount())).await.unwrap();
    assert_eq!(shop.state(&order).await, OrderState::Cancelled);
    let back = shop.count(sql!("SELECT COUNT(*) FROM refunds WHERE why = 'late'")).await;
    assert_eq!(back, 1);
    let paid = shop.buys().await;
    let no = paid.no.clone();
    let refused = shop.db.tx(async move |tx| cancel(tx, paid.member_id, &no).await).await;
    assert_eq!(refused.unwrap_err().key(), "order.already_paid");
}

#[db_test]
async fn mail_goes_to_the_address_of_the_account_and_not_to_one_typed_wrong(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.visitor_orders().await;
    let member = order.member_id;
    shop.db
        .tx(async move |tx| {
            let (right, key) = ("mei@example.org", "mei@example.org");
            people::address::store::update_unconfirmed(tx, member, right, key).await
        })
        .await
        .unwrap();
    shop.pays(&order).await;
    let to = sql!("SELECT recipient FROM mail_outbox WHERE kind = 'commerce.receipt'");
    let to = shop.db.read(async move |tx| tx.list::<String>(to, args![]).await).await.unwrap();
    assert_eq!(to, ["mei@example.org"]);
}

#[db_test]
async fn a_product_has_a_name_that_can_be_seen_and_no_price_twice(db: Db) {
    let shop = Shop::open(db).await;
    let makes = async |name: &str, prices: Vec<NewPrice>| {
        let permit = std::sync::Arc::new(crate::policy::manage_products(&owner()).unwrap());
        let new = NewProduct { name: name.into(), prices, opens: Vec::new() };
        shop.db.tx(async move |tx| create(tx, &permit, &new).await).await.unwrap_err().key()
    };
    let price = |minor| NewPrice { amount: cny(minor), term: Term::Month };
    assert_eq!(makes("\u{200B}\u{2060}", vec![price(100)]).await, "product.name");
    assert_eq!(makes("a\u{202E}b", vec![price(100)]).await, "product.name");
    assert_eq!(makes("Tea", vec![price(100), price(100)]).await, "price.twice");
    let dollars = NewPrice { amount: Money::new(100, Currency::USD), term: Term::Month };
    assert_eq!(makes("Tea", vec![dollars]).await, "price.currency");
}
