//! The page of the way back to an old address.

use askama::Template;
use axum::extract::State;
use web::{App, Path, Reply, Shell, Viewer, cookies, see_other_with};

use super::change;
use crate::headers;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/undo.html")]
struct UndoPage {
    shell: Shell,
    t: Texts,
    token: String,
}

/// Shows what taking it back does; only its button does anything.
pub async fn show_undo(State(app): State<App>, viewer: Viewer, Path(token): Path<String>) -> Reply {
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.undo_title()).plain().build();
    let mut response = web::html(&UndoPage { shell, t, token })?;
    headers::hide_address(&mut response);
    Ok(response)
}

/// Takes the change back and signs every device out.
pub async fn post_undo(State(app): State<App>, viewer: Viewer, Path(token): Path<String>) -> Reply {
    let id = app.db().tx(async move |tx| change::undo(tx, &token).await).await?;
    app.sessions().forget(id);
    let t = Texts::new(viewer.locale);
    let mut response = see_other_with(&app, &viewer, "/login?by=code", t.undo_done())?;
    cookies::sign_out(&mut response, &viewer)?;
    Ok(response)
}
