//! Searching for programs.

use axum::extract::State;
use community::comment::CommentId;
use community::post::PostId;
use community::space::SpaceId;
use kernel::{Fault, Id, MemberId, Ts};
use serde::Serialize;
use utoipa::ToSchema;
use web::{App, JsonList, Query, Reply, Viewer};

use super::draw::{Drawn, Stretch};
use super::page::{Asked, results};
use super::{QUESTION_MAX, Question, Sort};

/// One result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ResultJson {
    /// `article`, `question`, `comment` or `answer`.
    kind: String,
    #[schema(value_type = String)]
    post: PostId,
    /// The comment or answer below it that was found.
    #[schema(value_type = Option<String>)]
    comment: Option<CommentId>,
    #[schema(value_type = String)]
    space: SpaceId,
    /// The post's title.
    title: String,
    author: AuthorJson,
    /// The passage that answers, cut at the words that were asked for.
    passage: Vec<Stretch>,
    /// Whether the caller sees the free part only.
    locked: bool,
    url: String,
    #[schema(value_type = String)]
    created_at: Ts,
}

/// Who wrote it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AuthorJson {
    #[schema(value_type = String)]
    id: MemberId,
    /// Empty for a former member.
    handle: String,
    /// Empty for a former member.
    name: String,
}

impl From<Drawn> for ResultJson {
    fn from(drawn: Drawn) -> Self {
        let url = drawn.path();
        let Drawn { shown, passage, at } = drawn;
        let gone = shown.gone;
        Self {
            kind: shown.kind,
            post: shown.post,
            comment: shown.comment,
            space: shown.space,
            title: shown.title,
            author: AuthorJson {
                id: MemberId::from_i64(shown.author.get()),
                handle: if gone { String::new() } else { shown.handle },
                name: if gone { String::new() } else { shown.name },
            },
            passage,
            locked: shown.locked,
            url,
            created_at: at,
        }
    }
}

/// A page of results.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ResultsJson {
    items: Vec<ResultJson>,
    /// Where the next page begins.
    next: Option<String>,
}

/// Finds posts and comments that the caller may read, the best first.
#[utoipa::path(get, path = "/api/v1/search", tag = "search",
    params(
        ("q" = String, Query, description = "What is asked, at most 200 characters"),
        ("type" = Option<String>, Query, description = "`all`, `post` or `comment`"),
        ("space" = Option<String>, Query, description = "A space's handle"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 100, 20 without")),
    responses((status = 200, body = ResultsJson), (status = 404), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply {
    let sort = match asked.sort.as_str() {
        "" => Sort::All,
        key => Sort::from_key(key).ok_or_else(|| Fault::invalid("type", "search.sort"))?,
    };
    if asked.q.trim().chars().count() > QUESTION_MAX {
        return Err(Fault::invalid("q", "search.too_long").into());
    }
    if Question::new(&asked.q, sort, None).tokens.is_empty() {
        return Err(Fault::invalid("q", "search.too_short").into());
    }
    let (window, name) = (asked.window(&app, sort)?, asked.list_name(sort));
    let found = results(&app, &viewer, (asked.q, sort, asked.space), window).await?;
    let items = found.drawn.into_iter().map(ResultJson::from).collect();
    web::json(&JsonList::of(&app, &name, kernel::List { items, next: found.next }))
}
