//! Language and colours: a member's own, or a visitor's by cookie.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use db::Tx;
use http::HeaderMap;
use kernel::{Fault, Locale, MemberId, Outcome};
use serde::Deserialize;
use web::{App, ChoiceView, Form, Reply, Shell, Tab, Theme, Viewer, back_to, cookies, see_other};

use super::{me, shell, tabs};
use crate::member;
use crate::member::session;
use crate::texts::Texts;

/// Seconds for which a visitor's choice is kept.
const KEPT: i64 = 365 * 86_400;

#[derive(Template)]
#[template(path = "people/settings/appearance.html")]
struct AppearancePage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    languages: Vec<ChoiceView>,
    themes: Vec<ChoiceView>,
}

/// Shows the section.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    me(&viewer)?;
    let t = Texts::new(viewer.locale);
    let language = |locale: Locale| ChoiceView {
        lang: Some(locale.tag().to_owned()),
        ..ChoiceView::new(locale.tag(), locale.own_name(), viewer.locale == locale)
    };
    let theme =
        |theme: Theme, label: &str| ChoiceView::new(theme.key(), label, viewer.theme == theme);
    web::html(&AppearancePage {
        shell: shell(&app, &viewer, t.settings_appearance()),
        tabs: tabs(&app, &viewer, "/settings/appearance"),
        languages: Locale::ALL.into_iter().map(language).collect(),
        themes: vec![
            theme(Theme::Auto, t.theme_auto()),
            theme(Theme::Light, t.theme_light()),
            theme(Theme::Dark, t.theme_dark()),
        ],
        t,
    })
}

/// What was chosen: a language, a colour scheme, or both.
#[derive(Debug, Deserialize)]
pub struct Preferences {
    lang: Option<String>,
    theme: Option<String>,
    back: Option<String>,
}

/// Keeps a choice: a member's with the account, anybody's by cookie too.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(chosen): Form<Preferences>,
) -> Reply {
    let unknown = || Fault::invalid("lang", "locale.unknown");
    let locale = chosen.lang.as_deref().map(|tag| Locale::from_tag(tag).ok_or_else(unknown));
    let locale = locale.transpose()?;
    let theme = chosen.theme.as_deref().map(|key| Theme::from_key(key).key());
    if let Some(id) = viewer.id() {
        app.db().tx(async move |tx| keep(tx, id, locale, theme).await).await?;
        app.sessions().forget(id);
    }
    let came_from = came_from(&headers);
    let back = chosen.back.as_deref().or(came_from.as_deref());
    let mut response: Response = see_other(back_to(back))?;
    if let Some(locale) = locale {
        cookies::set(&mut response, &viewer, (cookies::LANGUAGE, locale.tag()), KEPT)?;
    }
    if let Some(theme) = theme {
        cookies::set(&mut response, &viewer, (cookies::THEME, theme), KEPT)?;
    }
    Ok(response)
}

/// Keeps what a member chose of language and colours.
///
/// # Errors
/// When the database fails.
pub(crate) async fn keep(
    tx: &mut Tx,
    id: MemberId,
    locale: Option<Locale>,
    theme: Option<&'static str>,
) -> Outcome<()> {
    if let Some(locale) = locale {
        member::store::update_locale(tx, id, locale).await?;
    }
    if let Some(theme) = theme {
        member::store::update_theme(tx, id, theme).await?;
    }
    session::refresh(tx, id).await
}

/// The path of the page that a form stood on.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let page = headers.get(http::header::REFERER)?.to_str().ok()?;
    let url = url::Url::parse(page).ok()?;
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", url.path()))
}
