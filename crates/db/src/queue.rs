//! A bounded queue between callers and the database's own threads.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a thread finds at the head of its queue.
pub(crate) enum Found<T> {
    Item(T),
    /// Nothing came within the time.
    Nothing,
    /// Nothing will come any more.
    Closed,
}

/// First in, first out, for any number of threads on both sides.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    ready: Condvar,
    capacity: usize,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        let state = Mutex::new(State { items: VecDeque::new(), closed: false });
        Self { state, ready: Condvar::new(), capacity }
    }

    /// Puts an item at the end; gives it back when the queue is full or closed.
    pub(crate) fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.closed || state.items.len() >= self.capacity {
            return Err(item);
        }
        state.items.push_back(item);
        drop(state);
        self.ready.notify_one();
        Ok(())
    }

    /// Takes the first item, waiting for one at most `patience`.
    pub(crate) fn pop(&self, patience: Duration) -> Found<T> {
        let state = self.lock();
        let waiting = |state: &mut State<T>| state.items.is_empty() && !state.closed;
        let (mut state, _timeout) = self
            .ready
            .wait_timeout_while(state, patience, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        match state.items.pop_front() {
            Some(item) => Found::Item(item),
            None if state.closed => Found::Closed,
            None => Found::Nothing,
        }
    }

    /// Takes the first item if there is one.
    pub(crate) fn try_pop(&self) -> Option<T> {
        self.lock().items.pop_front()
    }

    /// How many items wait.
    pub(crate) fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Refuses new items; those that wait are still given out.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_gives_the_item_back() {
        let queue = Queue::new(1);
        assert_eq!(queue.push(1), Ok(()));
        assert_eq!(queue.push(2), Err(2));
        assert_eq!(queue.try_pop(), Some(1));
        assert_eq!(queue.push(3), Ok(()));
    }

    #[test]
    fn what_waits_when_a_queue_closes_is_still_given_out() {
        let queue = Queue::new(4);
        assert_eq!(queue.push(1), Ok(()));
        queue.close();
        assert_eq!(queue.push(2), Err(2));
        assert!(matches!(queue.pop(Duration::ZERO), Found::Item(1)));
        assert!(matches!(queue.pop(Duration::from_secs(60)), Found::Closed));
    }
}
