//! What the slice's live pages show: comments and counts of a post, new posts of a space.

use std::collections::HashMap;
use std::sync::Arc;

use db::Tx;
use futures_util::future::BoxFuture;
use kernel::{Locale, Outcome};
use serde_json::{Value, json};
use web::live::{Allowed, LiveEvent, Scene, SceneFace, Stage, Topic};
use web::{App, Stream, Viewer, streams_text};

use crate::comment::draw::{rights_of_all, view, view_of_reply};
use crate::comment::{Comment, CommentId, CommentState, store as comments};
use crate::look::Look;
use crate::post::{Post, PostId, PostState, store as posts};
use crate::reach::Entry;
use crate::reaction::{Pressed, Subject};
use crate::reader::Reader;
use crate::space::SpaceId;
use crate::{Community, policy};

/// The slice's part in live pages.
#[derive(Debug, Default)]
pub struct CommunityStage;

impl Stage for CommunityStage {
    fn may_follow<'a>(
        &'a self,
        app: &'a App,
        viewer: &'a Viewer,
        topic: &'a Topic,
    ) -> BoxFuture<'a, Outcome<Option<bool>>> {
        Box::pin(async move {
            match topic.parts() {
                ("post", id) => match id.parse() {
                    Ok(id) => reads(app.clone(), viewer.clone(), id).await.map(Some),
                    Err(_no_id) => Ok(Some(false)),
                },
                ("space", id) => match id.parse() {
                    Ok(id) => enters(app, viewer, id).await.map(Some),
                    Err(_no_id) => Ok(Some(false)),
                },
                _ => Ok(None),
            }
        })
    }

    fn scenes<'a>(
        &'a self,
        app: &'a App,
        event: &'a LiveEvent,
    ) -> BoxFuture<'a, Outcome<Vec<Scene>>> {
        Box::pin(scenes(app, event))
    }
}

/// Whether a viewer reads a post whole, now.
async fn reads(app: App, viewer: Viewer, id: PostId) -> Outcome<bool> {
    let community = app.part::<Community>();
    app.db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            let post = posts::find(tx, id).await?;
            Ok(post.is_some_and(|post| policy::read_whole(&reader, &post).is_ok()))
        })
        .await
}

/// Whether a viewer sees what is new in a space, now.
async fn enters(app: &App, viewer: &Viewer, id: SpaceId) -> Outcome<bool> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            Ok(reader.reach.entry(id) >= Entry::Window)
        })
        .await
}

/// Whoever reads the post whole at the moment of delivery.
fn readers(id: PostId) -> Allowed {
    Allowed::Judged(Arc::new(move |app, viewer| {
        Box::pin(async move { reads(app, viewer, id).await.unwrap_or(false) })
    }))
}

fn id<T: std::str::FromStr>(event: &LiveEvent, field: &str) -> Option<T> {
    event.payload.get(field).and_then(Value::as_str).and_then(|text| text.parse().ok())
}

/// The wire names of what is shown live.
const SHOWN: [&str; 12] = [
    "comment.created",
    "comment.edited",
    "comment.deleted",
    "comment.hidden",
    "comment.featured",
    "answer.accepted",
    "reaction.changed",
    "post.created",
    "post.edited",
    "post.deleted",
    "post.hidden",
    "post.featured",
];

async fn scenes(app: &App, event: &LiveEvent) -> Outcome<Vec<Scene>> {
    let Some(name) = SHOWN.into_iter().find(|name| *name == event.name) else {
        return Ok(Vec::new());
    };
    let Some(post) = id::<PostId>(event, "post") else { return Ok(Vec::new()) };
    let comment = id::<CommentId>(event, "comment");
    let loaded = app.db().read(async move |tx| load(tx, post, comment).await).await?;
    let Some((found, about)) = loaded else { return Ok(Vec::new()) };
    let mut html = HashMap::new();
    for locale in Locale::ALL {
        let look = Look::in_language(app, locale);
        let streams = match name {
            "post.created" => Vec::new(),
            "reaction.changed" => reaction_streams(&look, &found, about.as_ref()),
            _ => comment_streams(&look, &found, (name, about.as_ref()))?,
        };
        if !streams.is_empty() {
            html.insert(locale, streams_text(&streams));
        }
    }
    let face = SceneFace { allowed: readers(post), html, json: event.payload.clone() };
    let mut scenes =
        vec![Scene { topic: Topic::of("post", post), name, faces: vec![face.clone()] }];
    let of_space =
        matches!(name, "post.created" | "post.edited" | "post.deleted" | "post.featured");
    if of_space && found.state == PostState::Published {
        let json = json!({ "post": post, "space": found.space, "event": name });
        let face = SceneFace { html: HashMap::new(), json, ..face };
        scenes.push(Scene { topic: Topic::of("space", found.space), name, faces: vec![face] });
    }
    Ok(scenes)
}

/// A comment and the replies that are shown below it.
struct About {
    comment: Comment,
    replies: Vec<Comment>,
}

async fn load(
    tx: &Tx,
    post: PostId,
    comment: Option<CommentId>,
) -> Outcome<Option<(Post, Option<About>)>> {
    let Some(found) = posts::find(tx, post).await? else { return Ok(None) };
    let Some(id) = comment else { return Ok(Some((found, None))) };
    let Some(comment) = comments::find(tx, id).await? else { return Ok(Some((found, None))) };
    let replies = if comment.replies > 0 {
        comments::replies(tx, &policy::draw_for_readers(&found), &[id]).await?
    } else {
        Vec::new()
    };
    Ok(Some((found, Some(About { comment, replies }))))
}

/// A comment as everybody who reads the post sees it: what is a viewer's own is set by the page.
fn comment_streams(
    look: &Look,
    post: &Post,
    (name, about): (&str, Option<&About>),
) -> Outcome<Vec<Stream>> {
    let Some(About { comment, replies }) = about else { return Ok(Vec::new()) };
    let own = (rights_of_all(post), Pressed::default());
    let drawn = match comment.parent {
        Some(_) => web::draw(&view_of_reply(look, post, comment, own))?,
        None => {
            let mut whole = view(look, post, comment, own);
            whole.replies =
                replies.iter().map(|reply| view_of_reply(look, post, reply, own)).collect();
            web::draw(&whole)?
        }
    };
    let count = Stream::update("comments-count", look.locale.count(post.comments));
    let target = format!("comment-{}", comment.id);
    if name == "comment.created" && comment.state == CommentState::Published {
        let list = comment
            .parent
            .map_or_else(|| "comments-list".to_owned(), |parent| format!("replies-{parent}"));
        return Ok(vec![Stream::append(list, drawn), Stream::remove("comments-empty"), count]);
    }
    Ok(vec![Stream::replace(target, drawn), count])
}

/// The counts of a bar; which of the words a viewer pressed is set by the page.
fn reaction_streams(look: &Look, post: &Post, about: Option<&About>) -> Vec<Stream> {
    let (subject, bar) = match about {
        Some(About { comment, .. }) => {
            let own = (rights_of_all(post), Pressed::default());
            let bar = crate::comment::draw::bar(look, post, comment, own);
            (Subject::Comment(comment.id), bar)
        }
        None => (Subject::Post(post.id), look.post_bar(post, Pressed::default(), true)),
    };
    match web::draw(&bar) {
        Ok(html) => vec![Stream::replace(format!("acts-{}", subject.target()), html)],
        Err(_undrawable) => Vec::new(),
    }
}
