//! A form that is refused stands there again with what was typed, its errors at their fields.

use db::{Db, db_test};
use http::Method;
use kernel::Locale;
use serde_json::json;
use site::{LegalKind, legal};
use testkit::{Answer, Page};
use web::Role;

use super::world::{browser, program, registered, site, wired};

/// Whether the page says at these fields, and at no other, what is wrong.
fn is_wrong_at(page: &Answer, fields: &[&str]) -> bool {
    let errors = page.text.matches("class=\"field__error\"").count();
    let each = fields.iter().all(|field| page.has(&format!("id=\"{field}-e\"")));
    each && errors == fields.len()
}

#[db_test(wired)]
async fn whoever_agreed_while_registering_agrees_still_when_something_else_is_wrong(db: Db) {
    let site = site(db).await;
    let ticked = "id=\"agree\" name=\"agree\" value=\"on\" checked";
    let mut mei = site.visitor();
    assert!(!mei.get("/register").await.expect(200).has(ticked));
    let typed = [("name", "Mei"), ("email", "mei@"), ("password", "long enough, really")];
    let page = mei.post("/register", &typed).await.expect(422);
    assert!(is_wrong_at(&page, &["email", "agree"]) && !page.has(ticked));
    let typed = [&typed[..], &[("agree", "on")]].concat();
    let page = mei.post("/register", &typed).await.expect(422);
    assert!(is_wrong_at(&page, &["email"]) && page.has(ticked));
}

#[db_test(wired)]
async fn a_handle_that_cannot_be_had_stands_where_it_was_typed(db: Db) {
    let site = site(db).await;
    let _ = program(&site, "olga", Role::Member).await;
    let mut mei = registered(&site, "mei@example.org").await;
    for handle in ["Tea House", "olga"] {
        let page = mei.post("/settings/handle", &[("handle", handle)]).await;
        assert!(page.status.is_client_error() && is_wrong_at(&page, &["handle"]), "{handle}");
        assert!(page.has(&format!("value=\"{handle}\"")), "{handle}");
    }
}

#[db_test(wired)]
async fn a_token_that_cannot_be_made_leaves_the_form_to_be_mended(db: Db) {
    let site = site(db).await;
    let mut mei = browser(&site, "mei", Role::Member).await;
    assert!(mei.get("/settings/sessions").await.expect(200).has("value=\"90\""));
    for (label, days, wrong) in [
        ("", "366", &["label", "days"][..]),
        ("my script", "soon", &["days"]),
        ("a name that is much too long for a token of anybody", "30", &["label"]),
    ] {
        let typed = [("label", label), ("days", days)];
        let page = mei.post("/settings/tokens", &typed).await.expect(422);
        assert!(is_wrong_at(&page, wrong), "{label} {days}");
        let form = Page::parse(&page.text).filled("/settings/tokens", &[]);
        let again = [("refill", "/settings/sessions"), typed[0], typed[1]];
        assert_eq!(form, again.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    let made = [("label", " my script "), ("days", "30")];
    assert!(mei.post("/settings/tokens", &made).await.expect(200).has("my script"));
}

#[db_test(wired)]
async fn new_rules_are_asked_again_of_whoever_sends_their_form_without_the_box(db: Db) {
    let site = site(db.clone()).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let bodies = vec![(Locale::En, "Be kind.".to_owned())];
    let publish =
        async move |tx: &mut db::Tx| legal::publish(tx, None, LegalKind::Rules, &bodies).await;
    db.tx(publish).await.unwrap();
    site.app().site().reload(&db).await.unwrap();
    let asked = mei.get("/settings/consent?back=%2Fspaces").await.expect(200);
    let form = Page::parse(&asked.text).filled("/settings/consent", &[]);
    let unticked: Vec<_> = form.iter().filter(|(name, _)| name != "agree").cloned().collect();
    let page = mei.submit("/settings/consent", &unticked).await.expect(422);
    assert!(is_wrong_at(&page, &["agree"]));
    assert_eq!(Page::parse(&page.text).filled("/settings/consent", &[]), form);
}

#[db_test(wired)]
async fn a_role_for_nobody_leaves_the_form_to_be_mended(db: Db) {
    let site = site(db).await;
    let _ = program(&site, "mei", Role::Member).await;
    let mut olga = browser(&site, "olga", Role::Owner).await;
    let typed = [("handle", "mai"), ("role", "editor")];
    let page = olga.post("/studio/team", &typed).await.expect(422);
    assert!(is_wrong_at(&page, &["handle"]) && page.has("value=\"mai\""));
    assert!(page.has("<option value=\"editor\" selected"));
    let typed = [("handle", "mei"), ("role", "king")];
    assert!(is_wrong_at(&olga.post("/studio/team", &typed).await.expect(422), &["role"]));
    let typed = [("handle", "@mei"), ("role", "editor")];
    assert_eq!(olga.post("/studio/team", &typed).await.sees_other(), "/studio/team");
}

#[db_test(wired)]
async fn after_wrong_digits_the_same_key_is_there_to_be_scanned(db: Db) {
    let site = site(db).await;
    let mut mei = browser(&site, "mei", Role::Member).await;
    let page = mei.get("/settings/security/totp").await.expect(200);
    let key = Page::parse(&page.text).texts("code");
    assert_eq!(key.len(), 1);
    let again = mei.post("/settings/security/totp", &[("totp", "12345")]).await.expect(422);
    assert!(is_wrong_at(&again, &["totp"]) && again.has("<svg"));
    assert_eq!(Page::parse(&again.text).texts("code"), key);
}

#[db_test(wired)]
async fn a_member_is_locked_out_with_a_reason_that_the_team_reads_until_they_are_let_in(db: Db) {
    let site = site(db).await;
    let mut olga = browser(&site, "olga", Role::Owner).await;
    let team = program(&site, "adi", Role::Admin).await;
    let mei = program(&site, "mei", Role::Member).await;
    let id = mei.get("/api/v1/me").await.expect(200).json()["id"].as_str().unwrap().to_owned();
    let (page, path) = (format!("/studio/members/{id}"), format!("/api/v1/members/{id}"));
    let refused = olga.post(&format!("{page}/lock"), &[("reason", " ")]).await.expect(422);
    assert!(is_wrong_at(&refused, &["reason"]), "{}", refused.text);
    for wish in [json!({"reason": " "}), json!({})] {
        let locked = format!("{path}/locked");
        let _ = team.send(Method::PUT, &locked, Some(&wish), &[]).await.expect(422);
    }
    let _ = mei.get("/api/v1/me").await.expect(200);
    let reason = [("reason", " Links to a casino ")];
    assert_eq!(olga.post(&format!("{page}/lock"), &reason).await.sees_other(), page);
    assert!(olga.get(&page).await.expect(200).has("<dd>Links to a casino</dd>"));
    let account = team.get(&format!("{path}/account")).await.expect(200).json();
    assert_eq!(account["lock"]["reason"], "Links to a casino");
    let _ = olga.post(&format!("{page}/unlock"), &[]).await.sees_other();
    assert!(!olga.get(&page).await.expect(200).has("Links to a casino"));
    let account = team.get(&format!("{path}/account")).await.expect(200).json();
    assert!(account["lock"].is_null());
}

#[db_test(wired)]
async fn a_site_begins_with_a_currency_that_people_pay_with(db: Db) {
    let site = site(db.clone()).await;
    let token = db.tx(async |tx| people::join::owner::link(tx).await).await.unwrap().unwrap();
    let mut rosa = site.visitor();
    let form = rosa.get(&format!("/start?token={token}")).await.expect(200);
    let fill = |currency| {
        let answers = [
            ("currency", currency),
            ("name", "Rosa"),
            ("handle", "rosa"),
            ("email", "rosa@example.org"),
            ("password", "a long enough secret"),
        ];
        let mut filled = Page::parse(&form.text).filled("/start", &answers);
        filled.retain(|(name, value)| name != "locale" || value == "en");
        filled
    };
    for currency in ["ZZZ", "XAU", "yuan"] {
        let page = rosa.submit("/start", &fill(currency)).await.expect(422);
        assert!(is_wrong_at(&page, &["currency"]), "{currency}");
        assert!(page.has(&format!("value=\"{currency}\"")), "{currency}");
    }
    assert_eq!(rosa.submit("/start", &fill("eur")).await.sees_other(), "/studio");
    let changed = [("currency", "ZZZ")];
    let page = rosa.get("/studio/settings").await.expect(200);
    let filled = Page::parse(&page.text).filled("/studio/settings", &changed);
    assert!(is_wrong_at(&rosa.submit("/studio/settings", &filled).await, &["currency"]));
}

#[db_test(wired)]
async fn what_the_welcome_asks_is_changed_in_the_settings_and_what_is_left_out_stays(db: Db) {
    let site = site(db).await;
    let mut mei = browser(&site, "mei", Role::Member).await;
    let told = [("interests", "tea"), ("goal", "meet"), ("rhythm", "never")];
    let _ = mei.post("/welcome", &told).await.sees_other();
    let chosen = |goal: &str| format!("name=\"goal\" value=\"{goal}\" checked");
    assert!(mei.get("/settings/profile").await.expect(200).has(&chosen("meet")));
    let saved = [("name", "Mei"), ("interests", "tea"), ("goal", "learn")];
    let _ = mei.post("/settings/profile", &saved).await.sees_other();
    let _ = mei.post("/settings/profile", &saved[..2]).await.sees_other();
    assert!(mei.get("/welcome").await.expect(200).has(&chosen("learn")));
    let token = yaji::user::token(site.app().db(), "mei").await.unwrap();
    let mei = site.program(Some(&token));
    let me = mei.get("/api/v1/me").await.expect(200).json();
    assert_eq!((&me["goal"], &me["rhythm"]), (&json!("learn"), &json!("never")));
    let wish = json!({"goal": "answer"});
    let me = mei.send(Method::PATCH, "/api/v1/me", Some(&wish), &[]).await.expect(200).json();
    assert_eq!(me["goal"], "answer");
    let wrong = json!({"goal": "rule"});
    let _ = mei.send(Method::PATCH, "/api/v1/me", Some(&wrong), &[]).await.expect(422);
    let mut team = browser(&site, "olga", Role::Owner).await;
    let page = format!("/studio/members/{}", me["id"].as_str().unwrap());
    assert!(team.get(&page).await.expect(200).has("<dd>帮助别人</dd>"));
}

#[db_test(wired)]
async fn the_log_of_everything_that_happened_is_the_owners_to_read(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let admin = program(&site, "adi", Role::Admin).await;
    let _ = owner.get("/api/v1/events").await.expect(200);
    assert_eq!(admin.get("/api/v1/events").await.expect(403).code(), "permission.missing");
}
