//! Every address of the slice.

use web::{Permission, Routes, Who, api_routes};

use crate::{author, bookmark, comment, follow, home, mention, post, reaction, space, tag};

/// The routes.
#[must_use]
pub fn routes() -> Routes {
    let written = api(api_of_mine(discussion(writing(Routes::of("community")))));
    studio(reading(written.for_agreed()))
}

fn reading(routes: Routes) -> Routes {
    routes
        .get("/", home::page::show, Who::Anyone)
        .still()
        .get("/spaces", space::page::list, Who::Anyone)
        .still()
        .get("/s/{space}", space::page::show, Who::Anyone)
        .still()
        .get("/t/{tag}", tag::page::show, Who::Anyone)
        .still()
        .get("/m/{handle}/posts", author::page::posts, Who::Anyone)
        .still()
        .get("/m/{handle}/comments", author::page::comments, Who::Anyone)
        .still()
        .api(api_routes!(author::api::comments), Who::Anyone)
        .still()
        .get("/p/{post}", post::page::show, Who::Anyone)
        .still()
        .get("/p/{post}/history", post::history::show, Who::Anyone)
        .post("/p/{post}/read", post::acts::post_read, Who::Member)
        .get("/p/{post}/read.gif", post::acts::get_read, Who::Member)
        .get("/me/bookmarks", bookmark::page::list, Who::Member)
        .get("/me/drafts", post::draft::page::list, Who::Member)
        .post("/me/drafts/{draft}/delete", post::draft::page::delete, Who::Member)
        .post("/new/draft", post::draft::page::post_new, Who::Member)
        .api(api_routes!(post::draft::api::create), Who::Member)
        .api(api_routes!(post::draft::api::update), Who::Member)
        .get("/mentions", mention::page::suggest, Who::Member)
        .get("/mentions/{post}", mention::page::suggest_below, Who::Member)
        .post("/preview", post::preview::draw, Who::Member)
        .post("/p/{post}/edit/draft", post::draft::page::post_edit, Who::Member)
        .get("/p/{post}/delete", post::acts::get_delete, Who::Member)
        .post("/p/{post}/delete", post::acts::post_delete, Who::Member)
        .get("/p/{post}/c/{comment}/delete", comment::acts::get_delete, Who::Member)
        .post("/p/{post}/c/{comment}/delete", comment::acts::post_delete, Who::Member)
}

fn writing(routes: Routes) -> Routes {
    routes
        .get("/t/{tag}/edit", tag::page::get_edit, Who::Needs(Permission::ContentPublish))
        .post("/t/{tag}/edit", tag::page::post_edit, Who::Needs(Permission::ContentPublish))
        .get("/new", post::composer::get_new, Who::Member)
        .post("/new", post::composer::post_new, Who::Member)
        .get("/p/{post}/edit", post::composer::get_edit, Who::Member)
        .post("/p/{post}/edit", post::composer::post_edit, Who::Member)
        .post("/p/{post}/featured", post::acts::post_featured, Who::Member)
        .post("/p/{post}/closed", post::acts::post_closed, Who::Member)
}

fn discussion(routes: Routes) -> Routes {
    routes
        .post("/p/{post}/comments", comment::page::post_create, Who::Member)
        .post("/p/{post}/bookmark", bookmark::page::post, Who::Member)
        .post("/p/{post}/reactions/{kind}", reaction::page::post_on_post, Who::Member)
        .get("/p/{post}/c/{comment}", comment::page::show, Who::Anyone)
        .still()
        .api(api_routes!(comment::api::show), Who::Anyone)
        .still()
        .get("/p/{post}/c/{comment}/history", post::history::show_of_comment, Who::Anyone)
        .get("/p/{post}/c/{comment}/edit", comment::edit::page::get_edit, Who::Member)
        .post("/p/{post}/c/{comment}/edit", comment::edit::page::post_edit, Who::Member)
        .post("/p/{post}/c/{comment}/accepted", comment::acts::post_accepted, Who::Member)
        .post("/p/{post}/c/{comment}/featured", comment::acts::post_featured, Who::Member)
        .post(
            "/p/{post}/c/{comment}/reactions/{kind}",
            reaction::page::post_on_comment,
            Who::Member,
        )
        .post("/follows/{kind}/{id}", follow::page::post, Who::Member)
}

fn studio(routes: Routes) -> Routes {
    use space::people::api as people;
    let needs = Who::Needs(Permission::SpacesManage);
    routes
        .get("/studio/spaces", space::studio::list, needs)
        .post("/studio/spaces", space::studio::post_new, needs)
        .get("/studio/spaces/new", space::studio::get_new, needs)
        .get("/studio/spaces/{space}", space::studio::get_edit, needs)
        .post("/studio/spaces/{space}", space::studio::post_edit, needs)
        .post("/studio/spaces/{space}/place", space::studio::post_place, needs)
        .post("/studio/spaces/{space}/people", space::studio::post_people, needs)
        .api(api_routes!(space::api::open), needs)
        .api(api_routes!(space::api::update), needs)
        .api(api_routes!(space::api::put_place), needs)
        .api(api_routes!(people::list_members), needs)
        .api(api_routes!(people::put_member, people::delete_member), needs)
        .api(api_routes!(people::list_moderators), needs)
        .api(api_routes!(people::put_moderator, people::delete_moderator), needs)
}

fn api(routes: Routes) -> Routes {
    routes
        .api(api_routes!(space::api::list), Who::Anyone)
        .still()
        .api(api_routes!(space::api::show), Who::Anyone)
        .still()
        .api(api_routes!(post::api::list), Who::Anyone)
        .still()
        .api(api_routes!(post::api::create), Who::Member)
        .api(api_routes!(post::api::show), Who::Anyone)
        .still()
        .api(api_routes!(post::api::update, post::api::delete), Who::Member)
        .api(api_routes!(comment::api::list), Who::Anyone)
        .still()
        .api(api_routes!(post::history::api::of_post), Who::Anyone)
        .api(api_routes!(post::history::api::of_comment), Who::Anyone)
        .api(api_routes!(comment::api::create), Who::Member)
        .api(api_routes!(comment::api::update, comment::api::delete), Who::Member)
        .api(api_routes!(post::api::put_accepted, post::api::delete_accepted), Who::Member)
        .api(api_routes!(post::api::put_featured, post::api::delete_featured), Who::Member)
        .api(api_routes!(post::api::put_closed, post::api::delete_closed), Who::Member)
        .api(api_routes!(bookmark::api::put_bookmark, bookmark::api::delete_bookmark), Who::Member)
        .api(api_routes!(comment::api::put_featured, comment::api::delete_featured), Who::Member)
        .api(api_routes!(reaction::api::put_on_post, reaction::api::delete_on_post), Who::Member)
        .api(
            api_routes!(reaction::api::put_on_comment, reaction::api::delete_on_comment),
            Who::Member,
        )
}

fn api_of_mine(routes: Routes) -> Routes {
    use post::draft::api as draft;
    let publishes = Who::Needs(Permission::ContentPublish);
    routes
        .api(api_routes!(bookmark::api::list), Who::Member)
        .api(api_routes!(follow::api::list), Who::Member)
        .api(api_routes!(follow::api::put, follow::api::delete), Who::Member)
        .api(api_routes!(draft::list), Who::Member)
        .api(api_routes!(draft::show, draft::delete), Who::Member)
        .api(api_routes!(draft::publish_one), Who::Member)
        .api(api_routes!(tag::api::show), Who::Anyone)
        .still()
        .api(api_routes!(tag::api::update), publishes)
}
