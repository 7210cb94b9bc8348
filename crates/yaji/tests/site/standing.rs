//! People of different standing meet in one place.

use db::{Db, db_test};
use http::Method;
use serde_json::json;
use testkit::{Caller, Cast, Outcomes, Plan};

use super::world::{cast, wired};

const FREE: &str = "The first chapter is for everybody.";
const REST: &str = "The rest of it is for members.";

/// A post of the author's in a space that the plan opens: its address, and its comments' in the API.
async fn club(cast: &Cast, plan: &Plan) -> (String, String) {
    let owner = cast.program(Caller::Owner).await;
    let space = json!({"handle": "club", "name": "Club", "visibility": "plan",
        "plans": [plan.id], "shown": true});
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    let author = cast.program(Caller::Author).await;
    let body = format!("{FREE}\n\n[[paid]]\n\n{REST}");
    let post = json!({"space": "club", "kind": "article", "title": "A book", "body": body});
    let made = author.post("/api/v1/posts", &post).await.expect(201).json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("url"), format!("/api/v1/posts/{}/comments", text("id")))
}

#[db_test(wired)]
async fn a_paying_member_reads_on_and_a_lapsed_one_is_offered_the_way_back_in(db: Db) {
    let cast = cast(db).await;
    let plan = cast.with_plan().await;
    let (post, _) = club(&cast, &plan).await;
    assert!(cast.browser(Caller::Paying).await.get(&post).await.has(REST));
    let page = cast.browser(Caller::Lapsed).await.get(&post).await.expect(200);
    assert!(page.has(FREE) && page.has("id=\"offer\"") && !page.has(REST), "{}", page.text);
    let _ = cast.buys(Caller::Lapsed, &plan, Outcomes::Success).await;
    assert!(cast.browser(Caller::Lapsed).await.get(&post).await.has(REST));
}

#[db_test(wired)]
async fn what_one_member_says_another_reads_until_it_is_moderated_and_no_visitor_ever(db: Db) {
    let cast = cast(db).await;
    let (post, comments) = club(&cast, &cast.with_plan().await).await;
    let said = json!({"body": "I read it twice."});
    let said = cast.program(Caller::PayingToo).await.post(&comments, &said).await.expect(201);
    assert!(cast.browser(Caller::Paying).await.get(&post).await.has("I read it twice."));
    assert!(!cast.browser(Caller::Visitor).await.get(&post).await.has("I read it twice."));
    let comment = format!("/api/v1/comments/{}", said.json()["id"].as_str().unwrap());
    let moderator = cast.program(Caller::Moderator).await;
    let _ = moderator.send(Method::DELETE, &comment, None, &[]).await.expect(204);
    assert!(!cast.browser(Caller::Paying).await.get(&post).await.has("I read it twice."));
}

#[db_test(wired)]
async fn a_year_that_was_paid_for_ends_by_the_clock_after_a_letter_that_says_so(db: Db) {
    let cast = cast(db).await;
    let plan = cast.with_plan().await;
    let (post, _) = club(&cast, &plan).await;
    let _ = cast.buys(Caller::Free, &plan, Outcomes::Success).await;
    let receipt = cast.site.letter_to(&Caller::Free.email());
    cast.site.days_pass(360);
    cast.settle().await;
    assert!(cast.browser(Caller::Free).await.get(&post).await.has(REST), "five days are left");
    let reminder = cast.site.letter_to(&Caller::Free.email());
    assert!(reminder.subject != receipt.subject && reminder.text.contains("Year"));
    cast.site.days_pass(7);
    assert!(!cast.browser(Caller::Free).await.get(&post).await.has(REST));
}
