//! How long the recommender takes to learn and to answer.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use analysis::recommend::{Interactions, ItemSet, Recipe, Recommender, Request, Scratch};
use criterion::{Criterion, criterion_group, criterion_main};

const MEMBERS: u32 = 5_000;
const ITEMS: u32 = 5_000;

/// Members of fifty tastes with thirty items each.
fn pairs() -> Vec<(u32, u32)> {
    (0..MEMBERS)
        .flat_map(|member| {
            (0..30_u32).map(move |nth| {
                let mixed = (member * 31 + nth).wrapping_mul(2_654_435_761) >> 7;
                (member, (member % 50 * 100 + mixed % 130) % ITEMS)
            })
        })
        .collect()
}

fn recommend(criterion: &mut Criterion) {
    let pairs = pairs();
    let train = || {
        let chosen = Interactions::new(5_000, 5_000, &pairs).unwrap();
        Recommender::train(chosen, &[], Recipe::default()).unwrap()
    };
    let mut group = criterion.benchmark_group("recommend");
    group.sample_size(10);
    group.bench_function("train 150,000 interactions", |bencher| bencher.iter(train));
    let mut recommender = train();
    let allowed = ItemSet::all(5_000);
    let mut scratch = Scratch::new(&recommender);
    let mut member = 0;
    group.bench_function("one member's list", |bencher| {
        bencher.iter(|| {
            member = (member + 1) % MEMBERS;
            recommender.recommend(&Request::of(member, &allowed, 20), &mut scratch).unwrap()
        });
    });
    group.bench_function("one more interaction", |bencher| {
        bencher.iter(|| {
            member = (member + 7) % MEMBERS;
            recommender.observe(member, member.wrapping_mul(31) % ITEMS).unwrap()
        });
    });
    group.finish();
}

criterion_group!(benches, recommend);
criterion_main!(benches);
