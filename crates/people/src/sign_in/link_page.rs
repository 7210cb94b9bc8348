//! The page of a mailed link; only its button does anything.

use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use web::{App, Path, Reply, Shell, Viewer, back_to, cookies, see_other, see_other_with};

use super::Step;
use super::code_page::{go, here};
use super::link::{self, Opened, Opener};
use super::page::answer;
use super::second::Second;
use crate::browser::{self, Browser};
use crate::letter::Post;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "people/sign_in/link.html")]
struct LinkPage {
    shell: Shell,
    t: Texts,
    token: String,
}

/// Shows the page of a mailed link.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(token): Path<String>) -> Reply {
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.link_title()).plain().build();
    let mut response = web::html(&LinkPage { shell, t, token })?;
    crate::headers::hide_address(&mut response);
    Ok(response)
}

/// Takes a mailed link, in the browser that asked for it.
pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Reply {
    let (browser, post) = (Browser::of(&headers, &viewer), Post::of(app.settings()));
    let opener = Opener {
        here: here(&viewer, &browser, None),
        session: viewer.member.as_ref().map(|me| me.session),
        half: browser::half(&headers, &viewer),
    };
    let opened = app.db().tx(async move |tx| link::open(tx, &post, &opener, &token).await).await?;
    let t = Texts::new(viewer.locale);
    match opened {
        Opened::Landed(landing, next) => go(&app, &viewer, &browser, landing, Some(&next)).await,
        Opened::Moved(token) => {
            app.sessions().forget(viewer.me()?.id);
            let mut response =
                see_other_with(&app, &viewer, "/settings/account", t.account_moved())?;
            cookies::sign_in(&mut response, &viewer, &token)?;
            Ok(response)
        }
        Opened::Proved(next) => {
            app.sessions().forget(viewer.me()?.id);
            see_other_with(&app, &viewer, back_to(Some(&next)), t.link_proved())
        }
        Opened::Second(Second::Done(done)) => answer(&app, &viewer, &browser, Step::Done(done)),
        Opened::Second(Second::More) => see_other("/login/second"),
        Opened::Second(Second::Wrong(fault)) => Err(fault.into()),
    }
}
