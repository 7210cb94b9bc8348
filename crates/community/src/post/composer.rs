//! Writing a post: a new one, or an earlier one anew; previews and drafts.

use axum::extract::State;
use db::Tx;
use http::StatusCode;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{App, Form, Path, Query, Reply, Viewer};

use super::draft::{self, DraftId};
use super::form::{Fields, compose, load_choices};
use super::open::{self, Ready};
use super::{Post, PostId, edit, load, store};
use crate::hand::Hand;
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::space::SpaceId;
use crate::texts::Texts;
use crate::{Community, policy};

/// What the composer is opened with.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct NewQuery {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    space: String,
    draft: Option<DraftId>,
}

/// The empty composer, or one with a draft.
pub(crate) async fn get_new(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<NewQuery>,
) -> Reply {
    let choices = load_choices(&app, &viewer, query.draft).await?;
    let space = choices.reader.ground.space_of(&query.space).map(|space| space.id.to_string());
    let mut fields = Fields { kind: query.kind, ..Fields::default() };
    fields.space = space.unwrap_or_default();
    if let Some(draft) = &choices.draft {
        fields = Fields::of_draft(draft);
    }
    let editing = choices.draft.as_ref().and_then(|draft| draft.text.post);
    let action = editing.map_or_else(|| "/new".to_owned(), |post| format!("/p/{post}/edit"));
    let page = compose(&app, &viewer, &choices, (&fields, &action, None), None);
    web::html(&page)
}

/// Publishes a post, or keeps it as a draft.
pub(crate) async fn post_new(
    State(app): State<App>,
    viewer: Viewer,
    Form(fields): Form<Fields>,
) -> Reply {
    if fields.act == "keep" {
        return keep(&app, &viewer, &fields, None).await;
    }
    match publish(&app, &viewer, &fields).await {
        Ok(post) => {
            let said = Texts::new(viewer.locale).post_published();
            web::see_other_with(&app, &viewer, &post.path(), said)
        }
        Err(fault @ Fault::Invalid(_)) => {
            let choices = load_choices(&app, &viewer, None).await?;
            let page = compose(&app, &viewer, &choices, (&fields, "/new", None), Some(&fault));
            web::html_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn publish(app: &App, viewer: &Viewer, fields: &Fields) -> Outcome<Post> {
    let hand = Hand::here(app, viewer);
    let ready = open::prepare(app.db(), fields.post(), hand).await?;
    let space = fields.space_id().ok_or(Fault::invalid("space", "space.needed"))?;
    let draft = fields.draft_id();
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let id = open::open(tx, &reader, space, ready.clone(), draft).await?;
            store::get(tx, id).await
        })
        .await
}

async fn keep(app: &App, viewer: &Viewer, fields: &Fields, post: Option<PostId>) -> Reply {
    let (text, id) = (fields.text(post), fields.draft_id());
    if !text.is_empty() {
        let (community, asking) = (app.part::<Community>(), viewer.clone());
        app.db()
            .tx(async move |tx| {
                let reader = Reader::of(tx, &community, &asking).await?;
                draft::keep(tx, &reader, id, &text).await
            })
            .await?;
    }
    web::see_other_with(app, viewer, "/me/drafts", Texts::new(viewer.locale).drafts_kept())
}

/// The composer with a post that is there already.
pub(crate) async fn get_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
) -> Reply {
    let (id, _) = super::parse_path(&path)?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (post, source) = app
        .db()
        .read(async move |tx| {
            let (reader, post) = load::load(tx, &community, &asking, id).await?;
            let permit = policy::edit_post(&reader, &post)?;
            let source = store::source(tx, &permit).await?;
            Ok((post, source))
        })
        .await?;
    let choices = load_choices(&app, &viewer, None).await?;
    let gate = choices.reader.ground.gate(post.gate).and_then(|gate| gate.any_of.first().copied());
    let fields = Fields {
        kind: post.kind.key().to_owned(),
        space: post.space.to_string(),
        title: post.title.clone(),
        summary: post.summary.clone(),
        body: source,
        tags: post.tags.join(", "),
        gate: gate.map(|thing| kernel::encode_id(thing.id)).unwrap_or_default(),
        ..Fields::default()
    };
    let action = format!("/p/{id}/edit");
    web::html(&compose(&app, &viewer, &choices, (&fields, &action, Some(&post)), None))
}

/// Changes a post.
pub(crate) async fn post_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
    Form(fields): Form<Fields>,
) -> Reply {
    let (id, _) = super::parse_path(&path)?;
    if fields.act == "keep" {
        return keep(&app, &viewer, &fields, Some(id)).await;
    }
    let hand = Hand::here(&app, &viewer).over(Subject::Post(id));
    let ready = open::prepare(app.db(), fields.post(), hand).await;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let fault = match ready {
        Ok(ready) => {
            let to = fields.space_id();
            let post = change(&app, &viewer, id, ready, to).await?;
            if let (Some(draft), Some(me)) = (fields.draft_id(), viewer.id()) {
                app.db().tx(async move |tx| draft::store::delete(tx, me, draft).await).await?;
            }
            let said = Texts::new(viewer.locale).post_saved();
            return web::see_other_with(&app, &viewer, &post.path(), said);
        }
        Err(fault @ Fault::Invalid(_)) => fault,
        Err(fault) => return Err(fault.into()),
    };
    let load = async move |tx: &Tx| load::load(tx, &community, &asking, id).await;
    let (reader, post) = app.db().read(load).await?;
    policy::edit_post(&reader, &post)?;
    let choices = load_choices(&app, &viewer, None).await?;
    let action = format!("/p/{id}/edit");
    let form = (&fields, action.as_str(), Some(&post));
    let page = compose(&app, &viewer, &choices, form, Some(&fault));
    web::html_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Keeps an edit and reads the post again.
pub(crate) async fn change(
    app: &App,
    viewer: &Viewer,
    id: PostId,
    ready: Ready,
    to: Option<SpaceId>,
) -> Outcome<Post> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            edit::edit(tx, &reader, id, ready.clone(), to).await?;
            store::get(tx, id).await
        })
        .await
}
