//! A new site, and the ways through it: each page leads on to what can be done next.

use std::net::Ipv4Addr;
use std::time::Duration;

use db::{Db, db_test};
use serde_json::json;
use testkit::Browser;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::Role;
use yaji::config::Config;

use super::world::{browser, program, registered, site, wired};

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
    let page = rosa.get("/studio/audit?what=all").await.expect(200);
    assert!(page.has("成员注册") || page.has("登录"), "{}", page.text);
}

/// The form of the settings as it stands, with some fields filled in and nothing switched on.
async fn settings_with(owner: &mut Browser, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = owner.get("/studio/settings").await.expect(200);
    let forms = testkit::Page::parse(&page.text).forms();
    let form = forms.into_iter().find(|form| form.action == "/studio/settings").unwrap();
    let mut fields: Vec<(String, String)> =
        form.fields.into_iter().map(|field| (field.name, field.value)).collect();
    let switches = ["team_second_factor", "confirm_before_writing"];
    fields.retain(|(name, _)| !switches.contains(&name.as_str()));
    for (name, value) in typed {
        let field = fields.iter_mut().find(|(field, _)| field == name);
        (*value).clone_into(&mut field.unwrap().1);
    }
    fields
}

#[db_test(wired)]
async fn settings_and_rules_change_once_the_owner_has_just_proved_who_they_are(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let fields = settings_with(&mut rosa, &[("mail_from", "letters@example.org")]).await;
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    site.app().clock().advance(6 * 60);
    let way = rosa.post("/studio/settings", &fields).await.sees_other();
    assert!(way.starts_with("/settings/confirm?back=%2Fkept"), "{way}");
    let texts = [("refill", "/studio/legal/rules"), ("chinese", "友善。"), ("english", "Be kind.")];
    let way = rosa.post("/studio/legal/rules", &texts).await.sees_other();
    assert!(way.starts_with("/settings/confirm?back=%2Fkept"), "{way}");
    let change = async |tx: &db::Tx| site::Settings::load(tx).await;
    let settings = site.app().db().read(change).await.unwrap();
    assert_eq!(settings.mail_from, "", "nothing changed");
    for (page, typed) in
        [("/studio/settings", "letters@example.org"), ("/studio/legal/rules", "Be kind.")]
    {
        let again = rosa.get(&format!("/kept?path={page}")).await.sees_other();
        assert_eq!(again, format!("{page}?kept=1"));
        assert!(rosa.get(&again).await.expect(200).has(typed), "what was typed is there again");
        assert!(!rosa.get(page).await.expect(200).has(typed), "where it is asked for alone");
    }
    let mut fresh = browser(&site, "olga", Role::Owner).await;
    let _ = fresh.post("/studio/settings", &fields).await.sees_other();
    let _ = fresh.post("/studio/legal/rules", &texts).await.sees_other();
    assert_eq!(site.app().settings().mail_from, "letters@example.org");
}

#[db_test(wired)]
async fn the_audit_log_shows_what_the_team_did_and_to_what(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "rosa", Role::Owner).await;
    let space = json!({"handle": "tea", "name": "Tea house", "visibility": "open"});
    let space = owner.post("/api/v1/spaces", &space).await.expect(201).json();
    let mut ada = browser(&site, "ada", Role::Admin).await;
    site.app().db().catch_up().await.unwrap();
    let acts = ada.get("/studio/audit").await.expect(200);
    let path = format!("/studio/spaces/{}", space["id"].as_str().unwrap());
    assert!(acts.has(&path) && acts.has("Tea house"), "{}", acts.text);
    let all = ada.get("/studio/audit?what=all").await.expect(200);
    let rows = |page: &str| page.matches("session.started").count();
    assert_eq!(rows(&acts.text), 1, "the choice alone");
    assert!(rows(&all.text) > 1, "{}", all.text);
    let mine = ada.get("/studio/audit?who=ada").await.expect(200);
    assert!(!mine.has("Tea house"));
}

#[db_test(wired)]
async fn a_public_address_that_is_typed_wrong_leaves_the_owner_a_way_back(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let fields = settings_with(&mut rosa, &[("url", "https://exmaple.org")]).await;
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let _ = rosa.post("/studio/settings", &fields).await.sees_other();
    assert_eq!(site.app().settings().url.as_deref(), Some("https://exmaple.org"));
    let page = rosa.get("/studio/settings").await.expect(200);
    assert!(page.has("https://exmaple.org"), "shown where it can be put right");
}

#[db_test(wired)]
async fn everything_that_is_wrong_with_the_settings_is_told_at_its_field(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await.speaking("zh-CN");
    let before = site.app().settings();
    let (tagline, seller) = ("字".repeat(3_000), "字".repeat(5_000));
    let description = "x".repeat(100_000);
    let typed = [
        ("name", ""),
        ("tagline", tagline.as_str()),
        ("description", description.as_str()),
        ("accent", "red"),
        ("url", "ftp://example.org"),
        ("zone", "Mars/Olympus"),
        ("seller", seller.as_str()),
        ("support_email", "bad"),
        ("mail_from", "no address at all"),
        ("refund_days", "-1"),
    ];
    let fields = settings_with(&mut rosa, &typed).await;
    let page = rosa.submit("/studio/settings", &fields).await.expect(422);
    for (field, _) in typed {
        assert!(page.has(&format!("id=\"{field}-e\"")), "{field}");
    }
    assert!(page.has("有 10 处要改") && page.has("没有这个时区"));
    assert_eq!(site.app().settings(), before, "nothing changed");
    let evil = [("mail_from", "Rosa\r\nBcc: a@b.c <rosa@example.org>")];
    let fields = settings_with(&mut rosa, &evil).await;
    let page = rosa.submit("/studio/settings", &fields).await.expect(422);
    assert!(page.has("id=\"mail_from-e\"") && page.has("有 1 处要改"));
}

#[db_test(wired)]
async fn the_log_of_a_new_site_is_checked_before_anybody_asks(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await.speaking("zh-CN");
    assert!(rosa.get("/studio/audit").await.expect(200).has("链尚未检查"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let (_stop, stopped) = watch::channel(false);
    let (app, config) = (site.app().clone(), Config::default());
    let served = tokio::spawn(async move {
        yaji::serve::run_on(app, &config, listener, stopped).await.unwrap();
    });
    let checked = async {
        while !rosa.get("/studio/audit").await.expect(200).has("链完整") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), checked).await.unwrap();
    // Without closing the database, which the test still holds.
    served.abort();
}
