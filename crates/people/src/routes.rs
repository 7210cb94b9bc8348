//! Every address of this slice.

use web::{Lane, Routes, Who, api_routes};

use crate::{join, profile, sign_in};

/// The routes of accounts.
#[must_use]
pub fn routes() -> Routes {
    Routes::of("people")
        .get_in(Lane::SignIn, "/login", sign_in::page::show, Who::Visitor)
        .post_in(Lane::SignIn, "/login", sign_in::page::post, Who::Anyone)
        .post_in(Lane::SignIn, "/login/send", sign_in::page::post_code, Who::Anyone)
        .get_in(Lane::SignIn, "/login/code", sign_in::code_page::show, Who::Anyone)
        .post_in(Lane::SignIn, "/login/code", sign_in::code_page::post, Who::Anyone)
        .get_in(Lane::SignIn, "/login/second", sign_in::second_page::show, Who::Anyone)
        .post_in(Lane::SignIn, "/login/second", sign_in::second_page::post, Who::Anyone)
        .get_in(Lane::SignIn, "/login/yours", sign_in::code_page::show_yours, Who::Anyone)
        .post_in(Lane::SignIn, "/login/yours", sign_in::code_page::post_yours, Who::Anyone)
        .get_in(Lane::SignIn, "/login/help", sign_in::page::help, Who::Anyone)
        .get_in(Lane::SignIn, "/code/{token}", sign_in::code_page::show_link, Who::Anyone)
        .post_in(Lane::SignIn, "/code/{token}", sign_in::code_page::post_link, Who::Anyone)
        .post_in(Lane::SignIn, "/logout", sign_in::page::post_logout, Who::Member)
        .get_in(Lane::SignIn, "/register", join::page::show, Who::Visitor)
        .post_in(Lane::SignIn, "/register", join::page::post, Who::Anyone)
        .get_in(Lane::SignIn, "/start", join::page::show_start, Who::Anyone)
        .post_in(Lane::SignIn, "/start", join::page::post_start, Who::Anyone)
        .get_in(Lane::SignIn, "/confirm", sign_in::code_page::show_confirm, Who::Member)
        .post_in(Lane::SignIn, "/confirm", sign_in::code_page::post_confirm, Who::Member)
        .post_in(Lane::SignIn, "/confirm/send", sign_in::code_page::post_send, Who::Member)
        .get_in(Lane::SignIn, "/confirm/other", sign_in::code_page::show_other, Who::Member)
        .post_in(Lane::SignIn, "/confirm/other", sign_in::code_page::post_other, Who::Member)
        .api_in(Lane::SignIn, api_routes!(join::api::create), Who::Anyone)
        .api_in(Lane::SignIn, api_routes!(sign_in::api::create), Who::Anyone)
        .api_in(Lane::SignIn, api_routes!(sign_in::api::delete), Who::Member)
        .api(api_routes!(profile::api::show, profile::api::update), Who::Member)
}
