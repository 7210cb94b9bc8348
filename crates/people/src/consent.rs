//! Consent: which version of which text a member agreed to, when, where, in which language.

pub mod api;
pub mod page;
pub mod store;

use db::Tx;
use kernel::{Locale, MemberId, Outcome};
use site::legal;
use site::{LegalKind, Versions};

use crate::events::ConsentGiven;
use crate::member::session;
use crate::secret;

/// The texts that every member agrees to; shown wherever an account is made.
pub const ASKED: [LegalKind; 2] = [LegalKind::Rules, LegalKind::Privacy];
/// The texts that every buyer agrees to; shown where one pays.
pub const SOLD: [LegalKind; 2] = [LegalKind::Terms, LegalKind::Refunds];

/// Records that a member agrees to the newest version of a text, as it reads in their language; says
/// which version, where it was not agreed to before.
async fn agree(
    tx: &mut Tx,
    member: MemberId,
    kind: LegalKind,
    (locale, surface): (Locale, &str),
) -> Outcome<Option<i64>> {
    let text = legal::current(tx, kind, locale).await?;
    if store::find_newest(tx, member, kind.key()).await?.is_some_and(|v| v >= text.version) {
        return Ok(None);
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
    tx.announce(ConsentGiven { member, kind, version: text.version }).await?;
    Ok(Some(text.version))
}

/// Records that a member agrees to the texts that they were shown, in their newest versions and
/// their language; their sessions know of it at once.
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
    let mut is_news = false;
    for kind in kinds {
        let version = agree(tx, member, *kind, (locale, surface)).await?;
        is_news |= version.is_some_and(|version| version > 0) && ASKED.contains(kind);
    }
    if is_news { session::refresh(tx, member).await } else { Ok(()) }
}

/// The texts of which a newer version was published than the member agreed to. The ones that a site
/// comes with are shown where accounts are made, and ask nobody who came another way.
///
/// # Errors
/// When the database fails.
pub async fn outdated(tx: &Tx, member: MemberId) -> Outcome<Vec<LegalKind>> {
    let (newest, agreed) = (legal::asked(tx).await?, agreed(tx, member).await?);
    let is_new = |kind: &LegalKind| agreed.of(*kind) < newest.of(*kind);
    Ok(ASKED.into_iter().filter(is_new).collect())
}

/// Which versions a member agreed to, of the texts that every member agrees to.
///
/// # Errors
/// When the database fails.
pub async fn agreed(tx: &Tx, member: MemberId) -> Outcome<Versions> {
    Ok(Versions::read(&store::list_newest(tx, member).await?))
}
