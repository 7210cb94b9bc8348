//! What a post was before it was edited.

pub(crate) mod store;

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{App, LinkView, Path, Query, Reply, Shell, Viewer, When};

use super::{Post, PostId, parse_path, store as posts};
use crate::Community;
use crate::look::Look;
use crate::policy;
use crate::reader::Reader;
use crate::texts::Texts;
use store::{RevisionRow, revisions};

/// Versions on one page.
const VERSIONS: i64 = 10;

/// From which version on.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct HistoryQuery {
    below: Option<i64>,
}

/// One earlier version; its text only where the gate of then is open now, too.
struct Version {
    heading: String,
    by: String,
    when: When,
    text: Option<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "community/post/history.html")]
struct HistoryPage {
    shell: Shell,
    t: Texts,
    title: String,
    post: LinkView,
    versions: Vec<Version>,
    older: Option<String>,
}

/// Shows earlier versions to whoever reads the post whole; each behind the stricter of the gates of
/// then and now.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
    Query(query): Query<HistoryQuery>,
) -> Reply {
    let (id, _) = parse_path(&path)?;
    let below = query.below.unwrap_or(i64::MAX);
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, post, rows) =
        app.db().read(async move |tx| data(tx, &community, &asking, (id, below)).await).await?;
    let look = Look::of(&app, &viewer, &format!("/p/{id}/history"));
    let title = look.t.history_title(&post.title);
    let older = rows.last().filter(|row| row.number > 1).map(|row| row.number);
    web::html(&HistoryPage {
        shell: app.shell(&viewer).title(title.clone()).build(),
        t: look.t,
        title,
        older: older.map(|number| format!("/p/{id}/history?below={number}")),
        versions: rows.into_iter().map(|row| version(&look, &reader, &post, row)).collect(),
        post: LinkView::new(post.path(), post.title),
    })
}

async fn data(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    (id, below): (PostId, i64),
) -> Outcome<(Reader, Post, Vec<RevisionRow>)> {
    let reader = Reader::of(tx, community, viewer).await?;
    let post = posts::get(tx, id).await?;
    let permit = policy::read_whole(&reader, &post)?;
    if post.edited_at.is_none() {
        return Err(Fault::Missing("post.missing"));
    }
    let rows = revisions(tx, &permit, below, VERSIONS).await?;
    Ok((reader, post, rows))
}

fn version(look: &Look, reader: &Reader, post: &Post, row: RevisionRow) -> Version {
    let open = reader.reach.reads_version(row.gate_id, post.author.id);
    Version {
        heading: look.t.history_version(row.number),
        by: look.t.history_by(&row.editor),
        when: look.when(row.written_at),
        text: open.then_some((row.title, row.summary, row.body)),
    }
}
