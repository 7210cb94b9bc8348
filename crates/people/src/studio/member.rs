//! One member, all round: who, what they hold, what the team may do.

pub(super) mod acts;

use askama::Template;
use axum::extract::State;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::kept::Again;
use web::{
    App, AvatarView, Badge, ChoiceView, FieldView, Form, Path, Permission, Problem, Reply, Role,
    Shell, Viewer, html, see_other_with,
};

use super::members::shown;
use crate::claim::store::ClaimRow;
use crate::form::Refused;
use crate::member::lock::store::LockRow;
use crate::member::{self, MemberRow, State as MemberState, lock};
use crate::policy;
use crate::profile::Goal;
use crate::profile::page::{badges, face, since};
use crate::setup::People;
use crate::texts::Texts;
use crate::{address, browser, claim, erase, factor, profile};

#[derive(Template)]
#[template(path = "people/studio/member.html")]
struct MemberPage {
    shell: Shell,
    t: Texts,
    id: MemberId,
    name: String,
    handle: String,
    avatar: AvatarView,
    badges: Vec<Badge>,
    facts: Vec<(&'static str, String)>,
    active: bool,
    locked: bool,
    may_manage: bool,
    roles: Vec<ChoiceView>,
    has_factor: bool,
    reset_due: Option<String>,
    adoption_due: Option<String>,
    unclaimed: bool,
    claim_link: Option<String>,
    claims: Vec<(String, String, bool)>,
    panels: Vec<String>,
    refused: Option<(Act, Refused)>,
    lock_reason: FieldView,
    reset_reason: FieldView,
    claim_reason: FieldView,
}

impl MemberPage {
    /// What was wrong with the form of an act, in sum.
    fn problems(&self, act: Act) -> Vec<Problem> {
        let of_it = self.refused.as_ref().filter(|(which, _)| *which == act);
        of_it.map(|(_, refused)| refused.problems()).unwrap_or_default()
    }
}

/// An act whose form asks why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Lock,
    Reset,
    Claim,
}

/// What the page tells of an act that was just tried.
#[derive(Debug, Clone)]
enum Told {
    Nothing,
    /// The role that was chosen before something else had to come first.
    Role(RoleForm),
    /// The link to an imported person's account.
    Link(String),
    /// The form again, with the reason that was typed.
    Refused(Act, String, Refused),
}

/// What is known of a member.
pub(super) struct Known {
    pub(super) row: MemberRow,
    pub(super) own: Role,
    pub(super) email: Option<(String, bool)>,
    pub(super) sessions: usize,
    pub(super) lock: Option<LockRow>,
    pub(super) goal: Option<Goal>,
    pub(super) has_factor: bool,
    pub(super) reset_due: Option<kernel::Ts>,
    pub(super) adoption_due: Option<kernel::Ts>,
    pub(super) deletion_due: Option<kernel::Ts>,
    pub(super) unclaimed: bool,
    pub(super) claims: Vec<ClaimRow>,
}

pub(super) async fn load(app: &App, viewer: &Viewer, id: MemberId) -> Outcome<Known> {
    let me = viewer.me()?.id;
    app.db()
        .read(async move |tx| {
            Ok(Known {
                row: member::get(tx, id).await?,
                own: member::get(tx, me).await?.role.0,
                email: address::store::find(tx, id).await?.map(|r| (r.email, r.confirmed)),
                sessions: web::sessions::list(tx, id).await?.len(),
                lock: lock::store::find(tx, id).await?,
                goal: profile::store::find(tx, id).await?.and_then(|d| Goal::from_key(&d.goal)),
                has_factor: factor::is_enrolled(tx, id).await?,
                reset_due: factor::store::find_reset(tx, id).await?.map(|r| r.due_at),
                adoption_due: address::store::find_adoption(tx, id).await?.map(|r| r.due_at),
                deletion_due: erase::store::find(tx, id).await?.map(|r| r.due_at),
                unclaimed: claim::is_unclaimed(tx, id).await?,
                claims: claim::store::list(tx, id).await?,
            })
        })
        .await
}

/// Shows a member.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    again: Again,
) -> Reply {
    let typed: Option<RoleForm> =
        again.fields(&app, &viewer, &format!("/studio/members/{id}/role")).await?;
    page(&app, &viewer, id, typed.map_or(Told::Nothing, Told::Role)).await
}

async fn page(app: &App, viewer: &Viewer, id: MemberId, told: Told) -> Reply {
    let known = load(app, viewer, id).await?;
    let t = Texts::new(viewer.locale);
    let panels = app.part::<People>().panels.clone();
    let mut drawn = Vec::new();
    for panel in &panels {
        drawn.push((panel.draw)(app, viewer, id).await?);
    }
    let day = |at| browser::when(app, at);
    let roles = Role::ALL
        .into_iter()
        .filter(|role| policy::may_give_role(viewer, known.own, &known.row, *role).is_ok());
    let row = &known.row;
    let may_undo =
        row.role.0 == Role::Member && policy::may_undo_claim(viewer, known.own, row).is_ok();
    let mut chosen = row.role.0.key().to_owned();
    let (mut claim_link, mut refused) = (None, None);
    match told {
        Told::Nothing => {}
        Told::Role(typed) => chosen = typed.role,
        Told::Link(link) => claim_link = Some(link),
        Told::Refused(act, typed, why) => refused = Some((act, typed, why)),
    }
    let reason = |act, label: &str| reason(act, label, refused.as_ref());
    let page = MemberPage {
        shell: app.shell(viewer).title(row.name.clone()).at("/studio/members").build(),
        id,
        name: row.name.clone(),
        handle: row.handle.clone(),
        avatar: face(row),
        badges: badges(row, t),
        facts: facts(app, viewer, &known, t),
        active: row.state == MemberState::Active,
        locked: row.state == MemberState::Locked,
        may_manage: policy::may_manage(viewer, known.own, row).is_ok(),
        roles: roles
            .map(|role| ChoiceView::new(role.key(), t.role(role.key()), role.key() == chosen))
            .collect(),
        has_factor: known.has_factor,
        reset_due: known.reset_due.map(day),
        adoption_due: known.adoption_due.map(day),
        unclaimed: known.unclaimed && viewer.may(Permission::MembersClaim),
        claim_link,
        lock_reason: reason(Act::Lock, t.studio_reason()),
        reset_reason: reason(Act::Reset, t.studio_reset_reason()),
        claim_reason: reason(Act::Claim, t.studio_reason()),
        refused: refused.map(|(act, _, refused)| (act, refused)),
        claims: known
            .claims
            .iter()
            .map(|c| {
                let used = c.used_at.is_some() && c.undone_at.is_none();
                (c.id.to_string(), c.reason.clone(), used && may_undo)
            })
            .collect(),
        panels: drawn,
        t,
    };
    match &page.refused {
        Some((_, refused)) => refused.answer(&page),
        None => html(&page),
    }
}

/// Where an act asks why; of several such fields in the page the refused one has the plain id, to
/// which the summary leads.
fn reason(act: Act, label: &str, refused: Option<&(Act, String, Refused)>) -> FieldView {
    let field = FieldView::new("text", "reason", label).max(200);
    match refused {
        Some((which, typed, refused)) if *which == act => refused.at(field.value(typed)),
        _ => FieldView { id: format!("{act:?}-reason").to_lowercase(), ..field },
    }
}

/// The page again where an act's form was not filled in rightly; any other fault goes on.
async fn again(
    app: &App,
    viewer: &Viewer,
    id: MemberId,
    (act, typed): (Act, String),
    fault: Fault,
) -> Reply {
    if !matches!(fault, Fault::Invalid(_)) {
        return Err(fault.into());
    }
    let refused = Refused::by(viewer.locale, fault, "reason")?;
    page(app, viewer, id, Told::Refused(act, typed, refused)).await
}

fn facts(app: &App, viewer: &Viewer, known: &Known, t: Texts) -> Vec<(&'static str, String)> {
    let row = &known.row;
    let contact = viewer.may(Permission::MembersContact);
    let mut facts = vec![
        (t.studio_state(), t.state(row.state.key())),
        (t.studio_role(), t.role(row.role.0.key())),
        (t.studio_since(), since(app, row.created_at)),
        (t.studio_sessions(), known.sessions.to_string()),
    ];
    if let Some(number) = row.number {
        facts.insert(0, (t.profile_number_label(), number.to_string()));
    }
    if let Some((email, confirmed)) = &known.email {
        let email = shown(email, contact);
        let text = if *confirmed { email } else { t.studio_unconfirmed(email) };
        facts.push((t.register_email(), text));
    }
    if let Some(goal) = known.goal {
        facts.push((t.studio_goal(), t.welcome_goal(goal.key())));
    }
    if let Some(lock) = &known.lock {
        facts.push((t.studio_locked_since(), browser::when(app, lock.locked_at)));
        facts.push((t.studio_locked_why(), lock.reason.clone()));
    }
    if let Some(at) = known.deletion_due {
        facts.push((t.studio_deletion(), browser::when(app, at)));
    }
    facts
}

/// An act with its reason.
#[derive(Debug, Deserialize)]
pub struct ActForm {
    #[serde(default)]
    reason: String,
}

fn done(app: &App, viewer: &Viewer, id: MemberId) -> Reply {
    let t = Texts::new(viewer.locale);
    see_other_with(app, viewer, &format!("/studio/members/{id}"), t.settings_saved())
}

/// Locks a member out.
pub async fn post_lock(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Form(form): Form<ActForm>,
) -> Reply {
    match acts::lock(&app, &viewer, id, form.reason.clone()).await {
        Ok(()) => done(&app, &viewer, id),
        Err(fault) => again(&app, &viewer, id, (Act::Lock, form.reason), fault).await,
    }
}

/// Lets a member in again.
pub async fn post_unlock(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
) -> Reply {
    acts::unlock(&app, &viewer, id).await?;
    done(&app, &viewer, id)
}

/// Ends every session of a member.
pub async fn post_sessions(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
) -> Reply {
    acts::end_sessions(&app, &viewer, id).await?;
    done(&app, &viewer, id)
}

/// A role to be given.
#[derive(Debug, Clone, Deserialize)]
pub struct RoleForm {
    role: String,
}

/// Gives a member a role.
pub async fn post_role(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Form(form): Form<RoleForm>,
) -> Reply {
    acts::give_role(&app, &viewer, id, &form.role).await?;
    done(&app, &viewer, id)
}

/// Notes that a member lost their second factor.
pub async fn post_reset(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Form(form): Form<ActForm>,
) -> Reply {
    match acts::ask_reset(&app, &viewer, id, form.reason.clone()).await {
        Ok(_due_at) => done(&app, &viewer, id),
        Err(fault) => again(&app, &viewer, id, (Act::Reset, form.reason), fault).await,
    }
}

/// Lets an adoption go through: the team has seen proof of payment.
pub async fn post_adoption(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
) -> Reply {
    acts::hasten_adoption(&app, &viewer, id).await?;
    done(&app, &viewer, id)
}

/// Gives an imported person the link to their account; it is shown once.
pub async fn post_claim(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Form(form): Form<ActForm>,
) -> Reply {
    match acts::give_claim(&app, &viewer, id, form.reason.clone()).await {
        Ok((link, _)) => page(&app, &viewer, id, Told::Link(link)).await,
        Err(fault) => again(&app, &viewer, id, (Act::Claim, form.reason), fault).await,
    }
}

/// Which claim.
#[derive(Debug, Deserialize)]
pub struct UndoForm {
    claim: claim::store::ClaimId,
}

/// Takes a used claim back.
pub async fn post_claim_undo(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Form(form): Form<UndoForm>,
) -> Reply {
    acts::undo_claim(&app, &viewer, id, form.claim).await?;
    done(&app, &viewer, id)
}
