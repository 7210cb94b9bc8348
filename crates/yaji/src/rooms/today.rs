//! The studio's front page: what waits, and how far setting up has come.

use askama::Template;
use axum::extract::State;
use commerce::Providers;
use db::Tx;
use kernel::{Outcome, Sender};
use site::LegalKind;
use web::{App, Permission, Reply, Shell, Viewer, html};

use crate::texts::Texts;

/// One step of setting up; done when what it asks for is there.
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
    let (waiting, waiting_orders, begun) = app
        .db()
        .read(async move |tx| {
            let waiting = if may_mail { mail::waiting(tx, 100).await?.len() } else { 0 };
            let orders = if may_orders { commerce::order::waiting(tx, 100).await? } else { 0 };
            Ok((waiting, orders, Begun::read(tx).await?))
        })
        .await?;
    let settings = app.settings();
    let leads = viewer.may(Permission::SettingsManage);
    let steps = if leads { steps(&app, &viewer, begun, t) } else { Vec::new() };
    let shell = app.shell(&viewer).title(t.today_title()).at("/studio").build();
    let now = app.now();
    let day = web::When::date(now, now, &settings.zone, viewer.locale);
    let done = steps.iter().filter(|step| step.done).count();
    html(&TodayPage { shell, t, day, waiting_mail: waiting, waiting_orders, steps, done })
}

/// What a community has that it began without.
#[derive(Clone, Copy)]
struct Begun {
    space: bool,
    post: bool,
    product: bool,
    rules: bool,
}

impl Begun {
    async fn read(tx: &Tx) -> Outcome<Self> {
        let (space, post) = community::space::begun(tx).await?;
        let product = !commerce::product::on_sale(tx).await?.is_empty();
        let rules = site::legal::current_version(tx, LegalKind::Rules).await? > 0;
        Ok(Self { space, post, product, rules })
    }
}

/// From an empty site to one that members can join. A demonstration has no address and sends no
/// mail, so it is not asked for them.
fn steps(app: &App, viewer: &Viewer, begun: Begun, t: Texts) -> Vec<Step> {
    let settings = app.settings();
    let sets = "/studio/settings";
    let step = |done, label, href| Step { done, label, href };
    let pays = !app.part::<Providers>().offered(&settings, &viewer.origin).is_empty();
    let mut steps = vec![
        step(!settings.description.is_empty(), t.step_brand(), sets),
        step(begun.space, t.step_space(), "/studio/spaces/new"),
        step(begun.post, t.step_post(), "/new"),
        step(begun.product, t.step_product(), "/studio/products"),
        step(pays, t.step_payment(), sets),
    ];
    if !settings.demo {
        steps.push(step(settings.url.is_some(), t.step_address(), sets));
        steps.push(step(Sender::parse(&settings.mail_from).is_ok(), t.step_mail(), sets));
    }
    steps.push(step(begun.rules, t.step_rules(), "/studio/legal/rules"));
    steps
}
