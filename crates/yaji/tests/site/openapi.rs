//! The document that the API publishes of itself is whole and says what is so.

use std::collections::BTreeSet;

use db::{Db, db_test};
use http::Method;
use serde_json::{Value, json};
use testkit::TestSite;
use web::{Role, Who};

use super::world::{program, site, wired};

async fn document(site: &TestSite) -> Value {
    site.program(None).get("/api/v1/openapi.json").await.expect(200).json()
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let Some(place) = value["$ref"].as_str() else { return value };
    document.pointer(place.trim_start_matches('#')).expect(place)
}

#[db_test(wired)]
async fn every_operation_says_who_may_call_it_and_all_that_it_may_answer(db: Db) {
    let site = site(db).await;
    let document = document(&site).await;
    let (_, table, _) = web::assemble(site.app(), yaji::wiring::routes());
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let mut names = BTreeSet::new();
    for route in table.iter().filter(|route| route.is_api()) {
        if route.path == "/api/v1/openapi.json" {
            continue;
        }
        let place = format!("{} {}", route.method, route.path);
        let method = route.method.as_str().to_lowercase();
        let operation = &document["paths"][&route.path][&method];
        let answers = operation["responses"].as_object().expect(&place);
        for (status, answer) in answers {
            let answer = resolved(&document, answer);
            assert!(
                !answer["description"].as_str().unwrap_or_default().is_empty(),
                "{place} {status}"
            );
            if status.starts_with('4') || status.starts_with('5') {
                let problem = &answer["content"]["application/problem+json"]["schema"];
                assert!(resolved(&document, problem)["properties"]["code"].is_object(), "{place}");
            }
        }
        let mut wanted = vec!["401", "403", "429", "500", "503"];
        if route.path.contains('{') {
            wanted.extend(["404", "410"]);
        }
        if route.method != Method::GET {
            wanted.extend(["409", "422"]);
        }
        if operation["requestBody"].is_object() {
            wanted.push("413");
        }
        for status in wanted {
            assert!(answers.contains_key(status), "{place} lacks {status}");
        }
        let open = operation["security"].as_array().expect(&place).contains(&json!({}));
        assert_eq!(open, matches!(route.who, Who::Anyone | Who::Visitor), "{place}");
        assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let named =
                route.path.contains(&format!("{{{}}}", parameter["name"].as_str().unwrap()));
            let is_required = parameter["required"] == true;
            assert_eq!(parameter["in"] == "path", named, "{place}: {parameter}");
            let always = named || parameter["in"] == "header";
            assert!(is_required == always || parameter["name"] == "q", "{place}: {parameter}");
        }
    }
    assert!(names.len() > 30, "{}", names.len());
}

#[db_test(wired)]
async fn what_is_described_is_what_is_sent_and_taken(db: Db) {
    let site = site(db).await;
    let (document, mei) = (document(&site).await, program(&site, "mei", Role::Member).await);
    for path in
        ["/api/v1/posts", "/api/v1/posts/{id}/comments", "/api/v1/products", "/api/v1/spaces"]
    {
        let answer = &document["paths"][path]["get"]["responses"]["200"];
        let schema = resolved(&document, &answer["content"]["application/json"]["schema"]);
        let fields = &schema["properties"];
        assert!(fields["items"]["type"] == "array" && fields["next"].is_object(), "{path}");
    }
    let parameter = |path: &str, name: &str| -> Value {
        let list = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        list.iter().find(|one| one["name"] == name).unwrap()["schema"].clone()
    };
    let limit = parameter("/api/v1/events", "limit");
    assert_eq!((&limit["minimum"], &limit["maximum"]), (&json!(1), &json!(100)));
    let orders = parameter("/api/v1/posts", "order")["enum"].clone();
    for order in orders.as_array().unwrap().iter().filter_map(Value::as_str) {
        let _ = mei.get(&format!("/api/v1/posts?order={order}")).await.expect(200);
    }
    assert_eq!(parameter("/api/v1/posts/{id}", "id")["pattern"], "^[0-9a-hjkmnp-tv-z]{13}$");
    let field = |schema: &str, field: &str| {
        document["components"]["schemas"][schema]["properties"][field]["enum"].clone()
    };
    assert_eq!(field("NewPost", "kind"), json!(["article", "question"]));
    assert_eq!(field("NewSpace", "visibility"), json!(["open", "members", "plan", "secret"]));
    assert_eq!(field("PriceWish", "term"), json!(["month", "year"]));
    let six =
        json!({"links": ["a.example", "b.example", "c.example", "d.example", "e.example", ""]});
    let refused = mei.send(Method::PATCH, "/api/v1/me", Some(&six), &[]).await.expect(422);
    assert_eq!(refused.json()["errors"][0]["field"], "links");
}

#[db_test(wired)]
async fn a_body_that_is_wrong_names_the_field_in_both_languages(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "mei", Role::Owner).await;
    let price = json!({"amount_minor": "9", "currency": "CNY", "term": "month"});
    let product = json!({"kind": "membership", "name": "One", "prices": [price]});
    let refused = owner.post("/api/v1/products", &product).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "prices[0].amount_minor");
    assert_eq!(refused["errors"][0]["code"], "request.wrong_type");
    let (en, zh) = (kernel::Locale::En, kernel::Locale::ZhCn);
    for key in ["missing_field", "unknown_field", "wrong_type", "wrong_value"] {
        let key = format!("request.{key}");
        let unknown = web::fault_text(en, "no.such.key");
        assert_ne!(web::fault_text(en, &key), unknown, "{key}");
        assert_ne!(web::fault_text(zh, &key), web::fault_text(en, &key), "{key}");
    }
}
