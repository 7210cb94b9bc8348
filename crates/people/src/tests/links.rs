//! Links in mails: each does what its code would, in the browser that asked and nowhere else.

use db::{Db, db_test};
use kernel::Outcome;

use super::world::{Browser, World, done, key};
use crate::address::replace;
use crate::code::Purpose;
use crate::sign_in::Step;
use crate::sign_in::code::Landing;
use crate::sign_in::link::{self, Opened, Opener};
use crate::sign_in::second::Second;

const MEI: &str = "mei@example.org";
const PASS: &str = "a long enough password";

/// The token of the link in the newest mail to an address.
async fn token(world: &World, email: &str) -> String {
    let text = world.newest_mail(email).await;
    let token = text.split("https://yaji.test/code/").nth(1).expect("a link");
    token.split_whitespace().next().unwrap().to_owned()
}

fn opener(browser: &Browser) -> Opener {
    Opener { here: browser.here(), session: None, half: None }
}

async fn open(world: &World, opener: &Opener, token: &str) -> Outcome<Opened> {
    let (post, opener, token) = (world.post(), opener.clone(), token.to_owned());
    world.db.tx(async move |tx| link::open(tx, &post, &opener, &token).await).await
}

#[db_test]
async fn a_mailed_link_leads_to_the_site_whoever_asked_by_which_host(db: Db) {
    let world = World::new(db);
    let browser = Browser::new("asked", 2);
    world.ask(&browser, MEI).await.unwrap();
    let token = token(&world, MEI).await;
    let elsewhere = open(&world, &opener(&Browser::new("thief", 9)), &token).await;
    assert_eq!(key(elsewhere), "code.other_browser");
    let opened = open(&world, &opener(&browser), &token).await;
    assert!(matches!(opened, Ok(Opened::Landed(Landing::Step(Step::Done(_)), _))), "{opened:?}");
}

#[db_test]
async fn a_link_leads_on_to_where_whoever_asked_for_it_was(db: Db) {
    let world = World::new(db);
    let browser = Browser::new("asked", 2);
    for on in ["/welcome?back=%2Flately", "/lately"] {
        world.ask(&browser, MEI).await.unwrap();
        let opened = open(&world, &opener(&browser), &token(&world, MEI).await).await.unwrap();
        let Opened::Landed(Landing::Step(step), next) = opened else { panic!("{opened:?}") };
        assert_eq!((done(step).next.as_str(), next.as_str()), (on, "/lately"));
    }
}

#[db_test]
async fn the_link_to_a_new_address_moves_the_account_of_whoever_asked(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let mei = world.owner_of(&mut home, MEI, PASS).await;
    let new = "mei@new.example";
    world.ask_for(&home, Purpose::Change, new, Some(mei.member)).await.unwrap();
    let token = token(&world, new).await;
    let signed_out = Browser { member: None, ..home.clone() };
    assert_eq!(key(open(&world, &opener(&signed_out), &token).await), "code.other_browser");
    let here = Opener { session: Some(mei.session.id), ..opener(&home) };
    let opened = open(&world, &here, &token).await.unwrap();
    assert!(matches!(&opened, Opened::Moved(token) if *token != mei.session.token), "{opened:?}");
    assert_eq!((world.owner(MEI).await, world.owner(new).await), (None, Some(mei.member)));
    assert_eq!(key(open(&world, &here, &token).await), "code.other_browser", "it works once");
}

#[db_test]
async fn the_link_that_proves_again_who_one_is_does_so(db: Db) {
    let world = World::new(db);
    let mei = Browser::new("mei", 1);
    world.ask(&mei, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    let Ok(Landing::Step(step)) = world.give(&mei, Purpose::SignIn, &code).await else {
        panic!("not signed in")
    };
    let (mut mei, signed) = (mei, done(step));
    mei.signed_in(&signed);
    world.db.clock().advance(3600);
    world.ask_for(&mei, Purpose::Fresh, MEI, Some(signed.member)).await.unwrap();
    let here = Opener { session: Some(signed.session.id), ..opener(&mei) };
    let opened = open(&world, &here, &token(&world, MEI).await).await;
    assert!(matches!(&opened, Ok(Opened::Proved(next)) if next == "/lately"), "{opened:?}");
    let id = signed.member;
    let sessions = world.db.read(async move |tx| web::sessions::list(tx, id).await).await.unwrap();
    assert_eq!(sessions[0].reauthenticated_at, Some(world.db.clock().now()));
}

#[db_test]
async fn the_link_of_a_second_code_ends_the_sign_in_that_waits_for_it(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, PASS).await;
    let away = Browser::new("away", 2);
    for _ in 0..101 {
        assert_eq!(key(world.sign_in(&away, MEI, "guess guess").await), "session.wrong");
    }
    let Ok(Step::Second { half, code: true }) = world.sign_in(&away, MEI, PASS).await else {
        panic!("no code was asked for")
    };
    let token = token(&world, MEI).await;
    assert_eq!(key(open(&world, &opener(&away), &token).await), "code.other_browser");
    let here = Opener { half: Some(half), ..opener(&away) };
    let opened = open(&world, &here, &token).await.unwrap();
    let Opened::Second(Second::Done(signed)) = opened else { panic!("{opened:?}") };
    assert_eq!(signed.member, mei.member);
}

#[db_test]
async fn the_link_to_an_address_put_right_confirms_it(db: Db) {
    let world = World::new(db);
    let mut payer = Browser::new("payer", 3);
    let id = world.register(&mut payer, "mie@example.org", PASS).await.member;
    let (post, browser, asker) = (world.post(), payer.key.clone(), payer.asker.clone());
    let replaced = async move |tx: &mut db::Tx| {
        let to = super::world::address(MEI);
        replace::replace(tx, &post, (id, &to), &browser, &asker).await
    };
    world.db.tx(replaced).await.unwrap();
    let opened = open(&world, &opener(&payer), &token(&world, MEI).await).await;
    assert!(matches!(opened, Ok(Opened::Landed(Landing::Confirmed, _))), "{opened:?}");
}
