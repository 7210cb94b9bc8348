//! Drafts as programs make, change and publish them.

use db::{Db, db_test};
use http::Method;
use serde_json::{Value, json};
use testkit::Program;
use web::Role;

use super::super::world::{browser, program, site, wired};
use super::{delete, happened, patch, send, space, text};

const DRAFTS: &str = "/api/v1/me/drafts";

#[db_test(wired)]
async fn a_draft_is_read_published_and_thrown_away_by_its_member_alone(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let room = space(&owner, "room", "open").await;
    let mut writing = browser(&site, "mei", Role::Member).await;
    let token = yaji::user::token(site.app().db(), "mei").await.unwrap();
    let mei = site.program(Some(&token));
    let fields = [
        ("kind", "article"),
        ("space", room.as_str()),
        ("title", "A lamp"),
        ("body", "Half of it."),
        ("tags", "light, oil"),
    ];
    let draft = writing.post("/new/draft", &fields).await.expect(200).text;
    let nowhere = writing.post("/new/draft", &[("title", "No place")]).await.expect(200).text;
    let drafts = "/api/v1/me/drafts";
    let page = mei.get(drafts).await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    let one = mei.get(&format!("{drafts}/{draft}")).await.expect(200).json();
    assert_eq!((&one["title"], &one["body"]), (&json!("A lamp"), &json!("Half of it.")));
    for (method, path) in [
        (Method::GET, format!("{drafts}/{draft}")),
        (Method::DELETE, format!("{drafts}/{draft}")),
        (Method::POST, format!("{drafts}/{draft}/post")),
    ] {
        assert_eq!(send(&owner, method, &path).await.expect(404).code(), "draft.missing");
    }
    let lost = send(&mei, Method::POST, &format!("{drafts}/{nowhere}/post")).await.expect(422);
    assert!(!lost.json()["errors"].as_array().unwrap().is_empty());
    delete(&mei, &format!("{drafts}/{nowhere}")).await;
    let _ = send(&mei, Method::DELETE, &format!("{drafts}/{nowhere}")).await.expect(404);
    let made = send(&mei, Method::POST, &format!("{drafts}/{draft}/post")).await.expect(201).json();
    assert_eq!((&made["title"], &made["tags"]), (&json!("A lamp"), &json!(["light", "oil"])));
    let _ = send(&mei, Method::POST, &format!("{drafts}/{draft}/post")).await.expect(404);
    let edit = format!("/p/{}/edit/draft", text(&made, "id"));
    let version = text(&made, "version");
    let more = [
        fields[0],
        fields[1],
        ("title", "A lamp that burns"),
        ("body", "All of it."),
        ("made_from", version.as_str()),
    ];
    let draft = writing.post(&edit, &more).await.expect(200).text;
    let changed = send(&mei, Method::POST, &format!("{drafts}/{draft}/post")).await.expect(200);
    let changed = changed.json();
    assert_eq!((&changed["id"], &changed["title"]), (&made["id"], &json!("A lamp that burns")));
    assert!(mei.get(drafts).await.json()["items"].as_array().unwrap().is_empty());
    assert_eq!(happened(&site, &owner, "post.created").await, 1);
}

#[db_test(wired)]
async fn a_program_makes_a_draft_and_changes_it_but_never_over_another_change(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let (_, _) = (space(&owner, "room", "open").await, space(&owner, "den", "secret").await);
    let mut writing = browser(&site, "mei", Role::Member).await;
    let mei = site.program(Some(&yaji::user::token(site.app().db(), "mei").await.unwrap()));
    let begun = json!({"title": "A lamp", "body": "Half of it."});
    let made = mei.post(DRAFTS, &begun).await.expect(201).json();
    let path = format!("{DRAFTS}/{}", text(&made, "id"));
    assert_eq!((&made["kind"], &made["space"]), (&json!("article"), &Value::Null));
    let more = json!({"body": "All of it.", "tags": "light, oil", "space": "room",
        "version": made["version"]});
    let changed = patch(&mei, &path, &more).await.expect(200).json();
    assert_eq!((&changed["title"], &changed["body"]), (&json!("A lamp"), &json!("All of it.")));
    let late = json!({"title": "A candle", "version": made["version"]});
    assert_eq!(patch(&mei, &path, &late).await.expect(409).code(), "draft.changed");
    assert_eq!(mei.get(&path).await.expect(200).json()["version"], changed["version"]);
    assert_eq!(patch(&owner, &path, &begun).await.expect(404).code(), "draft.missing");
    let opened = writing.get(&format!("/new?draft={}", text(&made, "id"))).await.expect(200);
    assert!(opened.has("value=\"A lamp\"") && opened.has("All of it."), "as in the composer");
    for (wrong, key) in [
        (json!({}), "post.body_missing"),
        (json!({"title": "A", "kind": "poll"}), "post.kind_invalid"),
        (
            json!({"title": "A", "gate": {"any_of": [{"kind": "space", "id": made["id"]}]}}),
            "post.gate_invalid",
        ),
    ] {
        assert_eq!(mei.post(DRAFTS, &wrong).await.expect(422).code(), key);
    }
    let hidden = json!({"title": "A", "space": "den"});
    assert_eq!(mei.post(DRAFTS, &hidden).await.expect(404).code(), "space.missing");
    let empty = json!({"title": "", "body": " "});
    assert_eq!(patch(&mei, &path, &empty).await.expect(422).code(), "post.body_missing");
    let made = send(&mei, Method::POST, &format!("{path}/post")).await.expect(201).json();
    assert_eq!((&made["title"], &made["tags"]), (&json!("A lamp"), &json!(["light", "oil"])));
    assert_eq!(happened(&site, &owner, "post.created").await, 1);
}

/// Publishes a draft by its address; the post that it became.
async fn published(program: &Program, draft: &str) -> Value {
    send(program, Method::POST, &format!("{DRAFTS}/{draft}/post")).await.expect(200).json()
}

#[db_test(wired)]
async fn a_draft_of_an_edit_leaves_the_gate_that_it_says_nothing_of(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let price = json!({"amount_minor": 900, "currency": "CNY", "term": "month"});
    let plan = json!({"kind": "membership", "name": "Tea", "prices": [price]});
    let plan = owner.post("/api/v1/products", &plan).await.expect(201).json();
    let room = space(&owner, "room", "open").await;
    let mut writing = browser(&site, "mei", Role::Member).await;
    let mei = site.program(Some(&yaji::user::token(site.app().db(), "mei").await.unwrap()));
    let id = super::post(&mei, "room", "A lamp").await;
    let post = format!("/api/v1/posts/{id}");
    let gate = json!({"gate": {"any_of": [{"kind": "plan", "id": plan["id"]}]}});
    let _ = patch(&owner, &post, &gate).await.expect(200);
    let fields = [
        ("kind", "article"),
        ("space", room.as_str()),
        ("title", "A lamp"),
        ("body", "Behind the gate."),
    ];
    let path = format!("/p/{id}/edit/draft");
    let draft = writing.post(&path, &fields).await.expect(200).text;
    let kept = published(&mei, &draft).await;
    assert_eq!((&kept["gate"], &kept["body"]), (&gate["gate"], &json!("Behind the gate.")));
    let from = text(&kept, "version");
    let wish = json!({"post": id, "title": "A lamp", "body": "Still there.", "made_from": from});
    let draft = mei.post(DRAFTS, &wish).await.expect(201).json();
    assert_eq!((&draft["made_from"], &draft["gate"]), (&json!(from), &Value::Null));
    let kept = published(&mei, &text(&draft, "id")).await;
    assert_eq!((&kept["gate"], &kept["body"]), (&gate["gate"], &json!("Still there.")));
    let late = mei.post(DRAFTS, &wish).await.expect(201).json();
    let late = format!("{DRAFTS}/{}/post", text(&late, "id"));
    let other = json!({"body": "Meanwhile."});
    let _ = patch(&owner, &post, &other).await.expect(200);
    assert_eq!(send(&mei, Method::POST, &late).await.expect(409).code(), "post.changed");
    let refused = owner.post(DRAFTS, &wish).await.expect(201);
    let ada = program(&site, "ada", Role::Member).await;
    let _ = ada.post(DRAFTS, &wish).await.expect(403);
    delete(&owner, &format!("{DRAFTS}/{}", text(&refused.json(), "id"))).await;
}
