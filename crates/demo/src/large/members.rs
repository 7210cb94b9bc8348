//! The members of a large community, and what they pay for.

use std::collections::HashMap;

use db::Origin;
use futures_util::future::try_join_all;
use indicatif::ProgressBar;
use kernel::{Fault, Outcome, Ts};
use web::App;

use crate::dice::Dice;
use crate::end;
use crate::people_of::{Act, Cast, Newcomer, Person, Way, acts, move_to, newcomers, settle_in};
use crate::shop::{self, Shelf};

/// Members that one transaction writes.
const BATCH: usize = 500;
/// Purchases that are made at once.
const AT_ONCE: usize = 32;
/// How far apart in time those may lie, in µs: twelve hours.
const NEAR: i64 = 12 * 3_600 * 1_000_000;

/// Where members of a large community have come to: one in fourteen ever pays.
fn way(dice: &mut Dice) -> Way {
    match dice.below(1000) {
        0..60 => Way::Unconfirmed,
        60..90 => Way::Yearly,
        90..110 => Way::Monthly,
        110..130 => Way::Lapsed,
        130..132 => Way::Refunded,
        132..134 => Way::Locked,
        134..139 => Way::Erased,
        _ => Way::Free,
    }
}

/// Lets everybody join at their own time, then buy and give back in the order of time.
pub(super) async fn join(
    app: &App,
    dice: &mut Dice,
    cast: &Cast,
    (hash, shelf): (&str, Shelf),
    (members, bar): (u32, &ProgressBar),
) -> Outcome<Vec<Person>> {
    let list = newcomers(dice, i64::from(members), way);
    let mut people = Vec::with_capacity(list.len());
    for part in list.chunks(BATCH) {
        people.extend(arrive(app, part.to_vec(), hash.to_owned()).await?);
        bar.inc(u64::try_from(part.len()).unwrap_or(0));
    }
    trade(app, cast, shelf, &people, acts(dice, &list)).await?;
    move_to(app, end());
    Ok(people)
}

async fn arrive(app: &App, part: Vec<Newcomer>, hash: String) -> Outcome<Vec<Person>> {
    let db = app.db().marked(Origin::Seed);
    db.tx(async move |tx| {
        let mut people = Vec::with_capacity(part.len());
        for new in &part {
            people.push(settle_in(tx, new, &hash).await?);
        }
        Ok(people)
    })
    .await
}

/// Runs purchases that lie near each other in time at once, so that they share a commit; nobody
/// buys twice in half a day.
async fn trade(
    app: &App,
    cast: &Cast,
    shelf: Shelf,
    people: &[Person],
    acts: Vec<(Ts, Act)>,
) -> Outcome<()> {
    let mut orders = HashMap::new();
    let mut waiting: Vec<(usize, bool)> = Vec::new();
    let mut first = crate::start();
    for (at, act) in acts {
        let refund = matches!(act, Act::Refund(_));
        if waiting.len() >= AT_ONCE || at.since(first) > NEAR || refund {
            buy(app, shelf, people, &mut waiting, &mut orders).await?;
        }
        match act {
            Act::Join(_) | Act::Detour(..) => {}
            Act::Buy(who, yearly) => {
                if waiting.is_empty() {
                    first = at;
                    move_to(app, at);
                }
                waiting.push((who, yearly));
            }
            Act::Refund(who) => {
                move_to(app, at);
                if let Some(order) = orders.get(&who) {
                    shop::refund(app, cast, *order).await?;
                }
            }
        }
    }
    buy(app, shelf, people, &mut waiting, &mut orders).await
}

async fn buy(
    app: &App,
    shelf: Shelf,
    people: &[Person],
    waiting: &mut Vec<(usize, bool)>,
    orders: &mut HashMap<usize, commerce::order::OrderId>,
) -> Outcome<()> {
    let purchases = waiting.drain(..).map(|(who, yearly)| async move {
        let person = people.get(who).ok_or(Fault::Missing("member.missing"))?;
        let order = shop::buy(app, person, shelf, yearly).await?;
        Ok::<_, Fault>((who, order))
    });
    for (who, order) in try_join_all(purchases).await? {
        orders.insert(who, order);
    }
    Ok(())
}
