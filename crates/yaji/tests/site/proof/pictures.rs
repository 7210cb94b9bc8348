//! A picture is a way out: it opens to whoever may read the text that shows it, and to nobody else,
//! under every address that it has.

use db::{Db, db_test};
use kernel::{Cursor, ListSize};
use serde_json::json;
use testkit::{Answer, Caller};

use super::super::media::{id_of, picture};
use super::super::world::wired;
use super::ground::{Ground, Reading, World, reading};

/// The pictures of one ground: above the divider, below it, in an answer.
struct Shown {
    ground: Ground,
    post: String,
    free: String,
    locked: String,
    answer: String,
}

async fn upload(world: &World, by: Caller, seed: u8) -> String {
    let program = world.cast.program(by).await;
    id_of(&program.upload("/api/v1/media", &[], &picture(400, 300, seed)).await.expect(201))
}

async fn write(world: &World, ground: Ground, seed: u8) -> Shown {
    // Only the team sets a gate on a post of its own.
    let writer = if ground == Ground::Gated { Caller::Owner } else { Caller::Author };
    let free = upload(world, writer, seed * 3).await;
    let locked = upload(world, writer, seed * 3 + 1).await;
    let answer = upload(world, Caller::Author, seed * 3 + 2).await;
    let mut body = json!({
        "space": ground.space(), "kind": "question", "title": "Two towers",
        "body": format!("![a](/media/{free}/320)\n\n[[paid]]\n\n![b](/media/{locked}/320)"),
    });
    if ground == Ground::Gated {
        body["gate"] = json!({"any_of": [{"kind": "plan", "id": world.plan}]});
    }
    let program = world.cast.program(writer).await;
    let made = program.post("/api/v1/posts", &body).await.expect(201).json();
    let post = made["id"].as_str().unwrap().to_owned();
    reply(world, &post, &answer).await;
    Shown { ground, post, free, locked, answer }
}

async fn reply(world: &World, post: &str, picture: &str) {
    let author = world.cast.program(Caller::Author).await;
    let body = json!({"body": format!("See ![c](/media/{picture}/320)"), "kind": "answer"});
    let _ = author.post(&format!("/api/v1/posts/{post}/comments"), &body).await.expect(201);
}

fn opens(caller: Caller, ground: Ground, free: bool) -> bool {
    match reading(caller, ground) {
        Reading::Whole => true,
        Reading::Free => free,
        Reading::SignIn | Reading::Denied | Reading::Missing => false,
    }
}

/// What is wrong with an answer, if anything.
fn wrong(answer: &Answer, open: bool, public: bool) -> Option<String> {
    let cache = answer.header("cache-control");
    let kept = if public { "public, no-cache" } else { "private, no-store" };
    let picture = answer.header("content-type").starts_with("image/") && !answer.bytes.is_empty();
    let right = if open {
        answer.status == 200 && cache == kept && picture
    } else {
        answer.status == 404 && !picture
    };
    (!right)
        .then(|| format!("{} {cache}, expected {}", answer.status, if open { 200 } else { 404 }))
}

#[db_test(wired)]
async fn a_picture_opens_to_whoever_reads_the_text_around_it_and_to_nobody_else(db: Db) {
    let world = World::open(db).await;
    let mut shown = Vec::new();
    for (seed, ground) in Ground::ALL.into_iter().enumerate() {
        shown.push(write(&world, ground, u8::try_from(seed).unwrap()).await);
    }
    let unused = upload(&world, Caller::Author, 90).await;
    let mut mistakes = Vec::new();
    for caller in Caller::ALL {
        let mut browser = world.cast.browser(caller).await;
        let program = world.cast.program(caller).await;
        for set in &shown {
            let parts = [(&set.free, true), (&set.locked, false), (&set.answer, false)];
            for (id, free) in parts {
                let open = opens(caller, set.ground, free);
                let public = opens(Caller::Visitor, set.ground, free);
                let page = browser.get(&format!("/media/{id}/320")).await;
                let api = program.get(&format!("/api/v1/media/{id}/full")).await;
                for (way, answer) in [("page", page), ("api", api)] {
                    if let Some(why) = wrong(&answer, open, public) {
                        let ground = set.ground;
                        mistakes.push(format!("{way} {caller:?} {ground:?} free={free}: {why}"));
                    }
                }
            }
            let page = browser.get(&format!("/p/{}", set.post)).await;
            if !opens(caller, set.ground, false) && page.has(&set.locked) {
                mistakes.push(format!("{caller:?} is told of a picture in {:?}", set.ground));
            }
        }
        let own = caller == Caller::Author;
        let answer = browser.get(&format!("/media/{unused}/320")).await;
        if let Some(why) = wrong(&answer, own, false) {
            mistakes.push(format!("{caller:?} and a picture that nothing shows: {why}"));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[db_test(wired)]
async fn a_hash_answers_only_while_any_visitor_may_see_the_picture(db: Db) {
    let world = World::open(db).await;
    for ground in [Ground::Open, Ground::Plan, Ground::Secret] {
        let set = write(&world, ground, 7).await;
        for (id, free) in [(&set.free, true), (&set.locked, false)] {
            let mut author = world.cast.browser(Caller::Author).await;
            let seen = author.get(&format!("/media/{id}/320")).await.expect(200);
            let path = format!("/media/hash/{}", seen.header("etag").trim_matches('"'));
            let public = opens(Caller::Visitor, ground, free);
            for caller in [Caller::Visitor, Caller::Author, Caller::Owner] {
                let answer = world.cast.browser(caller).await.get(&path).await;
                let expected = if public { 200 } else { 404 };
                assert_eq!(answer.status, expected, "{caller:?} {ground:?} free={free}");
                if public {
                    assert!(answer.header("cache-control").ends_with("immutable"));
                }
            }
        }
        // The other grounds' pictures must not lend this one their openness.
        let owner = world.cast.program(Caller::Owner).await;
        let path = format!("/api/v1/posts/{}", set.post);
        let _ = owner.send(http::Method::DELETE, &path, None, &[]).await.expect(204);
    }
}

#[db_test(wired)]
async fn access_that_ends_closes_the_picture_at_the_next_request(db: Db) {
    let world = World::open(db).await;
    let set = write(&world, Ground::Plan, 5).await;
    let path = format!("/media/{}/320", set.locked);
    let mut browser = world.cast.browser(Caller::Paying).await;
    let _ = browser.get(&path).await.expect(200);
    let (who, app) = (world.cast.id(Caller::Paying), world.cast.site.app());
    let ended = async move |tx: &mut db::Tx| {
        let (start, size) = (Cursor::START, ListSize::default());
        for held in access::list_of_member(tx, who, start, size).await?.items {
            let _taken = access::end(tx, held.id, access::End::Team).await?;
        }
        Ok(())
    };
    app.db().tx(ended).await.unwrap();
    let _ = browser.get(&path).await.expect(404);
}
