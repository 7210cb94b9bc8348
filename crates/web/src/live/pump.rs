//! From the log to the hub.

use std::time::Duration;

use db::{Origin, Recorded};
use kernel::{Id as _, MemberId, Outcome};

use super::hub::Hub;
use super::scene::{Audience, LiveEvent, Stages};
use crate::App;

/// How often the log is asked although nothing has hinted at news.
const NET: Duration = Duration::from_secs(1);
/// Between two turns of asking pages whether they are still there.
const TURN: Duration = Duration::from_secs(1);
/// Events read at a time.
const BATCH: i64 = 200;

/// What the slices keep in memory and forget when an event says so, whichever node it came from;
/// put into the app by the wiring. It is asked before sockets decide again.
pub struct Forget(pub Box<dyn Fn(&LiveEvent) + Send + Sync>);

/// Shows every new event and looks after the sockets, until the program ends.
///
/// # Errors
/// When the log cannot be read at the start; later failures are logged and tried again.
pub async fn run(app: App) -> Outcome<()> {
    let hub = app.hub().clone();
    tokio::select! {
        ended = pump(app) => ended,
        () = beat(&hub) => Ok(()),
        () = hub.reviewing() => Ok(()),
    }
}

/// Asks all pages in turn whether they are still there: a share of them each second, so that the
/// answers never come all at once.
async fn beat(hub: &Hub) {
    for turn in 0.. {
        tokio::time::sleep(TURN).await;
        hub.beat(turn);
    }
}

async fn pump(app: App) -> Outcome<()> {
    let newest = app.db().read(async |tx| tx.newest_position().await).await?;
    app.hub().moved_to(newest);
    app.hub().has_shown(newest);
    let mut news = app.db().newest_position();
    loop {
        let _hint_or_net = tokio::time::timeout(NET, news.changed()).await;
        if let Err(fault) = catch_up(&app).await {
            tracing::warn!(%fault, "live pages fall behind");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn catch_up(app: &App) -> Outcome<()> {
    loop {
        let place = app.hub().place();
        let rows = app.db().events_after(place, BATCH).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            let position = row.position.unwrap_or(0);
            show(app, row).await;
            app.hub().has_shown(position);
        }
    }
}

async fn show(app: &App, row: Recorded) {
    if matches!(row.name.as_str(), "settings.changed" | "legal.published")
        && let Err(fault) = app.site().reload(app.db()).await
    {
        tracing::warn!(%fault, "the settings could not be read again");
    }
    let is_live = row.origin == Origin::Live;
    let event = read(row);
    if let Some(forget) = app.find_part::<Forget>() {
        (forget.0)(&event);
    }
    if let Some(member) = whose_rights_changed(&event) {
        app.sessions().forget(member);
        app.hub().review(member);
    }
    if matches!(event.name.as_str(), "space.edited" | "plan.changed") {
        app.hub().review_all();
    }
    // Before it is asked who follows: whoever comes later catches up to this place by themselves.
    app.hub().moved_to(event.position);
    let Some(stages) = app.find_part::<Stages>().filter(|_| is_live) else { return };
    match stages.scenes(app, &event, Audience::Room(app.hub())).await {
        Ok(scenes) => {
            for scene in scenes {
                app.hub().show(app, &scene, event.position).await;
            }
        }
        Err(fault) => tracing::warn!(%fault, name = event.name, "an event could not be drawn"),
    }
}

fn read(row: Recorded) -> LiveEvent {
    LiveEvent {
        position: row.position.unwrap_or(0),
        payload: serde_json::from_str(&row.payload).unwrap_or_default(),
        name: row.name,
        actor: row.actor,
        subject: row.subject,
        space: row.space,
        occurred_at: row.occurred_at,
    }
}

/// The events of a member's sessions, account, entitlements and places in spaces name the member in
/// their payload.
fn whose_rights_changed(event: &LiveEvent) -> Option<MemberId> {
    let about = ["session.", "member.", "entitlement.", "space.member_", "space.moderator_"];
    if !about.iter().any(|kind| event.name.starts_with(kind)) {
        return None;
    }
    let named = event.payload.get("member").and_then(|id| id.as_str());
    let named = named.and_then(|id| id.parse().ok());
    named.or_else(|| event.subject.map(MemberId::from_i64))
}

/// The events after a page's place that are still to be shown to it: none when there are more
/// than it may catch up with.
///
/// # Errors
/// When the database fails.
pub(super) async fn missed(app: &App, since: i64, most: i64) -> Outcome<Option<Vec<LiveEvent>>> {
    let until = app.hub().place();
    if until.saturating_sub(since) > 20 * most {
        return Ok(None);
    }
    let rows = app.db().events_after(since, 20 * most).await?;
    let old = rows.into_iter().filter(|row| row.origin == Origin::Live).map(read);
    Ok(Some(old.filter(|event| event.position <= until).collect()))
}
