//! The payments and refunds of one order, as tables.

use web::{Cell, ColumnView, RowView, TableView};

use crate::membership::page::Words;
use crate::order::Seen;
use crate::payment::PaymentRow;

/// What was paid, and what of it went back.
pub(super) fn payments(words: &Words<'_>, seen: &Seen) -> TableView {
    let t = words.t;
    let row = |payment: &PaymentRow| {
        let shown =
            if payment.captured_minor > 0 { payment.captured_minor } else { payment.amount_minor };
        RowView::new(vec![
            Cell::Text(t.provider(&payment.provider)),
            Cell::Text(t.payment_state(payment.state.key())),
            Cell::When(words.when(payment.created_at)),
            Cell::Text(payment.money(payment.refunded_minor).exact()),
            Cell::Text(payment.money(shown).exact()),
        ])
    };
    TableView {
        id: "payments".into(),
        caption: t.payments_title().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.way()).heading(),
            ColumnView::new(t.column_state()),
            ColumnView::new(t.column_when()),
            ColumnView::new(t.fact_refunded()).number(),
            ColumnView::new(t.fact_amount()).number(),
        ],
        rows: seen.payments.iter().map(row).collect(),
        pick_all: None,
        empty: Some(t.no_payments().to_owned()),
        cards: true,
    }
}

/// What was given back, and why.
pub(super) fn refunds(words: &Words<'_>, seen: &Seen) -> TableView {
    let t = words.t;
    let rows = seen.refunds.iter().map(|refund| {
        RowView::new(vec![
            Cell::When(words.when(refund.created_at)),
            Cell::Text(t.refund_state(refund.state.key())),
            Cell::Muted(t.refund_why(refund.why.key(), &refund.reason)),
            Cell::Text(refund.amount().exact()),
        ])
    });
    TableView {
        id: "refunds".into(),
        caption: t.refunds_title().to_owned(),
        hide_caption: true,
        columns: vec![
            ColumnView::new(t.column_when()).heading(),
            ColumnView::new(t.column_state()),
            ColumnView::new(t.refund_reason()),
            ColumnView::new(t.fact_amount()).number(),
        ],
        rows: rows.collect(),
        pick_all: None,
        empty: Some(t.no_refunds().to_owned()),
        cards: true,
    }
}
