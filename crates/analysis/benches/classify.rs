//! How long learning to tell texts apart takes, and judging one.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use analysis::classify::{TextClassifier, hashed};
use criterion::{Criterion, criterion_group, criterion_main};

const TEXTS: u32 = 2_000;

/// Thirty characters, of which a third tell the one of four topics that it is about.
fn text(number: u32) -> String {
    let character = |nth: u32| {
        let mixed = (number * 31 + nth).wrapping_mul(2_654_435_761) >> 12;
        let telling = if nth.is_multiple_of(3) { 600 + number % 4 * 60 } else { 0 };
        char::from_u32(0x4E00 + telling + mixed % if telling > 0 { 60 } else { 600 })
    };
    (0..30).filter_map(character).collect()
}

fn classify(criterion: &mut Criterion) {
    let documents: Vec<Vec<u32>> = (0..TEXTS).map(|number| hashed(&text(number))).collect();
    let labels: Vec<u32> = (0..TEXTS).map(|number| number % 4).collect();
    let train = || TextClassifier::train(&documents, &labels, 1).unwrap();
    let mut group = criterion.benchmark_group("classify");
    group.sample_size(10);
    group.bench_function("train 2,000 texts of four topics", |bencher| bencher.iter(train));
    let classifier = train();
    let unseen = text(TEXTS + 1);
    group.bench_function("one text", |bencher| {
        bencher.iter(|| classifier.judge(&hashed(&unseen)));
    });
    group.bench_function("why one text was judged so", |bencher| {
        bencher.iter(|| classifier.reasons(&unseen, 1, 5));
    });
    group.finish();
}

criterion_group!(benches, classify);
criterion_main!(benches);
