//! Taking one's data along, and leaving.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderValue, header};
use kernel::{Fault, Outcome, Ts};
use serde::Deserialize;
use site::LegalKind;
use web::kept::Again;
use web::{App, ChoiceView, Form, Path, Reply, Shell, Tab, Viewer, When, cookies, see_other_with};

use super::{me, shell, tabs};
use crate::export::store::{self as exports, ExportId, ExportRow};
use crate::letter::Post;
use crate::texts::Texts;
use crate::{browser, consent, erase, export};

const HERE: &str = "/settings/data";

#[derive(Template)]
#[template(path = "people/settings/data.html")]
struct DataPage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    exports: Vec<ExportView>,
    building: bool,
    consents: Vec<(String, When)>,
    deletion: Option<String>,
}

struct ExportView {
    id: ExportId,
    state: String,
    asked: When,
    size: String,
    ends: String,
}

/// Shows the section.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let (t, (id, _)) = (Texts::new(viewer.locale), me(&viewer)?);
    let (rows, consents, deletion) = app
        .db()
        .read(async move |tx| {
            let rows = exports::list(tx, id).await?;
            let consents = consent::store::list(tx, id).await?;
            Ok((rows, consents, erase::store::find(tx, id).await?))
        })
        .await?;
    let (zone, now) = (app.settings().zone.clone(), app.now());
    let when = |at| When::new(at, now, &zone, viewer.locale);
    let view = |row: &ExportRow| ExportView {
        id: row.id,
        state: row.state.clone(),
        asked: when(row.asked_at),
        size: t.data_size(row.bytes / 1024),
        ends: row.expires_at.map(|at| browser::when(&app, at)).unwrap_or_default(),
    };
    let given = |row: consent::store::ConsentRow| {
        let name = match LegalKind::from_key(&row.kind) {
            Some(LegalKind::Rules) => t.legal_rules(),
            Some(LegalKind::Terms) => t.legal_terms(),
            Some(LegalKind::Refunds) => t.legal_refunds(),
            Some(LegalKind::Privacy) | None => t.legal_privacy(),
        };
        // Before the team publishes its own, the text that the site came with is shown.
        let words = match row.version {
            0 => t.data_consent_first(name),
            version => t.data_consent(name, version),
        };
        (words, when(row.given_at))
    };
    web::html(&DataPage {
        shell: shell(&app, &viewer, t.settings_data()),
        tabs: tabs(&app, &viewer, HERE),
        building: rows.iter().any(|row| row.state == "building"),
        exports: rows.iter().map(view).collect(),
        consents: consents.into_iter().map(given).collect(),
        deletion: deletion.map(|row| browser::when(&app, row.due_at)),
        t,
    })
}

/// Asks for the file.
pub async fn post_export(State(app): State<App>, viewer: Viewer) -> Reply {
    let id = viewer.fresh(app.now())?.id;
    app.db().tx(async move |tx| export::ask(tx, id).await.map(drop)).await?;
    see_other_with(&app, &viewer, HERE, Texts::new(viewer.locale).data_asked())
}

/// Gives the file to whom it belongs.
pub async fn download(
    State(app): State<App>,
    viewer: Viewer,
    Path(export): Path<ExportId>,
) -> Reply {
    viewer.fresh(app.now())?;
    file(&app, &viewer, export).await
}

/// A finished file of the viewer's.
///
/// # Errors
/// `Missing` when it is another's, not ready or no longer kept.
pub(super) async fn file(app: &App, viewer: &Viewer, export: ExportId) -> Reply {
    let (id, _) = me(viewer)?;
    let row = app
        .db()
        .read(async move |tx| exports::find(tx, id, export).await)
        .await?
        .filter(|row| row.state == "ready" && row.expires_at.is_some_and(|at| app.now() < at));
    let row = row.ok_or(Fault::Missing("export.missing"))?;
    let content = export::fetch(app, &row).await?;
    let mut response = Response::new(content.into());
    let headers = response.headers_mut();
    let name = format!("attachment; filename=\"{}.zip\"", viewer.me()?.face.handle);
    let name = HeaderValue::from_str(&name).map_err(|e| Fault::broken("naming a file", e))?;
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

#[derive(Template)]
#[template(path = "people/settings/delete.html")]
struct DeletePage {
    shell: Shell,
    t: Texts,
    choices: Vec<ChoiceView>,
}

/// Shows what deletion does.
pub async fn show_delete(State(app): State<App>, viewer: Viewer, again: Again) -> Reply {
    viewer.fresh(app.now())?;
    let typed: Option<DeleteForm> = again.fields(&app, &viewer, "/settings/delete").await?;
    let deletes = typed.is_some_and(|typed| typed.deletes());
    let t = Texts::new(viewer.locale);
    let choice = |value: &str, label: &str, sub: &str, checked| ChoiceView {
        sub: Some(sub.to_owned()),
        ..ChoiceView::new(value, label, checked)
    };
    web::html(&DeletePage {
        shell: shell(&app, &viewer, t.delete_title()),
        choices: vec![
            choice("keep", t.delete_keep(), t.delete_keep_sub(), !deletes),
            choice("delete", t.delete_posts(), t.delete_posts_sub(), deletes),
        ],
        t,
    })
}

#[derive(Template)]
#[template(path = "people/settings/deleted.html")]
struct DeletedPage {
    shell: Shell,
    t: Texts,
    due_at: String,
}

/// What happens with posts.
#[derive(Debug, Deserialize)]
pub struct DeleteForm {
    posts: String,
}

impl DeleteForm {
    /// Whether they go too.
    fn deletes(&self) -> bool {
        self.posts == "delete"
    }
}

/// Asks for deletion and signs out: signing in again takes it back.
pub async fn post_delete(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<DeleteForm>,
) -> Reply {
    viewer.fresh(app.now())?;
    let due_at = leave(&app, &viewer, !form.deletes()).await?;
    let due_at = browser::when(&app, due_at);
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.deleted_title()).plain().build();
    let mut response = web::html(&DeletedPage { shell, t, due_at })?;
    cookies::sign_out(&mut response, &viewer)?;
    Ok(response)
}

/// Asks for the viewer's deletion and signs them out everywhere; says when it comes.
///
/// # Errors
/// `Conflict` with `role.last_owner` for the only owner.
pub(super) async fn leave(app: &App, viewer: &Viewer, keep_posts: bool) -> Outcome<Ts> {
    let ((id, here), post) = (me(viewer)?, Post::of(app.settings()));
    let asked = app
        .db()
        .tx(async move |tx| {
            let due_at = erase::ask(tx, &post, id, here, keep_posts).await?;
            crate::member::session::end(tx, id, here).await?;
            Ok(due_at)
        })
        .await;
    app.sessions().forget(id);
    asked
}
