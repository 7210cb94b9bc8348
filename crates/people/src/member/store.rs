//! All SQL about members.

use db::{Tx, args, row, sql};
use kernel::{Cursor, MemberId, Outcome, Ts};
use web::{Permissions, Role};

use super::{RoleCell, State};

row! {
    /// A member.
    pub struct MemberRow {
        /// Which member.
        pub id: MemberId,
        /// The number that counts confirmed and paying members from 1.
        pub number: Option<i64>,
        /// Name in addresses and mentions.
        pub handle: String,
        /// Free text, 40 characters at most.
        pub name: String,
        /// The picture's hash, if there is one.
        pub avatar: Option<String>,
        /// Which of the twelve avatar colours.
        pub hue: i64,
        /// A few sentences about them.
        pub bio: String,
        /// Where they say they are.
        pub location: String,
        /// Their highest role.
        pub role: RoleCell,
        /// What it allows.
        pub permissions: i64,
        /// Where the membership stands.
        pub state: State,
        /// Whether an address is confirmed.
        pub confirmed: bool,
        /// Whether they have ever paid.
        pub paid: bool,
        /// Their language.
        pub locale: String,
        /// Their colour scheme.
        pub theme: String,
        /// Whether they stand in the directory.
        pub directory: bool,
        /// Who may see their profile: `everyone` or `members`.
        pub profile_to: String,
        /// Grows with every change of what signs them in.
        pub epoch: i64,
        /// Where the account comes from: `live`, `import` or `seed`.
        pub origin: String,
        /// Since when.
        pub created_at: Ts,
    }
}

/// A member to be stored.
pub struct NewMember<'a> {
    /// Which member.
    pub id: MemberId,
    /// Name in addresses.
    pub handle: &'a str,
    /// Free text.
    pub name: &'a str,
    /// Their language.
    pub locale: kernel::Locale,
    /// Where the account comes from.
    pub origin: &'a str,
    /// Since when.
    pub created_at: Ts,
}

/// Stores a new ordinary member without number, address or credential.
pub async fn insert(tx: &mut Tx, new: &NewMember<'_>) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO members (id, number, handle, name, avatar, hue, bio, location, role,
                permissions, state, confirmed, paid, locale, theme, directory, profile_to, unread,
                epoch, origin, created_at)
             VALUES ($1, NULL, $2, $3, NULL, $4, '', '', 'member', 0, 'active', FALSE, FALSE, $5,
                'auto', FALSE, 'everyone', 0, 1, $6, $7)"
        ),
        args![
            new.id,
            new.handle,
            new.name,
            super::hue(kernel::Id::get(new.id)),
            new.locale.tag(),
            new.origin,
            new.created_at
        ],
    )
    .await?;
    tx.exec(
        sql!(
            "INSERT INTO member_details (member_id, links, interests, goal, rhythm, quiet_from,
                quiet_until, badges, welcomed_at)
             VALUES ($1, '[]', '[]', '', 'weekly', NULL, NULL, '[]', NULL)"
        ),
        args![new.id],
    )
    .await?;
    Ok(())
}

/// A member by id.
pub async fn find(tx: &Tx, id: MemberId) -> Outcome<Option<MemberRow>> {
    tx.one(
        sql!(MemberRow: "SELECT id, number, handle, name, avatar, hue, bio, location, role,
                permissions, state, confirmed, paid, locale, theme, directory, profile_to, epoch,
                origin, created_at
             FROM members WHERE id = $1"),
        args![id],
    )
    .await
}

/// A member by id, whose row nobody else changes until this transaction ends.
pub async fn find_for_update(tx: &Tx, id: MemberId) -> Outcome<Option<MemberRow>> {
    tx.one(
        sql!(MemberRow: "SELECT id, number, handle, name, avatar, hue, bio, location, role,
                permissions, state, confirmed, paid, locale, theme, directory, profile_to, epoch,
                origin, created_at
             FROM members WHERE id = $1 {for_update}"),
        args![id],
    )
    .await
}

/// A member by the handle that they have now.
pub async fn find_by_handle(tx: &Tx, handle: &str) -> Outcome<Option<MemberRow>> {
    tx.one(
        sql!(MemberRow: "SELECT id, number, handle, name, avatar, hue, bio, location, role,
                permissions, state, confirmed, paid, locale, theme, directory, profile_to, epoch,
                origin, created_at
             FROM members WHERE handle = $1"),
        args![handle],
    )
    .await
}

/// Members of the directory, the newest first.
pub async fn list_directory(tx: &Tx, place: Cursor, probe: i64) -> Outcome<Vec<MemberRow>> {
    tx.list(
        sql!(MemberRow: "SELECT id, number, handle, name, avatar, hue, bio, location, role,
                permissions, state, confirmed, paid, locale, theme, directory, profile_to, epoch,
                origin, created_at
             FROM members
             WHERE directory = TRUE AND state = 'active' AND (created_at, id) < ($1, $2)
             ORDER BY created_at DESC, id DESC LIMIT $3"),
        args![place.at, place.id, probe],
    )
    .await
}

/// Everybody with a role above member, the strongest roles in the order of their names.
pub async fn list_team(tx: &Tx) -> Outcome<Vec<MemberRow>> {
    tx.list(
        sql!(MemberRow: "SELECT id, number, handle, name, avatar, hue, bio, location, role,
                permissions, state, confirmed, paid, locale, theme, directory, profile_to, epoch,
                origin, created_at
             FROM members
             WHERE role IN ('owner', 'admin', 'editor', 'moderator', 'instructor', 'support')
             ORDER BY role, created_at, id"),
        args![],
    )
    .await
}

/// Active accounts that came before an instant, confirmed nothing and paid nothing, the oldest
/// first, each with its time; imported people are none of them.
pub async fn list_unconfirmed(
    tx: &Tx,
    before: Ts,
    (after, limit): (Cursor, i64),
) -> Outcome<Vec<(MemberId, Ts)>> {
    tx.list(
        sql!(
            "SELECT id, created_at FROM members
             WHERE state = 'active' AND origin = 'live' AND NOT confirmed AND NOT paid
                AND created_at < $1 AND (created_at, id) > ($2, $3)
             ORDER BY created_at, id LIMIT $4"
        ),
        args![before, after.at, after.id, limit],
    )
    .await
}

/// How many active members have the role owner.
pub async fn count_owners(tx: &Tx) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(
            sql!(
                "SELECT COUNT(*) AS owners FROM members
                 WHERE role = 'owner' AND state = 'active'"
            ),
            args![],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

/// Draws the next member number.
pub async fn update_last_number(tx: &mut Tx) -> Outcome<i64> {
    let drawn: Vec<i64> = tx
        .returning(
            sql!("UPDATE member_numbers SET last = last + 1 WHERE one = 1 RETURNING last"),
            args![],
        )
        .await?;
    drawn
        .first()
        .copied()
        .ok_or_else(|| kernel::Fault::broken("drawing a member number", "no counter"))
}

/// Gives a member a number.
pub async fn update_number(tx: &mut Tx, id: MemberId, number: i64) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE members SET number = $2 WHERE id = $1 AND number IS NULL"),
        args![id, number],
    )
    .await?;
    Ok(())
}

/// Moves a member to another handle.
pub async fn update_handle(tx: &mut Tx, id: MemberId, handle: &str) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET handle = $2 WHERE id = $1"), args![id, handle]).await?;
    Ok(())
}

/// What a profile form changes.
pub struct Profile<'a> {
    /// Free text.
    pub name: &'a str,
    /// A few sentences.
    pub bio: &'a str,
    /// Where they say they are.
    pub location: &'a str,
}

/// Changes what a profile shows.
pub async fn update_profile(tx: &mut Tx, id: MemberId, profile: &Profile<'_>) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE members SET name = $2, bio = $3, location = $4 WHERE id = $1"),
        args![id, profile.name, profile.bio, profile.location],
    )
    .await?;
    Ok(())
}

/// Changes a member's picture.
pub async fn update_avatar(tx: &mut Tx, id: MemberId, avatar: Option<&str>) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET avatar = $2 WHERE id = $1"), args![id, avatar]).await?;
    Ok(())
}

/// Changes who may see a member.
pub async fn update_privacy(
    tx: &mut Tx,
    id: MemberId,
    directory: bool,
    profile_to: &str,
) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE members SET directory = $2, profile_to = $3 WHERE id = $1"),
        args![id, directory, profile_to],
    )
    .await?;
    Ok(())
}

/// Changes a member's language.
pub async fn update_locale(tx: &mut Tx, id: MemberId, locale: kernel::Locale) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET locale = $2 WHERE id = $1"), args![id, locale.tag()]).await?;
    Ok(())
}

/// Changes a member's colour scheme.
pub async fn update_theme(tx: &mut Tx, id: MemberId, theme: &str) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET theme = $2 WHERE id = $1"), args![id, theme]).await?;
    Ok(())
}

/// Gives a member a role and what it allows.
pub async fn update_role(
    tx: &mut Tx,
    id: MemberId,
    role: Role,
    permissions: Permissions,
) -> Outcome<()> {
    tx.exec(
        sql!("UPDATE members SET role = $2, permissions = $3 WHERE id = $1"),
        args![id, role.key(), permissions],
    )
    .await?;
    Ok(())
}

/// Moves a member to another state.
pub async fn update_state(tx: &mut Tx, id: MemberId, state: State) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET state = $2 WHERE id = $1"), args![id, state]).await?;
    Ok(())
}

/// Notes whether a member's address is confirmed.
pub async fn update_confirmed(tx: &mut Tx, id: MemberId, confirmed: bool) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET confirmed = $2 WHERE id = $1"), args![id, confirmed]).await?;
    Ok(())
}

/// Notes that a member has paid.
pub async fn update_paid(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET paid = TRUE WHERE id = $1"), args![id]).await?;
    Ok(())
}

/// Moves on the number that every credential of a member is tested against.
pub async fn update_epoch(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    tx.exec(sql!("UPDATE members SET epoch = epoch + 1 WHERE id = $1"), args![id]).await?;
    Ok(())
}

/// Closes an account that was joined into another: what told of its person is the other's to tell.
pub async fn update_closed(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE members SET name = '', avatar = NULL, bio = '', location = '',
                state = 'closed', directory = FALSE, unread = 0
             WHERE id = $1"
        ),
        args![id],
    )
    .await?;
    Ok(())
}

/// Empties everything personal of a member and leaves a row that what stays can point to.
pub async fn update_erased(tx: &mut Tx, id: MemberId, handle: &str) -> Outcome<()> {
    tx.exec(
        sql!(
            "UPDATE members SET handle = $2, name = '', avatar = NULL, bio = '', location = '',
                role = 'member', permissions = 0, state = 'erased', confirmed = FALSE,
                directory = FALSE, unread = 0, epoch = epoch + 1
             WHERE id = $1"
        ),
        args![id, handle],
    )
    .await?;
    Ok(())
}

/// How many days' worth of unconfirmed writing a member has used on a day.
pub async fn count_written(tx: &Tx, id: MemberId, day: kernel::Day) -> Outcome<i64> {
    let found: Option<i64> = tx
        .one(
            sql!("SELECT count FROM daily_writes WHERE member_id = $1 AND day = $2"),
            args![id, day],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

/// Notes one more post or comment of an unconfirmed member.
pub async fn update_written(tx: &mut Tx, id: MemberId, day: kernel::Day) -> Outcome<()> {
    tx.exec(
        sql!(
            "INSERT INTO daily_writes (member_id, day, count) VALUES ($1, $2, 1)
             ON CONFLICT (member_id, day) DO UPDATE SET count = daily_writes.count + 1"
        ),
        args![id, day],
    )
    .await?;
    Ok(())
}

/// Forgets the counts of days before this one.
pub async fn delete_written_before(tx: &mut Tx, day: kernel::Day) -> Outcome<()> {
    tx.exec(sql!("DELETE FROM daily_writes WHERE day < $1"), args![day]).await?;
    Ok(())
}
