//! Buying through the doors: forms sent twice, notices forged, replayed, altered and out of order,
//! paying for another's address.

use commerce::sandbox::NAME;
use db::{Db, db_test};
use http::Method;
use kernel::{Currency, Money};
use serde_json::{Value, json};
use testkit::{Answer, Browser, Caller, Outcomes, Page, Plan, Provider, SandboxNotice};

use super::super::world::wired;
use super::ground::{Ground, World};

struct Shop {
    world: World,
}

/// An order that waits for its money, and the provider's page on which it is paid.
struct Waiting {
    no: String,
    page: String,
}

impl Shop {
    async fn open(db: Db) -> Self {
        Self { world: World::open(db).await }
    }

    fn plan(&self) -> Plan {
        Plan { id: self.world.plan.clone(), price: self.world.price.clone() }
    }

    fn provider(&self) -> Provider<'_> {
        self.world.cast.site.provider()
    }

    /// Free orders the year and is sent to pay.
    async fn order(&self) -> Waiting {
        let program = self.world.cast.program(Caller::Free).await;
        let body = json!({"price": self.world.price});
        let order = program.post("/api/v1/orders", &body).await.expect(201).json();
        let no = order["no"].as_str().unwrap().to_owned();
        let page = self.provider().page_for(&program, &no).await;
        Waiting { no, page }
    }

    fn notice(&self, id: &str, waiting: &Waiting, minor: i64, status: &str) -> SandboxNotice {
        self.provider().notice(id, &waiting.page, minor, status)
    }

    async fn tell(&self, notice: &SandboxNotice) -> Answer {
        self.provider().tells(notice).await
    }

    async fn state(&self, no: &str) -> String {
        let program = self.world.cast.program(Caller::Free).await;
        let order = program.get(&format!("/api/v1/orders/{no}")).await.expect(200).json();
        order["status"].as_str().unwrap().to_owned()
    }

    async fn reads(&self) -> bool {
        let program = self.world.cast.program(Caller::Free).await;
        let path = format!("/api/v1/posts/{}", self.world.things[&Ground::Plan].post);
        program.get(&path).await.has(&Ground::Plan.word("newbody"))
    }

    async fn held(&self) -> usize {
        let program = self.world.cast.program(Caller::Free).await;
        let held = program.get("/api/v1/me/entitlements").await.expect(200).json();
        held["items"].as_array().unwrap().len()
    }
}

#[db_test(wired)]
async fn a_genuine_notice_opens_the_plan_once_however_often_it_is_told(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.order().await;
    let notice = shop.notice("evt-1", &order, 19_900, "succeeded");
    for _ in 0..5 {
        let _ = shop.tell(&notice).await.expect(200);
    }
    let another_id = shop.notice("evt-2", &order, 19_900, "succeeded");
    let _ = shop.tell(&another_id).await.expect(200);
    assert!(shop.reads().await);
    assert_eq!((shop.state(&order.no).await.as_str(), shop.held().await), ("fulfilled", 1));
}

#[db_test(wired)]
async fn nobody_lets_themselves_into_what_a_plan_opens(db: Db) {
    let shop = Shop::open(db).await;
    let (world, cast) = (&shop.world, &shop.world.cast);
    let free = cast.program(Caller::Free).await;
    let me = cast.wire_id(Caller::Free);
    let plan = json!({"kind": "plan", "id": world.plan});
    let grant = json!({"thing": plan, "until": null, "reason": "mine"});
    let _ = free.post(&format!("/api/v1/members/{me}/grants"), &grant).await.expect(403);
    let space = format!("/api/v1/spaces/{}", world.things[&Ground::Plan].space);
    for path in [format!("{space}/members/{me}"), format!("{space}/moderators/{me}")] {
        let _ = free.send(Method::PUT, &path, None, &[]).await.expect(403);
    }
    let opened = json!({"visibility": "open"});
    let _ = free.send(Method::PATCH, &space, Some(&opened), &[]).await.expect(403);
    // Following a space tells of it and opens nothing; nor does an order before its money.
    let follow = format!("/api/v1/me/follows/space/{}", world.things[&Ground::Plan].space);
    let _ = free.send(Method::PUT, &follow, None, &[]).await.expect(204);
    let order = shop.order().await;
    assert!(!shop.reads().await, "an order that waits");
    let _ = shop.provider().ends(&order.page, Outcomes::Failure).await;
    cast.settle().await;
    assert!(!shop.reads().await, "a payment that failed");
    let short = shop.order().await;
    let _ = shop.provider().ends(&short.page, Outcomes::WrongAmount).await;
    cast.settle().await;
    assert!(!shop.reads().await, "less than it costs");
    assert_eq!(shop.held().await, 0);
    let _ = cast.buys(Caller::Free, &shop.plan(), Outcomes::Success).await;
    assert!(shop.reads().await && shop.held().await == 1, "the way that there is");
}

#[db_test(wired)]
async fn a_forged_or_altered_notice_changes_nothing(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.order().await;
    let provider = shop.provider();
    let (raw, signature) = provider.signed(&shop.notice("evt-1", &order, 1, "succeeded"));
    let text = String::from_utf8(raw.clone()).unwrap();
    let altered = text.replacen(":1", ":19900", 1).into_bytes();
    let empty = String::new();
    let half = signature[..signature.len() / 2].to_owned();
    let cases: [(&[u8], Option<&str>); 6] = [
        (&raw, None),
        (&raw, Some(&empty)),
        (&raw, Some(&half)),
        (&altered, Some(&signature)),
        (b"{}", Some(&signature)),
        (&raw, Some("0000000000000000000000000000000000000000000000000000000000000000")),
    ];
    for (raw, signature) in cases {
        let answer = provider.hears(raw, signature).await;
        assert!(answer.status.is_client_error(), "{:?}: {}", signature, answer.status);
    }
    // Every bit of the genuine notice and of its signature counts.
    let genuine = shop.notice("evt-2", &order, 19_900, "succeeded");
    let (raw, signature) = provider.signed(&genuine);
    for bit in 0..raw.len() * 8 {
        let mut changed = raw.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let answer = provider.hears(&changed, Some(&signature)).await;
        assert!(answer.status.is_client_error(), "bit {bit}: {}", answer.status);
    }
    assert!(!shop.reads().await);
    assert_eq!(shop.state(&order.no).await, "awaiting_payment");
}

#[db_test(wired)]
async fn a_genuine_notice_of_another_amount_or_currency_pays_nothing(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.order().await;
    let less = shop.notice("evt-1", &order, 1, "succeeded");
    let _ = shop.tell(&less).await;
    let mut dollars = shop.notice("evt-2", &order, 19_900, "succeeded");
    dollars.amount = Money::new(19_900, Currency::USD);
    let _ = shop.tell(&dollars).await;
    assert!(!shop.reads().await);
    assert_ne!(shop.state(&order.no).await, "fulfilled");
}

#[db_test(wired)]
async fn every_order_of_success_and_failure_ends_the_same(db: Db) {
    let shop = Shop::open(db).await;
    let kinds = ["succeeded", "failed", "expired"];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for (round, sequence) in orders.into_iter().enumerate() {
        let order = shop.order().await;
        for step in sequence {
            let id = format!("evt-{round}-{step}");
            let notice = shop.notice(&id, &order, 19_900, kinds[step]);
            let answer = shop.tell(&notice).await;
            assert!(!answer.status.is_server_error(), "{sequence:?}: {}", answer.status);
        }
        assert_eq!(shop.state(&order.no).await, "fulfilled", "{sequence:?}");
    }
    assert_eq!(shop.held().await, orders.len());
}

#[db_test(wired)]
async fn one_key_makes_one_order_and_another_body_under_it_is_refused(db: Db) {
    let shop = Shop::open(db).await;
    let program = shop.world.cast.program(Caller::Free).await;
    let body = json!({"price": shop.world.price});
    let key = [("idempotency-key", "a-key-of-mine")];
    let send =
        async |body: &Value| program.send(Method::POST, "/api/v1/orders", Some(body), &key).await;
    let (one, two) = (send(&body).await.expect(201), send(&body).await.expect(201));
    assert_eq!(one.text, two.text);
    let _ = send(&json!({"price": super::matrix::NO_ID})).await.expect(422);
    // Another's same key is another key.
    let other = shop.world.cast.program(Caller::Instructor).await;
    let theirs = other.send(Method::POST, "/api/v1/orders", Some(&body), &key).await.expect(201);
    assert_ne!(theirs.json()["no"], one.json()["no"]);
    let no = one.json()["no"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/orders/{no}/payments");
    let pay = json!({"provider": NAME});
    let key = [("idempotency-key", "another-key-of-mine")];
    let first = program.send(Method::POST, &path, Some(&pay), &key).await.expect(201);
    let again = program.send(Method::POST, &path, Some(&pay), &key).await.expect(201);
    assert_eq!(first.text, again.text);
}

/// Fills a page's checkout form.
async fn checkout(
    browser: &mut Browser,
    price: &str,
    email: &str,
) -> (String, Vec<(String, String)>) {
    let path = format!("/join/{price}");
    let page = browser.get(&path).await.expect(200);
    let form = Page::parse(&page.text).filled(&path, &[("email", email), ("provider", NAME)]);
    (path, form)
}

#[db_test(wired)]
async fn a_checkout_form_sent_twice_or_from_the_back_button_is_one_order(db: Db) {
    let shop = Shop::open(db).await;
    let mut browser = shop.world.cast.site.visitor();
    let (path, fields) = checkout(&mut browser, &shop.world.price, "new@example.org").await;
    let mut double = browser.clone();
    let first = browser.submit(&path, &fields).await.sees_other();
    let second = double.submit(&path, &fields).await.sees_other();
    assert_eq!(first, second, "two charges for one form");
    assert_eq!(browser.cookie("s").is_some(), double.cookie("s").is_some());
    // Back, and sent once more by the same browser.
    let third = browser.submit(&path, &fields).await;
    let third = third.header("location");
    assert!(third == first || third.starts_with("/pay/"), "{third}");
    let orders = browser.get("/me/orders").await.expect(200);
    assert_eq!(
        Page::parse(&orders.text).links().iter().filter(|l| l.starts_with("/me/orders/")).count(),
        1
    );
}

#[db_test(wired)]
async fn paying_with_anothers_address_makes_a_new_member_and_tells_nothing_of_theirs(db: Db) {
    let shop = Shop::open(db).await;
    let known = format!("{}@example.org", Caller::Author.handle());
    let mut answers = Vec::new();
    for email in [known.as_str(), "new@example.org"] {
        let mut browser = shop.world.cast.site.visitor();
        let (path, fields) = checkout(&mut browser, &shop.world.price, email).await;
        let answer = browser.submit(&path, &fields).await;
        let next = answer.sees_other();
        assert!(next.starts_with("/pay/sandbox/"), "{next}");
        let headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        answers.push((answer.status, headers, answer.text.len()));
        let page = browser.get("/settings/profile").await.expect(200);
        let theirs = format!("/m/{}\"", Caller::Author.handle());
        assert!(!page.has(&theirs), "the buyer sits in the author's account");
        let _ = shop.provider().ends(&next, Outcomes::Success).await;
        shop.world.cast.settle().await;
        let post = format!("/p/{}", shop.world.things[&Ground::Plan].post);
        // The short address leads to the one with the title in it.
        let post = browser.get(&post).await.header("location");
        assert!(browser.get(&post).await.has(&Ground::Plan.word("newbody")), "paid and shut out");
    }
    assert_eq!(answers[0], answers[1]);
}

#[db_test(wired)]
async fn return_pages_sign_nobody_in_and_tell_strangers_no_more_than_that_money_came(db: Db) {
    let shop = Shop::open(db).await;
    let order = shop.order().await;
    let notice = shop.notice("evt-1", &order, 19_900, "succeeded");
    let _ = shop.tell(&notice).await.expect(200);
    let path = format!("/pay/{}", order.no);
    let mut stranger = shop.world.cast.site.visitor();
    for answer in [stranger.get(&path).await, stranger.post(&path, &[]).await] {
        assert!(!answer.status.is_server_error());
        assert!(!answer.has("fang") && !answer.has("19,900") && !answer.has("199.00"));
    }
    assert!(stranger.cookie("s").is_none());
}
