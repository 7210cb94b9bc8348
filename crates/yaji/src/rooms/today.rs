//! The studio's front page: what waits, and how far setting up has come.

use askama::Template;
use axum::extract::State;
use site::LegalKind;
use web::{App, Permission, Reply, Shell, Viewer, html};

use crate::texts::Texts;

struct Step {
    done: bool,
    label: &'static str,
    href: &'static str,
}

#[derive(Template)]
#[template(path = "yaji/today.html")]
struct TodayPage {
    shell: Shell,
    t: Texts,
    waiting_mail: usize,
    steps: Vec<Step>,
}

/// What waits for whoever looks, as far as they may see it.
pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let t = Texts::new(viewer.locale);
    let may_mail = viewer.may(Permission::MailRead);
    let (waiting, rules) = app
        .db()
        .read(async move |tx| {
            let waiting = if may_mail { mail::waiting(tx, 100).await?.len() } else { 0 };
            Ok((waiting, site::legal::current_version(tx, LegalKind::Rules).await?))
        })
        .await?;
    let settings = app.settings();
    let mut steps = Vec::new();
    if viewer.may(Permission::SettingsManage) {
        let href = "/studio/settings";
        let described = !settings.description.is_empty();
        steps.push(Step { done: described, label: t.step_brand(), href });
        steps.push(Step { done: settings.url.is_some(), label: t.step_address(), href });
        steps.push(Step { done: !settings.mail_from.is_empty(), label: t.step_mail(), href });
        steps.push(Step { done: rules > 0, label: t.step_rules(), href: "/studio/legal/rules" });
    }
    let shell = app.shell(&viewer).title(t.today_title()).at("/studio").build();
    html(&TodayPage { shell, t, waiting_mail: waiting, steps })
}
