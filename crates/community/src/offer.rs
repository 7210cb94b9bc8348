//! What opens a gate, as it is on sale now.

use access::{Thing, ThingKind};
use commerce::product::{Offer, offers_for};
use db::Tx;
use kernel::{Id, Outcome};

use crate::gate::Gate;
use crate::ground::Ground;
use crate::post::Post;
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

/// What is on sale now that opens a post.
///
/// # Errors
/// When the database fails.
pub(crate) async fn for_post(tx: &Tx, ground: &Ground, post: &Post) -> Outcome<Vec<Offer>> {
    let Some(gate) = ground.gate(post.gate) else { return Ok(Vec::new()) };
    let any_of = opening(ground, gate, Some(post));
    offers_for(tx, &access::Gate { any_of }).await
}

/// What is on sale now that opens a space.
///
/// # Errors
/// When the database fails.
pub(crate) async fn for_space(tx: &Tx, space: &Space) -> Outcome<Vec<Offer>> {
    offers_for(tx, &access::Gate { any_of: things_of_space(space) }).await
}
