//! The table of who may do what.

use std::sync::Arc;

use access::{Holdings, Thing};
use kernel::Ts;
use web::Permissions;

use super::*;
use crate::author::Author;
use crate::comment::CommentId;
use crate::gate::GateId;
use crate::post::{PostId, Size};
use crate::reach::tests::ground;
use crate::reach::{Asking, Reach};
use crate::reaction::Counts;
use crate::space::SpaceId;

const AUTHOR: i64 = 2;
const MODERATOR_OF_4: i64 = 9;
const PLAN: i64 = 70;

fn author(id: i64) -> Author {
    let named = ("Mei".to_owned(), format!("m{id}"));
    Author::new(MemberId::from_i64(id), named, None, ("member".to_owned(), "active"))
}

fn post(space: i64, gate: i64) -> Post {
    Post {
        id: PostId::from_i64(500),
        space: SpaceId::from_i64(space),
        gate: GateId::from_i64(gate),
        author: author(AUTHOR),
        kind: PostKind::Question,
        state: PostState::Published,
        title: "t".into(),
        slug: "t".into(),
        summary: String::new(),
        excerpt: String::new(),
        tags: Vec::new(),
        lang: "en".into(),
        locked: false,
        accepted: None,
        featured_at: None,
        comments: 0,
        answers: 0,
        reactions: Counts::default(),
        imported_up: 0,
        imported_down: 0,
        hot: 0,
        size: Size::default(),
        version: 1,
        created_at: Ts::default(),
        edited_at: None,
    }
}

fn comment(by: i64) -> Comment {
    Comment {
        id: CommentId::from_i64(600),
        post: PostId::from_i64(500),
        parent: None,
        kind: CommentKind::Answer,
        state: CommentState::Published,
        author: author(by),
        html: String::new(),
        lang: "en".into(),
        featured_at: None,
        withdrawn: false,
        replies: 0,
        reactions: Counts::default(),
        imported_up: 0,
        score: 0,
        version: 1,
        created_at: Ts::default(),
        edited_at: None,
        revised: false,
    }
}

fn reader(member: Option<i64>, held: &[Thing], permissions: &[Permission]) -> Reader {
    let (ground, holdings) = (ground(), Holdings::for_tests(held));
    let member = member.map(MemberId::from_i64);
    let permissions = Permissions::of(permissions);
    let asking = Asking {
        member,
        reads_all: permissions.has(Permission::ContentReadAll),
        holdings: member.is_some().then_some(&holdings),
        added: &[],
    };
    let reach = Arc::new(Reach::of(&ground, asking));
    Reader { member, permissions, ground: Arc::new(ground), reach, own: None }
}

fn visitor() -> Reader {
    reader(None, &[], &[])
}

fn member() -> Reader {
    reader(Some(1), &[], &[])
}

fn payer() -> Reader {
    reader(Some(1), &[Thing::plan(PLAN)], &[])
}

fn writer() -> Reader {
    reader(Some(AUTHOR), &[], &[])
}

fn team() -> Reader {
    let all = [Permission::ContentReadAll, Permission::ContentModerate, Permission::ContentFeature];
    reader(Some(8), &[], &all)
}

fn said<T>(outcome: Outcome<T>) -> &'static str {
    outcome.map_or_else(|fault| fault.key(), |_| "yes")
}

#[test]
fn who_reads_a_post_how_far() {
    let reading = |reader: &Reader, post: &Post| match read_post(reader, post) {
        Ok(Reading::Whole(_)) => "whole",
        Ok(Reading::Free) => "free",
        Err(fault) => fault.key(),
    };
    // Space and gate of the post, then visitor, member, paying member, author, team.
    let table = [
        ((1, 1), ["whole", "whole", "whole", "whole", "whole"]),
        ((1, 10), ["free", "free", "free", "whole", "whole"]),
        ((2, 2), ["space.members_sign_in", "whole", "whole", "whole", "whole"]),
        ((3, 3), ["free", "free", "whole", "whole", "whole"]),
        ((3, 30), ["free", "free", "free", "whole", "whole"]),
        ((4, 4), ["post.missing", "post.missing", "post.missing", "post.missing", "whole"]),
        ((5, 5), ["space.plan_sign_in", "space.plan_only", "whole", "whole", "whole"]),
    ];
    for ((space, gate), expected) in table {
        let post = post(space, gate);
        let readers = [visitor(), member(), payer(), writer(), team()];
        let found: Vec<&str> = readers.iter().map(|reader| reading(reader, &post)).collect();
        assert_eq!(found, expected, "space {space}, gate {gate}");
    }
}

#[test]
fn deleted_and_hidden_posts_say_so_to_those_who_could_have_read_them() {
    let deleted = Post { state: PostState::Deleted, ..post(1, 1) };
    let hidden = Post { state: PostState::Hidden, ..post(1, 1) };
    let secret = Post { state: PostState::Deleted, ..post(4, 4) };
    assert_eq!(said(read_post(&visitor(), &deleted)), "post.gone");
    assert_eq!(said(read_post(&member(), &hidden)), "post.hidden");
    assert_eq!(said(read_post(&writer(), &hidden)), "yes");
    assert_eq!(said(read_post(&team(), &hidden)), "yes");
    assert_eq!(said(read_post(&member(), &secret)), "post.missing");
}

#[test]
fn who_changes_a_post() {
    let rights = |reader: &Reader| said(edit_post(reader, &post(1, 1)));
    assert_eq!(rights(&visitor()), "session.needed");
    assert_eq!(rights(&member()), "post.not_yours");
    assert_eq!((rights(&writer()), rights(&team())), ("yes", "yes"));
    let moderator = reader(Some(MODERATOR_OF_4), &[], &[]);
    assert_eq!(said(edit_post(&moderator, &post(4, 4))), "yes");
    assert_eq!(rights(&moderator), "post.not_yours");
}

#[test]
fn who_writes_below_a_post() {
    let kind = CommentKind::Comment;
    let open = post(1, 1);
    assert_eq!(said(write_comment(&visitor(), &open, kind)), "session.needed");
    assert_eq!(said(write_comment(&member(), &open, kind)), "yes");
    assert_eq!(said(write_comment(&member(), &post(3, 3), kind)), "post.locked");
    assert_eq!(said(write_comment(&payer(), &post(3, 3), kind)), "yes");
    assert_eq!(said(write_comment(&member(), &post(4, 4), kind)), "post.missing");
    let closed = Post { locked: true, ..post(1, 1) };
    assert_eq!(said(write_comment(&member(), &closed, kind)), "post.closed");
    assert_eq!(said(write_comment(&team(), &closed, kind)), "yes");
    let article = Post { kind: PostKind::Article, ..post(1, 1) };
    let answer = CommentKind::Answer;
    assert_eq!(said(write_comment(&member(), &article, answer)), "comment.kind_invalid");
}

#[test]
fn the_way_into_a_locked_post_is_its_offer() {
    let Err(Fault::Denied(denied)) = read_whole(&member(), &post(3, 3)) else { panic!() };
    assert_eq!(denied.key, "post.locked");
    assert_eq!(denied.way, Some(Way::Offer(format!("{}#offer", post(3, 3).path()))));
}

#[test]
fn a_comment_can_be_changed_for_thirty_days() {
    let (post, comment) = (post(1, 1), comment(1));
    let after = |days: i64| Ts::default().plus_days(days).plus_seconds(-1);
    assert_eq!(said(edit_comment(&member(), &post, &comment, after(30))), "yes");
    assert_eq!(said(edit_comment(&member(), &post, &comment, after(31))), "comment.too_old");
    assert_eq!(said(edit_comment(&team(), &post, &comment, after(400))), "yes");
    assert_eq!(said(edit_comment(&writer(), &post, &comment, after(1))), "comment.not_yours");
}

#[test]
fn a_featured_comment_is_withdrawn_by_its_author_for_good() {
    let post = post(3, 3);
    let own = Comment { author: author(1), ..comment(1) };
    assert_eq!(said(feature_comment(&payer(), &post, &own, true)), "post.team_only");
    assert_eq!(said(feature_comment(&team(), &post, &own, true)), "yes");
    let featured = Comment { featured_at: Some(Ts::default()), ..own };
    assert_eq!(said(feature_comment(&payer(), &post, &featured, false)), "yes");
    let withdrawn = Comment { withdrawn: true, featured_at: None, ..featured };
    assert_eq!(said(feature_comment(&team(), &post, &withdrawn, true)), "comment.withdrawn");
}

#[test]
fn the_asker_and_the_team_accept_answers() {
    let question = post(1, 1);
    assert_eq!(said(accept_answer(&writer(), &question)), "yes");
    assert_eq!(said(accept_answer(&team(), &question)), "yes");
    assert_eq!(said(accept_answer(&member(), &question)), "answer.not_yours");
    let article = Post { kind: PostKind::Article, ..question };
    assert_eq!(said(accept_answer(&writer(), &article)), "answer.no_question");
}

#[test]
fn only_the_team_posts_where_the_space_says_so() {
    let ground = ground();
    let mut news = ground.space(SpaceId::from_i64(1)).cloned().unwrap();
    assert_eq!(said(open_post(&member(), &news)), "yes");
    news.posting = Posting::Team;
    assert_eq!(said(open_post(&member(), &news)), "space.team_only");
    let editor = reader(Some(8), &[], &[Permission::ContentPublish]);
    assert_eq!(said(open_post(&editor, &news)), "yes");
    let plan = ground.space(SpaceId::from_i64(3)).cloned().unwrap();
    assert_eq!(said(open_post(&member(), &plan)), "space.plan_only");
    assert_eq!(said(open_post(&visitor(), &plan)), "session.needed");
}
