//! What the page's script asks and sends: questions and answers as JSON, with the session's
//! cookie and under the rule against other sites, so none of it is part of the public API.

use axum::extract::State;
use http::HeaderMap;
use kernel::Outcome;
use serde::{Deserialize, Serialize};
use web::{App, Json, Reply, Viewer, back_to, cookies, json, see_other_with};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

use super::register::Question;
use super::{party, register, sign_in};
use crate::browser::{self, Browser};
use crate::letter::Post;
use crate::texts::Texts;
use crate::{member, settings};

/// A question to a device.
#[derive(Debug, Serialize)]
struct QuestionJson {
    options: serde_json::Value,
    token: String,
}

impl From<Question> for QuestionJson {
    fn from(question: Question) -> Self {
        Self { options: question.options, token: question.token }
    }
}

/// Where the page goes on.
#[derive(Debug, Serialize)]
struct NextJson {
    next: String,
}

/// Asks any device for a passkey of this site.
pub async fn begin_sign_in(State(app): State<App>, viewer: Viewer) -> Reply {
    let party = party(&app.settings(), &viewer.origin)?;
    let question = app.db().tx(async move |tx| sign_in::begin(tx, &party).await).await?;
    json(&QuestionJson::from(question))
}

/// An answer of a device that signs in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInAnswer {
    token: String,
    answer: PublicKeyCredential,
    back: Option<String>,
}

/// Signs in by passkey.
pub async fn finish_sign_in(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Json(sent): Json<SignInAnswer>,
) -> Reply {
    let party = party(&app.settings(), &viewer.origin)?;
    let (post, asker) = (Post::of(app.settings()), browser::asker(&viewer));
    let (next, key) =
        (back_to(sent.back.as_deref()).to_owned(), Browser::of(&headers, &viewer).key());
    let done = app
        .db()
        .tx(async move |tx| {
            let place = (next.as_str(), key.as_str());
            let given = (sent.token.as_str(), &sent.answer);
            sign_in::finish(tx, (&party, &post), given, &asker, place).await
        })
        .await?;
    let mut response = json(&NextJson { next: done.next.clone() })?;
    browser::sign_in(&mut response, &viewer, &done)?;
    if done.kept {
        let t = Texts::new(viewer.locale);
        let said = see_other_with(&app, &viewer, back_to(Some(&done.next)), t.delete_cancelled())?;
        for cookie in said.headers().get_all(http::header::SET_COOKIE) {
            response.headers_mut().append(http::header::SET_COOKIE, cookie.clone());
        }
    }
    Ok(response)
}

/// Proves again by passkey who is signed in.
pub async fn finish_fresh(
    State(app): State<App>,
    viewer: Viewer,
    Json(sent): Json<SignInAnswer>,
) -> Reply {
    let (id, here) = settings::me(&viewer)?;
    let party = party(&app.settings(), &viewer.origin)?;
    let back = back_to(sent.back.as_deref()).to_owned();
    let token = app
        .db()
        .tx(async move |tx| {
            let proved = sign_in::verify(tx, &party, &sent.token, &sent.answer).await?;
            if proved != id {
                return Err(kernel::Fault::denied("passkey.refused"));
            }
            web::sessions::reauthenticated(tx, here, true).await?;
            web::sessions::renew_token(tx, here).await
        })
        .await?;
    renewed(&app, &viewer, &token, back)
}

/// Sends the page on; its session goes on under a new token.
fn renewed(app: &App, viewer: &Viewer, token: &str, next: String) -> Reply {
    app.sessions().forget(viewer.me()?.id);
    let mut response = json(&NextJson { next })?;
    cookies::sign_in(&mut response, viewer, token)?;
    Ok(response)
}

/// Asks a device to make a passkey for who is signed in.
pub async fn begin_register(State(app): State<App>, viewer: Viewer) -> Reply {
    let id = viewer.fresh(app.now())?.id;
    let party = party(&app.settings(), &viewer.origin)?;
    let question: Outcome<Question> = app
        .db()
        .tx(async move |tx| {
            let row = member::get(tx, id).await?;
            register::begin(tx, &party, &row).await
        })
        .await;
    json(&QuestionJson::from(question?))
}

/// An answer of a device that made a passkey.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterAnswer {
    token: String,
    name: String,
    answer: RegisterPublicKeyCredential,
}

/// Takes the new passkey.
pub async fn finish_register(
    State(app): State<App>,
    viewer: Viewer,
    Json(sent): Json<RegisterAnswer>,
) -> Reply {
    viewer.fresh(app.now())?;
    let who = settings::me(&viewer)?;
    let party = party(&app.settings(), &viewer.origin)?;
    let made: Outcome<String> = app
        .db()
        .tx(async move |tx| {
            let given = (sent.token.as_str(), sent.name.as_str());
            register::finish(tx, &party, who, given, &sent.answer).await
        })
        .await;
    renewed(&app, &viewer, &made?, "/settings/security".to_owned())
}
