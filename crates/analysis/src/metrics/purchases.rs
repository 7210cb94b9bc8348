//! Recency, frequency and money of buyers.

use crate::{Computed, Refusal};

/// One paid order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// The dense index of the buyer.
    pub member: u32,
    /// The day of the payment.
    pub day: i32,
    /// What was paid, in minor currency units.
    pub amount_minor: i64,
}

/// The scores of one buyer, 1 to 5 each; 5 is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Rfm {
    /// The dense index of the buyer.
    pub member: u32,
    /// How recently it paid last.
    pub recency: u8,
    /// How often it paid.
    pub frequency: u8,
    /// How much it paid in all.
    pub money: u8,
}

/// The scores of all buyers by quintile, in the order of the members (Hughes, "Strategic Database
/// Marketing", 1994). Equal values get equal scores. O(p log p) for `purchases`.
///
/// # Errors
/// [`Refusal::NoData`] without purchases.
pub fn rfm(purchases: &[Purchase]) -> Computed<Vec<Rfm>> {
    if purchases.is_empty() {
        return Err(Refusal::NoData);
    }
    let mut sorted: Vec<Purchase> = purchases.to_vec();
    sorted.sort_unstable_by_key(|one| one.member);
    let buyers: Vec<(u32, [i64; 3])> = sorted
        .chunk_by(|left, right| left.member == right.member)
        .map(|orders| {
            let last = orders.iter().map(|one| one.day).max().unwrap_or(i32::MIN);
            let money = orders.iter().map(|one| one.amount_minor).fold(0, i64::saturating_add);
            let count = i64::try_from(orders.len()).unwrap_or(i64::MAX);
            (orders[0].member, [i64::from(last), count, money])
        })
        .collect();
    let scores = [0, 1, 2].map(|part| {
        let values: Vec<i64> = buyers.iter().map(|(_, parts)| parts[part]).collect();
        quintiles(&values)
    });
    let scored = buyers
        .iter()
        .enumerate()
        .map(|(at, (member, _))| Rfm {
            member: *member,
            recency: scores[0][at],
            frequency: scores[1][at],
            money: scores[2][at],
        })
        .collect();
    Ok(scored)
}

/// The quintile of each value, 1 to 5, by the middle of the ranks that its equals take.
fn quintiles(values: &[i64]) -> Vec<u8> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    values
        .iter()
        .map(|value| {
            let below = sorted.partition_point(|other| other < value);
            let upto = sorted.partition_point(|other| other <= value);
            let middle = (below + upto) as f64 / 2.0 / n;
            match (middle * 5.0) as u8 {
                quintile @ 0..=4 => quintile + 1,
                _ => 5,
            }
        })
        .collect()
}
