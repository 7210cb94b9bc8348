//! Who wrote something, as lists show them.

pub(crate) mod api;
pub(crate) mod page;
mod panel;
pub(crate) mod store;

use kernel::MemberId;

pub use panel::panel;
pub use store::AuthorCounts;

/// The author of a post or comment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Author {
    /// Which member.
    pub id: MemberId,
    /// The name they show.
    pub name: String,
    /// Their handle.
    pub handle: String,
    /// Their picture's hash, if any.
    pub avatar: Option<String>,
    /// Their highest role's stable name.
    pub role: String,
    /// Whether they left: no name and no page.
    pub gone: bool,
}

impl Author {
    /// Puts together what the columns hold.
    #[must_use]
    pub fn new(
        id: MemberId,
        (name, handle): (String, String),
        avatar: Option<String>,
        (role, state): (String, &str),
    ) -> Self {
        Self { id, name, handle, avatar, role, gone: state == "erased" }
    }

    /// Their page; none once they left.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        (!self.gone).then(|| format!("/m/{}", self.handle))
    }
}

/// Whether a member ever wrote a post or a comment, deleted ones too.
///
/// # Errors
/// When the database fails.
pub async fn has_written(tx: &db::Tx, member: MemberId) -> kernel::Outcome<bool> {
    store::has_written(tx, member).await
}
