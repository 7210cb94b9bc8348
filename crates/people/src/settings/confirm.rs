//! The page on which a member proves again who they are.

use askama::Template;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{App, FieldView, Form, Query, Reply, SessionId, Shell, Viewer, back_to, see_other};

use super::me;
use crate::address;
use crate::browser::{self, Browser};
use crate::code::{Purpose, ask};
use crate::form::Refused;
use crate::letter::Post;
use crate::setup::People;
use crate::sign_in::fresh::{self, Way};
use crate::sign_in::page::Place;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/settings/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    t: Texts,
    back: String,
    way: &'static str,
    refused: Refused,
    field: FieldView,
}

/// Shows the way that is open to the member; a code is sent where that is the way.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    let way = app.db().read(async move |tx| fresh::way(tx, id).await).await?;
    let browser = Browser::of(&headers, &viewer);
    if way == Way::Code {
        send(&app, &viewer, &browser, id).await?;
    }
    let refused = Refused::nothing(viewer.locale);
    let mut response = page(&app, &viewer, StatusCode::OK, (way, &place, refused))?;
    browser.keep(&mut response, &viewer)?;
    Ok(response)
}

async fn send(app: &App, viewer: &Viewer, browser: &Browser, id: MemberId) -> Outcome<()> {
    let (asker, key, post) = (browser::asker(viewer), browser.key(), Post::of(app.settings()));
    app.db()
        .tx(async move |tx| {
            let row = address::store::find(tx, id).await?.ok_or(Fault::Missing("email.none"))?;
            let ask = ask::Ask {
                purpose: Purpose::Fresh,
                address: mail::Address::parse(&row.email)?,
                member: Some(id),
                browser: key.clone(),
                device: asker.device.clone(),
                network: asker.network.clone(),
            };
            ask::send(tx, &post, &ask).await
        })
        .await
}

fn page(
    app: &App,
    viewer: &Viewer,
    status: StatusCode,
    (way, place, refused): (Way, &Place, Refused),
) -> Reply {
    let t = Texts::new(viewer.locale);
    let field = match way {
        Way::Code => FieldView::new("text", "code", t.code_field()).autocomplete("one-time-code"),
        _ => FieldView::new("password", "password", t.login_password())
            .autocomplete("current-password"),
    };
    web::html_status(
        status,
        &ConfirmPage {
            shell: app.shell(viewer).title(t.confirm_title()).plain().build(),
            back: back_to(place.back.as_deref()).to_owned(),
            way: match way {
                Way::Password => "password",
                Way::Passkey => "passkey",
                Way::Code => "code",
            },
            field: FieldView { focus: true, ..refused.at(field) },
            refused,
            t,
        },
    )
}

/// A sent proof.
#[derive(Debug, Deserialize)]
pub struct ConfirmForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    back: Option<String>,
}

/// Takes the proof.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<ConfirmForm>,
) -> Reply {
    let who = me(&viewer)?;
    let way = app.db().read(async move |tx| fresh::way(tx, who.0).await).await?;
    let key = Browser::of(&headers, &viewer).key();
    match prove(&app, who, way, &form, key).await {
        Ok(()) => {
            app.sessions().forget(who.0);
            see_other(back_to(form.back.as_deref()))
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "password")?;
            let place = Place { back: form.back, by: None };
            page(&app, &viewer, StatusCode::UNPROCESSABLE_ENTITY, (way, &place, refused))
        }
    }
}

async fn prove(
    app: &App,
    who: (MemberId, SessionId),
    way: Way,
    form: &ConfirmForm,
    browser: String,
) -> Outcome<()> {
    match way {
        Way::Password => {
            let people = app.part::<People>();
            let name = ("limit.sign_in", format!("fresh {}", who.0));
            app.counters().take(name, (10, 60), app.now())?;
            fresh::by_password(app.db(), &people.hasher, who, &form.password).await
        }
        Way::Passkey => Err(Fault::denied("passkey.refused")),
        Way::Code => {
            let typed = form.code.clone();
            app.db().tx(async move |tx| fresh::by_code(tx, who, &browser, &typed).await).await?
        }
    }
}
