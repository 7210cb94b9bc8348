//! What members said, as programs list and read it.

use db::{Db, db_test};
use serde_json::json;
use web::Role;

use super::super::world::{program, site, wired};
use super::{id, listed, patch, post, space, text};

#[db_test(wired)]
async fn what_a_member_said_is_listed_and_read_as_far_as_the_caller_may_read_it(db: Db) {
    let site = site(db).await;
    let owner = program(&site, "olga", Role::Owner).await;
    let mut said = Vec::new();
    for (handle, visibility) in [("tea", "open"), ("den", "secret")] {
        let _ = space(&owner, handle, visibility).await;
        let post = post(&owner, handle, &format!("In {handle}")).await;
        site.app().clock().advance(60);
        let word = json!({"body": format!("A word in {handle}")});
        let path = format!("/api/v1/posts/{post}/comments");
        said.push(owner.post(&path, &word).await.expect(201).json());
    }
    let visitor = site.program(None);
    let by_id = format!("/api/v1/members/{}/comments", id(&owner).await);
    for path in [by_id.as_str(), "/api/v1/members/@olga/comments", "/api/v1/members/@OLGA/comments"]
    {
        assert_eq!(listed(&owner, path, "title").await, ["In den", "In tea"], "{path}");
        assert_eq!(listed(&visitor, path, "title").await, ["In tea"], "{path}");
    }
    let first = &visitor.get(&by_id).await.expect(200).json()["items"][0];
    assert_eq!((&first["id"], &first["kind"]), (&said[0]["id"], &json!("comment")));
    assert_eq!(first["url"], said[0]["url"]);
    for nobody in ["@nobody", "0000000000000", "olga"] {
        let unknown = visitor.get(&format!("/api/v1/members/{nobody}/comments")).await;
        assert_eq!(unknown.expect(404).code(), "member.missing", "{nobody}");
    }
    let [tea, den] =
        [&said[0], &said[1]].map(|one| format!("/api/v1/comments/{}", text(one, "id")));
    let seen = visitor.get(&tea).await.expect(200).json();
    assert!(text(&seen, "html").contains("A word in tea") && seen["body"].is_null(), "{seen}");
    let _ = visitor.get(&den).await.expect(404);
    let own = owner.get(&den).await.expect(200).json();
    assert_eq!(own["body"], "A word in den");
    let other = json!({"body": "Another word", "version": own["version"]});
    let _ = patch(&owner, &den, &other).await.expect(200);
    assert_eq!(patch(&owner, &den, &other).await.expect(200).json()["body"], "Another word");
    let late = json!({"body": "A third word", "version": own["version"]});
    assert_eq!(patch(&owner, &den, &late).await.expect(409).code(), "comment.changed");
}
