//! The mail room: what waits for lack of a mail server, for those who may open it.

use askama::Template;
use axum::extract::State;
use mail::{Letter, MailId};
use web::{App, Path, Reply, Shell, Viewer, When, html};

use crate::texts::Texts;

/// Messages on the page.
const PAGE: i64 = 100;

struct Waiting {
    action: String,
    to: String,
    kind: String,
    when: When,
    opened: bool,
}

#[derive(Template)]
#[template(path = "yaji/mail_room.html")]
struct MailRoom {
    shell: Shell,
    t: Texts,
    waiting: Vec<Waiting>,
}

/// The messages that wait.
pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let t = Texts::new(viewer.locale);
    let (now, zone) = (app.now(), app.settings().zone.clone());
    let found = app.db().read(async |tx| mail::waiting(tx, PAGE).await).await?;
    let waiting = found.into_iter().map(|one| Waiting {
        action: format!("/studio/mail/{}", one.id),
        to: one.to,
        kind: t.mail_kind(&one.kind.replace('.', "-")),
        when: When::new(one.created_at, now, &zone, viewer.locale),
        opened: one.opened,
    });
    let waiting = waiting.collect();
    let shell = app.shell(&viewer).title(t.mail_title()).at("/studio/mail").build();
    html(&MailRoom { shell, t, waiting })
}

#[derive(Template)]
#[template(path = "yaji/mail_open.html")]
struct MailOpen {
    shell: Shell,
    t: Texts,
    letter: Letter,
}

/// Opens a message; that somebody did is an event.
pub(super) async fn open(
    State(app): State<App>,
    viewer: Viewer,
    Path(mail): Path<MailId>,
) -> Reply {
    let me = viewer.me()?.id;
    let letter = app.db().tx(async move |tx| mail::open_waiting(tx, me, mail).await).await?;
    let t = Texts::new(viewer.locale);
    let shell = app.shell(&viewer).title(t.mail_title()).at("/studio/mail").build();
    html(&MailOpen { shell, t, letter })
}
