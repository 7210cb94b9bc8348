//! What opens a locked thing: plans on sale with their prices, and the card that shows them.

use access::{Gate, Thing, ThingKind};
use db::Tx;
use kernel::{Id as _, Locale, MemberId, Money, Outcome};
use web::{App, PlanChoice, PlanOption, Viewer};

use super::{PriceRow, ProductId, Term, store};
use crate::Texts;

/// A product on sale with its prices, dearest last.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Which product.
    pub product: ProductId,
    /// What it is called.
    pub name: String,
    /// Its prices, none of them off sale.
    pub prices: Vec<PriceRow>,
    /// How many members hold it now.
    pub members: i64,
}

/// Every product on sale.
///
/// # Errors
/// When the database fails.
pub async fn on_sale(tx: &Tx) -> Outcome<Vec<Offer>> {
    let mut offers: Vec<Offer> = Vec::new();
    for price in store::list_prices(tx).await? {
        if !price.on_sale {
            continue;
        }
        match offers.iter_mut().find(|offer| offer.product == price.product_id) {
            Some(offer) => offer.prices.push(price),
            None => {
                let thing = Thing::plan(price.product_id.get());
                offers.push(Offer {
                    product: price.product_id,
                    name: price.name.clone(),
                    members: access::count_holders(tx, thing, tx.now()).await?,
                    prices: vec![price],
                });
            }
        }
    }
    Ok(offers)
}

/// What is on sale and opens a gate: the plans that it names, and those that open what it names.
///
/// # Errors
/// When the database fails.
pub async fn offers_for(tx: &Tx, gate: &Gate) -> Outcome<Vec<Offer>> {
    let plans = access::plan::opening(tx, &gate.any_of).await?;
    let mut offers = on_sale(tx).await?;
    offers.retain(|offer| plans.contains(&offer.product.plan()));
    Ok(offers)
}

/// Whether a member held one of these before: to them it is a renewal.
///
/// # Errors
/// When the database fails.
pub async fn held_before(tx: &Tx, member: MemberId, offers: &[Offer]) -> Outcome<bool> {
    if offers.is_empty() {
        return Ok(false);
    }
    let plans: Vec<i64> = offers.iter().map(|offer| offer.product.get()).collect();
    access::ever_held(tx, member, ThingKind::Plan, &plans).await
}

/// How prices are put into words.
#[derive(Debug, Clone, Copy)]
pub struct PriceWords {
    t: Texts,
}

impl PriceWords {
    /// In a language.
    #[must_use]
    pub const fn of(locale: Locale) -> Self {
        Self { t: Texts::new(locale) }
    }

    /// "One year".
    #[must_use]
    pub fn name(&self, term: Term) -> &'static str {
        match term {
            Term::Month => self.t.term_month(),
            Term::Year => self.t.term_year(),
        }
    }

    /// "/year".
    #[must_use]
    pub fn per(&self, term: Term) -> &'static str {
        match term {
            Term::Month => self.t.per_month(),
            Term::Year => self.t.per_year(),
        }
    }

    /// What a year comes to by the month, and what it saves against twelve single months.
    #[must_use]
    pub fn sub(&self, price: &PriceRow, all: &[PriceRow]) -> Option<String> {
        if price.term == Term::Month {
            return Some(self.t.no_renewal().to_owned());
        }
        let monthly = Money::new(price.amount_minor / 12, price.currency).short();
        let single = all.iter().find(|other| {
            other.product_id == price.product_id
                && other.term == Term::Month
                && other.currency == price.currency
        });
        let saved = single
            .map(|month| month.amount_minor.saturating_mul(12) - price.amount_minor)
            .filter(|saved| *saved > 0);
        Some(match saved {
            Some(saved) => {
                self.t.by_month_saves(&monthly, Money::new(saved, price.currency).short())
            }
            None => self.t.by_month(&monthly),
        })
    }

    /// The prices of an offer as a choice, the longest term chosen.
    #[must_use]
    pub fn choice(&self, offers: &[Offer]) -> PlanChoice {
        let several = offers.len() > 1;
        let mut options: Vec<PlanOption> = Vec::new();
        for offer in offers {
            for price in offer.prices.iter().rev() {
                let term = self.name(price.term);
                options.push(PlanOption {
                    value: price.id.to_string(),
                    name: if several { format!("{} · {term}", offer.name) } else { term.into() },
                    amount: price.amount().short(),
                    per: self.per(price.term).to_owned(),
                    sub: self.sub(price, &offer.prices),
                    best: None,
                    checked: options.is_empty(),
                });
            }
        }
        options.truncate(4);
        PlanChoice {
            field: "price",
            legend: self.t.choose_plan().to_owned(),
            hide_legend: true,
            options,
        }
    }
}

/// The card that opens something: its heading and lines say what is locked, its form leads to
/// checkout and from there back to `back`. Whoever held it before is asked to renew. None while
/// nothing on sale opens it.
#[must_use]
pub fn card(
    app: &App,
    viewer: &Viewer,
    (offers, renews): (&[Offer], bool),
    (heading, lead): (String, Option<String>),
    (opens, back): (Vec<String>, &str),
) -> Option<web::OfferView> {
    let first = offers.first()?;
    let t = Texts::new(viewer.locale);
    let members: i64 = offers.iter().map(|offer| offer.members).sum();
    let days = app.settings().refund_days;
    Some(web::OfferView {
        t: web::Texts::new(viewer.locale),
        heading,
        lead,
        action: "/join".to_owned(),
        hidden: vec![("back".to_owned(), crate::checkout::seal_back(app, back))],
        plans: PriceWords::of(viewer.locale).choice(offers),
        opens,
        join: match (offers, renews) {
            ([_], false) => t.join_plan(&first.name),
            (_, false) => t.join().to_owned(),
            ([_], true) => t.renew_plan(&first.name),
            (_, true) => t.renew_any().to_owned(),
        },
        notes: vec![t.refund_note(days), t.no_renewal().to_owned()],
        sign_in: viewer.member.is_none().then(|| web::with_back(web::SIGN_IN, back)),
        proof: (members > 0).then(|| t.proof(members)),
    })
}
