//! What somebody may have meant by a name that does not exist.

/// The name that differs in the fewest letters, if it differs in few.
pub(super) fn of<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.map(|name| (distance(given, name), name)).min()?;
    (near.0 <= 2 + given.len() / 6).then_some(near.1)
}

/// How many letters must be changed, put in or left out (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut next = vec![i + 1];
        for ((b, above), left_above) in other.bytes().zip(row.iter().skip(1)).zip(&row) {
            let left = next.last().copied().unwrap_or(0);
            next.push((left + 1).min(above + 1).min(left_above + usize::from(a != b)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_understood_and_nonsense_is_not() {
        let names = || ["listen", "database_url", "data"].into_iter();
        assert_eq!(of("listn", names()), Some("listen"));
        assert_eq!(of("databse_url", names()), Some("database_url"));
        assert_eq!(of("colour_of_the_sky", names()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
