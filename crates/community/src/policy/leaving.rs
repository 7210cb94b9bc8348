//! What is done in the name of whoever has left the site.

use super::{DeleteComment, DeletePost, Permit};
use crate::comment::Comment;
use crate::post::Post;

/// Deleting a post for its author, who asked for that when they left.
#[must_use]
pub fn leave_post(post: &Post) -> Permit<DeletePost> {
    Permit::on(post.id)
}

/// Deleting a comment for its author, who asked for that when they left.
#[must_use]
pub fn leave_comment(comment: &Comment) -> Permit<DeleteComment> {
    Permit::on(comment.id)
}
