//! What visitors are sent again is what would be drawn for them now.

use db::{Db, db_test};
use http::Method;
use serde_json::json;
use testkit::{Program, TestSite};
use web::Role;

use super::world::{program, registered, site, wired};

/// The owner, and the id and path of a post of theirs that anybody reads.
async fn with_a_post(site: &TestSite) -> (Program, String, String) {
    let owner = program(site, "mei", Role::Owner).await;
    let space = json!({"handle": "lab", "name": "Lab", "visibility": "open"});
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    let post = json!({"space": "lab", "kind": "article", "title": "How it began",
        "summary": "The first words", "body": "All of it."});
    let post = owner.post("/api/v1/posts", &post).await.expect(201).json();
    let text = |name: &str| post[name].as_str().unwrap().to_owned();
    (owner, text("id"), text("url"))
}

#[db_test(wired)]
async fn a_change_is_seen_by_the_next_visitor_and_what_is_gone_by_nobody(db: Db) {
    let site = site(db).await;
    let (owner, id, path) = with_a_post(&site).await;
    let places = [path.as_str(), "/?tab=latest", "/s/lab", "/api/v1/posts"];
    for place in places.into_iter().chain(places) {
        assert!(site.visitor().get(place).await.expect(200).has("The first words"), "{place}");
    }
    let one = format!("/api/v1/posts/{id}");
    let other = json!({"summary": "Other words"});
    let _ = owner.send(Method::PATCH, &one, Some(&other), &[]).await.expect(200);
    for place in places {
        let page = site.visitor().get(place).await.expect(200);
        assert!(page.has("Other words") && !page.has("The first words"), "{place}");
    }
    let _ = owner.send(Method::DELETE, &one, None, &[]).await.expect(204);
    for place in places {
        let page = site.visitor().get(place).await;
        assert!(!page.has("Other words"), "{place} still shows it");
    }
    let gone = site.visitor().get(&path).await.status.as_u16();
    assert!(matches!(gone, 404 | 410), "{gone}");
}

#[db_test(wired)]
async fn a_page_is_not_sent_to_whoever_reads_another_language_or_has_other_colours(db: Db) {
    let site = site(db).await;
    let (_, _, path) = with_a_post(&site).await;
    for place in [path.as_str(), "/", "/spaces"] {
        for language in ["zh-CN", "en", "zh-CN", "en"] {
            let page = site.visitor().speaking(language).get(place).await.expect(200);
            assert!(page.has(&format!("<html lang=\"{language}\" data-theme=\"auto\"")), "{place}");
        }
        for theme in ["dark", "light", "dark"] {
            let page = site.visitor().carrying("t", theme).get(place).await.expect(200);
            assert!(page.has(&format!("data-theme=\"{theme}\"")), "{place}");
        }
    }
}

#[db_test(wired)]
async fn members_are_never_sent_a_visitors_page_nor_visitors_a_members(db: Db) {
    let site = site(db).await;
    let (_, _, path) = with_a_post(&site).await;
    let mut member = registered(&site, "lin@example.org").await;
    for place in [path.as_str(), "/?tab=latest", "/spaces"] {
        for _ in 0..2 {
            let (theirs, others) = (member.get(place).await, site.visitor().get(place).await);
            assert!(theirs.has("href=\"/notifications\"") && !others.has("/notifications"));
            assert!(!theirs.has("href=\"/login") && others.has("href=\"/login"), "{place}");
        }
    }
}
