//! Orders that did not go straight: given up, run out, refused, short of a yuan, paid twice, late.

use commerce::order::{self, OrderRow};
use commerce::payment;
use commerce::provider::Told;
use commerce::sandbox::{NAME, Outcomes};
use db::{Db, Origin};
use kernel::Outcome;
use web::App;

use super::{Shelf, begin, give_back, pay, place};
use crate::people_of::{Cast, Person, move_to};

/// What became of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detour {
    /// The buyer gave it up.
    GivenUp,
    /// Nobody paid it in time.
    RunOut,
    /// The payment was refused, and the buyer left it at that.
    Refused,
    /// The payment was refused, and the next one went through.
    SecondTry,
    /// Another amount came: the team decides.
    WrongAmount,
    /// The refused payment came after all, beside the one that settled the order.
    Twice,
    /// The money came two days late, and goes back.
    Late,
    /// Part of the money went back.
    PartBack,
    /// It can still be paid.
    Open,
}

/// In the order in which those come who take them; some happen more often than others.
pub(crate) const DETOURS: [Detour; 16] = [
    Detour::RunOut,
    Detour::GivenUp,
    Detour::SecondTry,
    Detour::Refused,
    Detour::RunOut,
    Detour::PartBack,
    Detour::WrongAmount,
    Detour::RunOut,
    Detour::Late,
    Detour::GivenUp,
    Detour::PartBack,
    Detour::Twice,
    Detour::RunOut,
    Detour::WrongAmount,
    Detour::Refused,
    Detour::PartBack,
];

/// Lets somebody take a detour, now.
pub(crate) async fn take(
    app: &App,
    cast: &Cast,
    (person, shelf): (&Person, Shelf),
    detour: Detour,
) -> Outcome<()> {
    let db = app.db().marked(Origin::Seed);
    let order = place(&db, person, shelf, detour == Detour::PartBack).await?;
    match detour {
        Detour::Open => {}
        Detour::GivenUp => {
            let (member, no) = (person.id, order.no.clone());
            db.tx(async move |tx| order::cancel(tx, member, &no).await).await.map(drop)?;
        }
        Detour::RunOut => run_out(app, &db).await?,
        Detour::Refused => {
            let reference = begin(app, &db, order.id).await?;
            pay(app, &db, &reference, Outcomes::Failure).await?;
            run_out(app, &db).await?;
        }
        Detour::WrongAmount => {
            let reference = begin(app, &db, order.id).await?;
            pay(app, &db, &reference, Outcomes::WrongAmount).await?;
        }
        Detour::SecondTry => drop(second_try(app, &db, &order).await?),
        Detour::Twice => twice(app, &db, &order).await?,
        Detour::Late => late(app, &db, &order).await?,
        Detour::PartBack => {
            let reference = begin(app, &db, order.id).await?;
            pay(app, &db, &reference, Outcomes::Success).await?;
            let back = (Some(9_800), "停站维护两天，按约定退两个月里的一部分");
            give_back(app, cast, order.id, back).await?;
        }
    }
    Ok(())
}

/// Lets the time of orders pass and closes them.
async fn run_out(app: &App, db: &Db) -> Outcome<()> {
    move_to(app, app.now().plus_minutes(order::OPEN_MINUTES + 1));
    db.tx(async |tx| order::expire(tx).await).await.map(drop)
}

/// A refused payment, then one that settles; the reference of the refused one.
async fn second_try(app: &App, db: &Db, order: &OrderRow) -> Outcome<String> {
    let refused = begin(app, db, order.id).await?;
    pay(app, db, &refused, Outcomes::Failure).await?;
    let paid = begin(app, db, order.id).await?;
    pay(app, db, &paid, Outcomes::Success).await?;
    Ok(refused)
}

async fn twice(app: &App, db: &Db, order: &OrderRow) -> Outcome<()> {
    let refused = second_try(app, db, order).await?;
    tell(db, &refused, order).await
}

async fn late(app: &App, db: &Db, order: &OrderRow) -> Outcome<()> {
    let reference = begin(app, db, order.id).await?;
    run_out(app, db).await?;
    move_to(app, app.now().plus_hours(26));
    pay(app, db, &reference, Outcomes::Success).await
}

/// The provider says that the money of a payment is there.
async fn tell(db: &Db, reference: &str, order: &OrderRow) -> Outcome<()> {
    let amount = kernel::Money::new(order.amount_minor, order.currency);
    let transaction = format!("sbx-{reference}");
    payment::accept(db, NAME, reference, Told::Succeeded { transaction, amount }).await
}
