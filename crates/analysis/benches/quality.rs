//! How long judging the quality of a text takes.

use analysis::quality::{Archive, Writing, content_quality};
use criterion::{Criterion, criterion_group, criterion_main};

/// Ten sentences of twenty words, the low numbers far more often than the high ones.
fn text(number: u32) -> Vec<Vec<String>> {
    let word = |nth: u32| {
        let mixed = (number * 211 + nth).wrapping_mul(2_654_435_761) >> 12;
        let part = mixed % 1_000;
        format!("w{}", part * part / 50 + number % 40 * (mixed % 3))
    };
    (0..10).map(|sentence| (0..20).map(|nth| word(sentence * 20 + nth)).collect()).collect()
}

fn quality(criterion: &mut Criterion) {
    let texts: Vec<Vec<Vec<String>>> = (0..2_000).map(text).collect();
    let fill = || {
        let mut archive = Archive::default();
        texts.iter().for_each(|text| archive.add(text));
        archive
    };
    let mut group = criterion.benchmark_group("quality");
    group.sample_size(10);
    group.bench_function("an archive of 2,000 texts", |bencher| bencher.iter(fill));
    let archive = fill();
    let unseen = text(7_777);
    group.bench_function("one text beside 2,000", |bencher| {
        let writing = Writing { sentences: &unseen, is_finished: true, structure: None };
        bencher.iter(|| content_quality(&writing, &archive));
    });
    group.finish();
}

criterion_group!(benches, quality);
criterion_main!(benches);
