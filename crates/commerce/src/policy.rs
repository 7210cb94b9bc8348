//! Who may do what with products, orders and money: pure functions, and the only place where a
//! [`Permit`] is made.

use std::marker::PhantomData;

use kernel::{Fault, MemberId, Outcome, Ts};
use web::{Permission, Viewer};

/// Leave for one act; only this module makes one, so an unchecked write does not compile.
#[derive(Debug)]
pub struct Permit<Act> {
    by: MemberId,
    act: PhantomData<fn() -> Act>,
}

/// Making products and prices.
#[derive(Debug)]
pub enum ManageProducts {}
/// Giving money back, and deciding about money that waits.
#[derive(Debug)]
pub enum GiveRefunds {}

impl<Act> Permit<Act> {
    /// Who acts.
    #[must_use]
    pub const fn by(&self) -> MemberId {
        self.by
    }

    const fn of(by: MemberId) -> Self {
        Self { by, act: PhantomData }
    }
}

/// Making products and prices.
///
/// # Errors
/// `SignIn` for a visitor, `Denied` with `product.denied`.
pub fn manage_products(viewer: &Viewer) -> Outcome<Permit<ManageProducts>> {
    let me = viewer.me()?;
    if viewer.may(Permission::ProductsManage) {
        Ok(Permit::of(me.id))
    } else {
        Err(Fault::denied("product.denied"))
    }
}

/// Giving money back: permission, and proof of who acts within five minutes. A token is its own
/// proof.
///
/// # Errors
/// `SignIn` for a visitor, `Denied` with `refund.denied` or `session.reauthenticate`.
pub fn give_refunds(viewer: &Viewer, now: Ts) -> Outcome<Permit<GiveRefunds>> {
    let me = viewer.me()?;
    if !viewer.may(Permission::RefundsGive) {
        return Err(Fault::denied("refund.denied"));
    }
    viewer.proved(now)?;
    Ok(Permit::of(me.id))
}

/// Whether a viewer may see an order: its member and the team that reads orders. Everybody else is
/// told that there is none.
///
/// # Errors
/// `Missing` with `order.missing`.
pub fn see_order(viewer: &Viewer, member: MemberId) -> Outcome<()> {
    if viewer.id() == Some(member) || viewer.may(Permission::OrdersRead) {
        Ok(())
    } else {
        Err(Fault::Missing("order.missing"))
    }
}

/// Whose orders a viewer may list: one member's, or everybody's where it is none. Who reads orders
/// lists whatever they ask for, everybody else their own.
///
/// # Errors
/// `SignIn` for a visitor, `Denied` with `permission.missing` for another's.
pub fn list_orders(viewer: &Viewer, wanted: Option<MemberId>) -> Outcome<Option<MemberId>> {
    let me = viewer.me()?.id;
    if viewer.may(Permission::OrdersRead) {
        return Ok(wanted);
    }
    match wanted {
        Some(member) if member != me => Err(Fault::denied("permission.missing")),
        _ => Ok(Some(me)),
    }
}
