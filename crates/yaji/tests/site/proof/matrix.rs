//! Every route as everybody, on objects in every state: what the policy declares is what happens.
//!
//! The routes come from the table that the program itself is assembled from. What an object adds
//! to a route's declared policy stands in [`rule`], once, in the words of `ground::reading`.

use std::collections::BTreeMap;

use db::{Db, db_test};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{Answer, Caller, fresh_key};
use web::{Route, Who};

use super::super::world::{cast, wired};
use super::canary::{Found, whole};
use super::ground::{Ground, Reading, World, moderates, reading};

/// An id that nothing has.
pub const NO_ID: &str = "0000000000000";
/// Mismatches that are printed at most.
const SHOWN: usize = 60;

/// What kind of answer a cell gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Let in; what was sent may still be wrong.
    Enter,
    SignIn,
    Denied,
    Missing,
    Gone,
    Broken,
}

impl Class {
    fn of(answer: &Answer) -> Self {
        match answer.status {
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::SEE_OTHER if answer.header("location").starts_with("/login?") => {
                Self::SignIn
            }
            StatusCode::FORBIDDEN => Self::Denied,
            StatusCode::NOT_FOUND => Self::Missing,
            StatusCode::GONE => Self::Gone,
            status if status.is_server_error() => Self::Broken,
            _ => Self::Enter,
        }
    }
}

/// What the object decides behind the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Nothing.
    Nothing,
    /// A post as far as it may be read.
    Read,
    /// A post whole.
    Whole,
    /// One's own, or what one moderates.
    OwnOrModerated,
    /// What one moderates.
    Moderated,
    /// A space that may be known.
    Space,
    /// A feed, which is everybody's and so a visitor's.
    Feed,
    /// Whoever has confirmed their address or paid.
    Confirmed,
    /// The author's alone.
    Authors,
    /// The buyer's alone.
    Buyers,
    /// The buyer's, and who reads orders.
    Orders,
    /// Whatever is asked for here does not stand or is not under way; whoever comes in is told so.
    Nowhere(Class),
}

const NOT_HERE: Rule = Rule::Nowhere(Class::Missing);

/// What stands in place of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Published,
    Deleted,
    Absent,
    /// The answer named is another post's.
    Foreign,
}

fn rule(route: &Route) -> Rule {
    let (path, get) = (route.path.as_str(), route.method == Method::GET);
    let ends = |end: &str| path.ends_with(end);
    let of_post = path.starts_with("/p/{post}") || path.starts_with("/api/v1/posts/{id}");
    let of_comment = path.contains("{comment}") || path.starts_with("/api/v1/comments/{id}");
    if of_comment {
        return match path {
            _ if ends("/reactions/{kind}") || ends("/history") => Rule::Whole,
            _ if ends("/featured") && route.method == Method::DELETE => Rule::OwnOrModerated,
            _ if ends("/featured") => Rule::Moderated,
            _ if get && (ends("{comment}") || path == "/api/v1/comments/{id}") => Rule::Whole,
            _ => Rule::OwnOrModerated,
        };
    }
    if of_post {
        return match path {
            "/p/{post}" | "/api/v1/posts/{id}" | "/api/v1/posts/{id}/comments" if get => Rule::Read,
            _ if ends("/bookmark") => Rule::Read,
            _ if ends("/comments") || ends("/reactions/{kind}") || ends("/history") => Rule::Whole,
            _ if ends("/read") || ends("/read.gif") => Rule::Whole,
            _ if ends("/featured") || ends("/closed") => Rule::Moderated,
            _ => Rule::OwnOrModerated,
        };
    }
    match path {
        "/media" | "/me/media" | "/api/v1/media" | "/settings/avatar" | "/api/v1/me/avatar"
            if route.method == Method::POST =>
        {
            Rule::Confirmed
        }
        // Whoever no code reaches keeps the password.
        "/settings/password/remove" => Rule::Confirmed,
        "/s/{space}" | "/follows/{kind}/{id}" | "/api/v1/me/follows/{kind}/{id}" => Rule::Space,
        "/api/v1/spaces/{id}" => Rule::Space,
        "/mentions/{post}" => Rule::Whole,
        "/s/{space}/feed.xml" | "/s/{space}/feed.json" => Rule::Feed,
        "/notifications/{notification}" | "/settings/data/{export}" => Rule::Authors,
        "/api/v1/me/exports/{export}" => Rule::Authors,
        "/api/v1/me/drafts/{id}" | "/api/v1/me/drafts/{id}/post" => Rule::Authors,
        "/api/v1/orders/{no}" | "/me/orders/{no}" => Rule::Orders,
        "/api/v1/orders/{no}/payments" | "/api/v1/orders/{no}/cancelled" => Rule::Buyers,
        "/pay/{no}/again" | "/pay/{no}/cancel" => Rule::Buyers,
        "/media/avatar/{hash}" | "/media/hash/{hash}" | "/media/{media}/{width}" => NOT_HERE,
        "/me/media/{media}/remove" | "/studio/media/{media}/remove" => NOT_HERE,
        "/api/v1/media/{id}" | "/api/v1/media/{id}/{width}" => NOT_HERE,
        "/brand/{colour}" | "/claim/{token}" | "/metrics" => NOT_HERE,
        "/start" if get => NOT_HERE,
        // Nobody can be had on a site that is no demonstration.
        "/demo/persona" => NOT_HERE,
        "/undo/{token}" | "/settings/account/refuse" | "/studio/mail/{mail}" if !get => NOT_HERE,
        "/studio/members/{member}/adoption"
        | "/studio/members/{member}/grants/{entitlement}/end"
        | "/api/v1/members/{id}/grants/{entitlement}"
        | "/api/v1/members/{id}/adoption"
        | "/api/v1/members/{id}/claims/{claim}"
        | "/api/v1/orders/{no}/payments/{payment}/settled"
        | "/api/v1/sessions/{session}"
        | "/api/v1/me/handles/{handle}" => NOT_HERE,
        "/login/second" if get => Rule::Nowhere(Class::SignIn),
        "/login/yours" | "/confirm/other" if get => Rule::Nowhere(Class::Denied),
        "/code/{token}" if !get => Rule::Nowhere(Class::Denied),
        "/live" => Rule::Nowhere(Class::Denied),
        _ => Rule::Nothing,
    }
}

/// What a route's declared policy says to somebody.
pub fn at_the_door(who: Who, caller: Caller) -> Option<Class> {
    let visitor = caller == Caller::Visitor;
    match who {
        Who::Anyone | Who::Visitor | Who::Provider | Who::Signed => None,
        _ if visitor => Some(Class::SignIn),
        Who::Team if caller.permissions().is_empty() => Some(Class::Denied),
        Who::Needs(permission) if !caller.permissions().has(permission) => Some(Class::Denied),
        _ => None,
    }
}

fn expected(route: &Route, caller: Caller, (ground, state): (Ground, State)) -> Class {
    if let Some(class) = at_the_door(route.who, caller) {
        return class;
    }
    let only = |yes: bool| if yes { Class::Enter } else { Class::Missing };
    let read = reading(caller, ground);
    match rule(route) {
        Rule::Nothing => Class::Enter,
        Rule::Nowhere(class) => class,
        Rule::Feed => only(ground != Ground::Secret),
        Rule::Space => only(ground != Ground::Secret || read == Reading::Whole),
        Rule::Confirmed if caller == Caller::Unconfirmed => Class::Denied,
        Rule::Confirmed => Class::Enter,
        Rule::Authors => only(caller == Caller::Author),
        Rule::Buyers => only(caller == Caller::Lapsed),
        Rule::Orders => {
            let reads = caller.permissions().has(web::Permission::OrdersRead);
            only(caller == Caller::Lapsed || reads)
        }
        of_post => match (state, read) {
            (State::Absent | State::Foreign, _) | (_, Reading::Missing) => Class::Missing,
            (_, Reading::SignIn) => Class::SignIn,
            (_, Reading::Denied) => Class::Denied,
            (State::Deleted, _) => Class::Gone,
            (_, read) => of_published(of_post, read == Reading::Whole, caller, ground),
        },
    }
}

fn of_published(rule: Rule, whole: bool, caller: Caller, ground: Ground) -> Class {
    let may = match rule {
        Rule::Read => true,
        Rule::Whole => whole,
        Rule::Moderated => whole && moderates(caller, ground),
        _ => whole && (caller == Caller::Author || moderates(caller, ground)),
    };
    if may { Class::Enter } else { Class::Denied }
}

/// The address of a route for objects of a ground, in a state.
pub fn address(world: &World, path: &str, ground: Ground, post: &str, answer: &str) -> String {
    let things = &world.things[&ground];
    let target = world.cast.wire_id(Caller::Free);
    let author = world.cast.wire_id(Caller::Author);
    let kind = match path {
        _ if path.contains("reactions") => "like",
        _ if path.contains("follows") => "space",
        _ => "rules",
    };
    let id = match path {
        _ if path.starts_with("/api/v1/posts/") => post,
        _ if path.starts_with("/api/v1/comments/") => answer,
        _ if path.contains("/follows/") || path.starts_with("/api/v1/spaces/") => &things.space,
        _ if path.starts_with("/api/v1/me/drafts/") => world.draft.as_str(),
        _ if path.contains("/products/") => world.plan.as_str(),
        "/api/v1/members/{id}/comments" => author.as_str(),
        _ if path.starts_with("/api/v1/members/") => target.as_str(),
        _ => NO_ID,
    };
    let space = if path.starts_with("/studio/") { things.space.as_str() } else { ground.space() };
    let tag = ground.word("tag");
    let values = [
        ("{post}", post),
        ("{comment}", answer),
        ("{space}", space),
        ("{handle}", Caller::Author.handle()),
        ("{member}", target.as_str()),
        ("{no}", world.order.as_str()),
        ("{notification}", world.notification.as_str()),
        ("{export}", world.export.as_str()),
        ("{draft}", world.draft.as_str()),
        ("{price}", world.price.as_str()),
        ("{reference}", world.charge.as_str()),
        ("{provider}", "sandbox"),
        ("{book}", "sandbox"),
        ("{kind}", kind),
        ("{tag}", tag.as_str()),
        ("{id}", id),
    ];
    let mut address = path.to_owned();
    for (name, value) in values {
        address = address.replace(name, value);
    }
    while let (Some(from), Some(to)) = (address.find('{'), address.find('}')) {
        address.replace_range(from..=to, NO_ID);
    }
    address
}

/// A body that the route accepts, as far as this matters behind its door.
fn body(route: &Route, answer: &str) -> Value {
    match route.path.as_str() {
        "/api/v1/posts/{id}/comments" => json!({"body": "a thought", "kind": "answer"}),
        "/api/v1/posts/{id}" => json!({"summary": "a changed summary"}),
        "/api/v1/posts/{id}/accepted" => json!({"comment": answer}),
        "/api/v1/comments/{id}" => json!({"body": "a changed thought"}),
        "/api/v1/orders/{no}/payments" => json!({"provider": "sandbox"}),
        _ => json!({}),
    }
}

const FORM: [(&str, &str); 4] =
    [("body", "a thought"), ("kind", "answer"), ("title", "A title"), ("provider", "sandbox")];

struct Matrix {
    world: World,
    cells: usize,
    /// By what went wrong: for whom.
    wrong: BTreeMap<String, Vec<Caller>>,
    /// The words that stood in answers.
    found: Found,
}

impl Matrix {
    async fn route(&mut self, route: &Route) {
        let post_rules = [Rule::Read, Rule::Whole, Rule::OwnOrModerated, Rule::Moderated];
        let rule = rule(route);
        if post_rules.contains(&rule) {
            for ground in Ground::ALL {
                self.callers(route, (ground, State::Published)).await;
            }
            self.callers(route, (Ground::Open, State::Deleted)).await;
            self.callers(route, (Ground::Secret, State::Deleted)).await;
            self.callers(route, (Ground::Open, State::Absent)).await;
            if route.path.contains("{comment}") {
                self.callers(route, (Ground::Open, State::Foreign)).await;
            }
        } else if matches!(rule, Rule::Space | Rule::Feed) {
            for ground in Ground::ALL {
                self.callers(route, (ground, State::Published)).await;
            }
        } else {
            self.callers(route, (Ground::Open, State::Published)).await;
        }
    }

    async fn callers(&mut self, route: &Route, place: (Ground, State)) {
        for caller in Caller::ALL {
            let wanted = expected(route, caller, place);
            let answer = self.ask(route, caller, place, wanted).await;
            let found = Class::of(&answer);
            self.cells += 1;
            // What a refusal or a change answers with tells no more than a page does.
            let asked = format!("{} {} at {place:?}", route.method, route.path);
            self.found.seek(caller, &asked, &whole(&answer));
            if found != wanted {
                let (method, path) = (&route.method, &route.path);
                let line = format!(
                    "{method} {path} at {place:?}: {wanted:?} expected, {found:?} ({})",
                    answer.status
                );
                self.wrong.entry(line).or_default().push(caller);
            }
        }
    }

    async fn ask(
        &self,
        route: &Route,
        caller: Caller,
        (ground, state): (Ground, State),
        wanted: Class,
    ) -> Answer {
        let things = self.world.things[&ground].clone();
        let (mut post, mut answer) = (things.post.clone(), things.answer.clone());
        let destroys = route.method == Method::DELETE || route.path.ends_with("/delete");
        if destroys && wanted == Class::Enter && rule(route) == Rule::OwnOrModerated {
            post = self.world.question(ground, "twin").await;
            answer = self.world.answer(&post, "a twin").await;
        }
        match state {
            State::Published => {}
            State::Deleted => (post, answer) = (things.deleted, things.deleted_answer),
            State::Absent => (post, answer) = (NO_ID.to_owned(), NO_ID.to_owned()),
            State::Foreign => answer.clone_from(&self.world.things[&Ground::Gated].answer),
        }
        let mut path = address(&self.world, &route.path, ground, &post, &answer);
        let safe = route.method == Method::GET;
        if !safe && wanted == Class::Enter && route.path.starts_with("/api/v1/me/drafts/") {
            path = path.replace(&self.world.draft, &self.world.draft("A twin").await);
        }
        if route.is_api() {
            let body = body(route, &answer);
            let body = (!safe && route.method != Method::DELETE).then_some(&body);
            let program = self.world.cast.program(caller).await;
            let (key, method) = (fresh_key(), route.method.clone());
            return program.send(method, &path, body, &[("idempotency-key", &key)]).await;
        }
        let mut browser = self.world.cast.browser(caller).await;
        if safe {
            return browser.get(&path).await;
        }
        if path.ends_with("/closed") && wanted == Class::Enter {
            // The button turns: closed and open again.
            let _ = browser.post(&path, &FORM).await.sees_other();
        }
        browser.post(&path, &FORM).await
    }
}

#[db_test(wired)]
async fn every_route_lets_in_whom_its_policy_and_its_object_let_in(db: Db) {
    let world = World::open(db).await;
    let (_, mut table, _) = web::assemble(world.cast.site.app(), yaji::wiring::routes());
    // What changes the site for everybody comes last.
    let studio = |route: &Route| route.path.starts_with("/studio") && route.method != Method::GET;
    table.sort_by_key(studio);
    let mut matrix = Matrix { world, cells: 0, wrong: BTreeMap::new(), found: Found::default() };
    for route in &table {
        matrix.route(route).await;
    }
    let (routes, cells) = (table.len(), matrix.cells);
    let searched = matrix.found.answers;
    let callers = Caller::ALL.len();
    println!("{routes} routes, {callers} callers, {cells} cells, {searched} answers searched");
    let wrong = &matrix.wrong;
    let shown = wrong.iter().take(SHOWN).map(|(what, whom)| format!("{what} for {whom:?}"));
    let shown: Vec<String> = shown.collect();
    assert!(wrong.is_empty(), "of {cells} cells\n{}", shown.join("\n"));
    assert!(cells > 4000, "{cells} cells");
    let leaks = &matrix.found.leaks;
    let shown = &leaks[..leaks.len().min(SHOWN)];
    assert!(leaks.is_empty(), "{} leaks in {searched} answers\n{}", leaks.len(), shown.join("\n"));
}

#[db_test(wired)]
async fn what_the_document_describes_is_what_the_table_holds(db: Db) {
    let cast = cast(db).await;
    let (_, table, openapi) = web::assemble(cast.site.app(), yaji::wiring::routes());
    let document = serde_json::to_value(&openapi).unwrap();
    let mut described = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let stands = |route: &&Route| {
                route.path == *path && route.method.as_str().eq_ignore_ascii_case(method)
            };
            assert!(table.iter().any(|route| stands(&route)), "{method} {path} has no policy");
            described += 1;
        }
    }
    let of_api = |route: &&Route| route.is_api() && route.path != "/api/v1/openapi.json";
    assert_eq!(described, table.iter().filter(of_api).count());
}
