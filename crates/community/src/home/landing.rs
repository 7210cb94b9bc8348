//! The landing page of visitors: what the community is, what was written, what it costs.

use std::sync::Arc;

use askama::Template;
use commerce::product::{Offer, PriceWords, card};
use db::Tx;
use kernel::{Cursor, ListSize, Locale, Outcome};
use web::{App, AvatarView, LinkView, OfferView, Reply, Shell, Viewer, When};

use super::store::{self, Portrait, Proof};
use crate::feed::draw::free_percent;
use crate::feed::{self, Order, Place};
use crate::look::Look;
use crate::post::{Post, PostKind};
use crate::reach::Entry;
use crate::reader::Reader;
use crate::space::Space;
use crate::texts::Texts;
use crate::{Community, offer};

/// Posts on the landing page.
const POSTS: u32 = 6;
/// Featured posts among which the quoted one is chosen.
const QUOTABLE: u32 = 12;

#[derive(Template)]
#[template(path = "community/home/landing.html")]
struct LandingPage {
    shell: Shell,
    t: Texts,
    host: Option<(AvatarView, String)>,
    heading: String,
    other: Option<String>,
    lead: String,
    price: Option<String>,
    terms: String,
    quote: Option<(String, LinkView, String)>,
    proof: Vec<(String, &'static str)>,
    posts: Vec<Line>,
    spaces: Vec<(LinkView, String, &'static str)>,
    offer: Option<OfferView>,
    faq: Vec<(&'static str, String)>,
}

/// A post on the landing page.
struct Line {
    when: When,
    link: LinkView,
    lead: String,
    lang: Option<String>,
    /// Word and whether it is free.
    word: String,
    free: bool,
}

struct Data {
    reader: Reader,
    posts: Vec<Post>,
    featured: Option<Post>,
    offers: Arc<[Offer]>,
    portrait: Arc<Portrait>,
}

/// Shows the landing page.
pub(crate) async fn show(app: &App, viewer: &Viewer) -> Reply {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    let data = app.db().read(async move |tx| data(tx, &community, &asking).await).await?;
    let look = Look::of(app, viewer, "/");
    let (t, settings) = (look.t, app.settings());
    let words = PriceWords::of(viewer.locale);
    let cheapest = data.offers.first().and_then(|offer| offer.prices.last());
    let price =
        cheapest.map(|price| format!("{}{}", price.amount().short(), words.per(price.term)));
    let members = data.portrait.proof.as_ref().map_or(0, |proof| proof.members);
    let host = data.portrait.host.as_ref().map(|(id, name, avatar)| {
        let image = avatar.as_ref().map(|hash| people::profile::avatar_address(hash));
        let face = AvatarView::of(name, kernel::Id::get(*id), image);
        (face, t.land_who(name, members))
    });
    let tagline = if settings.tagline.is_empty() { &settings.name } else { &settings.tagline };
    let (heading, other) = heading(tagline, viewer.locale);
    let address = settings.address(&viewer.origin).to_owned();
    let shell = app
        .shell(viewer)
        .title(settings.name.clone())
        .public(settings.description.clone(), format!("{address}/"))
        .plain()
        .build();
    let lead = settings.description.clone();
    let days = settings.refund_days;
    web::html(&LandingPage {
        shell,
        t,
        host,
        heading,
        other,
        lead,
        price,
        terms: t.land_terms(days),
        quote: data.featured.as_ref().and_then(|post| quote(t, post)),
        proof: proof(&look, data.portrait.proof.as_ref()),
        posts: data.posts.iter().map(|post| line(&look, &data.reader, post)).collect(),
        spaces: spaces(t, &data.reader),
        offer: card(
            app,
            viewer,
            (&data.offers, false),
            (settings.name.clone(), None),
            (Vec::new(), "/"),
        ),
        faq: faq(t, days),
    })
}

async fn data(tx: &Tx, community: &Community, viewer: &Viewer) -> Outcome<Data> {
    let reader = Reader::of(tx, community, viewer).await?;
    let page = feed::Page {
        order: Order::Latest,
        after: Cursor::START,
        size: ListSize::asked(Some(POSTS))?,
    };
    let posts = feed::list(tx, &reader, Place::Site, page).await?.items;
    let best =
        feed::Page { order: Order::Featured, size: ListSize::asked(Some(QUOTABLE))?, ..page };
    let open: Vec<i64> = reader.reach.open().iter().map(|gate| kernel::Id::get(*gate)).collect();
    let featured = quotable(feed::store::of_site(tx, &open, best).await?, viewer.locale);
    let offers = offer::all(tx, community).await?;
    let portrait = community.remembered.portrait(store::portrait(tx)).await?;
    Ok(Data { reader, posts, featured, offers, portrait })
}

/// A line in two languages, parted by " · ": the reader's own, then the other.
fn heading(tagline: &str, locale: Locale) -> (String, Option<String>) {
    let own = Some(locale);
    match tagline.split_once(" · ") {
        Some((first, second)) if text::language(first) != text::language(second) => {
            let swap = text::language(second) == own;
            let (main, other) = if swap { (second, first) } else { (first, second) };
            (main.to_owned(), Some(other.to_owned()))
        }
        _ => (tagline.to_owned(), None),
    }
}

/// The post to quote: one that its author summed up, in the reader's language where there is one.
fn quotable(posts: Vec<Post>, locale: Locale) -> Option<Post> {
    let rank = |post: &Post| {
        let is_summed_up = post.kind == PostKind::Article && !post.summary.is_empty();
        (!is_summed_up, Locale::from_tag(&post.lang) != Some(locale))
    };
    posts.into_iter().min_by_key(rank)
}

/// The first words of a featured post that anyone reads.
fn quote(t: Texts, post: &Post) -> Option<(String, LinkView, String)> {
    let words = if post.summary.is_empty() { &post.excerpt } else { &post.summary };
    let by = t.land_featured_by(&post.author.name);
    (!words.is_empty()).then(|| (words.clone(), LinkView::new(post.path(), post.title.clone()), by))
}

fn proof(look: &Look, proof: Option<&Proof>) -> Vec<(String, &'static str)> {
    let (Some(proof), t) = (proof.filter(|proof| proof.posts > 0), look.t) else {
        return Vec::new();
    };
    let count = |n: i64| look.locale.count(n);
    let mut facts =
        vec![(count(proof.posts), t.land_posts()), (count(proof.members), t.land_members())];
    if proof.asked >= 10 {
        let percent = proof.answered * 100 / proof.asked;
        facts.push((format!("{percent} %"), t.land_answered()));
    }
    facts
}

fn line(look: &Look, reader: &Reader, post: &Post) -> Line {
    let t = look.t;
    let free = reader.reach.opens(post.gate);
    let percent = free_percent(post);
    let word = match (free, percent) {
        (true, _) => t.land_readable().to_owned(),
        (false, 0) => t.land_locked().to_owned(),
        (false, percent) => t.land_trial(percent),
    };
    let lead = if post.summary.is_empty() { &post.excerpt } else { &post.summary };
    Line {
        when: look.when(post.created_at),
        link: LinkView::new(post.path(), post.title.clone()),
        lead: lead.clone(),
        lang: look.lang(&post.lang),
        word,
        free,
    }
}

fn spaces(t: Texts, reader: &Reader) -> Vec<(LinkView, String, &'static str)> {
    let known = reader.ground.spaces.iter().filter(|s| reader.reach.entry(s.id) != Entry::Hidden);
    let line = |space: &Space| {
        let link = LinkView::new(space.path(), space.name.clone());
        (link, space.description.clone(), crate::space::page::visibility_word(t, space.visibility))
    };
    known.map(line).collect()
}

fn faq(t: Texts, days: i64) -> Vec<(&'static str, String)> {
    vec![
        (t.land_faq_refund(), t.land_faq_refund_text(days)),
        (t.land_faq_end(), t.land_faq_end_text().to_owned()),
        (t.land_faq_after(), t.land_faq_after_text().to_owned()),
        (t.land_faq_data(), t.land_faq_data_text().to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_two_languages_shows_the_readers_first() {
        let line = "把模型用进真实的工作 · People who put models to work";
        let (main, other) = heading(line, Locale::En);
        assert_eq!(main, "People who put models to work");
        assert_eq!(other.as_deref(), Some("把模型用进真实的工作"));
        assert_eq!(heading(line, Locale::ZhCn).0, "把模型用进真实的工作");
    }

    #[test]
    fn a_line_in_one_language_stays_whole() {
        let (main, other) = heading("读论文 · 写代码", Locale::ZhCn);
        assert_eq!((main.as_str(), other), ("读论文 · 写代码", None));
    }
}
