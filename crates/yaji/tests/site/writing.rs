//! Several hands on one text: what each of them changes stays.

use db::{Db, args, db_test, sql};
use http::Method;
use serde_json::{Value, json};
use testkit::{Browser, Page, PageForm, Program, TestSite};
use web::Role;

use super::world::{program, registered, site, wired};

/// An open space with an article that its owner wrote.
async fn article(site: &TestSite) -> (Program, String) {
    let owner = program(site, "mei", Role::Owner).await;
    let space = json!({"handle": "tea", "name": "Tea", "visibility": "open"});
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    let post = json!({"space": "tea", "kind": "article", "title": "One", "body": "first"});
    let post = owner.post("/api/v1/posts", &post).await.expect(201).json();
    (owner, format!("/api/v1/posts/{}", post["id"].as_str().unwrap()))
}

async fn plan(owner: &Program) -> String {
    let price = json!({"amount_minor": 19_900, "currency": "CNY", "term": "year"});
    let product = json!({"kind": "membership", "name": "Gold", "prices": [price]});
    let made = owner.post("/api/v1/products", &product).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn patch(program: &Program, path: &str, body: Value) -> testkit::Answer {
    program.send(Method::PATCH, path, Some(&body), &[]).await
}

#[db_test(wired)]
async fn what_several_change_of_a_post_at_once_all_stands(db: Db) {
    let site = site(db).await;
    let (owner, path) = article(&site).await;
    let plan = plan(&owner).await;
    let gate = json!({"any_of": [{"kind": "plan", "id": plan}]});
    for round in 0..3 {
        let (title, summary) = (format!("Title {round}"), format!("Summary {round}"));
        let (tag, body) = (format!("t{round}"), format!("paid words {round}"));
        let changes = [
            json!({"title": title}),
            json!({"summary": summary}),
            json!({"tags": [tag]}),
            json!({"body": body}),
            json!({ "gate": gate }),
        ];
        let sent = changes.map(|change| patch(&owner, &path, change));
        for answer in futures_util::future::join_all(sent).await {
            let _ = answer.expect(200);
        }
        let post = owner.get(&path).await.expect(200).json();
        assert_eq!((&post["title"], &post["summary"]), (&json!(title), &json!(summary)));
        assert_eq!((&post["tags"], &post["body"]), (&json!([tag]), &json!(body)));
        assert_eq!(post["gate"], gate, "the gate was lost in round {round}");
        let seen = site.program(None).get(&path).await.expect(200);
        assert!(!seen.has("paid words"), "{}", seen.text);
        let _ = patch(&owner, &path, json!({"gate": {"any_of": []}})).await.expect(200);
        assert!(owner.get(&path).await.json()["gate"].is_null());
    }
}

#[db_test(wired)]
async fn an_edit_over_another_version_than_it_names_changes_nothing(db: Db) {
    let site = site(db).await;
    let (owner, path) = article(&site).await;
    let seen = owner.get(&path).await.json()["version"].clone();
    let _ = patch(&owner, &path, json!({"title": "Two", "version": seen})).await.expect(200);
    let late = patch(&owner, &path, json!({"title": "Three", "version": seen})).await.expect(409);
    assert_eq!(late.code(), "post.changed");
    assert_eq!(owner.get(&path).await.json()["title"], "Two");
}

/// What a browser sends of a form whose first choices stand, and whose button to publish is pressed
/// where it has one.
fn sent(form: &PageForm) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for field in form.fields.iter().filter(|field| !["button", "file"].contains(&&*field.kind)) {
        if fields.iter().all(|(name, _)| *name != field.name) {
            fields.push((field.name.clone(), field.value.clone()));
        }
    }
    if form.fields.iter().any(|field| field.name == "act") {
        fields.push(("act".to_owned(), "publish".to_owned()));
    }
    fields
}

/// The fields of the form that posts to a path, with some of them filled in.
async fn filled(
    browser: &mut Browser,
    page: &str,
    typed: &[(&str, &str)],
) -> (String, Vec<(String, String)>) {
    let answer = browser.get(page).await.expect(200);
    let form = Page::parse(&answer.text).forms().into_iter();
    let mut form = form.filter(|form| form.fields.iter().any(|field| field.name == "body"));
    let form = form.next().unwrap();
    let mut fields = sent(&form);
    for (name, value) in &mut fields {
        if let Some((_, typed)) = typed.iter().find(|(field, _)| field == name) {
            (*typed).clone_into(value);
        }
    }
    (form.action, fields)
}

async fn send(
    browser: &mut Browser,
    (action, fields): &(String, Vec<(String, String)>),
) -> testkit::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.post(action, &fields).await
}

/// A member's browser, and an article of theirs.
async fn authored(site: &TestSite) -> (Browser, String) {
    let owner = program(site, "keeper", Role::Owner).await;
    let space = json!({"handle": "tea", "name": "Tea", "visibility": "open"});
    let space = owner.post("/api/v1/spaces", &space).await.expect(201).json();
    let mut mei = registered(site, "mei@example.org").await;
    let fields = [
        ("kind", "article"),
        ("space", space["id"].as_str().unwrap()),
        ("title", "Oolong"),
        ("body", "first words"),
        ("act", "publish"),
    ];
    let post = mei.post("/new", &fields).await.sees_other();
    (mei, post)
}

#[db_test(wired)]
async fn who_saves_second_is_shown_both_versions_and_loses_nothing(db: Db) {
    let site = site(db).await;
    let (mut mei, post) = authored(&site).await;
    let edit = format!("{post}/edit");
    let one = filled(&mut mei, &edit, &[("body", "words of the first tab")]).await;
    let two = filled(&mut mei, &edit, &[("body", "words of the second tab")]).await;
    let _ = send(&mut mei, &one).await.sees_other();
    let again = send(&mut mei, &two).await.expect(409);
    let shown = Page::parse(&again.text);
    assert!(again.has("first"), "the version that stands there is shown");
    assert!(mei.get(&post).await.has("words of the first tab"));
    let form =
        shown.forms().into_iter().find(|form| sent(form).iter().any(|(name, _)| name == "body"));
    let form = form.unwrap();
    let typed = form.fields.iter().find(|field| field.name == "body").unwrap();
    assert_eq!(typed.value.trim(), "words of the second tab");
    let fields = sent(&form);
    let _ = send(&mut mei, &(edit, fields)).await.sees_other();
    assert!(mei.get(&post).await.has("words of the second tab"));
}

#[db_test(wired)]
async fn an_author_who_sets_no_gates_leaves_the_one_that_the_team_set(db: Db) {
    let site = site(db).await;
    let (mut mei, post) = authored(&site).await;
    let owner = program(&site, "second", Role::Owner).await;
    let plan = plan(&owner).await;
    let gate = json!({"gate": {"any_of": [{"kind": "plan", "id": plan}]}});
    let id = post.trim_start_matches("/p/").split('-').next().unwrap();
    let path = format!("/api/v1/posts/{id}");
    let _ = patch(&owner, &path, gate).await.expect(200);
    let edit = filled(&mut mei, &format!("{post}/edit"), &[("body", "paid words")]).await;
    let _ = send(&mut mei, &edit).await.sees_other();
    assert!(!site.program(None).get(&path).await.expect(200).has("paid words"));
}

#[db_test(wired)]
async fn a_form_that_is_sent_twice_makes_one_post_and_one_comment(db: Db) {
    let site = site(db).await;
    let (mut mei, post) = authored(&site).await;
    let space = filled(&mut mei, "/new", &[("title", "Pu-erh"), ("body", "b")]).await;
    let first = send(&mut mei, &space).await.sees_other();
    assert_eq!(send(&mut mei, &space).await.sees_other(), first);
    let comment = filled(&mut mei, &post, &[("body", "only once")]).await;
    let first = send(&mut mei, &comment).await.sees_other();
    assert_eq!(send(&mut mei, &comment).await.sees_other(), first);
    let other = filled(&mut mei, &post, &[("body", "only once")]).await;
    assert_ne!(send(&mut mei, &other).await.sees_other(), first, "said again on purpose");
    let count = async |sql: db::Sql| {
        let found = site.app().db().read(async move |tx| tx.one::<i64>(sql, args![]).await).await;
        found.unwrap().unwrap_or_default()
    };
    assert_eq!(count(sql!("SELECT COUNT(*) FROM posts")).await, 2);
    assert_eq!(count(sql!("SELECT COUNT(*) FROM comments")).await, 2);
}
