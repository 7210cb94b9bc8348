//! Writing a post: a new one, or an earlier one anew; previews and drafts.

use askama::Template;
use axum::extract::State;
use db::Tx;
use http::StatusCode;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{
    App, ChoiceView, EditorView, FieldView, Form, Path, Problem, Query, Reply, Shell, Viewer,
};

use super::draft::{self, DraftId, DraftText};
use super::open::{self, Ready};
use super::{Post, PostDraft, PostId, PostKind, edit, load, store};
use crate::gate::GateWish;
use crate::look::Look;
use crate::reader::Reader;
use crate::space::{Space, SpaceId};
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

/// What the composer sends.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    space: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    tags: String,
    #[serde(default)]
    gate: String,
    #[serde(default)]
    draft: String,
    #[serde(default)]
    act: String,
}

impl Fields {
    fn draft_id(&self) -> Option<DraftId> {
        self.draft.parse().ok()
    }

    fn space_id(&self) -> Option<SpaceId> {
        self.space.parse().ok()
    }

    fn post(&self) -> PostDraft {
        let plan = access::ThingName { kind: "plan".to_owned(), id: self.gate.clone() };
        PostDraft {
            kind: self.kind.clone(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            tags: vec![self.tags.clone()],
            gate: (!self.gate.is_empty()).then(|| GateWish { any_of: vec![plan] }),
        }
    }

    fn text(&self, post: Option<PostId>) -> DraftText {
        DraftText {
            post,
            kind: PostKind::from_key(&self.kind),
            space: self.space_id(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            tags: self.tags.clone(),
            gate: self.gate.clone(),
        }
    }

    fn of_draft(draft: &draft::Draft) -> Self {
        let text = &draft.text;
        Self {
            kind: text.kind.unwrap_or(PostKind::Article).key().to_owned(),
            space: text.space.map(|id| id.to_string()).unwrap_or_default(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            body: text.body.clone(),
            tags: text.tags.clone(),
            gate: text.gate.clone(),
            draft: draft.id.to_string(),
            act: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "community/post/compose.html")]
struct ComposePage {
    shell: Shell,
    t: Texts,
    heading: String,
    action: String,
    back: String,
    problems: Vec<Problem>,
    restored: Option<String>,
    draft: String,
    kinds: Vec<ChoiceView>,
    spaces: Vec<ChoiceView>,
    space_error: String,
    title: FieldView,
    summary: FieldView,
    editor: EditorView,
    tags: String,
    tags_error: Option<String>,
    gates: Vec<ChoiceView>,
    publish: &'static str,
}

/// What the composer offers to choose from.
struct Choices {
    reader: Reader,
    plans: Vec<(String, String)>,
    draft: Option<draft::Draft>,
}

async fn choices(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    draft: Option<DraftId>,
) -> Outcome<Choices> {
    let reader = Reader::of(tx, community, viewer).await?;
    let sets_gates = reader.may(web::Permission::ContentPublish)
        || reader
            .ground
            .spaces
            .iter()
            .any(|space| reader.member.is_some_and(|me| reader.ground.moderates(space.id, me)));
    let plans = if sets_gates { access::plan::list(tx).await? } else { Vec::new() };
    let plans = plans.into_iter().map(|plan| (plan.id.to_string(), plan.name)).collect();
    let draft = match (draft, reader.member) {
        (Some(id), Some(me)) => Some(draft::get(tx, me, id).await?),
        _ => None,
    };
    Ok(Choices { reader, plans, draft })
}

async fn load_choices(app: &App, viewer: &Viewer, draft: Option<DraftId>) -> Outcome<Choices> {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db().read(async move |tx| choices(tx, &community, &asking, draft).await).await
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

fn compose(
    app: &App,
    viewer: &Viewer,
    choices: &Choices,
    (fields, action, post): (&Fields, &str, Option<&Post>),
    fault: Option<&Fault>,
) -> ComposePage {
    let look = Look::of(app, viewer, action);
    let t = look.t;
    let errors = |field: &str| match fault {
        Some(Fault::Invalid(fields)) => fields.of(field),
        _ => None,
    };
    let say = |field: &str| errors(field).map(|key| web::fault_text(look.locale, key).to_owned());
    let question = fields.kind == "question";
    let heading = match (post, question) {
        (Some(_), _) => t.edit_title(),
        (None, true) => t.new_title_question(),
        (None, false) => t.new_title(),
    };
    let title = if fault.is_some() { t.new_error(heading) } else { heading.to_owned() };
    let field = |kind: &'static str, name: &'static str, label: &str, value: &str| {
        FieldView::new(kind, name, label).value(value).error(say(name))
    };
    ComposePage {
        shell: app.shell(viewer).title(title).at("/new").build(),
        t,
        heading: heading.to_owned(),
        action: action.to_owned(),
        back: post.map_or_else(|| "/".to_owned(), Post::path),
        problems: problems(&look, fault),
        restored: choices.draft.as_ref().map(|d| t.new_restored(look.when(d.updated_at).text)),
        draft: fields.draft.clone(),
        kinds: kinds(t, question),
        spaces: spaces(&choices.reader, &fields.space, post),
        space_error: say("space").unwrap_or_default(),
        title: field("text", "title", t.new_heading(), &fields.title)
            .hint(t.new_heading_hint())
            .max(120),
        summary: field("text", "summary", t.new_summary(), &fields.summary)
            .hint(t.new_summary_hint())
            .optional(t.new_optional())
            .max(300),
        editor: editor(&look, fields, say("body"), !choices.plans.is_empty(), post),
        tags: fields.tags.clone(),
        tags_error: say("tags"),
        gates: gates(t, choices, &fields.gate),
        publish: if post.is_some() { t.new_save() } else { t.new_publish() },
    }
}

fn problems(look: &Look, fault: Option<&Fault>) -> Vec<Problem> {
    let Some(Fault::Invalid(fields)) = fault else { return Vec::new() };
    let problem = |(field, key): (&'static str, &'static str)| Problem {
        field_id: field.to_owned(),
        text: web::fault_text(look.locale, key).to_owned(),
    };
    fields.iter().map(problem).collect()
}

fn choice(value: &str, label: &str, sub: Option<&str>, checked: bool) -> ChoiceView {
    ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        sub: sub.map(str::to_owned),
        checked,
        ..ChoiceView::default()
    }
}

fn kinds(t: Texts, question: bool) -> Vec<ChoiceView> {
    vec![
        choice("article", t.new_article(), Some(t.new_article_sub()), !question),
        choice("question", t.new_question(), Some(t.new_question_sub()), question),
    ]
}

/// The spaces that the reader may post in, and the one where the post stands already.
fn spaces(reader: &Reader, chosen: &str, post: Option<&Post>) -> Vec<ChoiceView> {
    let may = |space: &&Space| {
        post.is_some_and(|post| post.space == space.id) || policy::open_post(reader, space).is_ok()
    };
    let view = |space: &Space| {
        let id = space.id.to_string();
        choice(&id, &space.name, None, id == chosen)
    };
    reader.ground.spaces.iter().filter(may).map(view).collect()
}

fn gates(t: Texts, choices: &Choices, chosen: &str) -> Vec<ChoiceView> {
    if choices.plans.is_empty() {
        return Vec::new();
    }
    let plan = |(id, name): &(String, String)| {
        choice(id, &t.new_gate_plan(name), None, id.as_str() == chosen)
    };
    let first = choice("", t.new_gate_space(), None, chosen.is_empty());
    std::iter::once(first).chain(choices.plans.iter().map(plan)).collect()
}

fn editor(
    look: &Look,
    fields: &Fields,
    error: Option<String>,
    divider: bool,
    post: Option<&Post>,
) -> EditorView {
    let t = look.t;
    EditorView {
        t: look.w,
        id: "body".to_owned(),
        name: "body".to_owned(),
        label: t.new_body().to_owned(),
        value: fields.body.clone(),
        hint: Some(t.new_body_hint().to_owned()),
        error,
        preview: "/preview".to_owned(),
        draft: post.map_or(Some("new-post".to_owned()), |post| Some(format!("edit-{}", post.id))),
        rows: 16,
        max: u32::try_from(super::BODY_MAX).ok(),
        required: true,
        divider,
        compact: false,
    }
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
    let ready = open::prepare(app.db(), fields.post(), app.settings().url.clone()).await?;
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
    let ready = open::prepare(app.db(), fields.post(), app.settings().url.clone()).await;
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
    let (_, post) = app.db().read(load).await?;
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
