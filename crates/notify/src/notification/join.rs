//! What becomes of notifications when one account is joined into another of the same person: nothing
//! is told twice, nobody is counted twice, and nobody is told of their own acts.

mod store;

use db::Tx;
use kernel::{MemberId, Outcome};

use super::{Kind, NotificationId, store as rows};
use store::JoinedRow;

/// What `from` did, `into` has done.
pub(crate) async fn did(tx: &mut Tx, from: MemberId, into: MemberId) -> Outcome<()> {
    for act in store::acts(tx, from).await? {
        let place = (act.member_id, act.notification_id);
        if act.member_id != into {
            rows::insert_person(tx, place, (into, &act.word), act.position).await?;
        }
        rows::delete_person(tx, place, (from, &act.word)).await?;
        recount(tx, place).await?;
    }
    store::delete_of_actor(tx, into, from).await?;
    store::update_actor(tx, from, into).await
}

/// What `from` was told, `into` is told; the rows among them that are unread.
pub(crate) async fn told(
    tx: &mut Tx,
    from: MemberId,
    into: MemberId,
) -> Outcome<Vec<(NotificationId, Kind)>> {
    let mut news = Vec::new();
    for row in store::rows(tx, from).await? {
        if let Some(same) = rows::find(tx, into, &row.thread).await? {
            add_to(tx, (into, same.id), &row, from).await?;
        } else if moved(tx, (from, into), &row).await? && row.read_at.is_none() {
            news.push((row.id, row.kind));
        }
    }
    Ok(news)
}

/// Adds a row of another account to that of the same thread.
async fn add_to(
    tx: &mut Tx,
    place: (MemberId, NotificationId),
    row: &JoinedRow,
    from: MemberId,
) -> Outcome<()> {
    let people = store::people(tx, (from, row.id)).await?;
    for act in people.iter().filter(|act| act.actor_id != place.0) {
        rows::insert_person(tx, place, (act.actor_id, &act.word), act.position).await?;
    }
    store::delete_row(tx, (from, row.id)).await?;
    if people.is_empty() { Ok(()) } else { recount(tx, place).await.map(drop) }
}

/// Gives a row to another account; no where it told of that one's own acts alone, and is gone.
async fn moved(tx: &mut Tx, (from, into): (MemberId, MemberId), row: &JoinedRow) -> Outcome<bool> {
    let place = (into, row.id);
    let gathers = !store::people(tx, (from, row.id)).await?.is_empty();
    store::update_member(tx, (from, row.id), into).await?;
    if gathers {
        store::delete_people_of(tx, place, into).await?;
        return recount(tx, place).await;
    }
    let own = row.actor_id == Some(into);
    if own {
        store::delete_row(tx, place).await?;
    }
    Ok(!own)
}

/// Counts the people of a row that gathers them anew; the row goes with the last of them. Whether
/// it is still there.
async fn recount(tx: &mut Tx, place: (MemberId, NotificationId)) -> Outcome<bool> {
    let people = rows::count_people(tx, place).await?;
    if people == 0 {
        store::delete_row(tx, place).await?;
    } else {
        rows::update_people(tx, place, people).await?;
    }
    Ok(people > 0)
}
