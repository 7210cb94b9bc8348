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
use crate::inspection::{self, Inspection};
use crate::look::Look;
use crate::policy;
use crate::reader::Reader;
use crate::texts::Texts;
use store::{RevisionRow, revisions};
use text::{Change, DiffLine};

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
    text: Option<Text>,
    /// What the next version changed, where that one may be read too.
    changes: Vec<DiffLine>,
}

/// The words of a version.
#[derive(Clone)]
struct Text {
    title: String,
    summary: String,
    body: String,
}

impl Text {
    /// All of it as one text, to be compared.
    fn whole(&self) -> String {
        [self.title.as_str(), self.summary.as_str(), self.body.as_str()].join("\n")
    }
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
    let is_first = query.below.is_none();
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, post, source, mut rows) =
        app.db().read(async move |tx| data(tx, &community, &asking, (id, below)).await).await?;
    inspection::note(&app, Inspection::of_post(&reader, &post)).await?;
    let now = Text { title: post.title.clone(), summary: post.summary.clone(), body: source };
    let newer = if is_first { Some(now) } else { None };
    // The first row of a later page stands on the page before; here it is only compared with.
    let newer = match newer {
        None if !rows.is_empty() => readable(&reader, &post, &rows.remove(0)),
        newer => newer,
    };
    rows.truncate(usize::try_from(VERSIONS).unwrap_or(usize::MAX));
    let look = Look::of(&app, &viewer, &format!("/p/{id}/history"));
    let title = look.t.history_title(&post.title);
    let older = rows.last().filter(|row| row.number > 1).map(|row| row.number);
    web::html(&HistoryPage {
        shell: app.shell(&viewer).title(title.clone()).build(),
        t: look.t,
        title,
        older: older.map(|number| format!("/p/{id}/history?below={number}")),
        versions: versions(&look, (&reader, &post), newer, rows),
        post: LinkView::new(post.path(), post.title),
    })
}

async fn data(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    (id, below): (PostId, i64),
) -> Outcome<(Reader, Post, String, Vec<RevisionRow>)> {
    let reader = Reader::of(tx, community, viewer).await?;
    let post = posts::get(tx, id).await?;
    let permit = policy::read_whole(&reader, &post)?;
    if post.edited_at.is_none() {
        return Err(Fault::Missing("post.missing"));
    }
    let rows = revisions(tx, &permit, below.saturating_add(1), VERSIONS + 1).await?;
    let source = posts::source_of_whole(tx, &permit).await?;
    Ok((reader, post, source, rows))
}

/// What stands in an earlier version, where its gate of then is open now, too.
fn readable(reader: &Reader, post: &Post, row: &RevisionRow) -> Option<Text> {
    reader.reach.reads_version(row.gate_id, post.author.id).then(|| Text {
        title: row.title.clone(),
        summary: row.summary.clone(),
        body: row.body.clone(),
    })
}

/// Each version with what the one after it changed, the newest first.
fn versions(
    look: &Look,
    (reader, post): (&Reader, &Post),
    mut newer: Option<Text>,
    rows: Vec<RevisionRow>,
) -> Vec<Version> {
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        let text = readable(reader, post, &row);
        let changes = match (&text, &newer) {
            (Some(old), Some(new)) => changed(&old.whole(), &new.whole()),
            _ => Vec::new(),
        };
        list.push(Version {
            heading: look.t.history_version(row.number),
            by: look.t.history_by(if row.gone { look.t.author_former() } else { &row.editor }),
            when: look.when(row.written_at),
            text: text.clone(),
            changes,
        });
        newer = text;
    }
    list
}

/// The lines that differ.
fn changed(old: &str, new: &str) -> Vec<DiffLine> {
    let lines = text::diff(old, new);
    lines.into_iter().filter(|line| line.change != Change::Kept).collect()
}
