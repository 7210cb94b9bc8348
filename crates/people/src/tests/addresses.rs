//! Owning an address: planting, registering and paying with somebody else's.

use db::{Db, db_test};
use web::Concern;

use super::world::{Browser, World, address, done, key};
use crate::address::{adopt, change, replace, store};
use crate::code::{Purpose, check};
use crate::join;
use crate::member::{self, number};
use crate::role;
use crate::sign_in::Step;
use crate::sign_in::code::{self, Landing};

const MEI: &str = "mei@example.org";

#[db_test]
async fn an_address_is_owned_once_it_is_confirmed_and_the_number_comes_with_it(db: Db) {
    let world = World::new(db);
    let mut browser = Browser::new("mei", 1);
    let mei = world.register(&mut browser, MEI, "a long enough password").await;
    assert_eq!(world.owner(MEI).await, None);
    let code = world.newest_code(MEI).await;
    let landing = world.give(&browser, Purpose::Confirm, &code).await.unwrap();
    assert!(matches!(landing, Landing::Confirmed));
    assert_eq!(world.owner(MEI).await, Some(mei.member));
    let row = world.db.read(async move |tx| member::get(tx, mei.member).await).await.unwrap();
    assert_eq!((row.number, row.confirmed), (Some(1), true));
}

#[db_test]
async fn registering_with_a_members_address_opens_a_new_account_and_never_theirs(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, "a long enough password").await;
    let mut thief = Browser::new("thief", 2);
    let other = world.register(&mut thief, MEI, "another long password").await;
    assert_ne!(other.member, mei.member);
    assert_eq!(world.owner(MEI).await, Some(mei.member));
    assert_eq!(world.sessions(mei.member).await, 1);
}

#[db_test]
async fn planting_an_account_for_somebody_elses_address_gains_nothing(db: Db) {
    let world = World::new(db);
    let mut thief = Browser::new("thief", 2);
    let planted = world.register(&mut thief, MEI, "the thief knows this").await;
    let mei = Browser::new("mei", 1);
    world.ask(&mei, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    let landing = world.give(&mei, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(landing, Landing::Yours(id) if id == planted.member), "{landing:?}");
    let here = mei.here();
    let yes =
        async move |tx: &mut db::Tx| code::answer_yours(tx, &here, Some(planted.member)).await;
    let Landing::Step(step) = world.db.tx(yes).await.unwrap() else { panic!("not signed in") };
    assert_eq!(done(step).member, planted.member);
    assert_eq!(key(world.sign_in(&thief, MEI, "the thief knows this").await), "session.wrong");
    assert_eq!(world.sessions(planted.member).await, 1, "the thief's session has ended");
    assert_eq!(world.owner(MEI).await, Some(planted.member));
}

#[db_test]
async fn planting_accounts_locks_no_owner_out_and_tells_nobody_whether_there_is_one(db: Db) {
    let world = World::new(db);
    let mut home = Browser::new("mei", 1);
    world.owner_of(&mut home, MEI, "a long enough password").await;
    // The owner asks from a network that signed them in, not signed in any more.
    let mei = Browser { member: None, ..home };
    let mut given = Vec::new();
    for (email, last) in [(MEI, 2), ("nobody@example.org", 3)] {
        let mut thief = Browser::new(email, last);
        let planted = world.register(&mut thief, email, "the thief knows this").await.member;
        let mut codes = 0;
        while world.ask_for(&thief, Purpose::Confirm, email, Some(planted)).await.is_ok() {
            codes += 1;
        }
        let moves = world.ask_for(&thief, Purpose::Change, email, Some(planted)).await;
        assert_eq!(key(moves), "code.too_many");
        given.push(codes);
    }
    // One of the ten went with each registration, and one when the owner's address was confirmed.
    assert_eq!(given, [8, 9]);
    for _ in 0..10 {
        world.ask(&mei, MEI).await.unwrap();
    }
    assert_eq!(key(world.ask(&mei, MEI).await), "code.too_many");
}

#[db_test]
async fn whoever_says_yes_gets_the_account_that_the_page_showed(db: Db) {
    let world = World::new(db);
    let mut phone = Browser::new("phone", 2);
    let real = world.register(&mut phone, MEI, "a long enough password").await.member;
    let mei = Browser::new("mei", 1);
    world.ask(&mei, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    let landing = world.give(&mei, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(landing, Landing::Yours(id) if id == real), "{landing:?}");
    world.db.clock().advance(1);
    world.register(&mut Browser::new("thief", 3), MEI, "the thief knows this").await;
    let lin = world.register(&mut Browser::new("lin", 4), "lin@example.org", "a password").await;
    let yes = async |shown| {
        let here = mei.here();
        world.db.tx(async move |tx| code::answer_yours(tx, &here, Some(shown)).await).await
    };
    assert_eq!(key(yes(lin.member).await), "adoption.missing", "made with another address");
    let Landing::Step(step) = yes(real).await.unwrap() else { panic!("not signed in") };
    assert_eq!(done(step).member, real);
    assert_eq!(world.owner(MEI).await, Some(real));
}

#[db_test]
async fn whoever_says_no_gets_an_account_of_their_own_and_the_planted_one_loses_the_address(
    db: Db,
) {
    let world = World::new(db);
    let mut thief = Browser::new("thief", 2);
    let planted = world.register(&mut thief, MEI, "the thief knows this").await;
    let mei = Browser::new("mei", 1);
    world.ask(&mei, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    world.give(&mei, Purpose::SignIn, &code).await.unwrap();
    let here = mei.here();
    let landing = world.db.tx(async move |tx| code::answer_yours(tx, &here, None).await).await;
    let Landing::Step(step) = landing.unwrap() else { panic!("not signed in") };
    let own = done(step).member;
    assert_ne!(own, planted.member);
    assert_eq!(world.owner(MEI).await, Some(own));
    let left = world.db.read(async move |tx| store::find(tx, planted.member).await).await;
    assert!(left.unwrap().is_none());
}

#[db_test]
async fn an_account_that_has_paid_is_taken_over_after_72_hours_unless_it_says_no(db: Db) {
    let world = World::new(db);
    let payer = Browser::new("payer", 3);
    let asker = payer.asker.clone();
    let (row, _) = world
        .db
        .tx(async move |tx| join::visitor(tx, &address(MEI), kernel::Locale::En, &asker).await)
        .await
        .unwrap();
    let paid = row.id;
    world.db.tx(async move |tx| number::paid(tx, paid).await).await.unwrap();
    let mei = Browser::new("mei", 1);
    let yes = async || {
        world.ask(&mei, MEI).await.unwrap();
        let code = world.newest_code(MEI).await;
        let landing = world.give(&mei, Purpose::SignIn, &code).await.unwrap();
        assert!(matches!(landing, Landing::Yours(_)), "{landing:?}");
        let here = mei.here();
        world.db.tx(async move |tx| code::answer_yours(tx, &here, Some(paid)).await).await.unwrap()
    };
    assert!(matches!(yes().await, Landing::Waits(_)));
    assert_eq!(world.sessions(paid).await, 1, "the payer stays signed in meanwhile");
    world.db.clock().advance(71 * 3600);
    assert!(matches!(yes().await, Landing::Waits(_)));
    world.db.clock().advance(2 * 3600);
    assert!(matches!(yes().await, Landing::Step(Step::Done(_))));
    assert_eq!(world.owner(MEI).await, Some(paid));
}

#[db_test]
async fn the_payers_own_browser_says_no_and_keeps_what_it_paid_for(db: Db) {
    let world = World::new(db);
    let mut payer = Browser::new("payer", 3);
    let done = world.register(&mut payer, MEI, "a long enough password").await;
    let id = done.member;
    world.db.tx(async move |tx| number::paid(tx, id).await).await.unwrap();
    let mei = Browser::new("mei", 1);
    world.ask(&mei, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    world.give(&mei, Purpose::SignIn, &code).await.unwrap();
    let here = mei.here();
    world.db.tx(async move |tx| code::answer_yours(tx, &here, Some(id)).await).await.unwrap();
    assert_eq!(world.concern(&done).await, Some(Concern::Adoption), "every page says it");
    world.db.tx(async move |tx| adopt::refuse(tx, id).await).await.unwrap();
    assert_eq!(world.concern(&done).await, Some(Concern::Confirm));
    world.db.clock().advance(80 * 3600);
    let row = world.db.read(async move |tx| member::get(tx, id).await).await.unwrap();
    assert!(row.paid && row.number.is_some());
    assert_eq!(world.sessions(id).await, 1);
}

#[db_test]
async fn an_address_typed_wrong_is_put_right_in_the_browser_that_typed_it(db: Db) {
    let world = World::new(db);
    let mut payer = Browser::new("payer", 3);
    let done = world.register(&mut payer, "mie@example.org", "a long enough password").await;
    let (id, lost) = (done.member, world.newest_code("mie@example.org").await);
    world.db.tx(async move |tx| number::paid(tx, id).await).await.unwrap();
    let (post, here, asker) = (world.post(), payer.key.clone(), payer.asker.clone());
    world
        .db
        .tx(async move |tx| replace::replace(tx, &post, (id, &address(MEI)), &here, &asker).await)
        .await
        .unwrap();
    let stranger = world.give(&payer, Purpose::Confirm, &lost).await.unwrap();
    assert!(matches!(stranger, Landing::Wrong(ref fault) if fault.key() == "code.dead"));
    let code = world.newest_code(MEI).await;
    let landing = world.give(&payer, Purpose::Confirm, &code).await.unwrap();
    assert!(matches!(landing, Landing::Confirmed), "{landing:?}");
    assert_eq!((world.owner(MEI).await, world.owner("mie@example.org").await), (Some(id), None));
    assert_eq!(world.concern(&done).await, None, "nothing is left to answer");
    let (post, here, asker) = (world.post(), payer.key.clone(), payer.asker.clone());
    let again = world.db.tx(async move |tx| {
        replace::replace(tx, &post, (id, &address("ada@example.org")), &here, &asker).await
    });
    assert_eq!(key(again.await), "email.confirmed");
}

#[db_test]
async fn an_unconfirmed_account_is_joined_to_the_owner_of_its_address_when_they_choose(db: Db) {
    let world = World::new(db);
    let mei = world.owner_of(&mut Browser::new("mei", 1), MEI, "a long enough password").await;
    let mut phone = Browser::new("phone", 1);
    let second = world.register(&mut phone, MEI, "another long password").await;
    let code = world.newest_code(MEI).await;
    let landing = world.give(&phone, Purpose::Confirm, &code).await.unwrap();
    assert!(matches!(landing, Landing::Other(owner) if owner == mei.member), "{landing:?}");
    let (here, post) = (phone.here(), world.post());
    let landing =
        world.db.tx(async move |tx| code::join_other(tx, &post, &here).await).await.unwrap();
    let Landing::Step(step) = landing else { panic!("not signed in") };
    assert_eq!(done(step).member, mei.member);
    let row = world.db.read(async move |tx| member::get(tx, second.member).await).await.unwrap();
    assert_eq!(row.state, member::State::Closed);
    assert_eq!(world.sessions(second.member).await, 0);
}

#[db_test]
async fn no_mail_to_the_address_of_the_team_waits_where_the_team_can_open_it(db: Db) {
    let world = World::new(db);
    let owner = world.owner_of(&mut Browser::new("mei", 1), MEI, "a long enough password").await;
    let id = owner.member;
    world.db.tx(async move |tx| role::give(tx, None, id, web::Role::Owner).await).await.unwrap();
    let before = world.waiting().await;
    // An admin plants an account with the owner's address, and would join it to the owner's.
    let mut admin = Browser::new("admin", 2);
    world.register(&mut admin, "MEI@example.org", "the admin knows this").await;
    world.ask(&admin, MEI).await.unwrap();
    let (asker, to) = (admin.asker.clone(), address(MEI));
    let paying = async move |tx: &mut db::Tx| {
        join::visitor(tx, &to, kernel::Locale::En, &asker).await.map(|(row, _)| row.id)
    };
    let paying = world.db.tx(paying).await.unwrap();
    world.ask_for(&admin, Purpose::Fresh, MEI, Some(paying)).await.unwrap();
    assert_eq!(world.waiting().await, before, "it is printed on the terminal alone");
    let (here, post) = (admin.here(), world.post());
    let joined = world.db.tx(async move |tx| code::join_other(tx, &post, &here).await).await;
    assert_eq!(key(joined), "code.proof_over");
    world.ask(&admin, "lin@example.org").await.unwrap();
    assert_eq!(world.waiting().await, before + 1, "a member's waits in the room");
}

#[db_test]
async fn a_code_from_before_somebody_had_a_role_opens_nothing(db: Db) {
    let world = World::new(db);
    let id = world.owner_of(&mut Browser::new("mei", 1), MEI, "a long enough password").await;
    let (id, admin) = (id.member, Browser::new("admin", 2));
    world.ask(&admin, MEI).await.unwrap();
    let code = world.newest_code(MEI).await;
    world.db.tx(async move |tx| role::give(tx, None, id, web::Role::Editor).await).await.unwrap();
    let late = world.give(&admin, Purpose::SignIn, &code).await.unwrap();
    assert!(matches!(&late, Landing::Wrong(fault) if fault.key() == "code.dead"), "{late:?}");
}

#[db_test]
async fn a_stranger_who_cannot_read_the_mailbox_joins_nothing(db: Db) {
    let world = World::new(db);
    world.owner_of(&mut Browser::new("mei", 1), MEI, "a long enough password").await;
    let mut thief = Browser::new("thief", 2);
    world.register(&mut thief, MEI, "another long password").await;
    let (here, post) = (thief.here(), world.post());
    let refused = world.db.tx(async move |tx| code::join_other(tx, &post, &here).await).await;
    assert_eq!(key(refused), "code.proof_over");
}

#[db_test]
async fn that_an_address_is_taken_is_said_only_after_its_code(db: Db) {
    let world = World::new(db);
    world.owner_of(&mut Browser::new("mei", 1), MEI, "a long enough password").await;
    let mut lin = Browser::new("lin", 4);
    let lin_done = world.owner_of(&mut lin, "lin@example.org", "a long enough password").await;
    let id = lin_done.member;
    world.ask_for(&lin, Purpose::Change, MEI, Some(id)).await.unwrap();
    let code = world.newest_code(MEI).await;
    let (post, browser) = (world.post(), lin.key.clone());
    let refused = world
        .db
        .tx(async move |tx| {
            let proven = check::digits(tx, &browser, Purpose::Change, &code).await?.or_fault()?;
            change::change(tx, &post, id, &proven).await
        })
        .await;
    assert_eq!(key(refused), "email.taken");
}

#[db_test]
async fn a_changed_address_is_taken_back_from_the_old_one_within_seven_days(db: Db) {
    let world = World::new(db);
    let mut mei = Browser::new("mei", 1);
    let id = world.owner_of(&mut mei, MEI, "a long enough password").await.member;
    let new = "mei@new.example";
    world.ask_for(&mei, Purpose::Change, new, Some(id)).await.unwrap();
    let code = world.newest_code(new).await;
    let (post, browser) = (world.post(), mei.key.clone());
    world
        .db
        .tx(async move |tx| {
            let proven = check::digits(tx, &browser, Purpose::Change, &code).await?.or_fault()?;
            change::change(tx, &post, id, &proven).await
        })
        .await
        .unwrap();
    assert_eq!((world.owner(MEI).await, world.owner(new).await), (None, Some(id)));
    let notice = world.newest_mail(MEI).await;
    let token = notice.split("https://yaji.test/undo/").nth(1).unwrap();
    let token = token.split_whitespace().next().unwrap().to_owned();
    world.db.clock().advance(6 * 86_400);
    let again = token.clone();
    world.db.tx(async move |tx| change::undo(tx, &token).await).await.unwrap();
    assert_eq!((world.owner(MEI).await, world.owner(new).await), (Some(id), None));
    assert_eq!(world.sessions(id).await, 0, "whoever moved it is signed out");
    let used = world.db.tx(async move |tx| change::undo(tx, &again).await).await;
    assert_eq!(key(used), "undo.missing");
}

#[db_test]
async fn two_members_never_own_one_address_however_it_is_written(db: Db) {
    let world = World::new(db);
    world.owner_of(&mut Browser::new("mei", 1), "Mei@Example.ORG", "a long password 1").await;
    let owner = world.owner(MEI).await;
    assert!(owner.is_some());
    let raced = world
        .db
        .tx(async move |tx| {
            let handle = crate::handle::Handle::parse("second_mei")?;
            join::by_command(tx, handle, &address(MEI), web::Role::Member, kernel::Locale::En).await
        })
        .await;
    assert_eq!(key(raced), "email.taken");
}
