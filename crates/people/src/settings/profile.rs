//! What others see: name, picture, bio, place, links, interests; and why one came, for the team.

use askama::Template;
use axum::extract::State;
use kernel::{Fault, MemberId, Outcome};
use serde::Deserialize;
use web::{
    App, AvatarView, ChoiceView, FieldView, Form, Reply, Shell, Tab, Viewer, see_other_with,
};

use super::{me, shell, tabs};
use crate::form::Refused;
use crate::member;
use crate::profile::change::{self, Draft, read_list};
use crate::profile::{Goal, store};
use crate::texts::Texts;
use crate::welcome;

#[derive(Template)]
#[template(path = "people/settings/profile.html")]
struct ProfilePage {
    shell: Shell,
    t: Texts,
    tabs: Vec<Tab>,
    refused: Refused,
    avatar: AvatarView,
    has_avatar: bool,
    path: String,
    name: FieldView,
    bio: FieldView,
    location: FieldView,
    links: FieldView,
    interests: FieldView,
    goals: Vec<ChoiceView>,
}

/// The form as it is sent, and as it stands.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ProfileForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    bio: String,
    #[serde(default)]
    location: String,
    #[serde(default)]
    links: String,
    #[serde(default)]
    interests: String,
    #[serde(default)]
    goal: String,
}

/// Shows the section.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Reply {
    let (id, _) = me(&viewer)?;
    let form = stored(&app, id).await?;
    page(&app, &viewer, (&form, Refused::nothing(viewer.locale)))
}

/// Shows the section again, with what was wrong with a picture.
pub(crate) async fn show_refused_picture(app: &App, viewer: &Viewer, key: &'static str) -> Reply {
    let (id, _) = me(viewer)?;
    let form = stored(app, id).await?;
    let refused = Refused::by(viewer.locale, Fault::invalid("avatar", key), "avatar")?;
    page(app, viewer, (&form, refused))
}

async fn stored(app: &App, id: MemberId) -> Outcome<ProfileForm> {
    app.db()
        .read(async move |tx| {
            let row = member::get(tx, id).await?;
            let details = store::find(tx, id).await?;
            let list = |text: Option<&String>| text.map(|t| read_list(t)).unwrap_or_default();
            Ok(ProfileForm {
                name: row.name,
                bio: row.bio,
                location: row.location,
                links: list(details.as_ref().map(|d| &d.links)).join("\n"),
                interests: list(details.as_ref().map(|d| &d.interests)).join(", "),
                goal: details.map(|d| d.goal).unwrap_or_default(),
            })
        })
        .await
}

fn page(app: &App, viewer: &Viewer, (form, refused): (&ProfileForm, Refused)) -> Reply {
    let (t, me) = (Texts::new(viewer.locale), viewer.me()?);
    let field = |kind, name: &'static str, label: &str, value: &str| {
        refused.at(FieldView::new(kind, name, label).value(value).optional(t.optional()))
    };
    let name = FieldView::new("text", "name", t.register_name()).value(&form.name).max(40);
    let page = ProfilePage {
        shell: shell(app, viewer, t.settings_profile()),
        tabs: tabs(app, viewer, "/settings/profile"),
        avatar: avatar(viewer),
        has_avatar: me.face.avatar.is_some(),
        path: format!("/m/{}", me.face.handle),
        name: refused.at(name),
        bio: field("area", "bio", t.profile_bio(), &form.bio).max(500),
        location: field("text", "location", t.profile_location(), &form.location).max(60),
        links: field("area", "links", t.profile_links(), &form.links).hint(t.profile_links_hint()),
        interests: field("text", "interests", t.profile_interests(), &form.interests)
            .hint(t.profile_interests_hint()),
        goals: welcome::goals(t, &form.goal),
        refused,
        t,
    };
    page.refused.answer(&page)
}

fn avatar(viewer: &Viewer) -> AvatarView {
    match viewer.me() {
        Ok(me) => AvatarView {
            initial: web::initial(&me.face.name),
            hue: me.face.hue,
            image: me.face.avatar.clone(),
        },
        Err(_visitor) => AvatarView { initial: String::new(), hue: 0, image: None },
    }
}

/// Saves the section.
pub async fn post(State(app): State<App>, viewer: Viewer, Form(form): Form<ProfileForm>) -> Reply {
    let (id, _) = me(&viewer)?;
    let draft = Draft {
        name: Some(form.name.clone()),
        bio: Some(form.bio.clone()),
        location: Some(form.location.clone()),
        links: Some(form.links.clone()),
        interests: Some(form.interests.clone()),
        goal: Goal::from_key(&form.goal),
    };
    let saved: Outcome<()> =
        app.db().tx(async move |tx| change::change(tx, id, &draft).await).await;
    app.sessions().forget(id);
    match saved {
        Ok(()) => {
            let t = Texts::new(viewer.locale);
            see_other_with(&app, &viewer, "/settings/profile", t.settings_saved())
        }
        Err(fault) => {
            let refused = Refused::by(viewer.locale, fault, "name")?;
            page(&app, &viewer, (&form, refused))
        }
    }
}
