//! What people do on pages, programs do too, with the same effect and the same refusals.

mod drafts;
mod money;
mod own;
mod said;
mod spaces;
mod team;

use db::{Db, db_test};
use http::Method;
use serde_json::{Value, json};
use testkit::{Answer, Program, TestSite};
use web::Role;

use super::world::{program, site, wired};

async fn send(program: &Program, method: Method, path: &str) -> Answer {
    program.send(method, path, None, &[]).await
}

async fn put(program: &Program, path: &str) {
    let _ = send(program, Method::PUT, path).await.expect(204);
}

async fn delete(program: &Program, path: &str) {
    let _ = send(program, Method::DELETE, path).await.expect(204);
}

async fn patch(program: &Program, path: &str, body: &Value) -> Answer {
    program.send(Method::PATCH, path, Some(body), &[]).await
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap().to_owned()
}

/// What a list says in one field, page by page of one.
async fn listed(program: &Program, path: &str, field: &str) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let asks = if path.contains('?') { '&' } else { '?' };
        let page = program.get(&format!("{path}{asks}limit=1{cursor}")).await.expect(200).json();
        found.extend(page["items"].as_array().unwrap().iter().map(|item| text(item, field)));
        let Some(next) = page["next"].as_str() else { return found };
        cursor = format!("&cursor={next}");
    }
}

async fn id(program: &Program) -> String {
    text(&program.get("/api/v1/me").await.expect(200).json(), "id")
}

async fn space(owner: &Program, handle: &str, visibility: &str) -> String {
    let space = json!({"handle": handle, "name": handle, "visibility": visibility});
    text(&owner.post("/api/v1/spaces", &space).await.expect(201).json(), "id")
}

async fn post(author: &Program, space: &str, title: &str) -> String {
    let post = json!({"space": space, "kind": "article", "title": title, "body": "All of it.",
        "tags": ["tea"]});
    text(&author.post("/api/v1/posts", &post).await.expect(201).json(), "id")
}

/// How often something happened.
async fn happened(site: &TestSite, owner: &Program, name: &str) -> usize {
    site.app().db().catch_up().await.unwrap();
    let events = owner.get("/api/v1/events?limit=100").await.expect(200).json();
    let events = events["items"].as_array().unwrap().iter();
    events.filter(|event| event["name"] == name).count()
}

#[db_test(wired)]
async fn a_member_lists_their_own_orders_and_the_team_everybodys(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let price = json!({"amount_minor": 19_900, "currency": "CNY", "term": "year"});
    let product = json!({"kind": "membership", "name": "Gold", "prices": [price]});
    let product = owner.post("/api/v1/products", &product).await.expect(201).json();
    let wish = json!({"price": product["prices"][0]["id"], "agrees": true});
    let (mei, ada) =
        (program(&site, "mei", Role::Member).await, program(&site, "ada", Role::Member).await);
    let mut placed = Vec::new();
    for buyer in [&mei, &ada] {
        site.app().clock().advance(60);
        placed.push(text(&buyer.post("/api/v1/orders", &wish).await.expect(201).json(), "no"));
    }
    let orders = "/api/v1/orders";
    assert_eq!(listed(&mei, orders, "no").await, [placed[0].clone()]);
    assert_eq!(listed(&owner, orders, "no").await, [placed[1].clone(), placed[0].clone()]);
    let of_ada = format!("{orders}?member={}", id(&ada).await);
    assert_eq!(listed(&ada, &of_ada, "no").await, [placed[1].clone()]);
    assert_eq!(listed(&owner, &of_ada, "no").await, [placed[1].clone()]);
    assert_eq!(mei.get(&of_ada).await.expect(403).code(), "permission.missing");
    let awaiting = format!("{orders}?status=awaiting_payment");
    assert_eq!(listed(&owner, &awaiting, "no").await.len(), 2);
    assert!(listed(&owner, &format!("{orders}?status=needs_staff"), "no").await.is_empty());
    assert_eq!(mei.get(&awaiting).await.expect(422).code(), "order.status_of_all");
    let _ = owner.get(&format!("{orders}?status=lost")).await.expect(422);
    let one = mei.get(&format!("{orders}/{}", placed[0])).await.expect(200).json();
    assert_eq!(one["no"], placed[0].as_str());
    let _ = mei.get(&format!("{orders}/{}", placed[1])).await.expect(404);
    let cancelled = format!("{orders}/{}/cancelled", placed[0]);
    assert_eq!(send(&ada, Method::PUT, &cancelled).await.expect(404).code(), "order.missing");
    put(&mei, &cancelled).await;
    put(&mei, &cancelled).await;
    assert_eq!(listed(&mei, orders, "status").await, ["cancelled"]);
    assert_eq!(happened(&site, &owner, "order.cancelled").await, 1);
}

#[db_test(wired)]
async fn what_a_program_leaves_out_of_a_space_stays(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let tea = format!("/api/v1/spaces/{}", space(&owner, "tea", "open").await);
    let (mei, visitor) = (program(&site, "mei", Role::Member).await, site.program(None));
    let changes = [
        json!({"name": "Tea room"}),
        json!({"description": "Leaves"}),
        json!({"posting": "team"}),
        json!({"icon": "gem"}),
    ];
    let _ = patch(&mei, &tea, &changes[0]).await.expect(403);
    for answer in
        futures_util::future::join_all(changes.iter().map(|c| patch(&owner, &tea, c))).await
    {
        let _ = answer.expect(200);
    }
    let shown = visitor.get(&tea).await.expect(200).json();
    let fields = ["handle", "name", "description", "posting", "icon", "visibility"];
    let said = fields.map(|field| text(&shown, field));
    assert_eq!(said, ["tea", "Tea room", "Leaves", "team", "gem", "open"]);
    let hidden = json!({"visibility": "secret"});
    assert_eq!(patch(&owner, &tea, &hidden).await.expect(200).json()["visibility"], "secret");
    let _ = visitor.get(&tea).await.expect(404);
    let _ = mei.get(&tea).await.expect(404);
    let taken = json!({"handle": "hall"});
    let _ = space(&owner, "hall", "open").await;
    assert_eq!(patch(&owner, &tea, &taken).await.expect(409).code(), "space.handle_taken");
    let wrong = patch(&owner, &tea, &json!({"visibility": "plan"})).await.expect(422);
    assert_eq!(wrong.code(), "space.plan_needed");
}

#[db_test(wired)]
async fn what_a_member_wrote_is_listed_as_far_as_the_caller_sees_it(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    for (handle, visibility) in [("tea", "open"), ("den", "secret")] {
        let _ = space(&owner, handle, visibility).await;
        site.app().clock().advance(60);
        let _ = post(&owner, handle, &format!("In {handle}")).await;
    }
    let ada = program(&site, "ada", Role::Member).await;
    let by_owner = format!("/api/v1/posts?author={}", id(&owner).await);
    assert_eq!(listed(&owner, &by_owner, "title").await, ["In den", "In tea"]);
    assert_eq!(listed(&ada, &by_owner, "title").await, ["In tea"]);
    let by_ada = format!("/api/v1/posts?author={}", id(&ada).await);
    assert!(listed(&owner, &by_ada, "title").await.is_empty());
}

#[db_test(wired)]
async fn what_is_kept_for_later_is_listed_to_its_end_without_what_is_gone(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let _ = space(&owner, "tea", "open").await;
    let mei = program(&site, "mei", Role::Member).await;
    let mut posts = Vec::new();
    for title in ["One", "Two", "Three"] {
        site.app().clock().advance(60);
        let id = post(&owner, "tea", title).await;
        put(&mei, &format!("/api/v1/posts/{id}/bookmark")).await;
        posts.push(id);
    }
    let bookmarks = "/api/v1/me/bookmarks";
    assert_eq!(listed(&mei, bookmarks, "title").await, ["Three", "Two", "One"]);
    delete(&owner, &format!("/api/v1/posts/{}", posts[1])).await;
    assert_eq!(listed(&mei, bookmarks, "title").await, ["Three", "One"]);
    delete(&mei, &format!("/api/v1/posts/{}/bookmark", posts[2])).await;
    assert_eq!(listed(&mei, bookmarks, "title").await, ["One"]);
    assert!(listed(&owner, bookmarks, "title").await.is_empty());
}

#[db_test(wired)]
async fn a_program_follows_and_lists_what_its_member_may_still_know_of(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let (open, den) = (space(&owner, "tea", "open").await, space(&owner, "den", "secret").await);
    let _ = post(&owner, "tea", "One").await;
    let mei = program(&site, "mei", Role::Member).await;
    let (me, olga) = (id(&mei).await, id(&owner).await);
    let tag = text(&mei.get("/api/v1/tags/Tea").await.expect(200).json(), "id");
    let follows = "/api/v1/me/follows";
    assert_eq!(send(&mei, Method::PUT, &format!("{follows}/space/{den}")).await.status, 404);
    let yourself = send(&mei, Method::PUT, &format!("{follows}/member/{me}")).await;
    assert_eq!(yourself.expect(422).code(), "follow.yourself");
    put(&owner, &format!("/api/v1/spaces/{den}/members/{me}")).await;
    let targets =
        [("member", olga.as_str()), ("space", open.as_str()), ("tag", &tag), ("space", &den)];
    for (kind, id) in targets {
        site.app().clock().advance(60);
        put(&mei, &format!("{follows}/{kind}/{id}")).await;
        put(&mei, &format!("{follows}/{kind}/{id}")).await;
    }
    assert_eq!(happened(&site, &owner, "space.followed").await, 2);
    assert_eq!(listed(&mei, follows, "handle").await, ["den", "tea", "tea", "olga"]);
    assert_eq!(listed(&mei, follows, "kind").await, ["space", "tag", "space", "member"]);
    let page = mei.get("/api/v1/posts?order=following").await.expect(200).json();
    assert_eq!(page["items"][0]["title"], "One");
    delete(&owner, &format!("/api/v1/spaces/{den}/members/{me}")).await;
    assert_eq!(listed(&mei, follows, "handle").await, ["tea", "tea", "olga"]);
    delete(&mei, &format!("{follows}/tag/{tag}")).await;
    assert_eq!(listed(&mei, follows, "kind").await, ["space", "member"]);
}

#[db_test(wired)]
async fn the_team_sees_what_a_member_was_given_and_why_and_takes_it_back(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let club = space(&owner, "club", "members").await;
    let mei = program(&site, "mei", Role::Member).await;
    let member = format!("/api/v1/members/{}", id(&mei).await);
    let thing = json!({"kind": "space", "id": club});
    let grant = json!({"thing": thing, "until": null, "reason": "for the garden"});
    let given = owner.post(&format!("{member}/grants"), &grant).await.expect(201).json();
    let held = owner.get(&format!("{member}/entitlements")).await.expect(200).json();
    let first = &held["items"][0];
    assert_eq!(
        (&first["id"], &first["thing"], &first["active"]),
        (&given["id"], &thing, &json!(true))
    );
    assert_eq!((&first["reason"], &first["source"]), (&json!("for the garden"), &json!("grant")));
    assert_eq!(text(first, "given_by"), id(&owner).await);
    let _ = mei.get(&format!("{member}/entitlements")).await.expect(403);
    let end = format!("{member}/grants/{}", text(&given, "id"));
    let _ = send(&mei, Method::DELETE, &end).await.expect(403);
    let elsewhere = format!("/api/v1/members/{}/grants/{}", id(&owner).await, text(&given, "id"));
    assert_eq!(
        send(&owner, Method::DELETE, &elsewhere).await.expect(404).code(),
        "entitlement.missing"
    );
    delete(&owner, &end).await;
    let mine = mei.get("/api/v1/me/entitlements").await.expect(200).json();
    assert_eq!(mine["items"][0]["active"], false);
    assert_eq!(happened(&site, &owner, "entitlement.ended").await, 1);
    let unknown = owner.get("/api/v1/members/0000000000000/entitlements").await.expect(404);
    assert_eq!(unknown.code(), "member.missing");
}

#[db_test(wired)]
async fn a_secret_space_lets_in_whom_a_program_adds_and_nobody_whom_it_takes_out(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let den = format!("/api/v1/spaces/{}", space(&owner, "den", "secret").await);
    let open = format!("/api/v1/spaces/{}", space(&owner, "tea", "open").await);
    let (mei, ada) =
        (program(&site, "mei", Role::Member).await, program(&site, "ada", Role::Member).await);
    let (of_mei, of_ada) = (id(&mei).await, id(&ada).await);
    for member in [&of_mei, &of_ada] {
        put(&owner, &format!("{den}/members/{member}")).await;
    }
    assert_eq!(listed(&owner, &format!("{den}/members"), "handle").await, ["ada", "mei", "olga"]);
    let _ = mei.get("/api/v1/posts?space=den").await.expect(200);
    delete(&owner, &format!("{den}/members/{of_mei}")).await;
    let _ = mei.get("/api/v1/posts?space=den").await.expect(404);
    assert_eq!(listed(&owner, &format!("{den}/members"), "handle").await, ["ada", "olga"]);
    let refused = send(&owner, Method::PUT, &format!("{open}/members/{of_mei}")).await;
    assert_eq!(refused.expect(422).code(), "space.not_secret");
    let unknown = send(&owner, Method::PUT, &format!("{den}/members/0000000000000")).await;
    assert_eq!(unknown.expect(404).code(), "member.missing");
    for path in [format!("{den}/members"), format!("{den}/moderators")] {
        let _ = ada.get(&path).await.expect(403);
        let _ = send(&ada, Method::PUT, &format!("{path}/{of_ada}")).await.expect(403);
    }
}

#[db_test(wired)]
async fn a_moderator_that_a_program_names_curates_their_space_and_a_discussion_closes_and_opens(
    db: Db,
) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let tea = format!("/api/v1/spaces/{}/moderators", space(&owner, "tea", "open").await);
    let post = format!("/api/v1/posts/{}", post(&owner, "tea", "One").await);
    let (mei, ada) =
        (program(&site, "mei", Role::Member).await, program(&site, "ada", Role::Member).await);
    let of_mei = id(&mei).await;
    let closed = format!("{post}/closed");
    let _ = send(&mei, Method::PUT, &closed).await.expect(403);
    put(&owner, &format!("{tea}/{of_mei}")).await;
    assert_eq!(listed(&owner, &tea, "handle").await, ["mei"]);
    put(&mei, &closed).await;
    assert_eq!(mei.get(&post).await.expect(200).json()["closed"], true);
    let word = json!({"body": "a word"});
    let _ = ada.post(&format!("{post}/comments"), &word).await.expect(403);
    delete(&mei, &closed).await;
    delete(&mei, &closed).await;
    assert_eq!(happened(&site, &owner, "post.closed").await, 2);
    let _ = ada.post(&format!("{post}/comments"), &word).await.expect(201);
    delete(&owner, &format!("{tea}/{of_mei}")).await;
    let _ = send(&mei, Method::PUT, &closed).await.expect(403);
    assert!(listed(&owner, &tea, "handle").await.is_empty());
}

#[db_test(wired)]
async fn a_profile_is_shown_to_whom_its_member_shows_it(db: Db) {
    let site = site(db).await;
    let mei = program(&site, "mei", Role::Member).await;
    let ada = program(&site, "ada", Role::Member).await;
    let visitor = site.program(None);
    let told = json!({"bio": "Grows tea", "location": "Hangzhou", "links": ["tea.example"],
        "interests": ["pots"], "directory": true});
    let mine = patch(&mei, "/api/v1/me", &told).await.expect(200).json();
    assert_eq!((&mine["directory"], &mine["profile_to"]), (&json!(true), &json!("everyone")));
    let by_id = format!("/api/v1/members/{}", id(&mei).await);
    for path in [by_id.as_str(), "/api/v1/members/@mei", "/api/v1/members/@MEI"] {
        let shown = visitor.get(path).await.expect(200).json();
        assert_eq!((&shown["handle"], &shown["bio"]), (&json!("mei"), &json!("Grows tea")));
        assert_eq!(shown["links"], json!(["https://tea.example/"]), "{path}");
        assert!(shown["email"].is_null() && shown["permissions"].is_null(), "{path}");
    }
    assert_eq!(listed(&ada, "/api/v1/members", "handle").await, ["mei"]);
    let _ = visitor.get("/api/v1/members").await.expect(401);
    let _ = patch(&mei, "/api/v1/me", &json!({"handle": "leaf"})).await.expect(200);
    assert_eq!(ada.get("/api/v1/members/@mei").await.expect(200).json()["handle"], "leaf");
    let shut = json!({"profile_to": "members", "directory": false});
    let _ = patch(&mei, "/api/v1/me", &shut).await.expect(200);
    assert_eq!(visitor.get(&by_id).await.expect(401).code(), "session.needed");
    let _ = ada.get(&by_id).await.expect(200);
    assert!(listed(&ada, "/api/v1/members", "handle").await.is_empty());
    let wrong = patch(&mei, "/api/v1/me", &json!({"profile_to": "nobody"})).await.expect(422);
    assert_eq!(wrong.json()["errors"][0]["field"], "profile_to");
    for nobody in ["@nobody", "0000000000000", "mei"] {
        let unknown = visitor.get(&format!("/api/v1/members/{nobody}")).await.expect(404);
        assert_eq!(unknown.code(), "member.missing", "{nobody}");
    }
}

#[db_test(wired)]
async fn what_a_tag_is_about_is_read_by_all_and_written_by_who_publishes(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let _ = space(&owner, "tea", "open").await;
    let _ = post(&owner, "tea", "One").await;
    let (mei, visitor) = (program(&site, "mei", Role::Member).await, site.program(None));
    let (tag, about) = ("/api/v1/tags/tea", json!({"body": "Leaves in *water*."}));
    let _ = patch(&mei, tag, &about).await.expect(403);
    let written = patch(&owner, tag, &about).await.expect(200).json();
    assert_eq!(written["body"], "Leaves in *water*.");
    let shown = visitor.get("/api/v1/tags/TEA").await.expect(200).json();
    assert!(text(&shown, "html").contains("<em>water</em>") && shown["body"].is_null(), "{shown}");
    assert!(site.visitor().get("/t/tea").await.expect(200).has("<em>water</em>"));
    let long = json!({"body": "a".repeat(2_001)});
    assert_eq!(patch(&owner, tag, &long).await.expect(422).code(), "comment.body_long");
    assert_eq!(visitor.get("/api/v1/tags/none").await.expect(404).code(), "tag.missing");
    let _ = space(&owner, "den", "secret").await;
    let hidden = json!({"space": "den", "kind": "article", "title": "Two", "body": "Under it.",
        "tags": ["cellar"]});
    let _ = owner.post("/api/v1/posts", &hidden).await.expect(201);
    let _ = owner.get("/api/v1/tags/cellar").await.expect(200);
    let _ = mei.get("/api/v1/tags/cellar").await.expect(404);
}
