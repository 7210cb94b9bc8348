//! What each deed does: the slices' own verbs, one transaction each.

use community::comment::{self, CommentDraft};
use community::follow::Target;
use community::hand::Hand;
use community::post::draft::DraftText;
use community::post::edit::Terms;
use community::post::{self, PostDraft, PostKind};
use community::reaction::{ReactionKind, Subject, change};
use community::{Community, bookmark, follow};
use kernel::{MemberId, Outcome};

use super::script::{Comment, Unfinished, Written};
use super::{Made, Stage, reader};

impl Stage<'_> {
    pub(super) async fn write(&mut self, me: MemberId, wish: &Written) -> Outcome<()> {
        let (space, community) = (self.space(wish.space)?, self.app.part::<Community>());
        let draft = PostDraft {
            kind: wish.kind.to_owned(),
            title: wish.title.to_owned(),
            summary: String::new(),
            body: self.named(wish.body).await?,
            tags: wish.tags.iter().map(|tag| (*tag).to_owned()).collect(),
            gate: None,
        };
        let ready = post::open::prepare(&self.db, draft, Hand::of(Some(me), None)).await?;
        let opened = self.db.tx(async move |tx| {
            let reader = reader(tx, &community, me).await?;
            post::open::open(tx, &reader, space, ready.clone(), None).await
        });
        let id = opened.await?;
        self.made.insert(wish.word, Made::Post(id));
        Ok(())
    }

    pub(super) async fn say(&mut self, me: MemberId, wish: &Comment) -> Outcome<()> {
        let (id, community) = (self.post(wish.to)?, self.app.part::<Community>());
        let draft = CommentDraft {
            body: self.named(wish.body).await?,
            parent: self.comment(wish.to).ok(),
            kind: if wish.answers { "answer".to_owned() } else { String::new() },
        };
        let ready = comment::write::prepare(&self.db, draft, Hand::of(Some(me), None)).await?;
        let said = self.db.tx(async move |tx| {
            let reader = reader(tx, &community, me).await?;
            comment::write::write(tx, &reader, id, ready.clone()).await
        });
        let (_, comment) = said.await?;
        self.made.insert(wish.word, Made::Comment(id, comment.id));
        Ok(())
    }

    /// Changes a text: the whole of a comment, or what stands in a post with its title as it is.
    pub(super) async fn mend(&self, me: MemberId, word: &str, body: &str) -> Outcome<()> {
        let (community, body) = (self.app.part::<Community>(), self.named(body).await?);
        let id = self.post(word)?;
        if let Ok(comment) = self.comment(word) {
            let draft = CommentDraft { body, parent: None, kind: String::new() };
            let hand = Hand::of(Some(me), None).over(Subject::Comment(comment));
            let ready = comment::write::prepare(&self.db, draft, hand).await?;
            return self
                .db
                .tx(async move |tx| {
                    let reader = reader(tx, &community, me).await?;
                    comment::edit::rewrite(tx, &reader, comment, &ready).await
                })
                .await;
        }
        let Some(wish) = super::script::written(word) else { return Ok(()) };
        let draft = PostDraft {
            kind: wish.kind.to_owned(),
            title: wish.title.to_owned(),
            summary: String::new(),
            body,
            tags: wish.tags.iter().map(|tag| (*tag).to_owned()).collect(),
            gate: None,
        };
        let hand = Hand::of(Some(me), None).over(Subject::Post(id));
        let ready = post::open::prepare(&self.db, draft, hand).await?;
        self.db
            .tx(async move |tx| {
                let reader = reader(tx, &community, me).await?;
                let terms = Terms { keeps_gate: true, ..Terms::default() };
                post::edit::edit(tx, &reader, id, ready.clone(), terms).await
            })
            .await
    }

    pub(super) async fn draft(&self, me: MemberId, wish: &Unfinished) -> Outcome<()> {
        let community = self.app.part::<Community>();
        let text = DraftText {
            kind: PostKind::from_key(wish.kind),
            space: Some(self.space(wish.space)?),
            title: wish.title.to_owned(),
            body: wish.body.to_owned(),
            ..DraftText::default()
        };
        let kept = self.db.tx(async move |tx| {
            let reader = reader(tx, &community, me).await?;
            post::draft::keep(tx, &reader, None, &text).await
        });
        kept.await.map(drop)
    }

    fn subject(&self, word: &str) -> Outcome<Subject> {
        match self.comment(word) {
            Ok(comment) => Ok(Subject::Comment(comment)),
            Err(_) => self.post(word).map(Subject::Post),
        }
    }

    pub(super) async fn press(&self, me: MemberId, word: &str, kind: ReactionKind) -> Outcome<()> {
        let (subject, community) = (self.subject(word)?, self.app.part::<Community>());
        self.db
            .tx(async move |tx| {
                let reader = reader(tx, &community, me).await?;
                change::change(tx, &reader, subject, kind, true).await
            })
            .await
    }

    pub(super) async fn keep(&self, me: MemberId, word: &str) -> Outcome<()> {
        let (id, community) = (self.post(word)?, self.app.part::<Community>());
        let kept = self.db.tx(async move |tx| {
            let reader = reader(tx, &community, me).await?;
            bookmark::set(tx, &reader, id, true).await
        });
        kept.await.map(drop)
    }

    pub(super) async fn follow(&self, me: MemberId, whom: &str) -> Outcome<()> {
        let community = self.app.part::<Community>();
        let target = match self.member(whom) {
            Ok(member) => Target::Member(member),
            Err(_) => Target::Space(self.space(whom)?),
        };
        let followed = self.db.tx(async move |tx| {
            let reader = reader(tx, &community, me).await?;
            follow::set(tx, &reader, target, true).await
        });
        followed.await.map(drop)
    }

    pub(super) async fn accept(&self, me: MemberId, word: &str) -> Outcome<()> {
        let (id, answer) = (self.post(word)?, self.comment(word)?);
        let community = self.app.part::<Community>();
        self.db
            .tx(async move |tx| {
                let reader = reader(tx, &community, me).await?;
                post::accept::accept(tx, &reader, id, Some(answer)).await
            })
            .await
    }

    pub(super) async fn feature(&self, me: MemberId, word: &str) -> Outcome<()> {
        let (subject, community) = (self.subject(word)?, self.app.part::<Community>());
        self.db
            .tx(async move |tx| {
                let reader = reader(tx, &community, me).await?;
                match subject {
                    Subject::Post(id) => post::curate::feature(tx, &reader, id, true).await,
                    Subject::Comment(id) => comment::feature::feature(tx, &reader, id, true).await,
                }
            })
            .await
    }

    pub(super) async fn close(&self, me: MemberId, word: &str) -> Outcome<()> {
        let (id, community) = (self.post(word)?, self.app.part::<Community>());
        self.db
            .tx(async move |tx| {
                let reader = reader(tx, &community, me).await?;
                post::curate::close(tx, &reader, id, true).await
            })
            .await
    }

    pub(super) async fn delete(&self, me: MemberId, word: &str) -> Outcome<()> {
        let (subject, community) = (self.subject(word)?, self.app.part::<Community>());
        self.db
            .tx(async move |tx| {
                let reader = reader(tx, &community, me).await?;
                match subject {
                    Subject::Post(id) => post::delete::delete(tx, &reader, id).await.map(drop),
                    Subject::Comment(id) => {
                        comment::delete::delete(tx, &reader, id).await.map(drop)
                    }
                }
            })
            .await
    }

    /// Hides a text from all but its author and the team.
    pub(super) async fn hide(&self, word: &str) -> Outcome<()> {
        let (subject, community) = (self.subject(word)?, self.app.part::<Community>());
        self.db
            .tx(async move |tx| {
                let ground = community.ground.current(tx).await?;
                match subject {
                    Subject::Post(id) => post::delete::set_hidden(tx, &ground, id, true).await,
                    Subject::Comment(id) => {
                        comment::delete::set_hidden(tx, &ground, id, true).await
                    }
                }
            })
            .await
    }

    /// Reads all that a member was told so far.
    pub(super) async fn read_all(&self, me: MemberId) -> Outcome<()> {
        self.db.catch_up().await?;
        let read = self.db.tx(async move |tx| notify::notification::read::mark(tx, me, &[]).await);
        read.await.map(drop)
    }
}
