//! Accounts through the doors: what strangers try with other people's addresses.

use db::{Db, db_test};
use serde_json::json;
use testkit::{Browser, Caller, Program, TestSite};

use super::super::world::{cast, registered, site, wired, yes_to};

const PASSWORD: &str = "a long enough secret";

async fn register(browser: &mut Browser, email: &str) -> testkit::Answer {
    let fields = [("name", "Mei"), ("email", email), ("password", PASSWORD), ("agree", "on")];
    browser.post("/register", &fields).await
}

/// The code of the newest letter to an address.
async fn code(site: &TestSite, email: &str) -> String {
    site.settle().await;
    site.code_to(email)
}

/// Asks for a code in a browser and signs in with it.
async fn sign_in_by_code(site: &TestSite, browser: &mut Browser, email: &str) -> String {
    let _ = browser.post("/login/send", &[("email", email)]).await.sees_other();
    let code = code(site, email).await;
    browser.post("/login/code", &[("code", &code)]).await.sees_other()
}

async fn me(program: &Program) -> serde_json::Value {
    program.get("/api/v1/me").await.expect(200).json()
}

#[db_test(wired)]
async fn a_forged_sign_in_is_refused_whatever_the_other_site_leaves_out(db: Db) {
    let site = site(db).await;
    let _ = registered(&site, "mei@example.org").await;
    let fields = [("login", "mei@example.org"), ("password", PASSWORD)];
    let said = [
        (Some("http://evil.test"), None),
        (Some("null"), None),
        (Some("null"), Some("http://yaji.test/login")),
        (None, Some("http://evil.test/http://yaji.test/")),
        (None, Some("http://yaji.test.evil.test/")),
        (None, None),
    ];
    for (origin, referer) in said {
        let mut forged = site.visitor().saying(origin, referer);
        for path in ["/login", "/register", "/login/send"] {
            let _ = forged.post(path, &fields).await.expect(403);
        }
        assert!(forged.cookie("s").is_none(), "{origin:?} {referer:?}");
    }
    let mut own = site.visitor().saying(Some("http://yaji.test"), None);
    let _ = own.post("/login", &fields).await.sees_other();
    assert!(own.cookie("s").is_some());
    let mut old = site.visitor().saying(None, Some("http://yaji.test/login"));
    let _ = old.post("/login", &fields).await.sees_other();
    assert!(old.cookie("s").is_some());
}

#[db_test(wired)]
async fn a_forged_host_is_in_no_mailed_link_and_is_turned_away(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let _ = register(&mut site.visitor(), "mei@example.org").await.sees_other();
    cast.set("url", json!("http://yaji.test")).await;
    let mut forged = site.visitor().at_host("evil.test");
    assert_eq!(forged.post("/login/send", &[("email", "mei@example.org")]).await.status, 421);
    assert_eq!(forged.get("/login").await.status, 421);
    let mut own = site.visitor();
    let _ = own.post("/login/send", &[("email", "mei@example.org")]).await.sees_other();
    site.settle().await;
    for letter in site.letters() {
        assert!(!letter.text.contains("evil.test") && !letter.html.contains("evil.test"));
    }
    let letter = site.letter_to("mei@example.org");
    assert!(letter.text.contains("http://yaji.test/code/"), "{}", letter.text);
}

#[db_test(wired)]
async fn guessing_a_code_ends_after_five_tries(db: Db) {
    let site = site(db).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let first = code(&site, "mei@example.org").await;
    let _ = mei.post("/confirm", &[("code", &first)]).await.sees_other();
    let mut guesser = site.visitor();
    let fields = [("email", "mei@example.org")];
    let _ = guesser.post("/login/send", &fields).await.sees_other();
    let right = code(&site, "mei@example.org").await;
    let wrong = if right.starts_with('1') { "20000000" } else { "10000000" };
    for _ in 0..5 {
        let answer = guesser.post("/login/code", &[("code", wrong)]).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
    let answer = guesser.post("/login/code", &[("code", &right)]).await;
    assert!(answer.status.is_client_error(), "the right code still opens: {}", answer.status);
    assert!(guesser.cookie("s").is_none());
}

#[db_test(wired)]
async fn whoever_only_looks_at_a_mailed_link_neither_signs_in_nor_uses_it_up(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let mut mei = registered(site, "mei@example.org").await;
    let first = code(site, "mei@example.org").await;
    let _ = mei.post("/confirm", &[("code", &first)]).await.sees_other();
    cast.set("url", json!("http://yaji.test")).await;
    let (mut asking, mut scanner) = (site.visitor(), site.visitor());
    let _ = asking.post("/login/send", &[("email", "mei@example.org")]).await.sees_other();
    site.settle().await;
    let link = site.link_to("mei@example.org");
    for browser in [&mut scanner, &mut asking] {
        for _ in 0..2 {
            let _ = browser.get(&link).await.expect(200);
            assert!(browser.cookie("s").is_none(), "a look signs in");
        }
    }
    assert!(scanner.post(&link, &[]).await.status.is_client_error());
    assert!(scanner.cookie("s").is_none(), "another browser's press signs in");
    let _ = asking.post(&link, &[]).await.sees_other();
    assert!(asking.cookie("s").is_some());
}

#[db_test(wired)]
async fn a_code_opens_only_the_browser_that_asked(db: Db) {
    let site = site(db).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let first = code(&site, "mei@example.org").await;
    let _ = mei.post("/confirm", &[("code", &first)]).await.sees_other();
    let mut asking = site.visitor();
    let _ = asking.post("/login/send", &[("email", "mei@example.org")]).await.sees_other();
    let right = code(&site, "mei@example.org").await;
    let mut other = site.visitor();
    let answer = other.post("/login/code", &[("code", &right)]).await;
    assert!(other.cookie("s").is_none(), "{}", answer.status);
    let _ = asking.post("/login/code", &[("code", &right)]).await.sees_other();
    assert!(asking.cookie("s").is_some());
    // Once is once.
    let mut again = asking.clone();
    let _ = again.post("/logout", &[]).await;
    let answer = again.post("/login/code", &[("code", &right)]).await;
    assert!(again.cookie("s").is_none(), "{}", answer.status);
}

#[db_test(wired)]
async fn a_session_that_was_in_the_browser_before_signing_in_is_nobodys_way_in(db: Db) {
    let site = site(db).await;
    let _ = register(&mut site.visitor(), "mei@example.org").await.sees_other();
    let mut planter = site.visitor();
    let _ = register(&mut planter, "planter@example.org").await.sees_other();
    let known = planter.cookie("s").unwrap().to_owned();
    let fields = [("login", "mei@example.org"), ("password", PASSWORD)];
    for planted in ["one-that-nobody-opened", known.as_str()] {
        let mut mei = site.visitor().carrying("s", planted);
        let _ = mei.post("/login", &fields).await.sees_other();
        let own = mei.cookie("s").expect("a session").to_owned();
        assert_ne!(own, planted, "what was planted is what is used");
        assert!(mei.get("/settings/account").await.expect(200).has("mei@example.org"));
        let page = site.visitor().carrying("s", planted).get("/settings/account").await;
        assert!(!page.has("mei@example.org"), "whoever planted it is signed in too");
        // Nor does the token outlive the session that it opened.
        let _ = mei.post("/logout", &[]).await.sees_other();
        let left = site.visitor().carrying("s", &own).get("/settings/account").await;
        assert!(left.sees_other().starts_with("/login"));
    }
}

#[db_test(wired)]
async fn a_stranger_who_guesses_all_day_locks_nobody_out(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let mut mei = site.visitor();
    let _ = register(&mut mei, "mei@example.org").await.sees_other();
    let first = code(site, "mei@example.org").await;
    let _ = mei.post("/confirm", &[("code", &first)]).await.sees_other();
    let _ = mei.post("/logout", &[]).await;
    let fields = [("login", "mei@example.org"), ("password", PASSWORD)];
    let _ = mei.post("/login", &fields).await.sees_other();
    let _ = mei.post("/logout", &[]).await;
    cast.set("proxies", json!(["127.0.0.1"])).await;
    let mut stranger = site.visitor().from_network("203.0.113.7");
    for _ in 0..110 {
        let wrong = [("login", "mei@example.org"), ("password", "not it at all")];
        let _ = stranger.post("/login", &wrong).await;
    }
    // The known device signs in as ever; an unknown one is asked for a code more.
    let _ = mei.post("/login", &fields).await.sees_other();
    assert!(mei.cookie("s").is_some());
    let mut unknown = site.visitor().from_network("198.51.100.9");
    let _ = unknown.post("/login", &fields).await;
    assert!(unknown.cookie("s").is_none());
    assert!(sign_in_by_code(site, &mut unknown, "mei@example.org").await.starts_with('/'));
    assert!(unknown.cookie("s").is_some());
}

#[db_test(wired)]
async fn an_address_that_is_a_members_and_one_that_is_nobodys_get_the_same_bytes(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let known = format!("{}@example.org", Caller::Free.handle());
    let unknown = "nope@example.org".to_owned();
    assert_eq!(known.len(), unknown.len());
    let plain = |answer: testkit::Answer, email: &str| {
        let mut headers: Vec<(String, usize)> =
            answer.headers.iter().map(|(name, value)| (name.to_string(), value.len())).collect();
        headers.sort();
        (answer.status, headers, answer.text.replace(email, "ADDRESS"))
    };
    let mut answers = Vec::new();
    for email in [&known, &unknown] {
        let sent = site.visitor().post("/login/send", &[("email", email)]).await;
        let wrong = [("login", email.as_str()), ("password", "not it at all")];
        let signed = site.visitor().post("/login", &wrong).await;
        let body = json!({"login": email, "password": "not it at all"});
        let token = site.program(None).post("/api/v1/sessions", &body).await;
        let joined = register(&mut site.visitor(), email).await;
        let all = [sent, signed, token, joined];
        answers.push(all.map(|answer| plain(answer, email)));
    }
    for (one, other) in answers[0].iter().zip(&answers[1]) {
        assert_eq!(one, other);
    }
}

#[db_test(wired)]
async fn an_account_planted_for_anothers_address_gains_nothing(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let mut planter = site.visitor();
    let _ = register(&mut planter, "vic@example.org").await.sees_other();
    // The one who reads the mailbox comes, and says that the account found is not theirs.
    let mut owner = site.visitor();
    let to = sign_in_by_code(site, &mut owner, "vic@example.org").await;
    assert!(to.starts_with("/login/yours"), "{to}");
    let _ = owner.post("/login/yours", &[("answer", "no")]).await.sees_other();
    assert!(owner.cookie("s").is_some());
    let page = owner.get("/settings/account").await.expect(200);
    assert!(page.has("vic@example.org"));
    // The planter keeps an account without the address; its password opens nothing of the owner's.
    let page = planter.get("/settings/account").await.expect(200);
    assert!(!page.has("vic@example.org"));
    let mut again = site.visitor();
    let fields = [("login", "vic@example.org"), ("password", PASSWORD)];
    let _ = again.post("/login", &fields).await;
    assert!(again.cookie("s").is_none(), "the planted password opens the owner's account");
}

#[db_test(wired)]
async fn who_says_yours_takes_over_and_every_credential_from_before_ends(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let mut planter = site.visitor();
    let _ = register(&mut planter, "vic@example.org").await.sees_other();
    let mut owner = site.visitor();
    let _ = sign_in_by_code(site, &mut owner, "vic@example.org").await;
    let yes = yes_to(&owner.get("/login/yours").await.expect(200));
    let fields: Vec<_> = yes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let _ = owner.post("/login/yours", &fields).await.sees_other();
    assert!(owner.cookie("s").is_some());
    assert!(planter.get("/settings/account").await.sees_other().starts_with("/login"));
    let mut again = site.visitor();
    let fields = [("login", "vic@example.org"), ("password", PASSWORD)];
    let _ = again.post("/login", &fields).await;
    assert!(again.cookie("s").is_none());
}

#[db_test(wired)]
async fn registering_a_members_address_opens_a_new_account_and_tells_nothing(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let known = format!("{}@example.org", Caller::Paying.handle());
    let mut stranger = site.visitor();
    let _ = register(&mut stranger, &known).await.sees_other();
    assert!(stranger.cookie("s").is_some());
    let page = stranger.get("/settings/profile").await.expect(200);
    assert!(!page.has(Caller::Paying.handle()), "it is Paying's account");
    let owner = cast.program(Caller::Paying).await;
    assert_eq!(me(&owner).await["email"], known);
}
