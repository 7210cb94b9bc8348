//! Badges become a list on the profile of who earned them: gold first, equal ones counted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel::{Fault, Id as _, MemberId, Outcome};
use people::profile::store as profiles;

use super::row::Rows;
use super::{Import, users};
use crate::keys::{Placed, store};

/// The kind of their keys and in the report.
pub(super) const KIND: &str = "badges";
/// How many members one transaction gives their list.
const MEMBERS: usize = 500;

/// How many of each badge somebody has, by class (1 gold, 2 silver, 3 bronze) and name.
type Earned = BTreeMap<(i64, String), u32>;

/// Places the badges.
pub(super) async fn place(import: &mut Import<'_>) -> Outcome<()> {
    let (mut earned, mut fresh) = (HashMap::<i64, Earned>::new(), BTreeMap::new());
    let mut rows = Rows::open(&import.dir, "Badges")?;
    loop {
        let batch = rows.batch(1000)?;
        if batch.is_empty() {
            break;
        }
        for row in batch {
            import.bar.inc(1);
            let Some(member) = import.keys.find(users::KIND, row.text("UserId")) else {
                import.report.unplaced(KIND, row.id(), "its member is not among the users");
                continue;
            };
            let badge = (row.number("Class"), row.text("Name").to_owned());
            *earned.entry(member).or_default().entry(badge).or_default() += 1;
            if import.keys.has(KIND, row.id()) {
                import.report.known(KIND);
            } else {
                import.report.placed(KIND);
                let placed: &mut Vec<Placed> = fresh.entry(member).or_default();
                placed.push((KIND, row.id().to_owned(), member));
            }
        }
    }
    let mut lists = Vec::new();
    for (member, placed) in fresh {
        let list = earned.get(&member).map(words).unwrap_or_default();
        let list = serde_json::to_string(&list)
            .map_err(|e| Fault::broken("writing a list of badges", e))?;
        lists.push((MemberId::from_i64(member), list, placed));
    }
    for part in lists.chunks(MEMBERS) {
        let (source, part) = (Arc::clone(&import.source), part.to_vec());
        import
            .db
            .tx(async move |tx| {
                for (member, list, placed) in &part {
                    profiles::update_badges(tx, *member, list).await?;
                    store::insert(tx, &source, placed).await?;
                }
                Ok(())
            })
            .await?;
    }
    for (_, _, placed) in lists {
        import.keys.learn(placed);
    }
    Ok(())
}

fn words(earned: &Earned) -> Vec<String> {
    let word = |((_, name), count): (&(i64, String), &u32)| {
        if *count > 1 { format!("{name} × {count}") } else { name.clone() }
    };
    earned.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_stands_first_and_equal_badges_are_counted() {
        let earned = Earned::from([((3, "Editor".into()), 1), ((1, "Famous".into()), 2)]);
        assert_eq!(words(&earned), ["Famous × 2", "Editor"]);
    }
}
