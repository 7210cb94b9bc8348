//! The list of members.

use askama::Template;
use axum::extract::State;
use kernel::{Cursor, Fault, Id, List, ListSize, Outcome};
use serde::Deserialize;
use web::{
    App, Badge, Cell, ChoiceView, ColumnView, FilterBar, FilterSearch, FilterSelect, LinkView,
    ListQuery, Pager, Permission, Query, Reply, Role, RowView, Shell, TableView, Tone, Viewer,
    When, html, seal_cursor,
};

use super::store::{self, ListedRow};
use crate::member::State as MemberState;
use crate::texts::Texts;

/// What the list shows.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct MembersQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    state: String,
    cursor: Option<String>,
    limit: Option<u32>,
}

#[derive(Template)]
#[template(path = "people/studio/members.html")]
struct MembersPage {
    shell: Shell,
    t: Texts,
    filter: FilterBar,
    table: TableView,
    pager: Pager,
}

impl MembersQuery {
    /// What cursors name the list that is asked for.
    pub(super) fn list_name(&self) -> String {
        format!("studio members {} {}", self.role, self.state)
    }

    /// For programs, which are refused what no list answers: more than one filter, and an unknown
    /// role or state.
    ///
    /// # Errors
    /// `Invalid` with `member.one_filter` or `request.query`.
    pub(super) fn check(&self) -> Outcome<()> {
        let filters = [&self.q, &self.role, &self.state];
        if filters.into_iter().filter(|filter| !filter.trim().is_empty()).count() > 1 {
            return Err(Fault::invalid("q", "member.one_filter"));
        }
        if !self.role.is_empty() && Role::from_key(&self.role).is_none() {
            return Err(Fault::invalid("role", "request.query"));
        }
        if !self.state.is_empty() && MemberState::from_key(&self.state).is_none() {
            return Err(Fault::invalid("state", "request.query"));
        }
        Ok(())
    }
}

/// A page of the members that are asked for.
pub(super) async fn asked(app: &App, query: &MembersQuery) -> Outcome<List<ListedRow>> {
    let place = ListQuery { cursor: query.cursor.clone(), limit: query.limit };
    let (place, size) = (place.place(app, &query.list_name())?, place.size()?);
    let query = query.clone();
    app.db().read(async move |tx| find(tx, &query, place, size).await).await
}

/// Shows the list.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<MembersQuery>,
) -> Reply {
    let list = asked(&app, &query).await?;
    let t = Texts::new(viewer.locale);
    let older = list.next.map(|next| {
        let (role, state) = (&query.role, &query.state);
        let cursor = seal_cursor(&app, &query.list_name(), next);
        format!("/studio/members?role={role}&state={state}&cursor={cursor}")
    });
    let words = web::Texts::new(viewer.locale);
    html(&MembersPage {
        shell: app.shell(&viewer).title(t.studio_members()).at("/studio/members").build(),
        filter: filter(&query, t, words),
        table: table(&app, &viewer, list.items, t),
        pager: Pager::on(words, older),
        t,
    })
}

async fn find(
    tx: &db::Tx,
    query: &MembersQuery,
    place: Cursor,
    size: ListSize,
) -> Outcome<List<ListedRow>> {
    let text = query.q.trim();
    let all = |rows| Ok(List { items: rows, next: None });
    if text.contains('@') && !text.starts_with('@') {
        let address = mail::Address::parse(text);
        return match address {
            Ok(address) => all(store::list_address(tx, address.folded()).await?),
            Err(_no_address) => all(Vec::new()),
        };
    }
    if let Some(number) = text.trim_start_matches('#').parse::<i64>().ok().filter(|n| *n > 0) {
        return all(store::list_number(tx, number).await?);
    }
    if !text.is_empty() {
        let from = text.trim_start_matches('@').to_ascii_lowercase();
        // The sign after the last letter of a handle ends the range of those that begin so.
        let until = format!("{from}~");
        return all(store::list_handles(tx, &from, &until).await?);
    }
    let rows = match (Role::from_key(&query.role), MemberState::from_key(&query.state)) {
        (Some(role), _) => store::list_role(tx, role, place, size.probe()).await?,
        (None, Some(state)) => store::list_state(tx, state, place, size.probe()).await?,
        (None, None) => store::list(tx, place, size.probe()).await?,
    };
    Ok(List::cut(rows, size, |row| Cursor { at: row.created_at, id: row.id.get() }))
}

fn filter(query: &MembersQuery, t: Texts, words: web::Texts) -> FilterBar {
    let all = |label: &str, chosen: &str| ChoiceView::new("", label, chosen.is_empty());
    let role = |role: Role| {
        let key = role.key();
        ChoiceView::new(key, t.role(key), query.role == key)
    };
    let state = |state: MemberState| {
        let key = state.key();
        ChoiceView::new(key, t.state(key), query.state == key)
    };
    let states =
        [MemberState::Active, MemberState::Locked, MemberState::Closed, MemberState::Erased];
    let roles = std::iter::once(all(t.studio_all_roles(), &query.role)).chain(Role::ALL.map(role));
    let filtered = !(query.q.is_empty() && query.role.is_empty() && query.state.is_empty());
    FilterBar {
        t: words,
        action: "/studio/members".to_owned(),
        hidden: Vec::new(),
        search: Some(FilterSearch {
            name: "q",
            value: query.q.clone(),
            label: t.studio_search().to_owned(),
        }),
        selects: vec![
            FilterSelect {
                name: "role",
                label: t.studio_role().to_owned(),
                options: roles.collect(),
            },
            FilterSelect {
                name: "state",
                label: t.studio_state().to_owned(),
                options: std::iter::once(all(t.studio_all_states(), &query.state))
                    .chain(states.map(state))
                    .collect(),
            },
        ],
        chips: Vec::new(),
        clear: filtered.then(|| "/studio/members".to_owned()),
    }
}

fn table(app: &App, viewer: &Viewer, rows: Vec<ListedRow>, t: Texts) -> TableView {
    let (zone, now) = (app.settings().zone.clone(), app.now());
    let contact = viewer.may(Permission::MembersContact);
    let row = |row: ListedRow| {
        // Who was erased has no name left.
        let name = if row.name.is_empty() { t.state("erased") } else { row.name.clone() };
        let link = LinkView::new(format!("/studio/members/{}", row.id), name);
        RowView::new(vec![
            Cell::Two(link, format!("@{}", row.handle)),
            row.number.map_or(Cell::None, |number| Cell::Text(number.to_string())),
            Cell::Text(t.role(row.role.0.key())),
            Cell::Badge(state_badge(&row, t)),
            row.email.as_deref().map_or(Cell::None, |email| Cell::Text(shown(email, contact))),
            Cell::When(When::new(row.created_at, now, &zone, viewer.locale)),
        ])
    };
    TableView {
        id: "members".to_owned(),
        caption: t.studio_members().to_owned(),
        hide_caption: true,
        cards: true,
        columns: vec![
            ColumnView::new(t.register_name()).heading(),
            ColumnView::new(t.profile_number_label()).number(),
            ColumnView::new(t.studio_role()),
            ColumnView::new(t.studio_state()),
            ColumnView::new(t.register_email()),
            ColumnView::new(t.studio_since()),
        ],
        rows: rows.into_iter().map(row).collect(),
        pick_all: None,
        empty: Some(t.studio_members_empty().to_owned()),
    }
}

fn state_badge(row: &ListedRow, t: Texts) -> Badge {
    match row.state {
        MemberState::Active if row.paid => Badge::new(Tone::Paid, t.state("paid")),
        MemberState::Active if row.confirmed => Badge::new(Tone::Ok, t.state("active")),
        MemberState::Active => Badge::new(Tone::Line, t.state("unconfirmed")),
        MemberState::Locked => Badge::new(Tone::Bad, t.state("locked")),
        MemberState::Closed | MemberState::Erased => {
            Badge::new(Tone::Line, t.state(row.state.key()))
        }
    }
}

/// An address as this viewer may see it.
pub(super) fn shown(email: &str, contact: bool) -> String {
    if contact {
        return email.to_owned();
    }
    mail::Address::parse(email).map(|address| address.masked()).unwrap_or_default()
}
