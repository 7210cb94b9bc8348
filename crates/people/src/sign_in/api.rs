//! Tokens through the API.

use axum::extract::State;
use kernel::{Fault, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::sessions::{OpenedSession, TOKEN_DAYS};
use web::{App, Json, Reply, Viewer, created, no_content};

use super::{Login, finish, limits, password};
use crate::member::session::{self, By};
use crate::setup::People;
use crate::{browser, factor, member};

/// What a token is asked for with.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// A handle or an address.
    #[schema(max_length = 320)]
    pub login: String,
    /// The password.
    #[schema(max_length = 256)]
    pub password: String,
    /// Six digits or a recovery code, from who has a second factor.
    #[schema(max_length = 40)]
    pub totp: Option<String>,
}

/// A token, told once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionJson {
    /// To be sent as `Authorization: Bearer …`.
    pub token: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Ts,
}

/// Gives a token.
#[utoipa::path(
    post,
    path = "/api/v1/sessions",
    tag = "sessions",
    request_body = NewSession,
    responses(
        (status = 201, body = SessionJson),
        (status = 401, description = "`session.wrong`, `session.second_factor`, `session.code`")
    )
)]
pub async fn create(State(app): State<App>, viewer: Viewer, Json(new): Json<NewSession>) -> Reply {
    let session = open(&app, &viewer, &new).await?;
    created(&SessionJson { token: session.token, expires_at: session.expires_at })
}

async fn open(app: &App, viewer: &Viewer, new: &NewSession) -> Outcome<OpenedSession> {
    let login = Login::parse(&new.login)?;
    limits::check(app, viewer, &login)?;
    let (people, asker) = (app.part::<People>(), browser::asker(viewer));
    let shown = password::show(app.db(), &people.hasher, &login, &new.password, &asker).await;
    let shown = shown.map_err(|fault| match fault {
        Fault::Invalid(_) => {
            limits::failed(app, viewer, &login);
            Fault::SignIn("session.wrong")
        }
        other => other,
    })?;
    if shown.code {
        return Err(Fault::SignIn("session.code"));
    }
    let (keys, totp) = (app.keys().clone(), new.totp.clone());
    let opened = app
        .db()
        .tx(async move |tx| {
            let row = member::get(tx, shown.member).await?;
            if factor::has_totp(tx, row.id).await? {
                let typed = totp.as_deref().ok_or(Fault::SignIn("session.second_factor"))?;
                if let Err(fault) = factor::attempt(tx, &keys, row.id, typed).await? {
                    return Ok(Err(fault));
                }
            }
            let asker = session::Asker { label: "API".to_owned(), ..asker.clone() };
            finish::open_token(tx, &row, By::Password, &asker, TOKEN_DAYS).await.map(Ok)
        })
        .await?;
    if opened.is_err() {
        limits::failed(app, viewer, &login);
    }
    opened
}

/// Ends the token that is sent with the request.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/current",
    tag = "sessions",
    responses((status = 204, description = "Ended"), (status = 401, description = "No token"))
)]
pub async fn delete(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, here) = {
        let me = viewer.me()?;
        (me.id, me.session)
    };
    app.db().tx(async move |tx| session::end(tx, id, here).await).await?;
    app.sessions().forget(id);
    no_content()
}
