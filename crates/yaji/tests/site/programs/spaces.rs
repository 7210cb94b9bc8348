//! Spaces in their order, as programs put them.

use db::{Db, db_test};
use http::Method;
use serde_json::json;
use testkit::{Answer, Program};
use web::Role;

use super::super::world::{program, site, wired};
use super::{happened, listed, space};

async fn place(program: &Program, space: &str, place: i64) -> Answer {
    let (path, wish) = (format!("/api/v1/spaces/{space}/place"), json!({"place": place}));
    program.send(Method::PUT, &path, Some(&wish), &[]).await
}

#[db_test(wired)]
async fn a_program_puts_a_space_in_its_place_among_the_others(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let mut made = Vec::new();
    for handle in ["tea", "hall", "den"] {
        made.push(space(&owner, handle, "open").await);
    }
    let spaces = "/api/v1/spaces";
    assert_eq!(listed(&owner, spaces, "handle").await, ["tea", "hall", "den"]);
    let _ = place(&owner, &made[2], 1).await.expect(204);
    assert_eq!(listed(&owner, spaces, "handle").await, ["den", "tea", "hall"]);
    let _ = place(&owner, &made[2], 2).await.expect(204);
    assert_eq!(listed(&owner, spaces, "handle").await, ["tea", "den", "hall"]);
    let _ = place(&owner, &made[0], 99).await.expect(204);
    assert_eq!(listed(&owner, spaces, "handle").await, ["den", "hall", "tea"]);
    let _ = place(&owner, &made[0], 3).await.expect(204);
    assert_eq!(happened(&site, &owner, "space.edited").await, 3, "the last did not move");
    assert_eq!(place(&owner, &made[0], 0).await.expect(422).code(), "request.wrong_value");
    assert_eq!(place(&owner, "0000000000000", 1).await.expect(404).code(), "space.missing");
    let mei = program(&site, "mei", Role::Member).await;
    let _ = place(&mei, &made[0], 1).await.expect(403);
}
