//! What is taken away is gone within a second, whichever way it is taken.

use std::time::{Duration, Instant};

use db::{Db, db_test};
use serde_json::json;
use testkit::{Caller, Program};
use web::Role;
use web::sessions::SessionKind;

use super::super::world::wired;
use super::ground::{Ground, World, between};

const LONGEST: Duration = Duration::from_secs(1);

/// Asks for a post until its word is not told any more; how long that took.
async fn until_gone(world: &World, program: &Program, ground: Ground) -> Duration {
    let (begun, path) = (Instant::now(), format!("/api/v1/posts/{}", world.things[&ground].post));
    loop {
        let answer = program.get(&path).await;
        if !answer.has(&ground.word("newbody")) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < LONGEST * 3, "{ground:?} is still told");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn reads(world: &World, program: &Program, ground: Ground) -> bool {
    let path = format!("/api/v1/posts/{}", world.things[&ground].post);
    program.get(&path).await.has(&ground.word("newbody"))
}

/// What a member holds by grant, ended by the team.
pub async fn end_grants(world: &World, of: Caller) {
    let member = world.cast.wire_id(of);
    let mut owner = world.cast.browser(Caller::Owner).await;
    let path = format!("/studio/members/{member}/grants");
    let page = owner.get(&path).await.expect(200).text;
    let id = between(&page, &format!("{path}/"), "/end");
    let _ = owner.post(&format!("{path}/{id}/end"), &[("reason", "over")]).await.sees_other();
}

#[db_test(wired)]
async fn an_entitlement_that_ends_shuts_every_door_within_a_second(db: Db) {
    let world = World::open(db).await;
    let program = world.cast.program(Caller::Free).await;
    world.cast.grant(Caller::Free, &world.plan, None).await;
    for ground in [Ground::Plan, Ground::Gated, Ground::Dark] {
        assert!(reads(&world, &program, ground).await, "{ground:?}");
    }
    end_grants(&world, Caller::Free).await;
    for ground in [Ground::Plan, Ground::Gated, Ground::Dark] {
        let took = until_gone(&world, &program, ground).await;
        assert!(took <= LONGEST, "{ground:?}: {took:?}");
    }
    // By the clock: at its last instant, with nothing happening.
    let until = world.cast.site.app().now().plus_hours(1);
    world.cast.grant(Caller::Free, &world.plan, Some(until)).await;
    assert!(reads(&world, &program, Ground::Plan).await);
    world.cast.site.app().clock().advance(3600);
    assert!(!reads(&world, &program, Ground::Plan).await);
}

#[db_test(wired)]
async fn who_is_taken_out_of_a_secret_space_knows_of_it_no_more(db: Db) {
    let world = World::open(db).await;
    let program = world.cast.program(Caller::Free).await;
    let mut owner = world.cast.browser(Caller::Owner).await;
    let path = format!("/studio/spaces/{}/people", world.things[&Ground::Secret].space);
    let handle = Caller::Free.handle();
    let _ = owner.post(&path, &[("handle", handle), ("act", "add")]).await.sees_other();
    assert!(reads(&world, &program, Ground::Secret).await);
    let _ = owner.post(&path, &[("handle", handle), ("act", "remove")]).await.sees_other();
    assert!(until_gone(&world, &program, Ground::Secret).await <= LONGEST);
    let secret = format!("/api/v1/posts/{}", world.things[&Ground::Secret].post);
    let _ = program.get(&secret).await.expect(404);
}

#[db_test(wired)]
async fn a_change_of_role_ends_sessions_and_tokens_and_a_new_one_allows_what_the_role_does(db: Db) {
    let world = World::open(db).await;
    let token = world.cast.session(Caller::Editor, SessionKind::Token(1)).await.unwrap();
    let cookie = world.cast.session(Caller::Editor, SessionKind::Browser).await.unwrap();
    let program = world.cast.site.program(Some(&token));
    let mut browser = world.cast.site.visitor().carrying("s", &cookie);
    assert!(reads(&world, &program, Ground::Secret).await);
    let _ = browser.get("/studio/spaces").await.expect(200);
    let editor = world.cast.wire_id(Caller::Editor);
    let mut owner = world.cast.browser(Caller::Owner).await;
    let path = format!("/studio/members/{editor}/role");
    let _ = owner.post(&path, &[("role", Role::Member.key())]).await.sees_other();
    assert!(until_gone(&world, &program, Ground::Secret).await <= LONGEST);
    let _ = program.get("/api/v1/me").await.expect(401);
    assert!(browser.get("/studio/spaces").await.sees_other().starts_with("/login"));
    let fresh = world.cast.program(Caller::Editor).await;
    assert!(!reads(&world, &fresh, Ground::Secret).await);
    assert_eq!(fresh.get("/api/v1/me").await.expect(200).json()["permissions"], json!([]));
}

#[db_test(wired)]
async fn a_locked_member_and_a_changed_password_end_every_other_credential_at_once(db: Db) {
    let world = World::open(db).await;
    let program = world.cast.program(Caller::Paying).await;
    let mut here = world.cast.browser(Caller::Paying).await;
    let mut other = world.cast.browser(Caller::Paying).await;
    let fields = [("password", "quite another secret")];
    let _ = here.post("/settings/password", &fields).await.sees_other();
    let _ = program.get("/api/v1/me").await.expect(401);
    assert!(other.get("/settings/profile").await.sees_other().starts_with("/login"));
    let _ = here.get("/settings/profile").await.expect(200);
    let member = world.cast.wire_id(Caller::Paying);
    let mut owner = world.cast.browser(Caller::Owner).await;
    let path = format!("/studio/members/{member}/lock");
    let _ = owner.post(&path, &[("reason", "spam")]).await.sees_other();
    assert!(here.get("/settings/profile").await.sees_other().starts_with("/login"));
}

#[db_test(wired)]
async fn staff_without_the_factor_they_must_have_reach_the_page_that_enrols_it_only(db: Db) {
    let world = World::open(db).await;
    let mut editor = world.cast.browser(Caller::Editor).await;
    let program = world.cast.program(Caller::Editor).await;
    let mut member = world.cast.browser(Caller::Paying).await;
    world.cast.set("team_second_factor", json!(true)).await;
    world.cast.settle().await;
    tokio::time::sleep(LONGEST).await;
    for path in ["/studio", "/settings/profile", "/me/bookmarks", "/notifications", "/new"] {
        let to = editor.get(path).await.sees_other();
        assert_eq!(to, "/settings/security?enrol=1", "{path}");
    }
    let secret = format!("/p/{}", world.things[&Ground::Secret].post);
    let _ = editor.get(&secret).await.expect(404);
    let to = editor.post("/preferences", &[("theme", "dark")]).await;
    assert!(!to.status.is_server_error());
    let _ = editor.get("/settings/security?enrol=1").await.expect(200);
    let _ = editor.get("/settings/security/totp").await.expect(200);
    let _ = program.get("/api/v1/me").await.expect(401);
    let fresh = world.cast.program(Caller::Editor).await;
    for path in ["/api/v1/me", "/api/v1/posts", "/api/v1/search?q=a"] {
        assert_eq!(fresh.get(path).await.expect(403).code(), "session.enrol", "{path}");
    }
    // Those of no role are not concerned.
    let _ = member.get("/settings/profile").await.expect(200);
    world.cast.set("team_second_factor", json!(false)).await;
    world.cast.settle().await;
    tokio::time::sleep(LONGEST).await;
    let _ = editor.get("/studio/spaces").await.expect(200);
}
