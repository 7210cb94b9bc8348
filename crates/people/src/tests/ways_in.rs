//! The last way in stays.

use db::{Db, db_test};
use kernel::{Fault, Outcome, Way};

use super::world::{Browser, World, key};
use crate::code::Purpose;
use crate::passkey::{register, store};
use crate::password;
use crate::sign_in::Done;

const MEI: &str = "mei@example.org";
const PASS: &str = "a long enough password";

async fn without_password(world: &World, mei: &Done) -> Outcome<String> {
    let who = (mei.member, mei.session.id);
    world.db.tx(async move |tx| password::change::remove(tx, who).await).await
}

async fn with_passkey(world: &World, mei: &Done, name: &str) {
    let (id, name) = (mei.member, name.to_owned());
    let made = async move |tx: &mut db::Tx| store::insert(tx, id, &name, (&name, "{}")).await;
    world.db.tx(made).await.unwrap();
}

/// Takes a member's newest passkey away.
async fn without_passkey(world: &World, mei: &Done) -> Outcome<String> {
    let who = (mei.member, mei.session.id);
    let gone = async move |tx: &mut db::Tx| {
        let keys = store::list(tx, who.0).await?;
        register::remove(tx, who, keys.last().unwrap().id).await
    };
    world.db.tx(gone).await
}

#[db_test]
async fn a_password_goes_once_a_code_reaches_its_member(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    let mei = world.register(&mut home, MEI, PASS).await;
    let refused = without_password(&world, &mei).await.unwrap_err();
    let Fault::Denied(denied) = refused else { panic!("{refused}") };
    assert_eq!(denied.key, "password.only_way");
    assert_eq!(denied.way, Some(Way::Request("/confirm".to_owned())));
    world.sign_in(&Browser::new("phone", 2), MEI, PASS).await.unwrap();
    let code = world.newest_code(MEI).await;
    world.give(&home, Purpose::Confirm, &code).await.unwrap();
    without_password(&world, &mei).await.unwrap();
}

#[db_test]
async fn a_passkey_stands_for_the_password_and_stays_while_nothing_else_lets_one_in(db: Db) {
    let world = World::new(db);
    let mei = world.register(&mut Browser::new("mei", 1), MEI, PASS).await;
    with_passkey(&world, &mei, "phone").await;
    without_password(&world, &mei).await.unwrap();
    assert_eq!(key(without_passkey(&world, &mei).await), "passkey.only_way");
    with_passkey(&world, &mei, "laptop").await;
    without_passkey(&world, &mei).await.unwrap();
    assert_eq!(key(without_passkey(&world, &mei).await), "passkey.only_way");
    let id = mei.member;
    let left = world.db.read(async move |tx| store::count(tx, id).await).await;
    assert_eq!(left.unwrap(), 1);
}
