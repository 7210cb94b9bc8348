//! The form in which a comment is changed.

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{App, EditorView, FaultNote, Form, Path, Reply, Shell, Viewer};

use crate::Community;
use crate::comment::page::load;
use crate::comment::{CommentId, parse_body, path as path_of, store, write};
use crate::hand::Hand;
use crate::look::Look;
use crate::policy;
use crate::post::preview::{self, PREVIEW};
use crate::post::{Post, PostId, parse_path};
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::texts::Texts;
use crate::version::{self, TheirsView};

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct EditFields {
    #[serde(default)]
    body: String,
    /// The version that it was made from.
    #[serde(default)]
    made_from: String,
    /// The button that was pressed, where it is not the one that sends.
    #[serde(default)]
    act: String,
}

#[derive(Template)]
#[template(path = "community/comment/edit.html")]
struct EditPage {
    shell: Shell,
    t: Texts,
    action: String,
    back: String,
    note: Option<FaultNote>,
    made_from: String,
    theirs: Option<TheirsView>,
    editor: EditorView,
}

/// The form in which a comment is changed.
pub(crate) async fn get_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
) -> Reply {
    let (post, source) = standing(&app, &viewer, (&path, id)).await?;
    let made_from = version::name_of(&[&source]);
    web::html(&edit_page(&app, &viewer, (post.id, Some(&post)), (id, &source, &made_from), None))
}

/// What stands there now, for whoever may change it: the post, and the comment's source.
async fn standing(
    app: &App,
    viewer: &Viewer,
    (path, id): (&str, CommentId),
) -> Outcome<(Post, String)> {
    let (reader, post, comment) = load(app, viewer, (path, id)).await?;
    let permit = policy::edit_comment(&reader, &post, &comment, app.now())?;
    let source = app.db().read(async move |tx| store::source(tx, &permit).await).await?;
    Ok((post, source))
}

fn edit_page(
    app: &App,
    viewer: &Viewer,
    (post, found): (PostId, Option<&Post>),
    (id, source, made_from): (CommentId, &str, &str),
    fault: Option<&Fault>,
) -> EditPage {
    let at = path_of(post, id);
    let look = Look::of(app, viewer, &at);
    let t = look.t;
    let of_text = fault.filter(|fault| matches!(fault, Fault::Invalid(_)));
    EditPage {
        shell: app.shell(viewer).title(t.comment_edit_title()).build(),
        t,
        action: format!("{at}/edit"),
        back: found.map_or("/".to_owned(), |post| format!("{}#comment-{id}", post.path())),
        note: fault.and_then(|fault| FaultNote::of(viewer.locale, fault)),
        made_from: made_from.to_owned(),
        theirs: None,
        editor: EditorView {
            t: look.w,
            id: "body".to_owned(),
            name: "body".to_owned(),
            label: t.comment_body().to_owned(),
            value: source.to_owned(),
            hint: Some(t.comment_hint().to_owned()),
            error: of_text.map(|fault| web::fault_text(look.locale, fault.key()).to_owned()),
            preview: "/preview?kind=comment".to_owned(),
            shown: None,
            mentions: format!("/mentions/{post}"),
            draft: None,
            rows: 8,
            max: None,
            required: true,
            divider: false,
            compact: true,
            uploads: Some(media::uploads()),
        },
    }
}

/// Changes a comment.
pub(crate) async fn post_edit(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, id)): Path<(String, CommentId)>,
    Form(fields): Form<EditFields>,
) -> Reply {
    let (post, _) = parse_path(&path)?;
    if fields.act == PREVIEW {
        let (found, _) = standing(&app, &viewer, (&path, id)).await?;
        let typed = (id, fields.body.as_str(), fields.made_from.as_str());
        let mut page = edit_page(&app, &viewer, (post, Some(&found)), typed, None);
        page.editor.shown = Some(preview::of_comment(&app, &viewer, &fields.body).await?);
        return web::html(&page);
    }
    let found = load(&app, &viewer, (&path, id)).await;
    let made_from = Some(fields.made_from.clone()).filter(|from| !from.is_empty());
    let (found, outcome) = match found {
        Ok((_, found, _)) => {
            (Some(found), change(&app, &viewer, id, (&fields.body, made_from)).await)
        }
        Err(fault) => (None, Err(fault)),
    };
    let place = (post, found.as_ref());
    match outcome {
        Ok(()) => {
            let back = path_of(post, id);
            let back = found.map_or(back, |post| format!("{}#comment-{id}", post.path()));
            web::see_other_with(&app, &viewer, &back, Texts::new(viewer.locale).comment_saved())
        }
        Err(fault @ Fault::Conflict("comment.changed")) => {
            let (_, theirs) = standing(&app, &viewer, (&path, id)).await?;
            let made_from = version::name_of(&[&theirs]);
            let mut page = edit_page(&app, &viewer, place, (id, &fields.body, &made_from), None);
            let said = web::fault_text(viewer.locale, fault.key());
            page.theirs = Some(TheirsView::new(page.t, said, theirs, &fields.body));
            web::html_status(StatusCode::CONFLICT, &page)
        }
        Err(fault) if web::is_told_by_form(&fault) => {
            let typed = (id, fields.body.as_str(), fields.made_from.as_str());
            web::html_fault(&fault, &edit_page(&app, &viewer, place, typed, Some(&fault)))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Checks, draws and keeps a comment's new text.
pub(crate) async fn change(
    app: &App,
    viewer: &Viewer,
    id: CommentId,
    (body, made_from): (&str, Option<String>),
) -> Outcome<()> {
    let body = parse_body(body)?;
    let hand = Hand::here(app, viewer).over(Subject::Comment(id));
    let drawn = write::draw(app.db(), &body, hand).await?;
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            super::edit(tx, &reader, id, (&body, &drawn), made_from.as_deref()).await
        })
        .await
}
