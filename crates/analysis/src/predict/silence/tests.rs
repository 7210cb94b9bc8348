//! What the predictions of silence hold to.

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
    let moved: Vec<Touch> =
        touches().into_iter().map(|touch| Touch { day: touch.day + 20_000.0, ..touch }).collect();
    let of =
        |touches: &[Touch], now: f64| Silence::learn(touches, now).unwrap().foretell(10.0).unwrap();
    assert_eq!(of(&moved, 20_075.0), of(&touches(), 75.0));
    let later = broken_off().into_iter().map(|touch| Touch { day: touch.day + 20_000.0, ..touch });
    let later: Vec<Touch> = later.collect();
    assert_eq!(Silence::learn(&later, 20_120.0).unwrap().trust(), 1.0);
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

/// Members who write on a share of the days, each on its own share and all on so much less of it as
/// the season has, until they leave for good.
fn community(season: fn(u32) -> f64) -> Vec<Touch> {
    let mut random = StdRng::seed_from_u64(3);
    let rates: Vec<f64> = (0..MEMBERS).map(|_| random.random_range(0.05..0.5)).collect();
    let mut has_left = [false; MEMBERS as usize];
    let mut touches = Vec::new();
    for day in 0..120 {
        let season = season(day);
        for ((member, rate), left) in (0..).zip(&rates).zip(&mut has_left) {
            *left |= random.random_bool(0.01 * season);
            if random.random_bool(rate * season) && !*left {
                let to = random.random_range(0..MEMBERS);
                touches.push(Touch { from: member, to, day: f64::from(day) + 0.5 });
            }
        }
    }
    touches
}

#[test]
fn own_time_is_trusted_where_seasons_change_and_no_more_than_the_calendar_where_days_are_alike() {
    let trust = |season| Silence::learn(&community(season), 120.0).unwrap().trust();
    let seasons = trust(|day| if day % 80 < 40 { 1.0 } else { 0.15 });
    let alike = trust(|_| 1.0);
    assert!(seasons > 0.5 && alike <= 0.5, "{seasons} {alike}");
}

/// The share that the origins choose, and which of both times is strange now: the own, the calendar.
fn choices(touches: &[Touch], now: f64) -> (f64, [bool; 2]) {
    let habits = Habits::of(touches, now);
    let both = Time::BOTH.map(|time| Examples::of(&habits, now, time, (MOST, SEED)));
    let origins = both[0].origins(&ORIGINS);
    let [own, calendar] = both.each_ref().map(|of| choice::ridge(of, &origins).unwrap().1);
    (choice::trust(&own, &calendar), both.map(|of| of.is_strange()))
}

/// Nobody writes in the last two weeks, which never happened before.
fn broken_off() -> Vec<Touch> {
    community(|day| if day < 106 { 1.0 } else { 0.0 })
}

#[test]
fn right_after_a_break_a_communitys_own_time_is_trusted_alone() {
    let (by_origins, strange) = choices(&broken_off(), 120.0);
    assert!(by_origins < 1.0);
    assert_eq!(strange, [false, true]);
    assert_eq!(Silence::learn(&broken_off(), 120.0).unwrap().trust(), 1.0);
}

#[test]
fn without_a_break_the_origins_decide() {
    let alike = community(|_| 1.0);
    let (by_origins, strange) = choices(&alike, 120.0);
    assert_eq!(strange, [false, false]);
    assert_eq!(Silence::learn(&alike, 120.0).unwrap().trust(), by_origins);
}

#[test]
fn which_member_has_which_number_changes_nothing() {
    let number = |member: u32| member * 37 % MEMBERS;
    for touches in [broken_off(), community(|_| 1.0)] {
        let renumbered: Vec<Touch> = touches
            .iter()
            .rev()
            .map(|touch| Touch { from: number(touch.from), to: number(touch.to), ..*touch })
            .collect();
        let of = |touches: &[Touch]| Silence::learn(touches, 120.0).unwrap();
        let (silence, other) = (of(&touches), of(&renumbered));
        assert_eq!(silence.trust(), other.trust());
        let (told, again) = (silence.foretell(30.0).unwrap(), other.foretell(30.0).unwrap());
        assert_eq!(told.len(), again.len());
        for (member, foresight) in told {
            assert!((foresight.chance - again[&number(member)].chance).abs() < 1e-6);
        }
    }
}

#[test]
fn reasons_are_those_of_both_times_each_as_far_as_it_is_trusted() {
    let mut silence = Silence::learn(&touches(), 75.0).unwrap();
    let told = |silence: &Silence| silence.foretell(30.0).unwrap().remove(&1).unwrap();
    for (trust, quiet) in [(1.0, "own_"), (0.0, "calendar_")] {
        silence.trust = trust;
        let parts = told(&silence).reasons.into_iter().filter(|(_, part)| *part != 0.0);
        let keys: Vec<&str> = parts.map(|(at, _)| Silence::FEATURES[at]).collect();
        assert!(!keys.is_empty() && keys.iter().all(|key| key.starts_with(quiet)));
    }
    let keys: std::collections::BTreeSet<&str> = Silence::FEATURES.into();
    assert_eq!(keys.len(), 48);
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
            prop_assert!((0.0..=1.0).contains(&silence.trust()));
            for foresight in silence.foretell(span).unwrap().values() {
                prop_assert!((0.0..=1.0).contains(&foresight.chance));
                prop_assert!(foresight.reasons.iter().all(|reason| reason.1.is_finite()));
            }
        }
    }
}
