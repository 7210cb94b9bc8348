//! Rules, privacy, terms, refunds: to read, and for the owner to publish.

use askama::Template;
use axum::extract::State;
use kernel::{Fault, Locale};
use serde::Deserialize;
use site::{LegalKind, legal};
use text::markdown::Words;
use web::kept::Again;
use web::{App, FieldView, Form, Path, Permission, Reply, Shell, Viewer, html, see_other_with};

use crate::texts::Texts;

#[derive(Template)]
#[template(path = "yaji/legal.html")]
struct LegalPage {
    shell: Shell,
    title: &'static str,
    version: String,
    body: String,
    body_lang: &'static str,
}

/// The rules of the community.
pub(super) async fn rules(State(app): State<App>, viewer: Viewer) -> Reply {
    show(app, viewer, LegalKind::Rules).await
}

/// What is kept about people.
pub(super) async fn privacy(State(app): State<App>, viewer: Viewer) -> Reply {
    show(app, viewer, LegalKind::Privacy).await
}

/// The terms of sale and use.
pub(super) async fn terms(State(app): State<App>, viewer: Viewer) -> Reply {
    show(app, viewer, LegalKind::Terms).await
}

/// When money goes back.
pub(super) async fn refunds(State(app): State<App>, viewer: Viewer) -> Reply {
    show(app, viewer, LegalKind::Refunds).await
}

async fn show(app: App, viewer: Viewer, kind: LegalKind) -> Reply {
    let locale = viewer.locale;
    let found = app.db().read(async move |tx| legal::current(tx, kind, locale).await).await?;
    let (t, title) = (Texts::new(locale), title(kind, locale));
    let zone = &app.settings().zone;
    let version = match found.published_at {
        Some(at) => t.legal_version(found.version, web::When::date(at, app.now(), zone, locale)),
        // A visitor reads the text; that it is the standard one concerns who may change it.
        None if viewer.may(Permission::SettingsManage) => t.legal_template().to_owned(),
        None => String::new(),
    };
    let body = text::render(&found.body, &text::Context::new(words(t))).html;
    let path = format!("/{}", kind.key());
    let shell = app.shell(&viewer).title(title).public(title, path).build();
    html(&LegalPage { shell, title, version, body, body_lang: found.locale.tag() })
}

fn title(kind: LegalKind, locale: Locale) -> &'static str {
    let t = site::Texts::new(locale);
    match kind {
        LegalKind::Rules => t.legal_rules(),
        LegalKind::Privacy => t.legal_privacy(),
        LegalKind::Terms => t.legal_terms(),
        LegalKind::Refunds => t.legal_refunds(),
    }
}

fn words(t: Texts) -> Words<'static> {
    Words {
        footnotes: t.word_footnotes(),
        footnote_back: t.word_footnote_back(),
        table: t.word_table(),
        picture: t.word_picture(),
        remote_picture: t.word_picture(),
        task_done: t.word_done(),
        task_open: t.word_open(),
    }
}

#[derive(Template)]
#[template(path = "yaji/legal_edit.html")]
struct LegalEdit {
    shell: Shell,
    t: Texts,
    title: &'static str,
    action: String,
    chinese: FieldView,
    english: FieldView,
}

/// Shows the newest version in both languages as a form.
pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(kind): Path<String>,
    again: Again,
) -> Reply {
    let kind = LegalKind::from_key(&kind).ok_or(Fault::Missing("page.missing"))?;
    let (chinese, english) = app
        .db()
        .read(async move |tx| {
            let chinese = legal::current(tx, kind, Locale::ZhCn).await?;
            Ok((chinese, legal::current(tx, kind, Locale::En).await?))
        })
        .await?;
    let action = format!("/studio/legal/{}", kind.key());
    let own = |locale: Locale, text: site::LegalText| {
        if text.locale == locale { text.body } else { String::new() }
    };
    let draft = again.fields(&app, &viewer, &action).await?.unwrap_or_else(|| Draft {
        chinese: own(Locale::ZhCn, chinese),
        english: own(Locale::En, english),
    });
    let t = Texts::new(viewer.locale);
    let field = |name: &str, locale: Locale, value: String| FieldView {
        rows: 16,
        ..FieldView::new("area", name, locale.own_name()).value(value)
    };
    let title = title(kind, viewer.locale);
    let page = LegalEdit {
        shell: app.shell(&viewer).title(title).at("/studio/settings").build(),
        title,
        action,
        chinese: field("chinese", Locale::ZhCn, draft.chinese),
        english: field("english", Locale::En, draft.english),
        t,
    };
    html(&page)
}

/// The next version as the form sends it.
#[derive(Debug, Deserialize)]
pub(super) struct Draft {
    chinese: String,
    english: String,
}

/// Publishes the next version; for who has just proved who they are.
pub(super) async fn post(
    State(app): State<App>,
    viewer: Viewer,
    Path(kind): Path<String>,
    Form(draft): Form<Draft>,
) -> Reply {
    let kind = LegalKind::from_key(&kind).ok_or(Fault::Missing("page.missing"))?;
    let me = viewer.fresh(app.now())?.id;
    let bodies = vec![(Locale::ZhCn, draft.chinese), (Locale::En, draft.english)];
    app.db()
        .tx(async move |tx| {
            tx.acting(me);
            legal::publish(tx, Some(me), kind, &bodies).await
        })
        .await?;
    app.site().reload(app.db()).await?;
    let said = Texts::new(viewer.locale).legal_published();
    see_other_with(&app, &viewer, &format!("/{}", kind.key()), said)
}
