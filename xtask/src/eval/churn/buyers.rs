//! What is known of a buyer at a moment.

use std::collections::BTreeMap;
use std::path::Path;

use analysis::predict::{BuyerModel, Purchases};

use super::super::Failure;
use super::super::data::rows;
use super::figure;

/// One day's purchases of one buyer.
#[derive(Debug, Clone, Copy)]
struct Order {
    week: f64,
    units: f64,
    spend: f64,
}

/// Each buyer's days of purchase, in order, in weeks from the first of January 1997.
#[derive(Debug, Default)]
pub(super) struct Orders {
    of: BTreeMap<String, Vec<Order>>,
}

impl Orders {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let mut orders = Self::default();
        for row in rows(path)? {
            let [name, date, units, spend] = &row[..] else { return Err("not an order".into()) };
            let order = Order { week: week(date)?, units: units.parse()?, spend: spend.parse()? };
            let list = orders.of.entry(name.clone()).or_default();
            match list.last_mut() {
                Some(last) if (last.week - order.week).abs() < 1e-9 => {
                    last.units += order.units;
                    last.spend += order.spend;
                }
                _ => list.push(order),
            }
        }
        Ok(orders)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.of.keys()
    }

    fn before(&self, name: &str, week: f64) -> &[Order] {
        let list = self.of.get(name).map_or(&[][..], Vec::as_slice);
        list.get(..list.partition_point(|order| order.week < week)).unwrap_or_default()
    }

    /// The buyer's history until `week`.
    pub(super) fn until(&self, name: &str, week: f64) -> Purchases {
        let orders = self.before(name, week + 1e-9);
        let first = orders.first().map_or(week, |order| order.week);
        let last = orders.last().map_or(week, |order| order.week);
        let repeats = figure(orders.len().saturating_sub(1));
        Purchases { repeats, last: last - first, age: week - first }
    }

    /// Whether the buyer orders after week `from`, until week `to`.
    pub(super) fn buys_within(&self, name: &str, from: f64, to: f64) -> bool {
        self.before(name, to + 1e-9).last().is_some_and(|order| order.week > from)
    }

    /// What is known of the buyer at `week` about the `span` that follows.
    pub(super) fn features(
        &self,
        name: &str,
        week: f64,
        span: f64,
        model: &BuyerModel,
    ) -> Vec<f64> {
        let past = self.until(name, week);
        let orders = self.before(name, week + 1e-9);
        let sum = |part: fn(&Order) -> f64| orders.iter().map(part).sum::<f64>();
        let count = figure(orders.len()).max(1.0);
        let chance = model.chance_to_buy(&past, span).clamp(1e-6, 1.0 - 1e-6);
        vec![
            (chance / (1.0 - chance)).ln(),
            sum(|order| order.spend).ln_1p(),
            (sum(|order| order.spend) / count).ln_1p(),
            sum(|order| order.units).ln_1p(),
            past.repeats.ln_1p(),
            (past.age - past.last) / past.age.max(1.0),
        ]
    }
}

/// Days before each month of 1997.
const BEFORE: [f64; 12] =
    [0.0, 31.0, 59.0, 90.0, 120.0, 151.0, 181.0, 212.0, 243.0, 273.0, 304.0, 334.0];

/// Weeks from the first of January 1997 of a date such as 19970118.
fn week(date: &str) -> Result<f64, Failure> {
    let (Some(year), Some(month), Some(day)) = (date.get(..4), date.get(4..6), date.get(6..8))
    else {
        return Err(format!("not a date: {date}").into());
    };
    let (year, month, day): (f64, usize, f64) = (year.parse()?, month.parse()?, day.parse()?);
    let before = BEFORE.get(month.wrapping_sub(1)).ok_or("not a month")?;
    Ok(((year - 1997.0) * 365.0 + before + day - 1.0) / 7.0)
}
