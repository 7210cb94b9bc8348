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
    day: String,
    waiting_mail: usize,
    waiting_orders: usize,
    steps: Vec<Step>,
    done: usize,
}

/// What waits for whoever looks, as far as they may see it.
pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let t = Texts::new(viewer.locale);
    let (may_mail, may_orders) =
        (viewer.may(Permission::MailRead), viewer.may(Permission::OrdersRead));
    let (waiting, waiting_orders, rules) = app
        .db()
        .read(async move |tx| {
            let waiting = if may_mail { mail::waiting(tx, 100).await?.len() } else { 0 };
            let orders = if may_orders { commerce::order::waiting(tx, 100).await? } else { 0 };
            Ok((waiting, orders, site::legal::current_version(tx, LegalKind::Rules).await?))
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
    let now = app.now();
    let day = web::When::date(now, now, &settings.zone, viewer.locale);
    let done = steps.iter().filter(|step| step.done).count();
    html(&TodayPage { shell, t, day, waiting_mail: waiting, waiting_orders, steps, done })
}
