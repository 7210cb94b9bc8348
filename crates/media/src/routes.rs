//! Every address of the slice.

use web::{Permission, Routes, Who, api_routes};

use crate::picture::{api, page};
use crate::{serve, studio};

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    let needs = Who::Needs(Permission::ContentModerate);
    Routes::of("media")
        .post("/media", page::post_for_editor, Who::Member)
        .get("/me/media", page::list, Who::Member)
        .post("/me/media", page::post, Who::Member)
        .api(api_routes!(api::list, api::create), Who::Member)
        .for_agreed()
        .get("/media/{media}/{width}", serve::variant, Who::Anyone)
        .get("/media/hash/{hash}", serve::by_hash, Who::Anyone)
        .post("/me/media/{media}/remove", page::post_remove, Who::Member)
        .get("/studio/media", studio::list, needs)
        .post("/studio/media/{media}/remove", studio::post_remove, needs)
        .api(api_routes!(api::show, api::delete), Who::Member)
        .api(api_routes!(api::content), Who::Anyone)
}
