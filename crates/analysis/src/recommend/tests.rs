//! The recommender as a whole, on small communities made up for the purpose.
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::Refusal;

const ITEMS: u32 = 40;

/// Members of four groups choose ten items of the own group's and one stray each; groups have tags.
fn pairs(members: u32, seed: u64) -> Vec<(u32, u32)> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut pairs = Vec::new();
    for member in 0..members {
        for _ in 0..6 {
            pairs.push((member, member % 4 * 10 + random.random_range(0..9)));
        }
        pairs.push((member, random.random_range(0..ITEMS / 10) * 10 + 3));
    }
    pairs
}

fn tags() -> Field {
    let tags: Vec<(u32, u32)> =
        (0..ITEMS).flat_map(|item| [(item, item / 10), (item, 4 + item % 7)]).collect();
    Field::new(40, 11, &tags).unwrap()
}

fn recommender(pairs: &[(u32, u32)], members: usize) -> Recommender {
    let chosen = Interactions::new(members, 40, pairs).unwrap();
    Recommender::train(chosen, &[tags()], Recipe::default()).unwrap()
}

fn shown(recommender: &Recommender, request: &Request<'_>) -> Vec<u32> {
    let mut scratch = Scratch::new(recommender);
    recommender.recommend(request, &mut scratch).unwrap().iter().map(|pick| pick.item).collect()
}

#[test]
fn a_member_is_shown_the_own_groups_items_with_a_reason() {
    let recommender = recommender(&pairs(80, 1), 80);
    let allowed = ItemSet::all(40);
    let mut scratch = Scratch::new(&recommender);
    let picks = recommender.recommend(&Request::of(0, &allowed, 3), &mut scratch).unwrap();
    assert!(picks.iter().all(|pick| pick.item / 10 == 0), "{picks:?}");
    let history = recommender.chosen().history(0).into_owned();
    for pick in picks {
        if let Reason::Because { item } | Reason::Alike { item, .. } = pick.reason {
            assert!(history.contains(&item));
        }
    }
}

#[test]
fn an_item_nobody_chose_is_found_by_what_it_is_about() {
    let recommender = recommender(&pairs(80, 2), 80);
    let fresh = ItemSet::of(40, [9, 19, 29, 39]);
    assert_eq!(shown(&recommender, &Request::of(2, &fresh, 1)), [29]);
}

#[test]
fn somebody_never_seen_is_served_after_the_first_read() {
    let recommender = recommender(&pairs(80, 3), 80);
    let allowed = ItemSet::all(40);
    let first = shown(&recommender, &Request::of_history(&[12], &allowed, 3));
    assert!(first.iter().all(|item| item / 10 == 1), "{first:?}");
    assert_eq!(shown(&recommender, &Request::of_history(&[], &allowed, 5)).len(), 5);
}

#[test]
fn one_more_interaction_is_felt_without_training() {
    let mut recommender = recommender(&pairs(80, 4), 80);
    let allowed = ItemSet::all(40);
    assert_eq!(recommender.observe(80, 31), Ok(true));
    assert_eq!(recommender.observe(80, 31), Ok(false));
    assert_eq!(recommender.observe(80, 40), Err(Refusal::Shape));
    let picks = shown(&recommender, &Request::of(80, &allowed, 3));
    assert!(!picks.contains(&31));
    assert!(picks.iter().all(|item| item / 10 == 3), "{picks:?}");
}

#[test]
fn an_item_made_after_training_is_recommended_to_those_it_is_for() {
    let mut recommender = recommender(&pairs(80, 15), 80);
    let fields = [tags()];
    assert_eq!(recommender.add_item(&fields, &[]), Err(Refusal::Shape));
    let item = recommender.add_item(&fields, &[vec![2, 9, 500]]).unwrap();
    assert_eq!(item, 40);
    let members = |recommender: &Recommender| -> Vec<bool> {
        let allowed = ItemSet::of(41, [item, 9, 19, 39]);
        (0..40)
            .map(|member| shown(recommender, &Request::of(member, &allowed, 1)) == [item])
            .collect()
    };
    for (member, is_first) in members(&recommender).into_iter().enumerate() {
        assert_eq!(is_first, member % 4 == 2, "{member}");
    }
    for member in [2, 6, 10] {
        assert_eq!(recommender.observe(member, item), Ok(true));
    }
    let history = recommender.chosen().history(2).into_owned();
    assert!(history.iter().any(|&other| recommender.likeness(item, other) > 0.0));
    let others = shown(&recommender, &Request::of_history(&[item], &ItemSet::all(41), 3));
    assert!(others.iter().all(|other| other / 10 == 2), "{others:?}");
}

#[test]
fn what_is_chosen_often_after_training_becomes_popular() {
    let mut recommender = recommender(&pairs(80, 16), 80);
    for member in 100..180 {
        recommender.observe(member, 9).unwrap();
    }
    assert_eq!(shown(&recommender, &Request::of_history(&[], &ItemSet::all(40), 1)), [9]);
}

#[test]
fn observing_brings_two_items_nearer() {
    let mut recommender = recommender(&pairs(80, 5), 80);
    let before = recommender.likeness(0, 30);
    for member in 100..120 {
        recommender.observe(member, 0).unwrap();
        recommender.observe(member, 30).unwrap();
    }
    assert!(recommender.likeness(0, 30) > before);
}

#[test]
fn diversity_spreads_the_list_over_groups() {
    let recommender = recommender(&pairs(80, 6), 80);
    let allowed = ItemSet::all(40);
    let groups = |diversity: f32| {
        let request =
            Request { diversity, ..Request::of_history(&[0, 1, 10, 11, 20], &allowed, 6) };
        let picks = shown(&recommender, &request);
        let mut likeness = 0.0;
        for (at, &a) in picks.iter().enumerate() {
            likeness += picks[at + 1..].iter().map(|&b| recommender.likeness(a, b)).sum::<f32>();
        }
        likeness
    };
    assert!(groups(0.8) < groups(0.0));
}

#[test]
fn freshness_lifts_new_items_and_exploration_gives_places_to_the_lot() {
    let recommender = recommender(&pairs(80, 7), 80);
    let allowed = ItemSet::all(40);
    let history = [0, 1];
    let plain = Request::of_history(&history, &allowed, 8);
    let last = *shown(&recommender, &plain).last().unwrap();
    let ages: Vec<f32> = (0..40).map(|item| if item == last { 0.0 } else { 900.0 }).collect();
    let fresh = Request { freshness: 20.0, ages_days: &ages, ..plain };
    assert_eq!(shown(&recommender, &fresh)[0], last);

    let explored = Request { exploration: 0.25, seed: 5, ..plain };
    let mut scratch = Scratch::new(&recommender);
    let picks = recommender.recommend(&explored, &mut scratch).unwrap();
    let by_lot = picks.iter().filter(|pick| pick.reason == Reason::Explored).count();
    assert_eq!(by_lot, 2);
    assert_eq!(picks, recommender.recommend(&explored, &mut scratch).unwrap());
}

#[test]
fn any_count_and_any_scratch_will_do() {
    let small = Interactions::new(2, 3, &[(0, 0), (0, 1), (1, 1), (1, 2)]).unwrap();
    let small = Recommender::train(small, &[], Recipe::default()).unwrap();
    let large = recommender(&pairs(80, 14), 80);
    let allowed = ItemSet::all(40);
    let mut scratch = Scratch::new(&small);
    let request = Request { diversity: 0.5, ..Request::of(0, &allowed, usize::MAX) };
    let picks = large.recommend(&request, &mut scratch).unwrap();
    assert_eq!(picks.len(), 40 - large.chosen().activity(0));
    assert_eq!(picks, large.recommend(&request, &mut Scratch::new(&large)).unwrap());
    assert_eq!(small.recommend(&Request::of(0, &allowed, 9), &mut scratch).unwrap().len(), 1);
}

#[test]
fn unsound_requests_are_refused() {
    let recommender = recommender(&pairs(80, 8), 80);
    let allowed = ItemSet::all(40);
    let mut scratch = Scratch::new(&recommender);
    let plain = Request::of(0, &allowed, 3);
    for (request, refusal) in [
        (Request { history: &[40], ..plain }, Refusal::Shape),
        (Request { freshness: 1.0, ..plain }, Refusal::Shape),
        (Request { diversity: f32::NAN, ..plain }, Refusal::Value),
        (Request { exploration: 1.5, ..plain }, Refusal::Value),
    ] {
        assert_eq!(recommender.recommend(&request, &mut scratch), Err(refusal));
    }
}

#[test]
fn the_choice_of_a_recipe_is_the_same_for_the_same_seed_and_beats_popularity() {
    let chosen = Interactions::new(80, 40, &pairs(80, 9)).unwrap();
    let choose_once = || choose(&chosen, &[tags()], &Recipe::default(), true, 3).unwrap();
    let choice = choose_once();
    assert_eq!(choice, choose_once());
    assert!(choice.known.is_some_and(|known| known > 0.4), "{choice:?}");
    assert!(choice.recipe.known.ridge + choice.recipe.known.peers + choice.recipe.known.walk > 0.0);
    let few = Interactions::new(2, 40, &[(0, 1)]).unwrap();
    assert_eq!(
        choose(&few, &[], &Recipe::default(), false, 3),
        Err(Refusal::TooLittle { need: 50, have: 1 })
    );
}

#[test]
fn where_nobody_chose_enough_the_start_is_the_choice() {
    let pairs: Vec<(u32, u32)> = (0..60)
        .flat_map(|member| [(member, member % 40), (member, (member * 7 + 1) % 40)])
        .collect();
    let chosen = Interactions::new(60, 40, &pairs).unwrap();
    let choice = choose(&chosen, &[], &Recipe::default(), true, 3).unwrap();
    assert_eq!(choice, Choice { recipe: Recipe::default(), known: None, fresh: None });
}

#[test]
fn a_dense_regression_and_hidden_tastes_take_part_in_the_blend() {
    let chosen = Interactions::new(80, 40, &pairs(80, 12)).unwrap();
    let chosen_once = ItemSet::of(40, (0..ITEMS).filter(|item| item % 10 != 9));
    let plan = FactorsPlan { rank: 4, ridge: 1.0, ..FactorsPlan::default() };
    let none =
        Weights { ridge: 0.0, walk: 0.0, peers: 0.0, content: [0.0; 4], ..Recipe::default().known };
    for known in [Weights { ridge: 1.0, ..none }, Weights { tastes: 1.0, ..none }] {
        let recipe = Recipe { is_dense: true, tastes: Some(plan), known, ..Recipe::default() };
        let recommender = Recommender::train(chosen.clone(), &[tags()], recipe).unwrap();
        let picks = shown(&recommender, &Request::of_history(&[11, 12], &chosen_once, 3));
        assert!(picks.iter().all(|item| item / 10 == 1), "{known:?} {picks:?}");
    }
}

#[test]
fn what_was_popular_long_ago_gives_way_to_what_is_now() {
    let dated: Vec<(u32, u32, f32)> = (0..30)
        .map(|member| (member, u32::from(member < 10), if member < 10 { 1.0 } else { 600.0 }))
        .collect();
    let chosen = Interactions::dated(30, 40, &dated).unwrap();
    let recommender = Recommender::train(chosen, &[], Recipe::default()).unwrap();
    assert_eq!(shown(&recommender, &Request::of_history(&[], &ItemSet::all(40), 1)), [1]);
}

#[test]
fn unsound_recipes_are_refused() {
    let chosen = Interactions::new(80, 40, &pairs(80, 13)).unwrap();
    let plain = Recipe::default();
    for recipe in [
        Recipe { ridge: f32::NAN, ..plain.clone() },
        Recipe { ridge: -1.0, ..plain.clone() },
        Recipe { damping: 2.0, ..plain.clone() },
        Recipe { half_life_days: 0.0, ..plain.clone() },
        Recipe { known: Weights { walk: f32::INFINITY, ..plain.known }, ..plain.clone() },
    ] {
        let refused = Recommender::train(chosen.clone(), &[], recipe).map(|_| ());
        assert_eq!(refused, Err(Refusal::Value));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is asked and was observed, nothing outside the allowed set and nothing known is
    /// shown, no reason names what is outside, and the lot gets its share.
    #[test]
    fn nothing_outside_the_allowed_set_is_ever_shown(
        allowed in prop::collection::btree_set(0..ITEMS, 0..40),
        history in prop::collection::vec(0..ITEMS, 0..6),
        member in prop::option::of(0_u32..22),
        observed in prop::collection::vec((0_u32..22, 0..ITEMS), 0..8),
        count in 0_usize..30,
        (diversity, freshness, exploration) in (0.0_f32..1.0, 0.0_f32..3.0, 0.0_f32..1.0),
    ) {
        let mut recommender = recommender(&pairs(20, 10), 20);
        for (member, item) in observed {
            recommender.observe(member, item).unwrap();
        }
        let known = member.map(|member| recommender.chosen().history(member).into_owned());
        let known = [known.unwrap_or_default(), history.clone()].concat();
        let set = ItemSet::of(40, allowed.iter().copied());
        let ages: Vec<f32> = (0..40).map(|item| item as f32).collect();
        let plain = Request::of_history(&history, &set, count);
        let ages_days = &ages[..];
        let request =
            Request { member, diversity, freshness, ages_days, exploration, ..plain };
        let mut scratch = Scratch::new(&recommender);
        let picks = recommender.recommend(&request, &mut scratch).unwrap();
        for pick in &picks {
            prop_assert!(allowed.contains(&pick.item) && !known.contains(&pick.item));
            if let Reason::Because { item } | Reason::Alike { item, .. } = pick.reason {
                prop_assert!(allowed.contains(&item) && known.contains(&item));
            }
        }
        let mut once: Vec<u32> = picks.iter().map(|pick| pick.item).collect();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), picks.len());
        let free = allowed.iter().filter(|item| !known.contains(item)).count();
        prop_assert_eq!(picks.len(), count.min(free));
        let by_lot = picks.iter().filter(|pick| pick.reason == Reason::Explored).count();
        prop_assert_eq!(by_lot, (exploration * picks.len() as f32).round() as usize);
    }

    /// Members are numbered by the caller: another numbering changes nothing but the numbers.
    #[test]
    fn the_order_of_members_changes_nothing(seed in 0_u64..1000) {
        let pairs = pairs(20, 11);
        let mut number: Vec<u32> = (0..20).collect();
        number.shuffle(&mut StdRng::seed_from_u64(seed));
        let other: Vec<(u32, u32)> =
            pairs.iter().map(|&(member, item)| (number[member as usize], item)).collect();
        let (one, two) = (recommender(&pairs, 20), recommender(&other, 20));
        for a in 0..ITEMS {
            for b in 0..ITEMS {
                prop_assert!((one.likeness(a, b) - two.likeness(a, b)).abs() < 1e-4);
            }
        }
    }
}
