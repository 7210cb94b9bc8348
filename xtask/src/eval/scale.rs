//! Trains a recommender for a community of a million.

use std::path::Path;
use std::time::Instant;

use analysis::recommend::{Interactions, ItemSet, Recipe, Recommender, Request, Scratch};

use super::{Failure, Finding, Goal, Task};

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[Task { name: "scale", run }];

const MEMBERS: u32 = 1_000_000;
const ITEMS: u32 = 200_000;
const EACH: u32 = 50;
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

fn run(_: &Path) -> Result<Vec<Finding>, Failure> {
    let pairs: Vec<(u32, u32)> = (0..MEMBERS)
        .flat_map(|member| (0..EACH).map(move |nth| (member, choice(member, nth))))
        .collect();
    let (members, items) = (usize::try_from(MEMBERS)?, usize::try_from(ITEMS)?);
    let started = Instant::now();
    let chosen = Interactions::new(members, items, &pairs)?;
    drop(pairs);
    let recipe = Recipe { reach: 60, neighbours: 30, peers: 60, ..Recipe::default() };
    let recommender = Recommender::train(chosen, &[], recipe)?;
    let seconds = started.elapsed().as_secs_f64();
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
        Finding::new("… peak of memory, MiB", "–", Goal::AtMost(1_536.0), peak, seconds),
        Finding::new("… one member's list, ms", "–", Goal::AtMost(0.5), each * 1e3, each),
    ])
}
