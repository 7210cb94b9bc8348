//! What a member wrote, as far as the viewer may read it.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Cursor, Fault, List, ListSize, MemberId, Outcome};
use std::sync::Arc;
use web::{App, LinkView, ListQuery, Pager, Path, Query, Reply, Shell, Tab, Viewer, When};

use super::store::{self, OfAuthor};
use crate::Community;
use crate::comment::{self, CommentKind};
use crate::feed::draw::Shelf;
use crate::feed::{self, Order, Place};
use crate::look::Look;
use crate::reader::Reader;
use crate::space::store::member_of;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "community/author/posts.html")]
struct PostsPage {
    shell: Shell,
    t: Texts,
    name: LinkView,
    tabs: Vec<Tab>,
    facts: Vec<LinkView>,
    rows: Vec<Arc<str>>,
    comments: Vec<CommentLine>,
    of_comments: bool,
    pager: Pager,
}

/// A comment in its author's list.
struct CommentLine {
    href: String,
    title: String,
    what: &'static str,
    html: String,
    lang: Option<String>,
    when: When,
    likes: String,
    accepted: bool,
}

/// Shows the posts of a member.
pub(crate) async fn posts(
    State(app): State<App>,
    viewer: Viewer,
    Path(handle): Path<String>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let name = format!("posts of {handle}");
    let after = query.place(&app, &name)?;
    let page = feed::Page { order: Order::Latest, after, size: query.size()? };
    let (community, asking, wanted) = (app.part::<Community>(), viewer.clone(), handle.clone());
    let (reader, shelf, who) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?.at_large();
            let who = person(tx, &wanted).await?;
            let place = (Place::Author(who.0), page);
            let shelf = Shelf::read(tx, &community, &reader, place).await?;
            Ok((reader, shelf, who))
        })
        .await?;
    let path = format!("/m/{handle}/posts");
    let look = Look::of(&app, &viewer, &path);
    let older = shelf
        .next()
        .map(|cursor| format!("{path}?cursor={}", web::seal_cursor(&app, &name, cursor)));
    let (_, name, counts) = who;
    web::html(&PostsPage {
        shell: app.shell(&viewer).title(look.t.author_title(&name)).back(&path).build(),
        t: look.t,
        tabs: tabs(look.t, &handle, false),
        facts: crate::post::page::facts(&look, counts.as_ref()),
        name: LinkView::new(format!("/m/{handle}"), name),
        rows: shelf.rows(&look, &reader, true)?,
        comments: Vec::new(),
        of_comments: false,
        pager: shelf.pager(&look, older),
    })
}

/// Shows the comments and answers of a member.
pub(crate) async fn comments(
    State(app): State<App>,
    viewer: Viewer,
    Path(handle): Path<String>,
    Query(query): Query<ListQuery>,
) -> Reply {
    let name = format!("comments of {handle}");
    let (after, size) = (query.place(&app, &name)?, query.size()?);
    let (community, asking, wanted) = (app.part::<Community>(), viewer.clone(), handle.clone());
    let (list, who) = app
        .db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            let who = person(tx, &wanted).await?;
            Ok((said(tx, &reader, who.0, (after, size)).await?, who))
        })
        .await?;
    let path = format!("/m/{handle}/comments");
    let look = Look::of(&app, &viewer, &path);
    let older =
        list.next.map(|cursor| format!("{path}?cursor={}", web::seal_cursor(&app, &name, cursor)));
    let (_, name, counts) = who;
    web::html(&PostsPage {
        shell: app.shell(&viewer).title(look.t.author_comments_title(&name)).back(&path).build(),
        t: look.t,
        tabs: tabs(look.t, &handle, true),
        facts: crate::post::page::facts(&look, counts.as_ref()),
        name: LinkView::new(format!("/m/{handle}"), name),
        rows: Vec::new(),
        comments: list.items.into_iter().map(|row| line(&look, row)).collect(),
        of_comments: true,
        pager: Pager::on(look.w, older),
    })
}

/// A page of what a member said below posts, as far as the reader may read it.
pub(super) async fn said(
    tx: &Tx,
    reader: &Reader,
    author: MemberId,
    (after, size): (Cursor, ListSize),
) -> Outcome<List<OfAuthor>> {
    // Whole comments stand here: the team reads those of private posts below the posts.
    let gates = reader.own.as_ref().unwrap_or(&reader.reach).signed();
    let rows = store::comments_of(tx, author, &gates, (after, size.probe())).await?;
    Ok(List::cut(rows, size, |row| Cursor { at: row.created_at, id: kernel::Id::get(row.id) }))
}

fn tabs(t: Texts, handle: &str, comments: bool) -> Vec<Tab> {
    vec![
        Tab::new(format!("/m/{handle}/posts"), t.author_posts(), !comments),
        Tab::new(format!("/m/{handle}/comments"), t.author_comments(), comments),
    ]
}

fn line(look: &Look, row: OfAuthor) -> CommentLine {
    CommentLine {
        href: comment::path(row.post_id, row.id),
        what: match row.kind {
            CommentKind::Answer => look.t.comment_answered(),
            CommentKind::Comment => look.t.comment_on_post(),
        },
        title: row.title,
        lang: look.lang(&row.lang),
        html: row.html,
        when: look.when(row.created_at),
        likes: look.locale.count(row.likes),
        accepted: row.accepted,
    }
}

type Person = (MemberId, String, Option<store::AuthorCounts>);

async fn person(tx: &Tx, handle: &str) -> Outcome<Person> {
    let id = member_of(tx, handle).await?.ok_or(Fault::Missing("page.missing"))?;
    let name = store::name(tx, id).await?.unwrap_or_default();
    Ok((id, name, store::counts(tx, id).await?))
}
