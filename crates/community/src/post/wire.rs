//! Posts as JSON shows them.

use std::sync::Arc;

use kernel::Ts;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Post, PostId};
use crate::comment::CommentId;
use crate::gate::GateWish;
use crate::reader::Reader;

/// Who wrote something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AuthorJson {
    /// Id.
    #[schema(value_type = String)]
    id: kernel::MemberId,
    /// Name; empty for a former member.
    name: String,
    /// Handle; empty for a former member.
    handle: String,
}

impl AuthorJson {
    pub(crate) fn of(author: &crate::author::Author) -> Self {
        let shown = |text: &String| if author.gone { String::new() } else { text.clone() };
        Self { id: author.id, name: shown(&author.name), handle: shown(&author.handle) }
    }
}

/// Reactions by kind; what an import brought counts among the likes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReactionsJson {
    like: i64,
    thanks: i64,
    insight: i64,
    laugh: i64,
    question: i64,
}

impl ReactionsJson {
    pub(crate) fn of(counts: crate::reaction::Counts, imported: i64) -> Self {
        let crate::reaction::Counts { like, thanks, insight, laugh, question } = counts;
        Self { like: like + imported, thanks, insight, laugh, question }
    }
}

/// What is behind the gate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LockedJson {
    /// Characters below the divider.
    pub(super) characters: i64,
    /// Pictures below the divider.
    pub(super) images: i64,
    /// Comments that are gated with it.
    pub(super) comments: i64,
    /// What opens it.
    pub(super) offers: Vec<OfferJson>,
}

/// A price that opens something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OfferJson {
    /// The product's id.
    product: String,
    /// The price's id.
    price: String,
}

/// A post.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PostJson {
    #[schema(value_type = String)]
    pub(super) id: PostId,
    #[schema(value_type = String)]
    pub(super) space: crate::space::SpaceId,
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) summary: String,
    /// First words, as far as they may be read.
    pub(super) excerpt: String,
    pub(super) url: String,
    pub(super) lang: String,
    pub(super) author: AuthorJson,
    pub(super) tags: Vec<String>,
    /// The things of which one opens it; none where the space decides.
    pub(super) gate: Option<GateWish>,
    pub(super) featured: bool,
    pub(super) closed: bool,
    /// The accepted answer.
    #[schema(value_type = Option<String>)]
    pub(super) accepted: Option<CommentId>,
    pub(super) comments: i64,
    pub(super) answers: i64,
    pub(super) reactions: ReactionsJson,
    #[schema(value_type = String)]
    pub(super) created_at: Ts,
    #[schema(value_type = Option<String>)]
    pub(super) edited_at: Option<Ts>,
    /// Markdown, for who may change it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
    /// Which version of it this is, for who may change it: to be sent back with changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<String>,
    /// What may be read, as HTML; in single posts only.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) html: Option<Arc<str>>,
    /// What may not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locked: Option<LockedJson>,
}

impl PostJson {
    pub(crate) fn of(reader: &Reader, post: Post) -> Self {
        let gate = reader.ground.gate(post.gate).filter(|gate| !gate.is_of_space());
        Self {
            url: post.path(),
            id: post.id,
            space: post.space,
            kind: post.kind.key(),
            author: AuthorJson::of(&post.author),
            gate: gate.map(GateWish::of),
            featured: post.featured_at.is_some(),
            closed: post.locked,
            accepted: post.accepted.map(kernel::Id::from_i64),
            comments: post.comments,
            answers: post.answers,
            reactions: ReactionsJson::of(post.reactions, post.imported_up),
            created_at: post.created_at,
            edited_at: post.edited_at,
            title: post.title,
            summary: post.summary,
            excerpt: post.excerpt,
            lang: post.lang,
            tags: post.tags,
            body: None,
            version: None,
            html: None,
            locked: None,
        }
    }
}

/// The prices of an offer.
pub(super) fn prices(offer: &commerce::product::Offer) -> Vec<OfferJson> {
    let price = |price: &commerce::product::PriceRow| OfferJson {
        product: offer.product.to_string(),
        price: price.id.to_string(),
    };
    offer.prices.iter().map(price).collect()
}
