//! Networks whose figures are known, and laws that hold for all networks.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::Refusal;

/// A reference file; the test fails when it is missing.
fn read(name: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../../../shared/data/insight/graph").join(name);
    fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// The pairs of numbers in the lines of a reference file.
fn pairs(name: &str) -> Vec<(u32, f64)> {
    let text = read(name);
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let first = words.next().unwrap().parse().unwrap();
            (first, words.next().unwrap().parse().unwrap())
        })
        .collect()
}

/// An undirected reference graph and the name of its first member (0 or 1).
fn network(name: &str) -> (Graph, u32) {
    let edges = pairs(&format!("{name}.edges"));
    let mut names: Vec<u32> = edges.iter().flat_map(|(u, v)| [*u, *v as u32]).collect();
    names.sort_unstable();
    names.dedup();
    let first = names[0];
    let mut arcs: Vec<(u32, u32)> = edges
        .iter()
        .map(|(u, v)| (u - first, *v as u32 - first))
        .map(|(u, v)| (u.min(v), u.max(v)))
        .collect();
    arcs.sort_unstable();
    arcs.dedup();
    let ties: Vec<Tie> =
        arcs.iter().map(|(from, to)| Tie { from: *from, to: *to, weight: 1.0 }).collect();
    (Graph::undirected(names.len() as u32, &ties).unwrap(), first)
}

const ALL: [&str; 6] = ["karate", "collegemsg", "facebook", "lfr_mu03", "lfr_mu05", "lfr_mu06"];

fn assert_near(name: &str, kind: &str, first: u32, values: &[f64], error: f64) {
    let reference = pairs(&format!("{name}.{kind}"));
    assert_eq!(reference.len(), values.len(), "{name}.{kind}");
    for (member, expected) in reference {
        let value = values[(member - first) as usize];
        assert!((value - expected).abs() < error, "{name}.{kind} {member}: {value} {expected}");
    }
}

#[test]
fn pagerank_agrees_with_the_reference() {
    for name in ALL {
        let (graph, first) = network(name);
        assert_near(name, "pagerank", first, &pagerank(&graph, 0.85).unwrap(), 1e-9);
    }
}

#[test]
fn betweenness_agrees_with_the_reference() {
    for name in ALL {
        let (graph, first) = network(name);
        assert_near(name, "betweenness", first, &betweenness(&graph).unwrap(), 1e-9);
    }
}

#[test]
fn the_eigenvector_agrees_with_the_reference() {
    for name in ALL {
        let (graph, first) = network(name);
        assert_near(name, "eigenvector", first, &eigenvector(&graph).unwrap(), 1e-9);
    }
}

#[test]
fn coreness_agrees_with_the_reference() {
    for name in ALL {
        let (graph, first) = network(name);
        let values: Vec<f64> = coreness(&graph).into_iter().map(f64::from).collect();
        assert_near(name, "coreness", first, &values, 0.5);
    }
}

#[test]
fn a_tie_that_has_nearly_faded_leaves_the_ranks_finite() {
    let ties = [
        Tie { from: 0, to: 1, weight: 5e-324 },
        Tie { from: 0, to: 2, weight: 5e-324 },
        Tie { from: 1, to: 0, weight: 1.0 },
    ];
    let ranks = pagerank(&Graph::directed(3, &ties).unwrap(), 0.85).unwrap();
    assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert!((ranks[1] - ranks[2]).abs() < 1e-12);
    let old = Contact { from: 0, to: 1, day: 0, kind: ContactKind::Reply };
    assert!(super::ties(&[old], &Weighing::default(), 30_000).is_empty());
}

#[test]
fn sets_stop_at_their_budget() {
    let ring: Vec<Tie> =
        (0..2_000).map(|from| Tie { from, to: (from + 1) % 2_000, weight: 1.0 }).collect();
    let graph = Graph::undirected(2_000, &ring).unwrap();
    let campaign = Campaign {
        seeds: 1,
        cascade: Cascade::Uniform(1.0),
        goal: 0.999_999,
        entries_max: 100_000,
        ..Campaign::default()
    };
    let chosen = influence(&graph, &campaign).unwrap();
    assert_eq!((chosen.sets, chosen.spread), (50, 2_000.0));
}

#[test]
fn sampled_betweenness_is_near_the_exact_one() {
    let (graph, _) = network("lfr_mu03");
    let exact = betweenness(&graph).unwrap();
    let sampled = betweenness_sampled(&graph, 500, 3).unwrap();
    let greatest = exact.iter().copied().fold(0.0, f64::max);
    let worst = exact.iter().zip(&sampled).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(worst < 0.3 * greatest, "{worst} of {greatest}");
}

#[test]
fn communities_are_at_least_as_good_as_those_of_the_reference() {
    for (name, least) in [("karate", 0.419_78), ("facebook", 0.835_83), ("collegemsg", 0.277_47)] {
        let (graph, _) = network(name);
        let found = communities(&graph, Search::default()).unwrap();
        assert!(found.modularity >= least, "{name}: {}", found.modularity);
        let again = modularity(&graph, &found.of, 1.0).unwrap();
        assert!((again - found.modularity).abs() < 1e-12);
    }
}

#[test]
fn planted_communities_are_found() {
    let (graph, _) = network("lfr_mu03");
    let found = communities(&graph, Search::default()).unwrap();
    let planted = pairs("lfr_mu03.labels");
    let (mut agree, mut count) = (0, 0);
    for (at, (left, label)) in planted.iter().enumerate() {
        for (right, other) in &planted[at + 1..] {
            let is_same = found.of[*left as usize] == found.of[*right as usize];
            agree += usize::from(is_same == (label == other));
            count += 1;
        }
    }
    let share = agree as f64 / count as f64;
    assert!(share > 0.97, "{share}");
}

#[test]
fn every_community_is_connected() {
    let (graph, _) = network("collegemsg");
    let found = communities(&graph, Search::default()).unwrap();
    for community in 0..found.count as u32 {
        let inside: Vec<u32> =
            (0..graph.len() as u32).filter(|m| found.of[*m as usize] == community).collect();
        let mut reached = vec![inside[0]];
        let mut head = 0;
        while let Some(member) = reached.get(head).copied() {
            head += 1;
            for (other, _) in graph.arcs(member) {
                if found.of[other as usize] == community && !reached.contains(&other) {
                    reached.push(other);
                }
            }
        }
        assert_eq!(reached.len(), inside.len(), "community {community}");
    }
}

#[test]
fn chosen_seeds_spread_as_far_as_the_reference_and_as_far_as_claimed() {
    let (graph, _) = network("facebook");
    for (seeds, least) in [(10, 875.0), (50, 1_217.0)] {
        let chosen = influence(&graph, &Campaign { seeds, ..Campaign::default() }).unwrap();
        let (mean, error) = simulate(&graph, Cascade::Weighted, &chosen.members, 4_000, 7).unwrap();
        assert!(mean + 3.0 * error >= least, "{seeds}: {mean} ± {error}");
        assert!((mean - chosen.spread).abs() < 4.0 * error + 0.01 * mean);
        assert!(chosen.spread_min <= mean + 3.0 * error && mean <= chosen.best_max);
    }
}

#[test]
fn a_chain_is_all_seams_and_a_ring_has_none() {
    let tie = |from, to| Tie { from, to, weight: 1.0 };
    let chain = Graph::undirected(4, &[tie(0, 1), tie(1, 2), tie(2, 3)]).unwrap();
    let found = seams(&chain);
    assert_eq!(found.ties, [(0, 1), (1, 2), (2, 3)]);
    assert_eq!(found.members, [1, 2]);
    let ring = Graph::undirected(4, &[tie(0, 1), tie(1, 2), tie(2, 3), tie(3, 0)]).unwrap();
    assert_eq!(seams(&ring), Seams { ties: Vec::new(), members: Vec::new() });
}

#[test]
fn a_newcomer_who_was_answered_is_not_isolated() {
    let contact = |from, to| Contact { from, to, kind: ContactKind::Reply, day: 100 };
    let joined_on = [10, 95, 96, 97];
    let contacts = [contact(1, 0), contact(0, 1), contact(2, 0), contact(2, 0)];
    let found = isolated_newcomers(&joined_on, &contacts, 90).unwrap();
    assert_eq!(found.iter().map(|one| one.member).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(found[0].reached_out, 2);
}

#[test]
fn contacts_fade_by_their_half_life() {
    let weighing = Weighing { half_life_days: Some(10.0), ..Weighing::default() };
    let contacts = [
        Contact { from: 0, to: 1, kind: ContactKind::Reply, day: 90 },
        Contact { from: 0, to: 1, kind: ContactKind::Reply, day: 100 },
        Contact { from: 0, to: 1, kind: ContactKind::Reply, day: 101 },
        Contact { from: 1, to: 1, kind: ContactKind::Reply, day: 100 },
    ];
    let made = ties(&contacts, &weighing, 100);
    assert_eq!(made.len(), 1);
    assert!((made[0].weight - 1.5).abs() < 1e-12);
}

/// Shares of an item by the law that `contagion` fits, up to `age`.
fn shares(pull: f64, reproduction: f64, decay: f64, age: f64, seed: u64) -> Vec<f64> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut open = vec![(0.0, pull)];
    let mut all = Vec::new();
    while let Some((from, mean)) = open.pop() {
        let mut at = 0.0;
        loop {
            at -= (1.0 - random.random::<f64>()).ln();
            if at >= mean {
                break;
            }
            let time = from - (1.0 - at / mean).ln() / decay;
            if time <= age {
                all.push(time);
                open.push((time, reproduction));
            }
        }
    }
    all.sort_by(f64::total_cmp);
    all
}

#[test]
fn the_spread_of_an_item_is_found_again_and_carried_on() {
    let (mut covered, mut near, mut count) = (0, 0, 0);
    for seed in 0..40 {
        let whole = shares(60.0, 0.6, 0.4, 24.0, seed);
        let seen: Vec<f64> = whole.iter().copied().filter(|at| *at <= 5.0).collect();
        let fitted = contagion(&seen, 5.0, 19.0, 1).unwrap();
        let range = fitted.reproduction_range;
        near += usize::from(range.0 <= 0.6 && 0.6 <= range.1);
        let total = whole.len() as f64;
        covered += usize::from(fitted.outlook.wide.0 <= total && total <= fitted.outlook.wide.1);
        count += 1;
    }
    assert!(near >= 34, "{near} of {count} intervals hold the reproduction");
    assert!(covered >= 34, "{covered} of {count} intervals hold the total");
}

#[test]
fn too_few_shares_are_refused() {
    let answer = contagion(&[0.1, 0.2], 1.0, 5.0, 1);
    assert_eq!(answer, Err(Refusal::TooLittle { need: 5, have: 2 }));
    let unsorted = contagion(&[0.3, 0.2, 0.4, 0.5, 0.6], 1.0, 5.0, 1);
    assert_eq!(unsorted, Err(Refusal::Value));
}

#[test]
fn a_tie_to_nobody_is_refused() {
    let ties = [Tie { from: 0, to: 5, weight: 1.0 }];
    assert_eq!(Graph::undirected(3, &ties), Err(Refusal::Shape));
    let light = [Tie { from: 0, to: 1, weight: 0.0 }];
    assert_eq!(Graph::directed(3, &light), Err(Refusal::Value));
    let empty = Graph::undirected(3, &[]).unwrap();
    assert_eq!(communities(&empty, Search::default()), Err(Refusal::NoData));
}

fn some_ties() -> impl Strategy<Value = (u32, Vec<Tie>)> {
    (4_u32..30).prop_flat_map(|members| {
        let tie = (0..members, 0..members, 1_u32..5).prop_map(|(from, to, weight)| Tie {
            from,
            to,
            weight: f64::from(weight),
        });
        prop::collection::vec(tie, 1..90).prop_map(move |ties| (members, ties))
    })
}

/// The same ties with the members named the other way round, in another order.
fn renamed(members: u32, ties: &[Tie]) -> Vec<Tie> {
    ties.iter()
        .rev()
        .map(|tie| Tie { from: members - 1 - tie.from, to: members - 1 - tie.to, ..*tie })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn other_names_change_no_rank((members, ties) in some_ties(), directed in any::<bool>()) {
        let build = if directed { Graph::directed } else { Graph::undirected };
        let graph = build(members, &ties).unwrap();
        let other = build(members, &renamed(members, &ties)).unwrap();
        let mirror = |mut values: Vec<f64>| { values.reverse(); values };
        let ranks = pagerank(&graph, 0.85).unwrap();
        let same = mirror(pagerank(&other, 0.85).unwrap());
        prop_assert!(ranks.iter().zip(&same).all(|(a, b)| (a - b).abs() < 1e-10));
        prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let between = betweenness(&graph).unwrap();
        let same = mirror(betweenness(&other).unwrap());
        prop_assert!(between.iter().zip(&same).all(|(a, b)| (a - b).abs() < 1e-10));
        prop_assert!(between.iter().all(|value| (-1e-12..=1.0 + 1e-9).contains(value)));
        let mut cores = coreness(&other);
        cores.reverse();
        prop_assert_eq!(coreness(&graph), cores);
    }

    #[test]
    fn modularity_never_falls_and_never_exceeds_one((members, ties) in some_ties(), seed: u64) {
        let graph = Graph::undirected(members, &ties).unwrap();
        prop_assume!(graph.tie_count() > 0);
        let search = Search { runs: 2, kicks: 3, seed, resolution: 1.0 };
        let found = communities(&graph, search).unwrap();
        for pair in found.trace.windows(2) {
            prop_assert!(pair[1] >= pair[0] - 1e-12);
        }
        prop_assert!((-0.5..=1.0).contains(&found.modularity));
        prop_assert!(found.modularity >= -1e-12, "worse than all in one");
        prop_assert_eq!(&found, &communities(&graph, search).unwrap());
    }

    #[test]
    fn more_seeds_never_spread_less((members, ties) in some_ties()) {
        let graph = Graph::directed(members, &ties).unwrap();
        prop_assume!(graph.tie_count() > 0);
        let ask = |seeds| Campaign { seeds, sets_max: 2_000, ..Campaign::default() };
        let one = influence(&graph, &ask(1)).unwrap();
        let two = influence(&graph, &ask(2)).unwrap();
        prop_assert_eq!(one.members[0], two.members[0]);
        prop_assert!(two.spread >= one.spread && two.spread <= f64::from(members) + 1e-9);
    }
}
