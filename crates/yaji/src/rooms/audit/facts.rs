//! What an event tells of itself: whom or what it was done to, and the small facts of it.

use std::collections::HashMap;

use db::{Origin, Recorded};
use kernel::{Locale, Money, Ts, Zone};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use web::{Cell, LinkView, Permission, Viewer};

use super::store::Named;
use crate::texts::Texts;

/// Fields of payloads that hold the id of something that has a name.
const NAMING: [&str; 7] = ["member", "into", "space", "order", "product", "entitlement", "refund"];

/// An event with its payload read.
pub(super) struct Told<'a> {
    pub(super) event: &'a Recorded,
    payload: Map<String, Value>,
}

impl<'a> From<&'a Recorded> for Told<'a> {
    fn from(event: &'a Recorded) -> Self {
        Self { event, payload: serde_json::from_str(&event.payload).unwrap_or_default() }
    }
}

impl Told<'_> {
    /// The ids of everything that it names.
    pub(super) fn ids(&self) -> impl Iterator<Item = i64> + '_ {
        let named = NAMING.iter().filter_map(|field| self.id(field));
        named.chain(self.event.actor).chain(self.event.subject).chain(self.thing())
    }

    fn word(&self, field: &str) -> Option<&str> {
        self.payload.get(field)?.as_str()
    }

    fn id(&self, field: &str) -> Option<i64> {
        kernel::decode_id(self.word(field)?).ok()
    }

    /// The id of what was given.
    fn thing(&self) -> Option<i64> {
        kernel::decode_id(self.payload.get("thing")?.get("id")?.as_str()?).ok()
    }

    fn value<T: DeserializeOwned>(&self, field: &str) -> Option<T> {
        serde_json::from_value(self.payload.get(field)?.clone()).ok()
    }

    /// What it was done to, as a link where the one who looks may open it.
    pub(super) fn whom(&self, names: &HashMap<i64, Named>, viewer: &Viewer) -> Cell {
        let find = |id: Option<i64>, kind: &str| {
            id.and_then(|id| names.get(&id)).filter(|one| one.kind == kind)
        };
        let link = |needs: Permission, href: String, one: &Named| {
            if viewer.may(needs) {
                Cell::Link(LinkView::new(href, one.word.clone()))
            } else {
                Cell::Text(one.word.clone())
            }
        };
        let subject = self.event.subject;
        if let Some(order) = find(self.id("order").or(subject), "order") {
            return link(Permission::OrdersRead, format!("/studio/orders/{}", order.word), order);
        }
        if let Some(post) = self.word("post") {
            let below = self.word("comment").map(|comment| format!("/c/{comment}"));
            let path = format!("/p/{post}{}", below.unwrap_or_default());
            let shown = self.word("comment").unwrap_or(post);
            return Cell::Link(LinkView::new(path, shown.to_owned()));
        }
        if let Some(member) = find(self.id("member").or(subject), "member") {
            return person(member, viewer);
        }
        if let Some(space) = find(self.id("space").or(subject), "space") {
            let path = format!("/studio/spaces/{}", kernel::encode_id(space.id));
            return link(Permission::SpacesManage, path, space);
        }
        match (find(self.id("product").or(subject), "product"), subject) {
            (Some(product), _) => {
                link(Permission::ProductsManage, "/studio/products".to_owned(), product)
            }
            (None, Some(id)) => Cell::Code(kernel::encode_id(id)),
            (None, None) => Cell::None,
        }
    }

    /// Its facts in words: what changed, how much, until when, why.
    pub(super) fn facts(
        &self,
        names: &HashMap<i64, Named>,
        (t, zone, locale): (Texts, &Zone, Locale),
    ) -> Cell {
        let mut facts: Vec<String> = Vec::new();
        for field in ["key", "kind", "visibility"] {
            facts.extend(self.word(field).map(str::to_owned));
        }
        let after = self.word("after").filter(|_| self.event.name == "member.role_changed");
        facts.extend(self.word("before").zip(after).map(|(from, to)| format!("{from} → {to}")));
        let given =
            self.thing().or_else(|| self.id("space").filter(|_| self.id("member").is_some()));
        let given = given.and_then(|id| names.get(&id));
        facts.extend(given.map(|one| one.word.clone()));
        facts.extend(self.value::<Money>("amount").map(Money::exact));
        for field in ["on", "on_sale"] {
            let on = self.value::<bool>(field);
            facts.extend(on.map(|on| if on { t.audit_on() } else { t.audit_off() }.to_owned()));
        }
        let pattern = match locale {
            Locale::ZhCn => "%Y 年 %-m 月 %-d 日",
            Locale::En => "%-d %b %Y",
        };
        let until = self.value::<Ts>("until").map(|until| zone.format(until, pattern));
        facts.extend(until.map(|day| t.audit_until(&day)));
        let why = self.id("entitlement").or_else(|| self.id("refund"));
        let why = why.and_then(|id| names.get(&id)).filter(|one| !one.word.is_empty());
        facts.extend(why.map(|one| t.audit_reason(&one.word)));
        facts.extend(match self.event.origin {
            Origin::Live => None,
            Origin::Import => Some(t.audit_origin_import().to_owned()),
            Origin::Seed => Some(t.audit_origin_seed().to_owned()),
        });
        if facts.is_empty() { Cell::None } else { Cell::Text(facts.join(" · ")) }
    }
}

/// A member, as a link where the one who looks may open it.
pub(super) fn person(one: &Named, viewer: &Viewer) -> Cell {
    let handle = format!("@{}", one.handle);
    if viewer.may(Permission::MembersRead) && !one.word.is_empty() {
        let path = format!("/studio/members/{}", kernel::encode_id(one.id));
        Cell::Two(LinkView::new(path, one.word.clone()), handle)
    } else {
        Cell::Text(handle)
    }
}
