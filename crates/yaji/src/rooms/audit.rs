//! The audit log: the event log, seen through the team's acts, or all of it.

mod facts;
mod store;

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use db::{Recorded, Tx};
use kernel::Outcome;
use serde::Deserialize;
use web::{
    App, Badge, Cell, ChoiceView, ColumnView, FilterBar, FilterSearch, FilterSelect, Pager, Query,
    Reply, RowView, Shell, TableView, Tone, Viewer, When, html,
};

use self::facts::{Told, person};
use self::store::Named;
use crate::log_check::{self, Last};
use crate::texts::Texts;

/// Events on a page.
const PAGE: usize = 50;
/// What is chosen to see every event and not the team's acts alone.
const ALL: &str = "all";
/// Where the room is.
const PATH: &str = "/studio/audit";

/// Where the page begins, and what it shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    before: Option<i64>,
    /// Who did it: a handle.
    who: String,
    /// What happened: the event's name, [`ALL`] of them, or the team's acts without one.
    what: String,
}

#[derive(Template)]
#[template(path = "yaji/audit.html")]
struct AuditPage {
    shell: Shell,
    t: Texts,
    chain: Badge,
    checked: Option<When>,
    filter: FilterBar,
    table: TableView,
    pager: Pager,
}

struct Data {
    last: Option<Last>,
    names: Vec<String>,
    events: Vec<Recorded>,
    older: Option<i64>,
    names_of: HashMap<i64, Named>,
}

/// The newest events, and what the last check of the chain has found.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(place): Query<Place>,
) -> Reply {
    let t = Texts::new(viewer.locale);
    let who = place.who.trim().trim_start_matches('@').to_lowercase();
    let (before, what) = (place.before.unwrap_or(i64::MAX), place.what.clone());
    let data = app.db().read(async move |tx| data(tx, before, &who, &what).await).await?;
    let (now, zone) = (app.now(), app.settings().zone.clone());
    let checked = data.last.as_ref();
    let checked = checked.map(|last| When::new(last.checked_at, now, &zone, viewer.locale));
    let words = web::Texts::new(viewer.locale);
    let older = data.older.map(|before| href(&place, before));
    html(&AuditPage {
        shell: app.shell(&viewer).title(t.audit_title()).at(PATH).build(),
        chain: chain(data.last.as_ref(), t),
        checked,
        filter: filter(&place, &data.names, (t, words)),
        table: table(&app, &viewer, &data, t),
        pager: Pager::on(words, older),
        t,
    })
}

async fn data(tx: &Tx, before: i64, who: &str, what: &str) -> Outcome<Data> {
    let (last, names) = (log_check::store::find(tx).await?, store::names(tx).await?);
    let actor = if who.is_empty() { None } else { store::member(tx, who).await? };
    let nobody = !who.is_empty() && actor.is_none();
    let probe = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut events = match what {
        _ if nobody => Vec::new(),
        "" => store::acts(tx, (before, probe), actor).await?,
        ALL => tx.events_before((before, probe), None, actor).await?,
        name => tx.events_before((before, probe), Some(name), actor).await?,
    };
    let more = events.len() > PAGE;
    events.truncate(PAGE);
    let older = events.last().and_then(|event| event.position).filter(|_| more);
    let mut ids: Vec<i64> =
        events.iter().flat_map(|event| Told::from(event).ids().collect::<Vec<_>>()).collect();
    ids.sort_unstable();
    ids.dedup();
    let names_of = store::named(tx, &ids).await?;
    let names_of = names_of.into_iter().map(|one| (one.id, one)).collect();
    Ok(Data { last, names, events, older, names_of })
}

fn chain(last: Option<&Last>, t: Texts) -> Badge {
    match last {
        None => Badge::new(Tone::Plain, t.audit_unchecked()),
        Some(Last { broken_at: Some(position), .. }) => {
            Badge::new(Tone::Bad, t.audit_broken(*position))
        }
        Some(last) => Badge::new(Tone::Ok, t.audit_sound(last.position)),
    }
}

/// The same list further back.
fn href(place: &Place, before: i64) -> String {
    let before = before.to_string();
    let parts = [("before", before.as_str()), ("who", &place.who), ("what", &place.what)];
    let said: Vec<_> = parts.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("{PATH}?{}", serde_urlencoded::to_string(said).unwrap_or_default())
}

fn filter(place: &Place, names: &[String], (t, words): (Texts, web::Texts)) -> FilterBar {
    let acts = ChoiceView::new("", t.audit_acts(), place.what.is_empty());
    let all = ChoiceView::new(ALL, t.audit_all(), place.what == ALL);
    let choice = |name: &String| ChoiceView::new(name, word(t, name), *name == place.what);
    FilterBar {
        t: words,
        action: PATH.to_owned(),
        hidden: Vec::new(),
        search: Some(FilterSearch {
            name: "who",
            value: place.who.clone(),
            label: t.audit_whose().to_owned(),
        }),
        selects: vec![FilterSelect {
            name: "what",
            label: t.audit_what().to_owned(),
            options: [acts, all].into_iter().chain(names.iter().map(choice)).collect(),
        }],
        chips: Vec::new(),
        clear: (!place.who.is_empty() || !place.what.is_empty()).then(|| PATH.to_owned()),
    }
}

fn table(app: &App, viewer: &Viewer, data: &Data, t: Texts) -> TableView {
    let (now, zone) = (app.now(), app.settings().zone.clone());
    let row = |event: &Recorded| {
        let told = Told::from(event);
        RowView::new(vec![
            Cell::Named(word(t, &event.name), event.name.clone()),
            actor(event.actor, &data.names_of, viewer),
            told.whom(&data.names_of, viewer),
            told.facts(&data.names_of, (t, &zone, viewer.locale)),
            Cell::When(When::new(event.occurred_at, now, &zone, viewer.locale)),
        ])
    };
    TableView {
        id: "audit".to_owned(),
        caption: t.audit_title().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.audit_what()).heading(),
            ColumnView::new(t.audit_who()),
            ColumnView::new(t.audit_whom()),
            ColumnView::new(t.audit_facts()),
            ColumnView::new(t.audit_when()),
        ],
        rows: data.events.iter().map(row).collect(),
        pick_all: None,
        empty: Some(t.audit_empty().to_owned()),
        cards: true,
    }
}

/// What an event is called; Fluent takes no dots in a key.
fn word(t: Texts, name: &str) -> String {
    match t.event(&name.replace('.', "-")) {
        unknown if unknown == name.replace('.', "-") => name.to_owned(),
        word => word,
    }
}

/// Who did it; an id where nobody of that id is left.
fn actor(id: Option<i64>, names: &HashMap<i64, Named>, viewer: &Viewer) -> Cell {
    let Some(id) = id else { return Cell::None };
    match names.get(&id).filter(|one| one.kind == "member") {
        Some(one) => person(one, viewer),
        None => Cell::Code(kernel::encode_id(id)),
    }
}
