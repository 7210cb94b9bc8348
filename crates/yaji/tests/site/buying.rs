//! Buying as a browser sees it, from the plans to the address that is confirmed.

use db::{Db, db_test};
use http::Method;
use serde_json::json;
use testkit::{Browser, Outcomes, Page, Plan, TestSite};
use web::Role;

use super::world::{browser, program, site, wired};

const MEI: &str = "mei@example.org";

/// A site with a sandbox and a plan; the address of the plan's checkout.
pub(super) async fn shop(site: &TestSite) -> String {
    site.set("sandbox", json!(true)).await;
    let owner = program(site, "olga", Role::Owner).await;
    Plan::on_sale(&owner, "Tea", 4_900).await.checkout()
}

/// Sends the checkout's form; where the browser is sent to pay.
async fn order(browser: &mut Browser, checkout: &str) -> String {
    let page = browser.get(checkout).await.expect(200);
    let answers = [("email", MEI), ("provider", "sandbox")];
    let action = checkout.split('?').next().unwrap_or(checkout);
    let form = Page::parse(&page.text).filled(action, &answers);
    browser.submit(action, &form).await.sees_other()
}

#[db_test(wired)]
async fn whoever_paid_is_asked_to_confirm_where_they_read_and_then_for_a_name(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let mut browser = site.visitor();
    let page = browser.get(&checkout).await.expect(200);
    assert!(page.has("/login?back="), "members sign in first");
    assert!(page.has("<a href=\"/rules\">"), "an account is made: its texts are shown");
    let charge = order(&mut browser, &checkout).await;
    let back = site.provider().ends(&charge, Outcomes::Success).await;
    assert_eq!(browser.get(&back).await.sees_other(), "/");
    let page = browser.get("/settings/privacy").await.expect(200);
    assert!(page.has("href=\"/confirm\""), "every page says what is left to do");
    site.settle().await;
    let code = site.code_to(MEI);
    assert!(browser.get("/confirm?back=%2Fspaces").await.expect(200).has(MEI));
    let sent = [("code", code.as_str()), ("back", "/spaces")];
    let next = browser.post("/confirm", &sent).await.sees_other();
    assert_eq!(next, "/welcome?back=%2Fspaces");
    assert!(browser.get(&next).await.expect(200).has("name=\"name\""));
    let told = [("name", "Mei"), ("back", "/spaces")];
    assert_eq!(browser.post("/welcome", &told).await.sees_other(), "/spaces");
    let page = browser.get("/settings/profile").await.expect(200);
    assert!(page.has("value=\"Mei\"") && !page.has("href=\"/confirm\""));
    let page = browser.get(&checkout).await.expect(200);
    assert!(!page.has("name=\"email\"") && !page.has("<a href=\"/rules\">"));
}

#[db_test(wired)]
async fn the_link_that_confirms_a_buyers_address_leads_back_to_what_they_paid_for(db: Db) {
    let site = site(db).await;
    site.set("url", json!("http://yaji.test")).await;
    let checkout = shop(&site).await;
    let from = commerce::checkout::seal_back(site.app(), "/spaces");
    let mut browser = site.visitor();
    let _charge = order(&mut browser, &format!("{checkout}?back={from}")).await;
    site.settle().await;
    let next = browser.post(&site.link_to(MEI), &[]).await.sees_other();
    assert_eq!(next, "/welcome?back=%2Fspaces");
}

#[db_test(wired)]
async fn an_unpaid_order_is_offered_again_and_can_be_given_up(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let mut browser = site.visitor();
    let charge = order(&mut browser, &checkout).await;
    let page = browser.get("/join").await.expect(200);
    let again = page.text.split("action=\"").find(|part| part.contains("/again\""));
    let again = again.unwrap().split('"').next().unwrap().to_owned();
    let straight = browser.post(&again, &[("provider", "sandbox")]).await.sees_other();
    assert_eq!(straight, charge, "straight to where it is paid");
    let cancel = again.replace("/again", "/cancel");
    assert_eq!(browser.post(&cancel, &[]).await.sees_other(), "/join");
    assert!(!browser.get("/join").await.expect(200).has(&again));
    let page = browser.get(again.trim_end_matches("/again")).await.expect(200);
    assert!(page.has("This order is closed") && page.has("href=\"/join\""), "{}", page.text);
    assert!(!page.has("Waiting for the payment") && !page.has("data-look"), "{}", page.text);
}

#[db_test(wired)]
async fn whoever_comes_too_late_to_pay_or_to_cancel_is_told_what_the_order_is_now(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let mut browser = site.visitor();
    let charge = order(&mut browser, &checkout).await;
    let back = site.provider().ends(&charge, Outcomes::Success).await;
    let no = back.rsplit('/').next().unwrap();
    let own = format!("/me/orders/{no}");
    for (act, fields) in [("again", vec![("provider", "sandbox")]), ("cancel", vec![])] {
        let sent = browser.post(&format!("/pay/{no}/{act}"), &fields).await;
        assert_eq!(sent.sees_other(), own, "{act}");
        assert!(browser.get(&own).await.expect(200).has("The order is paid already."), "{act}");
    }
}

#[db_test(wired)]
async fn whoever_wants_what_is_off_sale_chooses_among_the_plans_and_comes_back_where_they_were(
    db: Db,
) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let mut browser = site.visitor();
    let page = browser.get(&checkout).await.expect(200);
    let answers = [("email", MEI), ("provider", "sandbox")];
    let form = Page::parse(&page.text).filled(&checkout, &answers);
    let olga = site.program(Some(&yaji::user::token(site.app().db(), "olga").await.unwrap()));
    let products = olga.get("/api/v1/products").await.expect(200).json();
    let product = format!("/api/v1/products/{}", products["items"][0]["id"].as_str().unwrap());
    let off =
        json!({"prices": [{"id": products["items"][0]["prices"][0]["id"], "on_sale": false}]});
    let _ = olga.send(Method::PATCH, &product, Some(&off), &[]).await.expect(200);
    assert_eq!(browser.get(&checkout).await.sees_other(), "/join");
    assert!(browser.get("/join").await.expect(200).has("This price is off sale."));
    let sent = browser.submit(&checkout, &form).await.sees_other();
    assert!(sent.starts_with("/join") && !sent.starts_with("/join/"), "{sent}");
    let from = commerce::checkout::seal_back(site.app(), "/spaces");
    let next = browser.get(&format!("{checkout}?back={from}")).await.sees_other();
    assert_eq!(next, format!("/join?back={from}"));
}

#[db_test(wired)]
async fn whoever_holds_a_plan_is_told_until_when_and_what_a_renewal_brings(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let mut browser = site.visitor();
    let charge = order(&mut browser, &checkout).await;
    let _ = site.provider().ends(&charge, Outcomes::Success).await;
    let page = browser.get("/join").await.expect(200);
    assert!(page.has("/me/membership"), "the way to what they hold");
    let page = browser.get(&checkout).await.expect(200);
    assert!(!page.has("/login?back=") && !page.has("name=\"email\""));
}

#[db_test(wired)]
async fn an_order_tells_of_money_that_did_not_fit_and_what_becomes_of_it(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let price = checkout.rsplit('/').next().unwrap();
    let mei = program(&site, "mei", Role::Member).await;
    let order = mei.post("/api/v1/orders", &json!({"price": price})).await.expect(201).json();
    let no = order["no"].as_str().unwrap();
    let pays = async |outcome: Outcomes| {
        let page = site.provider().page_for(&mei, no).await;
        let _ = site.provider().ends(&page, outcome).await;
        site.settle().await;
        mei.get(&format!("/api/v1/orders/{no}")).await.expect(200).json()
    };
    let told = pays(Outcomes::WrongAmount).await;
    let first = &told["payments"][0];
    assert_eq!((&first["why"], &first["captured_minor"]), (&json!("wrong_amount"), &json!(4_899)));
    assert_eq!((&told["status"], &told["refunded_minor"]), (&json!("awaiting_payment"), &json!(0)));
    let told = pays(Outcomes::Success).await;
    assert_eq!(told["status"], "fulfilled");
    assert_eq!(
        (&told["payments"][0]["why"], &told["refunded_minor"]),
        (&json!("second"), &json!(4_899))
    );
    assert_eq!(told["payments"][1]["why"], json!(null));
}

#[db_test(wired)]
async fn a_mistyped_address_is_changed_without_a_code_to_the_wrong_mailbox(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let mut browser = site.visitor();
    let charge = order(&mut browser, &checkout).await;
    let _ = site.provider().ends(&charge, Outcomes::Success).await;
    let page = browser.get("/settings/confirm?back=%2Fsettings%2Fdelete").await.expect(200);
    assert!(page.has(MEI) && page.has("/settings/confirm/send") && page.has("/settings/account"));
    let next = browser.post("/settings/email", &[("email", "mai@example.org")]).await;
    assert_eq!(next.sees_other(), "/confirm");
    assert!(browser.get("/confirm").await.expect(200).has("mai@example.org"));
}

#[db_test(wired)]
async fn whoever_asks_for_deletion_is_told_when_and_that_signing_in_called_it_off(db: Db) {
    let site = site(db).await;
    let mut browser = super::world::registered(&site, MEI).await;
    let proof = [("password", "a long enough secret"), ("back", "/settings/delete")];
    let _ = browser.post("/settings/confirm", &proof).await.sees_other();
    let page = browser.post("/settings/delete", &[("posts", "keep")]).await.expect(200);
    assert!(page.has("/login") && browser.cookie("s").is_none());
    let login = [("login", MEI), ("password", "a long enough secret")];
    let _ = browser.post("/login", &login).await.sees_other();
    assert!(browser.cookie("f").is_some(), "the next page says it");
    let page = browser.get("/settings/notifications").await.expect(200);
    assert!(page.has("name=\"rhythm\""));
    let _ = browser.post("/settings/notifications", &[("rhythm", "never")]).await.sees_other();
    let page = browser.get("/settings/notifications").await.expect(200);
    assert!(page.has("value=\"never\" checked"));
}

#[db_test(wired)]
async fn what_was_paid_for_in_another_browser_is_the_owners_once_it_is_joined(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    yaji::user::create(site.app().db(), "mei", MEI, Role::Member).await.unwrap();
    let mut browser = site.visitor();
    let charge = order(&mut browser, &checkout).await;
    let back = site.provider().ends(&charge, Outcomes::Success).await;
    let _ = browser.get(&back).await.sees_other();
    site.settle().await;
    let code = site.code_to(MEI);
    let next = browser.post("/confirm", &[("code", code.as_str())]).await.sees_other();
    assert!(next.starts_with("/confirm/other"), "{next}");
    let _ = browser.post("/confirm/other", &[("answer", "join")]).await.sees_other();
    let page = browser.get("/settings/profile").await.expect(200);
    assert!(page.has("mei"), "signed in as the owner of the address");
    let page = browser.get("/me/orders").await.expect(200);
    assert!(page.has("Tea"), "{}", page.text);
    let page = browser.get("/me/membership").await.expect(200);
    assert!(page.has("Tea"), "{}", page.text);
    let token = yaji::user::token(site.app().db(), "mei").await.unwrap();
    let held = site.program(Some(&token)).get("/api/v1/me/entitlements").await.expect(200).json();
    assert_eq!(held["items"].as_array().unwrap().len(), 1, "{held}");
}

#[db_test(wired)]
async fn a_refund_in_part_that_is_sent_twice_goes_out_once(db: Db) {
    let site = site(db).await;
    let checkout = shop(&site).await;
    let mut mei = site.visitor();
    let charge = order(&mut mei, &checkout).await;
    let _ = site.provider().ends(&charge, Outcomes::Success).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let list = rosa.get("/studio/orders").await.expect(200);
    let no = list.text.split("/studio/orders/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/studio/orders/{no}");
    let refunds = format!("{path}/refunds");
    let wish = [("amount", "10"), ("reason", "half a year of rain")];
    let asked = rosa.post(&refunds, &wish).await.expect(200);
    let forms = Page::parse(&asked.text).forms();
    let form = forms.iter().find(|form| form.action == refunds).unwrap();
    let yes: Vec<(&str, &str)> =
        form.fields.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
    for _ in 0..2 {
        assert_eq!(rosa.post(&refunds, &yes).await.sees_other(), path);
    }
    let olga = site.program(Some(&yaji::user::token(site.app().db(), "olga").await.unwrap()));
    let order = olga.get(&format!("/api/v1/orders/{no}")).await.expect(200).json();
    assert_eq!(order["refunded_minor"], 1_000);
    assert_eq!(order["refunds"].as_array().unwrap().len(), 1);
    let bare = [("amount", "10"), ("reason", "again"), ("sure", "yes")];
    assert!(rosa.post(&refunds, &bare).await.expect(200).has("name=\"once\""), "asked first");
    let asked = rosa.post(&refunds, &wish).await.expect(200);
    assert!(asked.has("name=\"once\""), "the same again is another refund once it is asked anew");
}
