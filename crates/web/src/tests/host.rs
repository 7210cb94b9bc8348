//! Under which names the site is asked.

use db::{Db, db_test};
use http::Request;

use super::doorway::{ask, router, set, told};
use crate::Line;

#[db_test]
async fn once_the_site_has_an_address_only_its_health_is_told_under_others(db: Db) {
    set(&db, "url", "https://yaji.test".into()).await;
    let router = router(db).await;
    let at = |host: &str, path: &str| Request::get(path).header("host", host);
    for host in ["10.0.0.7:8080", "localhost", "evil.test"] {
        assert_eq!(ask(&router, at(host, "/")).await.status(), 421, "{host}");
        assert_eq!(ask(&router, at(host, "/healthz")).await.status(), 204, "{host}");
    }
    assert_eq!(ask(&router, Request::get("/healthz")).await.status(), 204, "no host at all");
    assert_eq!(ask(&router, at("yaji.test", "/")).await.status(), 200);
}

/// What Socket.IO asks for first.
fn upgrade(host: &str) -> http::request::Builder {
    Request::get("/socket.io/?EIO=4&transport=websocket")
        .header("host", host)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
}

#[db_test]
async fn apps_come_in_under_the_sites_name_and_are_counted_like_visitors(db: Db) {
    set(&db, "url", "https://yaji.test".into()).await;
    let router = router(db).await;
    let foreign = ask(&router, upgrade("evil.test")).await;
    assert_eq!(foreign.status(), 421);
    assert!(foreign.headers().contains_key("content-security-policy"));
    for turn in 0..100 {
        let answer = ask(&router, upgrade("yaji.test")).await;
        assert!(![421, 429].contains(&answer.status().as_u16()), "{turn}: {}", answer.status());
    }
    let answer = ask(&router, upgrade("yaji.test")).await;
    assert_eq!(
        (answer.status().as_u16(), answer.headers().contains_key("retry-after")),
        (429, true)
    );
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
}

#[db_test]
async fn the_last_connections_are_for_those_who_sign_in_and_for_health(db: Db) {
    let router = router(db).await;
    let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    let over_the_last = |path: &str| {
        Request::get(path).header("host", "yaji.test").extension(Line { peer, is_kept_back: true })
    };
    for path in ["/sign-in", "/healthz"] {
        assert_eq!(ask(&router, over_the_last(path)).await.status(), 204, "{path}");
    }
    let turned_away = ask(&router, over_the_last("/")).await;
    assert_eq!(turned_away.status(), 503);
    assert_eq!(turned_away.headers()["connection"], "close");
}

#[db_test]
async fn who_finds_the_site_full_is_told_so_as_they_asked(db: Db) {
    let router = router(db).await;
    let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    let full = async |path: &str, accept: &str| {
        let request = Request::get(path).header("host", "yaji.test").header("accept", accept);
        let request = request.header("accept-language", "en").header("cookie", "l=zh-CN");
        let answer = ask(&router, request.extension(Line { peer, is_kept_back: true })).await;
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers()["retry-after"], "2");
        assert!(answer.headers().contains_key("content-security-policy"));
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (kind, told(answer).await.2)
    };
    let (kind, text) = full("/", "text/html").await;
    assert!(kind == "text/html; charset=utf-8" && text.contains("<html lang=\"zh-CN\""), "{text}");
    let (kind, text) = full("/", "text/vnd.turbo-stream.html, text/html").await;
    assert!(kind.starts_with("text/vnd.turbo-stream.html") && text.contains("toast"), "{text}");
    let (kind, text) = full("/api/v1/held", "*/*").await;
    assert!(kind == "application/problem+json" && text.contains("site.busy"), "{text}");
}

#[db_test]
async fn who_names_another_host_is_told_where_the_site_is(db: Db) {
    set(&db, "url", "https://yaji.test".into()).await;
    let request = Request::get("/").header("host", "10.0.0.7").header("accept-language", "en");
    let answer = ask(&router(db).await, request).await;
    assert!(answer.headers().contains_key("content-security-policy"));
    let (status, _, text) = told(answer).await;
    assert!(status == 421 && text.contains("href=\"https://yaji.test\""), "{text}");
}

#[db_test]
async fn a_program_that_names_another_host_is_told_so_in_its_language(db: Db) {
    set(&db, "url", "https://yaji.test".into()).await;
    let router = router(db).await;
    let said = [
        ("/api/v1/held", "*/*", "en", "at another address"),
        ("/api/v1/held", "*/*", "zh-CN", "不在这个地址"),
        ("/", "application/json", "en", "at another address"),
    ];
    for (path, accept, language, words) in said {
        let request = Request::get(path).header("host", "evil.test").header("accept", accept);
        let answer = ask(&router, request.header("accept-language", language)).await;
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{path}");
        let (status, cookies, text) = told(answer).await;
        let problem: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status.as_u16(), &problem["status"]), (421, &421.into()), "{text}");
        assert_eq!(problem["code"], "site.elsewhere");
        assert!(problem["title"].as_str().unwrap().contains(words) && cookies.is_empty(), "{text}");
    }
}
