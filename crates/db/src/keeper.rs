//! Keeps the node number leased while the database is open.

use std::sync::{Arc, Weak};
use std::time::Duration;

use kernel::Outcome;
use tokio::sync::watch;

use crate::database::{Db, Inner};
use crate::node;

/// How often the lease is renewed: four times within its life.
const RENEWAL: Duration = Duration::from_secs(15);
/// How long a renewal waits its turn: behind a load's transaction it may be minutes.
const PATIENCE: Duration = Duration::from_secs(600);

/// Renews until the database is closed or forgotten.
pub(crate) async fn keep(inner: Weak<Inner>, holder: Arc<str>, mut closed: watch::Receiver<bool>) {
    loop {
        let rest = tokio::time::timeout(RENEWAL, closed.wait_for(|closed| *closed));
        if rest.await.is_ok() {
            return;
        }
        let Some(db) = inner.upgrade().map(|inner| Db::of(inner).patient(PATIENCE)) else { return };
        if let Err(fault) = renew(&db, &holder).await {
            tracing::warn!(%fault, "the node number could not be renewed");
        }
    }
}

async fn renew(db: &Db, holder: &Arc<str>) -> Outcome<()> {
    let mine = Arc::clone(holder);
    let renewed = db.house(async move |tx| node::renew(tx, &mine).await).await?;
    if let Some(until) = renewed {
        db.shared().extend_lease(until);
        return Ok(());
    }
    let mine = Arc::clone(holder);
    let lease = db.house(async move |tx| node::lease(tx, &mine).await).await?;
    db.shared().set_node(lease.number, lease.until);
    tracing::warn!(node = lease.number, "the node number had lapsed; another one was taken");
    Ok(())
}
