//! Consent: which version of which text a member agreed to, when, where, in which language.

pub mod page;
pub mod store;

use db::Tx;
use kernel::{Fault, Locale, MemberId, Outcome};
use site::LegalKind;
use site::legal;

use crate::events::ConsentGiven;
use crate::secret;

/// The texts that every member agrees to; shown wherever an account is made.
pub const ASKED: [LegalKind; 2] = [LegalKind::Rules, LegalKind::Privacy];
/// The texts that every buyer agrees to; shown where one pays.
pub const SOLD: [LegalKind; 2] = [LegalKind::Terms, LegalKind::Refunds];

/// Records that a member agrees to the newest version of a text, as it reads in their language.
///
/// # Errors
/// When the database fails.
pub async fn agree(
    tx: &mut Tx,
    member: MemberId,
    kind: LegalKind,
    locale: Locale,
    surface: &str,
) -> Outcome<()> {
    let text = legal::current(tx, kind, locale).await?;
    if store::find_newest(tx, member, kind.key()).await?.is_some_and(|v| v >= text.version) {
        return Ok(());
    }
    let hash = secret::hash(&text.body);
    let row = store::NewConsent {
        member,
        kind: kind.key(),
        version: text.version,
        locale: text.locale,
        text_hash: &hash,
        surface,
    };
    store::insert(tx, &row).await?;
    tx.acting(member);
    let kind = kind.key().to_owned();
    tx.announce(ConsentGiven { member, kind, version: text.version }).await
}

/// Records that a member agrees to the texts that a page showed them, in its language.
///
/// # Errors
/// When the database fails.
pub async fn agree_to(
    tx: &mut Tx,
    member: MemberId,
    kinds: &[LegalKind],
    locale: Locale,
    surface: &str,
) -> Outcome<()> {
    for kind in kinds {
        agree(tx, member, *kind, locale, surface).await?;
    }
    Ok(())
}

/// The texts of which a newer version was published since the member agreed.
///
/// # Errors
/// When the database fails.
pub async fn outdated(tx: &Tx, member: MemberId) -> Outcome<Vec<LegalKind>> {
    let mut kinds = Vec::new();
    for kind in ASKED {
        let newest = legal::current_version(tx, kind).await?;
        let agreed = store::find_newest(tx, member, kind.key()).await?;
        if agreed.is_none_or(|version| version < newest) {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

/// Goes on when a member has agreed to the newest texts: before writing and paying.
///
/// # Errors
/// `Denied` with `consent.outdated` and the way to the page that asks.
pub async fn check(tx: &Tx, member: MemberId) -> Outcome<()> {
    if outdated(tx, member).await?.is_empty() {
        return Ok(());
    }
    let way = kernel::Way::Request("/settings/consent".to_owned());
    Err(Fault::Denied(kernel::Denied::because("consent.outdated").with_way(way)))
}
