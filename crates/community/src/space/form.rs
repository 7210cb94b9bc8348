//! The form of a space.

use std::collections::HashMap;

use askama::Template;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{App, ChoiceView, FieldView, Problem, Shell, Viewer};

use super::page::visibility_word;
use super::{Posting, Space, SpaceDraft, SpaceId, Visibility, store};
use crate::Community;
use crate::look::Look;
use crate::reader::Reader;
use crate::texts::Texts;

/// What the form of a space sends; boxes of plans come one by one.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    handle: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    prompt: String,
    #[serde(default)]
    icon: String,
    #[serde(default)]
    visibility: String,
    #[serde(default)]
    posting: String,
    #[serde(default)]
    shown: String,
    #[serde(flatten)]
    rest: HashMap<String, String>,
}

/// The name of a plan's box.
const PLAN_BOX: &str = "plan-";

impl Fields {
    pub(super) fn draft(&self) -> SpaceDraft {
        let chosen = self.rest.keys().filter_map(|name| name.strip_prefix(PLAN_BOX));
        SpaceDraft {
            handle: self.handle.clone(),
            name: self.name.clone(),
            description: self.description.clone(),
            prompt: self.prompt.clone(),
            icon: self.icon.clone(),
            visibility: self.visibility.clone(),
            posting: self.posting.clone(),
            shown: !self.shown.is_empty(),
            plans: chosen.filter_map(|id| kernel::decode_id(id).ok()).collect(),
        }
    }

    pub(super) fn of(space: &Space) -> Self {
        let plan = |id: &i64| (format!("{PLAN_BOX}{}", kernel::encode_id(*id)), String::new());
        Self {
            handle: space.handle.clone(),
            name: space.name.clone(),
            description: space.description.clone(),
            prompt: space.prompt.clone(),
            icon: space.icon.clone(),
            visibility: space.visibility.key().to_owned(),
            posting: space.posting.key().to_owned(),
            shown: if space.shown { "on".to_owned() } else { String::new() },
            rest: space.plans.iter().map(plan).collect(),
        }
    }

    /// A new space; where one plan is on sale, that is the one that a plan space is for.
    pub(super) fn empty(data: &Data) -> Self {
        let only = data.only_plan.iter();
        Self {
            rest: only.map(|id| (format!("{PLAN_BOX}{id}"), "on".to_owned())).collect(),
            visibility: Visibility::Members.key().to_owned(),
            posting: Posting::Everyone.key().to_owned(),
            shown: "on".to_owned(),
            ..Self::default()
        }
    }
}

/// A plan with its box.
struct PlanBox {
    name: String,
    label: String,
    checked: bool,
}

/// Somebody who was added or moderates.
struct Person {
    handle: String,
    name: String,
}

#[derive(Template)]
#[template(path = "community/studio/space.html")]
pub(super) struct EditPage {
    shell: Shell,
    t: Texts,
    heading: String,
    action: String,
    view: Option<String>,
    problems: Vec<Problem>,
    fields: Vec<FieldView>,
    visibilities: Vec<ChoiceView>,
    plans: Vec<PlanBox>,
    plans_error: Option<&'static str>,
    shown: bool,
    postings: Vec<ChoiceView>,
    icons: Vec<ChoiceView>,
    people: Option<String>,
    is_secret: bool,
    added: Vec<Person>,
    moderators: Vec<Person>,
    submit: &'static str,
}

/// What the form is filled with.
pub(super) struct Data {
    pub(super) space: Option<Space>,
    plans: Vec<(String, String)>,
    /// The one plan on sale, where there is just one.
    only_plan: Option<String>,
    people: Vec<(MemberId, String, String, bool)>,
}

/// Reads a space with the plans to choose from and its people.
pub(super) async fn load(app: &App, viewer: &Viewer, id: Option<SpaceId>) -> Outcome<Data> {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let plans = access::plan::list(tx).await?;
            let plans = plans.into_iter().map(|plan| (plan.id.to_string(), plan.name)).collect();
            let on_sale = commerce::product::on_sale(tx).await?;
            let only_plan = match on_sale.as_slice() {
                [offer] => Some(offer.product.to_string()),
                _ => None,
            };
            let Some(id) = id else {
                return Ok(Data { space: None, plans, only_plan, people: Vec::new() });
            };
            let space = reader.ground.space(id).ok_or(Fault::Missing("space.missing"))?;
            let people = store::people(tx, id).await?;
            Ok(Data { space: Some(space.clone()), plans, only_plan, people })
        })
        .await
}

/// The form as a page.
pub(super) fn view(
    app: &App,
    viewer: &Viewer,
    data: &Data,
    fields: &Fields,
    fault: Option<&Fault>,
) -> EditPage {
    let look = Look::of(app, viewer, "/studio/spaces");
    let t = look.t;
    let space = data.space.as_ref();
    let heading = space.map_or_else(|| t.studio_new().to_owned(), |s| t.studio_edit(&s.name));
    let title = if fault.is_some() { t.new_error(&heading) } else { heading.clone() };
    let action = space.map_or_else(
        || "/studio/spaces".to_owned(),
        |space| format!("/studio/spaces/{}", space.id),
    );
    let person = |(_, name, handle, _): &(MemberId, String, String, bool)| Person {
        handle: handle.clone(),
        name: name.clone(),
    };
    let plan = |(id, label): &(String, String)| {
        let name = format!("{PLAN_BOX}{id}");
        PlanBox { checked: fields.rest.contains_key(&name), label: label.clone(), name }
    };
    EditPage {
        shell: app.shell(viewer).title(title).at("/studio/spaces").build(),
        t,
        heading,
        view: space.map(Space::path),
        problems: problems(&look, fault),
        fields: text_fields(&look, fields, fault),
        visibilities: visibilities(t, &fields.visibility),
        plans: data.plans.iter().map(plan).collect(),
        plans_error: match fault {
            Some(Fault::Invalid(fields)) => fields.of("plans"),
            _ => None,
        }
        .map(|key| web::fault_text(look.locale, key)),
        shown: !fields.shown.is_empty(),
        postings: postings(t, &fields.posting),
        icons: super::ICONS
            .iter()
            .map(|i| choice(i, &t.studio_icon_word(i), None, *i == fields.icon))
            .collect(),
        people: space.map(|_| format!("{action}/people")),
        is_secret: space.is_some_and(|space| space.visibility == Visibility::Secret),
        added: data.people.iter().filter(|(.., moderates)| !moderates).map(person).collect(),
        moderators: data.people.iter().filter(|(.., moderates)| *moderates).map(person).collect(),
        submit: if space.is_some() { t.studio_save() } else { t.studio_create() },
        action,
    }
}

fn problems(look: &Look, fault: Option<&Fault>) -> Vec<Problem> {
    let found = match fault {
        Some(Fault::Invalid(fields)) => fields.iter().collect(),
        Some(fault) => vec![("handle", fault.key())],
        None => Vec::new(),
    };
    let problem = |(field, key): (&'static str, &'static str)| Problem {
        field_id: field.to_owned(),
        text: web::fault_text(look.locale, key).to_owned(),
    };
    found.into_iter().map(problem).collect()
}

fn text_fields(look: &Look, fields: &Fields, fault: Option<&Fault>) -> Vec<FieldView> {
    let t = look.t;
    let error = |name: &str| match fault {
        Some(Fault::Invalid(fields)) => fields.of(name),
        Some(Fault::Conflict(key)) if name == "handle" => Some(*key),
        _ => None,
    };
    let say = |name: &str| error(name).map(|key| web::fault_text(look.locale, key).to_owned());
    let field = |name: &'static str, label: &str, value: &str| {
        FieldView::new("text", name, label).value(value).error(say(name))
    };
    vec![
        field("name", t.studio_name(), &fields.name).max(40),
        field("handle", t.studio_handle(), &fields.handle).hint(t.studio_handle_hint()).max(30),
        field("description", t.studio_description(), &fields.description)
            .hint(t.studio_description_hint())
            .optional(t.new_optional())
            .max(300),
        field("prompt", t.studio_prompt(), &fields.prompt)
            .hint(t.studio_prompt_hint())
            .optional(t.new_optional())
            .max(120),
    ]
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

fn visibilities(t: Texts, chosen: &str) -> Vec<ChoiceView> {
    let view = |visibility: Visibility| {
        let sub = match visibility {
            Visibility::Open => t.studio_open_sub(),
            Visibility::Members => t.studio_members_sub(),
            Visibility::Plan => t.studio_plan_sub(),
            Visibility::Secret => t.studio_secret_sub(),
        };
        let key = visibility.key();
        choice(key, visibility_word(t, visibility), Some(sub), key == chosen)
    };
    Visibility::ALL.into_iter().map(view).collect()
}

fn postings(t: Texts, chosen: &str) -> Vec<ChoiceView> {
    let everyone = Posting::Everyone.key();
    let team = Posting::Team.key();
    vec![
        choice(everyone, t.studio_posting_everyone(), None, chosen == everyone),
        choice(team, t.studio_posting_team(), None, chosen == team),
    ]
}
