//! What payment providers tell.

use db::{Db, db_test};

use super::doorway::{ask, asked, router};

#[db_test]
async fn a_provider_tells_as_much_as_it_has_to(db: Db) {
    let router = router(db).await;
    for turn in 0..700 {
        let told = ask(&router, asked("POST", "/notice").header("signature", "good")).await;
        assert_eq!(told.status(), 204, "{turn}");
    }
    assert_eq!(ask(&router, asked("GET", "/")).await.status(), 200, "they count as no visits");
}

#[db_test]
async fn who_forges_notices_is_turned_away_after_as_many_as_a_visitor_may_ask_for(db: Db) {
    let router = router(db).await;
    for turn in 0..590 {
        let told = ask(&router, asked("POST", "/notice")).await;
        assert_eq!(told.status(), 422, "{turn}");
    }
    for _ in 0..20 {
        let _ = ask(&router, asked("POST", "/notice")).await;
    }
    let told = ask(&router, asked("POST", "/notice")).await;
    assert_eq!((told.status().as_u16(), told.headers().contains_key("retry-after")), (429, true));
    assert_eq!(ask(&router, asked("GET", "/")).await.status(), 200);
}
