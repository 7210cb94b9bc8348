//! Who reads a comment by itself.

use kernel::{Fault, Outcome};

use super::{Permit, ReadWhole, is_own, moderates, read_whole};
use crate::comment::{Comment, CommentState};
use crate::post::Post;
use crate::reader::Reader;

/// Reading a comment and what it was: whoever reads its post whole; a hidden one its author and
/// those who moderate there.
///
/// # Errors
/// What [`read_whole`] says; `Missing` for a comment elsewhere or hidden; `Gone`.
pub fn read_comment(reader: &Reader, post: &Post, comment: &Comment) -> Outcome<Permit<ReadWhole>> {
    let permit = read_whole(reader, post)?;
    let sees_hidden = is_own(reader, comment.author.id) || moderates(reader, post);
    match comment.state {
        _ if comment.post != post.id => Err(Fault::Missing("comment.missing")),
        CommentState::Published => Ok(permit),
        CommentState::Hidden if sees_hidden => Ok(permit),
        CommentState::Hidden => Err(Fault::Missing("comment.missing")),
        CommentState::Deleted => Err(Fault::Gone("comment.gone")),
    }
}
