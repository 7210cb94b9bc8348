//! The settings of the community, one form.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Fault, FieldErrors, Locale, Outcome};
use serde_json::{Value, json};
use site::Settings;
use site::settings::{ADDRESS_MAX, DESCRIPTION_MAX, NAME_MAX, SELLER_MAX, TAGLINE_MAX};
use web::kept::Again;
use web::{
    App, ChoiceView, FieldView, Form, Problem, Reply, Shell, Viewer, fault_text, html_status,
    see_other_with,
};

use crate::texts::Texts;

const HERE: &str = "/studio/settings";

#[derive(Template)]
#[template(path = "yaji/settings.html")]
struct SettingsPage {
    shell: Shell,
    t: Texts,
    problems: Vec<Problem>,
    problem_count: i64,
    brand: Vec<FieldView>,
    place: Vec<FieldView>,
    languages: Vec<ChoiceView>,
    sale: Vec<FieldView>,
    second_factor: bool,
    confirm_first: bool,
    sandbox: bool,
    /// Why the sandbox is there whatever the switch says.
    sandbox_stays: Option<&'static str>,
}

/// What the form holds, by name: what is stored, or what was typed.
type Typed = BTreeMap<String, String>;

/// Shows the form.
pub(super) async fn show(State(app): State<App>, viewer: Viewer, again: Again) -> Reply {
    let typed = again.fields(&app, &viewer, HERE).await?;
    let typed = typed.unwrap_or_else(|| stored(&app.settings()));
    page(&app, &viewer, &typed, &FieldErrors::none())
}

fn stored(settings: &Settings) -> Typed {
    let on = |yes: bool| if yes { "on".to_owned() } else { String::new() };
    let pairs = [
        ("name", settings.name.clone()),
        ("mark", settings.mark.clone()),
        ("tagline", settings.tagline.clone()),
        ("description", settings.description.clone()),
        ("accent", settings.accent.clone().unwrap_or_default()),
        ("url", settings.url.clone().unwrap_or_default()),
        ("zone", settings.zone.name().to_owned()),
        ("locale", settings.locale.tag().to_owned()),
        ("currency", settings.currency.code().to_owned()),
        ("seller", settings.seller.clone()),
        ("support_email", settings.support_email.clone()),
        ("mail_from", settings.mail_from.clone()),
        ("refund_days", settings.refund_days.to_string()),
        ("team_second_factor", on(settings.team_second_factor)),
        ("confirm_before_writing", on(settings.confirm_before_writing)),
        ("sandbox", on(settings.sandbox)),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Changes what differs, all or nothing; for who has just proved who they are.
pub(super) async fn post(
    State(app): State<App>,
    viewer: Viewer,
    Form(typed): Form<Typed>,
) -> Reply {
    let me = viewer.fresh(app.now())?.id;
    let mut wanted = wanted(&typed);
    wanted.extend(way_back(&app.settings(), &viewer.origin, &typed));
    let changed = app
        .db()
        .tx(async move |tx| {
            tx.acting(me);
            let mut errors = FieldErrors::none();
            for (key, value) in &wanted {
                let done = site::settings::change(tx, Some(me), key, value).await;
                note(&mut errors, key, done)?;
            }
            errors.or(())
        })
        .await;
    match changed {
        Ok(()) => {
            app.site().reload(app.db()).await?;
            let said = Texts::new(viewer.locale).settings_saved();
            see_other_with(&app, &viewer, HERE, said)
        }
        Err(Fault::Invalid(errors)) => page(&app, &viewer, &typed, &errors),
        Err(fault) => Err(fault.into()),
    }
}

/// Keeps the address by which the owner has come, beside a public address of another host: one that
/// was typed wrong shuts out everybody, them too.
fn way_back(settings: &Settings, origin: &str, typed: &Typed) -> Option<(&'static str, Value)> {
    let host = |address: &str| address.split_once("://").map(|(_, host)| host.to_owned());
    let url = typed.get("url")?.trim().trim_end_matches('/');
    let is_known = settings.aliases.iter().any(|alias| alias.trim_end_matches('/') == origin);
    if url.is_empty() || is_known || host(url) == host(origin) {
        return None;
    }
    let mut aliases = settings.aliases.clone();
    aliases.push(origin.to_owned());
    Some(("aliases", json!(aliases)))
}

/// A value that is wrong is shown at its field, with all others that are.
fn note(errors: &mut FieldErrors, key: &'static str, done: Outcome<()>) -> Outcome<()> {
    match done {
        Err(fault @ (Fault::Invalid(_) | Fault::Conflict(_))) => {
            errors.add(key, fault.key());
            Ok(())
        }
        other => other,
    }
}

fn wanted(typed: &Typed) -> Vec<(&'static str, Value)> {
    let text = |name: &str| typed.get(name).map(|v| v.trim().to_owned()).unwrap_or_default();
    let maybe = |name: &str| Some(text(name)).filter(|v| !v.is_empty());
    let on = |name: &str| typed.contains_key(name) && !text(name).is_empty();
    vec![
        ("name", json!(text("name"))),
        ("mark", json!(text("mark"))),
        ("tagline", json!(text("tagline"))),
        ("description", json!(text("description"))),
        ("accent", json!(maybe("accent"))),
        ("url", json!(maybe("url").map(|url| url.trim_end_matches('/').to_owned()))),
        ("zone", json!(text("zone"))),
        ("locale", json!(text("locale"))),
        ("currency", json!(text("currency").to_uppercase())),
        ("seller", json!(text("seller"))),
        ("support_email", json!(text("support_email"))),
        ("mail_from", json!(text("mail_from"))),
        ("refund_days", text("refund_days").parse::<i64>().map_or(Value::Null, |n| json!(n))),
        ("team_second_factor", json!(on("team_second_factor"))),
        ("confirm_before_writing", json!(on("confirm_before_writing"))),
        ("sandbox", json!(on("sandbox"))),
    ]
}

/// A demonstration always has the sandbox, and so has a site without an address on its own machine.
fn sandbox_stays(app: &App, viewer: &Viewer, t: Texts) -> Option<&'static str> {
    let off = Settings { sandbox: false, ..(*app.settings()).clone() };
    let stays = commerce::sandbox::is_open(&off, &viewer.origin);
    stays.then(|| if off.demo { t.settings_sandbox_demo() } else { t.settings_sandbox_here() })
}

fn page(app: &App, viewer: &Viewer, typed: &Typed, errors: &FieldErrors) -> Reply {
    let t = Texts::new(viewer.locale);
    let said = |name: &str| errors.of(name).map(|key| fault_text(viewer.locale, key));
    let field = |kind: &'static str, name: &str, label: &str| {
        let value = typed.get(name).cloned().unwrap_or_default();
        let required = matches!(name, "name" | "zone" | "currency" | "refund_days");
        FieldView { required, ..FieldView::new(kind, name, label).value(value).error(said(name)) }
    };
    let is_on = |name: &str| typed.get(name).is_some_and(|value| !value.is_empty());
    let language = |locale: Locale| {
        let chosen = typed.get("locale").is_some_and(|tag| tag == locale.tag());
        ChoiceView::new(locale.tag(), locale.own_name(), chosen)
    };
    let problems: Vec<Problem> = errors
        .iter()
        .map(|(field, key)| Problem {
            field_id: field.to_owned(),
            text: fault_text(viewer.locale, key).to_owned(),
        })
        .collect();
    let page = SettingsPage {
        shell: app.shell(viewer).title(t.settings_title()).at(HERE).build(),
        brand: vec![
            field("text", "name", t.settings_name()).max(NAME_MAX),
            field("text", "mark", t.settings_mark()),
            field("text", "tagline", t.settings_tagline()).max(TAGLINE_MAX),
            field("area", "description", t.settings_description()).max(DESCRIPTION_MAX),
            field("text", "accent", t.settings_accent()).hint(t.settings_accent_hint()),
        ],
        place: vec![
            field("url", "url", t.settings_url()).max(ADDRESS_MAX).hint(t.settings_url_hint()),
            field("text", "zone", t.settings_zone()).hint(t.settings_zone_hint()),
        ],
        languages: Locale::ALL.into_iter().map(language).collect(),
        sale: vec![
            field("text", "currency", t.settings_currency()).hint(t.settings_currency_hint()),
            field("text", "seller", t.settings_seller()).max(SELLER_MAX),
            field("email", "support_email", t.settings_support()).max(ADDRESS_MAX),
            field("text", "mail_from", t.settings_mail_from())
                .max(ADDRESS_MAX)
                .hint(t.settings_mail_from_hint()),
            field("number", "refund_days", t.settings_refund_days()),
        ],
        second_factor: is_on("team_second_factor"),
        confirm_first: is_on("confirm_before_writing"),
        sandbox: is_on("sandbox"),
        sandbox_stays: sandbox_stays(app, viewer, t),
        problem_count: i64::try_from(problems.len()).unwrap_or(0),
        problems,
        t,
    };
    let wrong = !errors.is_empty();
    html_status(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}
