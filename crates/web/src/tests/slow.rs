//! Senders who take their time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use db::{Db, db_test};
use futures_util::StreamExt as _;
use http::Request;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

use super::doorway::{ask, asked, router, set, told};

/// A form whose second part comes once `rest` does, or never.
fn form(rest: impl Future<Output = ()> + Send + 'static) -> Request<Body> {
    let begun = futures_util::stream::iter([Bytes::from_static(b"a=1&")]);
    let rest = futures_util::stream::once(async move {
        rest.await;
        Bytes::from_static(b"b=2")
    });
    let body = begun.chain(rest).map(Ok::<_, std::io::Error>);
    asked("POST", "/say").body(Body::from_stream(body)).unwrap()
}

#[db_test]
async fn however_many_send_slowly_everybody_else_is_served(db: Db) {
    set(&db, "limits", serde_json::json!({"off": true})).await;
    let router = router(db).await;
    let begun = Arc::new(Semaphore::new(0));
    for _ in 0..200 {
        let begun = Arc::clone(&begun);
        let never = async move {
            begun.add_permits(1);
            std::future::pending().await
        };
        tokio::spawn(router.clone().oneshot(form(never)));
    }
    // As many as the lane holds; the others come meanwhile.
    let _all = begun.acquire_many(64).await.unwrap();
    let begun = Instant::now();
    for _ in 0..3 {
        assert_eq!(ask(&router, asked("GET", "/")).await.status(), 200);
        let sent = router.clone().oneshot(form(std::future::ready(()))).await.unwrap();
        assert_eq!(told(sent).await.2, "2", "a form that comes at once is read");
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "they did not wait for the slow ones");
}

#[db_test]
async fn a_form_that_comes_in_two_parts_is_read_whole(db: Db) {
    let later = tokio::time::sleep(Duration::from_millis(50));
    let sent = router(db).await.oneshot(form(later)).await.unwrap();
    assert_eq!(told(sent).await.2, "2");
}
