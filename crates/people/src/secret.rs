//! Random texts that open something, and the hashes by which they are found again.

pub(crate) use web::sessions::fingerprint as hash;

/// `count` random decimal digits, each equally likely.
#[must_use]
pub(crate) fn digits(count: usize) -> String {
    let mut text = String::with_capacity(count);
    while text.len() < count {
        // 250 is the largest multiple of ten in a byte: above it digits would not be equally likely.
        let [value] = web::random_bytes::<1>();
        if value < 250 {
            text.push(char::from(b'0' + value % 10));
        }
    }
    text
}

/// What is stored instead of a short secret: its hash with a salt that no other row has.
#[must_use]
pub(crate) fn salted(salt: &str, secret: &str) -> String {
    hash(&format!("{salt}\n{secret}"))
}

/// Compares two hashes in a time that does not depend on where they differ.
#[must_use]
pub(crate) fn same(a: &str, b: &str) -> bool {
    use subtle::ConstantTimeEq;
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_digits_and_differ_from_time_to_time() {
        let (a, b) = (digits(8), digits(8));
        assert!(a.len() == 8 && a.bytes().all(|d| d.is_ascii_digit()));
        assert_ne!(a, b);
    }

    #[test]
    fn every_digit_is_equally_likely() {
        let many = digits(20_000);
        for digit in '0'..='9' {
            let count = many.chars().filter(|d| *d == digit).count();
            assert!((1_700..2_300).contains(&count), "{digit}: {count}");
        }
    }

    #[test]
    fn no_digit_tells_the_one_behind_it() {
        let many = digits(100_000);
        let mut pairs = std::collections::HashMap::new();
        for pair in many.as_bytes().windows(2) {
            *pairs.entry(pair.to_owned()).or_insert(0_i32) += 1;
        }
        // A thousand of each is to be expected; six deviations off would be one run in millions.
        assert_eq!(pairs.len(), 100);
        assert!(pairs.values().all(|often| (810..1_190).contains(often)), "{pairs:?}");
    }

    #[test]
    fn the_same_code_is_stored_differently_in_each_row() {
        assert_ne!(salted("1", "12345678"), salted("2", "12345678"));
        assert!(same(&hash("x"), &hash("x")) && !same(&hash("x"), &hash("y")));
    }
}
