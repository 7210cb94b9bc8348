//! Tokens through the API.

use axum::extract::State;
use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::sessions::{OpenedSession, TOKEN_DAYS};
use web::{App, Json, Keys, Reply, Viewer, created, no_content};

use super::password::{self, Shown};
use super::{Login, finish, limits};
use crate::code::{Purpose, check};
use crate::letter::Post;
use crate::member::MemberRow;
use crate::member::session::{self, By};
use crate::setup::People;
use crate::{browser, factor, member, secret};

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
    /// The code that was mailed after an answer of `session.code`.
    #[schema(max_length = 40)]
    pub code: Option<String>,
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
        (status = 401, description = "`session.wrong`; `session.second_factor`: send `totp` too; \
            `session.code`: somebody has been guessing passwords, send the code from the mail as \
            `code` too"),
        (status = 403, description = "`session.enrol`, `session.passkey`, `member.locked`"),
        (status = 422, description = "`totp.wrong`, `code.wrong`, `code.dead`")
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
    let (keys, post, sent) = (app.keys().clone(), Post::of(app.settings()), new.clone());
    let asker = session::Asker { label: "API".to_owned(), ..asker };
    let opened = app
        .db()
        .tx(async move |tx| {
            let row = member::get(tx, shown.member).await?;
            if let Err(fault) = prove(tx, (&keys, &post), (&row, &shown), &sent, &asker).await? {
                return Ok(Err(fault));
            }
            finish::open_token(tx, &row, By::Password, &asker, TOKEN_DAYS).await.map(Ok)
        })
        .await?;
    if matches!(opened, Err(Fault::Invalid(_))) {
        limits::failed(app, viewer, &login);
    }
    opened
}

/// Tests what is asked for beside the password. A wrong try is counted and a code is sent, so
/// neither is a fault inside the transaction: that would take it back.
async fn prove(
    tx: &mut Tx,
    (keys, post): (&Keys, &Post),
    (row, shown): (&MemberRow, &Shown),
    sent: &NewSession,
    asker: &session::Asker,
) -> Outcome<Result<(), Fault>> {
    if shown.code {
        let program = program(row.id, asker);
        let Some(typed) = sent.code.as_deref() else {
            finish::send_second(tx, post, row, asker, (&program, false)).await?;
            return Ok(Err(Fault::SignIn("session.code")));
        };
        match check::digits(tx, &program, Purpose::Second, typed).await?.or_fault() {
            Ok(proven) if proven.member == Some(row.id) => {}
            Ok(_another) => return Ok(Err(Fault::invalid("code", "code.wrong"))),
            Err(fault) => return Ok(Err(fault)),
        }
    }
    if factor::has_totp(tx, row.id).await? {
        let typed = sent.totp.as_deref().ok_or(Fault::SignIn("session.second_factor"))?;
        return factor::attempt(tx, keys, row.id, typed).await;
    }
    Ok(Ok(()))
}

/// The name under which a program's codes are kept: it has no browser with a cookie of its own, so
/// they work for this account from where they were asked for.
fn program(member: MemberId, asker: &session::Asker) -> String {
    secret::salted("program", &format!("{member} {}", asker.network.customer()))
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
