//! What the slice's live pages show: comments and counts of a post, new posts of a space.

use std::collections::HashMap;
use std::sync::Arc;

use db::Tx;
use futures_util::future::BoxFuture;
use kernel::{Locale, Outcome};
use serde_json::Value;
use web::live::{Allowed, Audience, LiveEvent, Scene, SceneFace, Stage, Topic};
use web::{App, Stream, Viewer, streams_text};

use crate::comment::draw::{rights_of_all, view, view_of_reply};
use crate::comment::{Comment, CommentId, CommentState, store as comments};
use crate::feed::draw::card;
use crate::look::Look;
use crate::policy::Standing;
use crate::post::{Post, PostId, PostState, store as posts};
use crate::reach::{Asking, Entry, Reach};
use crate::reaction::Pressed;
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
        audience: Audience<'a>,
    ) -> BoxFuture<'a, Outcome<Vec<Scene>>> {
        Box::pin(scenes(app, event, audience))
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

/// Who is shown what happens at a post: every follower where any member reads it, which is decided
/// anew for each event; elsewhere each is judged at the moment of delivery.
fn readers(id: PostId, for_every_member: bool) -> Allowed {
    if for_every_member {
        return Allowed::Everyone;
    }
    Allowed::Judged(Arc::new(move |app, viewer| {
        Box::pin(async move { reads(app, viewer, id).await.unwrap_or(false) })
    }))
}

/// Who is told that a post is gone: whoever saw it while it was published. They learn its id alone.
fn witnesses(post: &Post) -> Allowed {
    let post = Standing::from(post);
    Allowed::Judged(Arc::new(move |app, viewer| {
        Box::pin(async move { saw(app, viewer, post).await.unwrap_or(false) })
    }))
}

async fn saw(app: App, viewer: Viewer, post: Standing) -> Outcome<bool> {
    let community = app.part::<Community>();
    app.db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &viewer).await?;
            Ok(policy::would_see(&reader, post))
        })
        .await
}

/// What programs are told of an event: what a page shows, which is how many people pressed a word
/// and not who did, and nobody who was mentioned.
fn told(event: &LiveEvent) -> Value {
    let mut payload = event.payload.clone();
    if let Some(facts) = payload.as_object_mut() {
        facts.retain(|name, _| !matches!(name.as_str(), "member" | "mentions"));
    }
    payload
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

/// Which of them a space's page shows too.
const OF_SPACE: [&str; 5] =
    ["post.created", "post.edited", "post.deleted", "post.hidden", "post.featured"];

/// Which of them say that a post is there no more.
const GONE: [&str; 2] = ["post.deleted", "post.hidden"];

async fn scenes(app: &App, event: &LiveEvent, audience: Audience<'_>) -> Outcome<Vec<Scene>> {
    let Some(name) = SHOWN.into_iter().find(|name| *name == event.name) else {
        return Ok(Vec::new());
    };
    let Some(post) = id::<PostId>(event, "post") else { return Ok(Vec::new()) };
    let (topic, of_space) = (Topic::of("post", post), OF_SPACE.contains(&name));
    if !of_space && !audience.follows(&topic) {
        return Ok(Vec::new());
    }
    let (comment, community) = (id::<CommentId>(event, "comment"), app.part::<Community>());
    let loaded = app.db().read(async move |tx| load(tx, &community, post, comment).await).await?;
    let Some(loaded) = loaded else { return Ok(Vec::new()) };
    let found = &loaded.post;
    let is_gone = found.state != PostState::Published && GONE.contains(&name);
    let allowed = if is_gone { witnesses(found) } else { readers(post, loaded.for_every_member) };
    let html = in_all_languages(app, |look| match name {
        "post.created" => Ok(Vec::new()),
        "reaction.changed" => reaction_streams(look, found, loaded.about.as_ref()),
        _ => comment_streams(look, found, (name, loaded.about.as_ref())),
    })?;
    let face = SceneFace { allowed, html, json: told(event) };
    let mut scenes = vec![Scene { topic, name, faces: vec![face.clone()] }];
    if of_space {
        let html = in_all_languages(app, |look| post_streams(look, name, found))?;
        let face = SceneFace { html, ..face };
        scenes.push(Scene { topic: Topic::of("space", found.space), name, faces: vec![face] });
    }
    Ok(scenes)
}

/// Draws streams once for each language.
fn in_all_languages(
    app: &App,
    draw: impl Fn(&Look) -> Outcome<Vec<Stream>>,
) -> Outcome<HashMap<Locale, String>> {
    let mut html = HashMap::new();
    for locale in Locale::ALL {
        let streams = draw(&Look::in_language(app, locale))?;
        if !streams.is_empty() {
            html.insert(locale, streams_text(&streams));
        }
    }
    Ok(html)
}

/// A post on its space's page: put on top when it is new, drawn anew when it changed.
fn post_streams(look: &Look, name: &str, post: &Post) -> Outcome<Vec<Stream>> {
    let target = format!("post-{}", post.id);
    if post.state != PostState::Published {
        return Ok(vec![Stream::remove(target)]);
    }
    let html = web::draw(&card(look, post, Pressed::default(), None, None))?;
    Ok(match name {
        "post.created" => vec![Stream::remove("feed-empty"), Stream::prepend("feed", html)],
        _ => vec![Stream::replace(target, html)],
    })
}

/// A comment and the replies that are shown below it.
struct About {
    comment: Comment,
    replies: Vec<Comment>,
}

/// What an event is about.
struct Loaded {
    post: Post,
    about: Option<About>,
    for_every_member: bool,
}

async fn load(
    tx: &Tx,
    community: &Community,
    post: PostId,
    comment: Option<CommentId>,
) -> Outcome<Option<Loaded>> {
    let Some(post) = posts::find(tx, post).await? else { return Ok(None) };
    let ground = community.ground.current(tx).await?;
    // Every follower is a member.
    let for_every_member = post.state == PostState::Published
        && Reach::of(&ground, Asking::any_member()).opens(post.gate);
    let found = match comment {
        Some(id) => comments::find(tx, id).await?,
        None => None,
    };
    let Some(comment) = found else {
        return Ok(Some(Loaded { post, about: None, for_every_member }));
    };
    let replies = if comment.replies > 0 {
        comments::replies(tx, &policy::draw_for_readers(&post), &[comment.id]).await?
    } else {
        Vec::new()
    };
    Ok(Some(Loaded { post, about: Some(About { comment, replies }), for_every_member }))
}

/// A comment as everybody who reads the post sees it: what is a viewer's own is set by the page.
fn comment_streams(
    look: &Look,
    post: &Post,
    (name, about): (&str, Option<&About>),
) -> Outcome<Vec<Stream>> {
    let Some(About { comment, replies }) = about else { return Ok(Vec::new()) };
    let own = |of: &Comment| (rights_of_all(look, post, of), Pressed::default());
    let drawn = match comment.parent {
        Some(_) => web::draw(&view_of_reply(look, post, comment, own(comment)))?,
        None => {
            let mut whole = view(look, post, comment, own(comment));
            whole.replies =
                replies.iter().map(|reply| view_of_reply(look, post, reply, own(reply))).collect();
            web::draw(&whole)?
        }
    };
    let counts = look.counts(post);
    let target = format!("comment-{}", comment.id);
    if name == "comment.created" && comment.state == CommentState::Published {
        let list = comment
            .parent
            .map_or_else(|| "comments-list".to_owned(), |parent| format!("replies-{parent}"));
        let mut streams = vec![Stream::append(list, drawn), Stream::remove("comments-empty")];
        streams.extend(counts);
        return Ok(streams);
    }
    let mut streams = vec![Stream::replace(target, drawn)];
    streams.extend(counts);
    Ok(streams)
}

/// The counts of the words; which of them a viewer pressed is set by the page.
fn reaction_streams(look: &Look, post: &Post, about: Option<&About>) -> Outcome<Vec<Stream>> {
    let words = match about {
        Some(About { comment, .. }) => look.words_of_comment(comment, Pressed::default()),
        None => look.words_of_post(post, Pressed::default()),
    };
    Ok(vec![Stream::morph(format!("say-{}", words.target), web::draw(&words)?)])
}
