//! Members' accounts, as programs of the team look after them.

use db::{Db, db_test};
use http::Method;
use kernel::Locale;
use serde_json::{Value, json};
use testkit::{Answer, Program, TestSite};
use web::Role;

use super::super::world::{program, site, wired};
use super::{delete, happened, id, listed, send, text};

async fn sends(program: &Program, method: Method, path: &str, body: &Value) -> Answer {
    program.send(method, path, Some(body), &[]).await
}

/// The same member's program with a token that was made just now.
async fn anew(site: &TestSite, handle: &str) -> Program {
    site.program(Some(&yaji::user::token(site.app().db(), handle).await.unwrap()))
}

#[db_test(wired)]
async fn a_program_locks_a_member_out_and_lets_them_in_again(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let admin = program(&site, "adi", Role::Admin).await;
    let mei = program(&site, "mei", Role::Member).await;
    let member = format!("/api/v1/members/{}", id(&mei).await);
    let locked = format!("{member}/locked");
    // However old a token is, it is proof enough of who takes something away.
    site.app().clock().advance(3_600);
    let why = json!({"reason": "spam"});
    let _ = sends(&mei, Method::PUT, &locked, &why).await.expect(403);
    let _ = sends(&admin, Method::PUT, &locked, &why).await.expect(204);
    let _ = mei.get("/api/v1/me").await.expect(401);
    let account = owner.get(&format!("{member}/account")).await.expect(200).json();
    assert_eq!((&account["state"], &account["sessions"]), (&json!("locked"), &json!(0)));
    let again = sends(&admin, Method::PUT, &locked, &why).await.expect(409);
    assert_eq!(again.code(), "member.not_active");
    delete(&admin, &locked).await;
    assert_eq!(send(&admin, Method::DELETE, &locked).await.expect(409).code(), "member.not_locked");
    for (member, key) in [(&owner, "role.higher"), (&admin, "member.self")] {
        let path = format!("/api/v1/members/{}/locked", id(member).await);
        assert_eq!(sends(&admin, Method::PUT, &path, &why).await.expect(403).code(), key);
    }
    let mei = anew(&site, "mei").await;
    let _ = mei.get("/api/v1/me").await.expect(200);
    delete(&admin, &format!("{member}/sessions")).await;
    let _ = mei.get("/api/v1/me").await.expect(401);
    for name in ["member.locked", "member.unlocked"] {
        assert_eq!(happened(&site, &owner, name).await, 1, "{name}");
    }
    let log = owner.get("/api/v1/events?limit=100").await.expect(200).json();
    let lock = log["items"].as_array().unwrap().iter().find(|one| one["name"] == "member.locked");
    assert_eq!(text(lock.unwrap(), "actor"), id(&admin).await);
}

#[db_test(wired)]
async fn a_role_is_given_by_a_token_that_was_just_made_and_by_no_older_one(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let mei = program(&site, "mei", Role::Member).await;
    let member = format!("/api/v1/members/{}", id(&mei).await);
    let (role, editor) = (format!("{member}/role"), json!({"role": "editor"}));
    site.app().clock().advance(600);
    let old = sends(&owner, Method::PUT, &role, &editor).await.expect(403);
    assert_eq!(old.code(), "session.reauthenticate");
    let owner = anew(&site, "olga").await;
    let unknown = sends(&owner, Method::PUT, &role, &json!({"role": "king"})).await.expect(422);
    assert_eq!(unknown.code(), "role.unknown");
    let _ = sends(&owner, Method::PUT, &role, &editor).await.expect(204);
    let _ = mei.get("/api/v1/me").await.expect(401);
    let account = owner.get(&format!("{member}/account")).await.expect(200).json();
    assert_eq!(account["role"], "editor");
    let editor = anew(&site, "mei").await;
    let account = editor.get(&format!("{member}/account")).await.expect(200).json();
    assert_ne!(account["email"], "mei@example.org", "masked for who may not write to members");
    let _ = sends(&editor, Method::PUT, &role, &json!({"role": "owner"})).await.expect(403);
    let admin = program(&site, "adi", Role::Admin).await;
    let higher = sends(&admin, Method::PUT, &role, &json!({"role": "admin"})).await.expect(403);
    assert_eq!(higher.code(), "role.higher");
    let own = format!("/api/v1/members/{}/role", id(&owner).await);
    let last = sends(&owner, Method::PUT, &own, &json!({"role": "member"})).await.expect(409);
    assert_eq!(last.code(), "role.last_owner");
    let why = json!({"reason": "lost the phone"});
    let path = format!("{member}/factor_reset");
    assert_eq!(owner.post(&path, &why).await.expect(404).code(), "totp.no_setup");
    let nobody = send(&owner, Method::PUT, &format!("{member}/adoption")).await.expect(404);
    assert_eq!(nobody.code(), "adoption.missing");
}

#[db_test(wired)]
async fn a_program_gives_an_imported_person_their_account_and_takes_it_back(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let imported = async |tx: &mut db::Tx| {
        people::join::unclaimed(tx, "Lu Yu", "luyu", Locale::En, tx.now()).await
    };
    let author = kernel::encode_id(kernel::Id::get(site.app().db().tx(imported).await.unwrap()));
    let member = format!("/api/v1/members/{author}");
    let claims = format!("{member}/claims");
    let nameless = owner.post(&claims, &json!({"reason": " "})).await.expect(422);
    assert_eq!(nameless.code(), "reason.missing");
    let given = owner.post(&claims, &json!({"reason": "wrote to us"})).await.expect(201).json();
    let link = format!("/claim/{}", text(&given, "url").split_once("/claim/").unwrap().1);
    let account = owner.get(&format!("{member}/account")).await.expect(200).json();
    assert_eq!((&account["unclaimed"], &account["claims"][0]["id"]), (&json!(true), &given["id"]));
    let mut browser = site.visitor();
    assert_eq!(browser.post(&link, &[]).await.sees_other(), "/settings/account");
    let used = format!("{claims}/{}", text(&given, "id"));
    site.app().clock().advance(600);
    let old = send(&owner, Method::DELETE, &used).await.expect(403);
    assert_eq!(old.code(), "session.reauthenticate");
    let owner = anew(&site, "olga").await;
    delete(&owner, &used).await;
    assert!(browser.get("/settings/account").await.sees_other().starts_with("/login"));
    assert_eq!(send(&owner, Method::DELETE, &used).await.expect(404).code(), "claim.missing");
}

#[db_test(wired)]
async fn a_program_finds_an_account_as_the_studio_does(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let editor = program(&site, "edda", Role::Editor).await;
    let mei = program(&site, "mei", Role::Member).await;
    let accounts = "/api/v1/accounts";
    assert_eq!(listed(&owner, accounts, "handle").await, ["mei", "edda", "olga"]);
    for asked in ["q=me", "q=@mei", "q=mei@example.org", "role=member"] {
        let found = listed(&owner, &format!("{accounts}?{asked}"), "handle").await;
        assert_eq!(found, ["mei"], "{asked}");
    }
    assert!(listed(&owner, &format!("{accounts}?state=locked"), "handle").await.is_empty());
    assert_eq!(listed(&owner, &format!("{accounts}?q=mei"), "email").await, ["mei@example.org"]);
    let masked = listed(&editor, &format!("{accounts}?q=mei"), "email").await;
    assert_ne!(masked, ["mei@example.org"], "masked for who may not write to members");
    let _ = mei.get(accounts).await.expect(403);
    let several = owner.get(&format!("{accounts}?q=mei&role=member")).await.expect(422);
    assert_eq!(several.code(), "member.one_filter");
    for unknown in ["role=king", "state=lost"] {
        let _ = owner.get(&format!("{accounts}?{unknown}")).await.expect(422);
    }
}
