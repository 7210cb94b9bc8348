//! Who belongs together: communities of greatest modularity by the Leiden algorithm.

mod level;
mod moves;
mod refinement;

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use self::level::Level;
use super::graph::Graph;
use crate::{Computed, Refusal};

/// How communities are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// What the expected ties count for: 1 is modularity itself, more gives smaller communities.
    pub resolution: f64,
    /// How many times the search begins from nothing.
    pub runs: usize,
    /// How many times each run disturbs and repairs its best partition after that.
    pub kicks: usize,
    /// The seed of all draws.
    pub seed: u64,
}

impl Default for Search {
    fn default() -> Self {
        Self { resolution: 1.0, runs: 4, kicks: 20, seed: 1 }
    }
}

/// A partition of the members.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of each member: 0 is the largest.
    pub of: Vec<u32>,
    /// How many communities there are.
    pub count: usize,
    /// The modularity of the partition, at most 1.
    pub modularity: f64,
    /// The modularity after each level of the run that led here; it never falls.
    pub trace: Vec<f64>,
}

/// The communities of an undirected `graph` (Traag, Waltman and van Eck, "From Louvain to Leiden:
/// guaranteeing well-connected communities", 2019): local moves with a queue, refinement,
/// aggregation, repeated until nothing moves; the best of several runs, then an iterated local
/// search that takes some communities apart and keeps what is better.
///
/// About O(m) for each of a few levels of each run and kick.
///
/// # Errors
/// [`Refusal::NoData`] without ties, [`Refusal::Shape`] for a directed graph, [`Refusal::Value`]
/// for a resolution that is not positive and finite or a search without runs.
pub fn communities(graph: &Graph, search: Search) -> Computed<Communities> {
    if graph.tie_count() == 0 {
        return Err(Refusal::NoData);
    }
    if graph.is_directed() {
        return Err(Refusal::Shape);
    }
    if !search.resolution.is_finite() || search.resolution <= 0.0 || search.runs == 0 {
        return Err(Refusal::Value);
    }
    let base = Level::of(graph);
    let best = chains(&base, search);
    let of = by_size(&best.of);
    let count = of.iter().max().map_or(0, |last| *last as usize + 1);
    Ok(Communities { of, count, modularity: best.quality, trace: best.trace })
}

/// The modularity of a partition of an undirected `graph` at `resolution` (Newman and Girvan,
/// 2004; Reichardt and Bornholdt, 2006): the share of ties inside communities above what chance
/// would give. O(n + m).
///
/// # Errors
/// [`Refusal::NoData`] without ties, [`Refusal::Shape`] for a directed graph or when `of` has not
/// one entry below the number of members for each member.
pub fn modularity(graph: &Graph, of: &[u32], resolution: f64) -> Computed<f64> {
    if graph.tie_count() == 0 {
        return Err(Refusal::NoData);
    }
    let is_sound = of.iter().all(|community| (*community as usize) < graph.len());
    if graph.is_directed() || of.len() != graph.len() || !is_sound {
        return Err(Refusal::Shape);
    }
    Ok(Level::of(graph).quality(of, resolution))
}

struct Found {
    of: Vec<u32>,
    quality: f64,
    trace: Vec<f64>,
}

/// The best of all runs, each on a core of its own as far as there are cores.
fn chains(base: &Level, search: Search) -> Found {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Found)>> = Mutex::new(Vec::new());
    let work = || {
        loop {
            let run = next.fetch_add(1, Ordering::Relaxed);
            if run >= search.runs {
                break;
            }
            let found = chain(base, search, run as u64);
            if let Ok(mut done) = done.lock() {
                done.push((run, found));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(search.runs);
    thread::scope(|scope| {
        for _ in 1..cores {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_default();
    // By run, so that the first of equals wins whichever core was faster.
    done.sort_unstable_by_key(|(run, _)| *run);
    let nothing = Found { of: Vec::new(), quality: f64::NEG_INFINITY, trace: Vec::new() };
    done.into_iter().fold(
        nothing,
        |best, (_, found)| {
            if found.quality > best.quality { found } else { best }
        },
    )
}

/// One run from nothing, and its kicks.
fn chain(base: &Level, search: Search, run: u64) -> Found {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(search.seed.wrapping_mul(1_021) ^ run);
    let alone = (0..base.len() as u32).collect();
    let mut best = settle(base, alone, search.resolution, &mut random);
    for _ in 0..search.kicks {
        let start = disturb(base, &best.of, &mut random);
        let mut trace = vec![base.quality(&start.of, search.resolution)];
        let of = climb(base, start, search.resolution, &mut random, &mut trace);
        let quality = trace.last().copied().unwrap_or(f64::NEG_INFINITY);
        if quality > best.quality {
            best = Found { of, quality, trace };
        }
    }
    let last = settle(base, best.of.clone(), search.resolution, &mut random);
    if last.quality > best.quality { last } else { best }
}

/// Improves a partition level by level until another round changes nothing.
fn settle(
    base: &Level,
    start: Vec<u32>,
    resolution: f64,
    random: &mut Xoshiro256PlusPlus,
) -> Found {
    let mut of = start;
    let mut trace = vec![base.quality(&of, resolution)];
    loop {
        let before = trace.last().copied().unwrap_or(f64::NEG_INFINITY);
        let start = Start { of, first: (0..base.len() as u32).collect() };
        of = climb(base, start, resolution, random, &mut trace);
        let after = trace.last().copied().unwrap_or(before);
        if after <= before + 1e-12 {
            return Found { of, quality: after, trace };
        }
    }
}

/// Where a round begins.
struct Start {
    /// The partition.
    of: Vec<u32>,
    /// The members that are moved first.
    first: Vec<u32>,
}

/// One round: moves, refinement and aggregation up to the level where nothing can be merged.
fn climb(
    base: &Level,
    start: Start,
    resolution: f64,
    random: &mut Xoshiro256PlusPlus,
    trace: &mut Vec<f64>,
) -> Vec<u32> {
    // Where each member of the base level sits on the current level.
    let mut place: Vec<u32> = (0..base.len() as u32).collect();
    let Start { mut of, mut first } = start;
    let mut above: Option<Level> = None;
    loop {
        let level = above.as_ref().unwrap_or(base);
        moves::improve(level, &mut of, first, resolution, random);
        trace.push(level.quality(&of, resolution));
        let refined = refinement::refine(level, &of, resolution, random);
        let (next, next_of, node) = level.aggregate(&refined, &of);
        let is_last = next.len() == level.len();
        for at in &mut place {
            *at = node[*at as usize];
        }
        if is_last {
            return place.iter().map(|at| next_of[*at as usize]).collect();
        }
        of = next_of;
        first = (0..next.len() as u32).collect();
        above = Some(next);
    }
}

/// Takes some communities apart: each with a chance of one in eight (at least one of them), all
/// its members on their own, to be moved first.
fn disturb(base: &Level, of: &[u32], random: &mut Xoshiro256PlusPlus) -> Start {
    let mut labels: Vec<u32> = of.to_vec();
    labels.sort_unstable();
    labels.dedup();
    let chosen = labels[random.random_range(0..labels.len())];
    let mut is_apart = vec![false; base.len()];
    for label in labels {
        is_apart[label as usize] = label == chosen || random.random_range(0..8) == 0;
    }
    let members = (0..base.len() as u32).filter(|m| is_apart[of[*m as usize] as usize]).collect();
    // New labels above the old ones, packed again to stay below the number of members.
    let mut fresh = base.len() as u32;
    let apart: Vec<u32> = of
        .iter()
        .map(|label| {
            if !is_apart[*label as usize] {
                return *label;
            }
            fresh += 1;
            fresh
        })
        .collect();
    Start { of: level::packed(&apart).0, first: members }
}

/// The same partition with labels by falling size, ties by the first member.
fn by_size(of: &[u32]) -> Vec<u32> {
    let (packed, count) = level::packed(of);
    let mut sizes = vec![0_usize; count];
    for label in &packed {
        sizes[*label as usize] += 1;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|label| (std::cmp::Reverse(sizes[*label]), *label));
    let mut names = vec![0_u32; count];
    for (name, label) in order.iter().enumerate() {
        names[*label] = name as u32;
    }
    packed.iter().map(|label| names[*label as usize]).collect()
}
