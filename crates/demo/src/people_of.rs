//! The team and the members, each with a time of joining and a way through the community.

pub(crate) mod ends;

use db::{Origin, Tx};
use indicatif::ProgressBar;
use kernel::{Id as _, Locale, MemberId, Outcome, Ts};
use mail::Address;
use people::code::check::Proven;
use people::handle::Handle;
use people::join::{Beginning, begin};
use people::member::number;
use people::member::store::{self as members, Profile};
use web::{App, Role};

use crate::bank::names::{BIOS_EN, BIOS_ZH, ENGLISH, FAMILY, GIVEN, PLACES_EN, PLACES_ZH};
use crate::dice::Dice;
use crate::shop::detours::{DETOURS, Detour};
use crate::shop::{self, Shelf};
use crate::{end, start};

/// How many join besides the team.
const MEMBERS: i64 = 500;
/// Days before the end in which nobody buys but those whom one can be, see [`lately`](crate::lately).
const QUIET_DAYS: i64 = 2;
/// Of those who pay nothing, every so-manieth comes to an end of another kind.
const SPECIAL: usize = 6;

/// Where a member has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Unconfirmed,
    Free,
    Monthly,
    Yearly,
    Lapsed,
    Refunded,
    Locked,
    /// Given the membership by the team.
    Granted,
    /// Has asked for deletion and can still take it back.
    Leaving,
    Closed,
    Erased,
}

/// A member of the demonstration.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: MemberId,
    pub(crate) locale: Locale,
    pub(crate) way: Way,
    pub(crate) joined_at: Ts,
}

/// The team.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    pub(crate) team: Vec<(MemberId, &'static str, &'static str)>,
}

impl Cast {
    /// The member who has a part.
    pub(crate) fn of(&self, part: &str) -> MemberId {
        let found = self.team.iter().find(|(_, _, known)| *known == part).or(self.team.first());
        found.map_or_else(|| MemberId::from_i64(0), |(id, _, _)| *id)
    }

    /// Who one can sign in as: the team, and the first member of three kinds.
    pub(crate) fn personas(&self, members: &[Person]) -> Vec<(MemberId, &'static str)> {
        let team = self.team.iter().map(|(id, _, part)| (*id, *part));
        let first = |way: Way| members.iter().find(|person| person.way == way);
        let kinds = [("paying", Way::Yearly), ("lapsed", Way::Lapsed), ("free", Way::Free)];
        let others = kinds.into_iter().filter_map(|(part, way)| Some((first(way)?.id, part)));
        team.chain(others).collect()
    }
}

/// Handle, name, part, role, bio.
type Part = (&'static str, &'static str, &'static str, Role, &'static str);

const TEAM: [Part; 5] = [
    (
        "linjianshan",
        "林见山",
        "owner",
        Role::Owner,
        "见山社发起人。做过十年搜索，现在只写自己跑通过的东西。",
    ),
    (
        "emma_wright",
        "Emma Wright",
        "editor",
        Role::Editor,
        "Edits what members write until it says what they mean.",
    ),
    ("zhouhe", "周禾", "moderator", Role::Moderator, "版主。先看证据，再看观点。"),
    (
        "guqingyuan",
        "顾清源",
        "instructor",
        Role::Instructor,
        "评测与检索方向的讲师，主持每周答疑。",
    ),
    (
        "sam_ortiz",
        "Sam Ortiz",
        "support",
        Role::Support,
        "Ask me about orders, invoices and anything that is stuck.",
    ),
];

/// Lets the team join on the first day.
pub(crate) async fn team(app: &App, hash: &str) -> Outcome<Cast> {
    let hash = hash.to_owned();
    let team = app
        .db()
        .tx(async move |tx| {
            tx.origin(Origin::Seed);
            let mut team = Vec::new();
            for (handle, name, part, role, bio) in TEAM {
                let locale = if name.is_ascii() { Locale::En } else { Locale::ZhCn };
                let id = enter(tx, (handle, name), locale, Some(&hash), None).await?;
                own(tx, id, handle).await?;
                confirm(tx, id).await?;
                members::update_profile(tx, id, &Profile { name, bio, location: "" }).await?;
                people::role::give(tx, None, id, role).await?;
                team.push((id, handle, part));
            }
            Ok(team)
        })
        .await?;
    Ok(Cast { team })
}

async fn enter(
    tx: &mut Tx,
    (handle, name): (&str, &str),
    locale: Locale,
    hash: Option<&str>,
    at: Option<Ts>,
) -> Outcome<MemberId> {
    let beginning = Beginning {
        handle: Some(Handle::parse(handle)?),
        name: Some(name.to_owned()),
        password: hash.map(str::to_owned),
        locale,
        way: "register",
        at,
        origin: Origin::Seed,
        ..Beginning::default()
    };
    Ok(begin(tx, &beginning).await?.id)
}

/// Gives a member an address of their own.
pub(crate) async fn own(tx: &mut Tx, id: MemberId, handle: &str) -> Outcome<()> {
    let address = Address::parse(&format!("{handle}@example.org"))?;
    people::address::confirm::own(tx, id, &Proven::without_code(&address, id)).await
}

async fn confirm(tx: &mut Tx, id: MemberId) -> Outcome<()> {
    members::update_confirmed(tx, id, true).await?;
    number::give(tx, id).await?;
    members::update_privacy(tx, id, true, "everyone").await
}

fn way(dice: &mut Dice) -> Way {
    match dice.below(100) {
        0..8 => Way::Unconfirmed,
        8..45 => Way::Free,
        45..60 => Way::Monthly,
        60..80 => Way::Yearly,
        80..92 => Way::Lapsed,
        92..95 => Way::Refunded,
        95..97 => Way::Locked,
        _ => Way::Erased,
    }
}

/// Somebody who has not joined yet.
#[derive(Debug, Clone)]
pub(crate) struct Newcomer {
    handle: String,
    name: String,
    locale: Locale,
    pub(crate) way: Way,
    pub(crate) at: Ts,
    bio: &'static str,
    place: &'static str,
}

pub(crate) fn newcomers(dice: &mut Dice, members: i64, way: fn(&mut Dice) -> Way) -> Vec<Newcomer> {
    let (days, mut list) = (end().since(start()) / 86_400_000_000, Vec::new());
    for n in 0..members {
        let (way, chinese) = (way(dice), dice.chance(62));
        // Those who lapsed joined early enough for a month to be over.
        let last = if way == Way::Lapsed { days - 90 } else { days - 2 };
        let day = (n * (last - 2) / members).max(1);
        let at = start().plus_days(day).plus_minutes(dice.between(0, 1439));
        let (name, handle) = if chinese {
            let (family, spelled) = dice.pick(&FAMILY).copied().unwrap_or_default();
            let (given, sound) = dice.pick(&GIVEN).copied().unwrap_or_default();
            (format!("{family}{given}"), format!("{spelled}_{sound}{n}"))
        } else {
            let first = dice.word(&ENGLISH);
            let place = dice.word(&["codes", "writes", "builds", "reads", "ml", "lab"]);
            (
                first.to_owned(),
                format!("{}_{place}{n}", first.to_ascii_lowercase().replace(' ', "_")),
            )
        };
        let locale = if chinese { Locale::ZhCn } else { Locale::En };
        let bio =
            if dice.chance(45) { "" } else { dice.word(if chinese { &BIOS_ZH } else { &BIOS_EN }) };
        let place = dice.word(if chinese { &PLACES_ZH } else { &PLACES_EN });
        list.push(Newcomer { handle, name, locale, way, at, bio, place });
    }
    list.sort_by_key(|one| one.at);
    list
}

/// What happens on one day to one member.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
    Join(usize),
    Buy(usize, bool),
    Refund(usize),
    Detour(usize, Detour),
}

/// Everything that members do with the shop, in the order of time.
pub(crate) fn acts(dice: &mut Dice, list: &[Newcomer]) -> Vec<(Ts, Act)> {
    let mut acts = Vec::new();
    for (at, one) in list.iter().enumerate() {
        acts.push((one.at, Act::Join(at)));
        let soon = one.at.plus_minutes(dice.between(3, 2000));
        match one.way {
            Way::Yearly => {
                // A year that still runs on the last day.
                let year_ago = end().plus_days(-350);
                let first = soon.max(year_ago.plus_days(dice.between(1, 200)));
                acts.push((first.min(end().plus_days(-1)), Act::Buy(at, true)));
            }
            Way::Monthly => {
                let mut month = soon;
                while month < end().plus_days(-1) {
                    acts.push((month, Act::Buy(at, false)));
                    month = month.plus_days(29);
                }
            }
            Way::Lapsed => {
                let months = dice.between(1, 2);
                for month in 0..months {
                    acts.push((soon.plus_days(month * 29), Act::Buy(at, false)));
                }
            }
            Way::Refunded => {
                acts.push((soon, Act::Buy(at, true)));
                acts.push((soon.plus_days(dice.between(1, 6)), Act::Refund(at)));
            }
            Way::Unconfirmed
            | Way::Free
            | Way::Locked
            | Way::Granted
            | Way::Leaving
            | Way::Closed
            | Way::Erased => {}
        }
    }
    acts.retain(|(at, _)| *at < end());
    acts.sort_by_key(|(at, _)| *at);
    acts
}

/// Sends some of those who pay nothing a way of their own; the first of them is whom one can be.
fn part_ways(list: &mut [Newcomer]) {
    let free = list.iter_mut().filter(|one| one.way == Way::Free);
    for (number, one) in free.skip(SPECIAL).step_by(SPECIAL).enumerate() {
        one.way = match number % 6 {
            0 | 3 => Way::Granted,
            1 | 4 => Way::Leaving,
            2 => Way::Closed,
            _ => Way::Free,
        };
    }
}

/// When who takes which detour: one in a month, none of them by the first who pays nothing.
fn detours(list: &[Newcomer]) -> Vec<(Ts, Act)> {
    let last = end().plus_days(-QUIET_DAYS);
    let room = last.since(start()) / 1_000_000 / 3_600;
    let free = list.iter().enumerate().filter(|(_, one)| one.way == Way::Free).skip(2);
    let (mut acts, mut due) = (Vec::new(), start().plus_days(40));
    let step = room * 9 / 10 / i64::try_from(DETOURS.len()).unwrap_or(1);
    for (at, one) in free.step_by(4) {
        let Some(detour) = DETOURS.get(acts.len()) else { break };
        acts.push((one.at.plus_hours(7).max(due), Act::Detour(at, *detour)));
        due = due.plus_hours(step);
    }
    acts.retain(|(at, _)| *at < last);
    acts
}

/// What happens here: everything but the last days.
fn history(dice: &mut Dice, list: &[Newcomer]) -> Vec<(Ts, Act)> {
    let mut acts = acts(dice, list);
    let last = end().plus_days(-QUIET_DAYS);
    acts.retain(|(at, act)| *at < last || matches!(act, Act::Join(_)));
    acts.extend(detours(list));
    acts.sort_by_key(|(at, _)| *at);
    acts
}

/// Lets everybody join, buy and ask for money back, each at their own time.
pub(crate) async fn join(
    app: &App,
    dice: &mut Dice,
    cast: &Cast,
    (hash, shelf): (&str, Shelf),
    bar: &ProgressBar,
) -> Outcome<Vec<Person>> {
    let mut list = newcomers(dice, MEMBERS, way);
    part_ways(&mut list);
    let mut people: Vec<Option<Person>> = vec![None; list.len()];
    let mut orders = vec![None; list.len()];
    for (at, act) in history(dice, &list) {
        move_to(app, at);
        match act {
            Act::Join(n) => {
                let Some(new) = list.get(n) else { continue };
                bar.inc(1);
                if let Some(place) = people.get_mut(n) {
                    *place = Some(arrive(app, new, hash).await?);
                }
            }
            Act::Buy(n, yearly) => {
                let Some(Some(person)) = people.get(n) else { continue };
                bar.inc(1);
                let order = shop::buy(app, person, shelf, yearly).await?;
                if let Some(place) = orders.get_mut(n) {
                    *place = Some(order);
                }
            }
            Act::Refund(n) => {
                if let Some(Some(order)) = orders.get(n) {
                    shop::refund(app, cast, *order).await?;
                }
            }
            Act::Detour(n, detour) => {
                let Some(Some(person)) = people.get(n) else { continue };
                shop::detours::take(app, cast, (person, shelf), detour).await?;
            }
        }
    }
    Ok(people.into_iter().flatten().collect())
}

/// Moves the demonstration's clock forward.
pub(crate) fn move_to(app: &App, at: Ts) {
    let left = at.since(app.db().clock().now()) / 1_000_000;
    if left > 0 {
        app.db().clock().advance(left);
    }
}

async fn arrive(app: &App, new: &Newcomer, hash: &str) -> Outcome<Person> {
    let (new, hash) = (new.clone(), hash.to_owned());
    let db = app.db().marked(Origin::Seed);
    db.tx(async move |tx| settle_in(tx, &new, &hash).await).await
}

/// Writes a new member at their own time.
pub(crate) async fn settle_in(tx: &mut Tx, new: &Newcomer, hash: &str) -> Outcome<Person> {
    let (way, joined_at) = (new.way, new.at);
    tx.occurring(joined_at);
    let hash = (way != Way::Erased).then_some(hash);
    let id = enter(tx, (&new.handle, &new.name), new.locale, hash, Some(joined_at)).await?;
    let profile = Profile { name: &new.name, bio: new.bio, location: new.place };
    members::update_profile(tx, id, &profile).await?;
    if way != Way::Unconfirmed {
        confirm(tx, id).await?;
    }
    Ok(Person { id, locale: new.locale, way, joined_at })
}
