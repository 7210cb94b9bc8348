//! Every address of this slice.

use web::{Lane, Permission, Routes, Who, api_routes};

use crate::{
    address, claim, consent, join, passkey, profile, role, settings, sign_in, studio, welcome,
};

/// The routes of accounts.
#[must_use]
pub fn routes() -> Routes {
    studio_routes(settings_routes(profile_routes(join_routes(sign_in_routes()))))
}

fn sign_in_routes() -> Routes {
    Routes::of("people")
        .get_in(Lane::SignIn, "/login", sign_in::page::show, Who::Visitor)
        .post_in(Lane::SignIn, "/login", sign_in::page::post, Who::Anyone)
        .post_in(Lane::SignIn, "/login/send", sign_in::page::post_code, Who::Anyone)
        .get_in(Lane::SignIn, "/login/code", sign_in::code_page::show, Who::Anyone)
        .post_in(Lane::SignIn, "/login/code", sign_in::code_page::post, Who::Anyone)
        .get_in(Lane::SignIn, "/login/second", sign_in::second_page::show, Who::Anyone)
        .post_in(Lane::SignIn, "/login/second", sign_in::second_page::post, Who::Anyone)
        .get_in(Lane::SignIn, "/login/yours", sign_in::whose_page::show_yours, Who::Anyone)
        .post_in(Lane::SignIn, "/login/yours", sign_in::whose_page::post_yours, Who::Anyone)
        .get_in(Lane::SignIn, "/login/help", sign_in::page::help, Who::Anyone)
        .get_in(Lane::SignIn, "/code/{token}", sign_in::link_page::show, Who::Anyone)
        .post_in(Lane::SignIn, "/code/{token}", sign_in::link_page::post, Who::Anyone)
        .post_in(Lane::SignIn, "/logout", sign_in::page::post_logout, Who::Enrolling)
        .post_in(Lane::SignIn, "/passkey/begin", passkey::api::begin_sign_in, Who::Anyone)
        .post_in(Lane::SignIn, "/passkey/finish", passkey::api::finish_sign_in, Who::Anyone)
        .post_in(Lane::SignIn, "/passkey/fresh", passkey::api::finish_fresh, Who::Enrolling)
        .post_in(Lane::SignIn, "/passkey/new", passkey::api::begin_register, Who::Enrolling)
        .post_in(Lane::SignIn, "/passkey/made", passkey::api::finish_register, Who::Enrolling)
        .api_in(Lane::SignIn, api_routes!(sign_in::api::create), Who::Anyone)
        .api_in(Lane::SignIn, api_routes!(sign_in::api::delete), Who::Member)
}

fn join_routes(routes: Routes) -> Routes {
    routes
        .get_in(Lane::SignIn, "/register", join::page::show, Who::Visitor)
        .post_in(Lane::SignIn, "/register", join::page::post, Who::Anyone)
        .get_in(Lane::SignIn, "/start", join::start::show, Who::Anyone)
        .post_in(Lane::SignIn, "/start", join::start::post, Who::Anyone)
        .get_in(Lane::SignIn, "/confirm", sign_in::code_page::show_confirm, Who::Member)
        .post_in(Lane::SignIn, "/confirm", sign_in::code_page::post_confirm, Who::Member)
        .post_in(Lane::SignIn, "/confirm/send", sign_in::code_page::post_send, Who::Member)
        .get_in(Lane::SignIn, "/confirm/other", sign_in::whose_page::show_other, Who::Member)
        .post_in(Lane::SignIn, "/confirm/other", sign_in::whose_page::post_other, Who::Member)
        .get_in(Lane::SignIn, "/undo/{token}", address::page::show_undo, Who::Anyone)
        .post_in(Lane::SignIn, "/undo/{token}", address::page::post_undo, Who::Anyone)
        .get_in(Lane::SignIn, "/claim/{token}", claim::page::show, Who::Anyone)
        .post_in(Lane::SignIn, "/claim/{token}", claim::page::post, Who::Anyone)
        .get("/welcome", welcome::show, Who::Member)
        .post("/welcome", welcome::post, Who::Member)
        .api_in(Lane::SignIn, api_routes!(join::api::create), Who::Anyone)
}

fn profile_routes(routes: Routes) -> Routes {
    routes
        .get("/m/{handle}", profile::page::show, Who::Anyone)
        .get("/members", profile::page::directory, Who::Member)
        .get("/media/avatar/{hash}", profile::page::avatar, Who::Anyone)
        .api(api_routes!(profile::api::show, profile::api::update), Who::Member)
        .api(api_routes!(profile::api::show_member), Who::Anyone)
        .api(api_routes!(profile::api::list_members), Who::Member)
}

fn settings_routes(routes: Routes) -> Routes {
    use settings::{
        account, api, appearance, confirm, data, letters, privacy, profile, security, sessions,
    };
    routes
        .post("/preferences", appearance::post, Who::Anyone)
        .get("/settings", settings::show_first, Who::Member)
        .get("/settings/confirm", confirm::show, Who::Enrolling)
        .post("/settings/confirm", confirm::post, Who::Enrolling)
        .post("/settings/confirm/send", confirm::post_send, Who::Enrolling)
        .get("/settings/consent", consent::page::show, Who::Member)
        .post("/settings/consent", consent::page::post, Who::Member)
        .get("/settings/profile", profile::show, Who::Member)
        .post("/settings/profile", profile::post, Who::Member)
        .post("/settings/avatar", crate::profile::avatar::post, Who::Member)
        .post("/settings/avatar/remove", crate::profile::avatar::post_remove, Who::Member)
        .get("/settings/account", account::show, Who::Member)
        .post("/settings/handle", account::post_handle, Who::Member)
        .post("/settings/handle/drop", account::post_drop, Who::Member)
        .post("/settings/email", account::post_email, Who::Member)
        .post("/settings/email/code", account::post_code, Who::Member)
        .post("/settings/account/refuse", account::post_refuse, Who::Member)
        .get("/settings/security", security::show, Who::Enrolling)
        .post("/settings/password", security::post_password, Who::Member)
        .post("/settings/password/remove", security::post_password_remove, Who::Member)
        .get("/settings/security/totp", security::show_totp, Who::Enrolling)
        .post("/settings/security/totp", security::post_totp, Who::Enrolling)
        .post("/settings/security/totp/remove", security::post_totp_remove, Who::Member)
        .post("/settings/security/recovery", security::post_recovery, Who::Enrolling)
        .post("/settings/security/passkey/remove", security::post_passkey_remove, Who::Member)
        .get("/settings/sessions", sessions::show, Who::Member)
        .post("/settings/sessions/end", sessions::post_end, Who::Member)
        .post("/settings/sessions/end-others", sessions::post_end_others, Who::Member)
        .post("/settings/tokens", settings::tokens::post, Who::Member)
        .get("/settings/privacy", privacy::show, Who::Member)
        .post("/settings/privacy", privacy::post, Who::Member)
        .get("/settings/notifications", letters::show, Who::Member)
        .post("/settings/notifications", letters::post, Who::Member)
        .get("/settings/appearance", appearance::show, Who::Member)
        .get("/settings/language", appearance::show, Who::Member)
        .get("/settings/data", data::show, Who::Member)
        .post("/settings/data", data::post_export, Who::Member)
        .get("/settings/data/{export}", data::download, Who::Member)
        .get("/settings/delete", data::show_delete, Who::Member)
        .post("/settings/delete", data::post_delete, Who::Member)
        .api(api_routes!(api::list_sessions, api::delete_others), Who::Member)
        .api(api_routes!(api::delete_session), Who::Member)
        .api(api_routes!(api::list_handles), Who::Member)
        .api(api_routes!(api::drop_handle), Who::Member)
        .api(api_routes!(api::bring_avatar, api::delete_avatar), Who::Member)
        .api(api_routes!(consent::api::list), Who::Member)
        .api(api_routes!(api::list_exports, api::ask_export), Who::Member)
        .api(api_routes!(api::fetch_export), Who::Member)
        .api(api_routes!(api::leave), Who::Member)
}

fn studio_routes(routes: Routes) -> Routes {
    use studio::{api, member, members};
    let manage = Who::Needs(Permission::MembersManage);
    let claim = Who::Needs(Permission::MembersClaim);
    let roles = Who::Needs(Permission::RolesManage);
    routes
        .get("/studio/members", members::list, Who::Needs(Permission::MembersRead))
        .get("/studio/members/{member}", member::show, Who::Needs(Permission::MembersRead))
        .post("/studio/members/{member}/lock", member::post_lock, manage)
        .post("/studio/members/{member}/unlock", member::post_unlock, manage)
        .post("/studio/members/{member}/sessions", member::post_sessions, manage)
        .post("/studio/members/{member}/reset", member::post_reset, manage)
        .post("/studio/members/{member}/adoption", member::post_adoption, manage)
        .post("/studio/members/{member}/role", member::post_role, roles)
        .post("/studio/members/{member}/claim", member::post_claim, claim)
        .post("/studio/members/{member}/claim/undo", member::post_claim_undo, claim)
        .api(api_routes!(api::list), Who::Needs(Permission::MembersRead))
        .api(api_routes!(api::show), Who::Needs(Permission::MembersRead))
        .api(api_routes!(api::put_locked, api::delete_locked), manage)
        .api(api_routes!(api::delete_sessions), manage)
        .api(api_routes!(api::reset_factor), manage)
        .api(api_routes!(api::put_adoption), manage)
        .api(api_routes!(api::put_role), roles)
        .api(api_routes!(api::give_claim), claim)
        .api(api_routes!(api::undo_claim), claim)
        .get("/studio/team", role::page::show, roles)
        .post("/studio/team", role::page::post, roles)
}
