//! What is sent beside what was asked for gains nobody anything.

use db::{Db, db_test};
use serde_json::{Value, json};
use testkit::{Caller, fresh_key};

use super::super::world::wired;
use super::described::{example, operations};
use super::ground::{Ground, World};
use super::matrix::address;

/// What would raise somebody if it were taken.
fn riches(world: &World) -> Vec<(&'static str, Value)> {
    vec![
        ("role", json!("owner")),
        ("permissions", json!(["settings.manage", "content.read_all"])),
        ("confirmed", json!(true)),
        ("paid", json!(true)),
        ("number", json!(1)),
        ("member", json!(world.cast.wire_id(Caller::Owner))),
        ("author", json!(world.cast.wire_id(Caller::Owner))),
        ("amount_minor", json!(1)),
        ("currency", json!("USD")),
        ("state", json!("paid")),
        ("status", json!("fulfilled")),
        ("plan", json!(world.plan)),
        ("featured", json!(true)),
        ("origin", json!("import")),
        ("created_at", json!("2001-01-01T00:00:00Z")),
        ("__proto__", json!({"role": "owner"})),
        ("constructor", json!({"prototype": {"role": "owner"}})),
    ]
}

#[db_test(wired)]
async fn nobody_gains_anything_by_what_they_send_beside(db: Db) {
    let world = World::open(db).await;
    let (_, _, openapi) = web::assemble(world.cast.site.app(), yaji::wiring::routes());
    let document = serde_json::to_value(&openapi).unwrap();
    let (mut sent, mut wrong) = (0, Vec::new());
    for caller in [Caller::Visitor, Caller::Free] {
        let program = world.cast.program(caller).await;
        let before = program.get("/api/v1/me").await.text;
        let bodies = operations(&document).into_iter().filter(|one| !one.fields.is_empty());
        for operation in bodies {
            let things = &world.things[&Ground::Open];
            let path = address(&world, &operation.path, Ground::Open, &things.post, &things.answer);
            for (name, value) in riches(&world) {
                if operation.fields.iter().any(|(known, _)| known == name) {
                    continue;
                }
                sent += 1;
                let mut body = example(&world, &operation, sent);
                body[name] = value;
                let (method, key) = (operation.method.clone(), fresh_key());
                let key = [("idempotency-key", key.as_str())];
                let answer = program.send(method, &path, Some(&body), &key).await;
                if !answer.status.is_client_error() {
                    let (method, status) = (&operation.method, answer.status);
                    wrong.push(format!("{caller:?} {method} {path} with {name}: {status}"));
                }
            }
        }
        assert_eq!(program.get("/api/v1/me").await.text, before, "{caller:?}");
    }
    println!("{sent} sent");
    let shown = &wrong[..wrong.len().min(40)];
    assert!(wrong.is_empty(), "{} of {sent} were taken\n{}", wrong.len(), shown.join("\n"));
    assert!(sent > 500, "{sent} sent");
}
