//! Being somebody else with one click, in a demonstration only.

mod store;

use axum::extract::State;
use http::HeaderMap;
use kernel::{Fault, MemberId, Outcome};
use people::member::session::By;
use people::sign_in::{Step, finish, page};
use people::{browser, member};
use serde::Deserialize;
use web::{App, Form, Reply, Routes, Viewer, Who, cookies, see_other};

/// Somebody whom one can be, and sign in as with [`PASSWORD`](crate::PASSWORD).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// The handle to sign in with.
    pub handle: String,
    /// Who it is: `owner`, `editor`, `moderator`, `instructor`, `support`, `paying`, `lapsed`,
    /// `free`.
    pub part: String,
}

/// Whom one can be here; nobody on a site that is no demonstration.
#[derive(Debug, Clone, Default)]
pub struct Personas(pub Vec<Persona>);

impl Personas {
    /// Reads who they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(db: &db::Db) -> Outcome<Self> {
        db.read(async |tx| store::list(tx).await).await.map(Self)
    }
}

/// Writes down who they are.
pub(crate) async fn keep(app: &App, personas: Vec<(MemberId, &'static str)>) -> Outcome<()> {
    app.db()
        .tx(async move |tx| {
            for (place, (member, part)) in (0_i64..).zip(&personas) {
                store::insert(tx, *member, part, place).await?;
            }
            Ok(())
        })
        .await
}

/// The one route: to become somebody else.
pub fn routes() -> Routes {
    Routes::of("demo").post("/demo/persona", post, Who::Anyone)
}

/// Whom to be; a visitor when it is empty.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    #[serde(default)]
    handle: String,
}

/// Ends the session that there is and opens one as the persona, on the page that one was on.
async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(wish): Form<Wish>,
) -> Reply {
    let missing = || Fault::Missing("page.missing");
    if !app.settings().demo {
        return Err(missing().into());
    }
    let back = web::came_from(&headers, &viewer);
    let before = viewer.member.as_deref().map(|me| (me.id, me.session));
    let (wanted, asker, next) = (wish.handle.clone(), browser::asker(&viewer), back.clone());
    let done = app
        .db()
        .tx(async move |tx| {
            if let Some((id, session)) = before {
                member::session::end(tx, id, session).await?;
            }
            if wanted.is_empty() {
                return Ok(None);
            }
            let id = store::find(tx, &wanted).await?.ok_or_else(missing)?;
            let row = member::get(tx, id).await?;
            finish::open(tx, &row, By::Link, &asker, &next).await.map(Some)
        })
        .await?;
    if let Some((id, _)) = before {
        app.sessions().forget(id);
    }
    if let Some(done) = done {
        return page::answer(
            &app,
            &viewer,
            &browser::Browser::of(&headers, &viewer),
            Step::Done(done),
        );
    }
    let mut response = see_other(&back)?;
    cookies::sign_out(&mut response, &viewer)?;
    Ok(response)
}
