//! What a state machine says to an event.

/// What happens to something in one state when one thing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<S> {
    /// It moves to another state.
    Move(S),
    /// It stays, and that is right: the same was said before, or too late to matter.
    Ignore,
    /// It stays, and a person has to look: this should never happen.
    Alarm,
}

impl<S> Step<S> {
    /// Where it moves, if it does.
    #[must_use]
    pub fn moved(self) -> Option<S> {
        match self {
            Self::Move(to) => Some(to),
            Self::Ignore | Self::Alarm => None,
        }
    }
}

/// Declares a closed list of stable words with their columns in the database.
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $name:ident ($what:literal) {
        $($(#[$word_doc:meta])* $word:ident = $key:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $($(#[$word_doc])* #[serde(rename = $key)] $word),*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$word),*];

            /// The stable name.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$word => $key),* }
            }

            /// The one of that name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }

        impl db::Bind for $name {
            fn bind(&self) -> db::Val {
                self.key().bind()
            }
        }

        impl db::Column for $name {
            fn read(cell: db::Cell<'_>) -> Result<Self, db::BadCell> {
                let db::Cell::Text(key) = cell else { return Err(db::BadCell::new($what, cell)) };
                Self::from_key(key).ok_or_else(|| db::BadCell::new($what, cell))
            }
        }
    };
}
pub(crate) use words;
