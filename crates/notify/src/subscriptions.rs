//! Who is told when something happened.

use std::sync::Arc;

use access::entitlement::SourceKind;
use access::events::{EntitlementEnded, EntitlementGranted};
use access::{End, Thing, ThingKind};
use commerce::events::{OrderPaid, RefundIssued};
use community::comment::CommentId;
use community::ground::Kept;
use community::post::PostId;
use community::{
    AnswerAccepted, CommentCreated, CommentEdited, CommentFeatured, MemberFollowed, PostCreated,
    PostEdited, PostFeatured, ReactionChanged,
};
use db::{Entry, Subscriber, Tx};
use kernel::{Id, MemberId, Outcome, Ts};
use people::{AdoptionAsked, MemberErased, MemberMerged};
use site::Settings;

use crate::events::NotificationRead;
use crate::notification::inbox::{About, Inbox, Notice};
use crate::notification::{Kind, join, store};

/// The subscribers of this slice, for the wiring.
#[must_use]
pub fn subscribers() -> Vec<Subscriber> {
    let ground = Arc::new(Kept::default());
    let inbox = Subscriber::later("notify.inbox")
        .live_only()
        .on(on(&ground, comment_created))
        .on(on(&ground, comment_edited))
        .on(on(&ground, comment_featured))
        .on(on(&ground, answer_accepted))
        .on(on(&ground, post_created))
        .on(on(&ground, post_edited))
        .on(on(&ground, post_featured))
        .on(on(&ground, reaction_changed))
        .on(on(&ground, member_followed))
        .on(on(&ground, entitlement_granted))
        .on(on(&ground, entitlement_ended))
        .on(on(&ground, order_paid))
        .on(on(&ground, refund_issued))
        .on(on(&ground, adoption_asked))
        .on(notification_read)
        .on(member_erased)
        .on(on(&ground, member_merged))
        .emptied_by(async |tx: &mut Tx| store::delete_all(tx).await);
    vec![inbox]
}

/// A handler that is lent the lie of the land.
fn on<E, F>(
    ground: &Arc<Kept>,
    f: F,
) -> impl AsyncFn(&mut Tx, &Entry<E>) -> Outcome<()> + Send + Sync + 'static
where
    E: 'static,
    F: AsyncFn(&mut Tx, &Kept, &Entry<E>) -> Outcome<()> + Send + Sync + 'static,
{
    let ground = Arc::clone(ground);
    async move |tx: &mut Tx, entry: &Entry<E>| f(tx, &ground, entry).await
}

fn of_comment(post: PostId, comment: CommentId) -> About {
    About { post: Some(post), comment: Some(comment), ..About::default() }
}

/// Tells one member of one thing.
async fn tell<E>(tx: &mut Tx, ground: &Kept, entry: &Entry<E>, notice: Notice) -> Outcome<()> {
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    inbox.tell(notice).await?;
    inbox.close().await
}

async fn comment_created(tx: &mut Tx, ground: &Kept, entry: &Entry<CommentCreated>) -> Outcome<()> {
    let event = &entry.event;
    let below = if event.kind == "answer" { Kind::Answer } else { Kind::Comment };
    let replied = event.parent_author.map(|member| (member, Kind::Reply));
    let mentioned = event.mentions.iter().map(|member| (*member, Kind::Mention));
    // Whoever is concerned in two ways is told in the first.
    let all = replied.into_iter().chain([(event.post_author, below)]).chain(mentioned);
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    for (member, kind) in all {
        let notice = Notice {
            member,
            kind,
            thread: format!("comment:{}", event.comment),
            actor: Some(event.author),
            about: of_comment(event.post, event.comment),
        };
        inbox.tell(notice).await?;
    }
    inbox.close().await
}

async fn comment_edited(tx: &mut Tx, ground: &Kept, entry: &Entry<CommentEdited>) -> Outcome<()> {
    let event = &entry.event;
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    for member in &event.mentions {
        let notice = Notice {
            member: *member,
            kind: Kind::Mention,
            thread: format!("comment:{}", event.comment),
            actor: entry.log.actor.map(MemberId::from_i64),
            about: of_comment(event.post, event.comment),
        };
        inbox.tell(notice).await?;
    }
    inbox.close().await
}

async fn comment_featured(
    tx: &mut Tx,
    ground: &Kept,
    entry: &Entry<CommentFeatured>,
) -> Outcome<()> {
    let event = &entry.event;
    if !event.on {
        return Ok(());
    }
    let notice = Notice {
        member: event.author,
        kind: Kind::CommentFeatured,
        thread: format!("featured:{}", event.comment),
        actor: entry.log.actor.map(MemberId::from_i64),
        about: of_comment(event.post, event.comment),
    };
    tell(tx, ground, entry, notice).await
}

async fn answer_accepted(tx: &mut Tx, ground: &Kept, entry: &Entry<AnswerAccepted>) -> Outcome<()> {
    let event = &entry.event;
    if !event.on {
        return Ok(());
    }
    let notice = Notice {
        member: event.author,
        kind: Kind::Accepted,
        thread: format!("accepted:{}", event.comment),
        actor: entry.log.actor.map(MemberId::from_i64),
        about: of_comment(event.post, event.comment),
    };
    tell(tx, ground, entry, notice).await
}

async fn post_created(tx: &mut Tx, ground: &Kept, entry: &Entry<PostCreated>) -> Outcome<()> {
    let (post, by) = (entry.event.post, entry.event.author);
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    mentioned_in(&mut inbox, post, Some(by), &entry.event.mentions).await?;
    inbox.close().await
}

async fn post_edited(tx: &mut Tx, ground: &Kept, entry: &Entry<PostEdited>) -> Outcome<()> {
    let (post, by) = (entry.event.post, entry.log.actor.map(MemberId::from_i64));
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    mentioned_in(&mut inbox, post, by, &entry.event.mentions).await?;
    inbox.close().await
}

async fn mentioned_in(
    inbox: &mut Inbox<'_>,
    post: PostId,
    actor: Option<MemberId>,
    members: &[MemberId],
) -> Outcome<()> {
    for member in members {
        let notice = Notice {
            member: *member,
            kind: Kind::Mention,
            thread: format!("post:{post}"),
            actor,
            about: About { post: Some(post), ..About::default() },
        };
        inbox.tell(notice).await?;
    }
    Ok(())
}

async fn post_featured(tx: &mut Tx, ground: &Kept, entry: &Entry<PostFeatured>) -> Outcome<()> {
    let event = &entry.event;
    if !event.on {
        return Ok(());
    }
    let notice = Notice {
        member: event.author,
        kind: Kind::PostFeatured,
        thread: format!("featured:{}", event.post),
        actor: entry.log.actor.map(MemberId::from_i64),
        about: About { post: Some(event.post), ..About::default() },
    };
    tell(tx, ground, entry, notice).await
}

async fn reaction_changed(
    tx: &mut Tx,
    ground: &Kept,
    entry: &Entry<ReactionChanged>,
) -> Outcome<()> {
    let event = &entry.event;
    let subject = event.comment.map_or_else(|| event.post.to_string(), |id| id.to_string());
    let prefix = format!("reaction:{subject}:");
    if !event.on {
        return taken_back(tx, ground, entry, (event.author, event.member), (&prefix, &event.kind))
            .await;
    }
    let thread = format!("{prefix}{}", day(tx, entry.log.occurred_at).await?);
    let notice = Notice {
        member: event.author,
        kind: Kind::Reaction,
        thread,
        actor: Some(event.member),
        about: About { post: Some(event.post), comment: event.comment, ..About::default() },
    };
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    inbox.gather(notice, &event.kind).await?;
    inbox.close().await
}

async fn member_followed(tx: &mut Tx, ground: &Kept, entry: &Entry<MemberFollowed>) -> Outcome<()> {
    let event = &entry.event;
    if !event.on {
        return taken_back(tx, ground, entry, (event.member, event.by), ("follow:", "follow"))
            .await;
    }
    let thread = format!("follow:{}", day(tx, entry.log.occurred_at).await?);
    let notice = Notice {
        member: event.member,
        kind: Kind::Follow,
        thread,
        actor: Some(event.by),
        about: About::default(),
    };
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    inbox.gather(notice, "follow").await?;
    inbox.close().await
}

/// What somebody took back leaves the row of the day on which they had done it.
async fn taken_back<E>(
    tx: &mut Tx,
    ground: &Kept,
    entry: &Entry<E>,
    (member, actor): (MemberId, MemberId),
    (prefix, word): (&str, &str),
) -> Outcome<()> {
    let threads = store::threads_with(tx, member, (actor, word)).await?;
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    for thread in threads.iter().filter(|thread| thread.starts_with(prefix)) {
        inbox.scatter(member, thread, (actor, word)).await?;
    }
    inbox.close().await
}

/// The day of a moment in the site's zone, yyyymmdd.
async fn day(tx: &Tx, at: Ts) -> Outcome<i32> {
    Ok(Settings::load(tx).await?.zone.day(at).number())
}

async fn entitlement_granted(
    tx: &mut Tx,
    ground: &Kept,
    entry: &Entry<EntitlementGranted>,
) -> Outcome<()> {
    let event = &entry.event;
    // Whoever paid is told of the payment.
    if event.source == SourceKind::Order {
        return Ok(());
    }
    let notice = Notice {
        member: event.member,
        kind: Kind::Granted,
        thread: format!("granted:{}", event.entitlement),
        actor: entry.log.actor.map(MemberId::from_i64),
        about: of_thing(event.thing),
    };
    tell(tx, ground, entry, notice).await
}

async fn entitlement_ended(
    tx: &mut Tx,
    ground: &Kept,
    entry: &Entry<EntitlementEnded>,
) -> Outcome<()> {
    let event = &entry.event;
    // Who holds the same by something else has lost a part of their time and nothing more.
    if event.still_held || event.by == End::Erased {
        return Ok(());
    }
    let notice = Notice {
        member: event.member,
        kind: Kind::Ended,
        thread: format!("ended:{}", event.entitlement),
        actor: entry.log.actor.map(MemberId::from_i64),
        about: of_thing(event.thing),
    };
    tell(tx, ground, entry, notice).await
}

fn of_thing(thing: Thing) -> About {
    let post = (thing.kind == ThingKind::Post).then(|| PostId::from_i64(thing.id));
    About { thing: Some(thing), post, ..About::default() }
}

async fn order_paid(tx: &mut Tx, ground: &Kept, entry: &Entry<OrderPaid>) -> Outcome<()> {
    let event = &entry.event;
    let notice = Notice {
        member: event.member,
        kind: Kind::Paid,
        thread: format!("paid:{}", event.order),
        // Paying is the member's own act, but that the money has come is news.
        actor: None,
        about: About { order: Some(event.order.get()), ..About::default() },
    };
    tell(tx, ground, entry, notice).await
}

async fn refund_issued(tx: &mut Tx, ground: &Kept, entry: &Entry<RefundIssued>) -> Outcome<()> {
    let event = &entry.event;
    let Some((order, member)) = event.order.map(Id::get).zip(event.member) else { return Ok(()) };
    let notice = Notice {
        member,
        kind: Kind::Refunded,
        thread: format!("refund:{}", event.refund),
        actor: None,
        about: About { order: Some(order), refund: Some(event.refund.get()), ..About::default() },
    };
    tell(tx, ground, entry, notice).await
}

/// Told in the account's own browser, which is the only place that can say no.
async fn adoption_asked(tx: &mut Tx, ground: &Kept, entry: &Entry<AdoptionAsked>) -> Outcome<()> {
    let event = &entry.event;
    let notice = Notice {
        member: event.member,
        kind: Kind::Adoption,
        thread: format!("adoption:{}", event.due_at),
        actor: None,
        about: About::default(),
    };
    tell(tx, ground, entry, notice).await
}

/// What was read is read again in a rebuild; when it happened, its handler has done this already.
async fn notification_read(tx: &mut Tx, entry: &Entry<NotificationRead>) -> Outcome<()> {
    let (event, at) = (&entry.event, entry.log.occurred_at);
    store::update_read(tx, event.member, &event.notifications, (event.through, at)).await?;
    Ok(())
}

async fn member_erased(tx: &mut Tx, entry: &Entry<MemberErased>) -> Outcome<()> {
    store::delete_of(tx, entry.event.member).await
}

async fn member_merged(tx: &mut Tx, ground: &Kept, entry: &Entry<MemberMerged>) -> Outcome<()> {
    let (from, into) = (entry.event.member, entry.event.into);
    join::did(tx, from, into).await?;
    let news = join::told(tx, from, into).await?;
    let mut inbox = Inbox::open(tx, ground, &entry.log).await?;
    for (notification, kind) in news {
        inbox.announce(into, notification, kind).await?;
    }
    inbox.close().await
}
