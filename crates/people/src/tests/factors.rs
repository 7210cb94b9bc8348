//! Second factors: what counts as one, and what a change of one does to sessions.

use db::{Db, Opening, args, db_test, sql};
use kernel::{Fault, MemberId};
use web::Role;

use super::world::{Browser, World, done, key};
use crate::code::Purpose;
use crate::factor::enrol;
use crate::member::session::By;
use crate::sign_in::{Done, Step, finish};
use crate::{factor, member, passkey, role};

const MEI: &str = "mei@example.org";
const PASS: &str = "a long enough password";

/// Gives somebody a role; the team must have a second factor.
async fn of_the_team(world: &World, id: MemberId) {
    let rises = async move |tx: &mut db::Tx| {
        role::give(tx, None, id, Role::Admin).await?;
        let yes = serde_json::Value::Bool(true);
        site::settings::change(tx, None, "team_second_factor", &yes).await
    };
    world.db.tx(rises).await.unwrap();
}

async fn with_passkey(world: &World, id: MemberId) {
    let made = async move |tx: &mut db::Tx| {
        passkey::store::insert(tx, id, "this device", ("credential", "{}")).await.map(drop)
    };
    world.db.tx(made).await.unwrap();
}

#[db_test]
async fn staff_whose_second_factor_is_a_passkey_are_signed_in_by_it_alone(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let id = world.owner_of(&mut home, MEI, PASS).await.member;
    with_passkey(&world, id).await;
    let step = world.sign_in(&home, MEI, PASS).await.unwrap();
    assert!(matches!(step, Step::Done(_)), "it is asked of the team alone");
    of_the_team(&world, id).await;
    assert_eq!(key(world.sign_in(&home, MEI, PASS).await), "session.passkey");
    world.ask(&home, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    assert_eq!(key(world.give(&home, Purpose::SignIn, &code).await), "session.passkey");
    assert_eq!(world.sessions(id).await, 0);
    let row = world.db.read(async move |tx| member::get(tx, id).await).await.unwrap();
    let token = async |by| {
        let (row, asker) = (row.clone(), home.asker.clone());
        world.db.tx(async move |tx| finish::open_token(tx, &row, by, &asker, 90).await).await
    };
    assert_eq!(key(token(By::Password).await), "session.passkey");
    token(By::Passkey).await.unwrap();
    let (post, asker) = (world.post(), home.asker.clone());
    let shown = finish::First { member: id, by: By::Passkey, code: false };
    let signed = async move |tx: &mut db::Tx| {
        finish::first_passed(tx, &post, &shown, &asker, ("/", "browser")).await
    };
    assert_eq!(done(world.db.tx(signed).await.unwrap()).member, id);
}

#[db_test]
async fn who_has_an_authenticator_beside_the_passkey_signs_in_either_way(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let mei = world.owner_of(&mut home, MEI, PASS).await;
    world.with_totp(&mei).await;
    with_passkey(&world, mei.member).await;
    of_the_team(&world, mei.member).await;
    let step = world.sign_in(&home, MEI, PASS).await.unwrap();
    assert!(matches!(step, Step::Second { .. }), "{step:?}");
}

/// A site that hears what its settings say.
fn hearing(opening: Opening) -> Opening {
    crate::subscribers().into_iter().fold(opening, Opening::subscribe)
}

#[db_test(hearing)]
async fn sessions_that_a_password_alone_has_opened_end_when_the_team_must_have_more(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let id = world.owner_of(&mut home, MEI, PASS).await.member;
    world.db.tx(async move |tx| role::give(tx, None, id, Role::Admin).await).await.unwrap();
    with_passkey(&world, id).await;
    done(world.sign_in(&home, MEI, PASS).await.unwrap());
    let asker = home.asker.clone();
    let by_passkey = async move |tx: &mut db::Tx| {
        let row = member::get(tx, id).await?;
        finish::open(tx, &row, By::Passkey, &asker, "/").await.map(|done| done.session.id)
    };
    let kept = world.db.tx(by_passkey).await.unwrap();
    assert_eq!(world.sessions(id).await, 2);
    of_the_team(&world, id).await;
    let left = world.db.read(async move |tx| web::sessions::list(tx, id).await).await.unwrap();
    assert_eq!(left.iter().map(|session| session.id).collect::<Vec<_>>(), [kept]);
}

/// The session's own token is worth nothing any more and the new one is; no other session is left.
async fn renewed(world: &World, before: &Done, token: &str) {
    let known = async |token: &str| {
        let sessions = web::sessions::SessionCache::default();
        sessions.find(&world.db, token).await.unwrap().is_some()
    };
    assert!(!known(&before.session.token).await, "what somebody copied before is worth nothing");
    assert!(known(token).await);
    assert_eq!(world.sessions(before.member).await, 1, "every other session has ended");
}

#[db_test]
async fn a_changed_factor_ends_every_other_session_and_renews_this_one(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let mei = world.owner_of(&mut home, MEI, PASS).await;
    let who = (mei.member, mei.session.id);
    done(world.sign_in(&Browser::new("other", 2), MEI, PASS).await.unwrap());
    let (totp, keys) = (world.begun_totp(&mei).await, world.keys.clone());
    let digits = world.digits(&totp);
    let confirmed = async move |tx: &mut db::Tx| enrol::confirm(tx, &keys, who, &digits).await;
    let enrolled = world.db.tx(confirmed).await.unwrap();
    renewed(&world, &mei, &enrolled.token).await;
    let mut before = mei.clone();
    before.session.token = enrolled.token;
    let more = async move |tx: &mut db::Tx| enrol::recovery_codes(tx, who).await;
    let more = world.db.tx(more).await.unwrap();
    assert!(more.codes.iter().all(|code| !enrolled.codes.contains(code)));
    renewed(&world, &before, &more.token).await;
    before.session.token = more.token;
    let removed = world.db.tx(async move |tx| enrol::remove(tx, who).await).await.unwrap();
    renewed(&world, &before, &removed).await;
    let told: Vec<String> = world
        .db
        .read(async |tx| {
            let told = sql!("SELECT payload FROM events WHERE name = 'credential.changed'");
            tx.list(told, args![]).await
        })
        .await
        .unwrap();
    for kind in ["totp", "recovery_codes"] {
        assert!(told.iter().any(|payload| payload.contains(&format!("\"{kind}\""))), "{kind}");
    }
}

#[db_test]
async fn a_passkey_that_is_taken_away_ends_every_other_session_and_renews_this_one(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    done(world.sign_in(&Browser::new("other", 2), MEI, PASS).await.unwrap());
    with_passkey(&world, mei.member).await;
    let who = (mei.member, mei.session.id);
    let removed = async move |tx: &mut db::Tx| {
        let keys = passkey::store::list(tx, who.0).await?;
        passkey::register::remove(tx, who, keys[0].id).await
    };
    let token = world.db.tx(removed).await.unwrap();
    renewed(&world, &mei, &token).await;
}

#[db_test]
async fn whoever_typed_too_many_wrong_digits_tries_again_when_the_day_is_over(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    world.with_totp(&mei).await;
    let attempt = async || {
        let (keys, id) = (world.keys.clone(), mei.member);
        world.db.tx(async move |tx| factor::attempt(tx, &keys, id, "none of mine").await).await
    };
    for _ in 0..50 {
        assert_eq!(key(attempt().await.unwrap()), "totp.wrong");
    }
    let Err(Fault::TooFast { key: "totp.too_many", retry_after_s }) = attempt().await else {
        panic!("it can be guessed")
    };
    let now = world.db.clock().now().micros() / 1_000_000;
    assert_eq!(i64::from(retry_after_s), 86_400 - now % 86_400);
    world.db.clock().advance(i64::from(retry_after_s));
    assert_eq!(key(attempt().await.unwrap()), "totp.wrong");
}
