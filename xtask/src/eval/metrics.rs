//! Scores the figures of a community against the worked examples of the handbook.

use std::path::Path;
use std::time::Instant;

use analysis::forecast::compound;
use analysis::metrics::{Contribution, InfluenceParts, Weights, activity, influence};

use super::{Failure, Finding, Goal, Task};

/// The tasks of this part.
pub(crate) const TASKS: &[Task] = &[Task { name: "metrics", run: examples }];

/// The months of compound growth from 100 at 10 % and at 20 %, to the last digit shown.
const MONTHS: [(f64, [f64; 12]); 2] = [
    (
        0.1,
        [
            110.0, 121.0, 133.1, 146.41, 161.05, 177.16, 194.87, 214.36, 235.79, 259.37, 285.31,
            313.84,
        ],
    ),
    (
        0.2,
        [
            120.0, 144.0, 172.8, 207.36, 248.83, 298.6, 358.32, 429.98, 515.98, 619.17, 743.01,
            891.61,
        ],
    ),
];

fn examples(_data: &Path) -> Result<Vec<Finding>, Failure> {
    let started = Instant::now();
    let member = Contribution { published: 5.0, interactions: 3.0, valued: 4.0, regularity: 0.8 };
    let community =
        InfluenceParts { size: 1_000.0, members: 1_000.0, activity: 0.6, participation: 0.4 };
    let mut worst: f64 = 0.0;
    for (rate, expected) in MONTHS {
        for (value, shown) in compound(100.0, rate, 12)?.iter().zip(expected) {
            worst = worst.max(((value * 100.0).round() / 100.0 - shown).abs());
        }
    }
    let activity = activity(&member, &Weights::ACTIVITY)?;
    let influence = influence(&community, &Weights::INFLUENCE, 1_000.0)?.raw;
    let seconds = started.elapsed().as_secs_f64();
    let exactly = |shown: f64| Goal::Within(shown - 1e-9, shown + 1e-9);
    Ok(vec![
        Finding::new(
            "activity of a member, worked example",
            "3.88",
            exactly(3.88),
            activity,
            seconds,
        ),
        Finding::new(
            "influence of a community, worked example",
            "500.24",
            exactly(500.24),
            influence,
            seconds,
        ),
        Finding::new(
            "compound growth, 24 months as shown, greatest error",
            "313.84 and 891.61",
            Goal::AtMost(1e-9),
            worst,
            seconds,
        ),
    ])
}
