//! The pages on which a code is typed, and what follows is chosen.

use askama::Template;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{
    App, FieldView, Form, Query, Reply, Shell, Viewer, back_to, cookies, see_other, see_other_with,
};

use super::code::{self, Here, Landing};
use super::page::{Place, answer};
use crate::browser::{self, Browser};
use crate::code::{Purpose, check};
use crate::form::Refused;
use crate::letter::Post;
use crate::texts::Texts;
use crate::{address, member};

#[derive(Template)]
#[template(path = "people/sign_in/code.html")]
struct CodePage {
    shell: Shell,
    t: Texts,
    action: &'static str,
    again: &'static str,
    email: String,
    sent: bool,
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

    const fn action(self) -> &'static str {
        match self {
            Self::SignIn => "/login/code",
            Self::Confirm => "/confirm",
        }
    }
}

/// Shows where the code of a sign-in is typed.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(place): Query<Place>) -> Reply {
    let refused = Refused::nothing(viewer.locale);
    page(&app, &viewer, Kind::SignIn, StatusCode::OK, (&place, refused, Sent::default()))
}

/// Where a code went, as far as this browser knows.
#[derive(Debug, Clone, Default)]
struct Sent {
    email: String,
    alive: bool,
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
    page(&app, &viewer, Kind::Confirm, StatusCode::OK, (&place, refused, sent))
}

async fn sent(app: &App, row: address::store::AddressRow, browser: String) -> Outcome<Sent> {
    let (purpose, to) = (Purpose::Confirm.key(), row.email_key);
    let count = app
        .db()
        .read(async move |tx| crate::code::store::count_alive(tx, &browser, purpose, &to).await)
        .await?;
    Ok(Sent { email: row.email, alive: count > 0 })
}

fn page(
    app: &App,
    viewer: &Viewer,
    kind: Kind,
    status: StatusCode,
    (place, refused, sent): (&Place, Refused, Sent),
) -> Reply {
    let t = Texts::new(viewer.locale);
    let title = if refused.is_empty() { t.code_title().into() } else { t.error(t.code_title()) };
    let code = FieldView::new("text", "code", t.code_field()).autocomplete("one-time-code");
    web::html_status(
        status,
        &CodePage {
            shell: app.shell(viewer).title(title).plain().build(),
            action: kind.action(),
            again: if kind == Kind::SignIn { "/login?by=code" } else { "/confirm/send" },
            back: back_to(place.back.as_deref()).to_owned(),
            code: FieldView { inputmode: Some("numeric"), focus: true, ..refused.at(code) },
            email: sent.email,
            sent: sent.alive,
            refused,
            t,
        },
    )
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
            Sent { email: row.map(|row| row.email).unwrap_or_default(), alive: true }
        }
        _ => Sent::default(),
    };
    page(app, viewer, kind, StatusCode::UNPROCESSABLE_ENTITY, (&place, refused, sent))
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
        Landing::Yours(_) => see_other(&crate::links::with_back("/login/yours", back_to(back))),
        Landing::Other(_) => see_other("/confirm/other"),
        Landing::Waits(due_at) => {
            let sentence = t.yours_waits(browser::when(app, due_at));
            see_other_with(app, viewer, "/login", &sentence)
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
    let next = if welcomed { back.to_owned() } else { crate::links::with_back("/welcome", back) };
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
    app.db()
        .tx(async move |tx| {
            let row = address::store::find(tx, id).await?;
            let row = row.ok_or(Fault::Missing("email.none"))?;
            if row.confirmed {
                return Err(Fault::Conflict("email.confirmed"));
            }
            let to = mail::Address::parse(&row.email)?;
            crate::code::ask::to_confirm(tx, &post, (id, &to), &key, &asker).await
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let next = crate::links::with_back("/confirm", back_to(form.back.as_deref()));
    let mut response = see_other_with(&app, &viewer, &next, t.code_sent())?;
    browser.keep(&mut response, &viewer)?;
    Ok(response)
}

#[derive(Template)]
#[template(path = "people/sign_in/yours.html")]
struct YoursPage {
    shell: Shell,
    t: Texts,
    id: MemberId,
    name: String,
    handle: String,
    since: String,
    paid: bool,
    back: String,
}

/// Asks whether the account that was made with a proved address is the visitor's.
pub async fn show_yours(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Reply {
    let key = Browser::of(&headers, &viewer).key();
    let row = app
        .db()
        .read(async move |tx| {
            let proven = check::proof(tx, &key, Purpose::SignIn).await?;
            let newest = address::store::find_newest_unconfirmed(tx, &proven.email_key).await?;
            member::get(tx, newest.ok_or(Fault::Missing("adoption.missing"))?).await
        })
        .await?;
    let t = Texts::new(viewer.locale);
    web::html(&YoursPage {
        shell: app.shell(&viewer).title(t.yours_title()).plain().build(),
        since: app.settings().zone.format(row.created_at, "%Y-%m-%d"),
        back: back_to(place.back.as_deref()).to_owned(),
        id: row.id,
        name: row.name,
        handle: row.handle,
        paid: row.paid,
        t,
    })
}

/// An answer, and the account that it is about.
#[derive(Debug, Deserialize)]
pub struct AnswerForm {
    answer: String,
    member: Option<MemberId>,
    back: Option<String>,
}

/// Takes the answer to "is it yours?".
pub async fn post_yours(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<AnswerForm>,
) -> Reply {
    let browser = Browser::of(&headers, &viewer);
    let here = here(&viewer, &browser, form.back.as_deref());
    let shown = match form.answer.as_str() {
        "yes" => Some(form.member.ok_or(Fault::Missing("adoption.missing"))?),
        _ => None,
    };
    let landing = app.db().tx(async move |tx| code::answer_yours(tx, &here, shown).await).await?;
    go(&app, &viewer, &browser, landing, form.back.as_deref()).await
}

#[derive(Template)]
#[template(path = "people/sign_in/other.html")]
struct OtherPage {
    shell: Shell,
    t: Texts,
    email: String,
}

/// Asks whether to join this browser's account to the owner of its address, or keep it apart.
pub async fn show_other(State(app): State<App>, viewer: Viewer, headers: HeaderMap) -> Reply {
    let key = Browser::of(&headers, &viewer).key();
    let email = app
        .db()
        .read(async move |tx| check::proof(tx, &key, Purpose::Confirm).await.map(|p| p.email))
        .await?;
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.other_title()).plain().build();
    web::html(&OtherPage { shell, t, email })
}

/// Takes that answer.
pub async fn post_other(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Form(form): Form<AnswerForm>,
) -> Reply {
    if form.answer != "join" {
        return see_other("/settings/account");
    }
    let browser = Browser::of(&headers, &viewer);
    let (mine, here) = (viewer.me()?.id, here(&viewer, &browser, form.back.as_deref()));
    let post = Post::of(app.settings());
    // Terms are put behind each other: nobody else may add one meanwhile.
    let landing: Outcome<Landing> =
        app.db().tx_serializable(async move |tx| code::join_other(tx, &post, &here).await).await;
    app.sessions().forget(mine);
    go(&app, &viewer, &browser, landing?, form.back.as_deref()).await
}
