//! Counting requests and their times, by handles that are looked up once a route and status.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use http::StatusCode;
use metrics::{Counter, Histogram};

use crate::routes::Route;

/// A route with its figures.
pub(crate) struct Metered {
    pub(crate) route: Route,
    seconds: Histogram,
    by_status: RwLock<Vec<(StatusCode, Counter)>>,
}

impl Metered {
    pub(crate) fn new(route: Route) -> Self {
        let seconds = metrics::histogram!("yaji_request_seconds", "route" => route.path.clone());
        Self { route, seconds, by_status: RwLock::default() }
    }

    /// Counts one request that took so long.
    pub(crate) fn count(&self, status: StatusCode, took: Duration) {
        self.seconds.record(took.as_secs_f64());
        let known = self.by_status.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, counter)) = known.iter().find(|(known, _)| *known == status) {
            return counter.increment(1);
        }
        drop(known);
        let labels = [
            ("method", self.route.method.to_string()),
            ("route", self.route.path.clone()),
            ("status", status.as_u16().to_string()),
        ];
        let counter = metrics::counter!("yaji_requests_total", &labels);
        counter.increment(1);
        let mut known = self.by_status.write().unwrap_or_else(PoisonError::into_inner);
        known.push((status, counter));
    }
}
