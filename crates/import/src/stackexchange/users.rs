//! Users become unclaimed members: no address, no credential, their own name and time.

use std::sync::Arc;

use db::{Origin, Past, Tx};
use kernel::{Id as _, Locale, MemberId, Outcome, Ts};
use people::MemberJoined;
use people::handle::store as handles;
use people::member::store::{self as members, NewMember, Profile};
use people::profile::{BIO_MAX, LOCATION_MAX, parse_links, store as profiles};

use super::html::Converter;
use super::names::Names;
use super::row::{Row, Rows};
use super::shape::Shape;
use super::{BATCH, Import, threads};
use crate::keys::{Placed, store};

/// The kind of their keys and in the report.
pub(super) const KIND: &str = "users";

/// A person to be placed.
struct Person {
    key: String,
    name: String,
    handle: String,
    bio: String,
    about: String,
    location: String,
    links: String,
    created_at: Option<Ts>,
}

/// Places everybody who stands in the dump.
pub(super) async fn place(import: &mut Import<'_>) -> Outcome<()> {
    let mut names = names(import).await?;
    let mut rows = Rows::open(&import.dir, "Users")?;
    loop {
        let batch = rows.batch(BATCH)?;
        if batch.is_empty() {
            return Ok(());
        }
        let mut fresh = Vec::new();
        for row in batch {
            import.bar.inc(1);
            if import.keys.has(KIND, row.id()) {
                import.report.known(KIND);
            } else {
                import.report.placed(KIND);
                fresh.push(row);
            }
        }
        let fresh = threads::map(fresh, |row| Ok((bio(&row)?, row))).await?;
        let people = fresh.into_iter().map(|(bio, row)| person(&row, bio, &mut names)).collect();
        write(import, people).await?;
    }
}

/// Places those who wrote and whose account is gone: their name is all that is left of them.
pub(super) async fn place_named(import: &mut Import<'_>, shape: &Shape) -> Outcome<()> {
    let mut names = names(import).await?;
    let mut people = Vec::new();
    for (number, (key, shown, at)) in shape.named.iter().enumerate() {
        if import.keys.has(KIND, key) {
            continue;
        }
        let fallback = format!("se_gone{number}");
        let name = names.name(shown, &fallback);
        let handle = names.handle(&name, &fallback);
        let (bio, about, location) = (String::new(), String::new(), String::new());
        let (key, created_at, links) = (key.clone(), *at, "[]".to_owned());
        people.push(Person { key, name, handle, bio, about, location, links, created_at });
    }
    write(import, people).await
}

async fn names(import: &Import<'_>) -> Outcome<Names> {
    let (names, handles) = import
        .db
        .read(async move |tx| Ok((store::list_names(tx).await?, store::list_handles(tx).await?)))
        .await?;
    Ok(Names::new(names, handles))
}

/// What somebody says about themselves, as plain text.
fn bio(row: &Row) -> Outcome<String> {
    let about = row.text("AboutMe");
    if about.trim().is_empty() {
        return Ok(String::new());
    }
    let plain = text::plain(&Converter::new().markdown(about)?);
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(line.chars().take(BIO_MAX).collect())
}

fn person(row: &Row, bio: String, names: &mut Names) -> Person {
    let key = row.id().to_owned();
    let fallback = match key.strip_prefix('-') {
        Some(number) => format!("se_system{number}"),
        None => format!("se{key}"),
    };
    let name = names.name(row.text("DisplayName"), &fallback);
    let links = parse_links(row.text("WebsiteUrl")).unwrap_or_default();
    let location = row.text("Location").split_whitespace().collect::<Vec<_>>().join(" ");
    Person {
        handle: names.handle(row.text("DisplayName"), &fallback),
        location: location.chars().take(LOCATION_MAX).collect(),
        links: serde_json::to_string(&links).unwrap_or_else(|_never| "[]".to_owned()),
        about: row.text("AboutMe").to_owned(),
        created_at: row.time("CreationDate"),
        key,
        name,
        bio,
    }
}

async fn write(import: &mut Import<'_>, people: Vec<Person>) -> Outcome<()> {
    if people.is_empty() {
        return Ok(());
    }
    let source = Arc::clone(&import.source);
    let placed = import.db.tx(async move |tx| insert(tx, &source, &people).await).await?;
    import.keys.learn(placed);
    Ok(())
}

async fn insert(tx: &mut Tx, source: &str, people: &[Person]) -> Outcome<Vec<Placed>> {
    tx.origin(Origin::Import);
    let (mut placed, mut sources, mut joined) = (Vec::new(), Vec::new(), Vec::new());
    for person in people {
        let id: MemberId = tx.new_id();
        let at = person.created_at.unwrap_or(tx.now());
        let new = NewMember {
            id,
            handle: &person.handle,
            name: &person.name,
            locale: Locale::En,
            origin: Origin::Import.word(),
            created_at: at,
        };
        members::insert(tx, &new).await?;
        handles::insert(tx, &person.handle, id, at).await?;
        let (name, bio, location) = (&person.name, &person.bio, &person.location);
        if !bio.is_empty() || !location.is_empty() {
            members::update_profile(tx, id, &Profile { name, bio, location }).await?;
        }
        if person.links != "[]" {
            profiles::update_links(tx, id, &person.links).await?;
        }
        if !person.about.is_empty() {
            sources.push((KIND, person.key.clone(), person.about.clone()));
        }
        placed.push((KIND, person.key.clone(), id.get()));
        let event = MemberJoined { member: id, way: "import".to_owned() };
        joined.push(Past { event, actor: Some(id.get()), occurred_at: at });
    }
    tx.announce_past(joined).await?;
    store::insert(tx, source, &placed).await?;
    store::insert_sources(tx, source, &sources).await?;
    Ok(placed)
}
