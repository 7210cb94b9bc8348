//! Changing what others see.

use db::Tx;
use kernel::{Fault, FieldErrors, MemberId, Outcome};

use super::{BIO_MAX, Goal, LOCATION_MAX, parse_interests, parse_links, store};
use crate::events::ProfileChanged;
use crate::handle::parse_name;
use crate::member::{self, session};

/// What a member tells of themselves as a form sends it; what is none stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The name.
    pub name: Option<String>,
    /// A few sentences.
    pub bio: Option<String>,
    /// A place.
    pub location: Option<String>,
    /// Links, one a line.
    pub links: Option<String>,
    /// Interests, parted by commas.
    pub interests: Option<String>,
    /// Why they came, for the team.
    pub goal: Option<Goal>,
}

/// Changes what a member tells of themselves.
///
/// # Errors
/// `Invalid` with every field that is wrong.
pub async fn change(tx: &mut Tx, id: MemberId, draft: &Draft) -> Outcome<()> {
    // Locked: what is left out stays as it is when the rest is kept.
    let row = member::store::find_for_update(tx, id).await?;
    let row = row.ok_or(Fault::Missing("member.missing"))?;
    let mut errors = FieldErrors::none();
    let mut note = |fault: Fault, field: &'static str| errors.add(field, fault.key());
    let name = draft.name.as_deref().map_or(Ok(row.name.clone()), parse_name);
    let name = name.unwrap_or_else(|fault| {
        note(fault, "name");
        String::new()
    });
    let links = draft.links.as_deref().map(parse_links).transpose().unwrap_or_else(|fault| {
        note(fault, "links");
        None
    });
    let interests = draft.interests.as_deref().map(parse_interests).transpose();
    let interests = interests.unwrap_or_else(|fault| {
        note(fault, "interests");
        None
    });
    let bio = draft.bio.clone().unwrap_or(row.bio).trim().to_owned();
    let location = draft.location.clone().unwrap_or(row.location).trim().to_owned();
    if bio.chars().count() > BIO_MAX {
        errors.add("bio", "profile.bio_long");
    }
    if location.chars().count() > LOCATION_MAX || location.chars().any(char::is_control) {
        errors.add("location", "profile.location_long");
    }
    errors.or(())?;
    let profile = member::store::Profile { name: &name, bio: &bio, location: &location };
    member::store::update_profile(tx, id, &profile).await?;
    if let Some(links) = links {
        store::update_links(tx, id, &json(&links)?).await?;
    }
    if let Some(interests) = interests {
        store::update_interests(tx, id, &json(&interests)?).await?;
    }
    if let Some(goal) = draft.goal {
        store::update_goal(tx, id, goal.key()).await?;
    }
    session::refresh(tx, id).await?;
    tx.acting(id);
    tx.announce(ProfileChanged { member: id }).await
}

/// Writes a list of texts as it is stored.
pub(crate) fn json(list: &[String]) -> Outcome<String> {
    serde_json::to_string(list).map_err(|e| Fault::broken("writing a list", e))
}

/// Reads a stored list of texts; a damaged one is empty.
#[must_use]
pub fn read_list(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}
