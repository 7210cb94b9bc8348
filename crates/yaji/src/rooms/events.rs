//! The event log by position, for programs of the owner.

use axum::extract::State;
use kernel::Fault;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{App, Query, Reply, json};

/// Where to begin and how many.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Place {
    /// The position after which to begin; 0 for the first event.
    #[serde(default)]
    #[param(required = false, minimum = 0, default = 0)]
    after: i64,
    /// How many, 20 unless asked, at most 100.
    limit: Option<u32>,
}

/// An event of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventJson {
    /// Which event.
    id: String,
    /// Its place in the log.
    position: i64,
    /// Its name, a noun and a past participle.
    name: String,
    /// Version of the payload.
    version: u16,
    /// Who acted.
    actor: Option<String>,
    /// What it happened to.
    subject: Option<String>,
    /// In which space.
    space: Option<String>,
    /// `live`, `import` or `seed`.
    origin: &'static str,
    /// When it happened.
    occurred_at: String,
    /// Ids and small facts.
    payload: serde_json::Value,
}

/// A part of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventList {
    /// The events in order.
    items: Vec<EventJson>,
    /// The position to go on after; none when these are the newest.
    next: Option<i64>,
}

/// The events after a position, in order.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "events", params(Place),
    responses((status = 200, body = EventList))
)]
pub(super) async fn list(State(app): State<App>, Query(place): Query<Place>) -> Reply {
    let limit = i64::from(place.limit.unwrap_or(20));
    if !(1..=100).contains(&limit) {
        return Err(Fault::invalid("limit", "limit.invalid").into());
    }
    let events = app.db().events_after(place.after, limit + 1).await?;
    let more = i64::try_from(events.len()).unwrap_or(0) > limit;
    let kept = usize::try_from(limit).unwrap_or(20);
    let items: Vec<EventJson> = events.into_iter().take(kept).map(show).collect();
    let next = items.last().map(|event| event.position).filter(|_| more);
    json(&EventList { items, next })
}

fn show(event: db::Recorded) -> EventJson {
    EventJson {
        id: event.id.to_string(),
        position: event.position.unwrap_or(0),
        name: event.name,
        version: event.version,
        actor: event.actor.map(kernel::encode_id),
        subject: event.subject.map(kernel::encode_id),
        space: event.space.map(kernel::encode_id),
        origin: event.origin.word(),
        occurred_at: event.occurred_at.to_string(),
        payload: serde_json::from_str(&event.payload).unwrap_or_default(),
    }
}
