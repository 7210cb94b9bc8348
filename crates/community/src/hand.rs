//! Whose hand writes a text, and what the text may name: looked up before it is drawn.

use db::Tx;
use kernel::{Id as _, MemberId, Outcome};
use media::MediaId;
use media::shown::Holder;
use web::{App, Viewer};

use crate::post::body::Known;
use crate::reaction::Subject;
use crate::{mention, tag};

/// The most pictures that one text shows; further ones stand as their descriptions.
const PICTURES_MAX: usize = 100;

/// Who writes, and over what.
#[derive(Debug, Clone, Default)]
pub struct Hand {
    /// Who writes: their pictures may be shown.
    pub by: Option<MemberId>,
    /// The text that is being changed: what it shows already may stay.
    pub over: Option<Subject>,
    /// The site's own origin.
    pub origin: Option<String>,
}

impl Hand {
    /// Somebody who writes something new.
    #[must_use]
    pub fn of(by: Option<MemberId>, origin: Option<String>) -> Self {
        Self { by, over: None, origin }
    }

    /// Whoever asks now, writing something new.
    pub(crate) fn here(app: &App, viewer: &Viewer) -> Self {
        Self::of(viewer.id(), app.settings().url.clone())
    }

    /// Somebody who changes what stands there.
    #[must_use]
    pub fn over(self, subject: Subject) -> Self {
        Self { over: Some(subject), ..self }
    }

    /// Looks up whom and what a text may name.
    pub(crate) async fn known(self, tx: &Tx, source: &str) -> Outcome<Known> {
        let named = text::references(source, self.origin.as_deref());
        let mut ids: Vec<MediaId> =
            named.pictures.iter().filter_map(|id| id.parse().ok()).collect();
        ids.truncate(PICTURES_MAX);
        let over = self.over.map(holder);
        Ok(Known {
            members: mention::known(tx, named.handles).await?,
            tags: tag::known(tx, named.tags).await?,
            pictures: media::picture::shapes(tx, &ids, self.by, over).await?,
            origin: self.origin,
        })
    }
}

/// A text as what shows pictures.
pub(crate) fn holder(subject: Subject) -> Holder {
    match subject {
        Subject::Post(id) => Holder::Post(id.get()),
        Subject::Comment(id) => Holder::Comment(id.get()),
    }
}

/// The pictures that a draft names.
pub(crate) fn pictures(source: &str) -> Vec<MediaId> {
    let named = text::references(source, None).pictures;
    named.iter().filter_map(|id| id.parse().ok()).take(PICTURES_MAX).collect()
}
