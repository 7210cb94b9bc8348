//! What members have come to by the last day: locked out, leaving, gone, or given the membership.

use access::{Grant, grant};
use db::{Origin, Tx};
use kernel::{Id as _, MemberId, Outcome, Ts};
use people::erase;
use people::letter::Post;
use people::member::store as members;
use people::member::{State, lock};
use web::App;
use web::sessions::SessionId;

use super::{Cast, Person, Way, own};
use crate::shop::Shelf;

/// What the team writes when it gives the membership.
const REASONS: [&str; 4] = [
    "共读会领读人，送一年",
    "把公开文档译成英文，谢礼",
    "Found and reported a hole in the paywall",
    "学生优惠，凭学生证",
];

/// Ends those whose way ends so, and gives what is given.
pub(crate) async fn settle(
    app: &App,
    (cast, shelf): (&Cast, Shelf),
    people: &[Person],
) -> Outcome<()> {
    let ends: Vec<(MemberId, Way)> = people.iter().map(|person| (person.id, person.way)).collect();
    let (post, moderator) = (Post::of(app.settings()), cast.of("moderator"));
    let (owner, team) = (cast.of("owner"), cast.team.clone());
    let db = app.db().marked(Origin::Seed);
    db.tx(async move |tx| {
        // Whoever teaches and looks after members reads what they read.
        for (id, _, _) in team.iter().filter(|(id, _, _)| *id != owner) {
            give(tx, (shelf, owner), *id, ("团队成员", None)).await?;
        }
        for (number, (id, way)) in ends.iter().enumerate() {
            match way {
                Way::Locked => {
                    lock::lock(tx, Some(moderator), *id, "反复贴推广链接，两次提醒无效").await?;
                }
                Way::Leaving => {
                    let keep = number % 2 == 0;
                    erase::ask(tx, &post, *id, SessionId::from_i64(0), keep).await.map(drop)?;
                }
                Way::Closed => members::update_state(tx, *id, State::Closed).await?,
                Way::Erased => erase::erase(tx, *id, true).await?,
                Way::Granted => {
                    let reason = REASONS.get(number % REASONS.len()).copied().unwrap_or_default();
                    // Every fourth for ever, the others for a year.
                    let until = (number % 4 != 3).then(|| tx.now().plus_days(365));
                    give(tx, (shelf, owner), *id, (reason, until)).await?;
                }
                _ => {}
            }
        }
        Ok(())
    })
    .await?;
    while db.tx(async |tx| access::entitlement::expire(tx).await).await? > 0 {}
    Ok(())
}

async fn give(
    tx: &mut Tx,
    (shelf, by): (Shelf, MemberId),
    member: MemberId,
    (reason, until): (&str, Option<Ts>),
) -> Outcome<()> {
    let thing = access::Thing::plan(shelf.product.get());
    let wish = Grant::by_team((member, thing), (tx.now(), until), reason, by)?;
    tx.acting(by);
    grant(tx, wish).await.map(drop)
}

/// Gives everybody who has confirmed an address one, once there is nothing left that would send
/// them a letter.
pub(crate) async fn address(app: &App, people: &[Person]) -> Outcome<()> {
    let gone = [Way::Unconfirmed, Way::Closed, Way::Erased];
    let here = people.iter().filter(|person| !gone.contains(&person.way));
    let ids: Vec<MemberId> = here.map(|person| person.id).collect();
    let db = app.db().marked(Origin::Seed);
    db.tx(async move |tx| {
        for id in &ids {
            let handle = people::member::get(tx, *id).await?.handle;
            own(tx, *id, &handle).await?;
        }
        Ok(())
    })
    .await
}
