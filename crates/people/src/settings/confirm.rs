//! The page on which a member proves again who they are.

use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{
    App, FieldView, Form, Query, Reply, SessionId, Shell, Viewer, back_to, see_other,
    see_other_with, with_back,
};

use super::me;
use crate::address::{self, store::AddressRow};
use crate::browser::{self, Browser};
use crate::code::{Purpose, ask, store};
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
    email: String,
    confirmed: bool,
    refused: Refused,
    field: FieldView,
}

/// Shows the way that is open to the member; where that is a code and none waits to be typed, one
/// is sent.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    let browser = Browser::of(&headers, &viewer);
    let key = browser.key();
    let (way, address, alive) = app
        .db()
        .read(async move |tx| {
            let (way, address) = (fresh::way(tx, id).await?, address::store::find(tx, id).await?);
            let to = address.as_ref().map_or("", |row| row.email_key.as_str());
            let alive = store::count_alive(tx, &key, Purpose::Fresh.key(), to).await? > 0;
            Ok((way, address, alive))
        })
        .await?;
    if way == Way::Code && address.is_none() {
        return see_other("/settings/account");
    }
    let back = back_to(place.back.as_deref());
    let sent = if way == Way::Code && !alive {
        send(&app, &viewer, (&browser, back), id).await
    } else {
        Ok(())
    };
    let refused = match sent {
        Ok(()) => Refused::nothing(viewer.locale),
        Err(fault) => Refused::by(viewer.locale, fault, "code")?,
    };
    let mut response = page(&app, &viewer, (way, address, &place, refused))?;
    browser.keep(&mut response, &viewer)?;
    Ok(response)
}

/// Sends the code once more.
pub async fn post_send(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(place): Form<Place>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    let browser = Browser::of(&headers, &viewer);
    let back = back_to(place.back.as_deref());
    send(&app, &viewer, (&browser, back), id).await?;
    let next = with_back(web::REAUTHENTICATE, back);
    let mut response = see_other_with(&app, &viewer, &next, Texts::new(viewer.locale).code_sent())?;
    browser.keep(&mut response, &viewer)?;
    Ok(response)
}

async fn send(
    app: &App,
    viewer: &Viewer,
    (browser, back): (&Browser, &str),
    id: MemberId,
) -> Outcome<()> {
    let (asker, key, post) = (browser::asker(viewer), browser.key(), Post::of(app.settings()));
    let next = back.to_owned();
    app.db()
        .tx(async move |tx| {
            let row = address::store::find(tx, id).await?.ok_or(Fault::Missing("email.none"))?;
            let ask = ask::Ask {
                purpose: Purpose::Fresh,
                address: mail::Address::parse(&row.email)?,
                whose: ask::For::Member(id),
                browser: key.clone(),
                opens_links: true,
                device: asker.device.clone(),
                network: asker.network.clone(),
                next: next.clone(),
            };
            ask::send(tx, &post, &ask).await
        })
        .await
}

fn page(
    app: &App,
    viewer: &Viewer,
    (way, address, place, refused): (Way, Option<AddressRow>, &Place, Refused),
) -> Reply {
    let t = Texts::new(viewer.locale);
    let field = match way {
        Way::Code => FieldView::new("text", "code", t.code_field()).autocomplete("one-time-code"),
        _ => FieldView::new("password", "password", t.login_password())
            .autocomplete("current-password"),
    };
    let page = ConfirmPage {
        shell: app.shell(viewer).title(t.confirm_title()).plain().build(),
        back: back_to(place.back.as_deref()).to_owned(),
        way: match way {
            Way::Password => "password",
            Way::Passkey => "passkey",
            Way::Code => "code",
        },
        confirmed: address.as_ref().is_some_and(|row| row.confirmed),
        email: address.map(|row| row.email).unwrap_or_default(),
        field: FieldView { focus: true, ..refused.at(field) },
        refused,
        t,
    };
    page.refused.answer(&page)
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
    let (way, address) = app
        .db()
        .read(async move |tx| {
            Ok((fresh::way(tx, who.0).await?, address::store::find(tx, who.0).await?))
        })
        .await?;
    let key = Browser::of(&headers, &viewer).key();
    match prove(&app, who, way, &form, key).await {
        Ok(()) => {
            app.sessions().forget(who.0);
            see_other(back_to(form.back.as_deref()))
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "password")?;
            let place = Place { back: form.back, by: None };
            page(&app, &viewer, (way, address, &place, refused))
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
