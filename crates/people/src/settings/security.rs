//! Password, authenticator, recovery codes, passkeys.

use askama::Template;
use axum::extract::State;
use kernel::{Fault, MemberId, Outcome};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use web::{App, FieldView, Form, Query, Reply, Shell, Tab, Viewer, cookies, see_other_with};

use super::{me, shell, tabs};
use crate::factor::enrol::{self, Renewed, Setup};
use crate::form::Refused;
use crate::passkey::register;
use crate::passkey::store::{self as passkeys, PasskeyId, PasskeyRow};
use crate::setup::People;
use crate::texts::Texts;
use crate::way_in::WaysIn;
use crate::{factor, password};

const HERE: &str = "/settings/security";

#[derive(Template)]
#[template(path = "people/settings/security.html")]
struct SecurityPage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    refused: Refused,
    enrol: bool,
    ways: WaysIn,
    password: FieldView,
    has_totp: bool,
    recovery_left: i64,
    passkeys: Vec<PasskeyRow>,
    can_passkey: bool,
}

/// What the section shows.
struct Security {
    ways: WaysIn,
    has_totp: bool,
    recovery_left: i64,
    passkeys: Vec<PasskeyRow>,
}

async fn load(app: &App, id: MemberId) -> Outcome<Security> {
    app.db()
        .read(async move |tx| {
            Ok(Security {
                ways: WaysIn::of(tx, id).await?,
                has_totp: factor::has_totp(tx, id).await?,
                recovery_left: factor::store::count_recovery(tx, id).await?,
                passkeys: passkeys::list(tx, id).await?,
            })
        })
        .await
}

/// Why the section is shown.
#[derive(Debug, Default, Deserialize)]
pub struct SecurityQuery {
    enrol: Option<String>,
}

/// Shows the section.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<SecurityQuery>,
) -> Reply {
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, (refused, query.enrol.is_some())).await
}

async fn page(app: &App, viewer: &Viewer, (refused, enrol): (Refused, bool)) -> Reply {
    let (t, (id, _)) = (Texts::new(viewer.locale), me(viewer)?);
    let security = load(app, id).await?;
    let password = FieldView::new("password", "password", t.security_new_password())
        .autocomplete("new-password")
        .hint(t.register_password_hint());
    let page = SecurityPage {
        shell: shell(app, viewer, t.settings_security()),
        tabs: tabs(app, viewer, HERE),
        enrol,
        ways: security.ways,
        password: refused.at(password),
        has_totp: security.has_totp,
        recovery_left: security.recovery_left,
        passkeys: security.passkeys,
        can_passkey: crate::passkey::party(&app.settings(), &viewer.origin).is_ok(),
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// A new password.
#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    password: String,
}

/// Changes or sets the password.
pub async fn post_password(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<PasswordForm>,
) -> Reply {
    viewer.fresh(app.now())?;
    match change(&app, &viewer, form.password).await {
        Ok(token) => renewed(&app, &viewer, &token),
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "password")?;
            page(&app, &viewer, (refused, false)).await
        }
    }
}

async fn change(app: &App, viewer: &Viewer, password: String) -> Outcome<String> {
    let (who, face) = (me(viewer)?, &viewer.me()?.face);
    let site = app.settings().name.clone();
    password::check_new(&password, &[&face.handle, &face.name, &site])?;
    let hash = app.part::<People>().hasher.hash(password).await?;
    app.db().tx(async move |tx| password::change::change(tx, who, &hash).await).await
}

/// Takes the password away.
pub async fn post_password_remove(State(app): State<App>, viewer: Viewer) -> Reply {
    viewer.fresh(app.now())?;
    let who = me(&viewer)?;
    let token = app.db().tx(async move |tx| password::change::remove(tx, who).await).await?;
    renewed(&app, &viewer, &token)
}

/// Back to the section: every other device is signed out, and this one has a new token.
fn renewed(app: &App, viewer: &Viewer, token: &str) -> Reply {
    app.sessions().forget(me(viewer)?.0);
    let t = Texts::new(viewer.locale);
    let mut response = see_other_with(app, viewer, HERE, t.security_others_out())?;
    cookies::sign_in(&mut response, viewer, token)?;
    Ok(response)
}

#[derive(Template)]
#[template(path = "people/settings/totp.html")]
struct TotpPage {
    shell: Shell,
    t: Texts,
    setup: Setup,
    picture: String,
    refused: Refused,
    code: FieldView,
}

/// Shows a fresh secret to be scanned or typed.
pub async fn show_totp(State(app): State<App>, viewer: Viewer) -> Reply {
    let id = viewer.fresh(app.now())?.id;
    let (keys, site) = (app.keys().clone(), app.settings().name.clone());
    let handle = viewer.me()?.face.handle.clone();
    let setup =
        app.db().tx(async move |tx| enrol::begin(tx, &keys, id, &site, &handle).await).await?;
    let refused = Refused::nothing(viewer.locale);
    totp_page(&app, &viewer, (setup, refused))
}

fn totp_page(app: &App, viewer: &Viewer, (setup, refused): (Setup, Refused)) -> Reply {
    let t = Texts::new(viewer.locale);
    let code = FieldView::new("text", "totp", t.totp_field()).autocomplete("one-time-code");
    let page = TotpPage {
        shell: app.shell(viewer).title(t.totp_title()).plain().build(),
        picture: picture(&setup.address)?,
        setup,
        code: FieldView { inputmode: Some("numeric"), ..refused.at(code) },
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// A QR code as SVG that follows the page's colours.
fn picture(address: &str) -> Outcome<String> {
    let code = QrCode::new(address).map_err(|e| Fault::broken("drawing a QR code", e))?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    // The declaration belongs to files; inside a page the element stands alone.
    Ok(drawn.split_once("?>").map_or(drawn.clone(), |(_, svg)| svg.to_owned()))
}

/// The first digits.
#[derive(Debug, Deserialize)]
pub struct TotpForm {
    totp: String,
}

#[derive(Template)]
#[template(path = "people/settings/recovery.html")]
struct RecoveryPage {
    shell: Shell,
    t: Texts,
    codes: Vec<String>,
}

/// Takes the first digits and shows the recovery codes once; after wrong ones the same secret, which
/// lies in the authenticator already.
pub async fn post_totp(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<TotpForm>,
) -> Reply {
    viewer.fresh(app.now())?;
    let (who, keys) = (me(&viewer)?, app.keys().clone());
    let confirmed =
        app.db().tx(async move |tx| enrol::confirm(tx, &keys, who, &form.totp).await).await;
    match confirmed {
        Ok(renewed) => show_codes(&app, &viewer, renewed),
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "totp")?;
            let (keys, site) = (app.keys().clone(), app.settings().name.clone());
            let handle = viewer.me()?.face.handle.clone();
            let begun =
                async move |tx: &db::Tx| enrol::begun(tx, &keys, who.0, &site, &handle).await;
            let setup = app.db().read(begun).await?;
            totp_page(&app, &viewer, (setup, refused))
        }
    }
}

/// Shows recovery codes once; every other device is signed out.
fn show_codes(app: &App, viewer: &Viewer, renewed: Renewed) -> Reply {
    app.sessions().forget(me(viewer)?.0);
    let t = Texts::new(viewer.locale);
    let shell = app.shell(viewer).title(t.recovery_title()).plain().build();
    let mut response = web::html(&RecoveryPage { shell, t, codes: renewed.codes })?;
    cookies::sign_in(&mut response, viewer, &renewed.token)?;
    Ok(response)
}

/// Gives ten new recovery codes.
pub async fn post_recovery(State(app): State<App>, viewer: Viewer) -> Reply {
    viewer.fresh(app.now())?;
    let who = me(&viewer)?;
    let given = app.db().tx(async move |tx| enrol::recovery_codes(tx, who).await).await?;
    show_codes(&app, &viewer, given)
}

/// Takes the authenticator off.
pub async fn post_totp_remove(State(app): State<App>, viewer: Viewer) -> Reply {
    viewer.fresh(app.now())?;
    let who = me(&viewer)?;
    let token = app.db().tx(async move |tx| enrol::remove(tx, who).await).await?;
    renewed(&app, &viewer, &token)
}

/// Which passkey.
#[derive(Debug, Deserialize)]
pub struct PasskeyForm {
    id: PasskeyId,
}

/// Takes a passkey away.
pub async fn post_passkey_remove(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<PasskeyForm>,
) -> Reply {
    viewer.fresh(app.now())?;
    let who = me(&viewer)?;
    let token = app.db().tx(async move |tx| register::remove(tx, who, form.id).await).await?;
    renewed(&app, &viewer, &token)
}
