//! How a discussion looks.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use kernel::{Id, MemberId, Outcome};
use web::{
    Age, CommentState as Shown, CommentView, LinkView, MenuAct, MenuItem, ReactionBar, Whose,
};

use super::{Comment, CommentId, CommentKind, CommentState, store::REPLIES_SHOWN};
use crate::look::Look;
use crate::mine::MineView;
use crate::policy;
use crate::post::{Post, PostKind};
use crate::reaction::{Pressed, Subject};
use crate::reader::Reader;

/// Whether an act is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Right {
    /// It is not.
    #[default]
    No,
    /// It is, to the one viewer of this piece.
    Yes,
    /// On a piece for everybody: to this member, and to the team where it may too.
    To(Option<MemberId>, bool),
}

impl From<bool> for Right {
    fn from(may: bool) -> Self {
        if may { Self::Yes } else { Self::No }
    }
}

/// What a viewer may do with one comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Rights {
    /// Change its text.
    pub(crate) edit: Right,
    /// Delete it.
    pub(crate) delete: Right,
    /// Accept it as the answer.
    pub(crate) accept: Right,
    /// Show it to everybody, or end that.
    pub(crate) feature: Right,
    /// See what it was before it was edited.
    pub(crate) history: bool,
    /// Write below it.
    pub(crate) reply: bool,
    /// See it although it is hidden.
    pub(crate) see_hidden: bool,
}

impl Rights {
    /// What a reader may do with a comment of a post.
    pub(crate) fn of(look: &Look, reader: &Reader, post: &Post, comment: &Comment) -> Self {
        let own = reader.member == Some(comment.author.id);
        let on = comment.featured_at.is_none();
        let answer = comment.kind == CommentKind::Answer;
        Self {
            edit: policy::edit_comment(reader, post, comment, look.now).is_ok().into(),
            delete: policy::delete_comment(reader, post, comment).is_ok().into(),
            accept: (answer && policy::accept_answer(reader, post).is_ok()).into(),
            feature: policy::feature_comment(reader, post, comment, on).is_ok().into(),
            history: policy::read_comment(reader, post, comment).is_ok(),
            reply: policy::write_comment(reader, post, CommentKind::Comment).is_ok(),
            see_hidden: own || policy::moderates(reader, post),
        }
    }
}

/// A page of a discussion.
#[derive(Default)]
pub(crate) struct Thread {
    /// The first level.
    pub(crate) first: Arc<[Comment]>,
    /// Replies by the comment they stand below.
    pub(crate) replies: Arc<HashMap<CommentId, Vec<Comment>>>,
    /// What the reader pressed, by comment.
    pub(crate) pressed: HashMap<i64, Pressed>,
}

impl Thread {
    /// The accepted answer first, the rest in their order, as HTML.
    pub(crate) fn rows(&self, look: &Look, reader: &Reader, post: &Post) -> Outcome<Vec<Arc<str>>> {
        let accepted = |comment: &&Comment| post.accepted == Some(comment.id.get());
        let (first, rest): (Vec<&Comment>, Vec<&Comment>) = self.first.iter().partition(accepted);
        first.into_iter().chain(rest).map(|c| self.row(look, reader, post, c)).collect()
    }

    fn row(
        &self,
        look: &Look,
        reader: &Reader,
        post: &Post,
        comment: &Comment,
    ) -> Outcome<Arc<str>> {
        let none = Vec::new();
        let replies = self.replies.get(&comment.id).unwrap_or(&none);
        let all = || std::iter::once(comment).chain(replies);
        let rights: Vec<Rights> = all().map(|c| Rights::of(look, reader, post, c)).collect();
        let pressed: Vec<Pressed> = all().map(|c| self.pressed_under(c)).collect();
        let ages: Vec<Age> = all().map(|c| look.age(c.created_at)).collect();
        let of_post = (post.id, &post.slug, post.accepted, post.author.id, post.kind);
        let drawn =
            (("comment", comment, replies, of_post), (&rights, &pressed, &ages, look.key()));
        look.community.pieces.get(&drawn, || {
            let mut rights = rights.iter().copied();
            let own = rights.next().unwrap_or_default();
            let mut view = view(look, post, comment, (own, self.pressed_under(comment)));
            view.replies = replies
                .iter()
                .zip(rights)
                .map(|(reply, own)| {
                    view_of_reply(look, post, reply, (own, self.pressed_under(reply)))
                })
                .collect();
            let shown = i64::try_from(view.replies.len()).unwrap_or_default();
            if comment.replies > shown && shown >= REPLIES_SHOWN {
                let text = look.t.comment_more_replies(comment.replies);
                view.more_replies = Some(LinkView::new(super::path(post.id, comment.id), text));
            }
            web::draw(&view)
        })
    }

    /// The block of what is the reader's own on a page of a discussion.
    pub(crate) fn mine(&self, reader: &Reader, post: &Post, pressed: Pressed) -> Option<MineView> {
        let comments = self.pressed.iter();
        let comments =
            comments.map(|(id, words)| (Subject::Comment(CommentId::from_i64(*id)), *words));
        let all = std::iter::once((Subject::Post(post.id), pressed)).chain(comments);
        let me = reader.member?;
        Some(MineView::new(me, all, policy::moderates(reader, post)))
    }

    fn pressed_under(&self, comment: &Comment) -> Pressed {
        self.pressed.get(&comment.id.get()).copied().unwrap_or_default()
    }
}

/// One comment of the first level, without replies.
pub(crate) fn view(
    look: &Look,
    post: &Post,
    comment: &Comment,
    (rights, pressed): (Rights, Pressed),
) -> CommentView {
    let accepted = post.accepted == Some(comment.id.get());
    let here = (comment.author.id == post.author.id).then(|| match post.kind {
        PostKind::Article => look.t.by_author(),
        PostKind::Question => look.t.by_asker(),
    });
    let state = state(look, comment, rights);
    let gone = matches!(state, Shown::Gone(_));
    CommentView {
        t: look.w,
        id: comment.id.to_string(),
        href: super::path(post.id, comment.id),
        lang: look.lang(&comment.lang),
        by: look.person(&comment.author, here),
        when: look.when(comment.created_at),
        edited: comment.edited_at.map(|_| look.t.comment_edited().to_owned()),
        html: if gone { String::new() } else { comment.html.clone() },
        state,
        accepted: accepted.then(|| look.t.comment_accepted().to_owned()),
        featured: comment.featured_at.is_some(),
        acts: bar(look, post, comment, (rights, pressed)),
        replies: Vec::new(),
        more_replies: None,
        reply: false,
    }
}

/// One reply.
pub(crate) fn view_of_reply(
    look: &Look,
    post: &Post,
    comment: &Comment,
    own: (Rights, Pressed),
) -> CommentView {
    CommentView { reply: true, ..view(look, post, comment, own) }
}

fn state(look: &Look, comment: &Comment, rights: Rights) -> Shown {
    match comment.state {
        CommentState::Published => Shown::Shown,
        CommentState::Hidden if rights.see_hidden => {
            Shown::Pending(look.t.comment_hidden_own().to_owned())
        }
        CommentState::Hidden => Shown::Gone(look.t.comment_hidden().to_owned()),
        CommentState::Deleted => Shown::Gone(look.t.comment_gone().to_owned()),
    }
}

/// The bar under a comment.
pub(crate) fn bar(
    look: &Look,
    post: &Post,
    comment: &Comment,
    (rights, pressed): (Rights, Pressed),
) -> ReactionBar {
    let at = super::path(post.id, comment.id);
    let mut bar = ReactionBar::new(look.w, Subject::Comment(comment.id).target());
    let actions = format!("{at}/reactions");
    bar.reactions = look.reactions(&actions, comment.reactions, comment.imported_up, pressed);
    bar.reply = rights.reply.then(|| format!("{at}#reply"));
    bar.menu = menu(look, post, comment, rights);
    bar.sign_in.clone_from(&look.sign_in);
    bar.small = true;
    bar
}

fn menu(look: &Look, post: &Post, comment: &Comment, rights: Rights) -> Vec<MenuItem> {
    let (t, at) = (look.t, super::path(post.id, comment.id));
    let mut link = MenuItem::new(MenuAct::Copy(at.clone()), "link", t.comment_link());
    t.post_copied().clone_into(&mut link.done);
    let mut items = vec![link];
    let mut add = |right: Right, act: MenuAct, icon: &'static str, label: &'static str| {
        items.extend(offered(right, MenuItem::new(act, icon, label)));
    };
    let accepted = post.accepted == Some(comment.id.get());
    let accept = format!("{at}/accepted");
    let label = if accepted { t.comment_unaccept() } else { t.comment_accept() };
    add(rights.accept, MenuAct::Post(accept), "circle-check", label);
    let label =
        if comment.featured_at.is_some() { t.comment_unfeature() } else { t.comment_feature() };
    add(rights.feature, MenuAct::Post(format!("{at}/featured")), "gem", label);
    let changed = rights.history && comment.revised;
    add(changed.into(), MenuAct::Go(format!("{at}/history")), "history", t.post_history());
    add(rights.edit, MenuAct::Go(format!("{at}/edit")), "pencil", t.comment_edit());
    let act = MenuAct::Go(format!("{at}/delete"));
    let delete = MenuItem::new(act, "trash-2", t.comment_delete()).danger();
    items.extend(offered(rights.delete, delete));
    items
}

/// A line of a menu for whoever has the right.
fn offered(right: Right, mut item: MenuItem) -> Option<MenuItem> {
    match right {
        Right::No => return None,
        Right::Yes => {}
        Right::To(own, team) => {
            item.whose = Some(Whose { own: own.map(|id| id.to_string()), team });
        }
    }
    Some(item)
}

/// Sorts replies under the comments that they stand below.
pub(crate) fn under_parents(replies: Vec<Comment>) -> HashMap<CommentId, Vec<Comment>> {
    let mut under: HashMap<CommentId, Vec<Comment>> = HashMap::new();
    for reply in replies {
        if let Some(parent) = reply.parent {
            under.entry(parent).or_default().push(reply);
        }
    }
    under
}

/// What live pages show to everybody: replying; and unseen, until the page knows its viewer, what
/// only the author, the asker and the team may do.
pub(crate) fn rights_of_all(look: &Look, post: &Post, comment: &Comment) -> Rights {
    let author = Some(comment.author.id);
    let young = look.now < comment.created_at.plus_days(policy::COMMENT_EDIT_DAYS);
    let answers = comment.kind == CommentKind::Answer && post.kind == PostKind::Question;
    Rights {
        edit: Right::To(author.filter(|_| young), true),
        delete: Right::To(author, true),
        accept: if answers { Right::To(Some(post.author.id), true) } else { Right::No },
        feature: Right::To(author.filter(|_| comment.featured_at.is_some()), !comment.withdrawn),
        history: comment.state == CommentState::Published,
        reply: !post.locked,
        see_hidden: false,
    }
}
