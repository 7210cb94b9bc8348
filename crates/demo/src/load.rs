//! What a load test needs of a demonstration: no limits, and members who are signed in.

use std::net::{IpAddr, Ipv4Addr};

use db::Origin;
use kernel::{Fault, MemberId, Outcome};
use people::member;
use people::member::session::{Asker, By, open};
use serde_json::json;
use web::sessions::SessionKind;
use web::{App, Network};

use crate::Seeded;
use crate::people_of::Way;

/// Days for which the tokens are good.
const DAYS: i64 = 365;
/// Members whom one transaction signs in.
const BATCH: usize = 500;

/// A member who is signed in, by browser and by token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The handle.
    pub handle: String,
    /// The value of the session cookie.
    pub session: String,
    /// The API token.
    pub token: String,
}

/// Switches every limit off and signs so many members in.
///
/// # Errors
/// When the database fails.
pub async fn sign_in(app: &App, seeded: &Seeded, count: usize) -> Outcome<Vec<SignedIn>> {
    let db = app.db().marked(Origin::Seed);
    db.tx(async |tx| {
        let limits = json!({ "off": true });
        site::settings::change(tx, None::<MemberId>, "limits", &limits).await
    })
    .await?;
    let gone = [Way::Unconfirmed, Way::Locked, Way::Closed, Way::Erased];
    let active = |way: Way| !gone.contains(&way);
    let people = seeded.people.iter().filter(|person| active(person.way));
    let ids: Vec<MemberId> = people.map(|person| person.id).take(count).collect();
    let mut signed = Vec::with_capacity(ids.len());
    for part in ids.chunks(BATCH) {
        let part = part.to_vec();
        let more = db.tx(async move |tx| {
            let mut signed = Vec::with_capacity(part.len());
            for id in &part {
                signed.push(one(tx, *id).await?);
            }
            Ok::<_, Fault>(signed)
        });
        signed.extend(more.await?);
    }
    Ok(signed)
}

async fn one(tx: &mut db::Tx, id: MemberId) -> Outcome<SignedIn> {
    let row = member::get(tx, id).await?;
    let asker = Asker {
        network: Network { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), agent: "load test".into() },
        device: None,
        label: "load test".to_owned(),
    };
    let browser = open(tx, &row, SessionKind::Browser, By::Link, &asker).await?;
    let program = open(tx, &row, SessionKind::Token(DAYS), By::Link, &asker).await?;
    Ok(SignedIn { handle: row.handle, session: browser.token, token: program.token })
}
