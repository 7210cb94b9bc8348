//! Beginnings and belongings: owner links, handles, claims, consent, the statements themselves.

use db::{Db, db_test};
use kernel::{Locale, MemberId};
use web::Role;

use super::world::{Browser, World, address, done, key};
use crate::claim::store::ClaimId;
use crate::handle::{self, Handle};
use crate::join::{self, owner};
use crate::member::MemberRow;
use crate::member::session;
use crate::sign_in::Done;
use crate::sign_in::finish;
use crate::{address as addresses, claim, consent, erase, export, member, password, policy, role};

const PASS: &str = "a long enough password";

#[db_test]
async fn every_statement_fits_its_row_and_none_scans_what_grows(db: Db) {
    db::testing::check_statements(&db).await;
}

fn first() -> owner::First {
    owner::First {
        handle: Handle::parse("founder").unwrap(),
        name: "Founder".into(),
        address: address("founder@example.org"),
        password: "hash".into(),
        locale: Locale::En,
    }
}

#[db_test]
async fn an_owner_link_makes_one_owner_and_ends_with_its_first_use(db: Db) {
    let world = World::new(db);
    let link = world.db.tx(async |tx| owner::link(tx).await).await.unwrap().unwrap();
    let newer = world.db.tx(async |tx| owner::link(tx).await).await.unwrap().unwrap();
    let asker = Browser::new("founder", 1).asker;
    let start = async |token: String| {
        let asker = asker.clone();
        world.db.tx(async move |tx| owner::start(tx, &token, &first(), &asker).await).await
    };
    assert_eq!(key(start(link).await), "start.missing", "a new start ends the old link");
    let done = start(newer.clone()).await.unwrap();
    let id = done.member;
    let row = world.db.read(async move |tx| member::get(tx, id).await).await.unwrap();
    assert_eq!((row.role.0, row.number), (Role::Owner, Some(1)));
    assert_eq!(world.sessions(id).await, 1);
    assert_eq!(key(start(newer).await), "start.missing");
    assert_eq!(world.db.tx(async |tx| owner::link(tx).await).await.unwrap(), None);
}

#[db_test]
async fn an_owner_link_is_good_for_a_day(db: Db) {
    let world = World::new(db);
    let link = world.db.tx(async |tx| owner::link(tx).await).await.unwrap().unwrap();
    world.db.clock().advance(25 * 3600);
    let late = world.db.read(async move |tx| owner::check(tx, &link).await).await;
    assert_eq!(key(late), "start.missing");
}

#[db_test]
async fn an_old_handle_leads_to_its_member_and_is_never_anothers(db: Db) {
    let world = World::new(db);
    let id = world.register(&mut Browser::new("mei", 1), "mei@example.org", PASS).await.member;
    let change = async |text: &str| {
        let handle = Handle::parse(text).unwrap();
        world.db.tx(async move |tx| handle::change::change(tx, id, handle.clone()).await).await
    };
    change("mei").await.unwrap();
    assert_eq!(key(change("meihua").await), "handle.too_soon");
    world.db.clock().advance(31 * 86_400);
    change("meihua").await.unwrap();
    let old = world.db.read(async |tx| handle::store::find(tx, "mei").await).await.unwrap();
    let old = old.unwrap();
    assert!(old.member_id == id && old.redirects);
    world.db.tx(async move |tx| handle::change::drop_old(tx, id, "mei").await).await.unwrap();
    let lin = world.register(&mut Browser::new("lin", 2), "lin@example.org", PASS).await.member;
    let taken = Handle::parse("mei").unwrap();
    let stolen =
        world.db.tx(async move |tx| handle::change::change(tx, lin, taken.clone()).await).await;
    assert_eq!(key(stolen), "handle.taken");
}

/// Somebody of the team, as a page sees them, and a member as they find them.
async fn faces(world: &World, admin: MemberId, whom: MemberId) -> (web::Viewer, MemberRow) {
    let (viewer, row) = world
        .db
        .read(async move |tx| {
            let row = member::get(tx, admin).await?;
            let me = web::Me {
                id: admin,
                session: kernel::Id::from_i64(1),
                permissions: row.role.0.permissions(),
                face: session::face(&row),
                reauthenticated_at: Some(tx.now()),
                second_factor: false,
            };
            Ok((me, member::get(tx, whom).await?))
        })
        .await
        .unwrap();
    let viewer = web::Viewer {
        locale: Locale::En,
        member: Some(std::sync::Arc::new(viewer)),
        via: web::Via::Browser,
        network: Browser::new("admin", 9).asker.network,
        origin: "https://yaji.test".into(),
        device: None,
        theme: web::Theme::Auto,
        flash: None,
    };
    (viewer, row)
}

/// Imports somebody, gives them their link and lets them come by it.
async fn claimed(world: &World, admin: MemberId, key: &'static str) -> (Done, ClaimId) {
    let import = async move |tx: &mut db::Tx| {
        let at = tx.now().plus_days(-900);
        join::unclaimed(tx, "Niel de Beaudrap", key, Locale::En, at).await
    };
    let id = world.db.tx(import).await.unwrap();
    let (viewer, row) = faces(world, admin, id).await;
    let permit = policy::may_give_claim(&viewer, &row).unwrap();
    let token = world.db.tx(async move |tx| claim::give(tx, permit, "wrote to us").await).await;
    let (token, asker) = (token.unwrap(), Browser::new(key, 5).asker);
    let (again, other) = (token.clone(), asker.clone());
    let done = world.db.tx(async move |tx| claim::take(tx, &token, &asker).await).await.unwrap();
    assert_eq!(done.member, id);
    let twice = world.db.tx(async move |tx| claim::take(tx, &again, &other).await).await;
    assert_eq!(self::key(twice), "claim.missing");
    let claims = world.db.read(async move |tx| claim::store::list(tx, id).await).await.unwrap();
    (done, claims[0].id)
}

#[db_test]
async fn an_imported_person_comes_by_a_link_once_and_the_team_takes_it_back(db: Db) {
    let world = World::new(db);
    let admin = world.owner_of(&mut Browser::new("ada", 1), "ada@example.org", PASS).await.member;
    world.db.tx(async move |tx| role::give(tx, None, admin, Role::Admin).await).await.unwrap();
    let (done, which) = claimed(&world, admin, "se5").await;
    let id = done.member;
    let hash = world.hasher.hash(PASS.into()).await.unwrap();
    let place = (id, done.session.id);
    world.db.tx(async move |tx| password::change::change(tx, place, &hash).await).await.unwrap();
    let (viewer, row) = faces(&world, admin, id).await;
    let permit = policy::may_undo_claim(&viewer, Role::Admin, &row).unwrap();
    world.db.tx(async move |tx| claim::undo(tx, permit, which).await).await.unwrap();
    assert_eq!(world.sessions(id).await, 0);
    let waits = world.db.read(async move |tx| claim::is_unclaimed(tx, id).await).await;
    assert!(waits.unwrap(), "the account waits for its person again");
}

#[db_test]
async fn a_claim_is_taken_back_from_its_own_member_and_from_nobody_of_the_same_rank(db: Db) {
    let world = World::new(db);
    let admin = world.owner_of(&mut Browser::new("ada", 1), "ada@example.org", PASS).await.member;
    world.db.tx(async move |tx| role::give(tx, None, admin, Role::Admin).await).await.unwrap();
    let (done, which) = claimed(&world, admin, "se5").await;
    let (id, other) = (done.member, claimed(&world, admin, "se6").await.0.member);
    let undo =
        async |permit| world.db.tx(async move |tx| claim::undo(tx, permit, which).await).await;
    let (viewer, row) = faces(&world, admin, other).await;
    let permit = policy::may_undo_claim(&viewer, Role::Admin, &row).unwrap();
    assert_eq!(key(undo(permit).await), "claim.missing", "the claim is another member's");
    let rises = async move |tx: &mut db::Tx| {
        member::store::update_role(tx, id, Role::Owner, Role::Owner.permissions()).await
    };
    world.db.tx(rises).await.unwrap();
    let (viewer, row) = faces(&world, admin, id).await;
    let refused = policy::may_undo_claim(&viewer, Role::Admin, &row);
    assert_eq!(key(refused), "role.higher");
    let permit = policy::may_undo_claim(&viewer, Role::Owner, &row).unwrap();
    assert_eq!(key(undo(permit).await), "claim.has_role");
    assert_eq!(world.sessions(id).await, 1, "nothing of theirs has ended");
}

#[db_test]
async fn a_member_agrees_again_when_the_rules_change(db: Db) {
    let world = World::new(db);
    let id = world.register(&mut Browser::new("mei", 1), "mei@example.org", PASS).await.member;
    let outdated =
        async || world.db.read(async move |tx| consent::outdated(tx, id).await).await.unwrap();
    assert!(outdated().await.is_empty());
    world
        .db
        .tx(async |tx| {
            let bodies = [(Locale::En, "Be kind.".to_owned())];
            site::legal::publish(tx, None, site::LegalKind::Rules, &bodies).await.map(drop)
        })
        .await
        .unwrap();
    assert_eq!(outdated().await, [site::LegalKind::Rules]);
    world
        .db
        .tx(async move |tx| consent::agree_to(tx, id, &consent::ASKED, Locale::En, "again").await)
        .await
        .unwrap();
    assert!(outdated().await.is_empty());
}

#[db_test]
async fn staff_without_the_factor_they_must_have_may_nothing_and_get_no_token(db: Db) {
    let world = World::new(db);
    let mut browser = Browser::new("ada", 1);
    let id = world.owner_of(&mut browser, "ada@example.org", PASS).await.member;
    world
        .db
        .tx(async move |tx| {
            role::give(tx, None, id, Role::Admin).await?;
            let yes = serde_json::Value::Bool(true);
            site::settings::change(tx, None, "team_second_factor", &yes).await
        })
        .await
        .unwrap();
    let row = world.db.read(async move |tx| member::get(tx, id).await).await.unwrap();
    let read = row.clone();
    let allowed = world.db.read(async move |tx| session::permissions(tx, &read).await).await;
    assert!(allowed.unwrap().is_empty());
    let asker = browser.asker.clone();
    let token = world
        .db
        .tx(async move |tx| finish::open_token(tx, &row, session::By::Password, &asker, 90).await)
        .await;
    assert_eq!(key(token), "session.enrol");
}

#[db_test]
async fn unused_accounts_lapse_after_thirty_days_and_those_who_wrote_stay(db: Db) {
    let world = World::new(db);
    let silent = world.register(&mut Browser::new("a", 1), "a@example.org", PASS).await.member;
    let owner = world.owner_of(&mut Browser::new("b", 2), "b@example.org", PASS).await.member;
    world.db.clock().advance(31 * 86_400);
    let swept =
        async |kept: join::unused::IsKept| join::unused::sweep(&world.db, kept).await.unwrap();
    assert_eq!(swept(|_tx, _member| Box::pin(async { Ok(true) })).await, 0);
    assert_eq!(swept(|_tx, _member| Box::pin(async { Ok(false) })).await, 1);
    let states = world
        .db
        .read(async move |tx| {
            Ok((member::get(tx, silent).await?.state, member::get(tx, owner).await?.state))
        })
        .await
        .unwrap();
    assert_eq!(states, (member::State::Erased, member::State::Active));
}

#[db_test]
async fn an_erased_member_leaves_no_word_in_any_table_of_this_slice(db: Db) {
    let world = World::new(db);
    let id = world.owner_of(&mut Browser::new("mei", 1), "mei@example.org", PASS).await.member;
    world.db.tx(async move |tx| erase::erase(tx, id, false).await).await.unwrap();
    let left = world
        .db
        .read(async move |tx| {
            let row = member::get(tx, id).await?;
            let address = addresses::store::find(tx, id).await?;
            let hash = password::store::find(tx, id).await?;
            let handles = handle::store::list(tx, id).await?;
            let leads = handles.iter().any(|row| row.redirects);
            Ok((row.name, row.handle.starts_with("former_"), address.is_some(), hash, leads))
        })
        .await
        .unwrap();
    assert_eq!(left, (String::new(), true, false, None, false));
}

fn nothing(_tx: &mut db::Tx, _id: MemberId) -> Kept<'_> {
    Box::pin(async { Ok(false) })
}

type Kept<'a> = std::pin::Pin<Box<dyn Future<Output = kernel::Outcome<bool>> + 'a>>;

async fn state(world: &World, id: MemberId) -> member::State {
    world.db.read(async move |tx| member::get(tx, id).await).await.unwrap().state
}

#[db_test]
async fn an_account_that_is_used_stays_however_old_it_is(db: Db) {
    let world = World::new(db);
    let mut browser = Browser::new("a", 1);
    let id = world.register(&mut browser, "a@example.org", PASS).await.member;
    world.db.clock().advance(31 * 86_400);
    done(world.sign_in(&browser, "a@example.org", PASS).await.unwrap());
    assert_eq!(join::unused::sweep(&world.db, nothing).await.unwrap(), 0);
    world.db.clock().advance(20 * 86_400);
    let last = done(world.sign_in(&browser, "a@example.org", PASS).await.unwrap()).session.id;
    world.db.clock().advance(20 * 86_400);
    world.db.tx(async move |tx| session::end(tx, id, last).await).await.unwrap();
    world.db.clock().advance(20 * 86_400);
    assert_eq!(join::unused::sweep(&world.db, nothing).await.unwrap(), 0, "signed out since");
    world.db.clock().advance(11 * 86_400);
    assert_eq!(join::unused::sweep(&world.db, nothing).await.unwrap(), 1);
    assert_eq!(state(&world, id).await, member::State::Erased);
}

#[db_test]
async fn the_sweep_passes_those_who_stay_and_finds_accounts_without_an_address(db: Db) {
    let world = World::new(db);
    let pasts: Vec<MemberId> = world
        .db
        .tx(async |tx| {
            let mut made = Vec::new();
            for _ in 0..60 {
                made.push(join::begin(tx, &join::Beginning::default()).await?.id);
            }
            Ok(made)
        })
        .await
        .unwrap();
    world.db.clock().advance(31 * 86_400);
    assert_eq!(join::unused::sweep(&world.db, nothing).await.unwrap(), pasts.len());
}

#[db_test]
async fn an_erasure_forgets_the_letters_to_the_member_and_their_file(db: Db) {
    let world = World::new(db);
    let id = world.owner_of(&mut Browser::new("mei", 1), "Mei@example.org", PASS).await.member;
    let other = world.owner_of(&mut Browser::new("lin", 2), "lin@example.org", PASS).await.member;
    let planted =
        world.register(&mut Browser::new("thief", 3), "lin@example.org", PASS).await.member;
    world.db.tx(async move |tx| export::ask(tx, id).await).await.unwrap();
    let before = world.mails("lin@example.org").await.len();
    for gone in [id, planted] {
        world.db.tx(async move |tx| erase::erase(tx, gone, true).await).await.unwrap();
    }
    assert!(world.mails("Mei@example.org").await.is_empty());
    assert_eq!(world.mails("lin@example.org").await.len(), before, "another owns this mailbox");
    assert_eq!(state(&world, other).await, member::State::Active);
    world.db.tx(async |tx| export::store::take_expired(tx).await).await.unwrap();
    let left = world.db.read(async move |tx| export::store::list(tx, id).await).await.unwrap();
    assert!(left.is_empty());
}

#[db_test]
async fn a_file_that_could_not_be_built_is_given_up_and_may_be_asked_for_again(db: Db) {
    let world = World::new(db);
    let id = world.register(&mut Browser::new("mei", 1), "mei@example.org", PASS).await.member;
    let ask = async || world.db.tx(async move |tx| export::ask(tx, id).await).await;
    let failed = async |export| {
        let gone = world.db.tx(async move |tx| {
            let until = tx.now().plus_hours(1);
            export::store::update_failed(tx, export, until).await
        });
        gone.await.unwrap();
    };
    let first = ask().await.unwrap();
    assert_eq!(key(ask().await), "export.building");
    failed(first).await;
    let second = ask().await.unwrap();
    let lost = world.db.tx(async |tx| {
        let now = tx.now().plus_seconds(1);
        export::store::update_lost(tx, now, now).await
    });
    lost.await.unwrap();
    let rows = world.db.read(async move |tx| export::store::list(tx, id).await).await.unwrap();
    let states: Vec<&str> = rows.iter().map(|row| row.state.as_str()).collect();
    assert_eq!(states, ["failed", "failed"]);
    assert_ne!(first, second);
    ask().await.unwrap();
}

#[db_test]
async fn whoever_claimed_an_account_and_confirmed_nothing_writes_ten_times_a_day(db: Db) {
    let world = World::new(db);
    let write = async |id: MemberId| {
        world.db.tx(async move |tx| crate::may_write::check(tx, id).await).await
    };
    let id = world
        .db
        .tx(async |tx| join::unclaimed(tx, "Niel", "se5", Locale::En, tx.now()).await)
        .await
        .unwrap();
    for _ in 0..10 {
        write(id).await.unwrap();
    }
    assert_eq!(key(write(id).await), "member.unconfirmed_daily");
}
