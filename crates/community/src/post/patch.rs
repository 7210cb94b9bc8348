//! Changing some fields of a post while others may change the rest.

use std::sync::Arc;

use kernel::{Fault, Outcome};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{App, Viewer};

use super::edit::{self, Terms};
use super::open::{self, Ready};
use super::{Post, PostDraft, PostId, store};
use crate::gate::GateWish;
use crate::hand::Hand;
use crate::reaction::Subject;
use crate::reader::Reader;
use crate::{Community, policy};

/// How often a text that changes meanwhile is drawn anew.
const TRIES: usize = 5;

/// Changes of a post; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostPatch {
    kind: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    /// Markdown.
    body: Option<String>,
    tags: Option<Vec<String>>,
    /// The things of which one opens it; an empty list leaves it to the space.
    gate: Option<GateWish>,
    /// The version that the changes were made from; where it is named and another stands there by
    /// now, nothing is changed (409).
    version: Option<String>,
}

impl PostPatch {
    /// A post with these changes.
    fn over(&self, post: Post, source: String) -> PostDraft {
        PostDraft {
            kind: self.kind.clone().unwrap_or_else(|| post.kind.key().to_owned()),
            title: self.title.clone().unwrap_or(post.title),
            summary: self.summary.clone().unwrap_or(post.summary),
            body: self.body.clone().unwrap_or(source),
            tags: self.tags.clone().unwrap_or(post.tags),
            gate: self.gate.clone(),
        }
    }
}

/// Changes the fields that are named, over the post as it stands when they are kept.
///
/// # Errors
/// As for an edit; `Conflict` when its text changes again and again.
pub(crate) async fn patch(app: &App, viewer: &Viewer, id: PostId, patch: PostPatch) -> Outcome<()> {
    let patch = Arc::new(patch);
    for _ in 0..TRIES {
        let (community, asking, wish) =
            (app.part::<Community>(), viewer.clone(), Arc::clone(&patch));
        let draft = app
            .db()
            .read(async move |tx| {
                let reader = Reader::of(tx, &community, &asking).await?;
                let post = store::get(tx, id).await?;
                let permit = policy::edit_post(&reader, &post)?;
                Ok(wish.over(post, store::source(tx, &permit).await?))
            })
            .await?;
        let hand = Hand::here(app, viewer).over(Subject::Post(id));
        let ready = open::prepare(app.db(), draft, hand).await?;
        if keep(app, viewer, id, (Arc::clone(&patch), ready)).await? {
            return Ok(());
        }
    }
    Err(Fault::Conflict("post.changed"))
}

/// Keeps the changes, unless the body is not the one that was drawn.
async fn keep(
    app: &App,
    viewer: &Viewer,
    id: PostId,
    (patch, ready): (Arc<PostPatch>, Ready),
) -> Outcome<bool> {
    let (community, viewer) = (app.part::<Community>(), viewer.clone());
    app.db()
        .tx(async move |tx| {
            let (reader, post) = edit::editor(tx, &community, &viewer, id).await?;
            let permit = policy::edit_post(&reader, &post)?;
            let text = patch.over(post, store::source(tx, &permit).await?).parse()?;
            let Some(ready) = ready.with(text) else { return Ok(false) };
            let terms = Terms {
                to: None,
                keeps_gate: patch.gate.is_none(),
                made_from: patch.version.clone(),
            };
            edit::edit(tx, &reader, id, ready, terms).await?;
            Ok(true)
        })
        .await
}
