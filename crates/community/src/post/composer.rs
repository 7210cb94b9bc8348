//! Writing a post: a new one, or an earlier one anew; previews and drafts.

use axum::extract::State;
use http::StatusCode;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::kept::Again;
use web::{App, Form, Path, Query, Reply, Viewer};

use super::draft::{self, DraftId};
use super::edit;
use super::form::{Fields, KEEP_GATE, compose, gate_word, load_choices};
use super::open;
use super::{Post, PostId, load, store};
use crate::hand::Hand;
use crate::inspection::{self, Inspection};
use crate::once;
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::texts::Texts;
use crate::version::{self, TheirsView};
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
    again: Again,
    Query(query): Query<NewQuery>,
) -> Reply {
    let choices = load_choices(&app, &viewer, query.draft).await?;
    let space = choices.reader.ground.space_of(&query.space).map(|space| space.id.to_string());
    let mut fields = Fields { kind: query.kind, once: once::key(), ..Fields::default() };
    fields.space = space.unwrap_or_default();
    if let Some(draft) = &choices.draft {
        fields = Fields::of_draft(draft);
    }
    if let Some(typed) = again.fields(&app, &viewer, "/new").await? {
        fields = typed;
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
    if fields.is_to_preview() {
        return preview(&app, &viewer, &fields, None).await;
    }
    let fault = if fields.is_to_publish() {
        match publish(&app, &viewer, &fields).await {
            Ok(post) => {
                let said = Texts::new(viewer.locale).post_published();
                return web::see_other_with(&app, &viewer, &post.path(), said);
            }
            Err(fault) => fault,
        }
    } else {
        match draft::page::keep(&app, &viewer, &fields, None).await {
            Ok(_) => return kept(&app, &viewer),
            Err(fault) => fault,
        }
    };
    if !web::is_told_by_form(&fault) {
        return Err(fault.into());
    }
    let choices = load_choices(&app, &viewer, None).await?;
    let page = compose(&app, &viewer, &choices, (&fields, "/new", None), Some(&fault));
    web::html_fault(&fault, &page)
}

async fn publish(app: &App, viewer: &Viewer, fields: &Fields) -> Outcome<Post> {
    let hand = Hand::here(app, viewer);
    let ready = open::prepare(app.db(), fields.post(), hand).await?;
    let space = fields.space_id().ok_or(Fault::invalid("space", "space.needed"))?;
    let (draft, once) = (fields.draft_id(), fields.once(viewer.id()));
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            if let Some(made) = once.made(tx).await? {
                return store::get(tx, made).await;
            }
            let reader = Reader::of(tx, &community, &asking).await?;
            let id = open::open(tx, &reader, space, ready.clone(), draft).await?;
            once.note(tx, id).await?;
            store::get(tx, id).await
        })
        .await
}

fn kept(app: &App, viewer: &Viewer) -> Reply {
    web::see_other_with(app, viewer, "/me/drafts", Texts::new(viewer.locale).drafts_kept())
}

/// The form with what was typed, and how its text will look: for who writes without script.
async fn preview(app: &App, viewer: &Viewer, fields: &Fields, post: Option<PostId>) -> Reply {
    let standing = match post {
        Some(id) => Some(Standing::load(app, viewer, id).await?.post),
        None => None,
    };
    let choices = load_choices(app, viewer, None).await?;
    let action = post.map_or_else(|| "/new".to_owned(), |id| format!("/p/{id}/edit"));
    let page = compose(app, viewer, &choices, (fields, &action, standing.as_ref()), None);
    web::html(&page.showing(super::preview::of_post(app, viewer, &fields.body).await?))
}

/// What the composer shows of a post that is there already.
struct Standing {
    reader: Reader,
    post: Post,
    source: String,
}

impl Standing {
    async fn load(app: &App, viewer: &Viewer, id: PostId) -> Outcome<Self> {
        let (community, asking) = (app.part::<Community>(), viewer.clone());
        let standing = app
            .db()
            .read(async move |tx| {
                let (reader, post) = load::load(tx, &community, &asking, id).await?;
                let permit = policy::edit_post(&reader, &post)?;
                let source = store::source(tx, &permit).await?;
                Ok(Self { reader, post, source })
            })
            .await?;
        inspection::note(app, Inspection::of_post(&standing.reader, &standing.post)).await?;
        Ok(standing)
    }

    fn version(&self) -> String {
        version::of_post(&self.post, &self.source)
    }

    /// The gate as the form names it; what no choice stands for is kept as it is.
    fn gate(&self, plans: &[(String, String)]) -> String {
        let gate = self.reader.ground.gate(self.post.gate);
        match gate {
            Some(gate) if gate.is_of_space() => String::new(),
            Some(gate) => match gate.any_of.as_slice() {
                [thing] if thing.kind == access::ThingKind::Plan => {
                    let id = kernel::encode_id(thing.id);
                    let offered = plans.iter().any(|(plan, _)| *plan == id);
                    if offered { id } else { KEEP_GATE.to_owned() }
                }
                _ => KEEP_GATE.to_owned(),
            },
            None => KEEP_GATE.to_owned(),
        }
    }
}

/// The composer with a post that is there already.
pub(crate) async fn get_edit(
    State(app): State<App>,
    viewer: Viewer,
    kept: Again,
    Path(path): Path<String>,
) -> Reply {
    let (id, _) = super::parse_path(&path)?;
    let standing = Standing::load(&app, &viewer, id).await?;
    let choices = load_choices(&app, &viewer, None).await?;
    let post = &standing.post;
    let mut fields = Fields {
        kind: post.kind.key().to_owned(),
        space: post.space.to_string(),
        title: post.title.clone(),
        summary: post.summary.clone(),
        body: standing.source.clone(),
        tags: post.tags.join(", "),
        gate: Some(standing.gate(&choices.plans)),
        made_from: standing.version(),
        ..Fields::default()
    };
    let action = format!("/p/{id}/edit");
    if let Some(typed) = kept.fields(&app, &viewer, &action).await? {
        fields = typed;
    }
    web::html(&compose(&app, &viewer, &choices, (&fields, &action, Some(post)), None))
}

/// Changes a post.
pub(crate) async fn post_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
    Form(fields): Form<Fields>,
) -> Reply {
    let (id, _) = super::parse_path(&path)?;
    if fields.is_to_preview() {
        return preview(&app, &viewer, &fields, Some(id)).await;
    }
    let fault = if fields.is_to_publish() {
        match change(&app, &viewer, id, &fields).await {
            Ok(post) => {
                if let (Some(draft), Some(me)) = (fields.draft_id(), viewer.id()) {
                    app.db().tx(async move |tx| draft::store::delete(tx, me, draft).await).await?;
                }
                let said = Texts::new(viewer.locale).post_saved();
                return web::see_other_with(&app, &viewer, &post.path(), said);
            }
            Err(fault) => fault,
        }
    } else {
        match draft::page::keep(&app, &viewer, &fields, Some(id)).await {
            Ok(_) => return kept(&app, &viewer),
            Err(fault) => fault,
        }
    };
    if matches!(fault, Fault::Conflict("post.changed")) {
        return beside(&app, &viewer, id, (fields, fault)).await;
    }
    if !web::is_told_by_form(&fault) {
        return Err(fault.into());
    }
    // What may not be changed any more is not there for the form to show; what was typed is.
    let standing = Standing::load(&app, &viewer, id).await.ok();
    let choices = load_choices(&app, &viewer, None).await?;
    let (action, post) = (format!("/p/{id}/edit"), standing.as_ref().map(|known| &known.post));
    let page = compose(&app, &viewer, &choices, (&fields, &action, post), Some(&fault));
    web::html_fault(&fault, &page)
}

/// The form again beside what stands there by now. Sent from there, it takes the place of that.
async fn beside(
    app: &App,
    viewer: &Viewer,
    id: PostId,
    (mut fields, fault): (Fields, Fault),
) -> Reply {
    let standing = Standing::load(app, viewer, id).await?;
    let choices = load_choices(app, viewer, None).await?;
    let action = format!("/p/{id}/edit");
    let t = Texts::new(viewer.locale);
    let post = &standing.post;
    let gate = standing.gate(&choices.plans);
    let whole = |head: [&str; 3], gate: &str, body: &str| {
        let gate = gate_word(t, &choices, gate);
        let head = head.into_iter().chain([gate.as_str()]).filter(|text| !text.trim().is_empty());
        head.chain(["", body]).collect::<Vec<_>>().join("\n")
    };
    let tags = post.tags.join(", ");
    let theirs = whole([&post.title, &post.summary, &tags], &gate, &standing.source);
    let wished = fields.gate.as_deref().unwrap_or(&gate);
    let typed = whole([&fields.title, &fields.summary, &fields.tags], wished, &fields.body);
    let said = web::fault_text(viewer.locale, fault.key());
    fields.made_from = standing.version();
    // Who set the gate meanwhile meant it: whoever only sends the form again leaves it.
    fields.gate = Some(gate);
    let page = compose(app, viewer, &choices, (&fields, &action, Some(post)), None);
    let page = page.beside(TheirsView::new(t, said, theirs, &typed));
    web::html_status(StatusCode::CONFLICT, &page)
}

/// Keeps an edit and reads the post again.
async fn change(app: &App, viewer: &Viewer, id: PostId, fields: &Fields) -> Outcome<Post> {
    let hand = Hand::here(app, viewer).over(Subject::Post(id));
    let ready = open::prepare(app.db(), fields.post(), hand).await?;
    let terms = fields.terms();
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let (reader, _) = edit::editor(tx, &community, &viewer, id).await?;
            edit::edit(tx, &reader, id, ready.clone(), terms.clone()).await?;
            store::get(tx, id).await
        })
        .await
}
