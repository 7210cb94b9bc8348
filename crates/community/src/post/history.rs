//! What a post or a comment was before it was edited.

pub(crate) mod api;
pub(crate) mod store;

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{MemberId, Outcome};
use serde::Deserialize;
use web::{App, LinkView, Path, Query, Reply, Shell, Viewer, When};

use super::{Post, PostId, parse_path, store as posts};
use crate::Community;
use crate::comment::{self, CommentId, store as comments};
use crate::inspection::{self, Inspection};
use crate::look::Look;
use crate::policy;
use crate::reader::Reader;
use crate::texts::Texts;
use store::{RevisionRow, comment_revisions, revisions};
use text::{Change, DiffLine};

/// Versions on one page.
pub(crate) const VERSIONS: i64 = 10;

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

/// The words of a version; a comment's are a body alone.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) body: String,
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
    back: LinkView,
    /// What stands there without versions, and why.
    nothing: (&'static str, &'static str),
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
    let place = (Of::Post(id), query.below.unwrap_or(i64::MAX));
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let kept = app.db().read(async move |tx| kept(tx, &community, &asking, place).await).await?;
    inspection::note(&app, kept.inspection()).await?;
    let look = Look::of(&app, &viewer, &format!("/p/{id}/history"));
    let title = look.t.history_title(&kept.post.title);
    let back = LinkView::new(kept.post.path(), look.t.history_back());
    let page = (format!("/p/{id}/history"), title, back);
    web::html(&page_of(&app, &viewer, &look, (kept, query), page))
}

/// Shows earlier versions of a comment, like those of its post.
pub(crate) async fn show_of_comment(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
    Query(query): Query<HistoryQuery>,
) -> Reply {
    let (post, _) = parse_path(&path)?;
    let place = (Of::Comment(id, Some(post)), query.below.unwrap_or(i64::MAX));
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let kept = app.db().read(async move |tx| kept(tx, &community, &asking, place).await).await?;
    inspection::note(&app, kept.inspection()).await?;
    let at = comment::path(post, id);
    let look = Look::of(&app, &viewer, &format!("{at}/history"));
    let title = look.t.history_comment(&kept.post.title);
    let back = LinkView::new(at.clone(), look.t.history_back_comment());
    let page = (format!("{at}/history"), title, back);
    web::html(&page_of(&app, &viewer, &look, (kept, query), page))
}

fn page_of(
    app: &App,
    viewer: &Viewer,
    look: &Look,
    (mut kept, query): (Kept, HistoryQuery),
    (at, title, back): (String, String, LinkView),
) -> HistoryPage {
    let nothing = if kept.edited {
        (look.t.history_elsewhere(), look.t.history_elsewhere_why())
    } else {
        (look.t.history_empty(), look.t.history_empty_why())
    };
    // The first row of a later page stands on the page before; here it is only compared with.
    let newer = match query.below {
        Some(_) if !kept.rows.is_empty() => {
            let row = kept.rows.remove(0);
            readable(&kept, &row)
        }
        Some(_) => None,
        None => Some(kept.now.clone()),
    };
    kept.rows.truncate(usize::try_from(VERSIONS).unwrap_or(usize::MAX));
    let older = kept.rows.last().filter(|row| row.number > 1).map(|row| row.number);
    HistoryPage {
        shell: app.shell(viewer).title(title.clone()).build(),
        t: look.t,
        title,
        nothing,
        older: older.map(|number| format!("{at}?below={number}")),
        versions: versions(look, &kept, newer),
        back,
    }
}

/// Whose versions are asked for; a comment with the post that its address names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    /// A post's.
    Post(PostId),
    /// A comment's.
    Comment(CommentId, Option<PostId>),
}

/// Earlier versions, and what decides which of them are shown.
pub(crate) struct Kept {
    reader: Reader,
    post: Post,
    author: MemberId,
    /// Whether it was ever edited: without versions, where it came from.
    edited: bool,
    now: Text,
    pub(crate) rows: Vec<RevisionRow>,
}

impl Kept {
    /// What the team reads here that only the team may read.
    pub(crate) fn inspection(&self) -> Option<Inspection> {
        Inspection::of_post(&self.reader, &self.post)
    }
}

/// Reads versions below a number, one more than a page shows, and the one that it begins behind.
///
/// # Errors
/// What reading the post whole says; `Missing` and `Gone` for a comment that is not there.
pub(crate) async fn kept(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    (of, below): (Of, i64),
) -> Outcome<Kept> {
    let reader = Reader::of(tx, community, viewer).await?;
    let below = below.saturating_add(1);
    match of {
        Of::Post(id) => {
            let post = posts::get(tx, id).await?;
            let permit = policy::read_whole(&reader, &post)?;
            let rows = revisions(tx, &permit, below, VERSIONS + 1).await?;
            let body = posts::source_of_whole(tx, &permit).await?;
            let (title, summary) = (post.title.clone(), post.summary.clone());
            let (author, edited) = (post.author.id, post.edited_at.is_some());
            Ok(Kept { reader, author, edited, now: Text { title, summary, body }, post, rows })
        }
        Of::Comment(id, named) => {
            let comment = comments::get(tx, id).await?;
            let post = posts::get(tx, named.unwrap_or(comment.post)).await?;
            let permit = policy::read_comment(&reader, &post, &comment)?;
            let rows = comment_revisions(tx, (id, &permit), below, VERSIONS + 1).await?;
            let body = comments::source_for_index(tx, id).await?;
            let now = Text { title: String::new(), summary: String::new(), body };
            let (author, edited) = (comment.author.id, comment.edited_at.is_some());
            Ok(Kept { reader, author, edited, now, post, rows })
        }
    }
}

/// What stands in an earlier version, where its gate of then is open now, too.
pub(crate) fn readable(kept: &Kept, row: &RevisionRow) -> Option<Text> {
    kept.reader.reach.reads_version(row.gate_id, kept.author).then(|| Text {
        title: row.title.clone(),
        summary: row.summary.clone(),
        body: row.body.clone(),
    })
}

/// Each version with what the one after it changed, the newest first.
fn versions(look: &Look, kept: &Kept, mut newer: Option<Text>) -> Vec<Version> {
    let mut list = Vec::with_capacity(kept.rows.len());
    for row in &kept.rows {
        let text = readable(kept, row);
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
