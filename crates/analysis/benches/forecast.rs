//! How long a forecast takes: two years of days, three years of months, a growing total.

use analysis::forecast::{Ask, Pool, forecast};
use criterion::{Criterion, criterion_group, criterion_main};

fn rhythm(length: u32, period: f64) -> Vec<f64> {
    (0..length)
        .map(|at| {
            let at = f64::from(at);
            100.0 + 0.3 * at + 20.0 * (at * std::f64::consts::TAU / period).sin()
        })
        .collect()
}

fn forecasts(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("forecast");
    group.sample_size(10);
    let days = rhythm(730, 7.0);
    let ask = Ask { pool: Pool::Series, period: 7, horizon: 28 };
    group.bench_function("two_years_of_days", |b| b.iter(|| forecast(&days, ask)));
    let months = rhythm(36, 12.0);
    let ask = Ask { pool: Pool::Series, period: 12, horizon: 12 };
    group.bench_function("three_years_of_months", |b| b.iter(|| forecast(&months, ask)));
    let total: Vec<f64> = (1..=100).map(|at| 1e4 * (1.0 - (-f64::from(at) / 60.0).exp())).collect();
    let ask = Ask { pool: Pool::Growth, period: 1, horizon: 30 };
    group.bench_function("a_growing_total", |b| b.iter(|| forecast(&total, ask)));
    group.finish();
}

criterion_group!(benches, forecasts);
criterion_main!(benches);
