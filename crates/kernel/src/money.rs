//! Money: whole minor units of one currency.

mod currency;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use currency::Currency;

/// A text that is no currency, or amounts that cannot be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadMoney {
    /// Not the code of a currency that people pay with.
    Currency,
    /// Two currencies in one sum.
    Mixed,
    /// More than 63 bits of minor units.
    TooLarge,
}

impl fmt::Display for BadMoney {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Currency => "not a currency: a code of ISO 4217 is expected, such as CNY",
            Self::Mixed => "amounts of different currencies cannot be added",
            Self::TooLarge => "the amount is too large",
        })
    }
}

impl std::error::Error for BadMoney {}

/// An amount: minor units (fen, cents) of one currency. Negative amounts exist in books only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units.
    #[serde(rename = "amount_minor")]
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Adds amounts of one currency; the sum is carried in 128 bits.
    ///
    /// # Errors
    /// Mixed currencies, or a sum beyond 63 bits.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, BadMoney> {
        let mut total: i128 = 0;
        for amount in amounts {
            if amount.currency != currency {
                return Err(BadMoney::Mixed);
            }
            total += i128::from(amount.minor);
        }
        let minor = i64::try_from(total).map_err(|_wide| BadMoney::TooLarge)?;
        Ok(Self { minor, currency })
    }

    /// Splits the amount by weights so that nothing is lost: each part gets its share rounded
    /// down, and the units left over go to the largest remainders (Hamilton's method), the
    /// earlier part first where remainders are equal. Without any weight the first part gets all.
    #[must_use]
    pub fn split(self, weights: &[u32]) -> Vec<Self> {
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if total == 0 {
            let first = |(i, _): (usize, &u32)| if i == 0 { self.minor } else { 0 };
            let parts = weights.iter().enumerate().map(first);
            return parts.map(|minor| Self { minor, ..self }).collect();
        }
        let share = |w: &u32| i128::from(self.minor) * i128::from(*w);
        let mut parts: Vec<(usize, i128, i128)> = weights
            .iter()
            .enumerate()
            .map(|(i, w)| (i, share(w).div_euclid(total), share(w).rem_euclid(total)))
            .collect();
        let given: i128 = parts.iter().map(|(_, part, _)| part).sum();
        let left = usize::try_from(i128::from(self.minor) - given).unwrap_or_default();
        parts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
        for part in parts.iter_mut().take(left) {
            part.1 += 1;
        }
        parts.sort_by_key(|(i, ..)| *i);
        let narrow = |part: i128| i64::try_from(part).unwrap_or(i64::MAX);
        parts.into_iter().map(|(_, part, _)| Self { minor: narrow(part), ..self }).collect()
    }

    /// The amount with its sign as books print it: always all decimals, thousands apart by commas.
    #[must_use]
    pub fn exact(self) -> String {
        self.print(true)
    }

    /// The amount as offers print it: no decimals when it is whole.
    #[must_use]
    pub fn short(self) -> String {
        let unit = 10_i64.pow(self.currency.exponent());
        self.print(self.minor % unit != 0)
    }

    fn print(self, decimals: bool) -> String {
        let exponent = self.currency.exponent();
        let unit = 10_u64.pow(exponent);
        let size = self.minor.unsigned_abs();
        let whole = (size / unit).to_string();
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let minus = if self.minor < 0 { "−" } else { "" };
        let sign = self.currency.sign();
        if decimals && exponent > 0 {
            let width = usize::try_from(exponent).unwrap_or(2);
            format!("{minus}{sign}{grouped}.{:0width$}", size % unit)
        } else {
            format!("{minus}{sign}{grouped}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prices_are_whole_in_offers_and_exact_in_books() {
        let yuan = Money::new(123_456_700, Currency::CNY);
        assert_eq!(yuan.short(), "¥1,234,567");
        assert_eq!(yuan.exact(), "¥1,234,567.00");
        assert_eq!(Money::new(-5, Currency::USD).exact(), "−$0.05");
        let yen = Money::new(1999, "JPY".parse().unwrap());
        assert_eq!((yen.short(), yen.exact()), ("¥1,999".into(), "¥1,999".into()));
        assert_eq!(Money::new(1_500, "KWD".parse().unwrap()).exact(), "KWD 1.500");
    }

    #[test]
    fn currencies_never_mix_and_sums_never_wrap() {
        let (a, b) = (Money::new(1, Currency::CNY), Money::new(1, Currency::USD));
        assert_eq!(Money::sum(Currency::CNY, [a, b]), Err(BadMoney::Mixed));
        let huge = Money::new(i64::MAX, Currency::CNY);
        assert_eq!(Money::sum(Currency::CNY, [huge, a]), Err(BadMoney::TooLarge));
        let back = Money::new(-1, Currency::CNY);
        assert_eq!(Money::sum(Currency::CNY, [huge, a, back]), Ok(huge));
    }

    #[test]
    fn a_third_each_leaves_the_odd_cent_with_the_first() {
        let parts = Money::new(100, Currency::USD).split(&[1, 1, 1]);
        assert_eq!(parts.iter().map(|m| m.minor).collect::<Vec<_>>(), [34, 33, 33]);
    }

    proptest! {
        #[test]
        fn a_split_loses_and_makes_nothing(
            minor in 0..i64::MAX / 4, weights in proptest::collection::vec(0_u32..1000, 1..20)
        ) {
            let parts = Money::new(minor, Currency::CNY).split(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().map(|p| i128::from(p.minor)).sum::<i128>(), i128::from(minor));
            prop_assert!(parts.iter().all(|p| p.minor >= 0));
        }
    }
}
