//! What a member has to answer, as every page of theirs says it.

use db::Tx;
use kernel::Outcome;
use web::{Banner, Concern, Viewer};

use crate::address;
use crate::member::MemberRow;
use crate::texts::Texts;

/// What a member has to answer, if anything. Who confirmed an address has nothing to.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &Tx, member: &MemberRow) -> Outcome<Option<Concern>> {
    if member.confirmed {
        return Ok(None);
    }
    if address::store::find_adoption(tx, member.id).await?.is_some() {
        return Ok(Some(Concern::Adoption));
    }
    Ok(member.paid.then_some(Concern::Confirm))
}

/// The bar that says so, with the way to answer.
#[must_use]
pub fn banner(viewer: &Viewer) -> Option<Banner> {
    let t = Texts::new(viewer.locale);
    let (kind, text, href) = match viewer.member.as_ref()?.face.concern {
        // Somebody else's claim runs out; the rules can be agreed to whenever one wants to write.
        Some(Concern::Adoption) => ("bad", t.concern_adoption(), "/settings/account"),
        _ if viewer.must_agree() => ("warn", t.concern_consent(), web::CONSENT),
        Some(Concern::Confirm) => ("warn", t.concern_confirm(), "/confirm"),
        None => return None,
    };
    Some(Banner { kind, text: text.to_owned(), href: Some(href.to_owned()) })
}
