//! What asks for proof of who one is: nothing that was typed is lost on the way there, and no secret
//! is kept.

use std::collections::BTreeSet;

use db::{Db, db_test};
use http::{Method, StatusCode};
use testkit::{Answer, Browser, Caller, Outcomes, Page, TestSite};
use web::{Role, Route, Who, kept};

use super::world::{browser, cast, program, registered, site, wired};

/// What nobody but its owner may ever read.
const SECRET: &str = "qxsecretzw";

/// More than the five minutes for which a proof counts.
const TOO_LONG: i64 = 6 * 60;

fn wait(site: &TestSite) {
    site.app().clock().advance(TOO_LONG);
}

/// Opens a page and goes on wherever it leads.
async fn arrive(browser: &mut Browser, path: &str) -> Answer {
    let mut path = path.to_owned();
    for _ in 0..4 {
        let answer = browser.get(&path).await;
        if answer.status != StatusCode::SEE_OTHER {
            return answer.expect(200);
        }
        path = answer.sees_other();
    }
    panic!("led round to {path}");
}

/// Proves by a mailed code who one is, on the page that an act led to; what is shown then.
async fn prove(site: &TestSite, browser: &mut Browser, (way, address): (&str, &str)) -> Answer {
    assert!(way.starts_with("/settings/confirm?back="), "{way}");
    let page = browser.get(way).await.expect(200);
    site.settle().await;
    let code = site.code_to(address);
    let form = Page::parse(&page.text).filled("/settings/confirm", &[("code", &code)]);
    let next = browser.submit("/settings/confirm", &form).await.sees_other();
    arrive(browser, &next).await
}

/// What is kept of forms.
async fn kept_forms(site: &TestSite) -> Vec<(String, String)> {
    let rows = db::sql!("SELECT path, fields FROM kept_forms ORDER BY path, browser");
    site.app().db().read(async move |tx| tx.list(rows, db::args![]).await).await.unwrap()
}

async fn id_of(site: &TestSite, handle: &str) -> String {
    let me = site.program_of(site.member(handle, Role::Member).await).await;
    me.get("/api/v1/me").await.expect(200).json()["id"].as_str().unwrap().to_owned()
}

/// Fills a form in, sends it too late, proves who one is and presses once more.
async fn late(
    (site, rosa): (&TestSite, &mut Browser),
    (page, action): (&str, &str),
    answers: &[(&str, &str)],
) -> Answer {
    let shown = rosa.get(page).await.expect(200);
    let form = Page::parse(&shown.text).filled(action, answers);
    wait(site);
    let way = rosa.submit(action, &form).await.sees_other();
    let again = prove(site, rosa, (&way, "rosa@example.org")).await;
    let form = Page::parse(&again.text).filled(action, &[]);
    for (name, value) in answers {
        let stands = form.iter().any(|(field, held)| field == name && held == value);
        assert!(stands, "{action}: {name}={value} is gone from {form:?}");
    }
    rosa.submit(action, &form).await
}

#[db_test(wired)]
async fn an_act_of_the_team_that_comes_too_late_takes_one_more_press_and_no_more_typing(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let (mei, lin) = (id_of(&site, "mei").await, id_of(&site, "lin").await);
    let page = format!("/studio/members/{mei}");
    let role = format!("{page}/role");
    let done = late((&site, &mut rosa), (&page, &role), &[("role", "editor")]).await;
    assert_eq!(done.sees_other(), page);
    let team = [("handle", "lin"), ("role", "support")];
    let done = late((&site, &mut rosa), ("/studio/team", "/studio/team"), &team).await;
    assert_eq!(done.sees_other(), "/studio/team");
    let lock = format!("/studio/members/{lin}/lock");
    let reason = [("reason", "sends the same to everybody")];
    let lins = format!("/studio/members/{lin}");
    let done = late((&site, &mut rosa), (&lins, &lock), &reason).await;
    assert_eq!(done.sees_other(), lins);
    let owner = program(&site, "olga", Role::Owner).await;
    let account = async |id: &str| {
        owner.get(&format!("/api/v1/members/{id}/account")).await.expect(200).json()
    };
    assert_eq!(account(&mei).await["role"], "editor");
    assert_eq!(account(&lin).await["role"], "support");
    assert!(rosa.get(&lins).await.expect(200).has("/unlock"));
}

#[db_test(wired)]
async fn what_a_member_is_given_is_typed_once(db: Db) {
    let cast = cast(db).await;
    let plan = cast.with_plan().await;
    let site = &cast.site;
    let mut rosa = browser(site, "rosa", Role::Owner).await;
    let page = format!("/studio/members/{}/grants", cast.wire_id(Caller::Free));
    let thing = format!("plan:{}", plan.id);
    let grant = [("thing", thing.as_str()), ("until", "2099-01-01"), ("reason", "won a prize")];
    let done = late((site, &mut rosa), (&page, &page), &grant).await;
    assert_eq!(done.sees_other(), page);
    assert!(rosa.get(&page).await.expect(200).has("won a prize"));
}

#[db_test(wired)]
async fn a_refund_that_was_about_to_be_given_is_asked_about_once_more(db: Db) {
    let cast = cast(db).await;
    let plan = cast.with_plan().await;
    let no = cast.buys(Caller::Free, &plan, Outcomes::Success).await;
    let site = &cast.site;
    let mut rosa = browser(site, "rosa", Role::Owner).await;
    let page = format!("/studio/orders/{no}");
    let action = format!("{page}/refunds");
    let wish = [("amount", "49.00"), ("reason", "it rained"), ("until", "")];
    let asked = late((site, &mut rosa), (&page, &action), &wish).await.expect(200);
    let yes = Page::parse(&asked.text).filled(&action, &[]);
    assert!(yes.contains(&("sure".to_owned(), "yes".to_owned())), "{yes:?}");
    wait(site);
    let way = rosa.submit(&action, &yes).await.sees_other();
    let again = prove(site, &mut rosa, (&way, "rosa@example.org")).await;
    let yes = Page::parse(&again.text).filled(&action, &[]);
    assert!(yes.contains(&("sure".to_owned(), "yes".to_owned())), "{yes:?}");
    assert_eq!(rosa.submit(&action, &yes).await.sees_other(), page);
    site.settle().await;
    let order = cast.program(Caller::Owner).await.get(&format!("/api/v1/orders/{no}")).await;
    assert_eq!(order.expect(200).json()["refunded_minor"], 4_900);
}

#[db_test(wired)]
async fn what_asks_for_changes_of_its_page_is_told_the_way_and_kept_as_well(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let mei = id_of(&site, "mei").await;
    let action = format!("/studio/members/{mei}/lock");
    wait(&site);
    let told = rosa.post_for_stream(&action, &[("reason", "so many letters")]).await.expect(403);
    assert!(told.header("content-type").starts_with("text/vnd.turbo-stream.html"));
    let way = told.text.split('"').find(|part| part.starts_with("/settings/confirm?")).unwrap();
    let again = prove(&site, &mut rosa, (way, "rosa@example.org")).await;
    let form = Page::parse(&again.text).filled(&action, &[]);
    assert_eq!(form, [("reason".to_owned(), "so many letters".to_owned())]);
}

#[db_test(wired)]
async fn a_button_leads_back_to_where_it_stands(db: Db) {
    let site = site(db).await;
    let rosa = browser(&site, "rosa", Role::Owner).await;
    let mut rosa = rosa.saying(None, Some("http://yaji.test/studio/team?x=1"));
    let mei = id_of(&site, "mei").await;
    wait(&site);
    let way = rosa.post(&format!("/studio/members/{mei}/sessions"), &[]).await.sees_other();
    assert_eq!(way, "/settings/confirm?back=%2Fstudio%2Fteam%3Fx%3D1");
    let end = format!("/studio/members/{mei}/claim/undo");
    let way = rosa.post(&end, &[("claim", "0000000000001")]).await.sees_other();
    assert_eq!(way, "/settings/confirm?back=%2Fstudio%2Fteam%3Fx%3D1");
    assert!(kept_forms(&site).await.is_empty());
}

#[db_test(wired)]
async fn a_members_own_settings_come_back_as_they_were_filled_in(db: Db) {
    let site = site(db).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let proof = async |mei: &mut Browser, way: String| {
        let page = mei.get(&way).await.expect(200);
        let password = [("password", "a long enough secret")];
        let form = Page::parse(&page.text).filled("/settings/confirm", &password);
        let next = mei.submit("/settings/confirm", &form).await.sees_other();
        arrive(mei, &next).await
    };
    wait(&site);
    let way = mei.post("/settings/email", &[("email", "new@example.org")]).await.sees_other();
    assert!(proof(&mut mei, way).await.has("new@example.org"));
    wait(&site);
    let token = [("refill", "/settings/sessions"), ("label", "my script"), ("days", "7")];
    let way = mei.post("/settings/tokens", &token).await.sees_other();
    let again = proof(&mut mei, way).await;
    let form = Page::parse(&again.text).filled("/settings/tokens", &[]);
    let sent = token.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(form, sent);
    wait(&site);
    let way = mei.get("/settings/delete").await.sees_other();
    assert_eq!(way, "/settings/confirm?back=%2Fsettings%2Fdelete");
    let _ = proof(&mut mei, way).await;
    wait(&site);
    let leave = [("refill", "/settings/delete"), ("posts", "delete")];
    let way = mei.post("/settings/delete", &leave).await.sees_other();
    assert!(proof(&mut mei, way).await.has("value=\"delete\" checked"));
}

#[db_test(wired)]
async fn what_a_member_typed_is_shown_to_nobody_else_in_the_same_browser(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let mut vera = browser(&site, "vera", Role::Owner).await;
    wait(&site);
    let team = [("handle", "mei"), ("role", "support")];
    let _ = rosa.post("/studio/team", &team).await.sees_other();
    assert!(rosa.get("/kept?path=/studio/team").await.expect(200).has("mei"));
    let shared = rosa.cookie("b").unwrap().to_owned();
    vera = vera.carrying("b", &shared);
    let _ = vera.get("/kept?path=/studio/team").await.expect(404);
}

#[db_test(wired)]
async fn a_password_sent_without_a_session_is_kept_nowhere_and_leads_back_to_its_page(db: Db) {
    let site = site(db).await;
    let _ = registered(&site, "mei@example.org").await;
    let from = Some("http://yaji.test/settings/security");
    let mut gone = site.visitor().saying(None, from);
    let way = gone.post("/settings/password", &[("password", SECRET)]).await.sees_other();
    assert_eq!(way, "/login?back=%2Fsettings%2Fsecurity");
    let login = [("login", "mei@example.org"), ("password", "a long enough secret")];
    let sent = [login[0], login[1], ("back", "/settings/security")];
    let next = gone.post("/login", &sent).await.sees_other();
    assert!(!arrive(&mut gone, &next).await.has(SECRET));
    let _ = gone.get("/kept?path=/settings/password").await.expect(404);
    let mut silent = site.visitor();
    let way = silent.post("/settings/password", &[("password", SECRET)]).await.sees_other();
    assert_eq!(way, "/login?back=%2Fsettings%2Fpassword");
    let _ = silent.post("/login", &login).await.sees_other();
    assert!(!arrive(&mut silent, "/settings/password").await.has(SECRET), "its page, and empty");
}

/// Whether a form may be sent there by members only.
fn is_for_members(route: &Route) -> bool {
    let is_open = matches!(route.who, Who::Anyone | Who::Visitor | Who::Provider | Who::Signed);
    route.method == Method::POST && !route.is_api() && !is_open
}

#[db_test(wired)]
async fn what_is_typed_as_a_secret_is_kept_of_no_form_of_the_site(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let (_, table, _) = web::assemble(site.app(), yaji::wiring::routes());
    let forms: Vec<String> = table
        .iter()
        .filter(|route| is_for_members(route))
        .map(|route| route.path.clone())
        .collect();
    assert!(forms.len() > 50, "{} forms", forms.len());
    let names = ["password", "new_password", "totp", "code", "token", "recovery_code"];
    let mut rosa = cast.browser(Caller::Owner).await;
    wait(site);
    for form in &forms {
        assert!(!form.contains("{token}"), "{form}: an address that opens something is kept");
        let path = form.replace(['{', '}'], "");
        for name in names {
            let sent = [("reason", "why not"), (name, SECRET)];
            let way = site.visitor().post(&path, &sent).await.sees_other();
            assert!(way.starts_with("/login?back=") && !way.contains("kept"), "{form}: {way}");
            let late = rosa.post(&path, &sent).await;
            assert!(!late.header("location").contains("kept"), "{form}");
        }
    }
    let kept = kept_forms(site).await;
    assert!(kept.iter().all(|(_, fields)| !fields.contains(SECRET)), "{kept:?}");
}

/// The names of the fields in which a page asks for a secret.
fn asked_for(page: &str) -> impl Iterator<Item = &str> {
    let marks = ["type=\"password\"", "-password\"", "one-time-code"];
    let inputs = page.split("<input ").skip(1).filter_map(|rest| rest.split('>').next());
    let asks = inputs.filter(move |input| marks.iter().any(|mark| input.contains(mark)));
    asks.map(|input| input.split("name=\"").nth(1).unwrap().split('"').next().unwrap())
}

#[db_test(wired)]
async fn every_field_that_asks_for_a_secret_is_known_by_its_name(db: Db) {
    let cast = cast(db).await;
    let site = &cast.site;
    let (_, table, _) = web::assemble(site.app(), yaji::wiring::routes());
    let is_page = |route: &&Route| {
        route.method == Method::GET && !route.is_api() && !route.path.contains('{')
    };
    let mut mei = registered(site, "mei@example.org").await;
    let mut seen = BTreeSet::new();
    let mut owner = cast.browser(Caller::Owner).await;
    for route in table.iter().filter(is_page) {
        for browser in [&mut site.visitor(), &mut mei, &mut owner] {
            let page = browser.get(&route.path).await;
            seen.extend(asked_for(&page.text).map(str::to_owned));
        }
    }
    wait(site);
    for browser in [&mut mei, &mut owner] {
        let page = browser.get("/settings/confirm").await.expect(200);
        seen.extend(asked_for(&page.text).map(str::to_owned));
    }
    let wanted = ["code", "password", "totp"].map(str::to_owned);
    assert!(wanted.iter().all(|name| seen.contains(name)), "{seen:?}");
    assert!(seen.iter().all(|name| kept::is_secret(name)), "{seen:?}");
}
