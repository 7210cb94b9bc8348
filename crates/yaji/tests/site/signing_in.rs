//! Signing in as a browser sees it: where it leads, what its pages say, how often it may be tried.

use db::{Db, db_test};
use kernel::MemberId;
use serde_json::json;
use testkit::{Answer, Browser, Page, TestSite};
use web::Role;

use super::world::{registered, site, wired};

const MEI: &str = "mei@example.org";
const PASSWORD: &str = "a long enough secret";
/// Somewhere on the site, and the same behind a question mark.
const LOUNGE: &str = "/s/lounge";
const BACK: &str = "back=%2Fs%2Flounge";

/// A site with a member whose address is theirs and who has no password.
async fn site_of_mei(db: Db) -> (TestSite, MemberId) {
    let site = site(db).await;
    let mei = yaji::user::create(site.app().db(), "mei", MEI, Role::Member).await.unwrap();
    (site, mei)
}

/// The code that was mailed to an address.
async fn code(site: &TestSite, email: &str) -> String {
    site.settle().await;
    site.code_to(email)
}

/// The link of a page that begins so.
fn link(page: &Answer, start: &str) -> String {
    let links = Page::parse(&page.text).links();
    let link = links.into_iter().find(|link| link.starts_with(start));
    link.unwrap_or_else(|| panic!("no link to {start} in {}", page.text))
}

/// Asks for a code on the page that asks for an address alone, and gives it.
async fn by_code(site: &TestSite, browser: &mut Browser, login: &str, email: &str) -> String {
    let offer = link(&browser.get(login).await.expect(200), "/login?by=code");
    let page = browser.get(&offer).await.expect(200);
    let asked = Page::parse(&page.text).filled("/login/send", &[("email", email)]);
    let next = browser.submit("/login/send", &asked).await.sees_other();
    let page = browser.get(&next).await.expect(200);
    let typed = code(site, email).await;
    let given = Page::parse(&page.text).filled("/login/code", &[("code", &typed)]);
    browser.submit("/login/code", &given).await.sees_other()
}

#[db_test(wired)]
async fn a_code_leads_back_to_where_one_came_from_from_every_page_that_offers_it(db: Db) {
    let (site, _) = site_of_mei(db).await;
    for page in ["/login", "/register", "/login/help"] {
        let start = format!("{page}?{BACK}");
        assert_eq!(by_code(&site, &mut site.visitor(), &start, MEI).await, LOUNGE, "{page}");
    }
}

#[db_test(wired)]
async fn a_new_account_by_code_goes_by_the_welcome_to_where_one_came_from(db: Db) {
    let site = site(db).await;
    let mut browser = site.visitor();
    let next = by_code(&site, &mut browser, &format!("/login?{BACK}"), MEI).await;
    assert_eq!(next, format!("/welcome?{BACK}"));
    let page = browser.get(&next).await.expect(200);
    let mut skipped = Page::parse(&page.text).filled("/welcome", &[("skip", "1")]);
    skipped.retain(|(name, _)| ["back", "skip"].contains(&name.as_str()));
    assert_eq!(browser.submit("/welcome", &skipped).await.sees_other(), LOUNGE);
}

#[db_test(wired)]
async fn what_was_typed_before_signing_in_is_there_after_a_code(db: Db) {
    let (site, _) = site_of_mei(db).await;
    let mut browser = site.visitor();
    let bio = "Tea, and what is said over it.";
    let login = browser.post("/settings/profile", &[("name", "Mei"), ("bio", bio)]).await;
    let next = by_code(&site, &mut browser, &login.sees_other(), MEI).await;
    assert!(next.starts_with("/kept?path="), "{next}");
    assert!(browser.get(&next).await.expect(200).has(bio));
}

#[db_test(wired)]
async fn the_mailed_link_leads_where_the_code_would(db: Db) {
    let (site, _) = site_of_mei(db).await;
    site.set("url", json!("http://yaji.test")).await;
    for (back, next) in [(LOUNGE, LOUNGE), ("//evil.test", "/")] {
        let mut browser = site.visitor();
        let _ = browser.post("/login/send", &[("email", MEI), ("back", back)]).await.sees_other();
        site.settle().await;
        assert_eq!(browser.post(&site.link_to(MEI), &[]).await.sees_other(), next);
    }
}

#[db_test(wired)]
async fn the_page_says_where_the_code_went_and_sends_another_with_one_press(db: Db) {
    let (site, _) = site_of_mei(db).await;
    for email in [MEI, "nobody@example.org"] {
        let mut browser = site.visitor();
        let sent = [("email", email), ("back", LOUNGE)];
        let next = browser.post("/login/send", &sent).await.sees_other();
        let page = browser.get(&next).await.expect(200);
        assert!(page.has(&format!("We sent a code of 8 digits to {email}.")), "{}", page.text);
        assert!(!site.visitor().get(&next).await.expect(200).has(email), "this browser's alone");
        let again = Page::parse(&page.text).filled("/login/send", &[]);
        let next = browser.submit("/login/send", &again).await.sees_other();
        let page = browser.get(&next).await.expect(200);
        assert!(page.has(email) && page.has("A new code is on its way."), "{}", page.text);
        site.settle().await;
        assert_eq!(site.letters().iter().filter(|letter| letter.to == email).count(), 2);
        let wrong = browser.post("/login/code", &[("code", "1234")]).await.expect(422);
        assert!(wrong.has(email), "a wrong code does not make the page forget it");
        let code = code(&site, email).await;
        let _ = browser.post("/login/code", &[("code", &code)]).await.sees_other();
        let _ = browser.post("/logout", &[]).await.sees_other();
        assert!(!browser.get("/login/code").await.expect(200).has(email), "it has done its work");
    }
}

#[db_test(wired)]
async fn a_letter_to_an_address_without_an_account_speaks_as_the_browser_does(db: Db) {
    let site = site(db).await;
    site.set("locale", json!("zh-CN")).await;
    for (language, said) in [("en", "Enter this code"), ("zh-CN", "输入这个验证码")] {
        let email = format!("{}@example.org", language.to_lowercase());
        let mut browser = site.visitor().speaking(language);
        let _ = browser.post("/login/send", &[("email", &email)]).await.sees_other();
        site.settle().await;
        let letter = site.letter_to(&email);
        assert!(letter.text.contains(said), "{language}: {}", letter.text);
    }
}

/// A form that is shown again, and says after how many seconds to come back.
fn too_fast(answer: Answer, action: &str) -> u32 {
    let answer = answer.expect(429);
    let _ = Page::parse(&answer.text).filled(action, &[]);
    assert!(answer.has(" Try again in "), "{}", answer.text);
    answer.header("retry-after").parse().unwrap()
}

#[db_test(wired)]
async fn whoever_asks_for_too_many_codes_is_told_when_the_next_is_sent(db: Db) {
    let site = site(db).await;
    let mut browser = site.visitor();
    let fields = [("email", MEI), ("back", LOUNGE)];
    for _ in 0..10 {
        let _ = browser.post("/login/send", &fields).await.sees_other();
    }
    let refused = browser.post("/login/send", &fields).await;
    assert!(refused.has(MEI) && refused.has("Try again in 24 hours."), "{}", refused.text);
    assert_eq!(too_fast(refused, "/login/send"), 86_400);
    let chinese = browser.clone().speaking("zh-CN").post("/login/send", &fields).await;
    assert!(chinese.has("请在 24 小时后再试。"), "{}", chinese.text);
    site.days_pass(1);
    let _ = browser.post("/login/send", &fields).await.sees_other();
}

#[db_test(wired)]
async fn whoever_fails_too_often_is_told_to_wait_whoever_has_the_login(db: Db) {
    let (site, _) = site_of_mei(db).await;
    for login in [MEI, "nobody@example.org"] {
        let wrong = [("login", login), ("password", "not it at all")];
        let mut browser = site.visitor();
        for _ in 0..10 {
            let _ = browser.post("/login", &wrong).await.expect(422);
        }
        let refused = browser.post("/login", &wrong).await;
        assert!(refused.has(&format!("value=\"{login}\"")), "{}", refused.text);
        assert_eq!(too_fast(refused, "/login"), 60);
    }
}

#[db_test(wired)]
async fn a_locked_member_who_knows_the_password_is_refused_at_the_form(db: Db) {
    let site = site(db).await;
    let mut mei = registered(&site, MEI).await;
    let code = code(&site, MEI).await;
    let _ = mei.post("/confirm", &[("code", &code)]).await.sees_other();
    let lock = async move |tx: &mut db::Tx| {
        let owner = people::address::store::find_owner(tx, MEI).await?;
        people::member::lock::lock(tx, None, owner.unwrap(), "spam").await
    };
    site.app().db().tx(lock).await.unwrap();
    let fields = [("login", MEI), ("password", PASSWORD)];
    let refused = site.visitor().post("/login", &fields).await.expect(403);
    assert!(refused.has("This account is locked.") && refused.has("action=\"/login\""));
}

#[db_test(wired)]
async fn a_password_is_not_taken_away_while_it_is_the_only_way_in(db: Db) {
    let site = site(db).await;
    let mut browser = registered(&site, MEI).await;
    let remove = "/settings/password/remove";
    assert!(!browser.get("/settings/security").await.expect(200).has(remove));
    let proof = [("password", PASSWORD)];
    let _ = browser.post("/settings/confirm", &proof).await.sees_other();
    let refused = browser.post(remove, &[]).await.expect(403);
    assert!(refused.has("Confirm your address or add a passkey first"), "{}", refused.text);
    assert_eq!(link(&refused, "/confirm"), "/confirm");
    let code = code(&site, MEI).await;
    let _ = browser.post("/confirm", &[("code", &code)]).await.sees_other();
    assert!(browser.get("/settings/security").await.expect(200).has(remove));
    let _ = browser.post("/settings/confirm", &proof).await.sees_other();
    let _ = browser.post(remove, &[]).await.sees_other();
    let mut other = site.visitor();
    assert_eq!(by_code(&site, &mut other, "/login", MEI).await, "/");
}
