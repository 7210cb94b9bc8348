//! What every route has in common.

use db::{Db, db_test};
use http::Method;
use serde_json::{Value, json};
use web::Role;

use super::world::{program, site, wired};

#[db_test(wired)]
async fn every_answer_carries_the_headers_even_when_there_is_nothing(db: Db) {
    let site = site(db).await;
    for path in ["/", "/login", "/nothing-here", "/api/v1/nothing", "/studio/members"] {
        let answer = site.visitor().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.has(" style=\""), "{path} has an inline style");
        assert!(!answer.has("<script>"), "{path} has an inline script");
    }
}

#[db_test(wired)]
async fn a_route_says_who_may_enter_and_the_door_holds_it(db: Db) {
    let site = site(db).await;
    let (_, table, _) = web::assemble(site.app(), yaji::wiring::routes());
    let member = program(&site, "mei", Role::Member).await;
    let mut asked = 0;
    for route in table.iter().filter(|route| route.is_api()) {
        let path = route.path.split('{').next().unwrap_or_default();
        // Ending its own session would make every later call another's.
        if path != route.path || path == "/api/v1/sessions/current" {
            continue;
        }
        let method = route.method.clone();
        let visitor = site.program(None).send(method.clone(), path, None, &[]).await;
        let plain = member.send(method, path, None, &[]).await;
        match route.who {
            web::Who::Anyone => assert_ne!(visitor.status, 401, "{} {path}", route.method),
            web::Who::Needs(_) | web::Who::Team => {
                assert_eq!(visitor.status, 401, "{} {path}", route.method);
                assert_eq!(plain.status, 403, "{} {path}", route.method);
            }
            _ => assert_eq!(visitor.status, 401, "{} {path}", route.method),
        }
        asked += 1;
    }
    assert!(asked > 3, "{asked} routes were asked");
}

#[db_test(wired)]
async fn nobody_is_called_what_a_path_of_the_site_begins_with(db: Db) {
    let site = site(db).await;
    let (_, table, _) = web::assemble(site.app(), yaji::wiring::routes());
    let mut asked = 0;
    for route in table.iter() {
        let first = route.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if (3..=30).contains(&first.len()) && first.bytes().all(fits) {
            let refused = people::handle::Handle::parse(first).expect_err(first);
            assert_eq!(refused.key(), "handle.reserved", "{first}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked} paths were asked");
}

#[db_test(wired)]
async fn the_scheme_of_a_token_is_read_in_any_case(db: Db) {
    let site = site(db).await;
    yaji::user::create(site.app().db(), "mei", "mei@example.org", Role::Member).await.unwrap();
    let token = yaji::user::token(site.app().db(), "mei").await.unwrap();
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let line = format!("{scheme} {token}");
        let answer = site.visitor().get_with("/api/v1/me", ("authorization", &line)).await;
        assert_eq!(answer.expect(200).json()["handle"], "mei", "{scheme}");
    }
    let basic = format!("Basic {token}");
    let _ = site.visitor().get_with("/api/v1/me", ("authorization", &basic)).await.expect(401);
}

#[db_test(wired)]
async fn who_reloads_a_forms_address_comes_back_to_its_page(db: Db) {
    let site = site(db).await;
    for (address, page) in [
        ("/settings/avatar", "/settings"),
        ("/p/0123456789abc/comments", "/p/0123456789abc"),
        ("/pay/202601010123456789/again", "/pay/202601010123456789"),
        ("/studio/products/0123456789abc/sale", "/studio/products/0123456789abc"),
    ] {
        assert_eq!(site.visitor().get(address).await.sees_other(), page);
    }
    let refused = site.visitor().get("/preview").await.expect(405);
    assert!(refused.has("be used this way") && refused.header("allow") == "POST");
    let unknown = site.program(None).send(Method::DELETE, "/api/v1/me", None, &[]).await;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (405, "request.method"));
    assert_eq!(unknown.header("allow"), "GET, PATCH, HEAD");
}

#[db_test(wired)]
async fn a_socket_that_is_refused_carries_the_headers(db: Db) {
    let site = site(db).await;
    let refused = site.visitor().get("/socket.io/?EIO=4&transport=polling").await.expect(400);
    for name in ["content-security-policy", "x-frame-options", "referrer-policy"] {
        assert!(!refused.header(name).is_empty(), "no {name}");
    }
}

#[db_test(wired)]
async fn a_feed_that_has_not_changed_is_not_sent_again(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "mei", Role::Owner).await;
    let space = json!({"handle": "lab", "name": "Lab", "visibility": "open"});
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    let places = ["/feed.xml", "/feed.json", "/s/lab/feed.xml", "/m/mei/feed.json", "/sitemap.xml"];
    let mut had = Vec::new();
    for place in places.into_iter().chain(["/sitemap/pages"]) {
        let tag = site.visitor().get(place).await.expect(200).header("etag");
        let known = format!("\"other\", {tag}");
        let again = site.visitor().get_with(place, ("if-none-match", &known)).await.expect(304);
        assert!(again.text.is_empty() && again.header("etag") == tag, "{place}");
        let _ = site.visitor().get_with(place, ("if-none-match", "\"other\"")).await.expect(200);
        had.push((place, tag));
    }
    let post = json!({"space": "lab", "kind": "article", "title": "News", "body": "All of it."});
    let _ = owner.post("/api/v1/posts", &post).await.expect(201);
    for (place, tag) in had.into_iter().take(4) {
        let news = site.visitor().get_with(place, ("if-none-match", &tag)).await.expect(200);
        assert!(news.has("News"), "{place}");
    }
}

#[db_test(wired)]
async fn a_form_sent_by_another_site_changes_nothing(db: Db) {
    let site = site(db).await;
    let mut browser = site.visitor().on_another_site();
    let fields = [("email", "mei@example.org"), ("password", "a long enough secret")];
    for path in ["/login", "/register"] {
        let _ = browser.post(path, &fields).await.expect(403);
    }
    assert!(browser.cookie("s").is_none());
}

#[db_test(wired)]
async fn a_visitor_who_sends_a_members_form_gets_it_back_after_signing_in(db: Db) {
    let site = site(db).await;
    let mut browser = site.visitor();
    let target = browser.post("/logout", &[("note", "what I typed")]).await.sees_other();
    assert!(target.starts_with("/login?back="), "{target}");
    let fields = [
        ("name", "Mei"),
        ("email", "mei@example.org"),
        ("password", "a long enough secret"),
        ("agree", "on"),
    ];
    let _ = browser.post("/register", &fields).await.sees_other();
    let kept = browser.get("/kept?path=/logout").await.expect(200);
    assert!(kept.has("what I typed"));
}

#[db_test(wired)]
async fn products_on_sale_are_read_page_by_page_the_newest_first(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "mei", Role::Owner).await;
    for name in ["One", "Two", "Three"] {
        let price = json!({"amount_minor": 19_900, "currency": "CNY", "term": "year"});
        let product = json!({"kind": "membership", "name": name, "prices": [price]});
        let _ = owner.post("/api/v1/products", &product).await.expect(201);
    }
    let visitor = site.program(None);
    let first = visitor.get("/api/v1/products?limit=2").await.expect(200).json();
    let names = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&first), ["Three", "Two"]);
    let next = format!("/api/v1/products?limit=2&cursor={}", first["next"].as_str().unwrap());
    let last = visitor.get(&next).await.expect(200).json();
    assert_eq!(names(&last), ["One"]);
    assert_eq!(last["items"][0]["prices"][0]["amount_minor"], 19_900);
    assert!(last["next"].is_null());
}
