//! The page of a post.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use kernel::{Fault, Outcome};
use serde::Deserialize;
use web::{
    App, LinkView, MenuAct, MenuItem, OfferView, OutlinePart, OutlineView, Pager, Path, PersonView,
    Query, ReactionBar, Reply, Shell, Tab, Viewer, When,
};

use super::load::{Data, data};
use super::{Post, PostId, PostKind, PostState};
use crate::author::AuthorCounts;
use crate::comment::{CommentKind, Sort};
use crate::feed::draw::free_percent;
use crate::follow::Target;
use crate::inspection::{self, Inspection};
use crate::look::Look;
use crate::mine::MineView;
use crate::policy;
use crate::texts::Texts;
use crate::{Community, tag};

/// What a post's page is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct PageQuery {
    /// In which order its comments stand.
    #[serde(default)]
    pub(crate) sort: String,
    /// From where on.
    pub(crate) cursor: Option<String>,
}

/// Shows a post.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(path): Path<String>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let (id, slug) = super::parse_path(&path)?;
    let sort = Sort::from_key(&query.sort);
    let after = web::ListQuery { cursor: query.cursor.clone(), limit: None };
    let after = after.place(&app, &list_name(id, sort))?;
    let since = app.hub().place();
    let community = app.part::<Community>();
    let asking = viewer.clone();
    let data = app
        .db()
        .read(async move |tx| data(tx, &community, &asking, id, (sort, after)).await)
        .await?;
    // Only now, when it is decided that the post may be known of, its words may stand in an answer.
    if slug != data.post.slug {
        return web::moved(&data.post.path());
    }
    if data.whole {
        inspection::note(&app, Inspection::of_post(&data.reader, &data.post)).await?;
    }
    let page = PostPage::new(&app, &viewer, &data, (sort, since))?;
    web::html(&page)
}

#[derive(Template)]
#[template(path = "community/post/show.html")]
struct PostPage {
    shell: Shell,
    t: Texts,
    id: String,
    title: String,
    lang: Option<String>,
    summary: String,
    by: PersonView,
    author: LinkView,
    follow: Option<FollowView>,
    facts: Vec<LinkView>,
    when: When,
    edited: Option<When>,
    minutes: String,
    seconds: i64,
    space: LinkView,
    is_question: bool,
    is_featured: bool,
    notices: Vec<(&'static str, String)>,
    reads: bool,
    html: Arc<str>,
    outline: Option<OutlineView>,
    tags: Vec<LinkView>,
    acts: ReactionBar,
    offer: Option<OfferView>,
    locked_comments: Option<String>,
    talk: TalkView,
    others: Vec<(LinkView, String)>,
    mine: Option<MineView>,
}

/// The button that follows somebody.
#[derive(Debug, Clone)]
pub(crate) struct FollowView {
    /// Where it posts.
    pub(crate) action: String,
    /// Whether it follows already.
    pub(crate) on: bool,
}

/// The discussion below a post.
pub(crate) struct TalkView {
    /// How many comments.
    pub(crate) count: String,
    /// Its orders.
    pub(crate) tabs: Vec<Tab>,
    /// The comments.
    pub(crate) rows: Vec<Arc<str>>,
    /// The way to older ones.
    pub(crate) pager: Pager,
    /// Where one writes.
    pub(crate) form: Option<crate::comment::page::WriteForm>,
    /// For visitors: where they sign in.
    pub(crate) sign_in: Option<String>,
    /// What stands there when nobody has written.
    pub(crate) empty: Option<&'static str>,
}

impl PostPage {
    fn new(app: &App, viewer: &Viewer, data: &Data, (sort, since): (Sort, i64)) -> Outcome<Self> {
        let post = &data.post;
        let look = Look::of(app, viewer, &post.path());
        let t = look.t;
        let space = data.reader.ground.space(post.space).ok_or(Fault::Missing("space.missing"))?;
        let seconds = post.size.minutes * 60;
        Ok(Self {
            shell: shell(app, viewer, data, since),
            t,
            id: post.id.to_string(),
            title: post.title.clone(),
            lang: look.lang(&post.lang),
            summary: post.summary.clone(),
            by: look.person(&post.author, None),
            author: LinkView::new(post.author.path().unwrap_or_default(), t.post_more_of()),
            follow: follow_view(data),
            facts: facts(&look, data.counts.as_ref()),
            when: look.when(post.created_at),
            edited: post.edited_at.map(|at| look.when(at)),
            minutes: t.post_minutes(post.size.minutes.max(1)),
            seconds,
            space: LinkView::new(space.path(), space.name.clone()),
            is_question: post.kind == PostKind::Question,
            is_featured: post.featured_at.is_some(),
            notices: notices(t, data),
            reads: data.whole && viewer.member.is_some() && post.state == PostState::Published,
            html: Arc::clone(&data.text.html),
            outline: outline(&look, data),
            tags: post.tags.iter().map(|n| LinkView::new(tag::path(n), n.as_str())).collect(),
            acts: acts(&look, data),
            offer: offer_card(app, viewer, data, t),
            locked_comments: locked_comments(t, data),
            talk: talk(app, &look, data, sort)?,
            others: others(&look, data),
            mine: data.thread.mine(&data.reader, post, data.pressed),
        })
    }
}

/// Characters of a text that previews elsewhere are given.
const PREVIEW_MAX: usize = 200;

fn shell(app: &App, viewer: &Viewer, data: &Data, since: i64) -> Shell {
    let post = &data.post;
    let mut shell = app.shell(viewer).title(post.title.clone()).back(&post.path());
    let public = data.reader.reach.entry(post.space) == crate::reach::Entry::Inside;
    if post.state == PostState::Published && public {
        // What this viewer reads is looked at alone, so that nothing behind a gate is named.
        let html = &data.text.html;
        let words = if post.summary.is_empty() { first_words(html) } else { post.summary.clone() };
        let settings = app.settings();
        let address = settings.address(&viewer.origin);
        let picture = first_picture(html).map(|path| format!("{address}{path}"));
        shell = shell
            .public(words, format!("{address}{}", post.path()))
            .article(picture.filter(|_| data.whole));
    }
    if data.whole {
        shell = shell.live(&format!("post:{}", post.id), since.to_string());
    }
    shell.build()
}

/// The first paragraph of rendered text as plain words, as previews elsewhere show it.
fn first_words(html: &str) -> String {
    let paragraph = html.split_once("<p>").map_or("", |(_, rest)| rest);
    let paragraph = paragraph.split("</p>").next().unwrap_or_default();
    let (mut words, mut in_tag) = (String::new(), false);
    for c in paragraph.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            _ => words.push(c),
        }
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let words = signs.iter().fold(words, |words, (name, sign)| words.replace(name, sign));
    words.chars().take(PREVIEW_MAX).collect()
}

/// The address of the first picture of the site's own in rendered text.
fn first_picture(html: &str) -> Option<&str> {
    let start = html.find("<img src=\"/media/")? + "<img src=\"".len();
    html.get(start..)?.split('"').next()
}

fn follow_view(data: &Data) -> Option<FollowView> {
    let author = data.post.author.id;
    let other = data.reader.member.is_some_and(|me| me != author) && !data.post.author.gone;
    let target = Target::Member(author);
    other.then(|| FollowView {
        action: format!("/follows/{}/{}", target.kind(), author),
        on: data.follows,
    })
}

/// An author's numbers as label and value.
pub(crate) fn facts(look: &Look, counts: Option<&AuthorCounts>) -> Vec<LinkView> {
    let Some(counts) = counts else { return Vec::new() };
    let fact = |label: &str, n: i64| LinkView::new(label, look.locale.count(n));
    [
        (look.t.author_open_posts(), counts.posts),
        (look.t.author_accepted(), counts.accepted),
        (look.t.author_followers(), counts.followers),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(label, n)| fact(label, n))
    .collect()
}

fn notices(t: Texts, data: &Data) -> Vec<(&'static str, String)> {
    let (post, mut notices) = (&data.post, Vec::new());
    if post.state == PostState::Hidden {
        notices.push(("eye-off", t.post_hidden().to_owned()));
    }
    if !data.whole {
        let Post { size, .. } = post;
        if data.offers.is_empty() {
            notices.push(("info", t.offer_none().to_owned()));
        }
        notices.push(if free_percent(post) > 0 {
            ("eye", t.post_trial(size.free_characters, size.characters))
        } else {
            ("lock", t.post_behind(size.characters))
        });
    }
    notices
}

fn outline(look: &Look, data: &Data) -> Option<OutlineView> {
    let headings = if data.whole { &data.text.outline.whole } else { &data.text.outline.free };
    let parts: Vec<OutlinePart> = headings
        .iter()
        .filter(|heading| heading.level <= 3)
        .map(|h| OutlinePart { href: Some(format!("#{}", h.id)), text: h.text.clone() })
        .collect();
    let label = look.t.post_outline().to_owned();
    (parts.len() > 1).then_some(OutlineView { label, parts })
}

fn acts(look: &Look, data: &Data) -> ReactionBar {
    let (t, post, reader) = (look.t, &data.post, &data.reader);
    let mut bar = look.post_bar(post, data.pressed, data.whole);
    let mut copy = MenuItem::new(MenuAct::Copy(post.path()), "link", t.post_copy_link());
    t.post_copied().clone_into(&mut copy.done);
    bar.menu.push(copy);
    if !data.whole {
        return bar;
    }
    let at = format!("/p/{}", post.id);
    let mut add = |act: MenuAct, icon: &'static str, label: &'static str| {
        bar.menu.push(MenuItem::new(act, icon, label));
    };
    if data.revised {
        add(MenuAct::Go(format!("{at}/history")), "history", t.post_history());
    }
    if policy::curate(reader, post).is_ok() {
        let label = if post.featured_at.is_some() { t.post_unfeature() } else { t.post_feature() };
        add(MenuAct::Post(format!("{at}/featured")), "gem", label);
        let label = if post.locked { t.post_reopen() } else { t.post_close() };
        add(MenuAct::Post(format!("{at}/closed")), "lock", label);
    }
    if policy::edit_post(reader, post).is_ok() {
        add(MenuAct::Go(format!("{at}/edit")), "pencil", t.post_edit());
        let act = MenuAct::Go(format!("{at}/delete"));
        bar.menu.push(MenuItem::new(act, "trash-2", t.post_delete()).danger());
    }
    bar
}

fn offer_card(app: &App, viewer: &Viewer, data: &Data, t: Texts) -> Option<OfferView> {
    if data.whole {
        return None;
    }
    let (Post { size, comments, .. }, back) = (&data.post, data.post.path());
    let heading = t.offer_heading(
        size.characters - size.free_characters,
        size.images - size.free_images,
        *comments,
    );
    commerce::product::card(
        app,
        viewer,
        (&data.offers, data.renews),
        (heading, None),
        (Vec::new(), &back),
    )
}

fn locked_comments(t: Texts, data: &Data) -> Option<String> {
    if data.whole {
        return None;
    }
    let shown = i64::try_from(data.thread.first.len()).unwrap_or_default();
    let locked = data.post.comments - shown;
    (locked > 0).then(|| match shown {
        0 => t.talk_locked_all(locked),
        _ => t.talk_locked(locked),
    })
}

/// The comments of a post in an order, as their cursors name them.
fn list_name(post: PostId, sort: Sort) -> String {
    format!("comments {post} {}", sort.key())
}

fn talk(app: &App, look: &Look, data: &Data, sort: Sort) -> Outcome<TalkView> {
    let (t, post) = (look.t, &data.post);
    let path = post.path();
    let tab = |order: Sort, text: &str| {
        let href = format!("{path}?sort={}#comments", order.key());
        Tab::new(href, text, order == sort)
    };
    let older = data.older.map(|cursor| {
        let cursor = web::seal_cursor(app, &list_name(post.id, sort), cursor);
        format!("{path}?sort={}&cursor={cursor}#comments", sort.key())
    });
    let rows = data.thread.rows(look, &data.reader, post)?;
    let empty = match post.kind {
        PostKind::Question => t.talk_empty_question(),
        PostKind::Article => t.talk_empty(),
    };
    let kind = match post.kind {
        PostKind::Question => CommentKind::Answer,
        PostKind::Article => CommentKind::Comment,
    };
    let may = policy::write_comment(&data.reader, post, kind).is_ok();
    Ok(TalkView {
        count: look.locale.count(post.comments),
        tabs: if rows.len() > 1 && data.whole {
            vec![tab(Sort::Best, t.talk_best()), tab(Sort::New, t.talk_new())]
        } else {
            Vec::new()
        },
        empty: (rows.is_empty() && data.whole).then_some(empty),
        rows,
        pager: Pager::on(look.w, older),
        form: may.then(|| crate::comment::page::WriteForm::new(look, post.id, kind, None)),
        sign_in: look.sign_in.clone().filter(|_| data.whole),
    })
}

fn others(look: &Look, data: &Data) -> Vec<(LinkView, String)> {
    let line = |post: &Post| {
        let note = look.t.post_minutes(post.size.minutes.max(1));
        (LinkView::new(post.path(), post.title.clone()), note)
    };
    data.others.iter().map(line).collect()
}
