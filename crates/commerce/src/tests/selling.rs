//! What the team changes about what it sells.

use access::{Holdings, Thing};
use db::{Db, db_test};
use kernel::{Currency, Id as _, Money, Outcome};

use super::world::{Shop, YEAR, cny, owner};
use crate::order::{Buyer, NewOrder};
use crate::product::{Change, NewPrice, NewProduct, ProductId, Term, change, create, on_sale};

async fn changes(shop: &Shop, wish: Change) -> Outcome<()> {
    let permit = std::sync::Arc::new(crate::policy::manage_products(&owner()).unwrap());
    let product = shop.product;
    shop.db.tx(async move |tx| change(tx, &permit, product, &wish).await).await
}

fn adds(amount: Money, term: Term) -> Change {
    Change { new_prices: vec![NewPrice { amount, term }], ..Change::default() }
}

#[db_test]
async fn a_price_off_sale_takes_no_order_while_what_was_ordered_at_it_stands(db: Db) {
    let shop = Shop::open(db).await;
    let before = shop.visitor_orders().await;
    let switch = |on| Change { prices: vec![(shop.year, on)], ..Change::default() };
    changes(&shop, switch(false)).await.unwrap();
    let refused = shop.place(shop.new_order("ada@example.com")).await.unwrap_err();
    assert_eq!(refused.key(), "price.off_sale");
    let offers = shop.db.read(async |tx| on_sale(tx).await).await.unwrap();
    assert_eq!(offers[0].prices.iter().map(|price| price.id).collect::<Vec<_>>(), [shop.month]);
    shop.pays(&before).await;
    assert!(shop.holds(before.member_id).await, "it was agreed to while it was on sale");
    changes(&shop, switch(true)).await.unwrap();
    let buyer = Buyer::Member(before.member_id);
    shop.place(NewOrder { buyer, ..shop.new_order("mei@example.com") }).await.unwrap();
    let told = db::sql!("SELECT COUNT(*) FROM events WHERE name = 'price.changed'");
    assert_eq!(shop.count(told).await, 2);
}

#[db_test]
async fn a_new_price_stands_beside_the_others_and_a_wrong_one_changes_nothing(db: Db) {
    let shop = Shop::open(db).await;
    changes(&shop, adds(cny(9_900), Term::Year)).await.unwrap();
    for (wish, key) in [
        (adds(cny(YEAR), Term::Year), "price.twice"),
        (adds(cny(0), Term::Year), "price.amount"),
        (adds(Money::new(500, Currency::USD), Term::Month), "price.currency"),
    ] {
        assert_eq!(changes(&shop, wish).await.unwrap_err().key(), key);
    }
    changes(&shop, adds(cny(1), Term::Month)).await.unwrap();
    let many = changes(&shop, adds(cny(2), Term::Month)).await.unwrap_err();
    assert_eq!(many.key(), "product.prices", "four on sale at one time");
    let off = Change { prices: vec![(shop.month, false)], ..adds(cny(2), Term::Month) };
    changes(&shop, off).await.unwrap();
    let back = Change { prices: vec![(shop.month, true)], ..Change::default() };
    assert_eq!(changes(&shop, back).await.unwrap_err().key(), "product.prices");
}

#[db_test]
async fn what_a_plan_opens_changes_for_whoever_holds_it_in_the_same_instant(db: Db) {
    let shop = Shop::open(db).await;
    let member = shop.buys().await.member_id;
    let permit = std::sync::Arc::new(crate::policy::manage_products(&owner()).unwrap());
    let price = NewPrice { amount: cny(100), term: Term::Month };
    let other = NewProduct { name: "另一个".into(), prices: vec![price], opens: Vec::new() };
    let made = shop.db.tx(async move |tx| create(tx, &permit, &other).await).await;
    let (other, _): (ProductId, _) = made.unwrap();
    let thing = Thing::plan(other.get());
    let holds = async || {
        let held = shop.db.read(async move |tx| Holdings::of(tx, member, tx.now()).await).await;
        held.unwrap().holds(thing)
    };
    assert!(!holds().await);
    let opens = |things: Vec<Thing>| Change { opens: Some(things), ..Change::default() };
    changes(&shop, opens(vec![thing])).await.unwrap();
    assert!(holds().await);
    let unknown = changes(&shop, opens(vec![Thing::plan(7)])).await.unwrap_err();
    assert_eq!(unknown.key(), "thing.unknown");
    changes(&shop, Change { name: Some("大会员".into()), ..Change::default() }).await.unwrap();
    assert!(holds().await, "another name changes no right");
    changes(&shop, opens(Vec::new())).await.unwrap();
    assert!(!holds().await);
}
