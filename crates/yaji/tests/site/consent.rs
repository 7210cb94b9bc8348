//! Rules that change: whoever agreed to older ones reads as before, and agrees before they write.

use db::{Db, db_test};
use http::Method;
use kernel::Locale;
use serde_json::json;
use site::{LegalKind, legal};
use testkit::{Browser, Page, TestSite};
use web::Role;

use super::world::{program, registered, site, wired};

/// The owner publishes rules of their own.
async fn publish(site: &TestSite, words: &str) {
    let bodies = vec![(Locale::En, words.to_owned())];
    let db = site.app().db();
    db.tx(async move |tx| legal::publish(tx, None, LegalKind::Rules, &bodies).await).await.unwrap();
    site.app().site().reload(db).await.unwrap();
}

/// An open space with a post of its owner's; the post's id.
async fn post(site: &TestSite) -> String {
    let owner = program(site, "olga", Role::Owner).await;
    let space = json!({"handle": "tea", "name": "Tea", "visibility": "open"});
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    let post = json!({"space": "tea", "kind": "article", "title": "One", "body": "first"});
    let made = owner.post("/api/v1/posts", &post).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// Which versions of the rules a member agreed to, and where.
async fn agreed(site: &TestSite) -> Vec<(i64, String)> {
    let rows = db::sql!(
        "SELECT version, surface FROM consents WHERE kind = 'rules' ORDER BY version, member_id"
    );
    let read = site.app().db().read(async move |tx| tx.list(rows, db::args![]).await);
    read.await.unwrap()
}

/// Agrees on the page that asks, as it stands there; where that leads.
async fn agree(browser: &mut Browser, page: &str) -> testkit::Answer {
    let page = browser.get(page).await.expect(200);
    let forms = Page::parse(&page.text).forms();
    let form = forms.iter().find(|form| form.action == "/settings/consent").unwrap();
    let held = |name: &str| {
        let field = form.fields.iter().find(|field| field.name == name);
        field.map(|field| field.value.clone()).unwrap()
    };
    let (back, shown) = (held("back"), held("shown"));
    let sent = [("agree", "on"), ("back", back.as_str()), ("shown", &shown)];
    browser.post("/settings/consent", &sent).await
}

#[db_test(wired)]
async fn new_rules_are_agreed_to_before_writing_and_never_before_reading(db: Db) {
    let site = site(db).await;
    let post = post(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let path = format!("/p/{post}-one");
    assert!(!mei.get(&path).await.expect(200).has("href=\"/settings/consent\""));
    publish(&site, "Be kind.").await;
    let page = mei.get(&path).await.expect(200);
    assert!(page.has("href=\"/settings/consent\""), "the next page says so");
    assert!(!site.visitor().get(&path).await.expect(200).has("/settings/consent"));
    let comments = format!("/p/{post}/comments");
    let refused = mei.post(&comments, &[("body", "I typed this for long")]).await.expect(403);
    let way = "/settings/consent?back=%2Fkept";
    let way = refused.text.split('"').find(|part| part.starts_with(way)).unwrap().to_owned();
    let live = mei.post_for_stream(&comments, &[("body", "I typed this for long")]).await;
    assert!(live.expect(403).has("/settings/consent?back=%2Fkept"), "the same beside its page");
    let next = agree(&mut mei, &way).await.sees_other();
    assert!(mei.get(&next).await.expect(200).has("I typed this for long"), "nothing is lost");
    assert!(!mei.get(&path).await.expect(200).has("href=\"/settings/consent\""));
    let _ = mei.post(&comments, &[("body", "I typed this for long")]).await.sees_other();
    assert_eq!(agreed(&site).await, [(0, "register".to_owned()), (1, "again".to_owned())]);
}

#[db_test(wired)]
async fn what_changed_while_it_was_read_is_asked_once_more(db: Db) {
    let site = site(db).await;
    let mut mei = registered(&site, "mei@example.org").await;
    publish(&site, "Be kind.").await;
    let _ = mei.get("/settings/consent").await.expect(200);
    publish(&site, "Be kinder.").await;
    let sent = [("agree", "on"), ("shown", "1.0")];
    let asked = mei.post("/settings/consent", &sent).await.expect(409);
    assert!(asked.has("value=\"2.0\""));
    assert_eq!(agreed(&site).await.len(), 1, "nothing was agreed to that was not shown");
    assert_eq!(agree(&mut mei, "/settings/consent?back=%2Fspaces").await.sees_other(), "/spaces");
}

#[db_test(wired)]
async fn a_program_agrees_in_so_many_words_and_nothing_is_recorded_that_it_did_not_say(db: Db) {
    let site = site(db).await;
    let post = post(&site).await;
    let nobody = site.program(None);
    let mut token = Vec::new();
    for (handle, agrees) in [("ada", false), ("bea", true)] {
        let mut account = json!({"handle": handle, "email": format!("{handle}@example.org"),
            "password": "a long enough secret"});
        if agrees {
            account["agrees"] = json!(true);
        }
        let _ = nobody.post("/api/v1/members", &account).await.expect(201);
        let login = json!({"login": handle, "password": "a long enough secret"});
        let made = nobody.post("/api/v1/sessions", &login).await.expect(201).json();
        token.push(made["token"].as_str().unwrap().to_owned());
    }
    assert_eq!(agreed(&site).await, [(0, "api".to_owned())]);
    let ada = site.program(Some(&token[0]));
    let path = format!("/api/v1/posts/{post}");
    let comment = json!({"body": "Hello."});
    let _ = ada.post(&format!("{path}/comments"), &comment).await.expect(201);
    publish(&site, "Be kind.").await;
    let refused = ada.post(&format!("{path}/comments"), &comment).await.expect(403);
    assert_eq!(refused.code(), "consent.outdated");
    let liked = ada.send(Method::PUT, &format!("{path}/reactions/like"), None, &[]).await;
    assert_eq!(liked.expect(403).code(), "consent.outdated");
    let _ = ada.get(&path).await.expect(200);
    let yes = json!({"agrees": true});
    let _ = ada.send(Method::PATCH, "/api/v1/me", Some(&yes), &[]).await.expect(200);
    let _ = ada.post(&format!("{path}/comments"), &comment).await.expect(201);
    assert_eq!(agreed(&site).await, [(0, "api".to_owned()), (1, "api".to_owned())]);
}

#[db_test(wired)]
async fn an_order_says_what_it_agrees_to_and_new_rules_come_first(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let plan = json!({"kind": "membership", "name": "Tea",
        "prices": [{"amount_minor": 4_900, "currency": "CNY", "term": "year"}]});
    let made = owner.post("/api/v1/products", &plan).await.expect(201).json();
    let price = &made["prices"][0]["id"];
    let mei = program(&site, "mei", Role::Member).await;
    let _ = mei.post("/api/v1/orders", &json!({"price": price})).await.expect(201);
    assert!(agreed(&site).await.is_empty());
    publish(&site, "Be kind.").await;
    let refused = mei.post("/api/v1/orders", &json!({"price": price})).await.expect(403);
    assert_eq!(refused.code(), "consent.outdated");
    let wish = json!({"price": price, "agrees": true});
    let _ = mei.post("/api/v1/orders", &wish).await.expect(201);
    assert_eq!(agreed(&site).await, [(1, "api".to_owned())]);
    let _ = mei.post("/api/v1/orders", &json!({"price": price})).await.expect(201);
}
