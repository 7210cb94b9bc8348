//! All SQL about passwords and wrong tries.

use db::{Tx, args, sql};
use kernel::{Day, MemberId, Outcome};

/// The stored form of a member's password.
pub async fn find(tx: &Tx, member: MemberId) -> Outcome<Option<String>> {
    tx.one(sql!("SELECT hash FROM passwords WHERE member_id = $1"), args![member]).await
}

/// Sets a member's password.
pub async fn update(tx: &mut Tx, member: MemberId, hash: &str) -> Outcome<()> {
    let now = tx.now();
    tx.exec(
        sql!(
            "INSERT INTO passwords (member_id, hash, changed_at) VALUES ($1, $2, $3)
             ON CONFLICT (member_id) DO UPDATE
             SET hash = excluded.hash, changed_at = excluded.changed_at"
        ),
        args![member, hash, now],
    )
    .await?;
    Ok(())
}

/// Takes a member's password away.
pub async fn delete(tx: &mut Tx, member: MemberId) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM passwords WHERE member_id = $1"), args![member]).await?;
    Ok(())
}

/// How many wrong passwords a login has had on a day.
pub async fn count_wrong(tx: &Tx, login: &str, day: Day) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(
            sql!("SELECT count FROM wrong_passwords WHERE login = $1 AND day = $2"),
            args![login, day],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

/// Notes one more wrong password.
pub async fn update_wrong(tx: &mut Tx, login: &str, day: Day) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO wrong_passwords (login, day, count) VALUES ($1, $2, 1)
             ON CONFLICT (login, day) DO UPDATE SET count = wrong_passwords.count + 1"
        ),
        args![login, day],
    )
    .await?;
    Ok(())
}

/// Forgets the counts of days before this one.
pub async fn delete_wrong_before(tx: &mut Tx, day: Day) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM wrong_passwords WHERE day < $1"), args![day]).await?;
    Ok(())
}
