//! The pages on which somebody says whose an account is that has their address.

use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{App, Form, Query, Reply, Shell, Viewer, back_to, see_other};

use super::code::{self, Landing};
use super::code_page::{go, here};
use super::page::Place;
use crate::browser::Browser;
use crate::code::{Purpose, check};
use crate::letter::Post;
use crate::texts::Texts;
use crate::{address, member};

#[derive(Template)]
#[template(path = "people/sign_in/yours.html")]
struct YoursPage {
    shell: Shell,
    t: Texts,
    id: MemberId,
    name: String,
    handle: String,
    since: String,
    paid: bool,
    back: String,
}

/// Asks whether the account that was made with a proved address is the visitor's.
pub async fn show_yours(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Reply {
    let key = Browser::of(&headers, &viewer).key();
    let row = app
        .db()
        .read(async move |tx| {
            let proven = check::proof(tx, &key, Purpose::SignIn).await?;
            let newest = address::store::find_newest_unconfirmed(tx, &proven.email_key).await?;
            member::get(tx, newest.ok_or(Fault::Missing("adoption.missing"))?).await
        })
        .await?;
    let t = Texts::new(viewer.locale);
    web::html(&YoursPage {
        shell: app.shell(&viewer).title(t.yours_title()).plain().build(),
        since: app.settings().zone.format(row.created_at, "%Y-%m-%d"),
        back: back_to(place.back.as_deref()).to_owned(),
        id: row.id,
        name: row.name,
        handle: row.handle,
        paid: row.paid,
        t,
    })
}

/// An answer, and the account that it is about.
#[derive(Debug, Deserialize)]
pub struct AnswerForm {
    answer: String,
    member: Option<MemberId>,
    back: Option<String>,
}

/// Takes the answer to "is it yours?".
pub async fn post_yours(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<AnswerForm>,
) -> Reply {
    let browser = Browser::of(&headers, &viewer);
    let here = here(&viewer, &browser, form.back.as_deref());
    let shown = match form.answer.as_str() {
        "yes" => Some(form.member.ok_or(Fault::Missing("adoption.missing"))?),
        _ => None,
    };
    let landing = app.db().tx(async move |tx| code::answer_yours(tx, &here, shown).await).await?;
    go(&app, &viewer, &browser, landing, form.back.as_deref()).await
}

#[derive(Template)]
#[template(path = "people/sign_in/other.html")]
struct OtherPage {
    shell: Shell,
    t: Texts,
    email: String,
    back: String,
}

/// Asks whether to join this browser's account to the owner of its address, or keep it apart.
pub async fn show_other(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Reply {
    let key = Browser::of(&headers, &viewer).key();
    let email = app
        .db()
        .read(async move |tx| check::proof(tx, &key, Purpose::Confirm).await.map(|p| p.email))
        .await?;
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.other_title()).plain().build();
    let back = back_to(place.back.as_deref()).to_owned();
    web::html(&OtherPage { shell, t, email, back })
}

/// Takes that answer.
pub async fn post_other(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<AnswerForm>,
) -> Reply {
    if form.answer != "join" {
        return see_other("/settings/account");
    }
    let browser = Browser::of(&headers, &viewer);
    let (mine, here) = (viewer.me()?.id, here(&viewer, &browser, form.back.as_deref()));
    let post = Post::of(app.settings());
    // Terms are put behind each other: nobody else may add one meanwhile.
    let landing: Outcome<Landing> =
        app.db().tx_serializable(async move |tx| code::join_other(tx, &post, &here).await).await;
    app.sessions().forget(mine);
    go(&app, &viewer, &browser, landing?, form.back.as_deref()).await
}
