//! What the next page says once.

use db::{Db, db_test};

use super::doorway::{SENTENCE, ask, asked, router, told};

/// The cookie that a form's answer gave, as the browser sends it.
async fn given(router: &axum::Router) -> String {
    let (status, cookies, _) = told(ask(router, asked("POST", "/keep")).await).await;
    assert_eq!(status, 303);
    cookies[0].split(';').next().unwrap().to_owned()
}

#[db_test]
async fn a_sentence_is_said_by_the_next_page_and_its_cookie_is_taken_away(db: Db) {
    let router = router(db).await;
    let cookie = given(&router).await;
    let (status, cookies, _) =
        told(ask(&router, asked("GET", "/way").header("cookie", &cookie)).await).await;
    assert_eq!((status.as_u16(), cookies.len()), (303, 0), "it waits for a page");
    let (_, cookies, _) =
        told(ask(&router, asked("HEAD", "/").header("cookie", &cookie)).await).await;
    assert!(cookies.is_empty(), "nobody has seen it yet");
    let answer = ask(&router, asked("GET", "/").header("cookie", &cookie)).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let (_, cookies, text) = told(answer).await;
    assert!(
        text.contains(&format!("<output class=\"toast\"><span class=\"toast__text\">{SENTENCE}"))
    );
    assert!(cookies[0].starts_with("f=;") && cookies[0].contains("Max-Age=0"), "{cookies:?}");
}

#[db_test]
async fn what_is_said_to_one_visitor_is_kept_for_no_other(db: Db) {
    let router = router(db).await;
    let cookie = given(&router).await;
    for _ in 0..2 {
        let (.., text) = told(ask(&router, asked("GET", "/")).await).await;
        assert!(!text.contains(SENTENCE));
        let (.., text) =
            told(ask(&router, asked("GET", "/").header("cookie", &cookie)).await).await;
        assert!(text.contains(SENTENCE), "the kept page has no sentence");
    }
}

#[db_test]
async fn a_sentence_that_we_did_not_write_is_not_said(db: Db) {
    let router = router(db).await;
    let cookie = given(&router).await.replacen('.', "x.", 1);
    for cookie in [cookie.as_str(), "f=Pay here", "f="] {
        let (_, cookies, text) =
            told(ask(&router, asked("GET", "/").header("cookie", cookie)).await).await;
        assert!(!text.contains("<output class=\"toast\"") && cookies.is_empty(), "{cookie}");
    }
}
