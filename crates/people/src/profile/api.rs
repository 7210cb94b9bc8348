//! Profiles through the API: the own account, and what others see of a member.

use axum::extract::State;
use kernel::{Fault, Locale, MemberId, Outcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, JsonList, ListQuery, Path, Query, Reply, Theme, Viewer, json};

use super::change::{self, Draft, read_list};
use super::{Goal, LINKS_MAX, Rhythm, find, store};
use crate::address;
use crate::consent;
use crate::handle::{self, Handle};
use crate::join::api::MemberJson;
use crate::member;
use crate::{policy, settings};

/// The own account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeJson {
    /// What others see.
    #[serde(flatten)]
    pub member: MemberJson,
    /// The address.
    pub email: Option<String>,
    /// Whether it is confirmed.
    pub confirmed: bool,
    /// The language.
    pub locale: String,
    /// Links.
    pub links: Vec<String>,
    /// Interests.
    pub interests: Vec<String>,
    /// Who sees the profile: `everyone` or `members`.
    pub profile_to: String,
    /// Whether it stands in the directory.
    pub directory: bool,
    /// The colours: `auto`, `light` or `dark`.
    pub theme: String,
    /// How often mail may tell the news of the community, once there is such mail: `daily`, `weekly`
    /// or `never`.
    pub rhythm: String,
    /// Why they came, where they said so: `learn`, `meet`, `answer` or `look`. The team sees it.
    pub goal: Option<&'static str>,
    /// What the role allows.
    pub permissions: Vec<&'static str>,
}

/// What may be changed; what is missing stays as it is.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    /// `[a-z0-9_]{3,30}`.
    #[schema(max_length = 30)]
    pub handle: Option<String>,
    /// 1 to 40 characters.
    #[schema(max_length = 40)]
    pub name: Option<String>,
    /// At most 500 characters.
    #[schema(max_length = 500)]
    pub bio: Option<String>,
    /// At most 60 characters.
    #[schema(max_length = 60)]
    pub location: Option<String>,
    /// At most five addresses.
    #[schema(max_items = 5)]
    pub links: Option<Vec<String>>,
    /// At most 20 words.
    #[schema(max_items = 20)]
    pub interests: Option<Vec<String>>,
    /// `zh-CN` or `en`.
    pub locale: Option<String>,
    /// Who sees the profile: `everyone` or `members`.
    pub profile_to: Option<String>,
    /// Whether it stands in the directory.
    pub directory: Option<bool>,
    /// The colours: `auto`, `light` or `dark`.
    #[schema(value_type = Option<String>)]
    pub theme: Option<Theme>,
    /// How often mail may tell the news of the community, once there is such mail: `daily`, `weekly`
    /// or `never`.
    pub rhythm: Option<String>,
    /// Why they came: `learn`, `meet`, `answer` or `look`. The team sees it.
    #[schema(value_type = Option<String>)]
    pub goal: Option<Goal>,
    /// That the rules and what is kept about people are agreed to, as they read now.
    #[serde(default)]
    pub agrees: bool,
}

/// Tells the own account.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    tag = "me",
    responses((status = 200, body = MeJson), (status = 401, description = "No token"))
)]
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    json(&load(&app, &viewer).await?)
}

async fn load(app: &App, viewer: &Viewer) -> Outcome<MeJson> {
    let (id, permissions) = {
        let me = viewer.me()?;
        (me.id, me.permissions)
    };
    let (row, address, details) = app
        .db()
        .read(async move |tx| {
            let row = member::get(tx, id).await?;
            let address = address::store::find(tx, id).await?;
            let details = store::find(tx, id).await?;
            Ok((row, address, details))
        })
        .await?;
    let list = |text: Option<&String>| text.map(|text| read_list(text)).unwrap_or_default();
    Ok(MeJson {
        confirmed: row.confirmed,
        locale: row.locale.clone(),
        profile_to: row.profile_to.clone(),
        directory: row.directory,
        theme: row.theme.clone(),
        rhythm: details.as_ref().map(|d| d.rhythm.clone()).unwrap_or_default(),
        goal: details.as_ref().and_then(|d| Goal::from_key(&d.goal)).map(Goal::key),
        member: row.into(),
        email: address.map(|row| row.email),
        links: list(details.as_ref().map(|d| &d.links)),
        interests: list(details.as_ref().map(|d| &d.interests)),
        permissions: permissions.iter().map(web::Permission::key).collect(),
    })
}

/// Changes the own account.
#[utoipa::path(
    patch,
    path = "/api/v1/me",
    tag = "me",
    request_body = MePatch,
    responses((status = 200, body = MeJson), (status = 422, description = "Fields are wrong"))
)]
pub async fn update(State(app): State<App>, viewer: Viewer, Json(patch): Json<MePatch>) -> Reply {
    let id = viewer.me()?.id;
    let locale = match patch.locale.as_deref() {
        None => None,
        Some(tag) => {
            Some(Locale::from_tag(tag).ok_or_else(|| Fault::invalid("locale", "locale.unknown"))?)
        }
    };
    // Empty ones count too, as the description says.
    if patch.links.as_ref().is_some_and(|links| links.len() > LINKS_MAX) {
        return Err(Fault::invalid("links", "links.many").into());
    }
    if patch.profile_to.as_deref().is_some_and(|to| !matches!(to, "everyone" | "members")) {
        return Err(Fault::invalid("profile_to", "request.wrong_value").into());
    }
    let rhythm = patch.rhythm.as_deref().map(rhythm).transpose()?;
    let handle = patch.handle.as_deref().map(Handle::parse).transpose()?;
    let shown = viewer.locale;
    app.db()
        .tx(async move |tx| {
            if patch.agrees {
                consent::agree_to(tx, id, &consent::ASKED, shown, "api").await?;
            }
            if let Some(rhythm) = rhythm {
                settings::letters::set(tx, id, rhythm).await?;
            }
            apply(tx, id, &patch, (locale, handle.clone())).await
        })
        .await?;
    app.sessions().forget(id);
    json(&load(&app, &viewer).await?)
}

fn rhythm(key: &str) -> Outcome<Rhythm> {
    let found = Rhythm::ALL.into_iter().find(|rhythm| rhythm.key() == key);
    found.ok_or_else(|| Fault::invalid("rhythm", "request.wrong_value"))
}

async fn apply(
    tx: &mut db::Tx,
    id: MemberId,
    patch: &MePatch,
    (locale, handle): (Option<Locale>, Option<Handle>),
) -> Outcome<()> {
    if let Some(handle) = handle {
        handle::change::change(tx, id, handle).await?;
    }
    if locale.is_some() || patch.theme.is_some() {
        settings::appearance::keep(tx, id, locale, patch.theme.map(Theme::key)).await?;
    }
    if patch.profile_to.is_some() || patch.directory.is_some() {
        let row = member::get(tx, id).await?;
        let to = patch.profile_to.as_deref().unwrap_or(&row.profile_to);
        settings::privacy::set(tx, id, (patch.directory.unwrap_or(row.directory), to)).await?;
    }
    let draft = Draft {
        name: patch.name.clone(),
        bio: patch.bio.clone(),
        location: patch.location.clone(),
        links: patch.links.as_ref().map(|links| links.join("\n")),
        interests: patch.interests.as_ref().map(|words| words.join("\n")),
        goal: patch.goal,
    };
    change::change(tx, id, &draft).await
}

/// What others see of a member.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProfileJson {
    #[serde(flatten)]
    member: MemberJson,
    links: Vec<String>,
    interests: Vec<String>,
    /// Badges brought in from another system.
    badges: Vec<String>,
    url: String,
}

impl From<find::Found> for ProfileJson {
    fn from((row, details): find::Found) -> Self {
        let list = |text: Option<&String>| text.map(|text| read_list(text)).unwrap_or_default();
        Self {
            url: format!("/m/{}", row.handle),
            links: list(details.as_ref().map(|d| &d.links)),
            interests: list(details.as_ref().map(|d| &d.interests)),
            badges: list(details.as_ref().map(|d| &d.badges)),
            member: row.into(),
        }
    }
}

/// What a member shows of themselves.
///
/// # Errors
/// `Missing` for an unknown and a former member, `SignIn` for a visitor where the member shows
/// themselves to members only.
#[utoipa::path(get, path = "/api/v1/members/{id}", tag = "members",
    params(("id" = String, Path, description = "The member's id, or `@` and their handle; one that \
        they had leads to them as long as they let it")),
    responses((status = 200, body = ProfileJson)))]
pub async fn show_member(
    State(app): State<App>,
    viewer: Viewer,
    Path(name): Path<String>,
) -> Reply {
    let found = app
        .db()
        .read(async move |tx| match name.strip_prefix('@') {
            Some(handle) => find::by_handle(tx, &handle.to_ascii_lowercase()).await,
            None => {
                let id = name.parse().map_err(|_no_id| Fault::Missing("member.missing"))?;
                find::by_id(tx, id).await
            }
        })
        .await?;
    policy::may_see_profile(&viewer, &found.0)?;
    json(&ProfileJson::from(found))
}

/// Lists who stands in the directory, the newest first.
#[utoipa::path(get, path = "/api/v1/members", tag = "members",
    params(("cursor" = Option<String>, Query), ("limit" = Option<u32>, Query)),
    responses((status = 200, body = Vec<MemberJson>)))]
pub async fn list_members(State(app): State<App>, Query(query): Query<ListQuery>) -> Reply {
    let (place, size) = (query.place(&app, find::LIST)?, query.size()?);
    let list = app.db().read(async move |tx| find::listed(tx, place, size).await).await?;
    json(&JsonList::of(&app, find::LIST, list.map(MemberJson::from)))
}
