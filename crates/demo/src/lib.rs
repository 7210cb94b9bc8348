//! A community that looks lived in, made from one seed: a team, members in every state, spaces,
//! posts in Chinese and English, orders and refunds in the sandbox's books.
//!
//! `seed(&app, &bar).await?` on an empty database whose clock is set to [`start`]; the clock is
//! moved to [`end`] by it, so that everything carries its own time.
#![deny(missing_docs)]

mod bank;
mod dice;
mod drawing;
mod large;
mod lately;
mod load;
mod people_of;
mod persona;
mod shop;
mod spaces;
mod write;

use db::{Origin, args, sql};
use indicatif::ProgressBar;
use kernel::{Fault, MemberId, Outcome, Ts};
use serde_json::json;
use web::App;

use dice::Dice;
use people_of::{Cast, Person};
use shop::Shelf;
use spaces::Spaces;

pub use large::{Scale, seed_scaled};
pub use load::{SignedIn, sign_in};
pub use persona::{Persona, Personas, routes};

/// The password of every persona.
pub const PASSWORD: &str = "lamp orbit plum garden";
/// How many posts the small seed writes.
const POSTS: usize = 2000;
/// What all choices begin with.
const SEED: u64 = 20_250_522;
/// The last instant of the demonstration: 2026-11-22 00:00 UTC.
const END_S: i64 = 1_795_305_600;
/// Days from its first to its last instant: eighteen months.
const DAYS: i64 = 548;

/// The first instant of the demonstration, in µs since 1970 UTC.
#[must_use]
pub const fn start() -> Ts {
    end().plus_days(-DAYS)
}

/// The last instant of the demonstration.
#[must_use]
pub const fn end() -> Ts {
    Ts::from_micros(END_S * 1_000_000)
}

/// What a seed has made.
#[derive(Debug, Clone)]
pub struct Seeded {
    /// Who one can sign in as.
    pub personas: Personas,
    /// How many rows of all tables were written, where that was counted.
    pub rows: usize,
    people: Vec<Person>,
}

async fn refuse_inhabited(app: &App) -> Outcome<()> {
    let found = app
        .db()
        .read(async |tx| {
            tx.one::<i64>(sql!("SELECT id FROM members WHERE id > 0 LIMIT 1"), args![]).await
        })
        .await?;
    if found.is_some() { Err(Fault::Conflict("demo.not_empty")) } else { Ok(()) }
}

/// Fills an empty database by hand-made choices: 500 members, 2,000 posts.
///
/// # Errors
/// `Conflict` with `demo.not_empty` when somebody is a member already; when the database fails.
pub async fn seed(app: &App, password_hash: String, bar: &ProgressBar) -> Outcome<Seeded> {
    refuse_inhabited(app).await?;
    bar.set_length(u64::try_from(POSTS).unwrap_or(0) + 1000);
    let mut dice = Dice::new(SEED);
    let (cast, product, spaces) = found(app, &password_hash).await?;
    let members = people_of::join(app, &mut dice, &cast, (&password_hash, product), bar).await?;
    write::all(app, &mut dice, &spaces, (&cast, &members), bar).await?;
    people_of::ends::address(app, &members).await?;
    people_of::ends::settle(app, (&cast, product), &members).await?;
    lately::happen(app, (&cast, product, &spaces), &members).await?;
    app.db().tx(async |tx| tx.analyze().await).await?;
    bar.finish_and_clear();
    persona::keep(app, cast.personas(&members)).await?;
    let personas = Personas::load(app.db()).await?;
    Ok(Seeded { personas, people: members, rows: 0 })
}

/// What every demonstration begins with: settings, the team, what is sold, and the spaces.
async fn found(app: &App, password_hash: &str) -> Outcome<(Cast, Shelf, Spaces)> {
    settings(app).await?;
    let cast = people_of::team(app, password_hash).await?;
    let product = shop::open(app, &cast).await?;
    let spaces = spaces::open(app, &cast, product).await?;
    shop::opens(app, product, &spaces).await?;
    Ok((cast, product, spaces))
}

async fn settings(app: &App) -> Outcome<()> {
    app.db()
        .tx(async |tx| {
            tx.origin(Origin::Seed);
            for (key, value) in [
                ("name", json!("见山社")),
                ("mark", json!("山")),
                ("tagline", json!("把 AI 用进真实工作的人 · People who put AI to work")),
                ("description", json!("工程师、研究者和产品人在这里交换做成与做砸的经验：检索、评测、智能体与成本。中英双语。")),
                ("demo", json!(true)),
                ("sandbox", json!(true)),
            ] {
                site::settings::change(tx, None::<MemberId>, key, &value).await?;
            }
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_spans_eighteen_months_before_a_fixed_day() {
        assert_eq!(end().to_string(), "2026-11-22T00:00:00Z");
        assert_eq!(end().since(start()) / 1_000_000 / 86_400, DAYS);
    }
}
