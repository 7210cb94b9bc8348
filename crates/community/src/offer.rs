//! What opens a gate, as it is on sale now.

use std::sync::Arc;

use access::{Thing, ThingKind};
use commerce::product::{Offer, held_before, offers_for, on_sale};
use db::Tx;
use kernel::{Id, Outcome};

use crate::Community;
use crate::gate::{Gate, written};
use crate::ground::Ground;
use crate::post::Post;
use crate::reader::Reader;
use crate::remembered::ALL;
use crate::space::Space;

/// Everything that opens a gate: its own list, or the plans of its space and the space itself.
pub(crate) fn opening(ground: &Ground, gate: &Gate, post: Option<&Post>) -> Vec<Thing> {
    let mut things = if gate.is_of_space() {
        ground.space(gate.space).map(things_of_space).unwrap_or_default()
    } else {
        gate.any_of.clone()
    };
    let itself = post.map(|post| Thing { kind: ThingKind::Post, id: post.id.get() });
    things.extend(itself);
    things
}

/// The plans of a space, and the space itself.
pub(crate) fn things_of_space(space: &Space) -> Vec<Thing> {
    let plans = space.plans.iter().copied().map(Thing::plan);
    let itself = Thing { kind: ThingKind::Space, id: space.id.get() };
    plans.chain([itself]).collect()
}

/// What is on sale that opens a post.
///
/// # Errors
/// When the database fails.
pub(crate) async fn for_post(
    tx: &Tx,
    community: &Community,
    ground: &Ground,
    post: &Post,
) -> Outcome<Arc<[Offer]>> {
    match ground.gate(post.gate) {
        Some(gate) => of_things(tx, community, opening(ground, gate, Some(post))).await,
        None => Ok(Arc::default()),
    }
}

/// What is on sale that opens a space.
///
/// # Errors
/// When the database fails.
pub(crate) async fn for_space(
    tx: &Tx,
    community: &Community,
    space: &Space,
) -> Outcome<Arc<[Offer]>> {
    of_things(tx, community, things_of_space(space)).await
}

/// Whether a reader held what is offered before.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_renewal(tx: &Tx, reader: &Reader, offers: &[Offer]) -> Outcome<bool> {
    match reader.member {
        Some(member) => held_before(tx, member, offers).await,
        None => Ok(false),
    }
}

async fn of_things(tx: &Tx, community: &Community, any_of: Vec<Thing>) -> Outcome<Arc<[Offer]>> {
    let key = written(&any_of);
    community.remembered.offers(key, offers_for(tx, &access::Gate { any_of })).await
}

/// All that is on sale.
///
/// # Errors
/// When the database fails.
pub(crate) async fn all(tx: &Tx, community: &Community) -> Outcome<Arc<[Offer]>> {
    let offers = community.remembered.offers(ALL.to_owned(), on_sale(tx)).await?;
    community.remembered.note_sale(!offers.is_empty());
    Ok(offers)
}
