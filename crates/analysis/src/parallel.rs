//! Work on a range of rows, spread over the cores, with results in the order of the rows.

use std::num::NonZero;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Rows in one piece of work: small enough to balance, large enough to be worth the hand-over.
const PIECE: usize = 256;

/// Calls `work` on pieces of `0..count` from every core and returns the results in order.
///
/// `prepare` makes the working memory of one core. The result does not depend on how many cores
/// there are, because a piece never sees what another left behind.
pub(crate) fn pieces<M, T: Send>(
    count: usize,
    prepare: impl Fn() -> M + Sync,
    work: impl Fn(&mut M, Range<usize>) -> T + Sync,
) -> Vec<T> {
    pieces_of(count, PIECE, prepare, work)
}

/// The same with `size` rows in one piece, above 0: for results so large that few may be kept.
pub(crate) fn pieces_of<M, T: Send>(
    count: usize,
    size: usize,
    prepare: impl Fn() -> M + Sync,
    work: impl Fn(&mut M, Range<usize>) -> T + Sync,
) -> Vec<T> {
    let piece_count = count.div_ceil(size);
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(piece_count.max(1));
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(piece_count));
    let run = || {
        let mut memory = prepare();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= piece_count {
                break;
            }
            let result = work(&mut memory, piece * size..((piece + 1) * size).min(count));
            if let Ok(mut done) = done.lock() {
                done.push((piece, result));
            }
        }
    };
    if cores == 1 {
        run();
    } else {
        thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(run);
            }
        });
    }
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_unstable_by_key(|piece| piece.0);
    done.into_iter().map(|piece| piece.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_rows() {
        let squares: Vec<usize> =
            pieces(1000, || (), |(), range| range.map(|row| row * row).collect::<Vec<_>>())
                .into_iter()
                .flatten()
                .collect();
        assert_eq!(squares.len(), 1000);
        assert!(squares.iter().enumerate().all(|(row, &square)| square == row * row));
    }
}
