//! Which files the database names.

use db::{Tx, args, sql};
use futures_util::future::LocalBoxFuture;
use kernel::Outcome;

/// Hashes behind one, in order.
pub(crate) type Listed<'a> = LocalBoxFuture<'a, Outcome<Vec<String>>>;

/// The sizes of pictures, by hash, behind `after`.
pub(crate) fn list_pictures<'a>(tx: &'a Tx, after: &'a str, most: i64) -> Listed<'a> {
    Box::pin(async move {
        tx.list(
            sql!("SELECT DISTINCT hash FROM media_variants WHERE hash > $1 ORDER BY hash LIMIT $2"),
            args![after, most],
        )
        .await
    })
}

/// Avatars, by hash, behind `after`.
pub(crate) fn list_avatars<'a>(tx: &'a Tx, after: &'a str, most: i64) -> Listed<'a> {
    Box::pin(async move {
        tx.list(
            sql!("SELECT DISTINCT avatar FROM members WHERE avatar > $1 ORDER BY avatar LIMIT $2"),
            args![after, most],
        )
        .await
    })
}
