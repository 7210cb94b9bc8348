//! The form in which a comment is changed.

use askama::Template;
use axum::extract::State;
use http::StatusCode;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{App, EditorView, Form, Path, Reply, Shell, Viewer};

use crate::Community;
use crate::comment::page::load;
use crate::comment::{CommentId, parse_body, path as path_of, store, write};
use crate::hand::Hand;
use crate::look::Look;
use crate::policy;
use crate::post::Post;
use crate::post::preview::{self, PREVIEW};
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
    web::html(&edit_page(&app, &viewer, &post, (id, &source, &made_from), None))
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
    post: &Post,
    (id, source, made_from): (CommentId, &str, &str),
    fault: Option<&Fault>,
) -> EditPage {
    let look = Look::of(app, viewer, &post.path());
    let t = look.t;
    let at = path_of(post.id, id);
    EditPage {
        shell: app.shell(viewer).title(t.comment_edit_title()).build(),
        t,
        action: format!("{at}/edit"),
        back: format!("{}#comment-{id}", post.path()),
        made_from: made_from.to_owned(),
        theirs: None,
        editor: EditorView {
            t: look.w,
            id: "body".to_owned(),
            name: "body".to_owned(),
            label: t.comment_body().to_owned(),
            value: source.to_owned(),
            hint: Some(t.comment_hint().to_owned()),
            error: fault.map(|fault| web::fault_text(look.locale, fault.key()).to_owned()),
            preview: "/preview?kind=comment".to_owned(),
            shown: None,
            mentions: format!("/mentions/{}", post.id),
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
    if fields.act == PREVIEW {
        let (post, _) = standing(&app, &viewer, (&path, id)).await?;
        let typed = (id, fields.body.as_str(), fields.made_from.as_str());
        let mut page = edit_page(&app, &viewer, &post, typed, None);
        page.editor.shown = Some(preview::of_comment(&app, &viewer, &fields.body).await?);
        return web::html(&page);
    }
    let (_, post, _) = load(&app, &viewer, (&path, id)).await?;
    let made_from = Some(fields.made_from.clone()).filter(|from| !from.is_empty());
    match change(&app, &viewer, id, (&fields.body, made_from)).await {
        Ok(()) => {
            let back = format!("{}#comment-{id}", post.path());
            web::see_other_with(&app, &viewer, &back, Texts::new(viewer.locale).comment_saved())
        }
        Err(fault @ Fault::Invalid(_)) => {
            let typed = (id, fields.body.as_str(), fields.made_from.as_str());
            let page = edit_page(&app, &viewer, &post, typed, Some(&fault));
            web::html_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(fault @ Fault::Conflict("comment.changed")) => {
            let (post, theirs) = standing(&app, &viewer, (&path, id)).await?;
            let made_from = version::name_of(&[&theirs]);
            let mut page = edit_page(&app, &viewer, &post, (id, &fields.body, &made_from), None);
            let said = web::fault_text(viewer.locale, fault.key());
            page.theirs = Some(TheirsView::new(page.t, said, theirs, &fields.body));
            web::html_status(StatusCode::CONFLICT, &page)
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
