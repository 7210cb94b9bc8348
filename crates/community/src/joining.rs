//! What becomes of what somebody wrote and kept when their account is joined into another one of
//! theirs: it is the other's, and nothing counts twice.

use db::{Entry, Tx};
use kernel::{MemberId, Outcome};
use people::MemberMerged;

use crate::author::store::{self as authors, Change};
use crate::post::draft;
use crate::reaction::{change, store as reactions};
use crate::{bookmark, follow, ground, space};

pub(crate) async fn merged(tx: &mut Tx, entry: &Entry<MemberMerged>) -> Outcome<()> {
    let (from, into) = (entry.event.member, entry.event.into);
    draft::store::update_member(tx, from, into).await?;
    texts(tx, from, into).await?;
    for (subject, kind) in reactions::doubles(tx, from, into).await? {
        change::take_double(tx, subject, kind, from).await?;
    }
    reactions::update_member(tx, from, into).await?;
    bookmark::store::update_member(tx, from, into).await?;
    if space::store::update_member(tx, from, into).await? {
        ground::store::raise_version(tx).await?;
    }
    Ok(())
}

/// Posts, comments, who follows whom, and what is counted of both on their pages.
async fn texts(tx: &mut Tx, from: MemberId, into: MemberId) -> Outcome<()> {
    let posts = authors::update_posts(tx, from, into).await?;
    tx.reauthor(crate::search::POST, &posts, into).await?;
    let comments = authors::update_comments(tx, from, into).await?;
    tx.reauthor(crate::search::COMMENT, &comments, into).await?;
    let followers = follow::store::update_member(tx, from, into).await?;
    let counted = authors::counts(tx, from).await?;
    let (posts, comments, accepted) =
        counted.map_or((0, 0, 0), |row| (row.posts, row.comments, row.accepted));
    authors::change(tx, into, Change { posts, comments, accepted, followers }).await?;
    authors::delete(tx, from).await
}
