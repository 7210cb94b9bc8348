//! How long finding a passage takes.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use analysis::passages::{Passage, PassageIndex, SearchPlan};
use analysis::recommend::ItemSet;
use criterion::{Criterion, criterion_group, criterion_main};

const PASSAGES: u32 = 20_000;
/// Passages of one work.
const PIECES: u32 = 10;

/// Sixty tokens, the low numbers far more often than the high ones.
fn tokens(passage: u32) -> Vec<String> {
    (0..60_u32)
        .map(|nth| {
            let mixed = (passage * 61 + nth).wrapping_mul(2_654_435_761) >> 12;
            let part = mixed % 1_000;
            format!("w{}", part * part / 50 + passage / PIECES % 40 * (mixed % 3))
        })
        .collect()
}

fn passages(criterion: &mut Criterion) {
    let texts: Vec<Vec<String>> = (0..PASSAGES).map(tokens).collect();
    let pieces: Vec<Passage<'_>> = texts
        .iter()
        .zip(0_u32..)
        .map(|(tokens, number)| Passage { tokens, work: number / PIECES })
        .collect();
    let build = || PassageIndex::build(&pieces, SearchPlan::default()).unwrap();
    let mut group = criterion.benchmark_group("passages");
    group.sample_size(10);
    group.bench_function("index 20,000 passages", |bencher| bencher.iter(build));
    let index = build();
    let everything = index.everything();
    let half =
        ItemSet::of(20_000, (0..PASSAGES).filter(|passage| (passage / PIECES).is_multiple_of(2)));
    let question: Vec<String> = tokens(777).into_iter().step_by(4).collect();
    group.bench_function("one question, everything allowed", |bencher| {
        bencher.iter(|| index.search(&question, &everything, 20));
    });
    group.bench_function("one question, every other work allowed", |bencher| {
        bencher.iter(|| index.search(&question, &half, 20));
    });
    group.finish();
}

criterion_group!(benches, passages);
criterion_main!(benches);
