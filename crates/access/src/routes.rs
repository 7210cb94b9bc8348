//! Every address of this slice.

use web::{Permission, Routes, Who};

use crate::entitlement::{api, page};

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    let gives = Who::Needs(Permission::GrantsGive);
    Routes::of("access")
        .get("/studio/members/{member}/grants", page::show, gives)
        .post("/studio/members/{member}/grants", page::post_grant, gives)
        .post("/studio/members/{member}/grants/{entitlement}/end", page::post_end, gives)
        .api(web::api_routes!(api::list_mine), Who::Member)
        .api(web::api_routes!(api::list_of_member), gives)
        .api(web::api_routes!(api::create), gives)
        .api(web::api_routes!(api::delete), gives)
}
