//! How long networks take: a community of 4,000 members with 80,000 ties.
#![expect(clippy::unwrap_used, reason = "a benchmark, not an interface")]

use analysis::network::{
    Campaign, Graph, Search, Tie, betweenness_sampled, communities, coreness, influence, pagerank,
};
use criterion::{Criterion, criterion_group, criterion_main};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

const MEMBERS: u32 = 4_000;
const TIES: usize = 80_000;
/// Members of one planted group.
const GROUP: u32 = 100;

/// Ties of which three in four stay within a group.
fn community() -> Graph {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(11);
    let ties: Vec<Tie> = (0..TIES)
        .map(|_| {
            let from = random.random_range(0..MEMBERS);
            let first = from / GROUP * GROUP;
            let to = if random.random::<f64>() < 0.75 {
                random.random_range(first..first + GROUP)
            } else {
                random.random_range(0..MEMBERS)
            };
            Tie { from, to, weight: 1.0 }
        })
        .collect();
    Graph::undirected(MEMBERS, &ties).unwrap()
}

fn networks(bench: &mut Criterion) {
    let graph = community();
    let mut group = bench.benchmark_group("network");
    group.sample_size(10);
    group.bench_function("pagerank", |b| b.iter(|| pagerank(&graph, 0.85)));
    group.bench_function("coreness", |b| b.iter(|| coreness(&graph)));
    group.bench_function("betweenness_sampled_256", |b| {
        b.iter(|| betweenness_sampled(&graph, 256, 1));
    });
    group.bench_function("communities", |b| b.iter(|| communities(&graph, Search::default())));
    let campaign = Campaign { sets_max: 50_000, ..Campaign::default() };
    group.bench_function("influence_50k_sets", |b| b.iter(|| influence(&graph, &campaign)));
    group.finish();
}

criterion_group!(benches, networks);
criterion_main!(benches);
