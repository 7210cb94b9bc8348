//! Everything that is a member's own, in one place: on a phone the dock leads here.

use askama::Template;
use axum::extract::State;
use web::{App, NavItem, Reply, Shell, Viewer, html};

use crate::texts::Texts;

#[derive(Template)]
#[template(path = "yaji/mine.html")]
struct MinePage {
    shell: Shell,
    t: Texts,
    kept: Vec<NavItem>,
    account: Vec<NavItem>,
    others: Vec<NavItem>,
}

/// What is the member's own, as links.
pub(super) async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let profile = format!("/m/{}", viewer.me()?.face.handle);
    let (t, w) = (Texts::new(viewer.locale), web::Texts::new(viewer.locale));
    let item = crate::frame::item;
    let mut others = vec![
        item("/members", "users", t.nav_members()),
        item("/welcome", "compass", t.mine_welcome()),
    ];
    if !viewer.me()?.permissions.is_empty() {
        others.insert(0, item("/studio", "layout-dashboard", w.nav_studio()));
    }
    html(&MinePage {
        shell: app.shell(&viewer).title(w.nav_me()).at("/me").build(),
        kept: vec![
            item("/me/bookmarks", "bookmark", t.nav_bookmarks()),
            item("/me/drafts", "file-text", t.nav_drafts()),
            item("/me/media", "image", t.mine_pictures()),
            item("/notifications", "bell", w.nav_notifications()),
        ],
        account: vec![
            item(&profile, "circle-user-round", t.mine_profile()),
            item("/me/membership", "wallet", t.nav_membership()),
            item("/me/orders", "receipt", t.mine_orders()),
            item("/settings", "settings-2", w.nav_settings()),
        ],
        others,
        t,
    })
}
