//! All SQL about pictures and their sizes.

use blob::{Hash, Kind};
use db::{Origin, Tx, args, row, sql};
use kernel::{Cursor, Id as _, MemberId, Outcome, Ts};

use super::{MediaId, Picture, Variant};
use crate::shown::Holder;

row! {
    /// A picture as its row holds it.
    struct PictureRow {
        id: MediaId,
        owner_id: MemberId,
        width: i64,
        height: i64,
        colour: String,
        alt: String,
        bytes: i64,
        origin: Origin,
        created_at: Ts,
        idle_since: Option<Ts>,
    }
}

row! {
    /// A size as its row holds it.
    struct VariantRow {
        media_id: MediaId,
        width: i64,
        height: i64,
        kind: String,
        hash: Hash,
        bytes: i64,
    }
}

macro_rules! pictures {
    ($rest:literal) => {
        sql!(PictureRow: concat!(
            "SELECT id, owner_id, width, height, colour, alt, bytes, origin, created_at, idle_since
               FROM media ", $rest))
    };
}

impl From<&VariantRow> for Variant {
    fn from(row: &VariantRow) -> Self {
        Self {
            width: row.width,
            height: row.height,
            kind: Kind::of_media_type(&row.kind),
            hash: row.hash,
            bytes: row.bytes,
        }
    }
}

/// Adds their sizes to rows.
async fn whole(tx: &Tx, rows: Vec<PictureRow>) -> Outcome<Vec<Picture>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let sizes: Vec<VariantRow> = tx
        .list(
            sql!(VariantRow: "SELECT media_id, width, height, kind, hash, bytes
                   FROM media_variants WHERE media_id IN ({list}) ORDER BY media_id, width"),
            args![].list(rows.iter().map(|row| row.id)),
        )
        .await?;
    let picture = |row: PictureRow| Picture {
        variants: sizes.iter().filter(|size| size.media_id == row.id).map(Variant::from).collect(),
        id: row.id,
        owner: row.owner_id,
        width: row.width,
        height: row.height,
        colour: row.colour,
        alt: row.alt,
        bytes: row.bytes,
        origin: row.origin,
        created_at: row.created_at,
        idle_since: row.idle_since,
    };
    Ok(rows.into_iter().map(picture).collect())
}

/// Writes a picture with its sizes.
pub(crate) async fn insert(tx: &mut Tx, picture: &Picture) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO media (id, owner_id, width, height, colour, alt, bytes, origin, created_at,
                 idle_since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            picture.id,
            picture.owner,
            picture.width,
            picture.height,
            picture.colour,
            picture.alt,
            picture.bytes,
            picture.origin,
            picture.created_at,
            picture.idle_since
        ],
    )
    .await?;
    for size in &picture.variants {
        tx.exec(
            sql!(
                "INSERT INTO media_variants (media_id, width, height, kind, hash, bytes)
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            args![
                picture.id,
                size.width,
                size.height,
                size.kind.media_type(),
                size.hash,
                size.bytes
            ],
        )
        .await?;
    }
    count(tx, 1, picture.bytes).await
}

async fn count(tx: &mut Tx, pictures: i64, bytes: i64) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE media_totals SET pictures = pictures + $1, bytes = bytes + $2 WHERE id = 1"),
        args![pictures, bytes],
    )
    .await?;
    Ok(())
}

/// Deletes a picture with its sizes; whether there was one.
pub(crate) async fn delete(tx: &mut Tx, picture: &Picture) -> Outcome<bool> {
    tx.exec(sql!("DELETE FROM media_variants WHERE media_id = $1"), args![picture.id]).await?;
    let deleted = tx.exec(sql!("DELETE FROM media WHERE id = $1"), args![picture.id]).await?;
    if deleted == 0 {
        return Ok(false);
    }
    count(tx, -1, -picture.bytes).await?;
    Ok(true)
}

/// One picture.
pub(crate) async fn find(tx: &Tx, id: MediaId) -> Outcome<Option<Picture>> {
    let row: Option<PictureRow> = tx.one(pictures!("WHERE id = $1"), args![id]).await?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// A member's pictures, the newest first.
pub(crate) async fn list_of(
    tx: &Tx,
    owner: MemberId,
    after: Cursor,
    limit: i64,
) -> Outcome<Vec<Picture>> {
    let rows = tx
        .list(
            pictures!(
                "WHERE owner_id = $1 AND (created_at, id) < ($2, $3)
                 ORDER BY created_at DESC, id DESC LIMIT $4"
            ),
            args![owner, after.at, after.id, limit],
        )
        .await?;
    whole(tx, rows).await
}

row! {
    /// A picture with the name of whoever brought it in.
    pub(crate) struct OwnedRow {
        pub(crate) id: MediaId,
        pub(crate) name: String,
        pub(crate) handle: String,
        pub(crate) state: String,
        pub(crate) places: i64,
    }
}

/// All pictures, the newest first.
pub(crate) async fn latest(tx: &Tx, after: Cursor, limit: i64) -> Outcome<Vec<Picture>> {
    let rows = tx
        .list(
            pictures!(
                "WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3"
            ),
            args![after.at, after.id, limit],
        )
        .await?;
    whole(tx, rows).await
}

/// Who brought these pictures in, and in how many places each is shown.
pub(crate) async fn owners(tx: &Tx, ids: &[MediaId]) -> Outcome<Vec<OwnedRow>> {
    tx.list(
        sql!(OwnedRow: "SELECT m.id, b.name, b.handle, b.state,
                (SELECT COUNT(*) FROM media_shown s WHERE s.media_id = m.id) AS places
               FROM media m JOIN members b ON b.id = m.owner_id WHERE m.id IN ({list})"),
        args![].list(ids.iter().copied()),
    )
    .await
}

/// How many pictures there are, and how many bytes they have.
pub(crate) async fn totals(tx: &Tx) -> Outcome<(i64, i64)> {
    let found: Option<(i64, i64)> =
        tx.one(sql!("SELECT pictures, bytes FROM media_totals WHERE id = 1"), args![]).await?;
    Ok(found.unwrap_or_default())
}

/// When the picture that is `nth` from a member's newest was brought in, counted from nothing; only
/// those after `since` count.
pub(crate) async fn find_nth_since(
    tx: &Tx,
    owner: MemberId,
    (nth, since): (i64, Ts),
) -> Outcome<Option<Ts>> {
    tx.one(
        sql!(
            "SELECT created_at FROM media WHERE owner_id = $1 AND created_at > $2
               ORDER BY created_at DESC LIMIT 1 OFFSET $3"
        ),
        args![owner, since, nth],
    )
    .await
}

/// Id, width and height, and one width for each size, of the pictures that a text may show.
pub(crate) async fn shapes(
    tx: &Tx,
    ids: &[MediaId],
    by: Option<MemberId>,
    over: Option<Holder>,
) -> Outcome<Vec<(MediaId, i64, i64, i64)>> {
    let (holder, holder_id) = over.map_or(("post", 0), Holder::parts);
    tx.list(
        sql!(
            "SELECT m.id, m.width, m.height, v.width AS variant
               FROM media m JOIN media_variants v ON v.media_id = m.id
              WHERE (m.owner_id = $1 OR EXISTS (SELECT 1 FROM media_shown s
                      WHERE s.media_id = m.id AND s.holder = $2 AND s.holder_id = $3))
                AND m.id IN ({list})
              ORDER BY m.id, v.width"
        ),
        args![by.map_or(0, |member| member.get()), holder, holder_id].list(ids.iter().copied()),
    )
    .await
}

/// Notes that a draft holds these pictures of a member.
pub(crate) async fn touch(tx: &mut Tx, owner: MemberId, ids: &[MediaId]) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE media SET idle_since = $1
              WHERE owner_id = $2 AND idle_since IS NOT NULL AND id IN ({list})"
        ),
        args![now, owner].list(ids.iter().copied()),
    )
    .await?;
    Ok(())
}

/// Makes what nothing shows of a member who is no more due for the sweep.
pub(crate) async fn update_erased(tx: &mut Tx, owner: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE media SET idle_since = 0, alt = ''
              WHERE owner_id = $1 AND idle_since IS NOT NULL"
        ),
        args![owner],
    )
    .await?;
    Ok(())
}

/// Gives what an account brought in to the one that it was joined into.
pub(crate) async fn update_owner(tx: &mut Tx, from: MemberId, to: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE media SET owner_id = $2 WHERE owner_id = $1"), args![from, to]).await?;
    Ok(())
}

/// All pictures of a member, for their export.
pub(crate) async fn all_of(tx: &Tx, owner: MemberId) -> Outcome<Vec<Picture>> {
    let rows = tx
        .list(pictures!("WHERE owner_id = $1 ORDER BY created_at, id LIMIT 10000"), args![owner])
        .await?;
    whole(tx, rows).await
}

/// Pictures that nothing has shown since before an instant.
pub(crate) async fn list_idle(tx: &Tx, before: Ts, limit: i64) -> Outcome<Vec<Picture>> {
    let rows = tx
        .list(
            pictures!("WHERE idle_since < $1 ORDER BY idle_since, id LIMIT $2"),
            args![before, limit],
        )
        .await?;
    whole(tx, rows).await
}

/// The pictures of which one size is this blob.
pub(crate) async fn with_blob(tx: &Tx, hash: Hash, limit: i64) -> Outcome<Vec<(MediaId, String)>> {
    tx.list(
        sql!(
            "SELECT media_id, kind FROM media_variants WHERE hash = $1 ORDER BY media_id LIMIT $2"
        ),
        args![hash, limit],
    )
    .await
}
