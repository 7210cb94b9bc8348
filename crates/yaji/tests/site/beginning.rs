//! A new site, and the ways through it: each page leads on to what can be done next.

use db::{Db, db_test};
use people::member::session::{Asker, By};
use serde_json::json;
use testkit::{Browser, TestSite};
use web::sessions::SessionKind;
use web::{Network, Role};

use super::world::{program, registered, site, wired};

/// The browser of somebody new with a role.
async fn browser(site: &TestSite, handle: &str, role: Role) -> Browser {
    let email = format!("{handle}@example.org");
    let id = yaji::user::create(site.app().db(), handle, &email, role).await.unwrap();
    let opened = site.app().db().tx(async move |tx| {
        let row = people::member::get(tx, id).await?;
        let network = Network { ip: std::net::IpAddr::from([127, 0, 0, 1]), agent: "test".into() };
        let asker = Asker { network, device: None, label: "test".to_owned() };
        people::member::session::open(tx, &row, SessionKind::Browser, By::Link, &asker).await
    });
    let token = opened.await.unwrap().token;
    site.visitor().carrying("s", &token)
}

#[db_test(wired)]
async fn a_phones_own_page_leads_to_everything_that_is_a_members(db: Db) {
    let site = site(db).await;
    let mut mei = registered(&site, "mei@example.org").await;
    assert!(mei.get("/spaces").await.expect(200).has("<a href=\"/me\">"));
    let page = mei.get("/me").await.expect(200);
    for href in ["/me/bookmarks", "/me/drafts", "/me/membership", "/me/orders", "/members"] {
        assert!(page.has(&format!("href=\"{href}\"")), "{href}");
        let _ = mei.get(href).await.expect(200);
    }
    assert!(page.has("href=\"/settings\"") && page.has("action=\"/logout\""));
}

#[db_test(wired)]
async fn the_owner_of_an_empty_site_is_led_to_the_first_space_and_post(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    for page in ["/", "/spaces", "/new"] {
        assert!(rosa.get(page).await.expect(200).has("href=\"/studio/spaces/new\""), "{page}");
    }
    let today = rosa.get("/studio").await.expect(200);
    for href in ["/studio/spaces/new", "/new", "/studio/products"] {
        assert!(today.has(&format!("href=\"{href}\"")), "{href}");
    }
    let editor = program(&site, "ada", Role::Admin).await;
    let space = json!({"handle": "room", "name": "Room", "visibility": "open"});
    let space = editor.post("/api/v1/spaces", &space).await.expect(201).json()["id"].clone();
    let post = json!({"space": space, "kind": "article", "title": "First", "body": "Hello."});
    let _ = editor.post("/api/v1/posts", &post).await.expect(201);
    let today = rosa.get("/studio").await.expect(200);
    let step = "class=\"btn btn--quiet btn--s\" href=\"/studio/spaces/new\"";
    assert!(!today.has(step) && !today.has("class=\"btn btn--quiet btn--s\" href=\"/new\""));
}

#[db_test(wired)]
async fn visitors_of_an_empty_site_are_promised_nothing_that_is_not_there(db: Db) {
    let site = site(db).await;
    let page = site.visitor().get("/").await.expect(200);
    assert!(!page.has("class=\"proof\"") && !page.has("href=\"#toc\""));
    assert!(!page.has("href=\"/join\""), "nothing is on sale");
}

#[db_test(wired)]
async fn a_file_that_is_no_picture_gets_the_form_again(db: Db) {
    let site = site(db).await;
    let mut mei = browser(&site, "mei", Role::Member).await;
    let answer = mei.upload("/settings/avatar", &[], b"no picture at all").await.expect(422);
    assert!(answer.has("id=\"avatar-e\"") && answer.has("action=\"/settings/avatar\""));
}

#[db_test(wired)]
async fn the_team_reads_words_where_the_log_keeps_keys(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await.speaking("zh-CN");
    let page = rosa.get("/studio/audit").await.expect(200);
    assert!(page.has("成员注册") || page.has("登录"), "{}", page.text);
}
