//! How things look on one page: its language, zone and moment, and the small views made of them.

use std::sync::Arc;

use kernel::{Locale, Ts, Zone};
use web::{
    Age, App, AvatarView, Badge, BookmarkView, CommentsLink, PersonView, ReactionBar, ReactionForm,
    ReactionView, Stream, Tone, Viewer, When,
};

use crate::Community;
use crate::author::Author;
use crate::comment::Comment;
use crate::post::{Post, PostKind};
use crate::reaction::{Counts, Pressed, ReactionKind, Subject};
use crate::texts::Texts;

/// What all views of one page share.
#[derive(Clone)]
pub(crate) struct Look {
    /// The language.
    pub(crate) locale: Locale,
    /// This slice's words.
    pub(crate) t: Texts,
    /// The words of components.
    pub(crate) w: web::Texts,
    /// The site's zone.
    pub(crate) zone: Zone,
    /// The moment.
    pub(crate) now: Ts,
    /// The year in the site's zone: dates of other years are told with theirs.
    year: i32,
    /// Which settings: part of every piece's key.
    epoch: u64,
    /// Where a visitor signs in and comes back; none for members.
    pub(crate) sign_in: Option<String>,
    /// Where pieces are kept.
    pub(crate) community: Arc<Community>,
}

impl Look {
    /// The look of a page for a viewer; `path` is where they come back to after signing in.
    pub(crate) fn of(app: &App, viewer: &Viewer, path: &str) -> Self {
        Self {
            sign_in: viewer.member.is_none().then(|| sign_in(path)),
            ..Self::in_language(app, viewer.locale)
        }
    }

    /// The look for members in a language: what live pages are sent.
    pub(crate) fn in_language(app: &App, locale: Locale) -> Self {
        let (settings, now) = (app.settings(), app.now());
        Self {
            year: settings.zone.day(now).number() / 10_000,
            epoch: app.site().epoch(),
            locale,
            t: Texts::new(locale),
            w: web::Texts::new(locale),
            zone: settings.zone.clone(),
            now,
            sign_in: None,
            community: app.part::<Community>(),
        }
    }

    /// A moment in words.
    pub(crate) fn when(&self, at: Ts) -> When {
        When::new(at, self.now, &self.zone, self.locale)
    }

    /// What the words for moments depend on beside the moments themselves and their ages: part of
    /// the key of every piece, with the language and the way to sign in.
    pub(crate) fn key(&self) -> (Locale, i32, u64, Option<&str>) {
        (self.locale, self.year, self.epoch, self.sign_in.as_deref())
    }

    /// How long ago a moment is, as far as words tell it.
    pub(crate) fn age(&self, at: Ts) -> Age {
        Age::of(at, self.now)
    }

    /// The language attribute of a text, where it is not the page's.
    pub(crate) fn lang(&self, lang: &str) -> Option<String> {
        (lang != self.locale.tag()).then(|| lang.to_owned())
    }

    /// A person with the badge of their role, or another word for them here.
    pub(crate) fn person(&self, author: &Author, here: Option<&'static str>) -> PersonView {
        let name =
            if author.gone { self.t.author_former().to_owned() } else { author.name.clone() };
        let image = author.avatar.as_ref().map(|hash| people::profile::avatar_address(hash));
        let seed = kernel::Id::get(author.id);
        let role = self.role(&author.role).map(|role| Badge::new(Tone::Line, role));
        let here = here.map(|word| Badge::new(Tone::Best, word));
        PersonView {
            avatar: AvatarView::of(&name, seed, image),
            href: author.path(),
            badges: here.or(role).into_iter().collect(),
            lang: None,
            name,
        }
    }

    /// The word for a role of the team.
    fn role(&self, role: &str) -> Option<&'static str> {
        Some(match role {
            "owner" => self.t.role_owner(),
            "admin" => self.t.role_admin(),
            "editor" => self.t.role_editor(),
            "moderator" => self.t.role_moderator(),
            "instructor" => self.t.role_instructor(),
            "support" => self.t.role_support(),
            _ => return None,
        })
    }

    /// The word for a kind of post.
    pub(crate) fn kind(&self, kind: PostKind) -> &'static str {
        match kind {
            PostKind::Article => self.t.post_article(),
            PostKind::Question => self.t.post_question(),
        }
    }

    /// The bar under a post: reactions, comments, bookmark.
    pub(crate) fn post_bar(&self, post: &Post, pressed: Pressed, open: bool) -> ReactionBar {
        let target = Subject::Post(post.id);
        let mut bar = ReactionBar::new(self.w, target.target());
        let at = format!("/p/{}/reactions", post.id);
        bar.reactions = if open {
            self.reactions(&at, post.reactions, post.imported_up, pressed)
        } else {
            Vec::new()
        };
        bar.comments = Some(self.comments_link(post));
        bar.bookmark = Some(self.bookmark(post, pressed));
        if let Some(path) = &self.sign_in {
            bar.sign_in = Some(path.clone());
            bar.bookmark = None;
        }
        bar
    }

    /// The button that keeps a post for later.
    pub(crate) fn bookmark(&self, post: &Post, pressed: Pressed) -> BookmarkView {
        BookmarkView {
            t: self.w,
            target: Subject::Post(post.id).target(),
            action: format!("/p/{}/bookmark", post.id),
            pressed: pressed.bookmarked(),
        }
    }

    /// The words under a post, to be changed on an open page.
    pub(crate) fn words_of_post(&self, post: &Post, pressed: Pressed) -> ReactionForm {
        let at = format!("/p/{}/reactions", post.id);
        let reactions = self.reactions(&at, post.reactions, post.imported_up, pressed);
        ReactionForm { t: self.w, target: Subject::Post(post.id).target(), reactions }
    }

    /// The words under a comment, to be changed on an open page.
    pub(crate) fn words_of_comment(&self, comment: &Comment, pressed: Pressed) -> ReactionForm {
        let at = format!("{}/reactions", crate::comment::path(comment.post, comment.id));
        let reactions = self.reactions(&at, comment.reactions, comment.imported_up, pressed);
        ReactionForm { t: self.w, target: Subject::Comment(comment.id).target(), reactions }
    }

    /// The buttons of a bar; what an import brought counts as likes.
    pub(crate) fn reactions(
        &self,
        at: &str,
        counts: Counts,
        imported: i64,
        pressed: Pressed,
    ) -> Vec<ReactionView> {
        let view = |kind: ReactionKind| {
            let extra = if kind == ReactionKind::Like { imported } else { 0 };
            let action = format!("{at}/{}", kind.key());
            ReactionView::of(self.w, kind.key(), action, counts.of(kind) + extra, pressed.has(kind))
        };
        ReactionKind::ALL.into_iter().filter_map(view).collect()
    }

    /// How many have answered, to be changed on an open page.
    pub(crate) fn counts(&self, post: &Post) -> [Stream; 2] {
        let target = Subject::Post(post.id).target();
        [
            Stream::update("comments-count", self.locale.count(post.comments)),
            Stream::update(format!("talk-{target}"), self.comments_link(post).text),
        ]
    }

    /// The way to the comments, with their number.
    fn comments_link(&self, post: &Post) -> CommentsLink {
        let href = format!("{}#comments", post.path());
        if post.kind == PostKind::Question {
            return CommentsLink {
                href,
                text: self.t.talk_answers(post.answers),
                label: String::new(),
            };
        }
        let label = self.t.talk_comments().to_owned();
        CommentsLink { href, text: self.locale.count(post.comments), label }
    }
}

/// Where a visitor signs in and comes back to a path.
pub(crate) fn sign_in(path: &str) -> String {
    let mut url = String::from(web::SIGN_IN);
    url.push_str("?back=");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_one_parameter() {
        assert_eq!(sign_in("/p/1-长?x=1&y#c"), "/login?back=/p/1-%E9%95%BF%3Fx%3D1%26y%23c");
    }
}
