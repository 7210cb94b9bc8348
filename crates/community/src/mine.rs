//! What is the viewer's own on pieces that are drawn for everybody: live pages are sent one HTML for
//! all, and the page sets on it what this block says.

use askama::Template;
use askama::filters::HtmlSafe;
use kernel::MemberId;

use crate::reaction::{Pressed, ReactionKind, Subject};

/// The block of a viewer's ids.
#[derive(Template)]
#[template(path = "community/parts/mine.html")]
pub(crate) struct MineView {
    member: String,
    pressed: String,
    team: bool,
}

impl HtmlSafe for MineView {}

impl MineView {
    /// What a member pressed on a page, and whether they moderate what stands there.
    pub(crate) fn new(
        member: MemberId,
        pressed: impl Iterator<Item = (Subject, Pressed)>,
        team: bool,
    ) -> Self {
        let mut words = Vec::new();
        for (subject, pressed) in pressed {
            let target = subject.target();
            let kinds = ReactionKind::ALL.into_iter().filter(|kind| pressed.has(*kind));
            words.extend(kinds.map(|kind| format!("{target}:{}", kind.key())));
            if pressed.bookmarked() {
                words.push(format!("{target}:bookmark"));
            }
        }
        Self { member: member.to_string(), pressed: words.join(" "), team }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Id as _;

    use super::*;
    use crate::post::PostId;

    #[test]
    fn a_block_names_the_member_and_all_that_they_pressed() {
        let mut pressed = Pressed::default();
        pressed.add("like");
        pressed.add("bookmark");
        let subject = Subject::Post(PostId::from_i64(7));
        let of = [(subject, pressed)].into_iter();
        let html = MineView::new(MemberId::from_i64(1), of, true).render().unwrap();
        let target = subject.target();
        assert!(html.contains(&format!("data-pressed=\"{target}:like {target}:bookmark\"")));
        assert!(html.contains("data-team"));
    }
}
