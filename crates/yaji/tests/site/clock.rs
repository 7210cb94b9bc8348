//! What is done by the clock.

use db::{Db, db_test};
use kernel::{Ts, Zone};
use serde_json::json;
use testkit::TestSite;

use super::world::{site, wired};

/// When drafts were last due to be swept, which is at twenty past four in the night.
async fn swept(site: &TestSite) -> Ts {
    let last =
        db::sql!("SELECT max(fire_at) FROM cron_fires WHERE name = 'community.sweep_drafts'");
    let read = site.app().db().read(async move |tx| tx.one::<Ts>(last, db::args![]).await);
    read.await.unwrap().unwrap()
}

#[db_test(wired)]
async fn what_is_done_by_night_follows_the_zone_that_the_owner_chose_last(db: Db) {
    let site = site(db).await;
    for name in ["Asia/Shanghai", "America/New_York"] {
        site.set("zone", json!(name)).await;
        site.days_pass(2);
        site.settle().await;
        let zone = Zone::named(name).unwrap();
        assert_eq!(zone.format(swept(&site).await, "%H:%M"), "04:20", "{name}");
    }
}
