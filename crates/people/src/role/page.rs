//! The team: who has which role, and what each role allows.

use askama::Template;
use axum::extract::State;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::kept::Again;
use web::{
    App, AvatarView, ChoiceView, FieldView, Form, Permission, Reply, Role, Shell, Viewer,
    see_other_with,
};

use crate::form::Refused;
use crate::member::{self, MemberRow};
use crate::profile::page::face;
use crate::texts::Texts;
use crate::{factor, policy, role};

const HERE: &str = "/studio/team";

#[derive(Template)]
#[template(path = "people/studio/team.html")]
struct TeamPage {
    shell: Shell,
    t: Texts,
    people: Vec<TeamView>,
    roles: Vec<Role>,
    matrix: Vec<(String, Vec<bool>)>,
    refused: Refused,
    handle: FieldView,
    choices: Vec<ChoiceView>,
    factor_needed: bool,
}

struct TeamView {
    name: String,
    path: String,
    avatar: AvatarView,
    role: String,
    has_factor: bool,
}

/// Shows the team.
pub async fn show(State(app): State<App>, viewer: Viewer, again: Again) -> Reply {
    let typed = again.fields(&app, &viewer, HERE).await?.unwrap_or_default();
    page(&app, &viewer, (&typed, Refused::nothing(viewer.locale))).await
}

async fn page(app: &App, viewer: &Viewer, (form, refused): (&GiveForm, Refused)) -> Reply {
    let me = viewer.me()?.id;
    let (own, rows) = app
        .db()
        .read(async move |tx| {
            let own = member::get(tx, me).await?.role.0;
            let mut rows: Vec<(MemberRow, bool)> = Vec::new();
            for row in member::store::list_team(tx).await? {
                let has_factor = factor::is_enrolled(tx, row.id).await?;
                rows.push((row, has_factor));
            }
            rows.sort_by_key(|(row, _)| std::cmp::Reverse(row.role.0));
            Ok((own, rows))
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let roles: Vec<Role> = Role::ALL.into_iter().filter(|r| *r != Role::Member).collect();
    let may = |p: Permission| roles.iter().map(|r| r.permissions().has(p)).collect();
    let choices = roles.iter().filter(|r| role::may_give(own, Role::Member, **r));
    let choice = |r: &Role| ChoiceView::new(r.key(), t.role(r.key()), r.key() == form.role);
    let handle = FieldView::new("text", "handle", t.team_handle()).value(&form.handle);
    let page = TeamPage {
        shell: app.shell(viewer).title(t.team_title()).at(HERE).build(),
        people: rows.into_iter().map(|row| view(row, t)).collect(),
        matrix: Permission::ALL
            .iter()
            .map(|p| (t.permission(&p.key().replace('.', "-")), may(*p)))
            .collect(),
        handle: refused.at(handle.hint(t.team_handle_hint())),
        choices: choices.map(choice).collect(),
        factor_needed: app.settings().team_second_factor,
        refused,
        roles,
        t,
    };
    page.refused.answer(&page)
}

fn view((row, has_factor): (MemberRow, bool), t: Texts) -> TeamView {
    TeamView {
        avatar: face(&row),
        path: format!("/studio/members/{}", row.id),
        role: t.role(row.role.0.key()),
        name: row.name,
        has_factor,
    }
}

/// A role for a member named by handle.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GiveForm {
    handle: String,
    role: String,
}

/// Gives a member a role.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<GiveForm>) -> Reply {
    let me = viewer.fresh(app.now())?.id;
    match give(&app, &viewer, me, &form).await {
        Ok(()) => {
            let t = Texts::new(viewer.locale);
            see_other_with(&app, &viewer, HERE, t.settings_saved())
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "handle")?;
            page(&app, &viewer, (&form, refused)).await
        }
    }
}

async fn give(app: &App, viewer: &Viewer, me: MemberId, form: &GiveForm) -> Outcome<()> {
    let after = Role::from_key(&form.role);
    let after = after.ok_or_else(|| Fault::invalid("role", "role.unknown"))?;
    let handle = form.handle.clone();
    let (own, row) = app
        .db()
        .read(async move |tx| {
            let own = member::get(tx, me).await?.role.0;
            let named = member::by_handle(tx, &handle).await.map_err(|fault| match fault {
                Fault::Missing(key) => Fault::invalid("handle", key),
                other => other,
            })?;
            Ok((own, named))
        })
        .await?;
    let permit = policy::may_give_role(viewer, own, &row, after)?;
    app.db()
        .tx(async move |tx| role::give(tx, Some(permit.by()), permit.whom(), after).await)
        .await?;
    app.sessions().forget(row.id);
    Ok(())
}
