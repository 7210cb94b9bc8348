//! The studio's page of what one member holds: giving and taking back.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Cursor, Day, Fault, FieldErrors, ListSize, MemberId, Outcome, Ts, Zone};
use serde::Deserialize;
use web::kept::Again;
use web::{
    App, Badge, Cell, ChoiceView, ColumnView, FieldView, Form, LinkView, Path, Problem, Reply,
    RowView, TableView, Tone, Viewer, When,
};

use super::{EntitlementId, EntitlementRow, Grant, SourceKind, api, store};
use crate::{Texts, Thing, ThingKind, policy, thing};

/// Entitlements on the studio's page about a member; all are on the page behind it.
const IN_PANEL: u32 = 5;

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    thing: String,
    post: String,
    until: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "access/grants.html")]
struct GrantsPage {
    shell: web::Shell,
    t: Texts,
    member: MemberId,
    name: String,
    things: Vec<ChoiceView>,
    post: FieldView,
    until: FieldView,
    reason: FieldView,
    problems: Vec<Problem>,
    running: Vec<RunningView>,
    table: TableView,
}

#[derive(Template)]
#[template(path = "access/panel.html")]
struct Panel {
    t: Texts,
    member: MemberId,
    may_give: bool,
    table: TableView,
}

struct RunningView {
    end_path: String,
    thing: String,
    says: String,
}

/// What a member holds, in the studio's page about them; the way to give more for who may.
///
/// # Errors
/// When the database fails.
pub async fn panel(app: &App, viewer: &Viewer, member: MemberId) -> Outcome<String> {
    let (named, rows) = app
        .db()
        .read(async move |tx| {
            let size = ListSize::asked(Some(IN_PANEL))?;
            let rows = crate::list_of_member(tx, member, Cursor::START, size).await?.items;
            Ok((names(tx, &rows).await?, rows))
        })
        .await?;
    let (t, now) = (Texts::new(viewer.locale), app.now());
    let words = Words { t, named: &named, now, zone: &app.settings().zone, viewer };
    let may_give = viewer.may(web::Permission::GrantsGive);
    web::draw(&Panel { table: words.table(&rows), may_give, member, t })
}

/// What a member holds, with the form to give more.
///
/// # Errors
/// `Missing` for an unknown member.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(member): Path<MemberId>,
    again: Again,
) -> Reply {
    let typed = again.fields(&app, &viewer, &format!("/studio/members/{member}/grants")).await?;
    let draft = typed.unwrap_or_default();
    let page = load(&app, &viewer, member, &draft, &FieldErrors::none()).await?;
    web::html(&page)
}

/// Gives an entitlement.
///
/// # Errors
/// `Denied` without permission or proof, `Missing` for an unknown member.
pub async fn post_grant(
    State(app): State<App>,
    viewer: Viewer,
    Path(member): Path<MemberId>,
    Form(draft): Form<Draft>,
) -> Reply {
    let permit = Arc::new(policy::give(&viewer, app.now())?);
    let given = match parse(&draft, member, permit.by(), &app) {
        Ok(grant) => app.db().tx(async move |tx| api::give(tx, &permit, grant.clone()).await).await,
        Err(fault) => Err(fault),
    };
    match given {
        Ok(_row) => web::see_other(&format!("/studio/members/{member}/grants")),
        Err(Fault::Invalid(errors)) => {
            let page = load(&app, &viewer, member, &draft, &errors).await?;
            web::html_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Takes an entitlement back.
///
/// # Errors
/// `Denied` without permission or proof, `Missing` when it is not this member's.
pub async fn post_end(
    State(app): State<App>,
    viewer: Viewer,
    Path((member, id)): Path<(MemberId, EntitlementId)>,
) -> Reply {
    let permit = Arc::new(policy::give(&viewer, app.now())?);
    app.db().tx(async move |tx| api::take_back(tx, &permit, member, id).await).await?;
    web::see_other(&format!("/studio/members/{member}/grants"))
}

fn parse(draft: &Draft, member: MemberId, by: MemberId, app: &App) -> Outcome<Grant> {
    let thing = match draft.post.trim() {
        "" => thing::read_choice(&draft.thing).ok_or(Fault::invalid("thing", "thing.unknown"))?,
        typed => thing::read_post(typed).ok_or(Fault::invalid("post", "thing.unknown"))?,
    };
    let until = match draft.until.trim() {
        "" => None,
        text => {
            let number = text.replace('-', "").parse::<i32>().ok();
            let day = number.and_then(|number| Day::from_number(number).ok());
            let day = day.ok_or(Fault::invalid("until", "grant.until"))?;
            // The day that is named is the last one that counts.
            Some(app.settings().zone.start_of(day.plus(1)))
        }
    };
    Grant::by_team((member, thing), (app.now(), until), &draft.reason, by)
}

async fn load(
    app: &App,
    viewer: &Viewer,
    member: MemberId,
    draft: &Draft,
    errors: &FieldErrors,
) -> Outcome<GrantsPage> {
    let (name, named, rows) = app
        .db()
        .read(async move |tx| {
            let name = store::find_member(tx, member).await?;
            let name = name.ok_or(Fault::Missing("member.missing"))?;
            let size = ListSize::asked(Some(100))?;
            let rows = crate::list_of_member(tx, member, Cursor::START, size).await?.items;
            Ok((name, names(tx, &rows).await?, rows))
        })
        .await?;
    let (t, now) = (Texts::new(viewer.locale), app.now());
    let words = Words { t, named: &named, now, zone: &app.settings().zone, viewer };
    let said =
        |field: &str| errors.of(field).map(|key| web::fault_text(viewer.locale, key).to_owned());
    let running = rows.iter().filter(|row| row.is_ahead(now) && row.source != SourceKind::Order);
    Ok(GrantsPage {
        shell: app.shell(viewer).title(t.grants_title(&name)).at("/studio/members").build(),
        running: running.map(|row| words.running(row)).collect(),
        table: words.table(&rows),
        things: named
            .iter()
            .filter(|(thing, _)| thing.kind != ThingKind::Post)
            .map(|(thing, name)| {
                let value = thing::choice(*thing);
                let checked = value == draft.thing;
                ChoiceView::new(value, name.clone(), checked)
            })
            .collect(),
        post: FieldView::new("text", "post", t.grant_post())
            .hint(t.grant_post_hint())
            .optional(t.optional())
            .value(draft.post.clone())
            .error(said("post").or_else(|| said("thing").filter(|_| !draft.post.is_empty()))),
        until: FieldView::new("date", "until", t.grant_until())
            .hint(t.grant_until_hint())
            .optional(t.optional())
            .value(draft.until.clone())
            .error(said("until")),
        reason: FieldView::new("text", "reason", t.grant_reason())
            .hint(t.grant_reason_hint())
            .max(500)
            .value(draft.reason.clone())
            .error(said("reason")),
        problems: errors
            .iter()
            .map(|(field, key)| Problem {
                field_id: field.to_owned(),
                text: web::fault_text(viewer.locale, key).to_owned(),
            })
            .collect(),
        t,
        member,
        name,
    })
}

/// What can be given by name, and the posts that a member holds.
async fn names(tx: &Tx, rows: &[EntitlementRow]) -> Outcome<Vec<(Thing, String)>> {
    let mut named = thing::named(tx).await?;
    let held: Vec<Thing> = rows.iter().map(EntitlementRow::thing).collect();
    let posts = thing::posts(tx, &held).await?.into_iter();
    named.extend(
        posts.map(|(id, title)| (Thing { kind: ThingKind::Post, id: kernel::Id::get(id) }, title)),
    );
    Ok(named)
}

/// What rows are turned into words with.
struct Words<'a> {
    t: Texts,
    named: &'a [(Thing, String)],
    now: Ts,
    zone: &'a Zone,
    viewer: &'a Viewer,
}

impl Words<'_> {
    fn thing(&self, thing: Thing) -> String {
        match self.named.iter().find(|(named, _)| *named == thing) {
            Some((_, name)) => name.clone(),
            None => {
                let id = kernel::encode_id(thing.id);
                match thing.kind {
                    ThingKind::Plan => self.t.thing_plan(&id),
                    ThingKind::Space => self.t.thing_space(&id),
                    ThingKind::Post => self.t.thing_post(&id),
                    ThingKind::Course => self.t.thing_course(&id),
                    ThingKind::Gathering => self.t.thing_gathering(&id),
                }
            }
        }
    }

    fn day(&self, at: Ts) -> String {
        When::date(at, self.now, self.zone, self.viewer.locale)
    }

    fn until(&self, until: Option<Ts>) -> String {
        let last = |until: Ts| self.day(Ts::from_micros(until.micros().saturating_sub(1)));
        until.map_or_else(|| self.t.for_ever().to_owned(), last)
    }

    fn source(&self, source: SourceKind) -> &'static str {
        match source {
            SourceKind::Order => self.t.source_order(),
            SourceKind::Grant => self.t.source_grant(),
            SourceKind::Gift => self.t.source_gift(),
            SourceKind::Import => self.t.source_import(),
        }
    }

    fn running(&self, row: &EntitlementRow) -> RunningView {
        let says = self.t.running(self.source(row.source), self.until(row.until_at));
        let end_path = format!("/studio/members/{}/grants/{}/end", row.member_id, row.id);
        RunningView { end_path, thing: self.thing(row.thing()), says }
    }

    fn state(&self, row: &EntitlementRow) -> Badge {
        if row.holds(self.now) {
            Badge::new(Tone::Ok, self.t.state_running())
        } else if row.is_ahead(self.now) {
            Badge::new(Tone::Plain, self.t.state_ahead())
        } else {
            Badge::new(Tone::Line, self.t.state_over())
        }
    }

    fn row(&self, row: &EntitlementRow) -> RowView {
        let reason = row.reason.clone().map_or(Cell::None, Cell::Muted);
        let source = match row.source {
            SourceKind::Order => Cell::Link(LinkView::new(
                format!("/studio/orders?id={}", kernel::encode_id(row.source_id)),
                self.source(row.source),
            )),
            other => Cell::Text(self.source(other).to_owned()),
        };
        RowView::new(vec![
            Cell::Strong(self.thing(row.thing())),
            Cell::Badge(self.state(row)),
            Cell::Text(self.day(row.from_at)),
            Cell::Text(self.until(row.until_at)),
            source,
            reason,
        ])
    }

    fn table(&self, rows: &[EntitlementRow]) -> TableView {
        let t = self.t;
        TableView {
            id: "entitlements".into(),
            caption: t.all_title().to_owned(),
            hide_caption: true,
            columns: vec![
                ColumnView::new(t.column_thing()).heading(),
                ColumnView::new(t.column_state()),
                ColumnView::new(t.column_from()),
                ColumnView::new(t.column_until()),
                ColumnView::new(t.column_source()),
                ColumnView::new(t.column_reason()),
            ],
            rows: rows.iter().map(|row| self.row(row)).collect(),
            pick_all: None,
            empty: Some(t.none().to_owned()),
            cards: true,
        }
    }
}
