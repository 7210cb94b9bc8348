//! The page of a claim link.

use askama::Template;
use axum::extract::State;
use web::{App, Path, Reply, Shell, Viewer, see_other};

use crate::texts::Texts;
use crate::{browser, claim, headers, member};

#[derive(Template)]
#[template(path = "people/claim.html")]
struct ClaimPage {
    shell: Shell,
    t: Texts,
    token: String,
    name: String,
}

/// Shows whose account it is; only its button does anything.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(token): Path<String>) -> Reply {
    let asked = token.clone();
    let row = app
        .db()
        .read(async move |tx| {
            let id = claim::check(tx, &asked).await?;
            member::get(tx, id).await
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.claim_title()).plain().build();
    let mut response = web::html(&ClaimPage { shell, t, token, name: row.name })?;
    headers::hide_address(&mut response);
    Ok(response)
}

/// Signs the person in.
pub async fn post(State(app): State<App>, viewer: Viewer, Path(token): Path<String>) -> Reply {
    let asker = browser::asker(&viewer);
    let done = app.db().tx(async move |tx| claim::take(tx, &token, &asker).await).await?;
    let mut response = see_other(&done.next)?;
    browser::sign_in(&mut response, &viewer, &done)?;
    Ok(response)
}
