//! The newest posts on a member's own page.

use std::sync::Arc;

use askama::Template;
use kernel::{Cursor, ListSize, MemberId, Outcome};
use web::{App, LinkView, Viewer};

use super::store;
use crate::Community;
use crate::feed::draw::Shelf;
use crate::feed::{self, Order, Place};
use crate::follow::{self, Target};
use crate::look::Look;
use crate::post::page::FollowView;
use crate::reader::Reader;
use crate::texts::Texts;

/// Posts on a member's page; all are behind the link below them.
const SHOWN: u32 = 5;

#[derive(Template)]
#[template(path = "community/author/panel.html")]
struct Panel {
    t: Texts,
    facts: Vec<LinkView>,
    follow: Option<FollowView>,
    rows: Vec<Arc<str>>,
    posts: String,
    comments: String,
}

/// Draws the newest posts of a member that this viewer may know of, and the way to the others.
///
/// # Errors
/// When the database fails.
pub async fn panel(app: &App, viewer: &Viewer, member: MemberId) -> Outcome<String> {
    let page = feed::Page {
        order: Order::Latest,
        after: Cursor::START,
        size: ListSize::asked(Some(SHOWN))?,
    };
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, shelf, person, follows) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?.at_large();
            let place = (Place::Author(member), page);
            let shelf = Shelf::read(tx, &community, &reader, place).await?;
            let handle = store::handle(tx, member).await?.unwrap_or_default();
            let follows = match reader.member.filter(|me| *me != member) {
                Some(me) => Some(follow::store::is(tx, me, Target::Member(member)).await?),
                None => None,
            };
            Ok((reader, shelf, (store::counts(tx, member).await?, handle), follows))
        })
        .await?;
    let (counts, handle) = person;
    let look = Look::of(app, viewer, &format!("/m/{handle}"));
    web::draw(&Panel {
        t: look.t,
        facts: crate::post::page::facts(&look, counts.as_ref()),
        follow: follows.map(|on| FollowView { action: format!("/follows/member/{member}"), on }),
        rows: shelf.rows(&look, &reader, true)?,
        posts: format!("/m/{handle}/posts"),
        comments: format!("/m/{handle}/comments"),
    })
}
