//! All SQL about what shows a picture.

use db::{Tx, args, sql};
use kernel::Outcome;

use super::{Holder, Use};
use crate::picture::MediaId;

/// The pictures that a text shows, by id.
pub(crate) async fn list(tx: &Tx, holder: Holder) -> Outcome<Vec<Use>> {
    let (kind, id) = holder.parts();
    let rows: Vec<(MediaId, bool)> = tx
        .list(
            sql!(
                "SELECT media_id, free FROM media_shown WHERE holder = $1 AND holder_id = $2
                  ORDER BY media_id"
            ),
            args![kind, id],
        )
        .await?;
    Ok(rows.into_iter().map(|(media, free)| Use { media, free }).collect())
}

/// Notes that a text shows these pictures; one that was removed meanwhile is left out.
pub(crate) async fn insert(
    tx: &mut Tx,
    holder: Holder,
    free: bool,
    media: &[MediaId],
) -> Outcome<()> {
    let (kind, id) = holder.parts();
    tx.exec(
        sql!(
            "INSERT INTO media_shown (media_id, holder, holder_id, free)
             SELECT id, $1, $2, $3 FROM media WHERE id IN ({list})
             ON CONFLICT (media_id, holder, holder_id) DO NOTHING"
        ),
        args![kind, id, free].list(media.iter().copied()),
    )
    .await?;
    Ok(())
}

/// Forgets what a text shows.
pub(crate) async fn delete_in(tx: &mut Tx, holder: Holder) -> Outcome<()> {
    let (kind, id) = holder.parts();
    tx.exec(sql!("DELETE FROM media_shown WHERE holder = $1 AND holder_id = $2"), args![kind, id])
        .await?;
    Ok(())
}

/// Forgets where a picture is shown.
pub(crate) async fn delete_of(tx: &mut Tx, media: MediaId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM media_shown WHERE media_id = $1"), args![media]).await?;
    Ok(())
}

/// Notes that something shows these pictures.
pub(crate) async fn update_busy(tx: &mut Tx, media: &[MediaId]) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE media SET idle_since = NULL WHERE idle_since IS NOT NULL AND id IN ({list})"),
        args![].list(media.iter().copied()),
    )
    .await?;
    Ok(())
}

/// Notes since when nothing shows those of these pictures that nothing shows; those of members who
/// are no more are due at once.
pub(crate) async fn update_idle(tx: &mut Tx, media: &[MediaId]) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE media SET idle_since = CASE WHEN EXISTS (SELECT 1 FROM members b
                    WHERE b.id = media.owner_id AND b.state = 'erased')
                  THEN 0 ELSE CAST($1 AS BIGINT) END
              WHERE NOT EXISTS (SELECT 1 FROM media_shown s WHERE s.media_id = media.id)
                AND id IN ({list})"
        ),
        args![now].list(media.iter().copied()),
    )
    .await?;
    Ok(())
}
