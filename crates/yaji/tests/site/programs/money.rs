//! Money that waits and money that goes back, as programs of the team decide about it.

use db::{Db, db_test};
use http::Method;
use serde_json::{Value, json};
use testkit::{Program, TestSite};
use web::Role;

use super::super::world::{program, site, wired};
use super::{happened, listed, put, send, text};

/// Switches the sandbox on and sells a plan; the price's id.
async fn shop(site: &TestSite, owner: &Program) -> Value {
    let app = site.app();
    let switch = async |tx: &mut db::Tx| {
        site::settings::change(tx, None, "sandbox", &json!(true)).await.map(drop)
    };
    app.db().tx(switch).await.unwrap();
    app.site().reload(app.db()).await.unwrap();
    let price = json!({"amount_minor": 4_900, "currency": "CNY", "term": "year"});
    let plan = json!({"kind": "membership", "name": "Tea", "prices": [price]});
    let made = owner.post("/api/v1/products", &plan).await.expect(201).json();
    made["prices"][0]["id"].clone()
}

/// Orders and pays another amount; the order's address, and the payment that waits.
async fn pays_wrong(site: &TestSite, buyer: &Program, price: &Value) -> (String, String) {
    let order = buyer.post("/api/v1/orders", &json!({"price": price})).await.expect(201).json();
    let path = format!("/api/v1/orders/{}", text(&order, "no"));
    let wish = json!({"provider": "sandbox"});
    let begun = buyer.post(&format!("{path}/payments"), &wish).await.expect(201).json();
    let charge = format!("/pay/{}", text(&begun, "next_url").split_once("/pay/").unwrap().1);
    let _ = site.visitor().post(&charge, &[("outcome", "wrong_amount")]).await.sees_other();
    site.settle().await;
    (path, text(&begun, "id"))
}

/// A plan on sale, and an order of it that the team has settled.
struct Sale {
    owner: Program,
    mei: Program,
    price: Value,
    order: String,
}

async fn sold(site: &TestSite) -> Sale {
    let owner = program(site, "olga", Role::Owner).await;
    let price = shop(site, &owner).await;
    let mei = program(site, "mei", Role::Member).await;
    let (order, payment) = pays_wrong(site, &mei, &price).await;
    put(&owner, &format!("{order}/payments/{payment}/settled")).await;
    Sale { owner, mei, price, order }
}

#[db_test(wired)]
async fn money_of_another_amount_settles_its_order_once_a_program_of_the_team_says_so(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let price = shop(&site, &owner).await;
    let (mei, ada) =
        (program(&site, "mei", Role::Member).await, program(&site, "ada", Role::Member).await);
    let (order, payment) = pays_wrong(&site, &mei, &price).await;
    let (other, _) = pays_wrong(&site, &ada, &price).await;
    let waiting = "/api/v1/orders?status=needs_staff";
    assert_eq!(listed(&owner, waiting, "no").await.len(), 2);
    let settled = format!("{order}/payments/{payment}/settled");
    let _ = send(&mei, Method::PUT, &settled).await.expect(403);
    let elsewhere = format!("{other}/payments/{payment}/settled");
    let refused = send(&owner, Method::PUT, &elsewhere).await.expect(404);
    assert_eq!(refused.code(), "payment.missing");
    assert_eq!(mei.get(&order).await.expect(200).json()["status"], "awaiting_payment");
    put(&owner, &settled).await;
    put(&owner, &settled).await;
    let paid = mei.get(&order).await.expect(200).json();
    assert_eq!(
        (&paid["status"], &paid["payments"][0]["settles"]),
        (&json!("fulfilled"), &json!(true))
    );
    assert_eq!(happened(&site, &owner, "order.paid").await, 1);
    assert_eq!(listed(&owner, waiting, "no").await.len(), 1);
    let held = mei.get("/api/v1/me/entitlements").await.expect(200).json();
    assert_eq!(held["items"][0]["active"], true);
}

#[db_test(wired)]
async fn what_a_refund_would_do_is_told_before_it_is_done(db: Db) {
    let site = site(db).await;
    let Sale { owner, mei, order, .. } = sold(&site).await;
    let preview = format!("{order}/refunds/preview");
    let _ = mei.post(&preview, &json!({"reason": "rain"})).await.expect(403);
    assert_eq!(
        owner.post(&preview, &json!({"reason": " "})).await.expect(422).code(),
        "refund.reason"
    );
    let part = json!({"reason": "rain", "amount_minor": 900});
    let told = owner.post(&preview, &part).await.expect(200).json();
    assert_eq!((&told["amount_minor"], &told["full"]), (&json!(900), &json!(false)));
    assert_eq!(told["end_before"], told["end_after"]);
    let all = owner.post(&preview, &json!({"reason": "rain"})).await.expect(200).json();
    assert_eq!((&all["amount_minor"], &all["full"]), (&json!(4_899), &json!(true)));
    assert_ne!(all["end_before"], all["end_after"]);
    let still = owner.get(&order).await.expect(200).json();
    assert_eq!((&still["status"], &still["refunds"]), (&json!("fulfilled"), &json!([])));
    let given = owner.post(&format!("{order}/refunds"), &json!({"reason": "rain"})).await;
    assert_eq!(given.expect(201).json()["end_after"], all["end_after"]);
}

#[db_test(wired)]
async fn money_moves_once_under_a_key_and_not_at_all_without_one(db: Db) {
    let site = site(db).await;
    let Sale { owner, mei, price, order } = sold(&site).await;
    let refunds = format!("{order}/refunds");
    let unpaid = mei.post("/api/v1/orders", &json!({"price": price})).await.expect(201).json();
    let payments = format!("/api/v1/orders/{}/payments", text(&unpaid, "no"));
    let (part, sandbox) =
        (json!({"reason": "rain", "amount_minor": 100}), json!({"provider": "sandbox"}));
    let wishes = [
        (&mei, "/api/v1/orders", &json!({"price": price})),
        (&mei, payments.as_str(), &sandbox),
        (&owner, refunds.as_str(), &part),
    ];
    for (who, path, wish) in wishes {
        let refused = who.send(Method::POST, path, Some(wish), &[]).await.expect(422);
        assert_eq!(refused.code(), "idempotency.missing", "{path}");
        assert_eq!(refused.json()["errors"][0]["field"], "idempotency_key", "{path}");
    }
    let key = [("idempotency-key", "a rainy day")];
    let (one, two) = (
        owner.send(Method::POST, &refunds, Some(&part), &key).await.expect(201),
        owner.send(Method::POST, &refunds, Some(&part), &key).await.expect(201),
    );
    assert_eq!(one.text, two.text);
    site.settle().await;
    let seen = owner.get(&order).await.expect(200).json();
    assert_eq!((&seen["refunded_minor"], &seen["refunds"][1]), (&json!(100), &Value::Null));
    assert_eq!(listed(&mei, "/api/v1/orders", "no").await.len(), 2);
}

#[db_test(wired)]
async fn the_books_are_read_entry_by_entry_and_by_what_stands_on_each_account(db: Db) {
    let site = site(db).await;
    let Sale { owner, mei, order, .. } = sold(&site).await;
    let wish = json!({"reason": "rain", "amount_minor": 99});
    let _ = owner.post(&format!("{order}/refunds"), &wish).await.expect(201);
    site.settle().await;
    let entries = "/api/v1/ledger/sandbox/entries";
    let acts = ["refunded", "unapplied_applied", "unapplied_booked"];
    assert_eq!(listed(&owner, entries, "act").await, acts, "the newest first, page by page");
    let page = owner.get(entries).await.expect(200).json();
    let newest = &page["items"][0];
    assert_eq!((&newest["number"], &page["next"]), (&json!(3), &Value::Null));
    let lines = json!([
        {"account": "refunds", "amount_minor": 99, "currency": "CNY"},
        {"account": "clearing:sandbox", "amount_minor": -99, "currency": "CNY"},
    ]);
    assert_eq!(newest["postings"], lines);
    let told = owner.get("/api/v1/ledger/sandbox/balances").await.expect(200).json();
    assert_eq!((&told["entries"], &told["holds"]), (&json!(3), &json!(true)));
    assert_eq!(told["hash"], newest["hash"]);
    let stands = |account: &str| {
        let all = told["balances"].as_array().unwrap().iter();
        all.clone().find(|one| one["account"] == account).map(|one| one["amount_minor"].clone())
    };
    assert_eq!(stands("sales"), Some(json!(-4_899)));
    assert_eq!(stands("clearing:sandbox"), Some(json!(4_800)));
    assert!(listed(&owner, "/api/v1/ledger/live/entries", "act").await.is_empty());
    let unapplied = "/api/v1/ledger/sandbox/unapplied";
    assert!(listed(&owner, unapplied, "id").await.is_empty(), "all money found its order");
    for path in [entries, "/api/v1/ledger/sandbox/balances", unapplied] {
        let _ = mei.get(path).await.expect(403);
    }
    let unknown = owner.get("/api/v1/ledger/black/entries").await.expect(404);
    assert_eq!(unknown.code(), "ledger.missing");
}
