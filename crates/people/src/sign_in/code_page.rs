//! The pages on which a code is typed, and what follows is chosen.

use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{
    App, FieldView, Form, Query, Reply, Shell, Viewer, back_to, cookies, see_other, see_other_with,
    with_back,
};

use super::code::{self, Here, Landing};
use super::page::{Place, answer};
use crate::address;
use crate::browser::{self, Browser};
use crate::code::{Purpose, REMEMBERED_MINUTES, ask, store};
use crate::form::Refused;
use crate::letter::Post;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/sign_in/code.html")]
struct CodePage {
    shell: Shell,
    t: Texts,
    kind: Kind,
    sent: Sent,
    back: String,
    refused: Refused,
    code: FieldView,
}

/// Which code page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    SignIn,
    Confirm,
}

impl Kind {
    const fn purpose(self) -> Purpose {
        match self {
            Self::SignIn => Purpose::SignIn,
            Self::Confirm => Purpose::Confirm,
        }
    }

    /// Where a code is typed.
    const fn action(self) -> &'static str {
        match self {
            Self::SignIn => "/login/code",
            Self::Confirm => "/confirm",
        }
    }

    /// Where another code is asked for.
    const fn again(self) -> &'static str {
        match self {
            Self::SignIn => "/login/send",
            Self::Confirm => "/confirm/send",
        }
    }

    /// Where another address is given.
    fn other(self, back: &str) -> String {
        match self {
            Self::SignIn => with_back("/login?by=code", back),
            Self::Confirm => "/settings/account".to_owned(),
        }
    }
}

/// Where a code went, as far as this browser knows.
#[derive(Debug, Clone, Default)]
struct Sent {
    /// The address; empty where it is not known.
    email: String,
    /// Whether a code is typed now, or asked for first.
    is_typed: bool,
}

/// Shows where the code of a sign-in is typed.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Reply {
    let sent = asked_here(&app, Browser::of(&headers, &viewer).key()).await?;
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, Kind::SignIn, (&place, refused, sent))
}

/// Where this browser has lately had a code of a sign-in sent: what was typed in it, so it tells
/// nobody whether an account has the address.
async fn asked_here(app: &App, browser: String) -> Outcome<Sent> {
    let since = app.now().plus_minutes(-REMEMBERED_MINUTES);
    let purpose = Purpose::SignIn.key();
    let row = app
        .db()
        .read(async move |tx| store::find_awaited(tx, &browser, purpose, since).await)
        .await?;
    Ok(Sent { email: row.map(|row| row.email).unwrap_or_default(), is_typed: true })
}

/// Shows where the code that confirms an own address is typed; whoever has nothing to confirm goes
/// on.
pub async fn show_confirm(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Reply {
    let (id, key) = (viewer.me()?.id, Browser::of(&headers, &viewer).key());
    let row = app.db().read(async move |tx| address::store::find(tx, id).await).await?;
    let Some(row) = row else { return see_other("/settings/account") };
    if row.confirmed {
        return see_other(back_to(place.back.as_deref()));
    }
    let sent = sent(&app, row, key).await?;
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, Kind::Confirm, (&place, refused, sent))
}

async fn sent(app: &App, row: address::store::AddressRow, browser: String) -> Outcome<Sent> {
    let (purpose, to) = (Purpose::Confirm.key(), row.email_key);
    let count =
        app.db().read(async move |tx| store::count_alive(tx, &browser, purpose, &to).await).await?;
    Ok(Sent { email: row.email, is_typed: count > 0 })
}

fn page(
    app: &App,
    viewer: &Viewer,
    kind: Kind,
    (place, refused, sent): (&Place, Refused, Sent),
) -> Reply {
    let t = Texts::new(viewer.locale);
    let title = if refused.is_empty() { t.code_title().into() } else { t.error(t.code_title()) };
    let code = FieldView::new("text", "code", t.code_field()).autocomplete("one-time-code");
    let page = CodePage {
        shell: app.shell(viewer).title(title).plain().build(),
        back: back_to(place.back.as_deref()).to_owned(),
        code: FieldView { inputmode: Some("numeric"), focus: true, ..refused.at(code) },
        kind,
        sent,
        refused,
        t,
    };
    page.refused.answer(&page)
}

/// A typed code.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    code: String,
    back: Option<String>,
}

/// Takes the code of a sign-in.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Reply {
    take(&app, &viewer, &headers, (Kind::SignIn, form)).await
}

/// Takes the code that confirms an own address.
pub async fn post_confirm(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Reply {
    take(&app, &viewer, &headers, (Kind::Confirm, form)).await
}

async fn take(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    (kind, form): (Kind, CodeForm),
) -> Reply {
    let browser = Browser::of(headers, viewer);
    let (here, post) = (here(viewer, &browser, form.back.as_deref()), Post::of(app.settings()));
    let (typed, purpose) = (form.code.clone(), kind.purpose());
    let landing =
        app.db().tx(async move |tx| code::digits(tx, &post, &here, purpose, &typed).await).await;
    let fault = match landing {
        Ok(Landing::Wrong(fault)) | Err(fault @ Fault::Invalid(_)) => fault,
        Ok(landing) => return go(app, viewer, &browser, landing, form.back.as_deref()).await,
        Err(fault) => return Err(fault.into()),
    };
    let refused = Refused::by(viewer.locale, fault, "code")?;
    let place = Place { back: form.back, by: None };
    let sent = match (kind, viewer.id()) {
        // The form stays, whatever became of the code: what was wrong stands at its field.
        (Kind::Confirm, Some(id)) => {
            let row = app.db().read(async move |tx| address::store::find(tx, id).await).await?;
            Sent { email: row.map(|row| row.email).unwrap_or_default(), is_typed: true }
        }
        _ => asked_here(app, browser.key()).await?,
    };
    page(app, viewer, kind, (&place, refused, sent))
}

/// What a code needs to know of the browser in which it is given.
pub(super) fn here(viewer: &Viewer, browser: &Browser, back: Option<&str>) -> Here {
    Here {
        browser: browser.key(),
        member: viewer.id(),
        asker: browser::asker(viewer),
        locale: viewer.locale,
        next: back_to(back).to_owned(),
    }
}

/// Goes where a proved address leads.
pub(super) async fn go(
    app: &App,
    viewer: &Viewer,
    browser: &Browser,
    landing: Landing,
    back: Option<&str>,
) -> Reply {
    let t = Texts::new(viewer.locale);
    match landing {
        Landing::Step(step) => answer(app, viewer, browser, step),
        Landing::Confirmed => confirmed(app, viewer, back_to(back)).await,
        Landing::Yours(_) => see_other(&with_back("/login/yours", back_to(back))),
        Landing::Other(_) => see_other(&with_back("/confirm/other", back_to(back))),
        Landing::Waits(due_at) => {
            let sentence = t.yours_waits(browser::when(app, due_at));
            see_other_with(app, viewer, &with_back("/login", back_to(back)), &sentence)
        }
        Landing::Wrong(fault) => Err(fault.into()),
    }
}

/// This browser's account owns its address now: its session goes on under a new token.
async fn confirmed(app: &App, viewer: &Viewer, back: &str) -> Reply {
    let (id, here) = {
        let me = viewer.me()?;
        (me.id, me.session)
    };
    let (token, welcomed) = app
        .db()
        .tx(async move |tx| {
            let token = web::sessions::renew_token(tx, here).await?;
            let details = crate::profile::store::find(tx, id).await?;
            Ok((token, details.is_none_or(|details| details.welcomed_at.is_some())))
        })
        .await?;
    app.sessions().forget(id);
    let t = Texts::new(viewer.locale);
    // Whoever paid first has not been asked for a name yet.
    let next = if welcomed { back.to_owned() } else { with_back("/welcome", back) };
    let mut response = see_other_with(app, viewer, &next, t.code_confirmed())?;
    cookies::sign_in(&mut response, viewer, &token)?;
    Ok(response)
}

/// Where to go on after a code was sent.
#[derive(Debug, Default, Deserialize)]
pub struct SendForm {
    back: Option<String>,
}

/// Sends the code that confirms an own address once more.
pub async fn post_send(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<SendForm>,
) -> Reply {
    let id = viewer.me()?.id;
    let (browser, asker) = (Browser::of(&headers, &viewer), browser::asker(&viewer));
    let (key, post) = (browser.key(), Post::of(app.settings()));
    let back = back_to(form.back.as_deref()).to_owned();
    let next = with_back("/confirm", &back);
    app.db()
        .tx(async move |tx| {
            let row = address::store::find(tx, id).await?;
            let row = row.ok_or(Fault::Missing("email.none"))?;
            if row.confirmed {
                return Err(Fault::Conflict("email.confirmed"));
            }
            let to = mail::Address::parse(&row.email)?;
            ask::to_confirm(tx, &post, (id, &to), (&back, &key), &asker).await
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let mut response = see_other_with(&app, &viewer, &next, t.code_sent())?;
    browser.keep(&mut response, &viewer)?;
    Ok(response)
}
