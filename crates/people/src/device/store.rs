//! All SQL about known devices and networks.

use db::{Tx, args, sql};
use kernel::{MemberId, Outcome, Ts};

/// Whether a device is known to an account.
pub async fn find(tx: &Tx, token_hash: &str, member: MemberId) -> Outcome<bool> {
    let found: Option<i64> = tx
        .one(
            sql!("SELECT seen_at FROM devices WHERE token_hash = $1 AND member_id = $2"),
            args![token_hash, member],
        )
        .await?;
    Ok(found.is_some())
}

/// Notes that a device signed an account in.
pub async fn update_seen(tx: &mut Tx, token_hash: &str, member: MemberId) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO devices (token_hash, member_id, seen_at) VALUES ($1, $2, $3)
             ON CONFLICT (token_hash, member_id) DO UPDATE SET seen_at = excluded.seen_at"
        ),
        args![token_hash, member, now],
    )
    .await?;
    Ok(())
}

/// Whether a network has signed an account in since an instant.
pub async fn find_network(tx: &Tx, member: MemberId, network: &str, since: Ts) -> Outcome<bool> {
    let found: Option<i64> = tx
        .one(
            sql!(
                "SELECT seen_at FROM networks
                 WHERE member_id = $1 AND network = $2 AND seen_at > $3"
            ),
            args![member, network, since],
        )
        .await?;
    Ok(found.is_some())
}

/// Notes that a network signed an account in.
pub async fn update_network_seen(tx: &mut Tx, member: MemberId, network: &str) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO networks (member_id, network, seen_at) VALUES ($1, $2, $3)
             ON CONFLICT (member_id, network) DO UPDATE SET seen_at = excluded.seen_at"
        ),
        args![member, network, now],
    )
    .await?;
    Ok(())
}

/// When an account was last seen on one of its devices.
pub async fn last_seen(tx: &Tx, member: MemberId) -> Outcome<Option<Ts>> {
    tx.one(
        sql!("SELECT seen_at FROM devices WHERE member_id = $1 ORDER BY seen_at DESC LIMIT 1"),
        args![member],
    )
    .await
}

/// Notes that an account was in use until now, on the device that it was last seen on.
pub async fn update_used(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "UPDATE devices SET seen_at = $2
             WHERE member_id = $1
                AND seen_at = (SELECT MAX(seen_at) FROM devices WHERE member_id = $1)"
        ),
        args![member, now],
    )
    .await?;
    Ok(())
}

/// Forgets every device and network of an account.
pub async fn delete_of(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM devices WHERE member_id = $1"), args![member]).await?;
    tx.exec(sql!("DELETE FROM networks WHERE member_id = $1"), args![member]).await?;
    Ok(())
}
