//! Reading of the orders of the CDNOW data.

use std::collections::BTreeMap;
use std::path::Path;

use analysis::predict::{BuyerModel, Order, Purchases};

use super::super::Failure;
use super::super::data::rows;
use super::super::scorer::Call;
use super::{HOLDOUT_DAYS, WEEK};

/// All orders, in days from the first of January 1997.
pub(super) fn orders(path: &Path) -> Result<Vec<Order>, Failure> {
    let read = |row: Vec<String>| match &row[..] {
        [name, date, units, spend] => Ok(Order {
            buyer: name.parse()?,
            day: day_of(date)?,
            units: units.parse()?,
            spend: spend.parse()?,
        }),
        _ => Err("not an order".into()),
    };
    rows(path)?.into_iter().map(read).collect()
}

/// Each buyer's history in weeks until day `now`; orders of one day are one purchase.
pub(super) fn histories(orders: &[Order], now: f64) -> BTreeMap<u32, Purchases> {
    let mut days: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for order in orders {
        days.entry(order.buyer).or_default().push(order.day);
    }
    let history = |(buyer, mut days): (u32, Vec<f64>)| {
        days.sort_by(f64::total_cmp);
        days.dedup();
        let (first, last) = (days.first().copied()?, days.last().copied()?);
        let repeats = f64::from(u32::try_from(days.len() - 1).ok()?);
        let age = (now - first) / WEEK;
        Some((buyer, Purchases { repeats, last: (last - first) / WEEK, age }))
    };
    days.into_iter().filter_map(history).collect()
}

/// Leaves the purchases that are expected of each buyer in the holdout for the scorer.
pub(super) fn leave_counts(
    path: &Path,
    histories: &BTreeMap<u32, Purchases>,
    model: &BuyerModel,
) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for row in rows(path)? {
        let [name, _made] = &row[..] else { return Err("not a count".into()) };
        let history = histories.get(&name.parse()?).ok_or("an unknown buyer")?;
        lines.push(format!("{name}\t{}", model.expected(history, HOLDOUT_DAYS / WEEK)?));
    }
    let call = Call {
        about: "purchases of each buyer, CDNOW",
        mode: "count",
        option: "pred",
        options: &[("truth", path.display().to_string())],
        shows: &["mae", "rmse", "spearman", "total_ratio", "n"],
    };
    call.leave(lines.into_iter())
}

/// Days before each month of 1997.
const BEFORE: [f64; 12] =
    [0.0, 31.0, 59.0, 90.0, 120.0, 151.0, 181.0, 212.0, 243.0, 273.0, 304.0, 334.0];

/// Days from the first of January 1997 of a date such as 19970118.
fn day_of(date: &str) -> Result<f64, Failure> {
    let (Some(year), Some(month), Some(day)) = (date.get(..4), date.get(4..6), date.get(6..8))
    else {
        return Err(format!("not a date: {date}").into());
    };
    let (year, month, day): (f64, usize, f64) = (year.parse()?, month.parse()?, day.parse()?);
    let before = BEFORE.get(month.wrapping_sub(1)).ok_or("not a month")?;
    Ok((year - 1997.0) * 365.0 + before + day - 1.0)
}
