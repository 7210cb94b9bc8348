//! The pages of signing in and out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use kernel::{Fault, Outcome};
use mail::Address;
use serde::Deserialize;
use web::{
    App, FieldView, Form, Query, Reply, Shell, Viewer, back_to, cookies, see_other, see_other_with,
    with_back,
};

use super::{Login, Step, limits, password};
use crate::browser::{self, Browser};
use crate::code::{Purpose, ask};
use crate::form::Refused;
use crate::letter::Post;
use crate::member::session;
use crate::setup::People;
use crate::texts::Texts;

/// Where a page came from and goes back to.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Place {
    /// Where to go on.
    pub back: Option<String>,
    /// `code` for the form that asks for an address alone.
    pub by: Option<String>,
}

#[derive(Template)]
#[template(path = "people/sign_in/login.html")]
struct LoginPage {
    shell: Shell,
    t: Texts,
    back: String,
    by_code: bool,
    refused: Refused,
    login: FieldView,
    password: FieldView,
    email: FieldView,
}

/// Shows the form.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(place): Query<Place>) -> Reply {
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, &place, ("", refused))
}

fn page(app: &App, viewer: &Viewer, place: &Place, (typed, refused): (&str, Refused)) -> Reply {
    let t = Texts::new(viewer.locale);
    let title = if refused.is_empty() { t.login_title().into() } else { t.error(t.login_title()) };
    let login = FieldView::new("text", "login", t.login_login()).value(typed);
    let password = FieldView::new("password", "password", t.login_password());
    let email = FieldView::new("email", "email", t.register_email()).value(typed);
    let page = LoginPage {
        shell: app.shell(viewer).title(title).plain().build(),
        back: back_to(place.back.as_deref()).to_owned(),
        by_code: place.by.as_deref() == Some("code"),
        login: refused.at(login.autocomplete("username")),
        password: refused.at(password.autocomplete("current-password")),
        email: refused.at(email.autocomplete("email")),
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// A sent form.
#[derive(Debug, Deserialize)]
pub struct LoginForm {
    login: String,
    password: String,
    back: Option<String>,
}

/// Signs in by password.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> Reply {
    let place = Place { back: form.back.clone(), by: None };
    match by_password(&app, &viewer, &headers, &form).await {
        Ok(step) => answer(&app, &viewer, &Browser::of(&headers, &viewer), step),
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "login")?;
            page(&app, &viewer, &place, (&form.login, refused))
        }
    }
}

async fn by_password(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    form: &LoginForm,
) -> Outcome<Step> {
    let login = Login::parse(&form.login)?;
    limits::check(app, viewer, &login)?;
    let (people, asker) = (app.part::<People>(), browser::asker(viewer));
    let shown = password::show(app.db(), &people.hasher, &login, &form.password, &asker).await;
    if matches!(shown, Err(Fault::Invalid(_))) {
        limits::failed(app, viewer, &login);
    }
    let (shown, post) = (shown?, Post::of(app.settings()));
    let next = back_to(form.back.as_deref()).to_owned();
    let key = Browser::of(headers, viewer).key();
    app.db()
        .tx(async move |tx| password::go_on(tx, &post, &shown, &asker, (&next, &key)).await)
        .await
}

/// Answers a step: signed in and on, or on to the second factor.
///
/// # Errors
/// `Broken` when a cookie cannot be written.
pub fn answer(app: &App, viewer: &Viewer, browser: &Browser, step: Step) -> Reply {
    match step {
        Step::Done(done) => {
            let on = if done.enrol { web::ENROL_PAGE } else { &done.next };
            let mut response = if done.kept {
                see_other_with(app, viewer, on, Texts::new(viewer.locale).delete_cancelled())?
            } else {
                see_other(on)?
            };
            browser::sign_in(&mut response, viewer, &done)?;
            Ok(response)
        }
        Step::Second { half, code } => {
            let mut response = see_other("/login/second")?;
            browser::keep_half(&mut response, viewer, &half)?;
            if code {
                browser.keep(&mut response, viewer)?;
            }
            Ok(response)
        }
    }
}

/// A form that asks for a code.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    email: String,
    back: Option<String>,
    /// Set where a code was asked for already.
    again: Option<String>,
}

/// Sends a code to whatever address was typed; the answer is the same whoever owns it.
pub async fn post_code(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Reply {
    let browser = Browser::of(&headers, &viewer);
    let back = back_to(form.back.as_deref());
    match send(&app, &viewer, (&browser, back), &form.email).await {
        Ok(()) => {
            let next = with_back("/login/code", back);
            let mut response = match form.again {
                Some(_) => {
                    let t = Texts::new(viewer.locale);
                    see_other_with(&app, &viewer, &next, t.code_sent())?
                }
                None => see_other(&next)?,
            };
            browser.keep(&mut response, &viewer)?;
            Ok(response)
        }
        Err(fault) => {
            let place = Place { back: form.back, by: Some("code".into()) };
            let refused = Refused::by(viewer.locale, fault, "email")?;
            page(&app, &viewer, &place, (&form.email, refused))
        }
    }
}

async fn send(
    app: &App,
    viewer: &Viewer,
    (browser, back): (&Browser, &str),
    email: &str,
) -> Outcome<()> {
    let asker = browser::asker(viewer);
    let ask = ask::Ask {
        purpose: Purpose::SignIn,
        address: Address::parse(email)?,
        whose: ask::For::Address(viewer.locale),
        browser: browser.key(),
        opens_links: true,
        device: asker.device,
        network: asker.network,
        next: back.to_owned(),
    };
    let post = Post::of(app.settings());
    app.db().tx(async move |tx| ask::send(tx, &post, &ask).await).await
}

/// Signs this browser out; the device stays known.
pub async fn post_logout(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, here) = {
        let me = viewer.me()?;
        (me.id, me.session)
    };
    app.db().tx(async move |tx| session::end(tx, id, here).await).await?;
    app.sessions().forget(id);
    let mut response: Response = see_other("/")?;
    cookies::sign_out(&mut response, &viewer)?;
    Ok(response)
}

#[derive(Template)]
#[template(path = "people/sign_in/help.html")]
struct HelpPage {
    shell: Shell,
    t: Texts,
    back: String,
    support: String,
}

/// Shows the ways back in for who cannot sign in.
pub async fn help(State(app): State<App>, viewer: Viewer, Query(place): Query<Place>) -> Reply {
    let t = Texts::new(viewer.locale);
    let support = app.settings().support_email.clone();
    let shell = app.shell(&viewer).title(t.help_title()).plain().build();
    let back = back_to(place.back.as_deref()).to_owned();
    web::html(&HelpPage { shell, t, back, support })
}
