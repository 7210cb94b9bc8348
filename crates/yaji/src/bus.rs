//! The bus between nodes: a hint over Redis that the log has news, so that another node reads it
//! at once. What it carries is a position and nothing else; whatever is lost is found by the next
//! look, so without Redis, or while it is away, everything goes on a little later.

use std::time::Duration;

use futures_util::StreamExt as _;
use kernel::{Fault, Outcome};
use redis::AsyncCommands as _;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use web::App;

/// The least time between two hints of a node.
const GATHER: Duration = Duration::from_millis(5);
/// The pause before a lost connection is made again.
const PAUSE: Duration = Duration::from_secs(1);
/// How long Redis may take to take a hint.
const PATIENCE: Duration = Duration::from_secs(2);

/// One site's channel on a Redis.
pub(crate) struct Bus {
    client: redis::Client,
    channel: String,
    node: String,
}

impl Bus {
    /// The channel of a site; several sites may share one Redis.
    ///
    /// # Errors
    /// When the address is not understood.
    pub(crate) fn at(app: &App, url: &str) -> Outcome<Self> {
        let client = redis::Client::open(url);
        let client = client.map_err(|e| Fault::broken("reading the address of Redis", e))?;
        let site = app.keys().sign("bus", b"channel");
        let name: String = hex::encode(Sha256::digest(site)).chars().take(16).collect();
        let channel = format!("yaji:{name}");
        Ok(Self { client, channel, node: web::random_token() })
    }

    /// As [`at`](Self::at), once Redis has answered.
    ///
    /// # Errors
    /// When Redis does not answer.
    pub(crate) async fn new(app: &App, url: &str) -> Outcome<Self> {
        let bus = Self::at(app, url)?;
        let mut line = bus.client.get_multiplexed_async_connection().await.map_err(broken)?;
        let _pong: String = redis::cmd("PING").query_async(&mut line).await.map_err(broken)?;
        Ok(bus)
    }

    /// The channel's name.
    pub(crate) fn channel(&self) -> &str {
        &self.channel
    }

    /// Sends and takes hints until `stop` says so.
    pub(crate) async fn run(self, app: App, mut stop: watch::Receiver<bool>) {
        let mut was_told = false;
        loop {
            let lost = tokio::select! {
                lost = self.connected(&app) => lost,
                _ = stop.wait_for(|stop| *stop) => return,
            };
            metrics::gauge!("yaji_bus_connected").set(0.0);
            if let Err(fault) = lost
                && !std::mem::replace(&mut was_told, true)
            {
                tracing::warn!(%fault, "Redis is away; nodes look for news by themselves");
            }
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
        }
    }

    async fn connected(&self, app: &App) -> Outcome<()> {
        let mut listener = self.client.get_async_pubsub().await.map_err(broken)?;
        listener.subscribe(&self.channel).await.map_err(broken)?;
        let mut line = self.client.get_multiplexed_async_connection().await.map_err(broken)?;
        let mut heard = listener.into_on_message();
        let mut newest = app.db().newest_position();
        metrics::gauge!("yaji_bus_connected").set(1.0);
        // What happened while there was no line.
        app.db().look().await?;
        loop {
            tokio::select! {
                message = heard.next() => {
                    let Some(message) = message else {
                        return Err(Fault::broken("listening to Redis", "the line was cut"));
                    };
                    let text: String = message.get_payload().unwrap_or_default();
                    self.hear(app, &text).await?;
                }
                changed = newest.changed() => {
                    if changed.is_err() {
                        return Ok(());
                    }
                    tokio::time::sleep(GATHER).await;
                    let position = *newest.borrow_and_update();
                    // Of several nodes the one that numbers events knows it first.
                    if app.db().numbers_events() {
                        let hint = format!("{} {position}", self.node);
                        let told = line.publish::<_, _, ()>(&self.channel, hint);
                        let told = tokio::time::timeout(PATIENCE, told).await;
                        told.map_err(|e| Fault::broken("telling Redis", e))?.map_err(broken)?;
                    }
                }
            }
        }
    }

    /// Looks into the log when another node says that there is news. The hint itself is not
    /// believed: whoever reaches Redis may write anything.
    async fn hear(&self, app: &App, text: &str) -> Outcome<()> {
        let Some((node, position)) = text.split_once(' ') else { return Ok(()) };
        let known = *app.db().newest_position().borrow();
        if node != self.node && position.parse::<i64>().is_ok_and(|position| position > known) {
            metrics::counter!("yaji_bus_hints_total").increment(1);
            app.db().look().await?;
        }
        Ok(())
    }
}

fn broken(error: redis::RedisError) -> Fault {
    Fault::broken("speaking to Redis", error)
}
