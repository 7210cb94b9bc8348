//! Order numbers: the day and ten random digits.

use kernel::{Day, Ts, Zone};

/// A new order number: `yyyymmdd` in the site's zone and ten random digits, so that it says
/// nothing of how many orders there are and cannot be guessed.
#[must_use]
pub fn order_number(now: Ts, zone: &Zone) -> String {
    let day: Day = zone.day(now);
    let random = u64::from_be_bytes(web::random_bytes::<8>()) % 10_000_000_000;
    format!("{}{random:010}", day.number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_begins_with_the_day_of_the_site() {
        let at: Ts = "2026-11-21T17:30:00Z".parse().unwrap();
        let number = order_number(at, &Zone::named("Asia/Shanghai").unwrap());
        assert!(number.starts_with("20261122"), "{number}");
        assert_eq!(number.len(), 18);
        assert!(number.bytes().all(|b| b.is_ascii_digit()));
    }
}
