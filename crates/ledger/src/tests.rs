//! A shop that books what it does, for the tests of the invariants.

use kernel::{Currency, Id as _, Money, Ts};
use proptest::prelude::*;

use crate::{Act, Balances, Book, Cause, Claim, Draft, Entry, Head, Provider, Verifier, Violation};

mod invariants;

kernel::id!(
    /// A payment, refund or settlement in these tests.
    RowId
);

fn row(id: i64) -> RowId {
    RowId::from_i64(id)
}

fn provider(book: Book) -> Provider {
    if book == Book::Live { "stripe" } else { "sandbox" }.parse().unwrap()
}

fn cny(minor: i64) -> Money {
    Money::new(minor, Currency::CNY)
}

/// What a shop does in these tests.
#[derive(Debug, Clone)]
enum Step {
    Pay { settles: bool, amount: i64, usd: bool, fee: i64 },
    Refund { which: usize, share: i64 },
    Apply { which: usize },
    Settle { amount: i64 },
    Correct { which: usize },
    ClockStepsTo { micros: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (any::<bool>(), 1_i64..1_000_000, any::<bool>(), 0_i64..1000)
            .prop_map(|(settles, amount, usd, fee)| Step::Pay { settles, amount, usd, fee }),
        2 => (any::<usize>(), 1_i64..=100).prop_map(|(which, share)| Step::Refund { which, share }),
        1 => any::<usize>().prop_map(|which| Step::Apply { which }),
        1 => (1_i64..10_000_000).prop_map(|amount| Step::Settle { amount }),
        1 => any::<usize>().prop_map(|which| Step::Correct { which }),
        1 => (0_i64..2_000_000_000_000_000).prop_map(|micros| Step::ClockStepsTo { micros }),
    ]
}

struct Paid {
    id: i64,
    money: Money,
    left: i64,
    order: Option<i64>,
}

/// A shop that books what it does, and what its tables would say.
struct Shop {
    book: Book,
    entries: Vec<Entry>,
    balances: Balances,
    paid: Vec<Paid>,
    claims: Vec<Claim>,
    now: i64,
    next: i64,
}

impl Shop {
    fn new(book: Book) -> Self {
        Self {
            book,
            entries: Vec::new(),
            balances: Balances::default(),
            paid: Vec::new(),
            claims: Vec::new(),
            now: 1_000_000,
            next: 1,
        }
    }

    fn after(book: Book, steps: &[Step]) -> Self {
        let mut shop = Self::new(book);
        for step in steps {
            shop.take(step);
        }
        shop
    }

    fn head(&self) -> Head {
        self.entries.last().map_or(Head::empty(self.book), Entry::head)
    }

    fn book(&mut self, draft: Draft) {
        let entry = Entry::post(&self.head(), draft, Ts::from_micros(self.now)).unwrap();
        self.balances.add(&entry);
        self.entries.push(entry);
    }

    fn id(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Pay { settles, amount, usd, fee } => {
                let currency = if usd { Currency::USD } else { Currency::CNY };
                self.pay(settles, Money::new(amount, currency), fee);
            }
            Step::Refund { which, share } => self.refund(which, share),
            Step::Apply { which } => self.apply(which),
            Step::Settle { amount } => {
                let id = self.id();
                self.book(Draft::settled(row(id), provider(self.book), cny(amount)));
            }
            Step::Correct { which } => self.correct(which),
            Step::ClockStepsTo { micros } => self.now = micros,
        }
    }

    fn pay(&mut self, settles: bool, money: Money, fee: i64) {
        let (id, by) = (self.id(), provider(self.book));
        let order = if settles { Some(self.id()) } else { None };
        self.book(if settles {
            Draft::received(row(id), by.clone(), money)
        } else {
            Draft::unapplied_booked(row(id), by.clone(), money)
        });
        if fee > 0 {
            self.book(Draft::fee(row(id), by, Money::new(fee, money.currency)));
        }
        self.paid.push(Paid { id, money, left: money.minor, order });
        self.claims.push(Claim::Captured { payment: id, money, settled: order });
        if let Some(order) = order {
            let entitlement = self.id();
            self.claims.push(Claim::Opened { entitlement, order });
        }
    }

    fn refund(&mut self, which: usize, share: i64) {
        let (refund, by) = (self.id(), provider(self.book));
        let Some(index) = which.checked_rem(self.paid.len()) else { return };
        let paid = &mut self.paid[index];
        let minor = paid.left * share / 100;
        if minor == 0 {
            return;
        }
        paid.left -= minor;
        let (money, payment) = (Money::new(minor, paid.money.currency), paid.id);
        let draft = if paid.order.is_some() {
            Draft::refunded(row(refund), by, money)
        } else {
            Draft::unapplied_refunded(row(refund), by, money)
        };
        self.book(draft);
        self.claims.push(Claim::Refunded { refund, payment, money });
    }

    fn apply(&mut self, which: usize) {
        let (order, entitlement) = (self.id(), self.id());
        let Some(index) = which.checked_rem(self.paid.len()) else { return };
        let paid = &mut self.paid[index];
        if paid.order.is_some() || paid.left != paid.money.minor {
            return;
        }
        paid.order = Some(order);
        let (id, money) = (paid.id, paid.money);
        self.book(Draft::unapplied_applied(row(id), money));
        for claim in &mut self.claims {
            match claim {
                Claim::Captured { payment, settled, .. } if *payment == id => {
                    *settled = Some(order);
                }
                _ => {}
            }
        }
        self.claims.push(Claim::Opened { entitlement, order });
    }

    fn correct(&mut self, which: usize) {
        let Some(index) = which.checked_rem(self.entries.len()) else { return };
        let wrong = self.entries[index].clone();
        let is_settlement = wrong.cause().act == Act::Settled;
        let undoes = |entry: &Entry| entry.cause() == Cause::correction(wrong.number());
        if is_settlement && !self.entries.iter().any(undoes) {
            self.book(Draft::corrected(&wrong));
        }
    }

    fn verify(&self) -> Result<(Head, Balances), Violation> {
        verify(self.book, &self.entries, Some(&self.balances))
    }
}

fn verify(
    book: Book,
    entries: &[Entry],
    stored: Option<&Balances>,
) -> Result<(Head, Balances), Violation> {
    let mut verifier = Verifier::new(book);
    for entry in entries {
        verifier.next(entry)?;
    }
    verifier.finish(stored)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), 1..60)
}

fn book() -> impl Strategy<Value = Book> {
    prop_oneof![Just(Book::Live), Just(Book::Sandbox)]
}

/// An entry with one part changed: what somebody at the database could do.
fn altered(entry: &Entry, kind: u8, by: i64) -> Entry {
    let (mut head, mut cause, mut postings) =
        (entry.head(), entry.cause(), entry.postings().to_vec());
    match kind % 7 {
        0 => head.at = Ts::from_micros(head.at.micros().wrapping_add(by)),
        1 => cause.subject ^= by,
        2 => cause.act = if cause.act == Act::Fee { Act::Refunded } else { Act::Fee },
        3 => {
            let size = postings[0].money.minor;
            postings[0].money.minor = size + by.signum();
            postings[1].money.minor = -size - by.signum();
        }
        4 => postings[0].money.currency = "EUR".parse().unwrap(),
        5 => {
            let mut digits = head.hash.to_string().into_bytes();
            let place = usize::try_from(by.unsigned_abs() % 64).unwrap();
            digits[place] = if digits[place] == b'0' { b'1' } else { b'0' };
            head.hash = String::from_utf8(digits).unwrap().parse().unwrap();
        }
        _ => head.number = head.number.wrapping_add(by),
    }
    Entry::stored(head, cause, postings)
}

/// Books the drafts of entries anew, as if they had been all.
fn rebooked(entries: &[Entry]) -> Vec<Entry> {
    let mut booked: Vec<Entry> = Vec::new();
    for entry in entries {
        if entry.cause().act == Act::Corrected {
            continue;
        }
        let head = booked.last().map_or(Head::empty(entry.book()), Entry::head);
        let draft = Draft { cause: entry.cause(), postings: entry.postings().to_vec() };
        booked.push(Entry::post(&head, draft, entry.at()).unwrap());
    }
    booked
}
