//! The studio's room for spaces.

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::Fault;
use serde::Deserialize;
use std::collections::HashMap;
use web::{App, Form, Path, Reply, Shell, Viewer};

use super::change::Move;
use super::form::{Fields, load, view};
use super::page::visibility_word;
use super::{Space, SpaceId, change, create, people, store};
use crate::Community;
use crate::reader::Reader;
use crate::texts::Texts;

/// A space in the list.
struct Line {
    id: String,
    name: String,
    path: String,
    who: &'static str,
    posts: String,
    first: bool,
    last: bool,
}

#[derive(Template)]
#[template(path = "community/studio/spaces.html")]
struct ListPage {
    shell: Shell,
    t: Texts,
    lines: Vec<Line>,
}

/// Shows all spaces in their order.
pub(crate) async fn list(State(app): State<App>, viewer: Viewer) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, counts) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            Ok((reader, store::post_counts(tx).await?))
        })
        .await?;
    let t = Texts::new(viewer.locale);
    let counts: HashMap<SpaceId, i64> = counts.into_iter().collect();
    let last = reader.ground.spaces.len().saturating_sub(1);
    let line = |(at, space): (usize, &Space)| Line {
        id: space.id.to_string(),
        name: space.name.clone(),
        path: space.path(),
        who: visibility_word(t, space.visibility),
        posts: viewer.locale.count(counts.get(&space.id).copied().unwrap_or_default()),
        first: at == 0,
        last: at == last,
    };
    web::html(&ListPage {
        shell: app.shell(&viewer).title(t.studio_title()).at("/studio/spaces").build(),
        t,
        lines: reader.ground.spaces.iter().enumerate().map(line).collect(),
    })
}

/// The form for a new space.
pub(crate) async fn get_new(State(app): State<App>, viewer: Viewer) -> Reply {
    let data = load(&app, &viewer, None).await?;
    web::html(&view(&app, &viewer, &data, &Fields::empty(&data), None))
}

/// Opens a space.
pub(crate) async fn post_new(
    State(app): State<App>,
    viewer: Viewer,
    Form(fields): Form<Fields>,
) -> Reply {
    let (community, asking, draft) = (app.part::<Community>(), viewer.clone(), fields.draft());
    let made = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            create::create(tx, &reader, draft.clone()).await
        })
        .await;
    let t = Texts::new(viewer.locale);
    match made {
        Ok(id) => {
            let path = format!("/studio/spaces/{id}");
            web::see_other_with(&app, &viewer, &path, t.studio_created())
        }
        Err(fault @ (Fault::Invalid(_) | Fault::Conflict(_))) => {
            let data = load(&app, &viewer, None).await?;
            let page = view(&app, &viewer, &data, &fields, Some(&fault));
            web::html_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The form of a space.
pub(crate) async fn get_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<SpaceId>,
) -> Reply {
    let data = load(&app, &viewer, Some(id)).await?;
    let fields = data.space.as_ref().map(Fields::of).unwrap_or_default();
    web::html(&view(&app, &viewer, &data, &fields, None))
}

/// Changes a space.
pub(crate) async fn post_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Reply {
    let (community, asking, draft) = (app.part::<Community>(), viewer.clone(), fields.draft());
    let changed = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            change::change(tx, &reader, id, draft.clone()).await
        })
        .await;
    match changed {
        Ok(_) => {
            let path = format!("/studio/spaces/{id}");
            let said = Texts::new(viewer.locale).studio_saved();
            web::see_other_with(&app, &viewer, &path, said)
        }
        Err(fault @ (Fault::Invalid(_) | Fault::Conflict(_))) => {
            let data = load(&app, &viewer, Some(id)).await?;
            let page = view(&app, &viewer, &data, &fields, Some(&fault));
            web::html_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Up or down.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PlaceField {
    #[serde(default)]
    to: String,
}

/// Moves a space among the others.
pub(crate) async fn post_place(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<SpaceId>,
    Form(field): Form<PlaceField>,
) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let to = if field.to == "up" { Move::Up } else { Move::Down };
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            change::shift(tx, &reader, id, to).await
        })
        .await?;
    web::see_other("/studio/spaces")
}

/// Whom to add or take out.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PeopleFields {
    #[serde(default)]
    handle: String,
    #[serde(default)]
    act: String,
}

/// Adds somebody to a secret space, makes a moderator, or ends either.
pub(crate) async fn post_people(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<SpaceId>,
    Form(fields): Form<PeopleFields>,
) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let done = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let member = people::by_handle(tx, &fields.handle).await?;
            match fields.act.as_str() {
                "add" => people::set_member(tx, &reader, id, member, true).await,
                "remove" => people::set_member(tx, &reader, id, member, false).await,
                "moderate" => people::set_moderator(tx, &reader, id, member, true).await,
                "end" => people::set_moderator(tx, &reader, id, member, false).await,
                _ => Err(Fault::invalid("act", "request.form")),
            }
        })
        .await;
    let path = format!("/studio/spaces/{id}");
    match done {
        Ok(()) => {
            let said = Texts::new(viewer.locale).studio_done();
            web::see_other_with(&app, &viewer, &path, said)
        }
        Err(fault @ Fault::Invalid(_)) => {
            let said = web::fault_text(viewer.locale, fault.key());
            web::see_other_with(&app, &viewer, &path, said)
        }
        Err(fault) => Err(fault.into()),
    }
}
