//! How often a page asks the database: what a node pays for with each way to PostgreSQL and back.

use db::{Db, Engine, db_test};
use http::Method;
use serde_json::json;
use testkit::{Browser, Program, TestSite};
use web::Role;

use super::buying::shop;
use super::world::{browser, program, site, wired};

/// The most statements of a page of somebody signed in whom the site knows already; one of them asks
/// what they hold, which is remembered a while after plans have changed.
const MOST: u64 = 8;

/// The most statements from an order to what it opens, of a member who has paid before: on the
/// embedded database, and where whoever numbers events asks at the same time.
const MOST_OF_ORDER: (u64, u64) = (42, 64);

/// A site with a space of each kind, and in the open one a question with an accepted answer below
/// which somebody replied; its page.
async fn talk(site: &TestSite, owner: &Program) -> String {
    let price = json!({"amount_minor": 19_900, "currency": "CNY", "term": "year"});
    let product = json!({"kind": "membership", "name": "Gold", "prices": [price]});
    let made = owner.post("/api/v1/products", &product).await.expect(201).json();
    for visibility in ["open", "members", "secret", "plan"] {
        let plans = if visibility == "plan" { json!([made["id"]]) } else { json!([]) };
        let space = json!({"handle": visibility, "name": visibility, "visibility": visibility,
            "plans": plans});
        let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
        for kind in ["article", "question"] {
            let post = json!({"space": visibility, "kind": kind, "title": kind, "body": "words",
                "tags": ["tea"]});
            let _ = owner.post("/api/v1/posts", &post).await.expect(201);
        }
    }
    let post = json!({"space": "open", "kind": "question", "title": "How", "body": "now?"});
    let post = owner.post("/api/v1/posts", &post).await.expect(201).json();
    let path = format!("/api/v1/posts/{}", post["id"].as_str().unwrap());
    let said = format!("{path}/comments");
    let answer = json!({"body": "so", "kind": "answer"});
    let answer = owner.post(&said, &answer).await.expect(201).json();
    let reply = json!({"body": "thanks", "parent": answer["id"]});
    let mei = program(site, "mei", Role::Member).await;
    let _ = mei.post(&said, &reply).await.expect(201);
    let accepted = json!({"comment": answer["id"]});
    let set = owner.send(Method::PUT, &format!("{path}/accepted"), Some(&accepted), &[]).await;
    assert!(set.status.is_success(), "{}", set.text);
    post["url"]
        .as_str()
        .map_or_else(|| format!("/p/{}-how", post["id"].as_str().unwrap()), |url| url.to_owned())
}

/// How many statements a page takes, the fewest of a few times: who asks is remembered for a second,
/// which a busy machine may let pass between two pages.
async fn asked(site: &TestSite, browser: &mut Browser, path: &str) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..4 {
        let before = site.app().db().statements();
        let _ = browser.get(path).await.expect(200);
        fewest = fewest.min(site.app().db().statements() - before);
    }
    fewest
}

#[db_test(wired)]
async fn a_page_of_a_member_asks_the_database_no_more_than_it_must(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let post = talk(&site, &owner).await;
    let mut ada = browser(&site, "ada", Role::Member).await;
    let mut counts = Vec::new();
    for path in ["/", &post, "/s/open", "/s/plan", "/t/tea"] {
        counts.push((path, asked(&site, &mut ada, path).await));
    }
    assert!(counts.iter().all(|(_, count)| (1..=MOST).contains(count)), "{counts:?}");
}

/// Orders, and pays in the sandbox.
async fn buys(site: &TestSite, member: &Program, price: &str) {
    let order = member.post("/api/v1/orders", &json!({"price": price})).await.expect(201).json();
    let path = format!("/api/v1/orders/{}/payments", order["no"].as_str().unwrap());
    let begun = member.post(&path, &json!({"provider": "sandbox"})).await.expect(201).json();
    let next = begun["next_url"].as_str().unwrap();
    let charge = format!("/pay/{}", next.split_once("/pay/").unwrap().1);
    let _ = site.visitor().post(&charge, &[("outcome", "success")]).await.sees_other();
}

#[db_test(wired)]
async fn an_order_that_is_paid_asks_the_database_no_more_than_it_must(db: Db) {
    let (embedded, beside_others) = MOST_OF_ORDER;
    let most = if db.engine() == Engine::Sqlite { embedded } else { beside_others };
    let site = site(db).await;
    let checkout = shop(&site).await;
    let price = checkout.rsplit('/').next().unwrap();
    let mei = program(&site, "mei", Role::Member).await;
    let mut counts = Vec::new();
    for _ in 0..4 {
        let before = site.app().db().statements();
        buys(&site, &mei, price).await;
        counts.push(site.app().db().statements() - before);
    }
    assert!(counts.iter().any(|count| (1..=most).contains(count)), "{counts:?}");
}
