//! What the team does with another's account: the acts of the page and of the API.
//!
//! What takes something away (a lock, sessions) asks for proof of who acts on a page only: a token
//! is its own. What hands something over (a role, an account, the way past a factor) asks for a
//! proof of five minutes wherever it is done; a program has it in a token that was just made.

use kernel::{Fault, MemberId, Outcome, Ts};
use web::{App, Role, Viewer};

use crate::claim::store::{ClaimId, ClaimRow};
use crate::letter::{Letter, Post};
use crate::member::{self, MemberRow, lock, session};
use crate::policy::{self, Permit};
use crate::{address, claim, factor, role};

/// The role of whoever acts, and the member whom it is about.
async fn ranks(app: &App, by: MemberId, whom: MemberId) -> Outcome<(Role, MemberRow)> {
    app.db()
        .read(async move |tx| Ok((member::get(tx, by).await?.role.0, member::get(tx, whom).await?)))
        .await
}

/// Leave for whoever has just proved who they are, or sent a token where that counts as proof.
async fn permit(app: &App, viewer: &Viewer, by: MemberId, whom: MemberId) -> Outcome<Permit> {
    let (own, row) = ranks(app, by, whom).await?;
    policy::may_manage(viewer, own, &row)
}

/// Leave for whoever has proved within five minutes who they are.
async fn fresh(app: &App, viewer: &Viewer, whom: MemberId) -> Outcome<Permit> {
    let by = viewer.fresh(app.now())?.id;
    permit(app, viewer, by, whom).await
}

/// Locks a member out.
///
/// # Errors
/// What the policy says; `Invalid` without a reason; `Conflict` for whoever is no active member, or
/// the only owner.
pub(crate) async fn lock(
    app: &App,
    viewer: &Viewer,
    whom: MemberId,
    reason: String,
) -> Outcome<()> {
    let permit = permit(app, viewer, viewer.proved(app.now())?.id, whom).await?;
    app.db()
        .tx(async move |tx| lock::lock(tx, Some(permit.by()), permit.whom(), &reason).await)
        .await?;
    app.sessions().forget(whom);
    Ok(())
}

/// Lets a member in again.
///
/// # Errors
/// What the policy says; `Conflict` for whoever is not locked.
pub(crate) async fn unlock(app: &App, viewer: &Viewer, whom: MemberId) -> Outcome<()> {
    let permit = permit(app, viewer, viewer.proved(app.now())?.id, whom).await?;
    app.db().tx(async move |tx| lock::unlock(tx, Some(permit.by()), permit.whom()).await).await?;
    app.sessions().forget(whom);
    Ok(())
}

/// Ends every session and token of a member.
///
/// # Errors
/// What the policy says.
pub(crate) async fn end_sessions(app: &App, viewer: &Viewer, whom: MemberId) -> Outcome<()> {
    let permit = permit(app, viewer, viewer.proved(app.now())?.id, whom).await?;
    app.db()
        .tx(async move |tx| {
            tx.acting(permit.by());
            session::end_others(tx, permit.whom(), None).await
        })
        .await?;
    app.sessions().forget(whom);
    Ok(())
}

/// Gives a member a role.
///
/// # Errors
/// What the policy and the verb say; `Invalid` for an unknown role.
pub(crate) async fn give_role(
    app: &App,
    viewer: &Viewer,
    whom: MemberId,
    key: &str,
) -> Outcome<()> {
    let (own, row) = ranks(app, viewer.fresh(app.now())?.id, whom).await?;
    let after = Role::from_key(key).ok_or_else(|| Fault::invalid("role", "role.unknown"))?;
    let permit = policy::may_give_role(viewer, own, &row, after)?;
    app.db()
        .tx(async move |tx| role::give(tx, Some(permit.by()), permit.whom(), after).await)
        .await?;
    app.sessions().forget(whom);
    Ok(())
}

/// Notes that a member lost their second factor, and tells them; says when it is taken off.
///
/// # Errors
/// What the policy and the verb say.
pub(crate) async fn ask_reset(
    app: &App,
    viewer: &Viewer,
    whom: MemberId,
    reason: String,
) -> Outcome<Ts> {
    let (permit, post) = (fresh(app, viewer, whom).await?, Post::of(app.settings()));
    app.db()
        .tx(async move |tx| {
            let due_at = factor::reset::ask(tx, permit.by(), whom, &reason).await?;
            let owned = address::store::find(tx, whom).await?.filter(|row| row.confirmed);
            if let Some(row) = owned {
                post.send(tx, whom, &row.email, Letter::FactorReset { due_at }).await?;
            }
            Ok(due_at)
        })
        .await
}

/// Lets an adoption go through: the team has seen proof of payment.
///
/// # Errors
/// What the policy says; `Missing` where nobody asks for the account.
pub(crate) async fn hasten_adoption(app: &App, viewer: &Viewer, whom: MemberId) -> Outcome<()> {
    let permit = fresh(app, viewer, whom).await?;
    app.db()
        .tx(async move |tx| address::adopt::hasten(tx, permit.by(), permit.whom()).await)
        .await?;
    app.sessions().forget(whom);
    Ok(())
}

/// Gives an imported person the link to their account, which is told once.
///
/// # Errors
/// What the policy and the verb say.
pub(crate) async fn give_claim(
    app: &App,
    viewer: &Viewer,
    whom: MemberId,
    reason: String,
) -> Outcome<(String, ClaimRow)> {
    viewer.fresh(app.now())?;
    let row = app.db().read(async move |tx| member::get(tx, whom).await).await?;
    let permit = policy::may_give_claim(viewer, &row)?;
    let (token, given) = app
        .db()
        .tx(async move |tx| {
            let token = claim::give(tx, permit, &reason).await?;
            let given = claim::store::list(tx, whom).await?.into_iter().next();
            Ok((token, given.ok_or(Fault::Missing("claim.missing"))?))
        })
        .await?;
    let link = format!("{}/claim/{token}", app.settings().address(&viewer.origin));
    Ok((link, given))
}

/// Takes a used claim back.
///
/// # Errors
/// What the policy and the verb say.
pub(crate) async fn undo_claim(
    app: &App,
    viewer: &Viewer,
    whom: MemberId,
    id: ClaimId,
) -> Outcome<()> {
    let (own, row) = ranks(app, viewer.fresh(app.now())?.id, whom).await?;
    let permit = policy::may_undo_claim(viewer, own, &row)?;
    app.db().tx(async move |tx| claim::undo(tx, permit, id).await).await?;
    app.sessions().forget(whom);
    Ok(())
}
