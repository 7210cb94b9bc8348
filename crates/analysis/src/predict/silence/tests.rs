//! What the predictions of silence hold to.

use std::collections::BTreeSet;
use std::ops::Range;

use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;

/// Twenty members write every day, twenty every tenth day, and twenty stop on day 30; nobody
/// writes from day 60 to day 70.
fn touches() -> Vec<Touch> {
    let mut touches = Vec::new();
    for day in 0..75_u32 {
        for member in 0..60_u32 {
            let writes = match member % 3 {
                0 => true,
                1 => day % 10 == member % 10,
                _ => day < 30,
            };
            if writes && !(60..70).contains(&day) {
                let to = (member * 7 + day) % 60;
                touches.push(Touch { from: member, to, day: f64::from(day) + 0.5 });
            }
        }
    }
    touches
}

#[test]
fn who_stopped_is_told_from_who_comes_seldom_and_from_who_comes_daily() {
    let silence = Silence::learn(&touches(), 75.0).unwrap();
    let told = silence.foretell(30.0).unwrap();
    assert_eq!(told.len(), 60);
    let mean = |kind: u32| {
        let of: Vec<f64> =
            told.iter().filter(|(m, _)| *m % 3 == kind).map(|(_, f)| f.chance).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    assert!(mean(0) < 0.2 && mean(2) > 0.6, "{} {}", mean(0), mean(2));
    assert!(mean(0) < mean(1) && mean(1) < mean(2));
    assert_eq!(told[&0].reasons.len(), Silence::FEATURES.len());
}

#[test]
fn what_happens_after_now_is_not_looked_at() {
    let known: Vec<Touch> = touches().into_iter().filter(|touch| touch.day < 55.0).collect();
    let of = |touches: &[Touch]| Silence::learn(touches, 55.0).unwrap().foretell(10.0).unwrap();
    assert_eq!(of(&touches()), of(&known));
}

#[test]
fn days_may_be_counted_from_any_beginning() {
    let of =
        |touches: &[Touch], now: f64| Silence::learn(touches, now).unwrap().foretell(10.0).unwrap();
    for (touches, now) in [(touches(), 75.0), (with_break(), NOW)] {
        let later = touches.iter().map(|touch| Touch { day: touch.day + 20_000.0, ..*touch });
        assert_eq!(of(&later.collect::<Vec<_>>(), now + 20_000.0), of(&touches, now));
    }
}

#[test]
fn a_large_past_is_sampled_and_foretells_the_same_each_time() {
    let many: Vec<Touch> = (0..12_u32)
        .flat_map(|copy| {
            touches().into_iter().map(move |touch| Touch {
                from: touch.from + 60 * copy,
                to: touch.to + 60 * copy,
                ..touch
            })
        })
        .collect();
    let habits = Habits::of(&many, 75.0);
    let count = |most: usize| Examples::of(&habits, 75.0, Time::Own, (most, 1)).rows.len();
    assert!(count(usize::MAX) > 30_000);
    assert!((9_000..11_000).contains(&count(10_000)));
    assert_eq!(count(10_000), count(10_000));
}

#[test]
fn a_young_community_is_refused() {
    let learn = |now| Silence::learn(&touches(), now).map(|_| ());
    assert_eq!(learn(9.0), Err(Refusal::TooLittle { need: 200, have: 0 }));
    assert_eq!(learn(f64::NAN), Err(Refusal::Value));
    assert_eq!(learn(1e15), Err(Refusal::Value));
    let silence = Silence::learn(&touches(), 75.0).unwrap();
    assert_eq!(silence.foretell(0.0).map(|_| ()), Err(Refusal::Value));
}

const MEMBERS: u32 = 100;
const NOW: f64 = 120.0;
const SPAN: f64 = 30.0;

/// Members who write on a share of the days, each on its own share, until they leave for good; on
/// the days of `pause` all of them are away.
fn community(pause: Range<u32>) -> Vec<Touch> {
    let mut random = StdRng::seed_from_u64(3);
    let rates: Vec<f64> = (0..MEMBERS).map(|_| random.random_range(0.05..0.5)).collect();
    let mut has_left = [false; MEMBERS as usize];
    let mut touches = Vec::new();
    for day in (0..150).filter(|day| !pause.contains(day)) {
        for ((member, rate), left) in (0..).zip(&rates).zip(&mut has_left) {
            *left |= random.random_bool(0.01);
            if random.random_bool(*rate) && !*left {
                let to = random.random_range(0..MEMBERS);
                touches.push(Touch { from: member, to, day: f64::from(day) + 0.5 });
            }
        }
    }
    touches
}

/// It ended two days ago, and there was none before.
fn with_break() -> Vec<Touch> {
    community(104..118)
}

fn without_break() -> Vec<Touch> {
    community(0..0)
}

/// What both regressions are asked about a member, in the order of [`Time::BOTH`].
fn rows(silence: &Silence, member: u32) -> [Vec<f64>; 2] {
    Time::BOTH.map(|time| {
        let view = silence.habits.until(silence.now, time);
        with_span(&view.features(member), view.clock().expected(SPAN))
    })
}

/// Each member's chances in the community's own time, by the calendar, and by both.
fn chances(silence: &Silence) -> BTreeMap<u32, [f64; 3]> {
    let [own, calendar] = &silence.models;
    let of = |(member, foresight): (u32, Foresight)| {
        let rows = rows(silence, member);
        let alone = [own.chance(&rows[0]).unwrap(), calendar.chance(&rows[1]).unwrap()];
        (member, [alone[0], alone[1], foresight.chance])
    };
    silence.foretell(SPAN).unwrap().into_iter().map(of).collect()
}

/// The log loss of each of these.
fn losses(touches: &[Touch]) -> [f64; 3] {
    let chances = chances(&Silence::learn(touches, NOW).unwrap());
    let coming = touches.iter().filter(|touch| touch.day >= NOW && touch.day < NOW + SPAN);
    let wrote: BTreeSet<u32> = coming.map(|touch| touch.from).collect();
    let silent: Vec<bool> = chances.keys().map(|member| !wrote.contains(member)).collect();
    [0, 1, 2].map(|at| {
        let told: Vec<f64> = chances.values().map(|chances| chances[at]).collect();
        log_loss(&silent, &told).unwrap()
    })
}

#[test]
fn after_a_break_the_communitys_own_time_helps_the_calendar() {
    let [own, calendar, both] = losses(&with_break());
    assert!(own < both && both < 0.7 * calendar, "{own} {calendar} {both}");
}

#[test]
fn without_a_break_nothing_is_lost_to_the_calendar() {
    let [own, calendar, both] = losses(&without_break());
    assert!(both < own && both < calendar + 0.001, "{own} {calendar} {both}");
}

#[test]
fn what_is_foretold_lies_between_both_times() {
    for touches in [with_break(), without_break()] {
        for [own, calendar, both] in chances(&Silence::learn(&touches, NOW).unwrap()).into_values()
        {
            assert!(own.min(calendar) < both && both < own.max(calendar));
        }
    }
}

#[test]
fn which_member_has_which_number_changes_nothing() {
    let number = |member: u32| member * 37 % MEMBERS;
    for touches in [with_break(), without_break()] {
        let renumbered: Vec<Touch> = touches
            .iter()
            .rev()
            .map(|touch| Touch { from: number(touch.from), to: number(touch.to), ..*touch })
            .collect();
        let of = |touches: &[Touch]| Silence::learn(touches, NOW).unwrap().foretell(SPAN).unwrap();
        let (told, again) = (of(&touches), of(&renumbered));
        assert_eq!(told.len(), again.len());
        for (member, foresight) in told {
            assert!((foresight.chance - again[&number(member)].chance).abs() < 1e-6);
        }
    }
}

#[test]
fn reasons_are_half_of_what_each_time_says() {
    let silence = Silence::learn(&with_break(), NOW).unwrap();
    let rows = rows(&silence, 1);
    let parts = silence.models.iter().zip(&rows).map(|(model, row)| model.contributions(row));
    let parts = parts.collect::<Computed<Vec<_>>>().unwrap().concat();
    let told = silence.foretell(SPAN).unwrap().remove(&1).unwrap();
    assert_eq!(told.reasons.len(), parts.len());
    for (feature, part) in told.reasons {
        assert_eq!(part, parts[feature] / 2.0);
    }
    let keys: BTreeSet<&str> = Silence::FEATURES.into();
    assert_eq!(keys.len(), parts.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_foretold_is_a_chance_or_refused(
        raw in prop::collection::vec((0_u32..40, 0_u32..40, 0.0_f64..60.0), 0..400),
        span in 0.1_f64..400.0,
    ) {
        let touches: Vec<Touch> =
            raw.into_iter().map(|(from, to, day)| Touch { from, to, day }).collect();
        if let Ok(silence) = Silence::learn(&touches, 60.0) {
            for foresight in silence.foretell(span).unwrap().values() {
                prop_assert!((0.0..=1.0).contains(&foresight.chance));
                prop_assert!(foresight.reasons.iter().all(|reason| reason.1.is_finite()));
            }
        }
    }
}
