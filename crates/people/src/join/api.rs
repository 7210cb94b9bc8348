//! Registering through the API.

use axum::extract::State;
use kernel::{FieldErrors, MemberId, Outcome, Ts};
use mail::Address;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{App, Json, Reply, Viewer, created};

use super::Beginning;
use super::register::{self, Registration};
use crate::browser;
use crate::handle::Handle;
use crate::letter::Post;
use crate::member::MemberRow;
use crate::password;
use crate::setup::People;

/// A new account.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// `[a-z0-9_]{3,30}`.
    #[schema(min_length = 3, max_length = 30, pattern = "^[a-z0-9_]{3,30}$")]
    pub handle: String,
    /// An address; a code that confirms it is sent there.
    #[schema(format = Email, max_length = 320)]
    pub email: String,
    /// At least 8 characters.
    #[schema(min_length = 8, max_length = 256)]
    pub password: String,
    /// Whether they agree to the rules and to what is kept about people, which is recorded. Where
    /// the owner has published their own, nobody writes before they agree, here or later.
    #[serde(default)]
    pub agrees: bool,
}

/// A member as the API tells it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberJson {
    /// Which member.
    #[schema(value_type = String)]
    pub id: MemberId,
    /// Name in addresses and mentions.
    pub handle: String,
    /// Free text.
    pub name: String,
    /// Member number, once there is one.
    pub number: Option<i64>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// A few sentences.
    pub bio: String,
    /// A place.
    pub location: String,
    /// `owner`, `admin`, `editor`, `moderator`, `instructor`, `support` or `member`.
    pub role: &'static str,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Ts,
}

impl From<MemberRow> for MemberJson {
    fn from(row: MemberRow) -> Self {
        Self {
            id: row.id,
            avatar: row.avatar.as_deref().map(crate::profile::avatar_address),
            handle: row.handle,
            name: row.name,
            number: row.number,
            bio: row.bio,
            location: row.location,
            role: row.role.0.key(),
            created_at: row.created_at,
        }
    }
}

/// Makes an account. The answer is the same whoever owns the address.
#[utoipa::path(
    post,
    path = "/api/v1/members",
    tag = "members",
    request_body = NewMember,
    responses((status = 201, body = MemberJson), (status = 422, description = "Fields are wrong"))
)]
pub async fn create(State(app): State<App>, viewer: Viewer, Json(new): Json<NewMember>) -> Reply {
    let row = register(&app, &viewer, &new).await?;
    created(&MemberJson::from(row))
}

async fn register(app: &App, viewer: &Viewer, new: &NewMember) -> Outcome<MemberRow> {
    let mut errors = FieldErrors::none();
    let (handle, address) = (Handle::parse(&new.handle), Address::parse(&new.email));
    let known = [new.handle.as_str(), new.email.as_str()];
    let checked = password::check_new(&new.password, &known);
    for (field, fault) in [
        ("handle", handle.as_ref().err()),
        ("email", address.as_ref().err()),
        ("password", checked.as_ref().err()),
    ] {
        if let Some(fault) = fault {
            errors.add(field, fault.key());
        }
    }
    errors.or(())?;
    let address = address?;
    let hash = app.part::<People>().hasher.hash(new.password.clone()).await?;
    let registration = Registration {
        beginning: Beginning {
            handle: Some(handle?),
            address: Some(address.clone()),
            password: Some(hash),
            locale: viewer.locale,
            way: "api",
            ..Beginning::default()
        },
        address,
        // A program has no browser of its own: the code works once its session is a browser's.
        browser: web::random_token(),
        asker: browser::asker(viewer),
        next: String::new(),
        agrees: new.agrees,
    };
    let post = Post::of(app.settings());
    app.db().tx(async move |tx| register::without_session(tx, &post, &registration).await).await
}
