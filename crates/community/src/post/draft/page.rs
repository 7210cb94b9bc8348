//! The list of drafts.

use askama::Template;
use axum::extract::State;
use web::{App, Path, Reply, Shell, Viewer};

use super::{Draft, DraftId, store};
use crate::look::Look;
use crate::texts::Texts;

/// A line of the list of drafts.
struct DraftLine {
    href: String,
    delete: String,
    title: Option<String>,
    lead: String,
    when: web::When,
    is_edit: bool,
}

#[derive(Template)]
#[template(path = "community/post/drafts.html")]
struct DraftsPage {
    shell: Shell,
    t: Texts,
    lines: Vec<DraftLine>,
}

/// Shows what the member has not published.
pub(crate) async fn list(State(app): State<App>, viewer: Viewer) -> Reply {
    let me = viewer.me()?.id;
    let drafts = app.db().read(async move |tx| store::list(tx, me).await).await?;
    let look = Look::of(&app, &viewer, "/me/drafts");
    let line = |draft: Draft| DraftLine {
        href: format!("/new?draft={}", draft.id),
        delete: format!("/me/drafts/{}/delete", draft.id),
        lead: draft.text.body.chars().take(140).collect(),
        title: Some(draft.text.title).filter(|title| !title.trim().is_empty()),
        when: look.when(draft.updated_at),
        is_edit: draft.text.post.is_some(),
    };
    web::html(&DraftsPage {
        shell: app.shell(&viewer).title(look.t.drafts_title()).at("/me/drafts").build(),
        t: look.t,
        lines: drafts.into_iter().map(line).collect(),
    })
}

/// Throws a draft away.
pub(crate) async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<DraftId>,
) -> Reply {
    let me = viewer.me()?.id;
    app.db().tx(async move |tx| store::delete(tx, me, id).await).await?;
    web::see_other_with(&app, &viewer, "/me/drafts", Texts::new(viewer.locale).drafts_deleted())
}
