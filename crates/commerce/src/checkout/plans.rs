//! Choosing a plan; whoever holds one is told until when, and what a renewal brings.

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{MemberId, Outcome, Ts, Zone};
use web::{App, Query, Reply, Viewer};

use super::page::{Asked, LinkedPrice, checkout_path, linked};
use super::standing::{self, Standing, UnpaidView};
use crate::Texts;
use crate::product::{Offer, PriceRow, PriceWords, on_sale};
use crate::provider::Providers;

struct PlanView {
    offer: Offer,
    prices: Vec<LinkedPrice>,
    members: Option<String>,
    holds: Option<String>,
}

#[derive(Template)]
#[template(path = "commerce/join.html")]
struct JoinPage {
    shell: web::Shell,
    t: Texts,
    lead: &'static str,
    plans: Vec<PlanView>,
    facts: Vec<String>,
    unpaid: Option<UnpaidView>,
}

/// The plans on sale; with a price already chosen, on to its checkout.
///
/// # Errors
/// When the database fails.
pub async fn choose(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Reply {
    let back = asked.back.unwrap_or_default();
    if let Some(price) = asked.price {
        return web::see_other(&checkout_path(price, &back));
    }
    let (member, zone) = (viewer.id(), app.settings().zone.clone());
    let cut = zone.clone();
    let (offers, unpaid) = app
        .db()
        .read(async move |tx| {
            let mut offers = Vec::new();
            for offer in on_sale(tx).await? {
                offers.push(stand(tx, member, offer, &cut).await?);
            }
            Ok((offers, standing::unpaid(tx, member).await?))
        })
        .await?;
    let (t, words) = (Texts::new(viewer.locale), PriceWords::of(viewer.locale));
    let day = |until: Ts| standing::last_day(until, app.now(), &zone, viewer.locale);
    let renews = offers.iter().any(|stood| stood.standing != Standing::Outside);
    let plan = |stood: Stood| plan(&words, stood, (t, &back), day);
    let settings = app.settings();
    let ways = app.part::<Providers>().offered(&settings, &viewer.origin);
    let title = t.join_title(&settings.name);
    let url = format!("{}/join", settings.address(&viewer.origin));
    let shell = app.shell(&viewer).title(title).public(t.join_lead(), url).back("/join").plain();
    web::html(&JoinPage {
        shell: shell.build(),
        lead: if renews { t.join_lead_renews() } else { t.join_lead() },
        plans: offers.into_iter().map(plan).collect(),
        facts: vec![t.refund_note(settings.refund_days), t.no_renewal().to_owned()],
        unpaid: unpaid.map(|order| UnpaidView::of(order, ways, viewer.locale)),
        t,
    })
}

/// An offer, and how somebody stands to it: until when they would hold it by each of its prices.
struct Stood {
    offer: Offer,
    standing: Standing,
    ends: Vec<Option<Ts>>,
}

async fn stand(tx: &Tx, member: Option<MemberId>, offer: Offer, zone: &Zone) -> Outcome<Stood> {
    let standing = standing::of(tx, member, offer.product, zone).await?;
    let mut ends = Vec::with_capacity(offer.prices.len());
    if standing != Standing::Outside {
        for price in &offer.prices {
            ends.push(standing::next_end(tx, member, price, zone).await?);
        }
    }
    Ok(Stood { offer, standing, ends })
}

fn plan(
    words: &PriceWords,
    Stood { offer, standing, ends }: Stood,
    (t, back): (Texts, &str),
    day: impl Fn(Ts) -> String,
) -> PlanView {
    let price = |(place, price): (usize, &PriceRow)| {
        let until = ends.get(place).copied().flatten();
        let linked = linked(words, price, &offer.prices, back);
        let sub = until.map(|until| t.then_until(day(until))).or(linked.sub);
        LinkedPrice { sub, ..linked }
    };
    let prices = if standing == Standing::ForEver {
        Vec::new()
    } else {
        offer.prices.iter().enumerate().rev().map(price).collect()
    };
    PlanView {
        prices,
        members: (offer.members > 0).then(|| t.proof(offer.members)),
        holds: standing.says(t, &day),
        offer,
    }
}
