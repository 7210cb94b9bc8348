//! Limits, as those are told who meet them.

use db::{Db, db_test};

use super::doorway::{ask, asked, router, told};

#[db_test]
async fn whoever_asks_too_often_is_told_when_to_try_again(db: Db) {
    let router = router(db).await;
    for _ in 0..120 {
        let _ = ask(&router, asked("GET", "/nowhere")).await;
    }
    let english = |path: &str| asked("GET", path).header("accept-language", "en");
    let (status, _, page) = told(ask(&router, english("/")).await).await;
    assert!(status == 429 && page.contains("Try again in "), "{status}: {page}");
    let stream = english("/").header("accept", "text/vnd.turbo-stream.html");
    let banner = told(ask(&router, stream).await).await.2;
    assert!(banner.contains("Too many requests at once. Try again in "), "{banner}");
    let answer = ask(&router, english("/api/v1/device")).await;
    let seconds = answer.headers()["retry-after"].to_str().unwrap().to_owned();
    let problem = told(answer).await.2;
    assert!(problem.contains(&format!("\"retry_after\":{seconds}")), "{problem}");
}

#[test]
fn a_wait_is_told_in_units_that_people_count_in() {
    let told = |seconds| crate::again(kernel::Locale::En, seconds);
    assert_eq!(told(1), "Try again in a second.");
    assert_eq!(told(90), "Try again in 90 seconds.");
    assert_eq!(told(600), "Try again in 10 minutes.");
    assert_eq!(told(3_600), "Try again in 60 minutes.");
    assert_eq!(told(86_400), "Try again in 24 hours.");
}

#[db_test]
async fn who_sends_wrong_tokens_is_turned_away_after_as_many_as_a_visitor_may_ask_for(db: Db) {
    let router = router(db).await;
    let tried = async || {
        let request = asked("GET", "/api/v1/device").header("authorization", "Bearer guessed");
        ask(&router, request).await.status().as_u16()
    };
    for turn in 0..590 {
        assert_eq!(tried().await, 401, "{turn}");
    }
    for _ in 0..20 {
        let _ = tried().await;
    }
    assert_eq!(tried().await, 429);
    assert_eq!(ask(&router, asked("GET", "/api/v1/device")).await.status(), 200);
}
