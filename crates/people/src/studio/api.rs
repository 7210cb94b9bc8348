//! Members' accounts for programs of the team.

use axum::extract::State;
use kernel::{MemberId, Ts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, JsonList, Path, Permission, Query, Reply, Viewer};

use super::member::{Known, acts, load};
use super::members::{MembersQuery, asked, shown};
use super::store::ListedRow;
use crate::claim::store::{ClaimId, ClaimRow};
use crate::member::lock::store::LockRow;
use crate::profile::Goal;

/// A link by which an imported person comes to their account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimJson {
    #[schema(value_type = String)]
    id: ClaimId,
    reason: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
    /// Until when it is good.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Ts,
    #[schema(value_type = Option<String>, format = DateTime)]
    used_at: Option<Ts>,
    /// When the team took it back.
    #[schema(value_type = Option<String>, format = DateTime)]
    undone_at: Option<Ts>,
}

impl From<ClaimRow> for ClaimJson {
    fn from(row: ClaimRow) -> Self {
        Self {
            id: row.id,
            reason: row.reason,
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
            undone_at: row.undone_at,
        }
    }
}

/// Why somebody is locked out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LockJson {
    reason: String,
    /// Who locked them; none for the command line.
    #[schema(value_type = Option<String>)]
    by: Option<MemberId>,
    #[schema(value_type = String, format = DateTime)]
    at: Ts,
}

impl From<LockRow> for LockJson {
    fn from(row: LockRow) -> Self {
        Self { reason: row.reason, by: row.locked_by, at: row.locked_at }
    }
}

/// A member's account as the team sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountJson {
    #[schema(value_type = String)]
    id: MemberId,
    handle: String,
    name: String,
    /// `owner`, `admin`, `editor`, `moderator`, `instructor`, `support` or `member`.
    role: &'static str,
    /// `active`, `locked`, `closed` or `erased`.
    state: &'static str,
    /// Why it is locked, while it is.
    lock: Option<LockJson>,
    /// Masked for who may not write to members.
    email: Option<String>,
    /// Whether it is confirmed.
    confirmed: bool,
    /// Whether they have ever paid.
    paid: bool,
    /// Why they came, where they said so: `learn`, `meet`, `answer` or `look`.
    goal: Option<&'static str>,
    /// How many sessions and tokens they have.
    sessions: usize,
    second_factor: bool,
    /// When a second factor that was said to be lost is taken off.
    #[schema(value_type = Option<String>, format = DateTime)]
    factor_reset_at: Option<Ts>,
    /// When it becomes that of whoever owns the mailbox and asks for it.
    #[schema(value_type = Option<String>, format = DateTime)]
    adoption_at: Option<Ts>,
    /// When it is deleted, as its member asked.
    #[schema(value_type = Option<String>, format = DateTime)]
    deletion_at: Option<Ts>,
    /// Whether it is an imported person's who has not come to it yet.
    unclaimed: bool,
    /// The newest links to it.
    claims: Vec<ClaimJson>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
}

impl AccountJson {
    fn of(known: Known, contact: bool) -> Self {
        let row = known.row;
        let (email, confirmed) = known.email.unzip();
        Self {
            id: row.id,
            handle: row.handle,
            name: row.name,
            role: row.role.0.key(),
            state: row.state.key(),
            lock: known.lock.map(LockJson::from),
            email: email.map(|email| shown(&email, contact)),
            confirmed: confirmed.unwrap_or_default(),
            paid: row.paid,
            goal: known.goal.map(Goal::key),
            sessions: known.sessions,
            second_factor: known.has_factor,
            factor_reset_at: known.reset_due,
            adoption_at: known.adoption_due,
            deletion_at: known.deletion_due,
            unclaimed: known.unclaimed,
            claims: known.claims.into_iter().map(ClaimJson::from).collect(),
            created_at: row.created_at,
        }
    }
}

/// A member's account in the team's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListedAccountJson {
    #[schema(value_type = String)]
    id: MemberId,
    /// Given at the confirmation or the first payment.
    number: Option<i64>,
    handle: String,
    name: String,
    /// `owner`, `admin`, `editor`, `moderator`, `instructor`, `support` or `member`.
    role: &'static str,
    /// `active`, `locked`, `closed` or `erased`.
    state: &'static str,
    /// Masked for who may not write to members.
    email: Option<String>,
    /// Whether it is confirmed.
    confirmed: bool,
    /// Whether they have ever paid.
    paid: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Ts,
}

impl ListedAccountJson {
    fn of(row: ListedRow, contact: bool) -> Self {
        Self {
            id: row.id,
            number: row.number,
            handle: row.handle,
            name: row.name,
            role: row.role.0.key(),
            state: row.state.key(),
            email: row.email.map(|email| shown(&email, contact)),
            confirmed: row.confirmed,
            paid: row.paid,
            created_at: row.created_at,
        }
    }
}

/// Finds members' accounts: all of them, the newest first, or by one of search, role and state.
///
/// # Errors
/// `Invalid` for more than one of them, an unknown role or state, a bad cursor or limit.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "members",
    params(
        ("q" = Option<String>, Query, description = "The beginning of a handle, a whole address, \
            or a member number; the first 100 that fit"),
        ("role" = Option<String>, Query, description = "Those of one role"),
        ("state" = Option<String>, Query, description = "Those of one state"),
        ("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<ListedAccountJson>)))]
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<MembersQuery>,
) -> Reply {
    query.check()?;
    let (list, contact) = (asked(&app, &query).await?, viewer.may(Permission::MembersContact));
    let list = list.map(|row| ListedAccountJson::of(row, contact));
    web::json(&JsonList::of(&app, &query.list_name(), list))
}

/// Tells of a member's account what the team needs to help them.
#[utoipa::path(get, path = "/api/v1/members/{id}/account", tag = "members",
    params(("id" = String, Path)), responses((status = 200, body = AccountJson)))]
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<MemberId>) -> Reply {
    let known = load(&app, &viewer, id).await?;
    web::json(&AccountJson::of(known, viewer.may(Permission::MembersContact)))
}

/// Locks a member out: every session, token and socket ends, and nobody signs in.
#[utoipa::path(put, path = "/api/v1/members/{id}/locked", tag = "members",
    params(("id" = String, Path)), request_body = ReasonWish, responses((status = 204)))]
pub async fn put_locked(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Json(wish): Json<ReasonWish>,
) -> Reply {
    acts::lock(&app, &viewer, id, wish.reason).await?;
    web::no_content()
}

/// Lets a locked member in again.
#[utoipa::path(delete, path = "/api/v1/members/{id}/locked", tag = "members",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete_locked(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
) -> Reply {
    acts::unlock(&app, &viewer, id).await?;
    web::no_content()
}

/// Ends every session and token of a member.
#[utoipa::path(delete, path = "/api/v1/members/{id}/sessions", tag = "members",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete_sessions(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
) -> Reply {
    acts::end_sessions(&app, &viewer, id).await?;
    web::no_content()
}

/// A role to be given.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleWish {
    /// `member` takes the role away.
    role: String,
}

/// Gives a member a role. The token must have been made within the last five minutes.
#[utoipa::path(put, path = "/api/v1/members/{id}/role", tag = "members",
    params(("id" = String, Path)), request_body = RoleWish, responses((status = 204)))]
pub async fn put_role(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Json(wish): Json<RoleWish>,
) -> Reply {
    acts::give_role(&app, &viewer, id, &wish.role).await?;
    web::no_content()
}

/// An act that needs its reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonWish {
    reason: String,
}

/// When something happens by itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DueJson {
    #[schema(value_type = String, format = DateTime)]
    pub(crate) due_at: Ts,
}

/// Has a lost second factor taken off after 72 hours and a notice. The token must have been made
/// within the last five minutes.
#[utoipa::path(post, path = "/api/v1/members/{id}/factor_reset", tag = "members",
    params(("id" = String, Path)), request_body = ReasonWish,
    responses((status = 201, body = DueJson)))]
pub async fn reset_factor(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Json(wish): Json<ReasonWish>,
) -> Reply {
    web::created(&DueJson { due_at: acts::ask_reset(&app, &viewer, id, wish.reason).await? })
}

/// Lets whoever asks for an account that was made with their address have it at once: the team has
/// seen proof of payment. The token must have been made within the last five minutes.
#[utoipa::path(put, path = "/api/v1/members/{id}/adoption", tag = "members",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn put_adoption(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
) -> Reply {
    acts::hasten_adoption(&app, &viewer, id).await?;
    web::no_content()
}

/// A link that was just given.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GivenClaimJson {
    #[serde(flatten)]
    claim: ClaimJson,
    /// The link, told once.
    url: String,
}

/// Gives the link by which an imported person comes to their account, in place of earlier ones. The
/// token must have been made within the last five minutes.
#[utoipa::path(post, path = "/api/v1/members/{id}/claims", tag = "members",
    params(("id" = String, Path)), request_body = ReasonWish,
    responses((status = 201, body = GivenClaimJson)))]
pub async fn give_claim(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MemberId>,
    Json(wish): Json<ReasonWish>,
) -> Reply {
    let (url, row) = acts::give_claim(&app, &viewer, id, wish.reason).await?;
    web::created(&GivenClaimJson { claim: row.into(), url })
}

/// Takes back, for thirty days, a link that was used: all that signs its person in ends. The token
/// must have been made within the last five minutes.
#[utoipa::path(delete, path = "/api/v1/members/{id}/claims/{claim}", tag = "members",
    params(("id" = String, Path), ("claim" = String, Path)), responses((status = 204)))]
pub async fn undo_claim(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, claim)): Path<(MemberId, ClaimId)>,
) -> Reply {
    acts::undo_claim(&app, &viewer, id, claim).await?;
    web::no_content()
}
