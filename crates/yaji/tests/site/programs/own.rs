//! The settings of one's own account, as programs change them.

use db::{Db, db_test};
use http::Method;
use kernel::Locale;
use serde_json::json;
use site::{LegalKind, legal};
use web::Role;

use super::super::media::picture;
use super::super::world::{program, site, wired};
use super::{delete, listed, patch, send, text};

#[db_test(wired)]
async fn a_program_lists_and_ends_where_its_member_is_signed_in(db: Db) {
    let site = site(db).await;
    let mei = program(&site, "mei", Role::Member).await;
    let token = async || yaji::user::token(site.app().db(), "mei").await.unwrap();
    let other = site.program(Some(&token().await));
    let list = mei.get("/api/v1/sessions").await.expect(200).json();
    let (here, there): (Vec<_>, Vec<_>) =
        list["items"].as_array().unwrap().iter().partition(|one| one["current"] == true);
    assert_eq!((here.len(), there.len(), &there[0]["kind"]), (1, 1, &json!("token")));
    assert!(!list.to_string().contains("token_hash"), "{list}");
    let path = format!("/api/v1/sessions/{}", text(there[0], "id"));
    let ada = program(&site, "ada", Role::Member).await;
    assert_eq!(send(&ada, Method::DELETE, &path).await.expect(404).code(), "session.missing");
    let _ = other.get("/api/v1/me").await.expect(200);
    delete(&mei, &path).await;
    let _ = other.get("/api/v1/me").await.expect(401);
    assert_eq!(send(&mei, Method::DELETE, &path).await.expect(404).code(), "session.missing");
    let other = site.program(Some(&token().await));
    delete(&mei, "/api/v1/sessions").await;
    let _ = other.get("/api/v1/me").await.expect(401);
    assert_eq!(listed(&mei, "/api/v1/sessions", "kind").await, ["token"]);
}

#[db_test(wired)]
async fn a_program_changes_how_its_member_is_shown_and_told(db: Db) {
    let site = site(db).await;
    let (mei, ada) =
        (program(&site, "mei", Role::Member).await, program(&site, "ada", Role::Member).await);
    let wish = json!({"theme": "dark", "rhythm": "never"});
    let told = patch(&mei, "/api/v1/me", &wish).await.expect(200).json();
    assert_eq!((&told["theme"], &told["rhythm"]), (&json!("dark"), &json!("never")));
    for (field, word) in [("theme", "pink"), ("rhythm", "hourly")] {
        let wrong = patch(&mei, "/api/v1/me", &json!({ field: word })).await.expect(422).json();
        assert_eq!(wrong["errors"][0]["field"], field);
    }
    let kept = patch(&mei, "/api/v1/me", &json!({"handle": "leaf"})).await.expect(200).json();
    assert_eq!((&kept["theme"], &kept["rhythm"]), (&json!("dark"), &json!("never")));
    let handles = "/api/v1/me/handles";
    let listed: Vec<String> = listed(&mei, handles, "handle").await;
    assert_eq!(listed.len(), 2, "{listed:?}");
    let _ = ada.get("/api/v1/members/@mei").await.expect(200);
    let _ = send(&ada, Method::DELETE, &format!("{handles}/mei")).await.expect(404);
    delete(&mei, &format!("{handles}/mei")).await;
    let _ = ada.get("/api/v1/members/@mei").await.expect(404);
    let current = send(&mei, Method::DELETE, &format!("{handles}/leaf")).await.expect(404);
    assert_eq!(current.code(), "handle.unknown");
    let avatar = "/api/v1/me/avatar";
    let _ = mei.upload(avatar, &[], &picture(300, 300, 7)).await.expect(204);
    let shown = ada.get("/api/v1/members/@leaf").await.expect(200).json();
    let _ = site.visitor().get(&text(&shown, "avatar")).await.expect(200);
    assert_eq!(mei.upload(avatar, &[], b"no picture").await.expect(422).status, 422);
    delete(&mei, avatar).await;
    assert!(ada.get("/api/v1/members/@leaf").await.expect(200).json()["avatar"].is_null());
}

#[db_test(wired)]
async fn a_program_reads_what_its_member_agreed_to_and_agrees_to_what_changed(db: Db) {
    let site = site(db).await;
    let mei = program(&site, "mei", Role::Member).await;
    let consents = "/api/v1/me/consents";
    let before = mei.get(consents).await.expect(200).json();
    assert_eq!((&before["items"], &before["outdated"]), (&json!([]), &json!([])));
    let words = vec![(Locale::En, "Be kind.".to_owned())];
    let publish = async move |tx: &mut db::Tx| {
        legal::publish(tx, None, LegalKind::Rules, &words).await.map(drop)
    };
    site.app().db().tx(publish).await.unwrap();
    site.app().site().reload(site.app().db()).await.unwrap();
    assert_eq!(mei.get(consents).await.expect(200).json()["outdated"], json!(["rules"]));
    let _ = patch(&mei, "/api/v1/me", &json!({"agrees": true})).await.expect(200);
    let after = mei.get(consents).await.expect(200).json();
    assert_eq!(after["outdated"], json!([]));
    let given = after["items"].as_array().unwrap().iter().find(|one| one["kind"] == "rules");
    let given = given.unwrap();
    assert_eq!((&given["version"], &given["surface"]), (&json!(1), &json!("api")));
}

#[db_test(wired)]
async fn taking_ones_data_along_and_leaving_asks_for_a_token_that_was_just_made(db: Db) {
    let site = site(db).await;
    let mei = program(&site, "mei", Role::Member).await;
    let exports = "/api/v1/me/exports";
    let asked = send(&mei, Method::POST, exports).await.expect(201).json();
    assert_eq!(asked["state"], "building");
    assert_eq!(send(&mei, Method::POST, exports).await.expect(409).code(), "export.building");
    let path = format!("{exports}/{}", text(&asked, "id"));
    assert_eq!(mei.get(&path).await.expect(404).code(), "export.missing");
    site.settle().await;
    assert_eq!(listed(&mei, exports, "state").await, ["ready"]);
    let file = mei.get(&path).await.expect(200);
    assert!(file.bytes.starts_with(b"PK") && file.header("content-type") == "application/zip");
    let ada = program(&site, "ada", Role::Member).await;
    assert_eq!(ada.get(&path).await.expect(404).code(), "export.missing");
    let (deletion, keep) = ("/api/v1/me/deletion", json!({"posts": "keep"}));
    site.app().clock().advance(600);
    for old in [
        mei.get(&path).await,
        send(&mei, Method::POST, exports).await,
        mei.post(deletion, &keep).await,
    ] {
        assert_eq!(old.expect(403).code(), "session.reauthenticate");
    }
    let token = yaji::user::token(site.app().db(), "mei").await.unwrap();
    let fresh = site.program(Some(&token));
    let _ = fresh.post(deletion, &json!({"posts": "maybe"})).await.expect(422);
    let due = fresh.post(deletion, &keep).await.expect(201).json();
    assert!(text(&due, "due_at").ends_with('Z'), "{due}");
    for program in [&mei, &fresh] {
        let _ = program.get("/api/v1/me").await.expect(401);
    }
    let owner = program(&site, "olga", Role::Owner).await;
    assert_eq!(owner.post(deletion, &keep).await.expect(409).code(), "role.last_owner");
}
