//! Under which names the site is asked.

use db::{Db, db_test};
use http::Request;

use super::doorway::{ask, router, set};

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
