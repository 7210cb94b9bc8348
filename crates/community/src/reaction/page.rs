//! The buttons under posts and comments.

use axum::extract::State;
use http::HeaderMap;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{App, Form, Path, Reply, Stream, Viewer};

use super::{Pressed, ReactionKind, Subject, change};
use crate::comment::{CommentId, store as comments};
use crate::look::Look;
use crate::post::{parse_path, store as posts};
use crate::reader::Reader;
use crate::{Community, follow};

/// Whether a button is pressed or released.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OnField {
    /// `1` or `0`.
    #[serde(default)]
    on: String,
}

impl OnField {
    /// Whether it is pressed.
    pub(crate) fn is_on(&self) -> bool {
        self.on != "0"
    }
}

fn kind_of(word: &str) -> Outcome<ReactionKind> {
    ReactionKind::from_key(word).ok_or(Fault::Missing("reaction.unknown"))
}

/// Presses a word under a post.
pub(crate) async fn post_on_post(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, word)): Path<(String, String)>,
    headers: HeaderMap,
    Form(field): Form<OnField>,
) -> Reply {
    let (post, _) = parse_path(&path)?;
    press(&app, &viewer, Subject::Post(post), (kind_of(&word)?, field.is_on()), &headers).await
}

/// Presses a word under a comment.
pub(crate) async fn post_on_comment(
    State(app): State<App>,
    viewer: Viewer,
    Path((path, comment, word)): Path<(String, CommentId, String)>,
    headers: HeaderMap,
    Form(field): Form<OnField>,
) -> Reply {
    // The comment is the one of this post, or it is not here.
    crate::comment::page::load(&app, &viewer, (&path, comment)).await?;
    let subject = Subject::Comment(comment);
    press(&app, &viewer, subject, (kind_of(&word)?, field.is_on()), &headers).await
}

async fn press(
    app: &App,
    viewer: &Viewer,
    subject: Subject,
    (kind, on): (ReactionKind, bool),
    headers: &HeaderMap,
) -> Reply {
    let look = Look::of(app, viewer, "/");
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let (path, html) = app
        .db()
        .tx(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?;
            change::change(tx, &reader, subject, kind, on).await?;
            let me = reader.me()?;
            match subject {
                Subject::Post(id) => {
                    let post = posts::get(tx, id).await?;
                    let marks = follow::store::marks(tx, me, (id, post.author.id), &[]).await?;
                    let mut pressed = Pressed::default();
                    marks.iter().for_each(|(_, word)| pressed.add(word));
                    let html = web::draw(&look.words_of_post(&post, pressed))?;
                    Ok((post.path(), html))
                }
                Subject::Comment(id) => {
                    let comment = comments::get(tx, id).await?;
                    let post = posts::get(tx, comment.post).await?;
                    let mut pressed = Pressed::default();
                    for (_, word) in comments::pressed(tx, me, &[subject.id()]).await? {
                        pressed.add(&word);
                    }
                    let html = web::draw(&look.words_of_comment(&comment, pressed))?;
                    Ok((format!("{}#comment-{id}", post.path()), html))
                }
            }
        })
        .await?;
    if web::wants_stream(headers) {
        return web::stream(&[Stream::morph(format!("say-{}", subject.target()), html)]);
    }
    web::see_other(&path)
}
