//! Work without a database, spread over the machine's processors.

use kernel::{Fault, Outcome};

/// Applies `f` to every item on as many threads as there are processors, in their order.
///
/// # Errors
/// The first that `f` gives.
pub(super) async fn map<T, R>(
    items: Vec<T>,
    f: impl Fn(T) -> Outcome<R> + Send + Sync + Copy + 'static,
) -> Outcome<Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
{
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads).max(1);
    let mut parts = Vec::new();
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        let part: Vec<T> = items.by_ref().take(share).collect();
        parts.push(tokio::task::spawn_blocking(move || {
            part.into_iter().map(f).collect::<Outcome<Vec<R>>>()
        }));
    }
    let mut done = Vec::new();
    for part in parts {
        done.extend(part.await.map_err(|e| Fault::broken("converting bodies", e))??);
    }
    Ok(done)
}
