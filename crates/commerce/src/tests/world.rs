//! A shop for tests: one plan with two prices, a buyer, a provider.

use std::net::{IpAddr, Ipv4Addr};

use access::{Grant, Holdings, SourceKind, Thing};
use db::{Db, args, sql};
use http::{HeaderMap, HeaderValue};
use kernel::{Currency, Id as _, Locale, MemberId, Money, Outcome};
use mail::Address;
use people::member::session::Asker;
use web::{Keys, Network, Permissions, Via, Viewer};

use crate::order::{
    Agrees, Buyer, NewOrder, OrderRow, OrderState, Placed, Seen, Surface, place, see,
};
use crate::payment::{Received, begin, receive};
use crate::policy::{self, GiveRefunds, ManageProducts, Permit};
use crate::product::{NewPrice, NewProduct, PriceId, ProductId, Term, create};
use crate::provider::Providers;
use crate::refund::{RefundDraft, RefundRow, give, submit};
use crate::sandbox::{NAME, Outcomes, SIGNATURE, Sandbox, SandboxNotice, notify};

pub(super) const YEAR: i64 = 19_900;

/// The shop.
#[derive(Clone)]
pub(super) struct Shop {
    pub(super) db: Db,
    pub(super) product: ProductId,
    pub(super) year: PriceId,
    pub(super) month: PriceId,
    pub(super) sandbox: Sandbox,
    pub(super) providers: Providers,
}

pub(super) fn owner() -> Viewer {
    let all = Permissions::of(web::Permission::ALL);
    let me = web::Me {
        id: MemberId::from_i64(9),
        session: web::sessions::SessionId::from_i64(1),
        permissions: all,
        face: web::Face::default(),
        reauthenticated_at: None,
        second_factor: true,
    };
    Viewer {
        locale: Locale::ZhCn,
        member: Some(std::sync::Arc::new(me)),
        via: Via::Token,
        network: network(),
        origin: "http://127.0.0.1:8080".into(),
        device: None,
        theme: web::Theme::Auto,
        flash: None,
    }
}

fn network() -> Network {
    Network { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), agent: "test".into() }
}

pub(super) fn asker() -> Asker {
    Asker { network: network(), device: None, label: String::new() }
}

pub(super) fn cny(minor: i64) -> Money {
    Money::new(minor, Currency::CNY)
}

impl Shop {
    pub(super) async fn open(db: Db) -> Self {
        let permit: Permit<ManageProducts> = policy::manage_products(&owner()).unwrap();
        let permit = std::sync::Arc::new(permit);
        let (product, prices) = db
            .tx(async move |tx| {
                let price = |minor, term| NewPrice { amount: cny(minor), term };
                let new = NewProduct {
                    name: "年度会员".into(),
                    prices: vec![price(YEAR, Term::Year), price(2_500, Term::Month)],
                    opens: Vec::new(),
                };
                create(tx, &permit, &new).await
            })
            .await
            .unwrap();
        let sandbox = Sandbox::new(db.clone(), Keys::of([7; 32]));
        let providers = Providers::default().with(sandbox.clone());
        Self { db, product, year: prices[0], month: prices[1], sandbox, providers }
    }

    pub(super) fn new_order(&self, email: &str) -> NewOrder {
        NewOrder {
            price: self.year,
            buyer: Buyer::Visitor(Address::parse(email).unwrap(), asker()),
            back: "/p/0123456789abc".into(),
            key: None,
            locale: Locale::ZhCn,
            agrees: Agrees::All(Surface::Checkout),
        }
    }

    pub(super) async fn place(&self, new: NewOrder) -> Outcome<Placed> {
        self.db.tx_serializable(async move |tx| place(tx, &new).await).await
    }

    pub(super) async fn visitor_orders(&self) -> OrderRow {
        self.place(self.new_order("mei@example.com")).await.unwrap().order
    }

    pub(super) async fn member_orders(&self, member: MemberId) -> OrderRow {
        let new = NewOrder { buyer: Buyer::Member(member), ..self.new_order("x@example.com") };
        self.place(new).await.unwrap().order
    }

    /// Asks the sandbox for the money; answers with our number of the payment.
    pub(super) async fn asks(&self, order: &OrderRow) -> String {
        let begun = begin(&self.db, &self.sandbox, order.id).await.unwrap();
        begun.next_url.rsplit('/').next().unwrap().to_owned()
    }

    pub(super) fn notice(&self, id: &str, reference: &str, amount: Money) -> SandboxNotice {
        SandboxNotice {
            id: id.into(),
            reference: reference.into(),
            status: "succeeded".into(),
            transaction: format!("sbx-{reference}"),
            amount,
        }
    }

    pub(super) async fn tells(&self, notice: &SandboxNotice) -> Outcome<Received> {
        let (raw, signature) = self.sandbox.write(notice).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE, HeaderValue::from_str(&signature).unwrap());
        receive(&self.db, &self.providers, NAME, &headers, raw).await
    }

    /// An order from its form to what it bought.
    pub(super) async fn buys(&self) -> OrderRow {
        let order = self.visitor_orders().await;
        self.pays(&order).await;
        self.order(&order).await
    }

    pub(super) async fn pays(&self, order: &OrderRow) {
        let reference = self.asks(order).await;
        self.hears(&reference, Outcomes::Success).await;
    }

    /// The sandbox tells how a payment ended, as somebody chose there.
    pub(super) async fn hears(&self, reference: &str, outcome: Outcomes) {
        notify(&self.db, &self.providers, &self.sandbox, reference, outcome).await.unwrap();
    }

    pub(super) async fn order(&self, order: &OrderRow) -> OrderRow {
        let id = order.id;
        let found = self.db.read(async move |tx| crate::order::store::find(tx, id).await).await;
        found.unwrap().unwrap()
    }

    pub(super) async fn seen(&self, order: &OrderRow) -> Seen {
        let no = order.no.clone();
        self.db.read(async move |tx| see(tx, &owner(), &no).await).await.unwrap()
    }

    pub(super) async fn state(&self, order: &OrderRow) -> OrderState {
        self.order(order).await.state
    }

    pub(super) async fn holds(&self, member: MemberId) -> bool {
        let thing = Thing::plan(self.product.get());
        self.db
            .read(async move |tx| Ok(Holdings::of(tx, member, tx.now()).await?.holds(thing)))
            .await
            .unwrap()
    }

    /// The team gives the plan without end.
    pub(super) async fn is_given(&self, member: MemberId) {
        let thing = Thing::plan(self.product.get());
        self.db
            .tx(async move |tx| {
                let grant = Grant {
                    member,
                    thing,
                    source: SourceKind::Grant,
                    source_id: None,
                    from: tx.now(),
                    until: None,
                    anchor: None,
                    reason: None,
                    given_by: None,
                };
                access::grant(tx, grant).await.map(drop)
            })
            .await
            .unwrap();
    }

    pub(super) async fn decides(
        &self,
        order: &OrderRow,
        amount: Option<i64>,
    ) -> Outcome<RefundRow> {
        let permit: Permit<GiveRefunds> =
            policy::give_refunds(&owner(), self.db.clock().now()).unwrap();
        let (permit, id) = (std::sync::Arc::new(permit), order.id);
        let draft = RefundDraft { amount, reason: "不满意".into(), new_end: None };
        self.db.tx_serializable(async move |tx| give(tx, &permit, id, &draft).await).await
    }

    pub(super) async fn refunds(
        &self,
        order: &OrderRow,
        amount: Option<i64>,
    ) -> Outcome<RefundRow> {
        let row = self.decides(order, amount).await?;
        submit(&self.db, &self.providers, row.id).await?;
        Ok(row)
    }

    pub(super) async fn count(&self, sql: db::Sql) -> i64 {
        let count = self.db.read(async move |tx| tx.one::<i64>(sql, args![]).await).await;
        count.unwrap().unwrap()
    }

    pub(super) async fn payments(&self) -> i64 {
        self.count(sql!("SELECT COUNT(*) FROM payments")).await
    }

    pub(super) async fn entries(&self) -> i64 {
        self.count(sql!("SELECT COUNT(*) FROM ledger_entries")).await
    }

    pub(super) async fn receipts(&self) -> i64 {
        self.count(sql!("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'commerce.receipt'")).await
    }

    /// What stands on an account of the sandbox's book.
    pub(super) async fn balance(&self, account: &str) -> i128 {
        let account = account.parse().unwrap();
        let verified = self.verified().await;
        verified.balances.on(&account, Currency::CNY)
    }

    pub(super) async fn verified(&self) -> crate::ledger_book::Verified {
        let book = ledger::Book::Sandbox;
        self.db.read(async move |tx| crate::ledger_book::verify(tx, book).await).await.unwrap()
    }
}
