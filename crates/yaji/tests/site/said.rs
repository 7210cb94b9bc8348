//! What was done is confirmed once, on the next page.

use db::{Db, db_test};

use super::world::{registered, site, wired};

#[db_test(wired)]
async fn who_saves_their_settings_is_told_so_by_the_next_page_and_not_again(db: Db) {
    let site = site(db).await;
    let mut mei = registered(&site, "mei@example.org").await;
    let fields = [("directory", "on"), ("profile_to", "everyone")];
    let place = mei.post("/settings/privacy", &fields).await.sees_other();
    assert!(mei.cookie("f").is_some());
    let toast = "<output class=\"toast\"><span class=\"toast__text\">Saved.";
    assert!(mei.get(&place).await.expect(200).has(toast), "{place}");
    assert!(mei.cookie("f").is_none());
    assert!(!mei.get(&place).await.expect(200).has(toast));
}
