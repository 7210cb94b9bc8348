//! Accounts as a browser and a program see them.

use db::{Db, db_test};
use people::password::Hasher;
use serde_json::json;
use web::Role;

use super::world::{program, registered, site, wired, yes_to};

#[db_test(wired)]
async fn whoever_registers_is_signed_in_and_gets_a_code(db: Db) {
    let site = site(db).await;
    let mut browser = registered(&site, "mei@example.org").await;
    assert!(browser.cookie("s").is_some());
    let _ = browser.get("/confirm").await.expect(200);
    site.settle().await;
    let letter = site.letter_to("mei@example.org");
    let digits = letter.text.chars().filter(char::is_ascii_digit).count();
    assert!(digits >= 8, "{}", letter.text);
}

#[db_test(wired)]
async fn a_program_makes_an_account_and_signs_in(db: Db) {
    let site = site(db).await;
    let nobody = site.program(None);
    let account =
        json!({"handle": "ada", "email": "ada@example.org", "password": "a long enough secret"});
    let _ = nobody.post("/api/v1/members", &account).await.expect(201);
    let login = json!({"login": "ada", "password": "a long enough secret"});
    let token = nobody.post("/api/v1/sessions", &login).await.expect(201).json()["token"].clone();
    let ada = site.program(token.as_str());
    assert_eq!(ada.get("/api/v1/me").await.expect(200).json()["handle"], "ada");
    let wrong = json!({"login": "ada", "password": "another secret entirely"});
    let _ = nobody.post("/api/v1/sessions", &wrong).await.expect(401);
}

#[db_test(wired)]
async fn a_token_ends_and_is_worth_nothing_at_once(db: Db) {
    let site = site(db).await;
    let mei = program(&site, "mei", Role::Member).await;
    let _ = mei.get("/api/v1/me").await.expect(200);
    let _ = mei.send(http::Method::DELETE, "/api/v1/sessions/current", None, &[]).await.expect(204);
    let _ = mei.get("/api/v1/me").await.expect(401);
}

#[db_test(wired)]
async fn yes_to_the_account_that_a_page_showed_opens_that_account(db: Db) {
    let site = site(db).await;
    let _ = registered(&site, "mei@example.org").await;
    let mut mei = site.visitor();
    let _ = mei.post("/login/send", &[("email", "mei@example.org")]).await.sees_other();
    site.settle().await;
    let code = site.code_to("mei@example.org");
    let asked = mei.post("/login/code", &[("code", &code)]).await.sees_other();
    assert!(asked.starts_with("/login/yours"), "{asked}");
    let yes = yes_to(&mei.get(&asked).await.expect(200));
    let planted = [
        ("name", "Planted"),
        ("email", "mei@example.org"),
        ("password", "the thief knows this"),
        ("agree", "on"),
    ];
    let _ = site.visitor().post("/register", &planted).await.sees_other();
    let answer: Vec<_> = yes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let _ = mei.post("/login/yours", &answer).await.sees_other();
    let profile = mei.get("/settings/profile").await.expect(200);
    assert!(profile.has("value=\"Mei\"") && !profile.has("Planted"));
}

#[db_test(wired)]
async fn while_somebody_guesses_passwords_a_program_signs_in_with_a_mailed_code(db: Db) {
    let site = site(db).await;
    let (email, password) = ("ada@example.org", "a long enough secret");
    let id = yaji::user::create(site.app().db(), "ada", email, Role::Member).await.unwrap();
    let hash = Hasher::cheap().unwrap().hash(password.into()).await.unwrap();
    let guessed = async move |tx: &mut db::Tx| {
        people::password::store::update(tx, id, &hash).await?;
        let today = kernel::Zone::utc().day(tx.now());
        for _ in 0..101 {
            people::password::store::update_wrong(tx, &format!("m:{id}"), today).await?;
        }
        Ok(())
    };
    site.app().db().tx(guessed).await.unwrap();
    let ada = site.program(None);
    let login = json!({"login": "ada", "password": password});
    let asked = ada.post("/api/v1/sessions", &login).await.expect(401);
    assert_eq!(asked.code(), "session.code");
    site.settle().await;
    let with = |code: &str| json!({"login": "ada", "password": password, "code": code});
    let code = site.code_to(email);
    let wrong = if code.starts_with('0') { "10000000" } else { "00000000" };
    let refused = ada.post("/api/v1/sessions", &with(wrong)).await.expect(422);
    assert_eq!(refused.code(), "code.wrong");
    let signed = ada.post("/api/v1/sessions", &with(&code)).await.expect(201).json();
    let ada = site.program(signed["token"].as_str());
    assert_eq!(ada.get("/api/v1/me").await.expect(200).json()["handle"], "ada");
}
