//! The invariants of the ledger, by their number in the trust study.

use std::collections::BTreeMap;

use super::*;
use crate::{Account, Mismatch, Posting, Refused, reconcile};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn invariant_01_every_entry_sums_to_zero(book in book(), steps in steps()) {
        for entry in &Shop::after(book, &steps).entries {
            let sum: i128 = entry.postings().iter().map(|p| i128::from(p.money.minor)).sum();
            prop_assert_eq!(sum, 0);
        }
    }

    #[test]
    fn invariant_01_what_does_not_sum_to_zero_is_refused(a in 1..i64::MAX, b in i64::MIN..0) {
        prop_assume!(i128::from(a) + i128::from(b) != 0);
        let mut draft = Draft::received(row(1), provider(Book::Live), cny(a));
        draft.postings[1].money.minor = b;
        let refused = Entry::post(&Head::empty(Book::Live), draft, Ts::default());
        prop_assert_eq!(refused, Err(Refused::Unbalanced));
    }

    #[test]
    fn invariant_02_all_accounts_together_are_zero(book in book(), steps in steps()) {
        let shop = Shop::after(book, &steps);
        prop_assert!(shop.balances.trial().values().all(|sum| *sum == 0));
    }

    #[test]
    fn invariant_03_no_entry_can_be_changed_or_taken_out(
        steps in steps(), at in any::<usize>(), kind in any::<u8>(), by in 1_i64..i64::MAX
    ) {
        let shop = Shop::after(Book::Live, &steps);
        prop_assume!(!shop.entries.is_empty());
        let at = at % shop.entries.len();
        let mut changed = shop.entries.clone();
        changed[at] = altered(&changed[at], kind, by);
        prop_assert!(verify(Book::Live, &changed, None).is_err());
        if at + 1 < shop.entries.len() {
            let mut shortened = shop.entries.clone();
            shortened.remove(at);
            prop_assert!(verify(Book::Live, &shortened, None).is_err());
        }
    }

    #[test]
    fn invariant_04_a_correction_names_and_undoes_an_older_entry(
        steps in steps(), at in any::<usize>()
    ) {
        let mut shop = Shop::after(Book::Live, &steps);
        prop_assume!(!shop.entries.is_empty());
        let wrong = shop.entries[at % shop.entries.len()].clone();
        prop_assume!(wrong.cause().act != Act::Corrected);
        shop.entries.retain(|e| e.cause() != Cause::correction(wrong.number()));
        let mut shop = Shop { entries: rebooked(&shop.entries), ..shop };
        let wrong = shop.entries.iter().find(|e| e.cause() == wrong.cause()).unwrap().clone();
        shop.book(Draft::corrected(&wrong));
        prop_assert_eq!(shop.entries.last().unwrap().cause(), Cause::correction(wrong.number()));
        let after = Balances::of(&shop.entries);
        prop_assert!(verify(Book::Live, &shop.entries, Some(&after)).is_ok());
        let undone = Balances::of(shop.entries.iter().filter(|e| e.cause() != wrong.cause()
            && e.cause() != Cause::correction(wrong.number())));
        prop_assert_eq!(after.first_difference(&undone), None);
    }

    #[test]
    fn invariant_05_no_two_entries_have_one_cause(book in book(), steps in steps()) {
        let shop = Shop::after(book, &steps);
        let mut causes: Vec<Cause> = shop.entries.iter().map(Entry::cause).collect();
        causes.sort();
        causes.dedup();
        prop_assert_eq!(causes.len(), shop.entries.len());
    }

    #[test]
    fn invariant_06_numbers_have_no_gap_and_hashes_form_a_chain(book in book(), steps in steps()) {
        let shop = Shop::after(book, &steps);
        for (number, entry) in (1..).zip(&shop.entries) {
            prop_assert_eq!(entry.number(), number);
        }
        let (head, _) = shop.verify().unwrap();
        prop_assert_eq!(head, shop.head());
    }

    #[test]
    fn invariant_07_a_stored_balance_is_the_sum_of_its_entries(
        book in book(), steps in steps(), off in 1_i128..1000
    ) {
        let shop = Shop::after(book, &steps);
        prop_assert_eq!(&Balances::of(&shop.entries), &shop.balances);
        prop_assert!(shop.verify().is_ok());
        let wrong = [(Account::Bank, Currency::CNY, off), (Account::Sales, Currency::CNY, -off)];
        let rows = shop.balances.iter().map(|(a, c, minor)| (a.clone(), c, minor)).chain(wrong);
        let stored = Balances::stored(rows);
        prop_assert_eq!(
            verify(book, &shop.entries, Some(&stored)).map(|_| ()),
            Err(Violation::Balance)
        );
    }

    #[test]
    fn invariant_09_no_payment_gives_back_more_than_it_brought(steps in steps(), more in 1_i64..99) {
        let mut shop = Shop::after(Book::Live, &steps);
        prop_assert_eq!(reconcile(&shop.entries, &shop.claims), Ok(()));
        prop_assume!(!shop.paid.is_empty());
        let (payment, settled, money) = {
            let paid = &shop.paid[0];
            (paid.id, paid.order.is_some(), Money::new(paid.left + more, paid.money.currency))
        };
        let refund = shop.id();
        let by = provider(Book::Live);
        shop.book(if settled {
            Draft::refunded(row(refund), by, money)
        } else {
            Draft::unapplied_refunded(row(refund), by, money)
        });
        shop.claims.push(Claim::Refunded { refund, payment, money });
        prop_assert_eq!(
            reconcile(&shop.entries, &shop.claims),
            Err(Mismatch::OverRefunded(payment))
        );
    }

    #[test]
    fn invariant_10_one_payment_settles_an_order(steps in steps(), amount in 1_i64..1000) {
        let mut shop = Shop::after(Book::Live, &steps);
        let Some(order) = shop.paid.iter().find_map(|paid| paid.order) else { return Ok(()) };
        let payment = shop.id();
        shop.book(Draft::received(row(payment), provider(Book::Live), cny(amount)));
        shop.claims.push(Claim::Captured { payment, money: cny(amount), settled: Some(order) });
        prop_assert_eq!(
            reconcile(&shop.entries, &shop.claims),
            Err(Mismatch::SettledTwice(order))
        );
    }

    #[test]
    fn invariant_11_what_succeeded_is_booked_once_and_what_is_booked_succeeded(
        steps in steps(), which in any::<usize>()
    ) {
        let shop = Shop::after(Book::Live, &steps);
        prop_assert_eq!(reconcile(&shop.entries, &shop.claims), Ok(()));
        let moved = |e: &&Entry| !matches!(e.cause().act, Act::Fee | Act::Settled | Act::Corrected);
        let Some(lost) = which.checked_rem(shop.entries.iter().filter(moved).count()) else {
            return Ok(());
        };
        let lost = shop.entries.iter().filter(moved).nth(lost).unwrap().clone();
        let without: Vec<&Entry> =
            shop.entries.iter().filter(|e| e.cause() != lost.cause()).collect();
        prop_assert!(matches!(
            reconcile(without, &shop.claims), Err(Mismatch::NotBooked(_) | Mismatch::Unclaimed(_))
        ));
        let twice: Vec<&Entry> = shop.entries.iter().chain([&lost]).collect();
        prop_assert_eq!(reconcile(twice, &shop.claims), Err(Mismatch::Unclaimed(lost.cause())));
        let subject = lost.cause().subject;
        let fewer: Vec<Claim> = shop.claims.iter().copied().filter(|claim| match claim {
            Claim::Captured { payment, .. } => *payment != subject,
            Claim::Refunded { refund, .. } => *refund != subject,
            Claim::Opened { .. } => true,
        }).collect();
        prop_assert!(reconcile(&shop.entries, &fewer).is_err());
    }

    #[test]
    fn invariant_16_an_order_opens_something_exactly_when_it_is_paid(
        steps in steps(), which in any::<usize>()
    ) {
        let mut shop = Shop::after(Book::Live, &steps);
        let unpaid = shop.id();
        let entitlement = shop.id();
        let mut claims = shop.claims.clone();
        claims.push(Claim::Opened { entitlement, order: unpaid });
        prop_assert_eq!(reconcile(&shop.entries, &claims), Err(Mismatch::OpenedUnpaid(entitlement)));
        let opened = |claim: &&Claim| matches!(claim, Claim::Opened { .. });
        let Some(which) = which.checked_rem(shop.claims.iter().filter(opened).count()) else {
            return Ok(());
        };
        let forgotten = *shop.claims.iter().filter(opened).nth(which).unwrap();
        let Claim::Opened { order, .. } = forgotten else { return Ok(()) };
        let claims: Vec<Claim> = shop.claims.iter().copied().filter(|c| *c != forgotten).collect();
        prop_assert_eq!(reconcile(&shop.entries, &claims), Err(Mismatch::PaidUnopened(order)));
    }

    #[test]
    fn invariant_20_currencies_never_meet_in_one_entry(book in book(), a in 1_i64..1000) {
        let mut draft = Draft::received(row(1), provider(book), cny(a));
        draft.postings[1].money.currency = Currency::USD;
        let refused = Entry::post(&Head::empty(book), draft, Ts::default());
        prop_assert_eq!(refused, Err(Refused::MixedCurrencies));
        let mut draft = Draft::received(row(1), provider(book), cny(a));
        draft.postings.extend(Draft::received(row(2), provider(book), Money::new(a, Currency::USD)).postings);
        let refused = Entry::post(&Head::empty(book), draft, Ts::default());
        prop_assert_eq!(refused, Err(Refused::MixedCurrencies));
    }

    #[test]
    fn invariant_21_time_never_runs_backwards_in_a_book(book in book(), steps in steps()) {
        let shop = Shop::after(book, &steps);
        for pair in shop.entries.windows(2) {
            prop_assert!(pair[0].at() <= pair[1].at());
        }
    }

    #[test]
    fn invariant_23_sandbox_money_never_meets_live_money(steps in steps(), amount in 1_i64..1000) {
        for (book, other) in [(Book::Live, Book::Sandbox), (Book::Sandbox, Book::Live)] {
            let mut shop = Shop::after(book, &steps);
            let id = shop.id();
            let draft = Draft::received(row(id), provider(other), cny(amount));
            let refused = Entry::post(&shop.head(), draft.clone(), Ts::default());
            prop_assert_eq!(refused, Err(Refused::WrongBook));
            let stray = Entry::post(&Head::empty(other), draft, Ts::default()).unwrap();
            let mut mixed = shop.entries.clone();
            mixed.push(stray);
            prop_assert!(matches!(verify(book, &mixed, None), Err(Violation::Book(_))));
            let expected: BTreeMap<_, _> = shop.balances.iter().map(|(a, c, m)| ((a.clone(), c), m)).collect();
            prop_assert!(expected.keys().all(|(account, _)| !matches!(account, Account::Clearing(p) if p.book() != book)));
        }
    }
}

#[test]
fn an_act_has_its_lines_and_no_others() {
    let head = Head::empty(Book::Live);
    let right = || Draft::received(row(1), provider(Book::Live), cny(100));
    let post = |draft: Draft| Entry::post(&head, draft, Ts::default()).map(|_| ());
    assert_eq!(post(right()), Ok(()));
    let mut turned = right();
    turned.postings.reverse();
    assert_eq!(post(turned), Err(Refused::Shape));
    let mut negative = right();
    negative.postings[0].money.minor = -100;
    negative.postings[1].money.minor = 100;
    assert_eq!(post(negative), Err(Refused::Shape));
    let mut other = right();
    other.cause.act = Act::Fee;
    assert_eq!(post(other), Err(Refused::Shape));
    let mut zero = right();
    zero.postings.push(Posting { account: Account::Held, money: cny(0) });
    assert_eq!(post(zero), Err(Refused::Lines));
    assert_eq!(post(Draft { postings: Vec::new(), ..right() }), Err(Refused::Lines));
    let full = Head { number: i64::MAX, ..head };
    assert_eq!(Entry::post(&full, right(), Ts::default()), Err(Refused::Full));
    let least = Draft::received(row(1), provider(Book::Live), cny(i64::MIN));
    assert_eq!(post(least), Err(Refused::Unbalanced));
}

#[test]
fn a_correction_of_what_is_not_there_is_found() {
    let head = Head::empty(Book::Live);
    let first =
        Entry::post(&head, Draft::received(row(1), provider(Book::Live), cny(5)), Ts::default())
            .unwrap();
    let mut draft = Draft::corrected(&first);
    draft.cause.subject = 7;
    let second = Entry::post(&first.head(), draft, Ts::default()).unwrap();
    assert_eq!(
        verify(Book::Live, &[first, second], None).map(|_| ()),
        Err(Violation::Correction(2))
    );
}
