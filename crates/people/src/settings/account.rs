//! The handle and the address.

use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use kernel::{Denied, Fault, MemberId, Outcome};
use mail::Address;
use serde::Deserialize;
use web::{App, FieldView, Form, Reply, SessionId, Shell, Tab, Viewer, cookies, see_other_with};

use super::{me, shell, tabs};
use crate::address::store::{AddressRow, AdoptionRow};
use crate::address::{adopt, change, replace, store};
use crate::browser::{self, Browser};
use crate::code::{Purpose, ask, check};
use crate::form::Refused;
use crate::handle::{self, Handle};
use crate::letter::Post;
use crate::sign_in::fresh::{self, Way};
use crate::texts::Texts;

const HERE: &str = "/settings/account";

#[derive(Template)]
#[template(path = "people/settings/account.html")]
struct AccountPage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    refused: Refused,
    handle: FieldView,
    old_handles: Vec<String>,
    current: Option<AddressRow>,
    email: FieldView,
    code: Option<(String, FieldView)>,
    adoption: Option<String>,
}

/// What the section shows of an account.
struct Account {
    old_handles: Vec<String>,
    address: Option<AddressRow>,
    adoption: Option<AdoptionRow>,
}

async fn load(app: &App, id: MemberId, current: String) -> Outcome<Account> {
    app.db()
        .read(async move |tx| {
            let handles = handle::store::list(tx, id).await?;
            let old = |row: &handle::store::HandleRow| row.redirects && row.handle != current;
            Ok(Account {
                old_handles: handles.into_iter().filter(old).map(|row| row.handle).collect(),
                address: store::find(tx, id).await?,
                adoption: store::find_adoption(tx, id).await?,
            })
        })
        .await
}

/// Shows the section.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, (refused, Typed::default())).await
}

/// What was typed as a new handle or address, and whether a code went there.
#[derive(Debug, Clone, Default)]
struct Typed {
    handle: Option<String>,
    email: String,
    sent: bool,
}

async fn page(app: &App, viewer: &Viewer, (refused, typed): (Refused, Typed)) -> Reply {
    let (t, who) = (Texts::new(viewer.locale), viewer.me()?);
    let account = load(app, who.id, who.face.handle.clone()).await?;
    let shown = typed.handle.as_ref().unwrap_or(&who.face.handle);
    let handle = FieldView::new("text", "handle", t.profile_handle()).value(shown);
    let email = FieldView::new("email", "email", t.account_new_email())
        .autocomplete("email")
        .value(&typed.email);
    let code = FieldView::new("text", "code", t.code_field()).autocomplete("one-time-code");
    let code = FieldView { inputmode: Some("numeric"), ..refused.at(code) };
    let page = AccountPage {
        shell: shell(app, viewer, t.settings_account()),
        tabs: tabs(app, viewer, HERE),
        handle: refused.at(handle).max(30).hint(t.account_handle_hint()),
        old_handles: account.old_handles,
        current: account.address,
        email: refused.at(email),
        code: typed.sent.then_some((typed.email, code)),
        adoption: account.adoption.map(|row| browser::when(app, row.due_at)),
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// A new handle.
#[derive(Debug, Deserialize)]
pub struct HandleForm {
    handle: String,
}

/// Changes the handle.
pub async fn post_handle(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<HandleForm>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    let changed: Outcome<()> = match Handle::parse(&form.handle) {
        Ok(handle) => {
            app.db()
                .tx(async move |tx| {
                    handle::change::change(tx, id, handle.clone()).await?;
                    crate::member::session::refresh(tx, id).await
                })
                .await
        }
        Err(fault) => Err(fault),
    };
    app.sessions().forget(id);
    saved(&app, &viewer, changed, Some(form.handle)).await
}

/// Lets an old handle lead nowhere.
pub async fn post_drop(
    State(app): State<App>,
    viewer: Viewer,
    Form(form): Form<HandleForm>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    let dropped =
        app.db().tx(async move |tx| handle::change::drop_old(tx, id, &form.handle).await).await;
    saved(&app, &viewer, dropped, None).await
}

/// Back to the section, or the form again with the handle that was typed.
async fn saved(app: &App, viewer: &Viewer, done: Outcome<()>, handle: Option<String>) -> Reply {
    let t = Texts::new(viewer.locale);
    match done {
        Ok(()) => see_other_with(app, viewer, HERE, t.settings_saved()),
        Err(fault) => {
            let refused = Refused::by(viewer.locale, plain(fault), "handle")?;
            page(app, viewer, (refused, Typed { handle, ..Typed::default() })).await
        }
    }
}

/// A wait as the field's own words; its instant stands in the handle's hint.
fn plain(fault: Fault) -> Fault {
    match fault {
        Fault::Denied(Denied { key, way: Some(kernel::Way::Wait(_)) }) => Fault::denied(key),
        other => other,
    }
}

/// A new address.
#[derive(Debug, Deserialize)]
pub struct EmailForm {
    email: String,
}

/// Sends a code to a new address; whether somebody has it is said only after the code. An account
/// that owns none is moved to it at once, in its own browser: a code to the old one would prove
/// nothing and may lie in a mailbox that nobody reads.
pub async fn post_email(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<EmailForm>,
) -> Reply {
    let (id, _) = me(&viewer)?;
    let (owns, way) = app
        .db()
        .read(async move |tx| {
            let owns = store::find(tx, id).await?.is_some_and(|row| row.confirmed);
            Ok((owns, fresh::way(tx, id).await?))
        })
        .await?;
    if owns || way != Way::Code {
        viewer.fresh(app.now())?;
    }
    let browser = Browser::of(&headers, &viewer);
    match send(&app, &viewer, (id, owns), (&browser, &form.email)).await {
        Ok(()) => {
            let refused = Refused::nothing(viewer.locale);
            let typed = Typed { email: form.email, sent: true, ..Typed::default() };
            let mut response = if owns {
                page(&app, &viewer, (refused, typed)).await?
            } else {
                app.sessions().forget(id);
                let t = Texts::new(viewer.locale);
                see_other_with(&app, &viewer, "/confirm", t.code_sent())?
            };
            browser.keep(&mut response, &viewer)?;
            Ok(response)
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "email")?;
            let typed = Typed { email: form.email, ..Typed::default() };
            page(&app, &viewer, (refused, typed)).await
        }
    }
}

async fn send(
    app: &App,
    viewer: &Viewer,
    (id, owns): (MemberId, bool),
    (browser, typed): (&Browser, &str),
) -> Outcome<()> {
    let (asker, key, post) = (browser::asker(viewer), browser.key(), Post::of(app.settings()));
    let address = Address::parse(typed)?;
    if !owns {
        return app
            .db()
            .tx(async move |tx| replace::replace(tx, &post, (id, &address), &key, &asker).await)
            .await;
    }
    let ask = ask::Ask {
        purpose: Purpose::Change,
        address,
        whose: ask::For::Member(id),
        browser: key,
        opens_links: true,
        device: asker.device,
        network: asker.network,
        next: HERE.to_owned(),
    };
    app.db().tx(async move |tx| ask::send(tx, &post, &ask).await).await
}

/// The code of a new address.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    code: String,
    #[serde(default)]
    email: String,
}

/// Moves the account to the new address.
pub async fn post_code(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Reply {
    let who = me(&viewer)?;
    let key = Browser::of(&headers, &viewer).key();
    match take(&app, who, key, form.code).await {
        Ok(token) => {
            app.sessions().forget(who.0);
            let t = Texts::new(viewer.locale);
            let mut response = see_other_with(&app, &viewer, HERE, t.account_moved())?;
            cookies::sign_in(&mut response, &viewer, &token)?;
            Ok(response)
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "code")?;
            let typed = Typed { email: form.email, sent: true, ..Typed::default() };
            page(&app, &viewer, (refused, typed)).await
        }
    }
}

async fn take(
    app: &App,
    (id, here): (MemberId, SessionId),
    browser: String,
    typed: String,
) -> Outcome<String> {
    let post = Post::of(app.settings());
    app.db()
        .tx(async move |tx| {
            let checked = check::digits(tx, &browser, Purpose::Change, &typed).await?;
            match checked.or_fault() {
                Ok(proven) if proven.member == Some(id) => {
                    change::change(tx, &post, id, &proven).await?;
                    web::sessions::renew_token(tx, here).await.map(Ok)
                }
                Ok(_another) => Ok(Err(Fault::invalid("code", "code.wrong"))),
                Err(fault) => Ok(Err(fault)),
            }
        })
        .await?
}

/// The account's own browser says no to whoever asks for it.
pub async fn post_refuse(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, _) = me(&viewer)?;
    app.db().tx(async move |tx| adopt::refuse(tx, id).await).await?;
    app.sessions().forget(id);
    let t = Texts::new(viewer.locale);
    see_other_with(&app, &viewer, HERE, t.account_refused())
}
