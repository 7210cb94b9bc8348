//! The form in which a post is written.

use askama::Template;
use db::Tx;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{App, ChoiceView, EditorView, FaultNote, FieldView, Permission, Problem, Shell, Viewer};

use super::draft::{self, DraftId, DraftText};
use super::edit::Terms;
use super::preview::PREVIEW;
use super::{Post, PostDraft, PostId, PostKind};
use crate::gate::GateWish;
use crate::look::Look;
use crate::once::{self, Once};
use crate::reader::Reader;
use crate::space::{Space, SpaceId, Visibility};
use crate::texts::Texts;
use crate::version::TheirsView;
use crate::{Community, policy};

/// What the composer sends.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) space: String,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) body: String,
    #[serde(default)]
    pub(super) tags: String,
    /// A plan's id, [`KEEP_GATE`], nothing for the space's own; none where the form offers no choice.
    pub(super) gate: Option<String>,
    #[serde(default)]
    pub(super) draft: String,
    /// The version of the post that the form was made from.
    #[serde(default)]
    pub(super) made_from: String,
    /// The key by which a form that comes twice is known.
    #[serde(default)]
    pub(super) once: String,
    #[serde(default)]
    pub(super) act: String,
}

/// The choice that leaves a post's gate as it is.
pub(super) const KEEP_GATE: &str = "keep";

/// The gate of a draft that says nothing of one: what becomes of a post keeps the post's.
pub(super) const fn unasked_gate(post: Option<PostId>) -> &'static str {
    if post.is_some() { KEEP_GATE } else { "" }
}

impl ComposePage {
    /// The same form beside what stands there now.
    pub(super) fn beside(self, theirs: TheirsView) -> Self {
        Self { theirs: Some(theirs), ..self }
    }

    /// The same form with how its text will look.
    pub(super) fn showing(mut self, html: String) -> Self {
        self.editor.shown = Some(html);
        self
    }
}

impl Fields {
    /// Whether the gate stays as it is.
    pub(super) fn keeps_gate(&self) -> bool {
        self.gate.as_deref().is_none_or(|gate| gate == KEEP_GATE)
    }

    /// Whether the button that publishes was pressed. Enter in a line presses the first button of
    /// the form, which keeps a draft: nothing half-written becomes public.
    pub(super) fn is_to_publish(&self) -> bool {
        self.act == "publish"
    }

    /// Whether the button was pressed that shows how the text will look.
    pub(super) fn is_to_preview(&self) -> bool {
        self.act == PREVIEW
    }

    pub(super) fn draft_id(&self) -> Option<DraftId> {
        self.draft.parse().ok()
    }

    pub(super) fn space_id(&self) -> Option<SpaceId> {
        self.space.parse().ok()
    }

    pub(super) fn post(&self) -> PostDraft {
        let gate = self.gate.as_ref().filter(|gate| !gate.is_empty() && !self.keeps_gate());
        let plan = |id: &String| access::ThingName { kind: "plan".to_owned(), id: id.clone() };
        PostDraft {
            kind: self.kind.clone(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            tags: vec![self.tags.clone()],
            gate: gate.map(|id| GateWish { any_of: vec![plan(id)] }),
        }
    }

    /// What an edit by this form asks for beside its text.
    pub(super) fn terms(&self) -> Terms {
        Terms {
            to: self.space_id(),
            keeps_gate: self.keeps_gate(),
            made_from: Some(self.made_from.clone()).filter(|from| !from.is_empty()),
        }
    }

    /// The form as something that may come twice.
    pub(super) fn once(&self, member: Option<kernel::MemberId>) -> Once {
        let parts = [&self.kind, &self.space, &self.title, &self.summary, &self.body, &self.tags];
        let mut parts = parts.map(String::as_str).to_vec();
        parts.push(self.gate.as_deref().unwrap_or_default());
        Once::of(member, "posts.form", (&self.once, &parts))
    }

    pub(super) fn text(&self, post: Option<PostId>) -> DraftText {
        DraftText {
            post,
            kind: PostKind::from_key(&self.kind),
            space: self.space_id(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            tags: self.tags.clone(),
            gate: self.gate.clone().unwrap_or_else(|| unasked_gate(post).to_owned()),
            made_from: self.made_from.clone(),
        }
    }

    pub(super) fn of_draft(draft: &draft::Draft) -> Self {
        let text = &draft.text;
        Self {
            kind: text.kind.unwrap_or(PostKind::Article).key().to_owned(),
            space: text.space.map(|id| id.to_string()).unwrap_or_default(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            body: text.body.clone(),
            tags: text.tags.clone(),
            gate: Some(text.gate.clone()),
            draft: draft.id.to_string(),
            made_from: text.made_from.clone(),
            once: once::key(),
            act: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "community/post/compose.html")]
pub(super) struct ComposePage {
    shell: Shell,
    t: Texts,
    heading: String,
    action: String,
    back: String,
    note: Option<FaultNote>,
    problems: Vec<Problem>,
    restored: Option<String>,
    draft: String,
    made_from: String,
    once: String,
    theirs: Option<TheirsView>,
    kinds: Vec<ChoiceView>,
    spaces: Vec<ChoiceView>,
    space_error: String,
    title: FieldView,
    summary: FieldView,
    editor: EditorView,
    tags: String,
    tags_error: Option<String>,
    gates: Vec<ChoiceView>,
    gate_error: String,
    publish: &'static str,
    /// Whether who finds no space may open one.
    opens: bool,
}

/// What the composer offers to choose from.
pub(super) struct Choices {
    pub(super) reader: Reader,
    pub(super) plans: Vec<(String, String)>,
    pub(super) draft: Option<draft::Draft>,
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

/// Reads what the composer offers, with a draft where one is named.
pub(super) async fn load_choices(
    app: &App,
    viewer: &Viewer,
    draft: Option<DraftId>,
) -> Outcome<Choices> {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db().read(async move |tx| choices(tx, &community, &asking, draft).await).await
}

/// The composer as a page.
pub(super) fn compose(
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
        note: fault.and_then(|fault| FaultNote::of(viewer.locale, fault)),
        problems: problems(&look, fault),
        restored: choices.draft.as_ref().map(|d| t.new_restored(look.when(d.updated_at).text)),
        draft: fields.draft.clone(),
        made_from: fields.made_from.clone(),
        once: fields.once.clone(),
        theirs: None,
        kinds: kinds(t, question),
        spaces: spaces(&choices.reader, &fields.space, post),
        space_error: say("space").unwrap_or_default(),
        title: field("text", "title", t.new_heading(), &fields.title).hint(t.new_heading_hint()),
        summary: field("text", "summary", t.new_summary(), &fields.summary)
            .hint(t.new_summary_hint())
            .optional(t.new_optional()),
        editor: editor(&look, fields, say("body"), divides(choices), post),
        tags: fields.tags.clone(),
        tags_error: say("tags"),
        gates: gates(t, choices, fields.gate.as_deref().unwrap_or_default()),
        gate_error: say("gate").unwrap_or_default(),
        opens: viewer.may(Permission::SpacesManage),
        publish: if post.is_some() { t.new_save() } else { t.new_publish() },
    }
}

/// Whether a divider would part anything: what is written has a gate of its own, or stands in a
/// space behind one.
fn divides(choices: &Choices) -> bool {
    let behind = |space: &Space| {
        space.visibility == Visibility::Plan && policy::open_post(&choices.reader, space).is_ok()
    };
    !choices.plans.is_empty() || choices.reader.ground.spaces.iter().any(behind)
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

/// How the form says who can read a post.
pub(super) fn gate_word(t: Texts, choices: &Choices, chosen: &str) -> String {
    let found = gates(t, choices, chosen).into_iter().find(|choice| choice.checked);
    found.map_or_else(String::new, |choice| format!("{}: {}", t.new_gate(), choice.label))
}

fn gates(t: Texts, choices: &Choices, chosen: &str) -> Vec<ChoiceView> {
    if choices.plans.is_empty() {
        return Vec::new();
    }
    let plan = |(id, name): &(String, String)| {
        choice(id, &t.new_gate_plan(name), None, id.as_str() == chosen)
    };
    let first = choice("", t.new_gate_space(), None, chosen.is_empty());
    let kept = (chosen == KEEP_GATE).then(|| choice(KEEP_GATE, t.new_gate_keep(), None, true));
    kept.into_iter().chain([first]).chain(choices.plans.iter().map(plan)).collect()
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
        shown: None,
        mentions: post.map_or("/mentions".to_owned(), |post| format!("/mentions/{}", post.id)),
        draft: post.map_or(Some("new-post".to_owned()), |post| Some(format!("edit-{}", post.id))),
        rows: 16,
        max: None,
        required: true,
        divider,
        compact: false,
        uploads: Some(media::uploads()),
    }
}
