//! What the team reads by its right to read everything leaves a trace, and nothing else does.

use db::{Db, args, db_test, sql};
use serde_json::json;
use testkit::TestSite;
use web::Role;

use super::world::{browser, program, site, wired};

async fn inspected(site: &TestSite) -> i64 {
    let count = sql!("SELECT COUNT(*) FROM events WHERE name = 'content.inspected'");
    let found = site.app().db().read(async move |tx| tx.one::<i64>(count, args![]).await).await;
    found.unwrap().unwrap()
}

#[db_test(wired)]
async fn private_content_that_only_the_team_may_read_is_told_once_a_member_thing_and_day(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let mut paths = Vec::new();
    for visibility in ["open", "members", "secret"] {
        let space = json!({"handle": visibility, "name": visibility, "visibility": visibility});
        let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
        let post = json!({"space": visibility, "kind": "article", "title": "One", "body": "deep"});
        let made = owner.post("/api/v1/posts", &post).await.expect(201).json();
        paths.push(made["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(inspected(&site).await, 0, "what one wrote oneself is no secret");
    let mut momo = browser(&site, "momo", Role::Moderator).await;
    for post in &paths[..2] {
        let _ = momo.get(&format!("/p/{post}-one")).await.expect(200);
    }
    let _ = momo.get("/s/members").await.expect(200);
    assert_eq!(inspected(&site).await, 0, "every member reads that");
    let secret = &paths[2];
    for _ in 0..2 {
        let _ = momo.get(&format!("/p/{secret}-one")).await.expect(200);
    }
    let token = yaji::user::token(site.app().db(), "momo").await.unwrap();
    let program = site.program(Some(&token));
    let _ = program.get(&format!("/api/v1/posts/{secret}")).await.expect(200);
    let _ = program.get(&format!("/api/v1/posts/{secret}/comments")).await.expect(200);
    assert_eq!(inspected(&site).await, 1);
    let _ = momo.get("/s/secret").await.expect(200);
    assert_eq!(inspected(&site).await, 2, "the list of a space is another thing");
    let log = owner.get("/api/v1/events?limit=100").await.expect(200).json();
    let told = log["items"].as_array().unwrap().iter();
    let told: Vec<_> = told.filter(|event| event["name"] == "content.inspected").collect();
    let id = program.get("/api/v1/me").await.expect(200).json()["id"].clone();
    assert_eq!(told[0]["payload"]["thing"], json!({"kind": "post", "id": secret}));
    assert!(told.iter().all(|event| event["actor"] == id));
    let mut ada = browser(&site, "ada", Role::Member).await;
    let _ = ada.get(&format!("/p/{secret}-one")).await.expect(404);
    assert_eq!(inspected(&site).await, 2, "who may not read it is told nothing and leaves nothing");
    site.days_pass(1);
    let mut momo = browser(&site, "mona", Role::Moderator).await;
    let _ = momo.get(&format!("/p/{secret}/history")).await.expect(200);
    let _ = momo.get(&format!("/p/{secret}-one")).await.expect(200);
    assert_eq!(inspected(&site).await, 3);
}

#[db_test(wired)]
async fn the_team_meets_what_is_secret_in_its_own_space_alone_and_leaves_a_trace_there(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    for visibility in ["open", "secret"] {
        let space = json!({"handle": visibility, "name": visibility, "visibility": visibility});
        let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
        let title = format!("{visibility} zebrafinch");
        let post = json!({"space": visibility, "kind": "question", "title": title, "body": "deep",
            "tags": ["birds"]});
        let made = owner.post("/api/v1/posts", &post).await.expect(201).json();
        let said = format!("/api/v1/posts/{}/comments", made["id"].as_str().unwrap());
        let _ =
            owner.post(&said, &json!({"body": format!("{visibility} reply")})).await.expect(201);
    }
    let mut momo = browser(&site, "momo", Role::Moderator).await;
    let token = yaji::user::token(site.app().db(), "momo").await.unwrap();
    let program = site.program(Some(&token));
    let lists = [
        "/",
        "/?tab=hot",
        "/?tab=unanswered",
        "/t/birds",
        "/search?q=zebrafinch",
        "/m/olga",
        "/m/olga/posts",
        "/m/olga/comments",
    ];
    for path in lists {
        let page = momo.get(path).await.expect(200);
        assert!(page.has("open") && !page.has("secret zebrafinch"), "{path}");
        assert!(!page.has("secret reply"), "{path}");
    }
    for path in ["/api/v1/posts", "/api/v1/posts?tag=birds", "/api/v1/search?q=zebrafinch"] {
        let list = program.get(path).await.expect(200);
        assert!(list.has("open zebrafinch") && !list.has("secret zebrafinch"), "{path}");
    }
    assert_eq!(inspected(&site).await, 0, "nothing private was shown");
    let list = program.get("/api/v1/posts?space=secret").await.expect(200);
    assert!(list.has("secret zebrafinch"));
    assert_eq!(inspected(&site).await, 1);
    assert!(momo.get("/s/secret").await.expect(200).has("secret zebrafinch"));
    assert_eq!(inspected(&site).await, 1, "once a member, thing and day");
}
