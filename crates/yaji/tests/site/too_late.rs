//! What is sent to a place that shut while it was written: nothing that was typed is lost.

use db::{Db, db_test};
use http::Method;
use serde_json::{Value, json};
use testkit::{Answer, Browser, Program, TestSite};
use web::Role;

use super::world::{browser, program, registered, site, wired};

/// A post of the team in an open space, and who keeps it.
struct Place {
    keeper: Program,
    space: String,
    post: String,
    url: String,
}

impl Place {
    async fn open(site: &TestSite) -> Self {
        let keeper = program(site, "rosa", Role::Owner).await;
        let space = json!({"handle": "room", "name": "Room", "visibility": "open"});
        let space = keeper.post("/api/v1/spaces", &space).await.expect(201).json();
        let post = json!({"space": "room", "kind": "article", "title": "Lamp", "body": "Off."});
        let post = keeper.post("/api/v1/posts", &post).await.expect(201).json();
        let text = |of: &Value, name: &str| of[name].as_str().unwrap().to_owned();
        let (space, url) = (text(&space, "id"), text(&post, "url"));
        Self { post: text(&post, "id"), keeper, space, url }
    }

    async fn keeper_does(&self, method: Method, path: &str, body: Option<&Value>) {
        let answer = self.keeper.send(method, path, body, &[]).await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }

    async fn comment(&self, from: &mut Browser, more: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> =
            [("body", "Mind the wick.")].into_iter().chain(more.to_vec()).collect();
        from.post(&format!("/p/{}/comments", self.post), &fields).await
    }
}

/// Whether a form holds a text and says why it was not taken.
fn is_kept(answer: &Answer, typed: &str, why: &str) -> bool {
    let (_, form) = answer.text.split_once("<form class=\"form").unwrap_or_default();
    form.contains(typed) && answer.has(why) && answer.has("What you wrote is still here.")
}

#[db_test(wired)]
async fn a_comment_stands_in_its_form_when_the_discussion_shut_meanwhile(db: Db) {
    let site = site(db).await;
    let place = Place::open(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let mut keeper = browser(&site, "edda", Role::Editor).await;
    let _ = keeper.post(&format!("/p/{}/closed", place.post), &[]).await.sees_other();
    let shut = place.comment(&mut mei, &[]).await.expect(403);
    assert!(is_kept(&shut, "Mind the wick.", "The discussion is closed."), "{}", shut.text);
    assert!(shut.has(&format!("href=\"{}#comments\"", place.url)), "the way back to the post");
    let fields = [("body", "Mind the wick.")];
    let path = format!("/p/{}/comments", place.post);
    let above = mei.post_for_stream(&path, &fields).await.expect(403);
    assert!(above.has("target=\"toasts\""), "the page stands as it was: {}", above.text);
}

#[db_test(wired)]
async fn a_comment_stands_in_its_form_when_the_post_was_gated_or_deleted_meanwhile(db: Db) {
    let site = site(db).await;
    let place = Place::open(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let plan = json!({"kind": "membership", "name": "Club", "prices": [
        {"amount_minor": 900, "currency": "CNY", "term": "month"}]});
    let plan = place.keeper.post("/api/v1/products", &plan).await.expect(201).json();
    let gate = json!({"gate": {"any_of": [{"kind": "plan", "id": plan["id"]}]}});
    let path = format!("/api/v1/posts/{}", place.post);
    place.keeper_does(Method::PATCH, &path, Some(&gate)).await;
    let locked = place.comment(&mut mei, &[]).await.expect(403);
    assert!(is_kept(&locked, "Mind the wick.", "This part is open to members."), "{}", locked.text);
    assert!(locked.has(&format!("href=\"{}#offer\"", place.url)), "{}", locked.text);
    place.keeper_does(Method::DELETE, &path, None).await;
    let gone = place.comment(&mut mei, &[]).await.expect(410);
    assert!(is_kept(&gone, "Mind the wick.", "This post was deleted."), "{}", gone.text);
    assert!(!gone.has("#comments\""), "there is no post to go back to");
}

#[db_test(wired)]
async fn a_reply_stands_in_a_form_of_the_post_when_what_it_replies_to_was_deleted(db: Db) {
    let site = site(db).await;
    let place = Place::open(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let path = format!("/api/v1/posts/{}/comments", place.post);
    let said = place.keeper.post(&path, &json!({"body": "Which lamp?"})).await.expect(201).json();
    let said = said["id"].as_str().unwrap();
    let nothing = [("body", " "), ("parent", said)];
    let nothing = mei.post(&format!("/p/{}/comments", place.post), &nothing).await.expect(422);
    assert!(nothing.has(&format!("name=\"parent\" value=\"{said}\"")), "it is still a reply");
    place.keeper_does(Method::DELETE, &format!("/api/v1/comments/{said}"), None).await;
    let lost = place.comment(&mut mei, &[("parent", said)]).await.expect(404);
    assert!(is_kept(&lost, "Mind the wick.", "There is no such comment."), "{}", lost.text);
    assert!(!lost.has("name=\"parent\""), "sent again it goes below the post");
}

#[db_test(wired)]
async fn what_changes_a_comment_stands_in_its_form_when_the_comment_was_deleted(db: Db) {
    let site = site(db).await;
    let place = Place::open(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let at = place.comment(&mut mei, &[]).await.sees_other();
    let id = at.split("#comment-").nth(1).unwrap();
    place.keeper_does(Method::DELETE, &format!("/api/v1/comments/{id}"), None).await;
    let edit = format!("/p/{}/c/{id}/edit", place.post);
    let gone = mei.post(&edit, &[("body", "Mind the long wick.")]).await.expect(410);
    assert!(is_kept(&gone, "Mind the long wick.", "This comment was deleted."), "{}", gone.text);
}

#[db_test(wired)]
async fn a_post_stands_in_the_composer_when_its_place_shut_meanwhile(db: Db) {
    let site = site(db).await;
    let place = Place::open(&site).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let fields = [
        ("kind", "article"),
        ("space", place.space.as_str()),
        ("title", "Wicks"),
        ("body", "Trim them."),
        ("act", "publish"),
    ];
    let mine = mei.post("/new", &fields).await.sees_other();
    let space = format!("/api/v1/spaces/{}", place.space);
    place.keeper_does(Method::PATCH, &space, Some(&json!({"posting": "team"}))).await;
    let refused = mei.post("/new", &fields).await.expect(403);
    let why = "Only the team posts in this space.";
    assert!(is_kept(&refused, "Trim them.", why), "{}", refused.text);

    let id = mine.trim_start_matches("/p/").split('-').next().unwrap();
    place.keeper_does(Method::DELETE, &format!("/api/v1/posts/{id}"), None).await;
    for act in ["publish", "keep"] {
        let changed =
            [("kind", "article"), ("title", "Wicks"), ("body", "Trim them short."), ("act", act)];
        let gone = mei.post(&format!("/p/{id}/edit"), &changed).await.expect(410);
        assert!(is_kept(&gone, "Trim them short.", "This post was deleted."), "{}", gone.text);
    }
}
