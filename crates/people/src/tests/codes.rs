//! Codes: when the next may be sent, in which language, and where their links lead.

use db::{Db, db_test};
use kernel::{Fault, Locale, Outcome};

use super::world::{Browser, World, address, done};
use crate::code::ask::{Ask, For, send};
use crate::code::{A_DAY, Purpose};
use crate::may_write;
use crate::sign_in::Step;
use crate::sign_in::code::Landing;

const MEI: &str = "mei@example.org";
const PASS: &str = "a long enough password";

/// The seconds that somebody who was too fast is told to wait.
fn wait<T: std::fmt::Debug>(outcome: Outcome<T>) -> i64 {
    match outcome {
        Err(Fault::TooFast { retry_after_s, .. }) => i64::from(retry_after_s),
        other => panic!("{other:?}"),
    }
}

#[db_test]
async fn the_next_code_is_sent_a_day_after_the_oldest_that_counts(db: Db) {
    let world = World::new(db);
    let stranger = Browser::new("stranger", 9);
    for _ in 0..A_DAY {
        world.ask(&stranger, MEI).await.unwrap();
        world.db.clock().advance(3_600);
    }
    assert_eq!(wait(world.ask(&stranger, MEI).await), (24 - A_DAY) * 3_600);
    world.db.clock().advance((24 - A_DAY) * 3_600 - 1);
    assert_eq!(wait(world.ask(&stranger, MEI).await), 1);
    world.db.clock().advance(1);
    world.ask(&stranger, MEI).await.unwrap();
    assert_eq!(wait(world.ask(&stranger, MEI).await), 3_600, "then the second oldest counts");
}

#[db_test]
async fn a_stranger_waits_as_long_whether_or_not_somebody_owns_the_address(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    world.owner_of(&mut home, MEI, PASS).await;
    let stranger = Browser::new("stranger", 9);
    world.ask(&stranger, "nobody@example.org").await.unwrap();
    world.db.clock().advance(60);
    let mut waits = Vec::new();
    for email in [MEI, "nobody@example.org"] {
        while world.ask(&stranger, email).await.is_ok() {}
        waits.push(wait(world.ask(&stranger, email).await));
    }
    assert_eq!(waits[0], waits[1]);
    world.db.clock().advance(60);
    while world.ask(&home, MEI).await.is_ok() {}
    assert_eq!(wait(world.ask(&home, MEI).await), waits[0] - 60, "the sooner of both budgets");
}

#[db_test]
async fn whoever_wrote_enough_for_a_day_writes_again_when_the_day_is_over(db: Db) {
    let world = World::new(db);
    let id = world.register(&mut Browser::new("lin", 1), MEI, PASS).await.member;
    let write = async || world.db.tx(async move |tx| may_write::check(tx, id).await).await;
    let seconds = world.db.clock().now().micros() / 1_000_000;
    for _ in 0..10 {
        write().await.unwrap();
    }
    let left = 86_400 - seconds % 86_400;
    assert_eq!(wait(write().await), left);
    world.db.clock().advance(left);
    write().await.unwrap();
}

#[db_test]
async fn an_address_that_no_account_has_is_written_to_as_whoever_asks_speaks(db: Db) {
    let world = World::new(db);
    let home = &mut Browser::new("mei", 1);
    world.owner_of(home, MEI, PASS).await;
    for locale in Locale::ALL {
        for email in [MEI, "nobody@example.org"] {
            let ask = Ask {
                purpose: Purpose::SignIn,
                address: address(email),
                whose: For::Address(locale),
                browser: "asked".into(),
                opens_links: true,
                device: None,
                network: home.asker.network.clone(),
                next: "/".into(),
            };
            let post = world.post();
            world.db.tx(async move |tx| send(tx, &post, &ask).await).await.unwrap();
            let spoken = if email == MEI { Locale::En } else { locale };
            let letter = world.newest_mail(email).await;
            let is_english = letter.contains("Enter this code");
            assert_eq!(is_english, spoken == Locale::En, "{email}, {locale:?}: {letter}");
        }
    }
}

#[db_test]
async fn a_new_account_goes_on_by_the_welcome_and_an_old_one_straight(db: Db) {
    let world = World::new(db);
    for next in ["/welcome?back=%2Fs%2Flounge", "/s/lounge"] {
        let browser = Browser::new("asked", 2);
        world.ask(&browser, MEI).await.unwrap();
        let code = world.newest_code(MEI).await;
        let landing = world.give_on(&browser, "/s/lounge", &code).await;
        let Landing::Step(step @ Step::Done(_)) = landing else { panic!("{landing:?}") };
        assert_eq!(done(step).next, next);
    }
}
