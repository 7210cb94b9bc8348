//! Everything that the API's own document describes: each property, parameter and path, made hostile
//! or left out, as people of four standings.

use std::collections::BTreeMap;

use db::{Db, db_test};
use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use testkit::{Caller, Program, fresh_key};
use web::Route;

use super::super::super::world::wired;
use super::super::described::{Operation, example, operations};
use super::super::ground::{Ground, World};
use super::super::matrix::{address, at_the_door};
use super::{Siege, corpus, redraw, share};

/// Who asks for everything that the owner asks for, in turn.
const IN_TURN: [Caller; 3] = [Caller::Paying, Caller::Moderator, Caller::Visitor];

/// Those who ask, what they asked, and who was let in how often.
struct Askers<'a> {
    world: &'a World,
    routes: Vec<Route>,
    programs: BTreeMap<Caller, Program>,
    entered: BTreeMap<Caller, usize>,
    siege: Siege,
    turn: usize,
}

impl<'a> Askers<'a> {
    fn of(world: &'a World, routes: Vec<Route>) -> Self {
        let (programs, entered) = (BTreeMap::new(), BTreeMap::new());
        Self { world, routes, programs, entered, siege: Siege::default(), turn: 0 }
    }

    /// Asks as the owner, and as the one whose turn it is; each with a body of their own.
    async fn ask(&mut self, operation: &Operation, body: &dyn Fn(usize) -> Option<Value>) {
        let other = IN_TURN[self.turn % IN_TURN.len()];
        self.turn += 1;
        for caller in [Caller::Owner, other] {
            self.ask_as(caller, operation, body(self.siege.sent)).await;
        }
    }

    async fn ask_as(&mut self, caller: Caller, operation: &Operation, body: Option<Value>) {
        let things = &self.world.things[&Ground::Open];
        let path = address(self.world, &operation.path, Ground::Open, &things.post, &things.answer);
        let path =
            if path.len() > 6000 { path[..6000].trim_end_matches('%').to_owned() } else { path };
        if path.parse::<http::Uri>().is_err() {
            return;
        }
        let (method, body, key) = (&operation.method, body.as_ref(), fresh_key());
        let key = [("idempotency-key", key.as_str())];
        let mut answer = self.program(caller).await.send(method.clone(), &path, body, &key).await;
        if answer.status == 401 && caller != Caller::Visitor {
            // What was sent before has ended the session.
            self.programs.remove(&caller);
            answer = self.program(caller).await.send(method.clone(), &path, body, &key).await;
        }
        let input = body.map(Value::to_string).unwrap_or_else(|| path.clone());
        let what = format!("{method} {} as {caller:?}", operation.described);
        self.siege.look(&what, &input, &answer);
        let failed = answer.status.is_client_error();
        if failed && answer.status != 404 && answer.status != 405 && answer.code().is_empty() {
            self.siege.wrong.push(format!("{what}: {} without a key", answer.status));
        }
        if answer.status.is_success() {
            *self.entered.entry(caller).or_default() += 1;
            if self.is_kept_out(caller, operation) {
                self.siege.wrong.push(format!("{what} with {input:?}: {}", answer.status));
            }
        }
    }

    async fn program(&mut self, caller: Caller) -> Program {
        if !self.programs.contains_key(&caller) {
            self.programs.insert(caller, self.world.cast.program(caller).await);
        }
        self.programs[&caller].clone()
    }

    /// Whether the policy of the operation's route says that they may not come in.
    fn is_kept_out(&self, caller: Caller, operation: &Operation) -> bool {
        let is =
            |route: &&Route| route.path == operation.described && route.method == operation.method;
        let route = self.routes.iter().find(is).expect("a route of the table");
        at_the_door(route.who, caller).is_some()
    }

    async fn fields(&mut self, operation: &Operation, corpus: &[String], number: &mut usize) {
        let world = self.world;
        for (name, _) in &operation.fields {
            *number += 1;
            // Each field begins with another of those in turn.
            self.turn += 1;
            let strings = share(corpus, *number).map(|input| json!(input));
            for value in strings.chain(wrong_values()) {
                let with = |sent| {
                    let mut body = example(world, operation, sent);
                    body[name] = value.clone();
                    Some(body)
                };
                self.ask(operation, &with).await;
            }
            let without = |sent| {
                let mut body = example(world, operation, sent);
                body.as_object_mut().unwrap().remove(name);
                Some(body)
            };
            // What is left out lets nobody in: everybody leaves it out.
            for caller in IN_TURN.into_iter().chain([Caller::Owner]) {
                self.ask_as(caller, operation, without(self.siege.sent)).await;
            }
        }
    }

    async fn queries(&mut self, operation: &Operation, corpus: &[String], number: &mut usize) {
        for query in &operation.queries {
            *number += 1;
            self.turn += 1;
            for input in share(corpus, *number) {
                let input = utf8_percent_encode(input, NON_ALPHANUMERIC);
                let path = format!("{}?{query}={input}", operation.path);
                let asked = Operation { path, ..operation.clone() };
                self.ask(&asked, &|_| None).await;
            }
        }
    }

    /// The parameters of the path, made hostile.
    async fn paths(&mut self, operation: &Operation, corpus: &[String], number: usize) {
        let world = self.world;
        let Some((before, rest)) = operation.path.split_once('{') else { return };
        let after = rest.split_once('}').map_or("", |(_, after)| after);
        for input in share(corpus, number) {
            let input = utf8_percent_encode(input, NON_ALPHANUMERIC);
            let path = format!("{before}{input}{after}");
            let asked = Operation { path, ..operation.clone() };
            let body =
                |sent| (!operation.fields.is_empty()).then(|| example(world, operation, sent));
            self.ask(&asked, &body).await;
        }
    }
}

#[db_test(wired)]
async fn nothing_that_the_api_is_sent_breaks_it(db: Db) {
    let world = World::open(db).await;
    let (_, routes, openapi) = web::assemble(world.cast.site.app(), yaji::wiring::routes());
    let document = serde_json::to_value(&openapi).unwrap();
    let mut operations = operations(&document);
    // What is deleted is there for everything else before.
    operations.sort_by_key(|operation| operation.method == Method::DELETE);
    let (corpus, mut askers, mut number) = (corpus(), Askers::of(&world, routes), 0);
    for operation in &operations {
        askers.fields(operation, &corpus, &mut number).await;
        askers.queries(operation, &corpus, &mut number).await;
        askers.paths(operation, &corpus, number).await;
        for body in [json!([]), json!("x"), json!({"unknown": 1}), nested(500)] {
            askers.ask(operation, &|_| Some(body.clone())).await;
        }
    }
    let Askers { mut siege, entered, .. } = askers;
    let sent = siege.sent;
    redraw(&world, &mut siege).await;
    println!(
        "{sent} sent to the API, {} pages drawn after; let in: {entered:?}",
        siege.sent - sent
    );
    siege.end();
    assert!(sent > 1_600, "{sent} requests");
    for caller in IN_TURN.into_iter().chain([Caller::Owner]) {
        assert!(entered.get(&caller).is_some_and(|often| *often > 10), "{caller:?}: {entered:?}");
    }
}

/// Values of other types, and numbers beyond every bound.
fn wrong_values() -> impl Iterator<Item = Value> {
    let list = vec![json!(null), json!(-1), json!(i64::MAX), json!(u64::MAX), json!(1e308)];
    let more = vec![json!(true), json!([]), json!({}), json!([[[[]]]]), json!(["x", null, 1])];
    list.into_iter().chain(more)
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!({}), |inside, _| json!({ "a": inside }))
}
