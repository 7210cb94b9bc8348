//! The audit log: the event log, seen through what members and the team did.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use web::{
    App, Badge, Cell, ColumnView, Query, Reply, RowView, Shell, TableView, Tone, Viewer, When, html,
};

use crate::log_check::{self, Last};
use crate::texts::Texts;

/// Events on a page.
const PAGE: i64 = 50;

/// Where the page begins.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "yaji/audit.html")]
struct AuditPage {
    shell: Shell,
    t: Texts,
    chain: Badge,
    checked: Option<When>,
    table: TableView,
    older: Option<String>,
}

/// The newest events, and what the last check of the chain has found.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(place): Query<Place>,
) -> Reply {
    let t = Texts::new(viewer.locale);
    let (last, newest) = app
        .db()
        .read(async |tx| Ok((log_check::store::find(tx).await?, tx.newest_position().await?)))
        .await?;
    let chain = match &last {
        None => Badge::new(Tone::Plain, t.audit_unchecked()),
        Some(Last { broken_at: Some(position), .. }) => {
            Badge::new(Tone::Bad, t.audit_broken(*position))
        }
        Some(last) => Badge::new(Tone::Ok, t.audit_sound(last.position)),
    };
    let end = place.before.unwrap_or(newest + 1).clamp(1, newest + 1);
    let start = (end - 1 - PAGE).max(0);
    let mut events = app.db().events_after(start, end - 1 - start).await?;
    events.reverse();
    let (now, zone) = (app.now(), app.settings().zone.clone());
    let checked = last.map(|last| When::new(last.checked_at, now, &zone, viewer.locale));
    let rows = events.into_iter().map(|event| {
        let actor = event.actor.map_or(Cell::None, |id| Cell::Code(kernel::encode_id(id)));
        let subject = event.subject.map_or(Cell::None, |id| Cell::Code(kernel::encode_id(id)));
        RowView::new(vec![
            Cell::Strong(event.name),
            actor,
            subject,
            Cell::Text(event.origin.word().to_owned()),
            Cell::When(When::new(event.occurred_at, now, &zone, viewer.locale)),
        ])
    });
    let table = TableView {
        id: "audit".to_owned(),
        caption: t.audit_title().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.audit_what()).heading(),
            ColumnView::new(t.audit_who()),
            ColumnView::new(t.audit_whom()),
            ColumnView::new(t.audit_origin()),
            ColumnView::new(t.audit_when()),
        ],
        rows: rows.collect(),
        pick_all: None,
        empty: Some(t.audit_empty().to_owned()),
        cards: true,
    };
    let older = (start > 0).then(|| format!("/studio/audit?before={}", start + 1));
    let shell = app.shell(&viewer).title(t.audit_title()).at("/studio/audit").build();
    html(&AuditPage { shell, t, chain, checked, table, older })
}
