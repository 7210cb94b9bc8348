//! Methods that an address does not take.

use db::{Db, db_test};

use super::doorway::{ask, asked, router, told};

#[db_test]
async fn who_opens_a_forms_address_comes_to_the_page_with_the_form(db: Db) {
    let router = router(db).await;
    for (address, page) in [("/way/42/keep", "/way"), ("/way/%E9%9B%85/members", "/way")] {
        let answer = ask(&router, asked("GET", address)).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["location"]),
            (303, &page.parse().unwrap())
        );
    }
}

#[db_test]
async fn a_method_that_is_not_there_gets_a_page_that_leads_back(db: Db) {
    let router = router(db).await;
    for (method, address, allow) in
        [("GET", "/keep", "POST"), ("DELETE", "/", "GET, HEAD"), ("PUT", "/way/1/keep", "POST")]
    {
        let answer = ask(&router, asked(method, address)).await;
        assert_eq!(answer.headers()["allow"], allow, "{address}");
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        let (status, _, text) = told(answer).await;
        assert!(status == 405 && text.contains("href=\"/\""), "{address}: {status}");
    }
}

#[db_test]
async fn a_program_is_told_in_json_before_it_is_asked_who_it_is(db: Db) {
    let router = router(db).await;
    for (method, allow) in [("DELETE", "GET, HEAD"), ("PROPFIND", "GET, HEAD")] {
        let answer = ask(&router, asked(method, "/api/v1/held")).await;
        assert_eq!(answer.headers()["allow"], allow);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let (status, _, text) = told(answer).await;
        assert!(status == 405 && text.contains("request.method"), "{method}: {status} {text}");
    }
    let (status, ..) = told(ask(&router, asked("PROPFIND", "/api/v1/nowhere")).await).await;
    assert_eq!(status, 404, "there is nothing at all");
}

#[db_test]
async fn who_asks_again_too_soon_is_told_when_to(db: Db) {
    let answer = ask(&router(db).await, asked("POST", "/running")).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["retry-after"]),
        (409, &"1".parse().unwrap())
    );
}

#[db_test]
async fn what_no_door_has_drawn_carries_the_headers_too(db: Db) {
    let router = router(db).await;
    for address in [crate::assets::SITE_CSS, "/assets/none.js"] {
        let answer = ask(&router, asked("GET", address)).await;
        for name in [
            "content-security-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "referrer-policy",
            "x-content-type-options",
            "x-frame-options",
        ] {
            assert!(answer.headers().contains_key(name), "{address} has no {name}");
        }
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[db_test]
async fn the_api_reads_no_cookie(db: Db) {
    let router = router(db).await;
    let spoken = async |path: &str, cookie: &str| {
        let request = asked("GET", path).header("accept-language", "en").header("cookie", cookie);
        told(ask(&router, request).await).await.2
    };
    let api = spoken("/api/v1/nowhere", "l=zh-CN; d=known; t=dark").await;
    assert!(api.contains("There is nothing at this address"), "{api}");
    assert_eq!(spoken("/api/v1/device", "d=known").await, "none");
    assert!(spoken("/nowhere", "l=zh-CN").await.contains("lang=\"zh-CN\""));
}
