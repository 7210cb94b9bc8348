//! What the team sells and gives, as pages and programs change it.

use db::{Db, db_test};
use http::Method;
use serde_json::{Value, json};
use testkit::{Program, TestSite};
use web::Role;

use super::world::{browser, program, site, wired};

/// A space that a plan opens, with a post behind its gate; another plan; a member without either.
struct Ground {
    owner: Program,
    mei: Program,
    space: String,
    post: String,
    /// The address of the other plan in the API.
    plan: String,
    price: String,
}

async fn product(owner: &Program, name: &str) -> Value {
    let price = json!({"amount_minor": 4_900, "currency": "CNY", "term": "year"});
    let wish = json!({"kind": "membership", "name": name, "prices": [price]});
    owner.post("/api/v1/products", &wish).await.expect(201).json()
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

impl Ground {
    async fn open(site: &TestSite) -> Self {
        let owner = program(site, "olga", Role::Owner).await;
        let (first, second) = (product(&owner, "Tea").await, product(&owner, "Gold").await);
        let space = json!({"handle": "vault", "name": "Vault", "visibility": "plan",
            "plans": [id(&first)]});
        let space = id(&owner.post("/api/v1/spaces", &space).await.expect(201).json());
        let post = json!({"space": "vault", "kind": "article", "title": "One", "body": "deep"});
        let post = id(&owner.post("/api/v1/posts", &post).await.expect(201).json());
        let mei = program(site, "mei", Role::Member).await;
        let price = id(&second["prices"][0]);
        let plan = format!("/api/v1/products/{}", id(&second));
        Self { owner, mei, space, post, plan, price }
    }

    async fn patch(&self, wish: Value) -> testkit::Answer {
        self.owner.send(Method::PATCH, &self.plan, Some(&wish), &[]).await
    }

    /// Whether the member reads the post whole.
    async fn reads(&self) -> bool {
        let path = format!("/api/v1/posts/{}", self.post);
        self.mei.get(&path).await.expect(200).has("deep")
    }

    async fn member(&self) -> String {
        id(&self.mei.get("/api/v1/me").await.expect(200).json())
    }
}

#[db_test(wired)]
async fn what_a_plan_opens_is_open_and_shut_at_once_for_who_holds_it(db: Db) {
    let site = site(db).await;
    let ground = Ground::open(&site).await;
    let plan = ground.plan.rsplit('/').next().unwrap();
    let grant = json!({"thing": {"kind": "plan", "id": plan}, "until": null, "reason": "a try"});
    let path = format!("/api/v1/members/{}/grants", ground.member().await);
    let _ = ground.owner.post(&path, &grant).await.expect(201);
    assert!(!ground.reads().await);
    let space = json!({"kind": "space", "id": ground.space});
    let told = ground.patch(json!({"opens": [space]})).await.expect(200).json();
    assert_eq!(told["opens"], json!([space]));
    assert!(ground.reads().await);
    let _ = ground.patch(json!({"opens": []})).await.expect(200);
    assert!(!ground.reads().await);
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let page = format!("/studio/products/{plan}");
    assert!(rosa.get(&page).await.expect(200).has("Vault"));
    let ticked = format!("space:{}", ground.space);
    let form = [("name", "Gold"), ("opens", ticked.as_str()), ("posts", "")];
    assert_eq!(rosa.post(&page, &form).await.sees_other(), page);
    assert!(ground.reads().await);
    let _ = rosa.post(&page, &[("name", "Gold"), ("posts", "")]).await.sees_other();
    assert!(!ground.reads().await);
    let address = format!("https://example.org/p/{}-one", ground.post);
    let _ = rosa.post(&page, &[("name", "Gold"), ("posts", &address)]).await.sees_other();
    assert!(ground.reads().await);
    let wrong = rosa.post(&page, &[("name", "Gold"), ("posts", "somewhere")]).await.expect(422);
    assert!(wrong.has("somewhere"), "what was typed is there");
    let wrong = rosa.post(&page, &[("name", " "), ("posts", "somewhere")]).await.expect(422);
    assert!(wrong.has("id=\"name-e\"") && wrong.has("id=\"posts-e\""), "{}", wrong.text);
}

#[db_test(wired)]
async fn everything_that_is_wrong_with_a_new_product_is_told_at_its_field(db: Db) {
    let site = site(db).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let typed = [("name", ""), ("month", "abc"), ("year", "99999999999")];
    let page = rosa.post("/studio/products", &typed).await.expect(422);
    for (field, value) in typed {
        assert!(page.has(&format!("id=\"{field}-e\"")), "{field}");
        assert!(page.has(&format!("value=\"{value}\"")), "what was typed is there");
    }
    let nothing = [("name", ""), ("month", ""), ("year", " ")];
    let page = rosa.post("/studio/products", &nothing).await.expect(422);
    assert!(page.has("id=\"name-e\"") && page.has("id=\"year-e\"") && !page.has("id=\"month-e\""));
}

#[db_test(wired)]
async fn a_price_is_added_taken_off_sale_and_put_on_again(db: Db) {
    let site = site(db).await;
    let ground = Ground::open(&site).await;
    let order = json!({"price": ground.price});
    let switch = |on: bool| json!({"prices": [{"id": ground.price, "on_sale": on}]});
    let _ = ground.patch(switch(false)).await.expect(200);
    let refused = ground.mei.post("/api/v1/orders", &order).await.expect(409);
    assert_eq!(refused.code(), "price.off_sale");
    assert!(!ground.mei.get("/api/v1/products").await.expect(200).has(&ground.price));
    let month = json!({"amount_minor": 500, "currency": "CNY", "term": "month"});
    let told = ground.patch(json!({"add_prices": [month]})).await.expect(200).json();
    assert_eq!(told["prices"].as_array().unwrap().len(), 2);
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let page = format!("/studio/products/{}", ground.plan.rsplit('/').next().unwrap());
    let sale = format!("{page}/prices/{}/sale", ground.price);
    assert_eq!(rosa.post(&sale, &[("on_sale", "true")]).await.sees_other(), page);
    let _ = ground.mei.post("/api/v1/orders", &order).await.expect(201);
    let added = [("term", "month"), ("amount", "6")];
    let _ = rosa.post(&format!("{page}/prices"), &added).await.sees_other();
    let twice = rosa.post(&format!("{page}/prices"), &added).await.expect(422);
    assert!(twice.has("id=\"amount-e\""));
    let nowhere = "/api/v1/products/0000000000000";
    let unknown = ground.owner.send(Method::PATCH, nowhere, Some(&json!({})), &[]).await;
    assert_eq!(unknown.expect(404).code(), "product.missing");
    let foreign = json!({"prices": [{"id": "0000000000000", "on_sale": true}]});
    assert_eq!(ground.patch(foreign).await.expect(422).code(), "price.missing");
}

#[db_test(wired)]
async fn the_studio_gives_a_space_or_a_single_post(db: Db) {
    let site = site(db).await;
    let ground = Ground::open(&site).await;
    let mut rosa = browser(&site, "rosa", Role::Owner).await;
    let page = format!("/studio/members/{}/grants", ground.member().await);
    let address = format!("/p/{}-one", ground.post);
    let ticked = format!("space:{}", ground.space);
    for form in [
        [("thing", ticked.as_str()), ("post", ""), ("reason", "a guest")],
        [("thing", ticked.as_str()), ("post", address.as_str()), ("reason", "a guest")],
    ] {
        assert!(!ground.reads().await);
        assert_eq!(rosa.post(&page, &form).await.sees_other(), page);
        assert!(ground.reads().await);
        let shown = rosa.get(&page).await.expect(200);
        let end = shown.text.split("action=\"").find(|part| part.contains("/end\"")).unwrap();
        let end = end.split('"').next().unwrap().to_owned();
        let _ = rosa.post(&end, &[]).await.sees_other();
    }
    assert!(!ground.reads().await);
    let list = ground.mei.get("/api/v1/me/entitlements").await.expect(200).json();
    let kinds: Vec<&Value> =
        list["items"].as_array().unwrap().iter().map(|item| &item["thing"]["kind"]).collect();
    assert_eq!(kinds, [&json!("post"), &json!("space")]);
    let nowhere = [("thing", ""), ("post", "somewhere"), ("reason", "a guest")];
    let _ = rosa.post(&page, &nowhere).await.expect(422);
}
