//! Hints between nodes, so that a node that waits for a poll seldom waits long.
//!
//! They are sent after commit, on a connection of their own, and never inside a transaction: there
//! NOTIFY takes a lock that halves the throughput. Whatever is lost is found by the next poll, and
//! an engine that has no LISTEN is simply polled.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use kernel::Outcome;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::task::spawn_local;
use tokio_postgres::{AsyncMessage, Client, Connection, NoTls, Socket};

use super::line::Line;
use super::pool::Address;
use crate::failure::Failure;
use crate::shared::Shared;

/// Somebody has committed events that have no position yet.
const WRITTEN: &str = "yaji_written";
/// Events have got positions.
const NUMBERED: &str = "yaji_numbered";
/// The least time between two hints of a node.
const GATHER: Duration = Duration::from_millis(5);
/// The pause before a lost connection is made again.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends and takes hints until the database is closed or forgotten.
pub(crate) async fn exchange(
    address: Address,
    shared: Arc<Shared>,
    mut closed: watch::Receiver<bool>,
) {
    loop {
        let lost = tokio::select! {
            lost = connected(&address, &shared) => lost,
            _ = closed.wait_for(|closed| *closed) => return,
        };
        if let Err(fault) = lost {
            tracing::debug!(%fault, "hints between nodes are off for now");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = closed.wait_for(|closed| *closed) => return,
        }
    }
}

async fn connected(address: &Address, shared: &Arc<Shared>) -> Outcome<()> {
    let (config, shared_there) = (address.config(), Arc::clone(shared));
    let (client, listening) = match address.line() {
        Line::Plain => {
            let (client, connection) = config.connect(NoTls).await.map_err(Failure::from)?;
            (client, spawn_local(listen(connection, shared_there)))
        }
        Line::Tls(tls) => {
            let connecting = config.connect(tls.clone());
            let (client, connection) = connecting.await.map_err(Failure::from)?;
            (client, spawn_local(listen(connection, shared_there)))
        }
    };
    let told = tell(&client, shared).await;
    listening.abort();
    told
}

/// Hands hints of other nodes to who waits for them.
async fn listen<S>(mut connection: Connection<Socket, S>, shared: Arc<Shared>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
        let AsyncMessage::Notification(hint) = message else { continue };
        if hint.channel() == NUMBERED {
            shared.raise_newest(hint.payload().parse().unwrap_or(0));
        } else {
            shared.hinted.send_modify(|count| *count += 1);
        }
    }
}

/// Tells other nodes what this one has committed or numbered.
async fn tell(client: &Client, shared: &Shared) -> Outcome<()> {
    let (mut written, mut newest) = (shared.unnumbered.subscribe(), shared.newest.subscribe());
    let listen = format!("LISTEN {WRITTEN}; LISTEN {NUMBERED}");
    client.batch_execute(&listen).await.map_err(Failure::from)?;
    loop {
        let changed = tokio::select! {
            changed = written.changed() => changed,
            changed = newest.changed() => changed,
        };
        if changed.is_err() {
            return Ok(());
        }
        tokio::time::sleep(GATHER).await;
        let position = *newest.borrow_and_update();
        written.borrow_and_update();
        let hint = if shared.numbers.load(Ordering::Acquire) {
            format!("NOTIFY {NUMBERED}, '{position}'")
        } else {
            format!("NOTIFY {WRITTEN}")
        };
        client.batch_execute(&hint).await.map_err(Failure::from)?;
    }
}
