//! The worked examples of the handbook, and laws that hold for every community.

use proptest::prelude::*;

use super::*;
use crate::Refusal;

/// A figure to two digits, as it is shown.
fn shown(value: f64) -> String {
    format!("{value:.2}")
}

fn deed(member: u32, day: i32, kind: DeedKind) -> Deed {
    Deed { member, day, kind }
}

#[test]
fn the_activity_of_the_worked_example_is_3_88() {
    let parts = Contribution { published: 5.0, interactions: 3.0, valued: 4.0, regularity: 0.8 };
    assert_eq!(shown(activity(&parts, &Weights::ACTIVITY).unwrap()), "3.88");
}

#[test]
fn the_influence_of_the_worked_example_is_500_24() {
    let parts =
        InfluenceParts { size: 1_000.0, members: 1_000.0, activity: 0.6, participation: 0.4 };
    let figure = influence(&parts, &Weights::INFLUENCE, 1_000.0).unwrap();
    assert_eq!(shown(figure.raw), "500.24");
    assert!((figure.scaled - (0.3 + 0.2 + 0.2 * 0.6 / 1.6 + 0.3 * 0.4)).abs() < 1e-12);
}

#[test]
fn in_the_scaled_influence_a_rate_counts_as_much_as_a_size() {
    let quiet = InfluenceParts { size: 1e6, members: 1e6, activity: 0.1, participation: 0.01 };
    let lively = InfluenceParts { activity: 3.0, participation: 0.6, ..quiet };
    let figure = |parts| influence(parts, &Weights::INFLUENCE, 1e6).unwrap();
    let (quiet, lively) = (figure(&quiet), figure(&lively));
    assert!(lively.raw / quiet.raw < 1.000_01, "raw sizes drown the rates");
    assert!(lively.scaled > 1.5 * quiet.scaled);
}

#[test]
fn weights_of_the_operator_take_the_place_of_the_defaults() {
    let parts = Contribution { published: 5.0, interactions: 3.0, valued: 4.0, regularity: 0.8 };
    let weights = Weights([0.25; 4]);
    assert_eq!(shown(activity(&parts, &weights).unwrap()), "3.20");
    assert_eq!(activity(&parts, &Weights([-1.0, 0.0, 0.0, 0.0])), Err(Refusal::Value));
}

#[test]
fn contributions_count_what_each_member_did() {
    use DeedKind::{Comment, Publish, Read};
    let deeds = [
        deed(0, 1, Publish),
        deed(0, 1, Comment),
        deed(0, 3, Read),
        deed(1, 9, Comment),
        deed(1, 10, Comment),
    ];
    let parts = contributions(&deeds, Window { from: 0, to: 10 }, 2, &[2, 0]).unwrap();
    let first = Contribution { published: 1.0, interactions: 1.0, valued: 2.0, regularity: 0.2 };
    let second = Contribution { published: 0.0, interactions: 1.0, valued: 0.0, regularity: 0.1 };
    assert_eq!(parts, [first, second]);
}

#[test]
fn an_empty_window_is_no_data_and_never_a_number() {
    let window = Window { from: 5, to: 5 };
    assert_eq!(activity_rate(&[], window, 3), Err(Refusal::NoData));
    assert_eq!(activity_rate(&[], Window { from: 0, to: 5 }, 0), Err(Refusal::NoData));
    assert_eq!(spread_rate(&[], window, 0), Err(Refusal::NoData));
    assert_eq!(satisfaction(0, 0), Err(Refusal::NoData));
    assert_eq!(stickiness(&[], 5, 3), Err(Refusal::NoData));
    assert_eq!(monthly_revenue(&[]), Err(Refusal::NoData));
    assert_eq!(business(&[], 0, 0, 1.0), Err(Refusal::NoData));
    assert_eq!(rfm(&[]), Err(Refusal::NoData));
    assert_eq!(funnel(&[]), Err(Refusal::NoData));
    assert_eq!(retention(&[], &[], Span::Day, 5), Err(Refusal::NoData));
    assert_eq!(classify(&[], &[], &ClassRules::default(), 5), Err(Refusal::NoData));
}

#[test]
fn a_page_view_is_no_interaction_but_a_check_in_is() {
    let deeds = [
        deed(0, 1, DeedKind::Read),
        deed(0, 1, DeedKind::Publish),
        deed(1, 1, DeedKind::CheckIn),
        deed(1, 2, DeedKind::Vote),
    ];
    let figure = activity_rate(&deeds, Window { from: 0, to: 7 }, 4).unwrap();
    assert_eq!(shown(figure.value), "0.50");
    assert!(figure.is_small_sample);
}

#[test]
fn spread_is_shares_by_item_with_an_interval() {
    let deeds: Vec<Deed> = (0..20).map(|day| deed(0, day, DeedKind::Share)).collect();
    let figure = spread_rate(&deeds, Window { from: 0, to: 10 }, 5).unwrap();
    assert_eq!(shown(figure.value), "2.00");
    // Garwood's exact interval of ten events is 4.80 to 18.39.
    let (low, high) = figure.interval.unwrap();
    assert!((low * 5.0 - 4.80).abs() < 0.03 && (high * 5.0 - 18.39).abs() < 0.03);
}

#[test]
fn the_interval_of_a_share_is_that_of_wilson() {
    let figure = share_of(8, 10).unwrap();
    let (low, high) = figure.interval.unwrap();
    assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("0.4902".into(), "0.9433".into()));
    assert_eq!(share_of(0, 5).unwrap().interval.unwrap().0, 0.0);
    assert_eq!(share_of(5, 5).unwrap().interval.unwrap().1, 1.0);
    assert!(!share_of(10, 30).unwrap().is_small_sample);
}

#[test]
fn stickiness_is_daily_over_monthly() {
    let mut deeds = vec![deed(0, 30, DeedKind::Read)];
    deeds.extend((0..4).map(|member| deed(member, 10, DeedKind::Comment)));
    deeds.push(deed(2, 25, DeedKind::Comment));
    deeds.push(deed(5, 0, DeedKind::Comment));
    let figure = stickiness(&deeds, 30, 6).unwrap();
    assert_eq!((figure.daily, figure.weekly, figure.monthly), (1, 2, 4));
    assert_eq!(shown(figure.ratio.value), "0.25");
}

#[test]
fn a_cohort_is_measured_over_whole_periods_only() {
    let joined = [
        Joining { day: 4, group: 0 },
        Joining { day: 5, group: 0 },
        Joining { day: 6, group: 1 },
        Joining { day: 12, group: 0 },
    ];
    let deeds = [
        deed(0, 5, DeedKind::Read),
        deed(1, 12, DeedKind::Read),
        deed(0, 13, DeedKind::Read),
        deed(2, 19, DeedKind::Read),
        deed(3, 2, DeedKind::Read),
    ];
    // Day 4 is a Monday (1970-01-05); day 20 lies in the third week, which is not over.
    let cohorts = retention(&joined, &deeds, Span::Week, 20).unwrap();
    let percent: Vec<Vec<String>> = cohorts
        .iter()
        .map(|cohort| cohort.active.iter().map(|figure| shown(figure.value)).collect())
        .collect();
    assert_eq!(cohorts.iter().map(|cohort| cohort.size).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!(percent, [vec!["50.00", "100.00"], vec!["0.00"], vec!["0.00", "0.00"]]);
}

#[test]
fn months_follow_the_calendar() {
    let month = |day| Span::Month.of(day);
    assert_eq!((month(0), month(30), month(31), month(-1)), (0, 0, 1, -1));
    // 2024-02-29 is day 19,782 and 2024-03-01 the day after.
    assert_eq!((month(19_782), month(19_783)), (54 * 12 + 1, 54 * 12 + 2));
}

#[test]
fn a_step_that_was_taken_too_early_does_not_count() {
    let seen = [Some(1), Some(1), Some(1), None];
    let joined = [Some(2), Some(3), None, Some(1)];
    let paid = [Some(4), Some(2), Some(5), Some(3)];
    let steps = funnel(&[&seen, &joined, &paid]).unwrap();
    assert_eq!(steps.iter().map(|step| step.reached).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(shown(steps[1].of_previous.unwrap().value), "66.67");
    assert_eq!(shown(steps[2].of_first.unwrap().value), "33.33");
}

#[test]
fn conversion_is_each_step_over_the_one_before() {
    let steps = conversion(&[1_000, 200, 50, 0, 0]).unwrap();
    let percent: Vec<String> = steps.iter().flatten().map(|step| shown(step.value)).collect();
    assert_eq!(percent, ["20.00", "25.00", "0.00"]);
    assert_eq!(steps[3], Err(Refusal::NoData));
    assert_eq!(conversion(&[10, 20]), Err(Refusal::Value));
}

#[test]
fn members_are_classed_newcomer_first_then_lapsed_then_by_activity() {
    let standing = |joined_on, has_lapsed, valued| Standing { joined_on, has_lapsed, valued };
    let members = [
        standing(90, true, 0),  // joined ten days ago
        standing(0, true, 9),   // lapsed, though active
        standing(0, false, 9),  // active and valued most
        standing(0, false, 2),  // active
        standing(0, false, 99), // quiet: on three days only
        standing(0, false, 0),  // silent
        standing(86, false, 0), // joined fourteen days ago: no newcomer any more
    ];
    let mut deeds = Vec::new();
    for day in [97, 98, 99, 100] {
        deeds.extend([1, 2, 3].map(|member| deed(member, day, DeedKind::Read)));
    }
    deeds.extend([98, 99, 100].map(|day| deed(4, day, DeedKind::Read)));
    deeds.push(deed(5, 72, DeedKind::Read));
    let classes = classify(&members, &deeds, &ClassRules::default(), 100).unwrap();
    use MemberClass::{Active, Contributor, Lapsed, Newcomer, Quiet, Silent};
    assert_eq!(classes, [Newcomer, Lapsed, Contributor, Active, Quiet, Silent, Silent]);
}

#[test]
fn who_ties_with_the_last_contributor_is_one() {
    let members = vec![Standing { joined_on: 0, has_lapsed: false, valued: 3 }; 12];
    let deeds: Vec<Deed> = (0..12)
        .flat_map(|member| (97..101).map(move |day| deed(member, day, DeedKind::Vote)))
        .collect();
    let classes = classify(&members, &deeds, &ClassRules::default(), 100).unwrap();
    assert!(classes.iter().all(|class| *class == MemberClass::Contributor));
}

#[test]
fn buyers_are_scored_by_quintile() {
    let purchases: Vec<Purchase> = (0..10)
        .map(|at| Purchase { member: at, day: at as i32, amount_minor: 100 * (10 - i64::from(at)) })
        .collect();
    let scores = rfm(&purchases).unwrap();
    let recency: Vec<u8> = scores.iter().map(|one| one.recency).collect();
    let money: Vec<u8> = scores.iter().map(|one| one.money).collect();
    assert_eq!(recency, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    assert_eq!(money, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
    assert!(scores.iter().all(|one| one.frequency == 3), "all bought once");
}

#[test]
fn recurring_revenue_is_the_monthly_value_of_what_runs() {
    let running = [
        Running { amount_minor: 12_000, term: Term::Months(12) },
        Running { amount_minor: 4_900, term: Term::Months(1) },
        Running { amount_minor: 14_610, term: Term::Days(365) },
    ];
    let figure = monthly_revenue(&running).unwrap();
    assert_eq!(shown(figure.value), shown(1_000.0 + 4_900.0 + 14_610.0 * 30.4375 / 365.0));
    let endless = [Running { amount_minor: 1, term: Term::Months(0) }];
    assert_eq!(monthly_revenue(&endless), Err(Refusal::Value));
}

#[test]
fn lifetime_value_is_revenue_times_margin_over_churn() {
    let paid = vec![5_000; 40];
    let figures = business(&paid, 50, 5, 0.8).unwrap();
    assert_eq!(shown(figures.per_member_minor.unwrap().value), "5000.00");
    assert_eq!(shown(figures.churn.unwrap().value), "10.00");
    let lifetime = figures.lifetime_minor.unwrap();
    assert_eq!(shown(lifetime.value), "40000.00");
    let (low, high) = lifetime.interval.unwrap();
    assert!(low < 40_000.0 && 40_000.0 < high);
    assert_eq!(business(&paid, 50, 0, 0.8).unwrap().lifetime_minor, None);
}

fn kinds() -> impl Strategy<Value = DeedKind> {
    use DeedKind::*;
    prop::sample::select(vec![
        Read, Publish, Comment, Answer, Reaction, Share, Vote, CheckIn, Attempt, Message,
    ])
}

fn some_deeds() -> impl Strategy<Value = Vec<Deed>> {
    let one = (0_u32..12, 0_i32..60, kinds()).prop_map(|(m, day, kind)| deed(m, day, kind));
    prop::collection::vec(one, 0..200)
}

proptest! {
    #[test]
    fn the_order_of_deeds_and_the_names_of_members_change_nothing(
        mut deeds in some_deeds(),
    ) {
        let window = Window { from: 10, to: 45 };
        let rate = activity_rate(&deeds, window, 12);
        let stuck = stickiness(&deeds, 50, 12);
        let spread = spread_rate(&deeds, window, 4);
        let parts = contributions(&deeds, window, 12, &[1; 12]).unwrap();
        deeds.reverse();
        for deed in &mut deeds {
            deed.member = 11 - deed.member;
        }
        prop_assert_eq!(rate, activity_rate(&deeds, window, 12));
        prop_assert_eq!(stuck, stickiness(&deeds, 50, 12));
        prop_assert_eq!(spread, spread_rate(&deeds, window, 4));
        let mut renamed = contributions(&deeds, window, 12, &[1; 12]).unwrap();
        renamed.reverse();
        prop_assert_eq!(parts, renamed);
    }

    #[test]
    fn shares_lie_inside_their_intervals(part in 0_u64..500, more in 0_u64..500) {
        prop_assume!(part + more > 0);
        let figure = share_of(part, part + more).unwrap();
        let (low, high) = figure.interval.unwrap();
        prop_assert!(0.0 <= low && low <= figure.value);
        prop_assert!(figure.value <= high && high <= 1.0);
    }

    #[test]
    fn nobody_appears_or_vanishes_in_a_funnel(
        steps in prop::collection::vec(prop::collection::vec(prop::option::of(0_i64..9), 30), 1..6),
    ) {
        let slices: Vec<&[Option<i64>]> = steps.iter().map(Vec::as_slice).collect();
        let result = funnel(&slices).unwrap();
        let lost: u64 = result.iter().map(|step| step.lost).sum();
        let through = result.last().unwrap().reached;
        prop_assert_eq!(lost + through, 30);
        prop_assert!(result.windows(2).all(|pair| pair[1].reached <= pair[0].reached));
    }

    #[test]
    fn retention_is_a_share_of_the_cohort_and_cohorts_hold_everybody(
        deeds in some_deeds(),
        days in prop::collection::vec((0_i32..60, 0_u32..3), 12),
    ) {
        let joined: Vec<Joining> =
            days.iter().map(|(day, group)| Joining { day: *day, group: *group }).collect();
        for span in [Span::Day, Span::Week, Span::Month] {
            let cohorts = retention(&joined, &deeds, span, 61).unwrap();
            prop_assert_eq!(cohorts.iter().map(|cohort| cohort.size).sum::<u64>(), 12);
            for figure in cohorts.iter().flat_map(|cohort| &cohort.active) {
                prop_assert!((0.0..=100.0).contains(&figure.value));
            }
        }
    }

    #[test]
    fn every_member_has_a_class_that_its_name_does_not_decide(
        deeds in some_deeds(),
        facts in prop::collection::vec((0_i32..60, any::<bool>(), 0_u32..5), 12),
    ) {
        let members: Vec<Standing> = facts
            .iter()
            .map(|(joined_on, has_lapsed, valued)| Standing {
                joined_on: *joined_on,
                has_lapsed: *has_lapsed,
                valued: *valued,
            })
            .collect();
        let rules = ClassRules::default();
        let classes = classify(&members, &deeds, &rules, 59).unwrap();
        prop_assert_eq!(classes.len(), members.len());
        let mirrored: Vec<Standing> = members.iter().rev().copied().collect();
        let renamed: Vec<Deed> =
            deeds.iter().map(|deed| Deed { member: 11 - deed.member, ..*deed }).collect();
        let mut again = classify(&mirrored, &renamed, &rules, 59).unwrap();
        again.reverse();
        prop_assert_eq!(classes, again);
    }

    #[test]
    fn scores_of_buyers_are_one_to_five_and_never_fall_with_the_value(
        orders in prop::collection::vec((0_u32..20, 0_i32..90, 1_i64..9_999), 1..80),
    ) {
        let purchases: Vec<Purchase> = orders
            .iter()
            .map(|(member, day, amount)| Purchase {
                member: *member,
                day: *day,
                amount_minor: *amount,
            })
            .collect();
        let last = |member| {
            purchases.iter().filter(|p| p.member == member).map(|p| p.day).max().unwrap()
        };
        let scores = rfm(&purchases).unwrap();
        for left in &scores {
            prop_assert!((1..=5).contains(&left.recency) && (1..=5).contains(&left.money));
            for right in &scores {
                if last(left.member) < last(right.member) {
                    prop_assert!(left.recency <= right.recency);
                }
            }
        }
    }
}
