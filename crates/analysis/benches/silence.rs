//! How long foretelling silence takes.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use analysis::predict::{Silence, Touch};
use criterion::{Criterion, criterion_group, criterion_main};

const MEMBERS: u32 = 500;
const DAYS: u32 = 180;

/// Members who each come on their own share of the days, a third of them no more after a while.
fn touches() -> Vec<Touch> {
    let mut touches = Vec::new();
    for day in 0..DAYS {
        for member in 0..MEMBERS {
            let mixed = (day * MEMBERS + member).wrapping_mul(2_654_435_761) >> 12;
            let has_left = member % 3 == 0 && day > 20 + member % 120;
            if mixed % 100 < 2 + member % 20 && !has_left {
                let day = f64::from(day) + 0.5;
                touches.push(Touch { from: member, to: mixed / 100 % MEMBERS, day });
            }
        }
    }
    touches
}

fn silence(criterion: &mut Criterion) {
    let touches = touches();
    let learn = || Silence::learn(&touches, f64::from(DAYS)).unwrap();
    let mut group = criterion.benchmark_group("silence");
    group.sample_size(10);
    group.bench_function("learn from 500 members of 180 days", |bencher| bencher.iter(learn));
    let silence = learn();
    group.bench_function("foretell 500 members", |bencher| {
        bencher.iter(|| silence.foretell(30.0).unwrap());
    });
    group.finish();
}

criterion_group!(benches, silence);
criterion_main!(benches);
