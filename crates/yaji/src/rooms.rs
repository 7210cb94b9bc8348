//! Rooms that belong to no slice of pages: what stands below `web` in the rows (settings, legal
//! texts, mail, the log) and what composes several slices.

mod audit;
mod brand;
mod events;
mod legal;
mod mail_room;
mod mine;
mod openapi;
mod settings;
mod today;

use web::{Permission, Routes, Who};

/// The routes of these rooms.
pub(crate) fn routes() -> Routes {
    let (sets, reads) = (Who::Needs(Permission::SettingsManage), Who::Needs(Permission::MailRead));
    Routes::of("yaji")
        .get("/rules", legal::rules, Who::Anyone)
        .get("/privacy", legal::privacy, Who::Anyone)
        .get("/terms", legal::terms, Who::Anyone)
        .get("/refunds", legal::refunds, Who::Anyone)
        .get("/favicon.svg", brand::favicon, Who::Anyone)
        .get("/brand/{colour}", brand::sheet, Who::Anyone)
        .get("/robots.txt", brand::robots, Who::Anyone)
        .get("/me", mine::show, Who::Member)
        .get("/studio", today::show, Who::Team)
        .get("/studio/settings", settings::show, sets)
        .post("/studio/settings", settings::post, sets)
        .get("/studio/legal/{kind}", legal::edit, sets)
        .post("/studio/legal/{kind}", legal::post, sets)
        .get("/studio/audit", audit::show, Who::Needs(Permission::AuditRead))
        .get("/studio/mail", mail_room::show, reads)
        .post("/studio/mail/{mail}", mail_room::open, reads)
        .get("/api/v1/openapi.json", openapi::show, Who::Anyone)
        .api(web::api_routes!(events::list), Who::Needs(Permission::EventsRead))
}
