//! Pages and forms of comments.

use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::State;
use axum::response::IntoResponse;
use db::Tx;
use http::{HeaderMap, StatusCode};
use kernel::{Fault, Outcome};
use serde::Deserialize;
use std::sync::Arc;
use web::{App, EditorView, FaultNote, Form, LinkView, Path, Reply, Shell, Stream, Viewer};

use super::draw::{Rights, Thread, view, view_of_reply};
use super::{Comment, CommentDraft, CommentId, CommentKind, CommentState, store, write};
use crate::Community;
use crate::hand::Hand;
use crate::inspection::{self, Inspection};
use crate::look::Look;
use crate::mine::MineView;
use crate::once::{self, Once};
use crate::policy;
use crate::post::preview::{self, PREVIEW};
use crate::post::{Post, PostId, load as post_load, store as posts};
use crate::reaction::Pressed;
use crate::reader::Reader;
use crate::texts::Texts;

/// The form in which a comment, an answer or a reply is written.
#[derive(Template)]
#[template(path = "community/comment/form.html")]
pub(crate) struct WriteForm {
    t: Texts,
    id: String,
    action: String,
    once: String,
    parent: Option<String>,
    editor: EditorView,
    kind: &'static str,
    other_kind: Option<&'static str>,
    send: &'static str,
}

impl HtmlSafe for WriteForm {}

impl WriteForm {
    /// The form below a post, or below one of its comments.
    pub(crate) fn new(
        look: &Look,
        post: PostId,
        kind: CommentKind,
        parent: Option<(&Comment, String)>,
    ) -> Self {
        let t = look.t;
        let (label, send) = match (&parent, kind) {
            (Some((comment, _)), _) => {
                (t.comment_reply_to(&comment.author.name), t.comment_send_reply())
            }
            (None, CommentKind::Answer) => {
                (t.comment_answer_body().to_owned(), t.comment_send_answer())
            }
            (None, CommentKind::Comment) => (t.comment_body().to_owned(), t.comment_send()),
        };
        let (parent, value) = parent.map_or((None, String::new()), |(comment, value)| {
            (Some(comment.id.to_string()), value)
        });
        let id = if parent.is_some() { "reply" } else { "write" };
        let draft = parent
            .as_ref()
            .map_or_else(|| format!("comment-{post}"), |parent| format!("reply-{parent}"));
        Self {
            t,
            id: id.to_owned(),
            action: format!("/p/{post}/comments"),
            once: once::key(),
            editor: EditorView {
                t: look.w,
                id: format!("{id}-body"),
                name: "body".to_owned(),
                label,
                value,
                hint: None,
                error: None,
                preview: "/preview?kind=comment".to_owned(),
                shown: None,
                mentions: format!("/mentions/{post}"),
                draft: Some(draft),
                rows: 3,
                max: None,
                required: true,
                divider: false,
                compact: true,
                uploads: Some(media::uploads()),
            },
            parent,
            kind: kind.key(),
            other_kind: (kind == CommentKind::Answer).then(|| t.comment_write()),
            send,
        }
    }
}

/// What a form about a comment sends.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct WriteFields {
    #[serde(default)]
    pub(crate) body: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    kind: String,
    /// The key by which a form that comes twice is known.
    #[serde(default)]
    once: String,
    /// The button that was pressed, where it is not one that sends.
    #[serde(default)]
    act: String,
}

/// Writes a comment.
pub(crate) async fn post_create(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<WriteFields>,
) -> Reply {
    let (post, _) = crate::post::parse_path(&path)?;
    if fields.act == PREVIEW {
        let (look, found, mut form) = again(&app, &viewer, post, &fields).await?;
        form.editor.shown = Some(preview::of_comment(&app, &viewer, &fields.body).await?);
        return web::html(&page_of_form(&app, &viewer, (look, found, form), None));
    }
    let outcome = create(&app, &viewer, post, &fields).await;
    match outcome {
        Ok((reader, found, comment)) if web::wants_stream(&headers) => {
            let look = Look::of(&app, &viewer, &found.path());
            streams_of_new(&look, &reader, &found, &comment)
        }
        Ok((_, found, comment)) => {
            web::see_other(&format!("{}#comment-{}", found.path(), comment.id))
        }
        Err(fault) => refused(&app, &viewer, post, (&fields, fault), &headers).await,
    }
}

async fn create(
    app: &App,
    viewer: &Viewer,
    post: PostId,
    fields: &WriteFields,
) -> Outcome<(Reader, Post, Comment)> {
    let parent = match fields.parent.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_bad| Fault::Missing("comment.missing"))?),
    };
    let kind = if parent.is_some() { String::new() } else { fields.kind.clone() };
    let draft = CommentDraft { body: fields.body.clone(), parent, kind };
    let ready = write::prepare(app.db(), draft, Hand::here(app, viewer)).await?;
    let parts = [&post.to_string(), &fields.parent, &fields.kind, &fields.body];
    let form = (fields.once.as_str(), parts.map(String::as_str));
    let once = Once::of(viewer.id(), "comments.form", (form.0, &form.1));
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let made = once.made(tx).await?;
            let reader = Reader::of(tx, &community, &viewer).await?;
            if let Some(made) = made {
                let found = posts::get(tx, post).await?;
                policy::read_whole(&reader, &found)?;
                return Ok((reader, found, store::get(tx, made).await?));
            }
            let (found, comment) = write::write(tx, &reader, post, ready.clone()).await?;
            once.note(tx, comment.id).await?;
            Ok((reader, found, comment))
        })
        .await
}

/// A new comment, put into the page, with the form empty again.
fn streams_of_new(look: &Look, reader: &Reader, post: &Post, comment: &Comment) -> Reply {
    let rights = Rights::of(look, reader, post, comment);
    let own = (rights, Pressed::default());
    let mut streams = Vec::new();
    match comment.parent {
        Some(parent) => {
            let html = web::draw(&view_of_reply(look, post, comment, own))?;
            streams.push(Stream::append(format!("replies-{parent}"), html));
        }
        None => {
            let html = web::draw(&view(look, post, comment, own))?;
            streams.push(Stream::append("comments-list", html));
            let kind = comment.kind;
            let form = web::draw(&WriteForm::new(look, post.id, kind, None))?;
            streams.push(Stream::replace("write", form));
        }
    }
    streams.push(Stream::remove("comments-empty"));
    streams.extend(look.counts(post));
    web::stream(&streams)
}

/// The form again with what was typed, below what it answers, as far as that is still to be seen.
async fn again(
    app: &App,
    viewer: &Viewer,
    post: PostId,
    fields: &WriteFields,
) -> Outcome<(Look, Option<Post>, WriteForm)> {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let parent = fields.parent.parse().ok();
    let read = async move |tx: &Tx| standing(tx, &community, &asking, (post, parent)).await;
    let (found, parent) = app.db().read(read).await?;
    let path = found.as_ref().map_or_else(|| format!("/p/{post}"), Post::path);
    let look = Look::of(app, viewer, &path);
    let kind = CommentKind::from_key(&fields.kind).unwrap_or(CommentKind::Comment);
    let parent = parent.as_ref().map(|comment| (comment, String::new()));
    let mut form = WriteForm::new(&look, post, kind, parent);
    fields.body.clone_into(&mut form.editor.value);
    Ok((look, found, form))
}

/// A form on a page of its own.
fn page_of_form(
    app: &App,
    viewer: &Viewer,
    (look, found, form): (Look, Option<Post>, WriteForm),
    note: Option<FaultNote>,
) -> OnePage {
    let title = found
        .as_ref()
        .map_or_else(|| look.t.comment_write().to_owned(), |found| look.t.comment_on(&found.title));
    let shell = app.shell(viewer).title(title).build();
    let post = found.map(|found| LinkView::new(found.path(), found.title));
    OnePage { shell, t: look.t, post, note, rows: Vec::new(), form: Some(form), mine: None }
}

/// The form again, whatever became of the post meanwhile. In a page that stands as it was, a fault
/// that is not of the text is a word above it.
async fn refused(
    app: &App,
    viewer: &Viewer,
    post: PostId,
    (fields, fault): (&WriteFields, Fault),
    headers: &HeaderMap,
) -> Reply {
    let note = FaultNote::of(viewer.locale, &fault);
    let (in_place, of_text) = (web::wants_stream(headers), matches!(fault, Fault::Invalid(_)));
    if !web::is_told_by_form(&fault) || (in_place && !of_text) {
        return Err(fault.into());
    }
    let (look, found, mut form) = again(app, viewer, post, fields).await?;
    if of_text {
        form.editor.error = Some(web::fault_text(look.locale, fault.key()).to_owned());
    }
    if in_place {
        let mut reply = web::stream(&[Stream::replace(form.id.clone(), web::draw(&form)?)])?;
        *reply.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(reply.into_response());
    }
    web::html_fault(&fault, &page_of_form(app, viewer, (look, found, form), note))
}

/// The post and the comment that a text was written to, as far as they are still to be seen.
async fn standing(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    (post, parent): (PostId, Option<CommentId>),
) -> Outcome<(Option<Post>, Option<Comment>)> {
    let reader = Reader::of(tx, community, viewer).await?;
    let found = match posts::get(tx, post).await {
        Ok(found) => found,
        Err(Fault::Missing(_)) => return Ok((None, None)),
        Err(fault) => return Err(fault),
    };
    let whole = match policy::read_post(&reader, &found) {
        Ok(reading) => reading.is_whole(),
        Err(_unseen) => return Ok((None, None)),
    };
    let Some(parent) = parent.filter(|_| whole) else { return Ok((Some(found), None)) };
    let is_there =
        |comment: &Comment| comment.post == post && comment.state == CommentState::Published;
    Ok((Some(found), store::find(tx, parent).await?.filter(is_there)))
}

#[derive(Template)]
#[template(path = "community/comment/one.html")]
struct OnePage {
    shell: Shell,
    t: Texts,
    /// None where it is not to be seen any more.
    post: Option<LinkView>,
    note: Option<FaultNote>,
    rows: Vec<Arc<str>>,
    form: Option<WriteForm>,
    mine: Option<MineView>,
}

/// A comment's own page: it, all its replies, and where one replies.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
) -> Reply {
    let (post, _) = crate::post::parse_path(&path)?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (reader, found, thread) =
        app.db().read(async move |tx| thread_of(tx, &community, &asking, (post, id)).await).await?;
    inspection::note(&app, Inspection::of_post(&reader, &found)).await?;
    let look = Look::of(&app, &viewer, &super::path(post, id));
    let rows = thread.rows(&look, &reader, &found)?;
    let first = thread.first.first();
    let may = policy::write_comment(&reader, &found, CommentKind::Comment).is_ok();
    let form = first.filter(|_| may).map(|comment| {
        let parent = Some((comment, String::new()));
        WriteForm::new(&look, found.id, CommentKind::Comment, parent)
    });
    let title = look.t.comment_on(&found.title);
    let topic = format!("post:{post}");
    let since = app.hub().place().to_string();
    let shell = app.shell(&viewer).title(title).back(&super::path(post, id));
    let shell = shell.live(&topic, since).build();
    let mine = thread.mine(&reader, &found, Pressed::default());
    let post = Some(LinkView::new(found.path(), found.title));
    web::html(&OnePage { shell, t: look.t, post, note: None, rows, form, mine })
}

/// One comment of the first level with all its replies; a featured one for everybody who sees the
/// post, without them.
async fn thread_of(
    tx: &Tx,
    community: &Community,
    viewer: &Viewer,
    (post, id): (PostId, CommentId),
) -> Outcome<(Reader, Post, Thread)> {
    let reader = Reader::of(tx, community, viewer).await?;
    let found = posts::get(tx, post).await?;
    let reading = policy::read_post(&reader, &found)?;
    let comment = store::get(tx, id).await?;
    if comment.post != post {
        return Err(Fault::Missing("comment.missing"));
    }
    let policy::Reading::Whole(permit) = reading else {
        if comment.featured_at.is_none() {
            policy::read_whole(&reader, &found)?;
        }
        return Ok((reader, found, Thread { first: [comment].into(), ..Thread::default() }));
    };
    let top = comment.parent.unwrap_or(comment.id);
    let first = if top == comment.id { comment } else { store::get(tx, top).await? };
    let replies = store::all_replies(tx, &permit, top, 500).await?;
    let mut thread = Thread {
        first: [first].into(),
        replies: super::draw::under_parents(replies).into(),
        ..Thread::default()
    };
    if let Some(me) = reader.member {
        let replies = thread.replies.values().flatten();
        let ids: Vec<i64> =
            thread.first.iter().chain(replies).map(|c| kernel::Id::get(c.id)).collect();
        for (id, word) in store::pressed(tx, me, &ids).await? {
            thread.pressed.entry(id).or_default().add(&word);
        }
    }
    Ok((reader, found, thread))
}

/// A comment, its post and who asks; for whoever reads the post whole.
pub(crate) async fn load(
    app: &App,
    viewer: &Viewer,
    (path, id): (&str, CommentId),
) -> Outcome<(Reader, Post, Comment)> {
    let (post, _) = crate::post::parse_path(path)?;
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .read(async move |tx| {
            let (reader, found) = post_load::load(tx, &community, &asking, post).await?;
            let comment = store::get(tx, id).await?;
            if comment.post != post {
                return Err(Fault::Missing("comment.missing"));
            }
            Ok((reader, found, comment))
        })
        .await
}
