//! Who will buy again, from dates, units and money.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::buyers::{BuyerModel, Purchases};
use super::foreteller::Foresight;
use super::logistic::Logistic;
use crate::odds::{chance, log_odds};
use crate::scoring::mean;
use crate::{Computed, Refusal};

/// Moments of the past that are learned from, and the shares of the history between which they lie.
const MOMENTS: u32 = 9;
const FIRST: f64 = 1.0 / 3.0;
const LAST: f64 = 0.85;
/// Ridge for each example; chosen by rolling origins inside a calibration period.
const RIDGE: f64 = 0.014;
const WEEK: f64 = 7.0;
/// About how many examples are learned from at most, and the seed by which they are drawn.
const MOST: usize = 60_000;
const SEED: u64 = 1;

/// One order, or all of one buyer's orders of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// Who bought.
    pub buyer: u32,
    /// When, in days, counted from any beginning.
    pub day: f64,
    /// How many pieces.
    pub units: f64,
    /// For how much, in any unit.
    pub spend: f64,
}

/// What buying again looks like beforehand, learned from the orders' own past.
///
/// Each buyer is looked at as at nine moments of the past; a strongly shrunk regression learns who
/// bought between then and now. The order of the chances is the regression's, their mean is that
/// of the [`BuyerModel`], which knows how long a span is asked about.
#[derive(Debug, Clone)]
pub struct BuyingAgain {
    model: BuyerModel,
    line: Logistic,
    orders: BTreeMap<u32, Vec<Order>>,
    now: f64,
}

impl BuyingAgain {
    /// Stable keys of the features, in their order.
    pub const FEATURES: [&str; 16] = [
        "buyer_model",
        "spend",
        "spend_an_order",
        "units",
        "repeats",
        "idle_share",
        "idle",
        "last_spend",
        "last_units",
        "largest_spend",
        "usual_gap",
        "idle_over_gap",
        "price",
        "bought_once",
        "age",
        "first_spend",
    ];

    /// Learns from all `orders` until day `now`; nothing after it is looked at. O(orders × moments);
    /// buyers are drawn, the same ones each time, where they are more than 60,000 examples.
    ///
    /// Refuses what [`BuyerModel::fit`] refuses, unsound figures, and a past in which everybody or
    /// nobody bought again.
    pub fn learn(orders: &[Order], now: f64) -> Computed<Self> {
        let is_sound = |order: &Order| {
            let figures = [order.units, order.spend];
            order.day.is_finite()
                && figures.iter().all(|figure| figure.is_finite() && *figure >= 0.0)
        };
        if !now.is_finite() || !orders.iter().all(is_sound) {
            return Err(Refusal::Value);
        }
        // From here on, days are counted from midnight before the first order.
        let past = orders.iter().filter(|order| order.day <= now);
        let first = past.map(|order| order.day).fold(now, f64::min).floor();
        let (orders, now) = (by_buyer(orders, first, now), now - first);
        let histories: Vec<Purchases> =
            drawn(orders.values(), orders.len()).map(|list| purchases(list, now)).collect();
        let model = BuyerModel::fit(&histories)?;
        let (rows, happened) = examples(&orders, now, &model)?;
        let line = Logistic::train(&rows, &happened, RIDGE * rows.len() as f64)?;
        Ok(Self { model, line, orders, now })
    }

    /// For each buyer the chance to buy within the next `days`, with reasons by the number of the
    /// feature. Refuses a span that is not positive.
    pub fn foretell(&self, days: f64) -> Computed<BTreeMap<u32, Foresight>> {
        if !(days.is_finite() && days > 0.0) {
            return Err(Refusal::Value);
        }
        let rows: Vec<Vec<f64>> = self
            .orders
            .values()
            .map(|list| features(list, self.now, days, &self.model))
            .collect::<Computed<_>>()?;
        let odds: Vec<f64> =
            rows.iter().map(|row| Ok(log_odds(self.line.chance(row)?))).collect::<Computed<_>>()?;
        let expected: Vec<f64> = self
            .orders
            .values()
            .map(|list| self.model.chance_to_buy(&purchases(list, self.now), days / WEEK))
            .collect::<Computed<_>>()?;
        let shift = shift(&odds, mean(&expected).unwrap_or(0.0));
        let told = self.orders.keys().zip(rows.iter().zip(odds)).map(|(buyer, (row, odds))| {
            let mut reasons: Vec<(usize, f64)> =
                self.line.contributions(row)?.into_iter().enumerate().collect();
            reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
            Ok((*buyer, Foresight { chance: chance(odds + shift), reasons }))
        });
        told.collect()
    }
}

/// All of `count` things, or about as many of them as are learned from.
fn drawn<T>(things: impl Iterator<Item = T>, count: usize) -> impl Iterator<Item = T> {
    let share = MOST as f64 / count.max(1) as f64;
    let mut random = StdRng::seed_from_u64(SEED);
    things.filter(move |_| share >= 1.0 || random.random_bool(share))
}

/// Buyers as they were at moments of the past, and whether they bought between then and `now`.
fn examples(
    orders: &BTreeMap<u32, Vec<Order>>,
    now: f64,
    model: &BuyerModel,
) -> Computed<(Vec<Vec<f64>>, Vec<bool>)> {
    let moment = |step: u32| {
        let share = f64::from(step) / f64::from(MOMENTS - 1);
        now * (FIRST + share * (LAST - FIRST))
    };
    let all = (0..MOMENTS).flat_map(|step| orders.values().map(move |list| (moment(step), list)));
    drawn(all, orders.len() * MOMENTS as usize)
        .map(|(moment, list)| (moment, list.split_at(until(list, moment))))
        .filter(|(_, (past, _))| !past.is_empty())
        .map(|(moment, (past, coming))| {
            Ok((features(past, moment, now - moment, model)?, !coming.is_empty()))
        })
        .collect::<Computed<Vec<_>>>()
        .map(|examples| examples.into_iter().unzip())
}

/// Each buyer's days of purchase until `now`, in order, counted from day `first`.
fn by_buyer(orders: &[Order], first: f64, now: f64) -> BTreeMap<u32, Vec<Order>> {
    let mut known: Vec<Order> = orders
        .iter()
        .filter(|order| order.day <= now)
        .map(|order| Order { day: order.day - first, ..*order })
        .collect();
    known.sort_by(|a, b| a.buyer.cmp(&b.buyer).then(a.day.total_cmp(&b.day)));
    let mut by_buyer: BTreeMap<u32, Vec<Order>> = BTreeMap::new();
    for order in known {
        let list = by_buyer.entry(order.buyer).or_default();
        match list.last_mut() {
            Some(last) if last.day.floor() == order.day.floor() => {
                last.units += order.units;
                last.spend += order.spend;
            }
            _ => list.push(order),
        }
    }
    by_buyer
}

/// How many of the orders are not after `moment`.
fn until(list: &[Order], moment: f64) -> usize {
    list.partition_point(|order| order.day <= moment)
}

/// The history in weeks at `moment`; `list` is not empty.
fn purchases(list: &[Order], moment: f64) -> Purchases {
    let (first, last) = (list[0].day, list[list.len() - 1].day);
    Purchases {
        repeats: (list.len() - 1) as f64,
        last: (last - first) / WEEK,
        age: (moment - first) / WEEK,
    }
}

fn features(list: &[Order], moment: f64, span: f64, model: &BuyerModel) -> Computed<Vec<f64>> {
    let past = purchases(list, moment);
    let idle = past.age - past.last;
    let (first, last) = (list[0], list[list.len() - 1]);
    let spend: f64 = list.iter().map(|order| order.spend).sum();
    let units: f64 = list.iter().map(|order| order.units).sum();
    let is_single = past.repeats == 0.0;
    let gap = if is_single { past.age } else { past.last / past.repeats };
    Ok(vec![
        log_odds(model.chance_to_buy(&past, span / WEEK)?),
        spend.ln_1p(),
        (spend / list.len() as f64).ln_1p(),
        units.ln_1p(),
        past.repeats.ln_1p(),
        idle / past.age.max(1.0),
        idle.ln_1p(),
        last.spend.ln_1p(),
        last.units.ln_1p(),
        list.iter().map(|order| order.spend).fold(0.0, f64::max).ln_1p(),
        gap.ln_1p(),
        if is_single { past.age / 10.0 } else { idle / (gap + 1.0) },
        (spend / units.max(1.0)).ln_1p(),
        f64::from(u8::from(is_single)),
        past.age / 10.0,
        first.spend.ln_1p(),
    ])
}

/// What is to be added to all `odds` so that the mean chance is `share`: bisection.
fn shift(odds: &[f64], share: f64) -> f64 {
    let (mut low, mut high) = (-30.0, 30.0);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        let told: Vec<f64> = odds.iter().map(|odds| chance(odds + middle)).collect();
        if mean(&told).unwrap_or(0.0) < share { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every third buyer comes every week, every third came twice, every third once.
    fn orders() -> Vec<Order> {
        let order = |buyer, day| Order { buyer, day, units: 1.0, spend: 20.0 };
        let of = |buyer: u32| -> Vec<Order> {
            let weeks = match buyer % 3 {
                0 => 20,
                1 => 2,
                _ => 1,
            };
            (0..weeks).map(|week| order(buyer, f64::from(buyer % 20 + 7 * week))).collect()
        };
        (0..90).flat_map(of).collect()
    }

    #[test]
    fn who_comes_often_is_told_from_who_came_once() {
        let model = BuyingAgain::learn(&orders(), 140.0).unwrap();
        let told = model.foretell(30.0).unwrap();
        assert_eq!(told.len(), 90);
        let mean = |kind: u32| {
            let of = told.iter().filter(|(buyer, _)| *buyer % 3 == kind);
            of.map(|(_, foresight)| foresight.chance).sum::<f64>() / 30.0
        };
        assert!(mean(0) > 0.6 && mean(0) > 2.0 * mean(2), "{} {}", mean(0), mean(2));
        assert_eq!(told[&0].reasons.len(), BuyingAgain::FEATURES.len());
        let longer = model.foretell(90.0).unwrap();
        assert!(longer[&2].chance > told[&2].chance);
    }

    #[test]
    fn what_happens_after_now_is_not_looked_at() {
        let known: Vec<Order> = orders().into_iter().filter(|order| order.day <= 80.0).collect();
        let of =
            |orders: &[Order]| BuyingAgain::learn(orders, 80.0).unwrap().foretell(20.0).unwrap();
        assert_eq!(of(&orders()), of(&known));
    }

    #[test]
    fn days_may_be_counted_from_any_beginning() {
        let moved: Vec<Order> = orders()
            .into_iter()
            .map(|order| Order { day: order.day + 20_000.0, ..order })
            .collect();
        let of = |orders: &[Order], now: f64| {
            BuyingAgain::learn(orders, now).unwrap().foretell(30.0).unwrap()
        };
        assert_eq!(of(&moved, 20_140.0), of(&orders(), 140.0));
    }

    #[test]
    fn as_many_are_drawn_as_are_learned_from() {
        assert_eq!(drawn(0..100, 100).count(), 100);
        assert!((MOST - 1_000..MOST + 1_000).contains(&drawn(0..200_000, 200_000).count()));
    }

    #[test]
    fn unsound_orders_and_too_few_buyers_are_refused() {
        let learn = |orders: &[Order]| BuyingAgain::learn(orders, 140.0).map(|_| ());
        assert_eq!(learn(&orders()[..5]), Err(Refusal::TooLittle { need: 20, have: 1 }));
        let unsound = [Order { spend: f64::NAN, ..orders()[0] }];
        assert_eq!(learn(&unsound), Err(Refusal::Value));
    }
}
