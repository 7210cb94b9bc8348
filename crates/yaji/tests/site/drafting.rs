//! Writing as a browser sees it: nothing is lost, and nothing is public before it should be.

use db::{Db, args, db_test, sql};
use serde_json::{Value, json};
use testkit::{Browser, Program, TestSite};
use web::Role;

use super::world::{program, registered, site, wired};

/// The id of a space that anybody may write in.
async fn room(site: &TestSite) -> String {
    let owner = program(site, "rosa", Role::Owner).await;
    let space = json!({"handle": "room", "name": "Room", "visibility": "open"});
    let made = owner.post("/api/v1/spaces", &space).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

fn text<'a>(space: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("kind", "article"), ("space", space), ("title", title), ("body", "Half of it.")]
}

async fn drafts(browser: &mut Browser) -> usize {
    browser.get("/me/drafts").await.expect(200).text.matches("data-item").count()
}

#[db_test(wired)]
async fn a_text_is_kept_as_one_draft_while_it_is_written(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let draft = mei.post("/new/draft", &text(&space, "A lamp")).await.expect(200).text;
    let mut later = text(&space, "A lamp that burns");
    later.push(("draft", &draft));
    assert_eq!(mei.post("/new/draft", &later).await.expect(200).text, draft);
    assert_eq!(drafts(&mut mei).await, 1);
    let again = mei.get(&format!("/new?draft={draft}")).await.expect(200);
    assert!(again.has("A lamp that burns") && again.has("Half of it."));
    let nothing = [("kind", "article"), ("space", space.as_str())];
    assert_eq!(mei.post("/new/draft", &nothing).await.expect(200).text, "");
    assert_eq!(drafts(&mut mei).await, 1);
}

#[db_test(wired)]
async fn enter_in_a_line_keeps_a_draft_and_publishes_nothing(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let page = mei.get("/new").await.expect(200).text;
    let form = page.split("id=\"compose\"").nth(1).unwrap();
    let first = form.split("<button").nth(1).unwrap();
    assert!(!first.split('>').next().unwrap().contains("name=\"act\""), "what Enter presses");
    let went = mei.post("/new", &text(&space, "Half a title")).await.sees_other();
    assert!(went.starts_with("/me/drafts"), "{went}");
    assert_eq!(drafts(&mut mei).await, 1);
    let posts = site.program(None).get("/api/v1/posts").await.expect(200).json();
    assert_eq!(posts["items"].as_array().unwrap().len(), 0);
}

#[db_test(wired)]
async fn without_script_a_preview_comes_with_everything_that_was_typed(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let typed = |act| {
        let mut typed = text(&space, "A lamp");
        typed.retain(|(name, _)| *name != "body");
        typed.extend([("body", "**Half** of it."), ("act", act)]);
        typed
    };
    let page = mei.post("/new", &typed("preview")).await.expect(200);
    assert!(page.has("<strong>Half</strong>") && page.has("**Half** of it."), "{}", page.text);
    assert!(page.has("value=\"A lamp\""));
    let posts = site.program(None).get("/api/v1/posts").await.expect(200).json();
    assert_eq!((drafts(&mut mei).await, posts["items"].as_array().unwrap().len()), (0, 0));
    let post = mei.post("/new", &typed("publish")).await.sees_other();
    let edit = format!("{}/edit", post.split('?').next().unwrap());
    let page = mei.post(&edit, &typed("preview")).await.expect(200);
    assert!(page.has("<strong>Half</strong>") && page.has("action=\"/p/"), "{}", page.text);
}

#[db_test(wired)]
async fn without_script_a_reply_is_looked_at_before_it_is_sent(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let mut sent = text(&space, "A lamp");
    sent.push(("act", "publish"));
    let whole = mei.post("/new", &sent).await.sees_other();
    let post = whole.split(['?', '-']).next().unwrap();
    let path = format!("{post}/comments");
    let comment = mei.post(&path, &[("kind", "comment"), ("body", "First.")]).await.sees_other();
    let comment = comment.split("#comment-").nth(1).unwrap();
    let reply = [("parent", comment), ("body", "**Second**."), ("act", "preview")];
    let page = mei.post(&path, &reply).await.expect(200);
    assert!(page.has("<strong>Second</strong>") && page.has("**Second**."), "{}", page.text);
    assert!(page.has(&format!("name=\"parent\" value=\"{comment}\"")));
    let edit = format!("{post}/c/{comment}/edit");
    let page = mei.post(&edit, &[("body", "*First*."), ("act", "preview")]).await.expect(200);
    assert!(page.has("<em>First</em>") && page.has("*First*."), "{}", page.text);
    let there = mei.get(&whole).await.expect(200);
    assert!(there.has("First.") && !there.has("Second"), "nothing was sent");
}

#[db_test(wired)]
async fn what_was_sent_without_a_session_stands_in_the_composer_again(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let mut mei = site.visitor();
    let mut sent = text(&space, "Written while signed out");
    sent.extend([("refill", "/new"), ("act", "publish")]);
    assert!(mei.post("/new", &sent).await.sees_other().starts_with("/login?"));
    let fields =
        [("name", "Mei"), ("email", "mei@example.org"), ("password", "a long enough secret")];
    let fields: Vec<_> = fields.into_iter().chain([("agree", "on")]).collect();
    let _ = mei.post("/register", &fields).await.sees_other();
    assert_eq!(mei.get("/kept?path=/new").await.sees_other(), "/new?kept=1");
    let page = mei.get("/new?kept=1").await.expect(200);
    assert!(page.has("Written while signed out") && page.has("Half of it."));
}

#[db_test(wired)]
async fn a_kept_form_names_its_fields_as_people_do_and_hides_the_others(db: Db) {
    let site = site(db).await;
    let mut mei = site.visitor();
    let path = "/p/0000000000000/comments";
    let _ = mei.post(path, &[("body", "My answer"), ("kind", "answer")]).await.sees_other();
    let fields =
        [("name", "Mei"), ("email", "mei@example.org"), ("password", "a long enough secret")];
    let fields: Vec<_> = fields.into_iter().chain([("agree", "on")]).collect();
    let _ = mei.post("/register", &fields).await.sees_other();
    let page = mei.get(&format!("/kept?path={path}")).await.expect(200);
    assert!(page.has("My answer") && page.has("type=\"hidden\" name=\"kind\" value=\"answer\""));
    assert!(!page.has(">kind<") && !page.has(">body<"));
}

#[db_test(wired)]
async fn who_is_no_longer_signed_in_is_shown_the_way_in_and_back(db: Db) {
    let site = site(db).await;
    let mut nobody = site.visitor().saying(None, Some("http://yaji.test/p/0000000000000?tab=new"));
    let answer = nobody.post_for_stream("/p/0000000000000/comments", &[("body", "Hello")]).await;
    let answer = answer.expect(401);
    assert!(answer.has("/login?back=%2Fp%2F0000000000000%3Ftab%3Dnew"), "{}", answer.text);
}

#[db_test(wired)]
async fn whom_to_mention_is_found_by_name_and_by_handle(db: Db) {
    let site = site(db).await;
    let _ = program(&site, "linjianshan", Role::Member).await;
    let mut mei = registered(&site, "mei@example.org").await;
    assert!(!mei.get("/mentions?q=linj").await.expect(200).has("data-handle"));
    let by_handle = mei.get("/mentions?q=linjianshan").await.expect(200);
    assert!(by_handle.has("data-handle=\"linjianshan\""), "{}", by_handle.text);
    assert!(!mei.get("/mentions?q=Me").await.expect(200).has("data-handle"));
    let _ = mei.post("/settings/privacy", &[("directory", "on"), ("profile_to", "everyone")]).await;
    let by_name = mei.get("/mentions?q=Me").await.expect(200);
    assert!(by_name.has("<b dir=\"auto\">Mei</b>"), "{}", by_name.text);
    assert!(!mei.get("/mentions?q=").await.expect(200).has("data-handle"));
    assert!(site.visitor().get("/mentions?q=Me").await.sees_other().starts_with("/login?"));
}

#[db_test(wired)]
async fn what_was_changed_after_a_version_is_shown_beside_it(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let ada = program(&site, "ada", Role::Editor).await;
    let post = json!({"space": space, "kind": "article", "title": "Lamp", "body": "Turn it off."});
    let made = ada.post("/api/v1/posts", &post).await.expect(201).json();
    let id = made["id"].as_str().unwrap().to_owned();
    let other = program(&site, "vera", Role::Admin).await;
    let text = json!({"body": "Turn it down."});
    let path = format!("/api/v1/posts/{id}");
    let _ = other.send(http::Method::PATCH, &path, Some(&text), &[]).await.expect(200);
    let page = site.visitor().get(&format!("/p/{id}/history")).await.expect(200);
    assert!(page.has("<del>off</del>") && page.has("<ins>down</ins>"), "{}", page.text);
    let kept = site.program(None).get(&format!("{path}/history")).await.expect(200).json();
    assert_eq!(kept["items"][0]["body"], "Turn it off.");
}

#[db_test(wired)]
async fn what_was_never_edited_or_only_just_has_an_empty_history(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let ada = program(&site, "ada", Role::Editor).await;
    let post = json!({"space": space, "kind": "article", "title": "Lamp", "body": "Turn it off."});
    let made = ada.post("/api/v1/posts", &post).await.expect(201).json();
    let (id, url) = (made["id"].as_str().unwrap(), made["url"].as_str().unwrap());
    let path = format!("/api/v1/posts/{id}");
    for body in ["Turn it off.", "Turn it down."] {
        let text = json!({"body": body});
        let _ = ada.send(http::Method::PATCH, &path, Some(&text), &[]).await.expect(200);
        let page = site.visitor().get(&format!("/p/{id}/history")).await.expect(200);
        assert!(page.has("Not edited yet"), "{}", page.text);
        assert!(!site.visitor().get(url).await.expect(200).has("/history\""));
    }
    let _ = site.visitor().get("/p/0000000000000/history").await.expect(404);
}

#[db_test(wired)]
async fn what_was_edited_where_it_came_from_says_so_and_offers_no_history(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let ada = program(&site, "ada", Role::Editor).await;
    let post = json!({"space": space, "kind": "article", "title": "Lamp", "body": "Off."});
    let made = ada.post("/api/v1/posts", &post).await.expect(201).json();
    let (id, url) = (made["id"].as_str().unwrap(), made["url"].as_str().unwrap());
    let path = format!("/api/v1/posts/{id}/comments");
    let said = ada.post(&path, &json!({"body": "Down."})).await.expect(201).json();
    let said = said["url"].as_str().unwrap();
    // As an import leaves them.
    let edited = async |tx: &mut db::Tx| {
        tx.exec(sql!("UPDATE posts SET edited_at = created_at"), args![]).await?;
        tx.exec(sql!("UPDATE comments SET edited_at = created_at"), args![]).await
    };
    let _ = site.app().db().tx(edited).await.unwrap();
    for (page, history) in [(url, format!("/p/{id}/history")), (said, format!("{said}/history"))] {
        let shown = site.visitor().get(page).await.expect(200);
        assert!(shown.has("edited") && !shown.has("/history\""), "{page}: {}", shown.text);
        let shown = site.visitor().get(&history).await.expect(200);
        assert!(shown.has("Edited where it came from"), "{}", shown.text);
        assert!(shown.has("Earlier versions were not brought along."), "{}", shown.text);
        let shown = site.visitor().speaking("zh-CN").get(&history).await.expect(200);
        assert!(shown.has("之前的版本没有一起带过来。"), "{}", shown.text);
    }
}

#[db_test(wired)]
async fn what_a_comment_was_is_kept_behind_the_gates_of_then_and_now(db: Db) {
    let site = site(db).await;
    let space = room(&site).await;
    let ada = program(&site, "ada", Role::Editor).await;
    let post = json!({"space": space, "kind": "article", "title": "Lamp", "body": "Off."});
    let made = ada.post("/api/v1/posts", &post).await.expect(201).json();
    let post = format!("/api/v1/posts/{}", made["id"].as_str().unwrap());
    let first = json!({"body": "Turn it off."});
    let said = ada.post(&format!("{post}/comments"), &first).await.expect(201).json();
    let (id, url) = (said["id"].as_str().unwrap(), said["url"].as_str().unwrap());
    let path = format!("/api/v1/comments/{id}");
    let edit = async |program: &Program, path: &str, change: Value| {
        program.send(http::Method::PATCH, path, Some(&change), &[]).await.expect(200)
    };
    let _ = edit(&ada, &path, json!({"body": "Turn it down."})).await;
    let history = format!("{url}/history");
    assert!(site.visitor().get(url).await.expect(200).has(&history));
    let page = site.visitor().get(&history).await.expect(200);
    assert!(page.has("<del>off</del>") && page.has("<ins>down</ins>"), "{}", page.text);
    let kept = site.program(None).get(&format!("{path}/history")).await.expect(200).json();
    assert_eq!((&kept["items"][0]["number"], &kept["next"]), (&json!(1), &Value::Null));
    assert_eq!(kept["items"][0]["body"], "Turn it off.");

    let plan = json!({"kind": "membership", "name": "Club", "prices": [
        {"amount_minor": 900, "currency": "CNY", "term": "month"}]});
    let owner = program(&site, "vera", Role::Owner).await;
    let plan = owner.post("/api/v1/products", &plan).await.expect(201).json();
    let gate = json!({"gate": {"any_of": [{"kind": "plan", "id": plan["id"]}]}});
    let _ = edit(&owner, &post, gate).await;
    for body in ["A secret.", "Another."] {
        let _ = edit(&owner, &path, json!({"body": body})).await;
    }
    let _ = site.visitor().get(&history).await.expect(403);
    let _ = edit(&owner, &post, json!({"gate": {"any_of": []}})).await;
    let kept = site.program(None).get(&format!("{path}/history")).await.expect(200);
    let items = kept.json()["items"].clone();
    assert_eq!(
        (&items[0]["locked"], &items[1]["locked"], &items[2]["locked"]),
        (&json!(true), &json!(true), &json!(false)),
        "{items}"
    );
    assert!(!kept.text.contains("A secret"));
}
