//! The cast on a site: everybody of [`Caller`] as a member, with browsers and programs, and with the
//! standing that a plan gives them.

use std::collections::BTreeMap;

use http::Method;
use kernel::{Id as _, MemberId, Ts, encode_id};
use serde_json::{Value, json};
use web::sessions::{SessionKind, TOKEN_DAYS};

use crate::{Browser, Caller, Outcomes, Program, TestSite};

/// A site with its people.
#[derive(Clone)]
pub struct Cast {
    /// The site.
    pub site: TestSite,
    ids: BTreeMap<Caller, MemberId>,
}

/// A plan that is on sale by the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its id in the API.
    pub id: String,
    /// The id of its price.
    pub price: String,
}

impl Plan {
    /// The owner's program puts a plan on sale for so many fen a year.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn on_sale(owner: &Program, name: &str, minor: i64) -> Self {
        let price = json!({"amount_minor": minor, "currency": "CNY", "term": "year"});
        let wish = json!({"kind": "membership", "name": name, "prices": [price]});
        let made = owner.post("/api/v1/products", &wish).await.expect(201).json();
        let price = made.get("prices").and_then(|prices| prices.get(0)).expect("a price");
        Self { id: text(&made, "id"), price: text(price, "id") }
    }

    /// The page on which it is bought.
    #[must_use]
    pub fn checkout(&self) -> String {
        format!("/join/{}", self.price)
    }
}

impl Cast {
    /// Everybody as members of a site where nothing is limited by how often it is done, and where
    /// orders can be paid in the sandbox.
    ///
    /// # Panics
    /// When the site has them already.
    pub async fn of(site: TestSite) -> Self {
        let mut ids = BTreeMap::new();
        for caller in Caller::ALL.into_iter().filter(|caller| *caller != Caller::Visitor) {
            let id = match caller {
                Caller::Unconfirmed => site.newcomer(caller.handle()).await,
                _ => site.member(caller.handle(), caller.role()).await,
            };
            ids.insert(caller, id);
        }
        site.set("limits", json!({"off": true})).await;
        site.set("sandbox", json!(true)).await;
        Self { site, ids }
    }

    /// The owner puts a plan on sale for 199 yuan. Whoever [holds one](Caller::holds_a_plan) holds it
    /// from now on, without end; the one whose plan has ended held it until now.
    ///
    /// # Panics
    /// When the site refuses any of it.
    pub async fn with_plan(&self) -> Plan {
        let owner = self.program(Caller::Owner).await;
        let plan = Plan::on_sale(&owner, "Year", 19_900).await;
        for caller in Caller::ALL.into_iter().filter(|caller| caller.holds_a_plan()) {
            self.grant(caller, &plan.id, None).await;
        }
        let given = self.grant(Caller::Lapsed, &plan.id, None).await;
        let path = format!("/api/v1/members/{}/grants/{given}", self.wire_id(Caller::Lapsed));
        let _ = owner.send(Method::DELETE, &path, None, &[]).await.expect(204);
        plan
    }

    /// The owner gives somebody a plan until an instant, or for ever; the entitlement's id.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn grant(&self, to: Caller, plan: &str, until: Option<Ts>) -> String {
        let owner = self.program(Caller::Owner).await;
        let path = format!("/api/v1/members/{}/grants", self.wire_id(to));
        let thing = json!({"kind": "plan", "id": plan});
        let wish = json!({"thing": thing, "until": until, "reason": "of the cast"});
        text(&owner.post(&path, &wish).await.expect(201).json(), "id")
    }

    /// Somebody orders a plan and is sent to pay, the provider says how that ended, and all that
    /// follows from it is done; the order's number.
    ///
    /// # Panics
    /// When the site refuses any of it.
    pub async fn buys(&self, who: Caller, plan: &Plan, outcome: Outcomes) -> String {
        let buyer = self.program(who).await;
        let order = buyer.post("/api/v1/orders", &json!({"price": plan.price})).await.expect(201);
        let no = text(&order.json(), "no");
        let page = self.site.provider().page_for(&buyer, &no).await;
        let _ = self.site.provider().ends(&page, outcome).await;
        self.site.settle().await;
        no
    }

    /// Whose account it is.
    ///
    /// # Panics
    /// For a visitor, who has none.
    #[must_use]
    pub fn id(&self, caller: Caller) -> MemberId {
        *self.ids.get(&caller).expect("a visitor has no account")
    }

    /// Their id as addresses and JSON have it.
    #[must_use]
    pub fn wire_id(&self, caller: Caller) -> String {
        encode_id(self.id(caller).get())
    }

    /// A browser in which they have just shown who they are.
    pub async fn browser(&self, caller: Caller) -> Browser {
        match self.session(caller, SessionKind::Browser).await {
            Some(token) => self.site.visitor().carrying("s", &token),
            None => self.site.visitor(),
        }
    }

    /// A program with a token of theirs.
    pub async fn program(&self, caller: Caller) -> Program {
        let token = self.session(caller, SessionKind::Token(TOKEN_DAYS)).await;
        self.site.program(token.as_deref())
    }

    /// Opens a session of theirs; a visitor has none.
    pub async fn session(&self, caller: Caller, kind: SessionKind) -> Option<String> {
        let id = *self.ids.get(&caller)?;
        Some(match caller {
            Caller::Narrow => self.site.narrow_session(id, kind).await,
            _ => self.site.session(id, kind).await,
        })
    }

    /// Changes a setting of the site.
    pub async fn set(&self, key: &'static str, value: Value) {
        self.site.set(key, value).await;
    }

    /// Lets what was just written take effect.
    pub async fn settle(&self) {
        self.site.settle().await;
    }
}

/// A text of an answer.
fn text(of: &Value, name: &str) -> String {
    let found = of.get(name).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no {name} in {of}")).to_owned()
}
