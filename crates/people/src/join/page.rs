//! The pages of registering.

use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use kernel::{FieldErrors, Outcome};
use mail::Address;
use serde::Deserialize;
use web::{App, FieldView, Form, Query, Reply, Shell, Viewer, back_to, see_other};

use super::Beginning;
use super::register::{self, Registration};
use crate::browser::{self, Browser};
use crate::form::Refused;
use crate::handle::parse_name;
use crate::letter::Post;
use crate::password;
use crate::setup::People;
use crate::sign_in::Done;
use crate::sign_in::page::Place;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/join/register.html")]
struct RegisterPage {
    shell: Shell,
    t: Texts,
    back: String,
    refused: Refused,
    name: FieldView,
    email: FieldView,
    password: FieldView,
    agreed: bool,
}

/// Shows the form.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(place): Query<Place>) -> Reply {
    let refused = Refused::nothing(viewer.locale);
    let form = RegisterForm { back: place.back, ..RegisterForm::default() };
    page(&app, &viewer, (&form, refused))
}

fn page(app: &App, viewer: &Viewer, (form, refused): (&RegisterForm, Refused)) -> Reply {
    let t = Texts::new(viewer.locale);
    let title = t.register_title();
    let title = if refused.is_empty() { title.to_owned() } else { t.error(title) };
    let name = FieldView::new("text", "name", t.register_name()).value(&form.name);
    let email = FieldView::new("email", "email", t.register_email()).value(&form.email);
    let password = FieldView::new("password", "password", t.register_password());
    let page = RegisterPage {
        shell: app.shell(viewer).title(title).plain().build(),
        back: back_to(form.back.as_deref()).to_owned(),
        name: refused.at(name.autocomplete("nickname").max(40)),
        email: refused.at(email.autocomplete("email").hint(t.register_email_hint())),
        password: refused
            .at(password.autocomplete("new-password").hint(t.register_password_hint())),
        agreed: form.agree.is_some(),
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// A sent form.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct RegisterForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    agree: Option<String>,
    back: Option<String>,
}

/// Registers; the answer is the same whoever owns the address.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<RegisterForm>,
) -> Reply {
    let browser = Browser::of(&headers, &viewer);
    match register(&app, &viewer, &browser, &form).await {
        Ok(done) => {
            let next = web::with_back("/welcome", back_to(form.back.as_deref()));
            let mut response = see_other(&next)?;
            browser::sign_in(&mut response, &viewer, &done)?;
            browser.keep(&mut response, &viewer)?;
            Ok(response)
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "email")?;
            page(&app, &viewer, (&form, refused))
        }
    }
}

async fn register(
    app: &App,
    viewer: &Viewer,
    browser: &Browser,
    form: &RegisterForm,
) -> Outcome<Done> {
    let mut errors = FieldErrors::none();
    let (name, address) = (parse_name(&form.name), Address::parse(&form.email));
    note(&mut errors, "name", &name);
    note(&mut errors, "email", &address);
    let site = app.settings().name.clone();
    let known = [form.name.as_str(), form.email.as_str(), site.as_str()];
    note(&mut errors, "password", &password::check_new(&form.password, &known));
    if form.agree.is_none() {
        errors.add("agree", "consent.missing");
    }
    errors.or(())?;
    let (name, address) = (name?, address?);
    let hash = app.part::<People>().hasher.hash(form.password.clone()).await?;
    let registration = Registration {
        beginning: Beginning {
            name: Some(name),
            address: Some(address.clone()),
            password: Some(hash),
            locale: viewer.locale,
            way: "register",
            ..Beginning::default()
        },
        address,
        browser: browser.key(),
        asker: browser::asker(viewer),
        next: back_to(form.back.as_deref()).to_owned(),
        agrees: form.agree.is_some(),
    };
    let post = Post::of(app.settings());
    app.db().tx(async move |tx| register::register(tx, &post, &registration).await).await
}

/// Notes what is wrong with a field, if anything is, so that all are told at once.
pub(super) fn note<T>(errors: &mut FieldErrors, field: &'static str, parsed: &Outcome<T>) {
    if let Err(fault) = parsed {
        errors.add(field, fault.key());
    }
}
