//! Every text field of every form, as the page holds it at the moment.

use std::collections::{BTreeMap, BTreeSet};

use db::{Db, db_test};
use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use testkit::{Answer, Caller, Page, PageForm};

use super::super::super::world::wired;
use super::super::ground::{Ground, World};
use super::super::matrix::address;
use super::{Siege, corpus, redraw, share};

/// A form and the page that it stands on.
#[derive(Clone)]
struct Found {
    page: String,
    action: String,
    form: PageForm,
}

/// What a form is known by: where it leads and what it asks.
fn key_of(action: &str, form: &PageForm) -> String {
    let names: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
    format!("{} {}", kind_of(action), names.join(","))
}

/// The forms of a page with what they are known by.
fn forms_of(page: &str, answer: &Answer) -> Vec<(String, Found)> {
    if !answer.header("content-type").starts_with("text/html") {
        return Vec::new();
    }
    let found = |form: PageForm| {
        let action = if form.action.is_empty() { page.to_owned() } else { form.action.clone() };
        (key_of(&action, &form), Found { page: page.to_owned(), action, form })
    };
    Page::parse(&answer.text).forms().into_iter().map(found).collect()
}

/// The forms of every page that somebody may open, each kind once.
async fn forms(world: &World, caller: Caller) -> BTreeMap<String, Found> {
    let (_, routes, _) = web::assemble(world.cast.site.app(), yaji::wiring::routes());
    let mut browser = world.cast.browser(caller).await;
    let mut forms = BTreeMap::new();
    // The gallery's forms are samples that lead nowhere.
    let pages = routes.iter().filter(|route| route.path != "/_gallery");
    for route in pages.filter(|route| route.method == Method::GET && !route.is_api()) {
        let things = &world.things[&Ground::Open];
        let path = address(world, &route.path, Ground::Open, &things.post, &things.answer);
        for (key, found) in forms_of(&path, &browser.get(&path).await) {
            forms.entry(key).or_insert(found);
        }
    }
    forms
}

/// An address with its ids taken out.
fn kind_of(action: &str) -> String {
    let part = |part: &str| {
        let id = part.len() == 13 && part.chars().all(|c| c.is_ascii_alphanumeric());
        if id || part.contains('-') { "·".to_owned() } else { part.to_owned() }
    };
    let path = action.split(['?', '#']).next().unwrap_or_default();
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[db_test(wired)]
async fn no_field_of_any_form_breaks_a_page_or_the_server(db: Db) {
    let world = World::open(db).await;
    let (corpus, mut siege, mut fields) = (corpus(), Siege::default(), BTreeSet::new());
    for caller in [Caller::Visitor, Caller::Author, Caller::Owner] {
        for (key, found) in forms(&world, caller).await {
            for field in found.form.fields.iter().filter(|field| field.is_text()) {
                if !fields.insert(format!("{key} {}", field.name)) {
                    continue;
                }
                for input in share(&corpus, fields.len()) {
                    let what = format!("{} {} as {caller:?}", found.action, field.name);
                    for answer in send(&world, caller, &found, (&field.name, input)).await {
                        siege.look(&what, input, &answer);
                    }
                }
            }
        }
    }
    let (count, sent) = (fields.len(), siege.sent);
    redraw(&world, &mut siege).await;
    println!("{count} fields of forms, {sent} sent, {} pages drawn after", siege.sent - sent);
    siege.end();
    assert!(count > 30, "{count} fields");
}

/// Sends a form as the page holds it at the moment, so that what it was made from is no older than
/// what stands; gives the answer, and the page that it leads to.
async fn send(
    world: &World,
    caller: Caller,
    found: &Found,
    (name, input): (&str, &str),
) -> Vec<Answer> {
    let mut browser = world.cast.browser(caller).await;
    let key = key_of(&found.action, &found.form);
    let now = forms_of(&found.page, &browser.get(&found.page).await);
    let now = now.into_iter().find(|(known, _)| *known == key);
    let Found { action, form, .. } = now.map_or_else(|| found.clone(), |(_, found)| found);
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|field| {
            let value = if field.name == name { input } else { field.value.as_str() };
            (field.name.as_str(), value)
        })
        .collect();
    if form.posts {
        let answer = browser.post(&action, &fields).await;
        let next = answer.header("location");
        let next = next.split('#').next().unwrap_or_default().to_owned();
        if answer.status == 303 && next.starts_with('/') {
            return vec![answer, browser.get(&next).await];
        }
        return vec![answer];
    }
    let query: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
        .collect();
    let path = action.split('?').next().unwrap_or_default();
    vec![browser.get(&format!("{path}?{}", query.join("&"))).await]
}
