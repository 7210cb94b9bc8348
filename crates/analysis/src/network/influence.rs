//! Whom to tell first so that most hear of it.

mod cover;
mod sets;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use self::cover::Cover;
use self::sets::Sets;
use super::graph::Graph;
use crate::{Computed, Refusal};

/// With what chance a thing passes along a tie (independent cascade: Kempe, Kleinberg and Tardos,
/// "Maximizing the Spread of Influence through a Social Network", 2003).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cascade {
    /// The share that the tie has in all ties to the one who hears: one over the number of ties
    /// where all weigh the same.
    Weighted,
    /// The same chance for every tie, 0 ..= 1.
    Uniform(f64),
}

/// What is asked of the choice of seeds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Campaign {
    /// How many members are told first.
    pub seeds: usize,
    /// How the thing passes on.
    pub cascade: Cascade,
    /// The choice stops when it is proven to reach this share of the best possible, 0 .. 1.
    pub goal: f64,
    /// The chance that the proof is wrong, 0 .. 1.
    pub risk: f64,
    /// The greatest number of sets drawn for each of choice and check.
    pub sets_max: usize,
    /// No more sets are drawn than would make those of the choice hold about this many members
    /// together, each set as often as it is in: 8 bytes each, and 4 for those of the check.
    pub entries_max: usize,
    /// The seed of all draws.
    pub seed: u64,
}

impl Default for Campaign {
    fn default() -> Self {
        Self {
            seeds: 10,
            cascade: Cascade::Weighted,
            goal: 0.95,
            risk: 0.01,
            sets_max: 400_000,
            entries_max: 40_000_000,
            seed: 1,
        }
    }
}

/// The chosen seeds and what is known of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Seeding {
    /// The members to tell first, the most useful first.
    pub members: Vec<u32>,
    /// How many members hear of it in the mean: the estimate from sets that took no part in the
    /// choice, so it is unbiased.
    pub spread: f64,
    /// A bound that the true spread exceeds but for the risk.
    pub spread_min: f64,
    /// A bound that the spread of the best possible choice does not exceed but for the risk.
    pub best_max: f64,
    /// Sets drawn for each of choice and check.
    pub sets: usize,
}

/// The members through whom a thing spreads furthest, by reverse reachable sets (Borgs and others,
/// 2014) with the stopping rule of OPIM-C (Tang, Tang, Xiao and Yuan, "Online Processing Algorithms
/// for Influence Maximization", 2018): a greedy cover of one collection, checked on a second.
///
/// The result is at least `spread_min / best_max` of the best with probability `1 - risk`. Draws
/// double until that ratio reaches the goal, or the sets or what they hold their limit: where a
/// thing reaches nearly everybody, a few large sets say enough. O(sum of the sizes of the sets) on
/// all cores, which is about `entries_max` at most, or 16 sets.
///
/// # Errors
/// [`Refusal::NoData`] without ties, [`Refusal::Shape`] for more seeds than members or none,
/// [`Refusal::Value`] for a number outside its range.
pub fn influence(graph: &Graph, campaign: &Campaign) -> Computed<Seeding> {
    check(graph, campaign)?;
    let incoming = graph.reversed();
    let n = graph.len() as f64;
    let rounds = (campaign.sets_max as f64 / FIRST as f64).log2().ceil().max(0.0) + 1.0;
    let trust = (3.0 * rounds / campaign.risk).ln();
    let mut choice = Sets::new(campaign.seed, 0);
    let mut held = Sets::new(campaign.seed, 1);
    choice.draw(&incoming, campaign.cascade, PROBE.min(campaign.sets_max));
    let mut count = FIRST.min(affordable(&choice, campaign)).max(choice.len());
    loop {
        choice.draw(&incoming, campaign.cascade, count);
        held.draw(&incoming, campaign.cascade, count);
        let cover = Cover::greedy(&choice, graph.len(), campaign.seeds);
        let hits = held.hit_by(&cover.members, graph.len()) as f64;
        let scale = n / count as f64;
        let lowest = ((hits + 2.0 * trust / 9.0).sqrt() - (trust / 2.0).sqrt()).max(0.0).powi(2);
        let spread_min = (lowest - trust / 18.0).max(0.0) * scale;
        let best_max = ((cover.bound + trust / 2.0).sqrt() + (trust / 2.0).sqrt()).powi(2) * scale;
        let next = (count * 2).min(affordable(&choice, campaign));
        if spread_min >= campaign.goal * best_max || next <= count {
            return Ok(Seeding {
                members: cover.members,
                spread: hits * scale,
                spread_min,
                best_max: best_max.min(n),
                sets: count,
            });
        }
        count = next;
    }
}

/// The sets that are drawn first, for each of choice and check.
const FIRST: usize = 256;
/// So many sets tell how large the others will be.
const PROBE: usize = 16;

/// How many sets may be drawn if those to come are as large as those drawn, in the mean.
fn affordable(drawn: &Sets, campaign: &Campaign) -> usize {
    let size = drawn.entries() as f64 / drawn.len() as f64;
    campaign.sets_max.min((campaign.entries_max as f64 / size) as usize)
}

fn check(graph: &Graph, campaign: &Campaign) -> Computed<()> {
    if graph.tie_count() == 0 {
        return Err(Refusal::NoData);
    }
    if campaign.seeds == 0 || campaign.seeds > graph.len() {
        return Err(Refusal::Shape);
    }
    let is_share = |value: f64| value > 0.0 && value < 1.0;
    let is_sound = is_share(campaign.goal)
        && is_share(campaign.risk)
        && campaign.sets_max > 0
        && campaign.entries_max > 0;
    if is_sound { check_cascade(campaign.cascade) } else { Err(Refusal::Value) }
}

fn check_cascade(cascade: Cascade) -> Computed<()> {
    match cascade {
        Cascade::Uniform(chance) if !(0.0..=1.0).contains(&chance) => Err(Refusal::Value),
        _ => Ok(()),
    }
}

/// The mean number of members that hear of a thing told to `seeds`, and its standard error, by
/// playing the cascade `runs` times. O(`runs` · ties of those who hear).
///
/// # Errors
/// [`Refusal::NoData`] without seeds, [`Refusal::TooLittle`] below two runs, [`Refusal::Shape`] for
/// an unknown member, [`Refusal::Value`] for a chance outside 0 ..= 1.
pub fn simulate(
    graph: &Graph,
    cascade: Cascade,
    seeds: &[u32],
    runs: usize,
    seed: u64,
) -> Computed<(f64, f64)> {
    if seeds.is_empty() {
        return Err(Refusal::NoData);
    }
    if runs < 2 {
        return Err(Refusal::TooLittle { need: 2, have: runs });
    }
    if seeds.iter().any(|member| *member as usize >= graph.len()) {
        return Err(Refusal::Shape);
    }
    check_cascade(cascade)?;
    let incoming = graph.reversed();
    let strengths: Vec<f64> =
        (0..graph.len() as u32).map(|member| incoming.strength(member)).collect();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut heard_in = vec![0_usize; graph.len()];
    let (mut sum, mut squares) = (0.0, 0.0);
    for run in 1..=runs {
        let mut told: Vec<u32> = Vec::with_capacity(seeds.len());
        for member in seeds {
            if heard_in[*member as usize] != run {
                heard_in[*member as usize] = run;
                told.push(*member);
            }
        }
        let mut head = 0;
        while let Some(member) = told.get(head).copied() {
            head += 1;
            for (other, weight) in graph.arcs(member) {
                let chance = match cascade {
                    Cascade::Weighted => weight / strengths[other as usize],
                    Cascade::Uniform(chance) => chance,
                };
                if heard_in[other as usize] != run && random.random::<f64>() < chance {
                    heard_in[other as usize] = run;
                    told.push(other);
                }
            }
        }
        sum += told.len() as f64;
        squares += (told.len() as f64).powi(2);
    }
    let count = runs as f64;
    let mean = sum / count;
    let variance = ((squares - count * mean * mean) / (count - 1.0)).max(0.0);
    Ok((mean, (variance / count).sqrt()))
}
