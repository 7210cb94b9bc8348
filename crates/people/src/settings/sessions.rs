//! Where one is signed in.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use web::kept::Again;
use web::sessions::SessionRow;
use web::{App, FieldView, Form, Reply, SessionId, Shell, Tab, Viewer, When, see_other_with};

use super::tokens::TokenForm;
use super::{me, shell, tabs};
use crate::form::Refused;
use crate::member::session;
use crate::texts::Texts;

const HERE: &str = "/settings/sessions";

#[derive(Template)]
#[template(path = "people/settings/sessions.html")]
struct SessionsPage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    sessions: Vec<SessionView>,
    tokens: Vec<SessionView>,
    refused: Refused,
    label: FieldView,
    days: FieldView,
}

struct SessionView {
    id: SessionId,
    here: bool,
    what: String,
    ip: String,
    since: When,
    seen: When,
}

/// Shows the section.
pub async fn show(State(app): State<App>, viewer: Viewer, again: Again) -> Reply {
    let form = again.fields(&app, &viewer, "/settings/tokens").await?.unwrap_or_default();
    page(&app, &viewer, (&form, Refused::nothing(viewer.locale))).await
}

/// The section, with the form of a token as it was typed.
pub(super) async fn page(
    app: &App,
    viewer: &Viewer,
    (form, refused): (&TokenForm, Refused),
) -> Reply {
    let (t, (id, here)) = (Texts::new(viewer.locale), me(viewer)?);
    let rows = app.db().read(async move |tx| web::sessions::list(tx, id).await).await?;
    let (zone, now) = (app.settings().zone.clone(), app.now());
    let view = |row: &SessionRow| SessionView {
        id: row.id,
        here: row.id == here,
        what: if row.kind == "token" { row.label.clone() } else { device(&row.agent, t) },
        ip: row.ip.clone(),
        since: When::new(row.created_at, now, &zone, viewer.locale),
        seen: When::new(row.seen_at, now, &zone, viewer.locale),
    };
    let of_kind = |kind| rows.iter().filter(|row| row.kind == kind).map(view).collect();
    let label = FieldView::new("text", "label", t.tokens_label()).value(&form.label).max(40);
    let days = FieldView::new("number", "days", t.tokens_days()).value(&form.days);
    let page = SessionsPage {
        shell: shell(app, viewer, t.settings_sessions()),
        tabs: tabs(app, viewer, HERE),
        sessions: of_kind("browser"),
        tokens: of_kind("token"),
        label: refused.at(label),
        days: refused.at(days),
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// A program's own words about itself as a person knows them: browser and system.
fn device(agent: &str, t: Texts) -> String {
    let browsers = [
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("HarmonyOS", "HarmonyOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => t.sessions_device(browser, system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => t.sessions_unknown().to_owned(),
    }
}

/// Which session.
#[derive(Debug, Deserialize)]
pub struct EndForm {
    id: SessionId,
}

/// Ends one session.
pub async fn post_end(State(app): State<App>, viewer: Viewer, Form(form): Form<EndForm>) -> Reply {
    let (id, _) = me(&viewer)?;
    app.db().tx(async move |tx| session::end(tx, id, form.id).await).await?;
    app.sessions().forget(id);
    see_other_with(&app, &viewer, HERE, Texts::new(viewer.locale).sessions_ended())
}

/// Ends every session but this one.
pub async fn post_end_others(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, here) = me(&viewer)?;
    app.db().tx(async move |tx| session::end_others(tx, id, Some(here)).await).await?;
    app.sessions().forget(id);
    see_other_with(&app, &viewer, HERE, Texts::new(viewer.locale).sessions_ended())
}
