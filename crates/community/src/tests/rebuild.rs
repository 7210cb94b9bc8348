//! What is derived from posts and comments is the same whether it grew or is made again.

use db::{Args, Db, Engine, db_test};
use kernel::Id as _;

use super::*;
use crate::comment::{delete as comment_delete, feature};
use crate::follow::{self, Target};
use crate::post::read::FullRead;
use crate::post::{accept, curate, delete, edit};
use crate::reaction::{ReactionKind, Subject, change};
use crate::search::rebuild;
use crate::space::change as spaces;
use crate::upkeep::{self, RecountAuthors, RecountTags, ReindexSpace};
use crate::{bookmark, bulk};

/// Words of the texts below: each stands in some documents and not in others.
const WORDS: [&str; 8] = ["zebrafinch", "ada", "tea", "kettle", "free", "gated", "rust", "moved"];

async fn lines(world: &World, sql: db::Sql) -> Vec<String> {
    let found = world.db.read(async move |tx| tx.list::<String>(sql, Args::default()).await);
    found.await.unwrap()
}

/// Every document with all that decides who finds it, and which of them hold which words.
async fn documents(world: &World) -> Vec<String> {
    let docs = sql!(
        "SELECT d.kind || ' ' || CAST(d.object AS TEXT) || ' ' || d.part
             || ' ' || CAST(d.space AS TEXT) || ' ' || CAST(d.gate AS TEXT)
             || ' ' || CAST(d.author AS TEXT) || ' ' || d.lang || ' ' || CAST(d.created_at AS TEXT)
             || ' ' || CAST(d.version AS TEXT) || ' ' || CAST(d.votes AS TEXT) AS line
           FROM search_docs d ORDER BY 1"
    );
    let mut all = lines(world, docs).await;
    let engine = world.db.engine();
    for word in WORDS {
        let holding = sql! {
            sqlite: "SELECT d.kind || ' ' || CAST(d.object AS TEXT) || ' ' || d.part AS line
                       FROM search_words JOIN search_docs d ON d.id = search_words.rowid
                      WHERE search_words MATCH $1 ORDER BY 1",
            pg: "SELECT d.kind || ' ' || CAST(d.object AS TEXT) || ' ' || d.part AS line
                   FROM search_words JOIN search_docs d ON d.id = search_words.rowid
                  WHERE search_words.words @@ CAST(CAST($1 AS TEXT) AS tsquery) ORDER BY 1"
        };
        for column in ["", "title"] {
            let asked = match (engine, column) {
                (Engine::Sqlite, "") => format!("\"{word}\""),
                (Engine::Sqlite, _) => format!("title : \"{word}\""),
                (Engine::Postgres, "") => format!("'{word}'"),
                (Engine::Postgres, _) => format!("'{word}':A"),
            };
            let found =
                world.db.read(async move |tx| tx.list::<String>(holding, args![&asked]).await);
            let found = found.await.unwrap();
            all.extend(found.into_iter().map(|doc| format!("{word} {column}: {doc}")));
        }
    }
    all
}

/// Every count and rank, with the versions of the rows that they stand in.
async fn counts(world: &World) -> Vec<String> {
    let posts = sql!(
        "SELECT 'post ' || CAST(id AS TEXT) || ' ' || CAST(comments AS TEXT)
             || ' ' || CAST(answers AS TEXT) || ' ' || CAST(bookmarks AS TEXT)
             || ' ' || CAST(reads AS TEXT) || ' ' || CAST(likes AS TEXT)
             || ' ' || CAST(thanks AS TEXT) || ' ' || CAST(laughs AS TEXT)
             || ' ' || CAST(hot AS TEXT) || ' v' || CAST(version AS TEXT) AS line
           FROM posts ORDER BY id"
    );
    let comments = sql!(
        "SELECT 'comment ' || CAST(id AS TEXT) || ' ' || CAST(replies AS TEXT)
             || ' ' || CAST(likes AS TEXT) || ' ' || CAST(laughs AS TEXT)
             || ' ' || CAST(score AS TEXT) || ' v' || CAST(version AS TEXT) AS line
           FROM comments ORDER BY id"
    );
    let spaces = sql!(
        "SELECT 'space ' || CAST(id AS TEXT) || ' ' || CAST(posts AS TEXT) AS line
           FROM spaces ORDER BY id"
    );
    let tags = sql!("SELECT slug || ' ' || CAST(open_posts AS TEXT) AS line FROM tags ORDER BY 1");
    let authors = sql!(
        "SELECT 'author ' || CAST(member_id AS TEXT) || ' ' || CAST(posts AS TEXT)
             || ' ' || CAST(comments AS TEXT) || ' ' || CAST(accepted AS TEXT)
             || ' ' || CAST(followers AS TEXT) AS line
           FROM authors ORDER BY member_id"
    );
    let mut all = Vec::new();
    for one in [posts, comments, spaces, tags, authors] {
        all.extend(lines(world, one).await);
    }
    all
}

impl World {
    async fn does<F>(&self, who: i64, act: F)
    where
        F: AsyncFn(&mut db::Tx, &Reader) -> Outcome<()> + Send + 'static,
    {
        self.by(Some(who), act).await.unwrap();
    }

    async fn edits(&self, who: i64, post: PostId, to: Option<SpaceId>, draft: PostDraft) {
        let hand = Hand::of(Some(member(who)), None);
        let ready = open::prepare(&self.db, draft, hand).await.unwrap();
        let terms = edit::Terms { to, ..edit::Terms::default() };
        self.does(OWNER, async move |tx, reader| {
            edit::edit(tx, reader, post, ready.clone(), terms.clone()).await
        })
        .await;
    }

    async fn reacts(&self, who: i64, to: Subject, kind: ReactionKind, on: bool) {
        self.does(who, async move |tx, reader| change::change(tx, reader, to, kind, on).await)
            .await;
    }

    async fn hides(&self, post: PostId, on: bool) {
        self.does(OWNER, async move |tx, reader| {
            delete::set_hidden(tx, &reader.ground, post, on).await
        })
        .await;
    }

    async fn hides_comment(&self, comment: CommentId, on: bool) {
        self.does(OWNER, async move |tx, reader| {
            comment_delete::set_hidden(tx, &reader.ground, comment, on).await
        })
        .await;
    }

    async fn answers(&self, who: i64, post: PostId, body: &str) -> CommentId {
        let draft = CommentDraft { body: body.into(), parent: None, kind: "answer".into() };
        self.comment(who, post, draft).await.unwrap()
    }

    /// Does what a change of a space has pushed.
    async fn follows_up(&self, space: SpaceId) {
        let keeper = std::sync::Arc::clone(&self.community);
        let done = self.db.tx(async move |tx| {
            upkeep::reindex_space(tx, &keeper, &ReindexSpace { space, after: 0 }).await?;
            upkeep::recount_tags(tx, &keeper, &RecountTags::default()).await?;
            upkeep::recount_authors(tx, &keeper, &RecountAuthors::default()).await
        });
        done.await.unwrap();
    }
}

/// Questions and answers in the open: accepted, hidden, shown, deleted, reacted to, followed, kept.
async fn talk(world: &World) {
    let asked = world.post(MEI, world.open, question("Which tea?")).await.unwrap();
    let answer = world.answers(ADA, asked, "The kettle, says @mei").await;
    let reply = CommentDraft { parent: Some(answer), body: "re".into(), kind: String::new() };
    let reply = world.comment(MEI, asked, reply).await.unwrap();
    let other = world.answers(OWNER, asked, "tea").await;
    let accepts = async move |tx: &mut db::Tx, reader: &Reader| {
        accept::accept(tx, reader, asked, Some(answer)).await
    };
    world.does(MEI, accepts).await;
    world.reacts(MEI, Subject::Comment(answer), ReactionKind::Like, true).await;
    world.reacts(ADA, Subject::Comment(other), ReactionKind::Laugh, true).await;
    world.reacts(ADA, Subject::Post(asked), ReactionKind::Thanks, true).await;
    world.reacts(OWNER, Subject::Post(asked), ReactionKind::Like, true).await;
    world.reacts(OWNER, Subject::Post(asked), ReactionKind::Like, false).await;
    world.hides_comment(other, true).await;
    world.hides_comment(other, false).await;
    let goes = async move |tx: &mut db::Tx, reader: &Reader| {
        comment_delete::delete(tx, reader, reply).await.map(drop)
    };
    world.does(MEI, goes).await;
    let keeps = async move |tx: &mut db::Tx, reader: &Reader| {
        bookmark::set(tx, reader, asked, true).await?;
        follow::set(tx, reader, Target::Member(member(MEI)), true).await?;
        Ok(())
    };
    world.does(ADA, keeps).await;
    let featured = async move |tx: &mut db::Tx, reader: &Reader| {
        curate::feature(tx, reader, asked, true).await
    };
    world.does(OWNER, featured).await;
    let day = kernel::Zone::utc().day(world.db.clock().now());
    let read = FullRead { post: asked, space: world.open, member: member(ADA), day };
    world.community.reads.note(read);
    world.community.reads.flush(&world.db).await.unwrap();
    world.hides(asked, true).await;
    world.hides(asked, false).await;
}

/// Posts behind gates, moved and gated and opened again, hidden, deleted.
async fn move_about(world: &World) {
    world.pays(MEI, None).await;
    let body = "free tea\n\n[[paid]]\n\nzebrafinch";
    let club = world.post(MEI, world.club, article("Club kettle", body)).await.unwrap();
    let said = world.says(MEI, club, "tea for @ada").await;
    let shown = async move |tx: &mut db::Tx, reader: &Reader| {
        feature::feature(tx, reader, said, true).await
    };
    world.does(OWNER, shown).await;
    let moved = world.post(ADA, world.open, article("Moved", "moved tea")).await.unwrap();
    world.says(MEI, moved, "moved along").await;
    world.edits(OWNER, moved, Some(world.club), article("Moved away", body)).await;
    let opened = world.post(OWNER, world.open, gated(body)).await.unwrap();
    world.says(MEI, opened, "zebrafinch kettle").await;
    world.edits(OWNER, opened, None, article("Opened", "tea")).await;
    let shut = world.post(OWNER, world.open, article("Shut", "tea")).await.unwrap();
    world.says(ADA, shut, "kettle").await;
    world.edits(OWNER, shut, None, gated("rust\n\n[[paid]]\n\ntea")).await;
    let hidden = world.post(ADA, world.open, article("Hidden", "zebrafinch")).await.unwrap();
    world.says(MEI, hidden, "below what is hidden").await;
    world.hides(hidden, true).await;
    let gone = world.post(ADA, world.open, article("Gone", "kettle")).await.unwrap();
    world.says(MEI, gone, "below what is gone").await;
    for post in [hidden, gone] {
        let goes = async move |tx: &mut db::Tx, reader: &Reader| {
            delete::delete(tx, reader, post).await.map(drop)
        };
        world.does(OWNER, goes).await;
    }
    let again = world.post(ADA, world.open, article("Hidden still", "tea")).await.unwrap();
    world.says(MEI, again, "below it").await;
    world.hides(again, true).await;
}

#[db_test]
async fn what_is_made_again_is_what_has_grown(db: Db) {
    let world = World::new(db.clone()).await;
    talk(&world).await;
    move_about(&world).await;
    let grown = (documents(&world).await, counts(&world).await);
    assert!(grown.0.len() > 30, "{grown:?}");

    bulk::recount(&db, &world.community).await.unwrap();
    assert_eq!(counts(&world).await, grown.1, "nothing is written that counts right");
    db.clock().advance(3_600);
    rebuild::run(&db, &world.community).await.unwrap();
    assert_eq!(documents(&world).await, grown.0);

    let harm = db.tx(async |tx| {
        tx.exec(sql!("DELETE FROM search_docs"), Args::default()).await?;
        tx.exec(sql!("UPDATE posts SET comments = 99, likes = 7, hot = 1"), Args::default())
            .await?;
        tx.exec(sql!("UPDATE comments SET score = 99, replies = 9"), Args::default()).await?;
        tx.exec(sql!("UPDATE spaces SET posts = 99"), Args::default()).await?;
        tx.exec(sql!("UPDATE tags SET open_posts = 99"), Args::default()).await?;
        tx.exec(sql!("DELETE FROM authors WHERE followers = 0"), Args::default()).await
    });
    harm.await.unwrap();
    let seen = db.read(async |tx| Ok((bulk::sample(tx).await?, rebuild::sample(tx).await?))).await;
    let (miscounted, unfound) = seen.unwrap();
    assert!(miscounted > 3 && unfound > 3, "{miscounted} {unfound}");
    bulk::recount(&db, &world.community).await.unwrap();
    rebuild::run(&db, &world.community).await.unwrap();
    assert_eq!(documents(&world).await, grown.0);
    let bare = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().map(|l| l.split(" v").next().unwrap().to_owned()).collect()
    };
    assert_eq!(bare(counts(&world).await), bare(grown.1));
    let seen = db.read(async |tx| Ok((bulk::sample(tx).await?, rebuild::sample(tx).await?))).await;
    assert_eq!(seen.unwrap(), (0, 0));
}

#[db_test]
async fn a_space_that_is_shut_takes_what_stands_in_it_out_of_every_count(db: Db) {
    let world = World::new(db.clone()).await;
    talk(&world).await;
    move_about(&world).await;
    let open = world.open;
    let shuts = async move |tx: &mut db::Tx, reader: &Reader| {
        spaces::change(tx, reader, open, space("open", "plan", vec![PLAN])).await.map(drop)
    };
    world.does(OWNER, shuts).await;
    world.follows_up(open).await;
    let grown = (documents(&world).await, counts(&world).await);
    let counted = sql!("SELECT posts + comments + accepted FROM authors WHERE member_id = $1");
    for who in [OWNER, MEI, ADA] {
        assert_eq!(world.number(counted, who).await, 0, "{who}");
    }
    bulk::recount(&db, &world.community).await.unwrap();
    rebuild::run(&db, &world.community).await.unwrap();
    assert_eq!(counts(&world).await, grown.1);
    assert_eq!(documents(&world).await, grown.0);
}

#[db_test]
async fn the_index_is_not_emptied_under_a_site_that_is_served(db: Db) {
    let world = World::new(db.clone()).await;
    let post = world.post(MEI, world.open, article("Here", "tea")).await.unwrap();
    let other = Db::open(db::Opening::new(db.url().clone())).await.unwrap();
    let refused = rebuild::run(&db, &world.community).await;
    assert_eq!(key(refused), "database.in_use");
    let docs = sql!("SELECT COUNT(*) FROM search_docs WHERE object = $1");
    assert_eq!(world.number(docs, post.get()).await, 1);
    other.close().await;
    rebuild::run(&db, &world.community).await.unwrap();
    assert_eq!(world.number(docs, post.get()).await, 1);
}
