//! Every address of the slice.

use web::{Routes, Who, api_routes};

use crate::notification::{api, page};

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::of("notify")
        .get("/notifications", page::list, Who::Member)
        .post("/notifications/read", page::post_read, Who::Member)
        .get("/notifications/{notification}", page::open, Who::Member)
        .api(api_routes!(api::list), Who::Member)
        .api(api_routes!(api::mark_read), Who::Member)
}
