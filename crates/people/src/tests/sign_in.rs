//! Signing in: guessing, locking out, second factors, what ends sessions.

use db::{Db, db_test};
use kernel::Fault;

use super::world::{Browser, World, done, key};
use crate::code::Purpose;
use crate::factor::reset;
use crate::sign_in::Step;
use crate::sign_in::code::Landing;
use crate::sign_in::second::{self, Second};
use crate::{erase, member, password, role};

const MEI: &str = "mei@example.org";
const PASS: &str = "a long enough password";

#[db_test]
async fn a_wrong_password_and_an_unknown_login_get_one_answer_and_cost_one_write(db: Db) {
    let world = World::new(db);
    world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let browser = Browser::new("somebody", 9);
    for (login, pass) in [(MEI, "wrong password"), ("nobody@example.org", PASS), ("ghost", PASS)] {
        let refused = world.sign_in(&browser, login, pass).await.unwrap_err();
        assert!(matches!(&refused, Fault::Invalid(f) if f.of("password") == Some("session.wrong")));
    }
    let rows: Vec<i64> = world
        .db
        .read(async |tx| tx.list(db::sql!("SELECT count FROM wrong_passwords"), db::args![]).await)
        .await
        .unwrap();
    assert_eq!(rows, [1, 1, 1], "known or not, a wrong try is one row");
}

#[db_test]
async fn every_login_costs_two_verifications_whoever_has_it(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let mei = world.owner_of(&mut home, MEI, PASS).await;
    world.register(&mut Browser::new("new", 2), "planted@example.org", PASS).await;
    world.register(&mut Browser::new("new", 2), MEI, "quite another one").await;
    let without = "lin@example.org";
    let lin = world.owner_of(&mut Browser::new("lin", 3), without, PASS).await;
    let gone = (lin.member, lin.session.id);
    world.db.tx(async move |tx| password::change::remove(tx, gone).await).await.unwrap();
    let handle = world.db.read(async move |tx| member::get(tx, mei.member).await).await.unwrap();
    let handle = handle.handle.as_str();
    for (login, pass) in [
        (MEI, PASS),
        (MEI, "quite another one"),
        (MEI, "wrong password"),
        (handle, PASS),
        (handle, "wrong password"),
        ("planted@example.org", "wrong password"),
        (without, PASS),
        ("nobody@example.org", PASS),
        ("ghost", PASS),
    ] {
        let before = world.hasher.verified();
        let signed = world.sign_in(&home, login, pass).await;
        assert!(signed.is_ok() || key(signed) == "session.wrong", "{login}");
        assert_eq!(world.hasher.verified() - before, 2, "{login}, {pass}");
    }
}

#[db_test]
async fn an_address_opens_the_account_whose_password_it_is(db: Db) {
    let world = World::new(db);
    let owner = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let newer = world.register(&mut Browser::new("new", 2), MEI, "quite another one").await;
    let browser = Browser::new("somebody", 9);
    let step = world.sign_in(&browser, MEI, PASS).await.unwrap();
    assert_eq!(done(step).member, owner.member);
    let step = world.sign_in(&browser, MEI, "quite another one").await.unwrap();
    assert_eq!(done(step).member, newer.member);
}

#[db_test]
async fn a_code_works_once_in_the_browser_that_asked_and_for_its_purpose(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let mei = world.owner_of(&mut home, MEI, PASS).await;
    let (asked, other) = (Browser::new("asked", 2), Browser::new("other", 3));
    world.ask(&asked, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    let elsewhere = world.give(&other, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(elsewhere, Landing::Wrong(_)));
    let misused = world.give(&asked, Purpose::Confirm, &code).await.unwrap();
    assert!(matches!(misused, Landing::Wrong(_)));
    let Landing::Step(step) = world.give(&asked, Purpose::SignIn, &code).await.unwrap() else {
        panic!("the right browser was refused")
    };
    assert_eq!(done(step).member, mei.member);
    let twice = world.give(&asked, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(twice, Landing::Wrong(_)));
}

#[db_test]
async fn a_code_lives_ten_minutes_and_bears_five_wrong_tries(db: Db) {
    let world = World::new(db);
    world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let browser = Browser::new("asked", 2);
    world.ask(&browser, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    let wrong = if code.starts_with('0') { "10000000" } else { "00000000" };
    for _ in 0..5 {
        let tried = world.give(&browser, Purpose::SignIn, wrong).await.unwrap();
        assert!(matches!(tried, Landing::Wrong(_)));
    }
    let late = world.give(&browser, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(&late, Landing::Wrong(f) if f.key() == "code.dead"), "{late:?}");
    world.ask(&browser, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    world.db.clock().advance(601);
    let late = world.give(&browser, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(&late, Landing::Wrong(f) if f.key() == "code.dead"), "{late:?}");
}

#[db_test]
async fn the_last_three_codes_are_alive_and_no_more(db: Db) {
    let world = World::new(db);
    world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let browser = Browser::new("asked", 2);
    let mut codes = Vec::new();
    for _ in 0..4 {
        world.db.clock().advance(1);
        world.ask(&browser, MEI).await.unwrap();
        codes.push(world.newest_code(MEI).await);
    }
    let oldest = world.give(&browser, Purpose::SignIn, &codes[0]).await.unwrap();
    assert!(matches!(oldest, Landing::Wrong(_)));
    let second = world.give(&browser, Purpose::SignIn, &codes[1]).await.unwrap();
    assert!(matches!(second, Landing::Step(Step::Done(_))), "{second:?}");
}

#[db_test]
async fn a_stranger_who_uses_up_the_codes_of_a_day_locks_nobody_out(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    world.owner_of(&mut home, MEI, PASS).await;
    let stranger = Browser::new("stranger", 9);
    while world.ask(&stranger, MEI).await.is_ok() {}
    assert_eq!(key(world.ask(&stranger, MEI).await), "code.too_many");
    let mut visitor = home.clone();
    visitor.member = None;
    world.ask(&visitor, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    let landing = world.give(&visitor, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(landing, Landing::Step(Step::Done(_))), "{landing:?}");
}

#[db_test]
async fn guessing_passwords_makes_unknown_devices_need_a_code_and_locks_nobody_out(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    world.owner_of(&mut home, MEI, PASS).await;
    let thief = Browser::new("thief", 9);
    for _ in 0..101 {
        assert_eq!(key(world.sign_in(&thief, MEI, "guess guess").await), "session.wrong");
    }
    let step = world.sign_in(&home, MEI, PASS).await.unwrap();
    assert!(matches!(step, Step::Done(_)), "the known device goes on as always");
    let step = world.sign_in(&thief, MEI, PASS).await.unwrap();
    let Step::Second { half, code: true } = step else { panic!("{step:?}") };
    let (asker, browser, keys) = (thief.asker.clone(), thief.key.clone(), world.keys.clone());
    let code = world.newest_code(MEI).await;
    let tested = world
        .db
        .tx(async move |tx| second::test(tx, &keys, (&half, &code), &asker, &browser).await)
        .await;
    assert!(matches!(tested, Ok(Second::Done(_))), "{tested:?}");
}

async fn second(world: &World, browser: &Browser, half: &str, typed: &str) -> Second {
    let (asker, key, keys) = (browser.asker.clone(), browser.key.clone(), world.keys.clone());
    let (half, typed) = (half.to_owned(), typed.to_owned());
    world
        .db
        .tx(async move |tx| second::test(tx, &keys, (&half, &typed), &asker, &key).await)
        .await
        .unwrap()
}

fn half(step: Step) -> String {
    match step {
        Step::Second { half, .. } => half,
        Step::Done(_) => panic!("no second factor was asked for"),
    }
}

#[db_test]
async fn no_session_exists_before_the_second_factor_by_password_or_code(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let mei = world.owner_of(&mut home, MEI, PASS).await;
    let (totp, _) = world.with_totp(&mei).await;
    let before = world.sessions(mei.member).await;
    let browser = Browser::new("new", 2);
    let by_password = half(world.sign_in(&browser, MEI, PASS).await.unwrap());
    world.ask(&browser, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    let Landing::Step(step) = world.give(&browser, Purpose::SignIn, &code).await.unwrap() else {
        panic!("the code was refused")
    };
    half(step);
    assert_eq!(world.sessions(mei.member).await, before);
    world.db.clock().advance(60);
    let digits = world.digits(&totp);
    let wrong = second(&world, &browser, &by_password, "000000").await;
    assert!(matches!(wrong, Second::Wrong(_)));
    let signed = second(&world, &browser, &by_password, &digits).await;
    assert!(matches!(signed, Second::Done(_)));
    let again = half(world.sign_in(&browser, MEI, PASS).await.unwrap());
    let replayed = second(&world, &browser, &again, &digits).await;
    assert!(matches!(replayed, Second::Wrong(_)), "digits are good once");
}

#[db_test]
async fn a_recovery_code_is_good_once(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let (_, codes) = world.with_totp(&mei).await;
    assert_eq!(codes.len(), 10);
    let browser = Browser::new("new", 2);
    let first = half(world.sign_in(&browser, MEI, PASS).await.unwrap());
    let signed = second(&world, &browser, &first, &codes[3].to_uppercase()).await;
    assert!(matches!(signed, Second::Done(_)));
    let next = half(world.sign_in(&browser, MEI, PASS).await.unwrap());
    assert!(matches!(second(&world, &browser, &next, &codes[3]).await, Second::Wrong(_)));
}

#[db_test]
async fn six_digits_cannot_be_guessed_even_with_the_password(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    world.with_totp(&mei).await;
    let thief = Browser::new("thief", 2);
    let first = half(world.sign_in(&thief, MEI, PASS).await.unwrap());
    for _ in 0..5 {
        assert!(matches!(second(&world, &thief, &first, "000000").await, Second::Wrong(_)));
    }
    let (keys, asker, browser) = (world.keys.clone(), thief.asker.clone(), thief.key.clone());
    let over = world
        .db
        .tx(async move |tx| second::test(tx, &keys, (&first, "000000"), &asker, &browser).await)
        .await;
    assert_eq!(over.unwrap_err().key(), "session.half_over");
}

#[db_test]
async fn a_changed_password_ends_every_other_session_and_renews_this_one(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let other = Browser::new("other", 2);
    done(world.sign_in(&other, MEI, PASS).await.unwrap());
    assert_eq!(world.sessions(mei.member).await, 2);
    let hash = world.hasher.hash("a brand new password".into()).await.unwrap();
    let place = (mei.member, mei.session.id);
    let token = world
        .db
        .tx(async move |tx| password::change::change(tx, place, &hash).await)
        .await
        .unwrap();
    assert_ne!(token, mei.session.token);
    assert_eq!(world.sessions(mei.member).await, 1);
    assert_eq!(key(world.sign_in(&other, MEI, PASS).await), "session.wrong");
}

#[db_test]
async fn a_locked_member_is_out_at_once_and_stays_out(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let id = mei.member;
    world.db.tx(async move |tx| member::lock::lock(tx, None, id, "spam").await).await.unwrap();
    assert_eq!(world.sessions(id).await, 0);
    let browser = Browser::new("somebody", 9);
    assert_eq!(key(world.sign_in(&browser, MEI, PASS).await), "member.locked");
    assert_eq!(key(world.sign_in(&browser, MEI, "wrong password").await), "session.wrong");
    world.db.tx(async move |tx| member::lock::unlock(tx, None, id).await).await.unwrap();
    done(world.sign_in(&browser, MEI, PASS).await.unwrap());
}

#[db_test]
async fn why_a_member_is_locked_out_is_kept_until_they_are_let_in_or_gone(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let id = mei.member;
    let lock = async |reason: &'static str| {
        world.db.tx(async move |tx| member::lock::lock(tx, None, id, reason).await).await
    };
    let why = async || {
        let found = world.db.read(async move |tx| member::lock::store::find(tx, id).await).await;
        found.unwrap().map(|row| row.reason)
    };
    assert_eq!(key(lock(" \n").await), "reason.missing");
    assert_eq!((why().await, world.sessions(id).await), (None, 1));
    lock(" spam ").await.unwrap();
    assert_eq!(why().await.as_deref(), Some("spam"));
    world.db.tx(async move |tx| member::lock::unlock(tx, None, id).await).await.unwrap();
    assert_eq!(why().await, None);
    lock("spam again").await.unwrap();
    world.db.tx(async move |tx| erase::erase(tx, id, true).await).await.unwrap();
    assert_eq!(why().await, None);
}

#[db_test]
async fn signing_in_takes_a_deletion_back_and_after_seven_days_nothing_personal_is_left(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let (id, here) = (mei.member, mei.session.id);
    let ask = async || {
        let post = world.post();
        world.db.tx(async move |tx| erase::ask(tx, &post, id, here, true).await).await.unwrap()
    };
    ask().await;
    done(world.sign_in(&Browser::new("phone", 2), MEI, PASS).await.unwrap());
    world.db.clock().advance(8 * 86_400);
    assert_eq!(world.db.tx(async |tx| erase::run_due(tx).await).await.unwrap(), 0);
    ask().await;
    world.db.clock().advance(8 * 86_400);
    assert_eq!(world.db.tx(async |tx| erase::run_due(tx).await).await.unwrap(), 1);
    let row = world.db.read(async move |tx| member::get(tx, id).await).await.unwrap();
    assert_eq!((row.state, row.name.as_str()), (member::State::Erased, ""));
    assert_eq!(world.owner(MEI).await, None, "the address is free");
    assert_eq!(key(world.sign_in(&Browser::new("phone", 2), MEI, PASS).await), "session.wrong");
}

#[db_test]
async fn the_team_takes_a_lost_factor_off_after_72_hours_unless_it_is_used(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let lin = world.owner_of(&mut Browser::new("lin", 3), "lin@example.org", PASS).await;
    world.with_totp(&mei).await;
    let (id, by) = (mei.member, lin.member);
    world.db.tx(async move |tx| reset::ask(tx, by, id, "phone lost").await).await.unwrap();
    assert_eq!(world.db.tx(async |tx| reset::run_due(tx).await).await.unwrap(), 0);
    world.db.clock().advance(73 * 3600);
    assert_eq!(world.db.tx(async |tx| reset::run_due(tx).await).await.unwrap(), 1);
    done(world.sign_in(&Browser::new("phone", 2), MEI, PASS).await.unwrap());
}

#[db_test]
async fn a_site_keeps_its_last_owner(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let id = mei.member;
    let give = async |role| world.db.tx(async move |tx| role::give(tx, None, id, role).await).await;
    give(web::Role::Owner).await.unwrap();
    assert_eq!(key(give(web::Role::Member).await), "role.last_owner");
    let locked = world.db.tx(async move |tx| member::lock::lock(tx, None, id, "x").await).await;
    assert_eq!(key(locked), "role.last_owner");
}

#[db_test]
async fn a_role_is_for_a_confirmed_address(db: Db) {
    let world = World::new(db);
    let lin = world.register(&mut Browser::new("lin", 1), MEI, PASS).await;
    let id = lin.member;
    let given =
        world.db.tx(async move |tx| role::give(tx, None, id, web::Role::Moderator).await).await;
    assert_eq!(key(given), "role.unconfirmed");
}

#[db_test]
async fn an_unconfirmed_account_writes_ten_times_a_day(db: Db) {
    let world = World::new(db);
    let mut browser = Browser::new("lin", 1);
    let id = world.register(&mut browser, MEI, PASS).await.member;
    let write = async || world.db.tx(async move |tx| crate::may_write::check(tx, id).await).await;
    for _ in 0..10 {
        write().await.unwrap();
    }
    assert_eq!(key(write().await), "member.unconfirmed_daily");
    let code = world.newest_code(MEI).await;
    world.give(&browser, Purpose::Confirm, &code).await.unwrap();
    write().await.unwrap();
}
