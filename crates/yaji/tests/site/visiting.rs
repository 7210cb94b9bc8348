//! What visitors are shown of a site, and what other sites show of its pages.

use db::{Db, db_test};
use serde_json::{Value, json};
use testkit::{Program, TestSite};
use web::Role;

use super::media::picture;
use super::world::{browser, program, site, wired};

async fn space(owner: &Program, handle: &str, more: Value) {
    let mut wish = json!({ "handle": handle, "name": handle });
    wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let _ = owner.post("/api/v1/spaces", &wish).await.expect(201);
}

async fn product(owner: &Program) -> String {
    let price = json!({ "amount_minor": 4_900, "currency": "CNY", "term": "year" });
    let wish = json!({ "kind": "membership", "name": "Tea", "prices": [price] });
    let made = owner.post("/api/v1/products", &wish).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// The address of a post with a picture, and the picture's.
async fn pictured(owner: &Program, space: &str, seed: u8) -> (String, String) {
    let file = picture(700, 500, seed);
    let made = owner.upload("/api/v1/media", &[("alt", "towers")], &file).await.expect(201).json();
    let line = made["markdown"].as_str().unwrap();
    let body = format!("Seen from the road.\n\n{line}");
    let wish = json!({ "space": space, "kind": "article", "title": "Towers", "body": body });
    let post = owner.post("/api/v1/posts", &wish).await.expect(201).json();
    let address = post["url"].as_str().unwrap().to_owned();
    (address, format!("/media/{}/", made["id"].as_str().unwrap()))
}

async fn opened(db: Db) -> (TestSite, Program) {
    let site = site(db).await;
    let owner = program(&site, "lin", Role::Owner).await;
    (site, owner)
}

#[db_test(wired)]
async fn an_open_post_is_told_elsewhere_with_its_picture_and_a_locked_one_without(db: Db) {
    let (site, owner) = opened(db).await;
    space(&owner, "tea", json!({ "visibility": "open" })).await;
    let plan = product(&owner).await;
    space(&owner, "vault", json!({ "visibility": "plan", "plans": [plan] })).await;

    let (path, picture) = pictured(&owner, "tea", 1).await;
    let page = site.visitor().get(&path).await.expect(200);
    assert!(page.has("<meta property=\"og:type\" content=\"article\">"));
    assert!(page.has("<meta property=\"og:description\" content=\"Seen from the road."));
    let (_, image) = page.text.split_once("<meta property=\"og:image\" content=\"").unwrap();
    let image = image.split('"').next().unwrap();
    assert!(image.starts_with("http") && image.contains(&picture), "{image}");

    let (path, picture) = pictured(&owner, "vault", 2).await;
    let page = site.visitor().get(&path).await.expect(200);
    assert!(!page.has("og:image") && !page.has(&picture), "{}", page.text);
}

#[db_test(wired)]
async fn visitors_are_sent_to_join_once_there_is_something_to_buy(db: Db) {
    let (site, owner) = opened(db).await;
    space(&owner, "tea", json!({ "visibility": "open" })).await;
    let page = site.visitor().get("/s/tea").await.expect(200);
    assert!(!page.has("href=\"/join\""), "nothing is on sale");
    let _ = product(&owner).await;
    let _ = site.visitor().get("/").await.expect(200);
    let page = site.visitor().get("/s/tea").await.expect(200);
    assert!(page.has("class=\"dock__join\" href=\"/join\""));
}

#[db_test(wired)]
async fn the_door_of_a_space_for_accounts_leads_to_one(db: Db) {
    let (site, owner) = opened(db).await;
    space(&owner, "lounge", json!({ "visibility": "members" })).await;
    let door = site.visitor().get("/s/lounge").await.expect(200);
    assert!(door.has("href=\"/login?back=/s/lounge\""), "{}", door.text);
    assert!(door.has("href=\"/register?back=/s/lounge\""), "{}", door.text);
}

#[db_test(wired)]
async fn where_nothing_is_sold_nothing_is_promised_about_paying(db: Db) {
    let (site, _) = opened(db).await;
    let page = site.visitor().get("/join").await.expect(200);
    assert!(page.has("class=\"empty\"") && !page.has("class=\"ticks\""), "{}", page.text);
}

#[db_test(wired)]
async fn a_fault_says_its_one_reason_once(db: Db) {
    let (site, _) = opened(db).await;
    let page = browser(&site, "mei", Role::Member).await.get("/kept").await;
    assert_eq!(page.status, 422);
    assert!(page.has("<h1") && !page.has("class=\"reasons\""), "{}", page.text);
}

#[db_test(wired)]
async fn who_bought_nothing_is_told_what_will_be_listed(db: Db) {
    let (site, _) = opened(db).await;
    let page = browser(&site, "mei", Role::Member).await.get("/me/orders").await.expect(200);
    assert!(page.has("class=\"empty\"") && !page.has("<table"), "{}", page.text);
}

#[db_test(wired)]
async fn the_landing_page_dates_posts_as_every_list_does(db: Db) {
    let (site, owner) = opened(db).await;
    space(&owner, "tea", json!({ "visibility": "open" })).await;
    let _ = product(&owner).await;
    let post = json!({ "space": "tea", "kind": "article", "title": "Old", "body": "Leaves." });
    let _ = owner.post("/api/v1/posts", &post).await.expect(201);
    let day = |page: &str| {
        let (_, day) = page.split_once("<span class=\"toc__d\"><time").unwrap();
        day.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()
    };
    assert_eq!(day(&site.visitor().get("/").await.expect(200).text), "just now");
    site.days_pass(400);
    let list = site.visitor().get("/s/tea").await.expect(200);
    let old = day(&site.visitor().get("/").await.expect(200).text);
    assert!(old.contains(" 20") && list.has(&format!(">{old}</time>")), "{old}");
}

#[db_test(wired)]
async fn a_formula_in_a_text_is_shown_in_lists_as_far_as_a_line_can(db: Db) {
    let (site, owner) = opened(db).await;
    space(&owner, "tea", json!({ "visibility": "open" })).await;
    let body = r"A state $| \psi \rangle = \alpha | 0 \rangle$ with
$$\begin{pmatrix} 1 \\ 0 \end{pmatrix}$$
and $\frac{\partial x}{\partial y}$ besides.";
    let post = json!({ "space": "tea", "kind": "article", "title": "States", "body": body });
    let _ = owner.post("/api/v1/posts", &post).await.expect(201);
    site.settle().await;
    for list in ["/", "/?tab=latest", "/s/tea", "/m/lin/posts"] {
        let page = site.visitor().get(list).await.expect(200);
        assert!(page.has("A state |ψ⟩ = α|0⟩ with and … besides."), "{list}: {}", page.text);
    }
    assert!(site.visitor().get("/search?q=rangle").await.expect(200).has("States"));
}

#[db_test(wired)]
async fn a_formula_in_a_title_is_drawn_on_pages_and_written_where_only_text_goes(db: Db) {
    let (site, owner) = opened(db).await;
    space(&owner, "tea", json!({ "visibility": "open" })).await;
    let title = r"What does $\hat{H}|\psi\rangle$ cost, $5 or $10?";
    let wish = json!({ "space": "tea", "kind": "question", "title": title, "body": "Tell me." });
    let made = owner.post("/api/v1/posts", &wish).await.expect(201).json();
    site.settle().await;
    let mut visitor = site.visitor();
    let page = visitor.get(made["url"].as_str().unwrap()).await.expect(200);
    let (_, heading) = page.text.split_once("<h1").unwrap();
    let (heading, _) = heading.split_once("</h1>").unwrap();
    assert!(heading.contains("What does <math"), "{heading}");
    assert!(heading.contains("</math> cost, $5 or $10?"), "{heading}");
    let written = r"What does $\hat{H}|\psi\rangle$ cost, $5 or $10?";
    assert!(page.has(&format!("<title>{written}")) && page.has(&format!("content=\"{written}\"")));
    for list in ["/s/tea", "/?tab=latest", "/search?q=cost", "/m/lin/posts"] {
        assert!(visitor.get(list).await.expect(200).has("What does <math"), "{list}");
    }
    let feed = visitor.get("/feed.xml").await.expect(200);
    assert!(feed.has(written) && !feed.has("What does <math"), "{}", feed.text);
}
