//! The list of drafts.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse as _;
use kernel::Outcome;
use web::{App, Form, Path, Reply, Shell, Viewer};

use super::{Draft, DraftId, store};
use crate::Community;
use crate::look::Look;
use crate::post::form::Fields;
use crate::post::{PostId, parse_path};
use crate::reader::Reader;
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

/// Keeps what stands in the composer; none where nothing was written.
pub(crate) async fn keep(
    app: &App,
    viewer: &Viewer,
    fields: &Fields,
    post: Option<PostId>,
) -> Outcome<Option<DraftId>> {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (text, id) = (fields.text(post), fields.draft_id());
    if post.is_none() && text.is_empty() {
        return Ok(None);
    }
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            super::put(tx, &reader, id, &text).await
        })
        .await
}

/// Keeps a new post while it is being written; the answer is the draft's id.
pub(crate) async fn post_new(
    State(app): State<App>,
    viewer: Viewer,
    Form(fields): Form<Fields>,
) -> Reply {
    answer(keep(&app, &viewer, &fields, None).await?)
}

/// Keeps what becomes of a post while it is being edited; the answer is the draft's id.
pub(crate) async fn post_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
    Form(fields): Form<Fields>,
) -> Reply {
    let (id, _) = parse_path(&path)?;
    answer(keep(&app, &viewer, &fields, Some(id)).await?)
}

fn answer(draft: Option<DraftId>) -> Reply {
    Ok(draft.map(|id| id.to_string()).unwrap_or_default().into_response())
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
    app.db().tx(async move |tx| super::discard(tx, me, id).await).await?;
    web::see_other_with(&app, &viewer, "/me/drafts", Texts::new(viewer.locale).drafts_deleted())
}
