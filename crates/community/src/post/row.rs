//! A post as a query answers with it.

use db::row;
use kernel::{MemberId, Ts};

use super::{Post, PostId, PostKind, PostState, Size};
use crate::author::Author;
use crate::gate::GateId;
use crate::reaction::Counts;
use crate::space::SpaceId;
use crate::tag;

row! {
    /// The columns of every query about posts, in the order of `post_columns!`.
    pub(crate) struct PostRow {
        pub(crate) id: PostId,
        pub(crate) space_id: SpaceId,
        pub(crate) gate_id: GateId,
        pub(crate) author_id: MemberId,
        pub(crate) name: String,
        pub(crate) handle: String,
        pub(crate) avatar: Option<String>,
        pub(crate) role: String,
        pub(crate) author_state: String,
        pub(crate) kind: PostKind,
        pub(crate) state: PostState,
        pub(crate) title: String,
        pub(crate) slug: String,
        pub(crate) summary: String,
        pub(crate) excerpt: String,
        pub(crate) tags: String,
        pub(crate) lang: String,
        pub(crate) locked: bool,
        pub(crate) accepted_id: Option<i64>,
        pub(crate) featured_at: Option<Ts>,
        pub(crate) comments: i64,
        pub(crate) answers: i64,
        pub(crate) likes: i64,
        pub(crate) thanks: i64,
        pub(crate) insights: i64,
        pub(crate) laughs: i64,
        pub(crate) questions: i64,
        pub(crate) imported_up: i64,
        pub(crate) imported_down: i64,
        pub(crate) hot: i64,
        pub(crate) characters: i64,
        pub(crate) images: i64,
        pub(crate) free_characters: i64,
        pub(crate) free_images: i64,
        pub(crate) minutes: i64,
        pub(crate) version: i64,
        pub(crate) created_at: Ts,
        pub(crate) edited_at: Option<Ts>,
    }
}

/// The columns of [`PostRow`]; the excerpt is the expression given, which is what stands above the
/// divider unless the statement knows that the gate is open.
#[macro_export]
#[doc(hidden)]
macro_rules! post_columns {
    ($excerpt:literal) => {
        concat!(
            "p.id, p.space_id, p.gate_id, p.author_id, m.name, m.handle, m.avatar, m.role,
             m.state AS author_state, p.kind, p.state, p.title, p.slug, p.summary, ",
            $excerpt,
            " AS excerpt, p.tags, p.lang, p.locked, p.accepted_id, p.featured_at, p.comments,
             p.answers, p.likes, p.thanks, p.insights, p.laughs, p.questions, p.imported_up,
             p.imported_down, p.hot, p.characters, p.images, p.free_characters, p.free_images,
             p.minutes, p.version, p.created_at, p.edited_at "
        )
    };
}

impl From<PostRow> for Post {
    fn from(row: PostRow) -> Self {
        let (named, standing) = ((row.name, row.handle), (row.role, row.author_state.as_str()));
        Self {
            id: row.id,
            space: row.space_id,
            gate: row.gate_id,
            author: Author::new(row.author_id, named, row.avatar, standing),
            kind: row.kind,
            state: row.state,
            title: row.title,
            slug: row.slug,
            summary: row.summary,
            excerpt: row.excerpt,
            tags: tag::parted(&row.tags),
            lang: row.lang,
            locked: row.locked,
            accepted: row.accepted_id,
            featured_at: row.featured_at,
            comments: row.comments,
            answers: row.answers,
            reactions: Counts {
                like: row.likes,
                thanks: row.thanks,
                insight: row.insights,
                laugh: row.laughs,
                question: row.questions,
            },
            imported_up: row.imported_up,
            imported_down: row.imported_down,
            hot: row.hot,
            size: Size {
                characters: row.characters,
                images: row.images,
                free_characters: row.free_characters,
                free_images: row.free_images,
                minutes: row.minutes,
            },
            version: row.version,
            created_at: row.created_at,
            edited_at: row.edited_at,
        }
    }
}
