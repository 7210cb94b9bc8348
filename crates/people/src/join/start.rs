//! The first page of a site that nobody owns yet: who owns it, and what it is.

use askama::Template;
use axum::extract::State;
use kernel::{Currency, FieldErrors, Locale, Outcome, Zone};
use mail::Address;
use serde::Deserialize;
use serde_json::json;
use site::Settings;
use site::settings::{NAME_MAX, defaults_for};
use web::{App, ChoiceView, FieldView, Form, Query, Reply, Shell, Viewer, see_other};

use super::owner::{self, First};
use super::page::note;
use crate::browser;
use crate::form::Refused;
use crate::handle::{Handle, parse_name};
use crate::password;
use crate::setup::People;
use crate::sign_in::Done;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/join/start.html")]
struct StartPage {
    shell: Shell,
    t: Texts,
    token: String,
    refused: Refused,
    languages: Vec<ChoiceView>,
    site: Vec<FieldView>,
    owner: Vec<FieldView>,
}

/// The token of an owner link.
#[derive(Debug, Default, Deserialize)]
pub struct StartQuery {
    #[serde(default)]
    token: String,
}

/// The form: the site, then its owner.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct StartForm {
    token: String,
    site: String,
    locale: String,
    zone: String,
    currency: String,
    name: String,
    handle: String,
    email: String,
    password: String,
}

/// Shows the form, with what the site was set up with or what its visitor's language suggests.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<StartQuery>,
) -> Reply {
    let token = query.token.clone();
    app.db().read(async move |tx| owner::check(tx, &token).await).await?;
    let untouched = *app.settings() == Settings::default();
    let usual = if untouched { defaults_for(viewer.locale) } else { (*app.settings()).clone() };
    let form = StartForm {
        token: query.token,
        site: usual.name,
        locale: usual.locale.tag().to_owned(),
        zone: usual.zone.name().to_owned(),
        currency: usual.currency.code().to_owned(),
        ..StartForm::default()
    };
    page(&app, &viewer, (&form, Refused::nothing(viewer.locale)))
}

fn page(app: &App, viewer: &Viewer, (form, refused): (&StartForm, Refused)) -> Reply {
    let t = Texts::new(viewer.locale);
    let field = |kind, name: &'static str, label: &str, value: &str| {
        refused.at(FieldView::new(kind, name, label).value(value))
    };
    let language = |locale: Locale| {
        ChoiceView::new(locale.tag(), locale.own_name(), locale.tag() == form.locale)
    };
    let page = StartPage {
        shell: app.shell(viewer).title(t.start_title()).plain().build(),
        token: form.token.clone(),
        languages: Locale::ALL.into_iter().map(language).collect(),
        site: vec![
            field("text", "site", t.start_site(), &form.site).max(NAME_MAX),
            field("text", "zone", t.start_zone(), &form.zone).hint(t.start_zone_hint()),
            field("text", "currency", t.start_currency(), &form.currency)
                .hint(t.start_currency_hint()),
        ],
        owner: vec![
            field("text", "name", t.register_name(), &form.name),
            field("text", "handle", t.profile_handle(), &form.handle).hint(t.profile_handle_hint()),
            field("email", "email", t.register_email(), &form.email),
            field("password", "password", t.register_password(), "")
                .autocomplete("new-password")
                .hint(t.register_password_hint()),
        ],
        refused,
        t,
    };
    let mut response = page.refused.answer(&page)?;
    crate::headers::hide_address(&mut response);
    Ok(response)
}

/// Makes the owner, and sets the site to what they chose.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<StartForm>) -> Reply {
    match start(&app, &viewer, &form).await {
        Ok(done) => {
            app.site().reload(app.db()).await?;
            let mut response = see_other("/studio")?;
            browser::sign_in(&mut response, &viewer, &done)?;
            Ok(response)
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "email")?;
            page(&app, &viewer, (&form, refused))
        }
    }
}

async fn start(app: &App, viewer: &Viewer, form: &StartForm) -> Outcome<Done> {
    let mut errors = FieldErrors::none();
    let chosen = settings(app, form, &mut errors);
    let (name, handle) = (parse_name(&form.name), Handle::parse(&form.handle));
    let address = Address::parse(&form.email);
    note(&mut errors, "name", &name);
    note(&mut errors, "handle", &handle);
    note(&mut errors, "email", &address);
    let known = [form.name.as_str(), form.email.as_str(), form.handle.as_str()];
    note(&mut errors, "password", &password::check_new(&form.password, &known));
    errors.or(())?;
    let (token, asked) = (form.token.clone(), form.token.clone());
    app.db().read(async move |tx| owner::check(tx, &asked).await).await?;
    let first = First {
        handle: handle?,
        name: name?,
        address: address?,
        password: app.part::<People>().hasher.hash(form.password.clone()).await?,
        locale: viewer.locale,
    };
    let asker = browser::asker(viewer);
    app.db()
        .tx(async move |tx| {
            let done = owner::start(tx, &token, &first, &asker).await?;
            let by = Some(done.member);
            for (key, value) in [
                ("name", json!(chosen.name)),
                ("mark", json!(chosen.mark)),
                ("locale", json!(chosen.locale)),
                ("zone", json!(chosen.zone)),
                ("currency", json!(chosen.currency)),
            ] {
                site::settings::change(tx, by, key, &value).await?;
            }
            // What was left as it stood must not move with the program's defaults either.
            site::settings::fix_at_first_start(tx, &chosen).await?;
            Ok(done)
        })
        .await
}

/// What the site is to be; everything that cannot be is noted.
fn settings(app: &App, form: &StartForm, errors: &mut FieldErrors) -> Settings {
    let mut chosen = (*app.settings()).clone();
    let name = form.site.trim();
    if name != chosen.name {
        chosen.mark = name.chars().take(1).flat_map(char::to_uppercase).take(1).collect();
        name.clone_into(&mut chosen.name);
    }
    if let Some(key) = site::settings::check(&chosen).of("name") {
        errors.add("site", key);
    }
    match Locale::from_tag(&form.locale) {
        Some(locale) => chosen.locale = locale,
        None => errors.add("locale", "settings.invalid"),
    }
    match Zone::named(form.zone.trim()) {
        Ok(zone) => chosen.zone = zone,
        Err(_unknown) => errors.add("zone", "settings.zone"),
    }
    match form.currency.trim().to_uppercase().parse::<Currency>() {
        Ok(currency) => chosen.currency = currency,
        Err(_unknown) => errors.add("currency", "settings.currency"),
    }
    chosen
}
