//! What this slice says by mail: receipts, refunds, reminders. Only to the address of the account
//! that the order belongs to, which may have been put right since.

use askama::Template;
use db::Tx;
use kernel::{Fault, Locale, Money, Outcome, Ts};
use mail::{Address, Message};
use people::address::store::{ReceiverRow, find_receiver};
use site::Settings;

use crate::Texts;
use crate::order::{self, OrderRow};
use crate::product::PriceWords;
use crate::refund::RefundRow;

/// What surrounds a letter, under the names that the layout of mails reads.
struct MailShell {
    lang: &'static str,
    title: String,
    brand_mark: String,
    site_name: String,
}

#[derive(Template)]
#[template(path = "commerce/mail/letter.html")]
struct LetterPage {
    shell: MailShell,
    words: Words,
}

struct Words {
    subject: String,
    lead: String,
    facts: Vec<(String, String)>,
    act: Option<(String, String)>,
    notes: Vec<String>,
    foot: String,
}

/// Sends the receipt of an order that was settled.
pub(crate) async fn receipt(
    tx: &mut Tx,
    settings: &Settings,
    (order, amount): (&OrderRow, Money),
    until: Ts,
) -> Outcome<()> {
    let Some(address) = find_receiver(tx, order.member_id).await? else { return Ok(()) };
    let t = Texts::new(order.locale);
    let term = PriceWords::of(order.locale).name(order.term);
    let until = day(settings, order.locale, until);
    let mut facts = vec![
        (t.fact_order().to_owned(), order.no.clone()),
        (t.fact_product().to_owned(), format!("{} · {term}", order.product_name)),
        (t.fact_until().to_owned(), until),
        (t.fact_amount().to_owned(), amount.exact()),
    ];
    if !settings.seller.is_empty() {
        facts.push((t.fact_seller().to_owned(), settings.seller.clone()));
    }
    let words = Words {
        subject: t.receipt_subject(&settings.name, &order.no),
        lead: t.receipt_lead(&settings.name),
        facts,
        act: link(settings, &format!("/me/orders/{}", order.no), t.receipt_open()),
        notes: vec![
            t.refund_note(settings.refund_days),
            if address.confirmed { t.receipt_other_device() } else { t.receipt_confirm() }
                .to_owned(),
        ],
        foot: t.mail_foot(&settings.name),
    };
    send(tx, settings, (order, &address, "commerce.receipt"), words).await
}

/// Says that money went back.
pub(crate) async fn refunded(tx: &mut Tx, refund: &RefundRow) -> Outcome<()> {
    let Some(id) = refund.order_id else { return Ok(()) };
    let Some(order) = order::store::find(tx, id).await? else { return Ok(()) };
    let Some(address) = find_receiver(tx, order.member_id).await? else { return Ok(()) };
    let settings = Settings::load(tx).await?;
    let t = Texts::new(order.locale);
    let mut facts = vec![
        (t.fact_order().to_owned(), order.no.clone()),
        (t.fact_refunded().to_owned(), refund.amount().exact()),
    ];
    if let Some(end) = refund.end_after.filter(|end| refund.end_before != Some(*end)) {
        facts.push((t.fact_until().to_owned(), day(&settings, order.locale, end)));
    }
    let words = Words {
        subject: t.refunded_subject(&settings.name, &order.no),
        lead: t.refunded_lead().to_owned(),
        facts,
        act: link(&settings, &format!("/me/orders/{}", order.no), t.receipt_open()),
        notes: vec![t.refunded_note().to_owned()],
        foot: t.mail_foot(&settings.name),
    };
    send(tx, &settings, (&order, &address, "commerce.refunded"), words).await
}

/// Reminds that a membership ends; nothing is charged by itself.
pub(crate) async fn reminder(
    tx: &mut Tx,
    settings: &Settings,
    order: &OrderRow,
    until: Ts,
) -> Outcome<()> {
    let Some(address) = find_receiver(tx, order.member_id).await? else { return Ok(()) };
    let t = Texts::new(order.locale);
    let until = day(settings, order.locale, until);
    let words = Words {
        subject: t.reminder_subject(&order.product_name, &until),
        lead: t.reminder_lead(&settings.name, &order.product_name),
        facts: vec![(t.fact_until().to_owned(), until)],
        act: link(settings, &format!("/join/{}", order.price_id), t.reminder_renew()),
        notes: vec![t.no_renewal().to_owned()],
        foot: t.mail_foot(&settings.name),
    };
    send(tx, settings, (order, &address, "commerce.reminder"), words).await
}

/// The last day that counts before an end.
fn day(settings: &Settings, locale: Locale, until: Ts) -> String {
    let last = settings.zone.start_of(access::last_day(until, &settings.zone));
    let pattern = match locale {
        Locale::ZhCn => "%Y 年 %-m 月 %-d 日",
        Locale::En => "%-d %B %Y",
    };
    settings.zone.format(last, pattern)
}

/// A link begins with the site's own address; there is none until it has one.
fn link(settings: &Settings, path: &str, label: &str) -> Option<(String, String)> {
    let url = settings.url.as_deref()?;
    Some((label.to_owned(), format!("{}{path}", url.trim_end_matches('/'))))
}

async fn send(
    tx: &mut Tx,
    settings: &Settings,
    (order, address, kind): (&OrderRow, &ReceiverRow, &'static str),
    words: Words,
) -> Outcome<()> {
    let facts = words.facts.iter().map(|(name, value)| format!("{name}: {value}"));
    let act = words.act.iter().map(|(label, url)| format!("{label}: {url}"));
    let parts = std::iter::once(words.lead.clone())
        .chain(std::iter::once(facts.collect::<Vec<_>>().join("\n")))
        .chain(act)
        .chain(words.notes.iter().cloned())
        .chain(std::iter::once(words.foot.clone()));
    let text = parts.collect::<Vec<_>>().join("\n\n") + "\n";
    let shell = MailShell {
        lang: order.locale.tag(),
        title: words.subject.clone(),
        brand_mark: settings.mark.clone(),
        site_name: settings.name.clone(),
    };
    let subject = words.subject.clone();
    let html =
        LetterPage { shell, words }.render().map_err(|e| Fault::broken("drawing a letter", e))?;
    let to = Address::parse(&address.email)?;
    let message =
        Message { kind, to_team: address.is_teams, to, subject, text, html, unsubscribe: None };
    mail::send(tx, message).await?;
    Ok(())
}
