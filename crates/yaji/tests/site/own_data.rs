//! What a member takes along, and what the team sees of a member.

use std::io::{Cursor, Read as _};

use db::{Db, db_test};
use serde_json::{Value, json};
use testkit::TestSite;
use web::Role;

use super::world::{program, site, wired};

/// A space of the owner's with a post of mei's, with a comment and a bookmark of hers.
async fn written(site: &TestSite) {
    let owner = program(site, "lin", Role::Owner).await;
    let mei = program(site, "mei", Role::Member).await;
    let space = json!({ "handle": "tea", "name": "Tea", "visibility": "open" });
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    let post = json!({ "space": "tea", "kind": "article", "title": "How to warm a pot",
                       "body": "Pour, wait, *pour out*." });
    let id = mei.post("/api/v1/posts", &post).await.expect(201).json()["id"].clone();
    let path = format!("/api/v1/posts/{}", id.as_str().unwrap());
    let comment = json!({ "body": "One more thing." });
    let _ = mei.post(&format!("{path}/comments"), &comment).await.expect(201);
    let _ = mei.send(http::Method::PUT, &format!("{path}/bookmark"), None, &[]).await;
}

async fn exported(site: &TestSite, handle: &str) -> zip::ZipArchive<Cursor<Vec<u8>>> {
    let db = site.app().db();
    let wanted = handle.to_owned();
    let id = db
        .tx(async move |tx| {
            let row = people::handle::store::find(tx, &wanted).await?.unwrap();
            people::export::ask(tx, row.member_id).await.map(|_| row.member_id)
        })
        .await
        .unwrap();
    site.settle().await;
    let rows = db.read(async move |tx| people::export::store::list(tx, id).await).await.unwrap();
    let bytes = people::export::fetch(site.app(), &rows[0]).await.unwrap();
    zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn part(file: &mut zip::ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Value {
    let mut text = String::new();
    file.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[db_test(wired)]
async fn the_file_with_ones_own_data_holds_what_every_slice_knows(db: Db) {
    let site = site(db).await;
    written(&site).await;
    let mut file = exported(&site, "mei").await;
    let community = part(&mut file, "community.json");
    assert_eq!(community["posts"][0]["title"], "How to warm a pot");
    assert_eq!(community["posts"][0]["body"], "Pour, wait, *pour out*.");
    assert_eq!(community["comments"][0]["body"], "One more thing.");
    assert_eq!(community["bookmarks"].as_array().unwrap().len(), 1);
    assert_eq!(part(&mut file, "account.json")["handle"], "mei");
    for name in ["entitlements.json", "orders.json", "notifications.json"] {
        let _ = part(&mut file, name);
    }
    let mut other = exported(&site, "lin").await;
    assert_eq!(part(&mut other, "community.json")["posts"], json!([]));
}

#[db_test(wired)]
async fn a_members_page_shows_their_newest_posts_and_the_way_to_all(db: Db) {
    let site = site(db).await;
    written(&site).await;
    let page = site.visitor().get("/m/mei").await.expect(200);
    assert!(page.has("How to warm a pot"));
    assert!(page.has("/m/mei/posts"));
    let page = site.visitor().get("/m/lin").await.expect(200);
    assert!(!page.has("How to warm a pot"));
}

#[db_test(wired)]
async fn whoever_asks_for_it_leaves_no_post_and_no_word_that_is_found(db: Db) {
    let site = site(db).await;
    written(&site).await;
    let id = site
        .app()
        .db()
        .tx(async |tx| {
            let row = people::handle::store::find(tx, "mei").await?.unwrap();
            people::erase::erase(tx, row.member_id, false).await.map(|()| row.member_id)
        })
        .await
        .unwrap();
    site.settle().await;
    let lists = ["/api/v1/posts", "/api/v1/search?q=warm"];
    for list in lists {
        let answer = site.program(None).get(list).await.expect(200).json();
        assert_eq!(answer["items"], json!([]), "{list}");
    }
    let rows = site.app().db().read(async move |tx| community::author::has_written(tx, id).await);
    assert!(rows.await.unwrap(), "tombstones stay for what others wrote");
}
