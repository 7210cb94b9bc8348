//! Lists and what is named in them: all of it, in order, and nothing in place of what was asked for.

use std::collections::BTreeSet;

use db::{Db, db_test};
use serde_json::{Value, json};
use testkit::{Program, TestSite};
use web::Role;

use super::world::{program, registered, site, wired};

/// An owner, an open space and one for a plan, each with seven posts.
async fn shelves(site: &TestSite) -> (Program, String) {
    let owner = program(site, "mei", Role::Owner).await;
    let price = json!({"amount_minor": 19_900, "currency": "CNY", "term": "year"});
    let product = json!({"kind": "membership", "name": "Gold", "prices": [price]});
    let plan = owner.post("/api/v1/products", &product).await.expect(201).json();
    let plan = plan["id"].as_str().unwrap().to_owned();
    for (handle, visibility, plans) in [("tea", "open", json!([])), ("club", "plan", json!([plan]))]
    {
        let space =
            json!({"handle": handle, "name": handle, "visibility": visibility, "plans": plans});
        let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    }
    for number in 0..14 {
        site.app().clock().advance(60);
        let space = if number % 2 == 0 { "tea" } else { "club" };
        let title = format!("Post {number}");
        let post = json!({"space": space, "kind": "article", "title": title, "body": "oolong words",
            "tags": ["leaf"]});
        let _ = owner.post("/api/v1/posts", &post).await.expect(201);
    }
    (owner, plan)
}

fn titles(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[db_test(wired)]
async fn a_program_reads_all_that_it_sees_page_by_page_locked_posts_in_their_places(db: Db) {
    let site = site(db).await;
    let (owner, _) = shelves(&site).await;
    let wanted: Vec<String> = (0..14).rev().map(|number| format!("Post {number}")).collect();
    for (who, caller) in [("visitor", site.program(None)), ("owner", owner)] {
        for order in ["latest", "hot"] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let path = format!("/api/v1/posts?order={order}&limit=4{cursor}");
                let page = caller.get(&path).await.expect(200).json();
                assert!(titles(&page).len() == 4 || page["next"].is_null(), "{who} {order}");
                seen.extend(titles(&page));
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            let all: BTreeSet<&String> = seen.iter().collect();
            assert_eq!((seen.len(), all.len()), (14, 14), "{who} {order}");
            if order == "latest" {
                assert_eq!(seen, wanted, "{who}");
            }
        }
    }
}

#[db_test(wired)]
async fn a_feed_tells_the_newest_first_with_the_free_part_of_what_is_locked(db: Db) {
    let site = site(db).await;
    let (owner, _) = shelves(&site).await;
    site.app().clock().advance(60);
    let body = "Free words.\n\n[[paid]]\n\nHidden words.";
    let newest = json!({"space": "club", "kind": "article", "title": "Newest", "body": body});
    let _ = owner.post("/api/v1/posts", &newest).await.expect(201);
    let told = site.visitor().get("/feed.json").await.expect(200);
    let wanted = ["Newest".to_owned()].into_iter();
    let wanted: Vec<String> =
        wanted.chain((0..14).rev().map(|number| format!("Post {number}"))).collect();
    assert_eq!(titles(&told.json()), wanted);
    assert!(told.has("Free words.") && !told.has("Hidden words."), "{}", told.text);
    assert_eq!(told.text.matches("oolong words").count(), 7, "those of the open space alone");
}

#[db_test(wired)]
async fn a_cursor_leads_on_in_its_own_list_alone(db: Db) {
    let site = site(db).await;
    let (owner, _) = shelves(&site).await;
    let page = owner.get("/api/v1/posts?limit=2").await.expect(200).json();
    let next = page["next"].as_str().unwrap();
    let _ = owner.get(&format!("/api/v1/posts?limit=3&cursor={next}")).await.expect(200);
    let others = [
        "/api/v1/posts?order=hot",
        "/api/v1/posts?space=tea",
        "/api/v1/posts?tag=leaf",
        "/api/v1/search?q=oolong",
        "/api/v1/products?limit=1",
        "/api/v1/notifications?limit=1",
        "/api/v1/me/entitlements?limit=1",
        "/api/v1/me/bookmarks?limit=1",
        "/api/v1/me/follows?limit=1",
        "/api/v1/orders?limit=1",
        "/api/v1/members?limit=1",
        "/api/v1/accounts?limit=1",
        "/api/v1/ledger/live/entries?limit=1",
    ];
    for other in others {
        let answer = owner.get(&format!("{other}&cursor={next}")).await.expect(422);
        assert_eq!(answer.code(), "cursor.invalid", "{other}");
    }
}

#[db_test(wired)]
async fn a_filter_that_no_list_answers_is_refused(db: Db) {
    let site = site(db).await;
    let (owner, _) = shelves(&site).await;
    let long = format!("/api/v1/search?q={}", "a".repeat(201));
    let table = [
        ("/api/v1/posts?space=tea&tag=leaf", 422, "list.one_place"),
        ("/api/v1/posts?tag=leaf&author=0000000000000", 422, "list.one_place"),
        ("/api/v1/posts?author=0000000000000", 404, "member.missing"),
        ("/api/v1/posts?author=0000000000000&order=hot", 422, "list.order"),
        ("/api/v1/posts?tag=leaf&order=hot", 422, "list.order"),
        ("/api/v1/posts?tag=leaf&order=unanswered", 422, "list.order"),
        ("/api/v1/posts?space=tea&order=following", 422, "list.order"),
        ("/api/v1/search?q=oolong&space=nowhere", 404, "space.missing"),
        (long.as_str(), 422, "search.too_long"),
    ];
    for (path, status, code) in table {
        assert_eq!(owner.get(path).await.expect(status).code(), code, "{path}");
    }
    let visitor = site.program(None);
    let _ = visitor.get("/api/v1/posts?order=following").await.expect(401);
    let _ = site.visitor().get("/search?q=oolong&space=nowhere").await.expect(404);
    for path in ["/api/v1/posts?tag=leaf", "/api/v1/posts?space=tea&order=hot"] {
        assert!(!titles(&owner.get(path).await.expect(200).json()).is_empty(), "{path}");
    }
}

#[db_test(wired)]
async fn nothing_is_granted_sold_or_gated_by_what_does_not_exist(db: Db) {
    let site = site(db).await;
    let (owner, plan) = shelves(&site).await;
    let me = owner.get("/api/v1/me").await.json()["id"].as_str().unwrap().to_owned();
    let nothing = "0000000000000";
    let post = owner.get("/api/v1/posts?limit=1").await.json()["items"][0]["id"].clone();
    for kind in ["plan", "space", "post", "course"] {
        let thing = json!({"kind": kind, "id": nothing});
        let grant = json!({"thing": thing, "until": null, "reason": "a test"});
        let path = format!("/api/v1/members/{me}/grants");
        let answer = owner.post(&path, &grant).await.expect(422);
        assert_eq!(answer.json()["errors"][0]["field"], "thing", "{kind}");
        let gate = json!({"gate": {"any_of": [thing]}});
        let path = format!("/api/v1/posts/{}", post.as_str().unwrap());
        let answer = owner.send(http::Method::PATCH, &path, Some(&gate), &[]).await.expect(422);
        assert_eq!(answer.json()["errors"][0]["field"], "gate", "{kind}");
        let price = json!({"amount_minor": 100, "currency": "CNY", "term": "year"});
        let product =
            json!({"kind": "membership", "name": "S", "prices": [price], "opens": [thing]});
        let answer = owner.post("/api/v1/products", &product).await.expect(422);
        assert_eq!(answer.json()["errors"][0]["field"], "opens", "{kind}");
    }
    for (plans, code) in
        [(json!([nothing]), "space.plan_unknown"), (json!([]), "space.plan_needed")]
    {
        let space = json!({"handle": "den", "name": "Den", "visibility": "plan", "plans": plans});
        assert_eq!(owner.post("/api/v1/spaces", &space).await.expect(422).code(), code);
    }
    let space = json!({"handle": "den", "name": "Den", "visibility": "plan", "plans": [plan]});
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
}

#[db_test(wired)]
async fn a_visitor_at_the_door_of_a_members_space_is_led_to_an_account_and_back(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "mei", Role::Owner).await;
    let space = json!({"handle": "hall", "name": "Hall", "visibility": "members"});
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    let post = json!({"space": "hall", "kind": "article", "title": "One", "body": "inside words"});
    let post = owner.post("/api/v1/posts", &post).await.expect(201).json();
    let path = post["url"].as_str().unwrap();
    let mut visitor = site.visitor();
    let target = visitor.get(path).await.sees_other();
    assert!(target.starts_with("/login?back=%2Fp%2F"), "{target}");
    let _ = visitor.get(&target).await.expect(200);
    let id = post["id"].as_str().unwrap();
    let refused = site.program(None).get(&format!("/api/v1/posts/{id}")).await.expect(401);
    assert_eq!(refused.code(), "space.members_sign_in");
    let mut member = registered(&site, "ada@example.org").await;
    assert!(member.get(path).await.expect(200).has("inside words"));
}
