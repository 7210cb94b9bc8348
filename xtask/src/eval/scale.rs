//! Trains a recommender for a community of a million.

use std::path::Path;
use std::time::Instant;

use analysis::recommend::{
    Field, Interactions, ItemSet, Recipe, Recommender, Request, Scratch, choose,
};

use super::{Failure, Finding, Goal, Task};

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[Task { name: "scale", run }];

const MEMBERS: u32 = 1_000_000;
const ITEMS: u32 = 200_000;
/// Different items of each member.
const EACH: usize = 50;
/// Tags of an item.
const TAGS: u32 = 4_000;
/// The seed of the choice of a blend.
const SEED: u64 = 7;
/// Members whose lists are timed.
const ASKED: u32 = 2_000;

/// Members of a thousand tastes: most of what one chooses is of the own taste, the rest from
/// everywhere, and in both the first items are chosen more often.
fn choice(member: u32, nth: u32) -> u32 {
    let mut bits = (u64::from(member) << 32 | u64::from(nth)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits ^= bits >> 27;
    let skewed = |bits: u64, below: u64| {
        let part = bits & 0xFFFF;
        (((part * part) >> 16) * below) >> 16
    };
    let item = if bits >> 60 < 12 {
        u64::from(member % 1_000) * 200 + skewed(bits >> 8, 200)
    } else {
        skewed(bits >> 8, u64::from(ITEMS) / 64) * 64 + (bits >> 40 & 63)
    };
    u32::try_from(item).unwrap_or(0).min(ITEMS - 1)
}

/// The different items of `member`, in the order in which they were chosen.
fn history(member: u32) -> Vec<u32> {
    let mut items = Vec::with_capacity(EACH);
    let mut nth = 0;
    while items.len() < EACH {
        let item = choice(member, nth);
        if !items.contains(&item) {
            items.push(item);
        }
        nth += 1;
    }
    items
}

/// Tags of each item: one of its taste, and two of its own.
fn tags() -> Vec<(u32, u32)> {
    let own = |item: u32, nth: u32| 1_000 + item.wrapping_mul(2_654_435_761 + nth) % (TAGS - 1_000);
    (0..ITEMS)
        .flat_map(|item| [(item, item / 200), (item, own(item, 0)), (item, own(item, 2))])
        .collect()
}

fn run(_: &Path) -> Result<Vec<Finding>, Failure> {
    let (members, items) = (usize::try_from(MEMBERS)?, usize::try_from(ITEMS)?);
    let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(members * EACH);
    for member in 0..MEMBERS {
        pairs.extend(history(member).into_iter().map(|item| (member, item)));
    }
    let tags = [Field::new(items, usize::try_from(TAGS)?, &tags())?];
    let started = Instant::now();
    let chosen = Interactions::new(members, items, &pairs)?;
    drop(pairs);
    let start = Recipe::for_size(items, chosen.count());
    let choosing = Instant::now();
    let recipe = choose(&chosen, &tags, &start, false, SEED)?.recipe;
    let choosing = choosing.elapsed().as_secs_f64();
    let recommender = Recommender::train(chosen, &tags, recipe)?;
    let seconds = started.elapsed().as_secs_f64() - choosing;
    let allowed = ItemSet::all(items);
    let mut scratch = Scratch::new(&recommender);
    let started = Instant::now();
    for nth in 0..ASKED {
        recommender.recommend(&Request::of(nth * 499, &allowed, 20), &mut scratch)?;
    }
    let each = started.elapsed().as_secs_f64() / f64::from(ASKED);
    let peak = super::peak_mib()?;
    let what = "a million members, 200,000 items, 50,000,000 interactions: training, s";
    Ok(vec![
        Finding::new(what, "–", Goal::AtMost(120.0), seconds, seconds),
        Finding::new("… choosing the blend, s", "–", Goal::Told, choosing, choosing),
        Finding::new("… peak of memory, MiB", "–", Goal::AtMost(1_536.0), peak, seconds),
        Finding::new("… one member's list, ms", "–", Goal::AtMost(0.5), each * 1e3, each),
    ])
}
