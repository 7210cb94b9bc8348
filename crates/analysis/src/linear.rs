//! Small systems of linear equations, many of them.

/// Solves `gram · x = right` by Cholesky; `right` becomes x. O(size³/6).
///
/// `gram` is size × size, row by row, and its factor is left in it. Only the upper triangle of
/// `gram` is read. A pivot that is too
/// small, because `gram` was put together from cut lists, is lifted: more ridge in that place.
pub(crate) fn solve_in_place(gram: &mut [f32], right: &mut [f32]) {
    let size = right.len();
    for pivot in 0..size {
        let (above, below) = gram.split_at_mut((pivot + 1) * size);
        let line = &mut above[pivot * size..];
        let inverse = line[pivot].max(LEAST_PIVOT).sqrt().recip();
        for value in &mut line[pivot..] {
            *value *= inverse;
        }
        line[pivot] = inverse;
        right[pivot] *= inverse;
        for (row, lower) in (pivot + 1..size).zip(below.chunks_exact_mut(size)) {
            let factor = line[row];
            if factor != 0.0 {
                for (value, above) in lower[row..].iter_mut().zip(&line[row..]) {
                    *value -= factor * above;
                }
                right[row] -= factor * right[pivot];
            }
        }
    }
    for row in (0..size).rev() {
        let line = &gram[row * size..(row + 1) * size];
        let known: f32 = line[row + 1..].iter().zip(&right[row + 1..]).map(|(a, x)| a * x).sum();
        right[row] = (right[row] - known) * line[row];
    }
}

/// Smaller pivots are lifted to this.
const LEAST_PIVOT: f32 = 1e-3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solution_solves_the_equations() {
        let gram = [4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0_f32];
        let mut factored = gram;
        let mut x = [1.0, 2.0, 3.0_f32];
        solve_in_place(&mut factored, &mut x);
        for (row, right) in gram.chunks(3).zip([1.0, 2.0, 3.0]) {
            let left: f32 = row.iter().zip(x).map(|(a, x)| a * x).sum();
            assert!((left - right).abs() < 1e-5);
        }
    }
}
