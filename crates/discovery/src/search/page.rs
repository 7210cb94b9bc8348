//! The page of results.

use askama::Template;
use axum::extract::State;
use community::reach::Entry;
use community::space::{Space, SpaceId};
use community::{Community, Reader};
use kernel::{Cursor, Fault, Id, Outcome, Ts};
use serde::Deserialize;
use web::{
    App, Chip, ChoiceView, FilterBar, FilterSearch, FilterSelect, ListQuery, Pager, PersonView,
    Query, Reply, Shell, Viewer, When,
};

use super::draw::{Drawn, Stretch, drawn};
use super::{Found, Question, Sort, find};
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "discovery/search.html")]
struct SearchPage {
    shell: Shell,
    t: Texts,
    bar: FilterBar,
    state: Standing,
    count: String,
    any_word: bool,
    results: Vec<ResultView>,
    pager: Pager,
    empty: String,
    ask: String,
}

/// What the page has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nothing was asked.
    Fresh,
    /// What was asked holds no word.
    TooShort,
    /// Nothing was found.
    Nothing,
    /// Something was found.
    Results,
}

/// One result.
struct ResultView {
    href: String,
    title: String,
    kind: &'static str,
    lang: Option<String>,
    passage: Vec<Stretch>,
    by: PersonView,
    space: Option<web::LinkView>,
    when: When,
    locked: bool,
}

/// What is asked, and from where on.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) q: String,
    #[serde(default, rename = "type")]
    pub(crate) sort: String,
    #[serde(default)]
    pub(crate) space: String,
    pub(crate) cursor: Option<String>,
    pub(crate) limit: Option<u32>,
}

impl Asked {
    /// What the cursors of the results name them.
    pub(crate) fn list_name(&self, sort: Sort) -> String {
        format!("search {} {} {}", sort.key(), self.space, self.q.trim())
    }

    /// Where a page of results begins and how many it has: results are counted off, for their order
    /// is no time.
    pub(crate) fn window(&self, app: &App, sort: Sort) -> Outcome<(usize, usize)> {
        let query = ListQuery { cursor: self.cursor.clone(), limit: self.limit };
        let place = query.place(app, &self.list_name(sort))?;
        let from = if place == Cursor::START { 0 } else { usize::try_from(place.id).unwrap_or(0) };
        Ok((from, query.size()?.rows()))
    }
}

/// A page of results, the spaces that the reader may know of, and where the next page begins.
pub(crate) struct Results {
    pub(crate) found: Found,
    pub(crate) drawn: Vec<Drawn>,
    pub(crate) reader: Reader,
    pub(crate) next: Option<Cursor>,
}

/// Searches and reads what one page shows.
///
/// # Errors
/// When the database fails.
pub(crate) async fn results(
    app: &App,
    viewer: &Viewer,
    (typed, sort, space): (String, Sort, String),
    (from, size): (usize, usize),
) -> Outcome<Results> {
    let (community, asking) = (app.part::<Community>(), viewer.clone());
    app.db()
        .read(async move |tx| {
            let reader = Reader::of(tx, &community, &asking).await?.at_large();
            let place = match space.as_str() {
                "" => None,
                handle => Some(known(&reader, handle)?),
            };
            let question = Question::new(&typed, sort, place);
            let found = find(tx, &reader, &question).await?;
            let page: Vec<_> = found.hits.iter().skip(from).take(size).cloned().collect();
            let drawn = drawn(tx, &reader, &question.tokens, &page).await?;
            let end = from + page.len();
            let place = Cursor { at: Ts::default(), id: i64::try_from(end).unwrap_or(i64::MAX) };
            let next = (end < found.hits.len()).then_some(place);
            Ok(Results { found, drawn, reader, next })
        })
        .await
}

/// A space by its handle.
///
/// # Errors
/// `Missing` when the reader may not know of it, or there is none.
fn known(reader: &Reader, handle: &str) -> Outcome<SpaceId> {
    let space = reader.ground.space_of(handle);
    let space = space.filter(|space| reader.reach.entry(space.id) != Entry::Hidden);
    space.map(|space| space.id).ok_or(Fault::Missing("space.missing"))
}

/// Shows what was found.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply {
    let sort = Sort::from_key(&asked.sort).unwrap_or_default();
    let window = asked.window(&app, sort)?;
    let question = (asked.q.clone(), sort, asked.space.clone());
    let results = results(&app, &viewer, question, window).await?;
    let t = Texts::new(viewer.locale);
    let typed = Question::new(&asked.q, sort, None);
    let state = match (typed.text.is_empty(), typed.tokens.is_empty(), results.found.count()) {
        (true, ..) => Standing::Fresh,
        (_, true, _) => Standing::TooShort,
        (.., 0) => Standing::Nothing,
        _ => Standing::Results,
    };
    let older = results.next.map(|next| {
        path(&asked, sort, Some(&web::seal_cursor(&app, &asked.list_name(sort), next)))
    });
    let title = if typed.text.is_empty() { t.title().to_owned() } else { t.title_of(&typed.text) };
    let count = i64::try_from(results.found.count()).unwrap_or(i64::MAX);
    let zone = app.settings().zone.clone();
    let views = results.drawn.iter().map(|drawn| {
        view(&results.reader, drawn, (t, &viewer), |at| {
            When::new(at, app.now(), &zone, viewer.locale)
        })
    });
    web::html(&SearchPage {
        shell: app
            .shell(&viewer)
            .title(title)
            .at("/search")
            .back(&path(&asked, sort, None))
            .build(),
        t,
        bar: bar(&results.reader, (&asked, sort), (t, &viewer)),
        state,
        count: if results.found.more { t.count_more(count) } else { t.count(count) },
        any_word: results.found.any_word,
        results: views.collect(),
        pager: Pager::on(web::Texts::new(viewer.locale), older),
        empty: t.empty(&typed.text),
        ask: "/new?kind=question".to_owned(),
    })
}

fn view(
    reader: &Reader,
    drawn: &Drawn,
    (t, viewer): (Texts, &Viewer),
    when: impl Fn(Ts) -> When,
) -> ResultView {
    let shown = &drawn.shown;
    let name = if shown.gone { t.former() } else { shown.name.as_str() };
    let image = shown.avatar.as_ref().map(|hash| people::profile::avatar_address(hash));
    let space = reader.ground.space(shown.space);
    ResultView {
        href: drawn.path(),
        title: shown.title.clone(),
        kind: match shown.kind.as_str() {
            "question" => t.kind_question(),
            "comment" => t.kind_comment(),
            "answer" => t.kind_answer(),
            _ => t.kind_article(),
        },
        lang: (shown.lang != viewer.locale.tag()).then(|| shown.lang.clone()),
        passage: drawn.passage.clone(),
        by: PersonView {
            name: name.to_owned(),
            href: (!shown.gone).then(|| format!("/m/{}", shown.handle)),
            avatar: web::AvatarView::of(name, shown.author.get(), image),
            badges: Vec::new(),
            lang: None,
        },
        space: space.map(|space| web::LinkView::new(space.path(), space.name.clone())),
        when: when(drawn.at),
        locked: shown.locked,
    }
}

fn bar(reader: &Reader, (asked, sort): (&Asked, Sort), (t, viewer): (Texts, &Viewer)) -> FilterBar {
    let choice = |value: &str, label: &str| ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        checked: asked.space == value,
        ..ChoiceView::default()
    };
    let entered = |space: &&Space| reader.reach.entry(space.id) >= Entry::Window;
    let spaces = reader.ground.spaces.iter().filter(entered);
    let spaces = spaces.map(|space| choice(&space.handle, &space.name));
    let options = std::iter::once(choice("", t.everywhere())).chain(spaces).collect();
    let chip = |to: Sort, text: &str| Chip {
        href: path(asked, to, None),
        text: text.to_owned(),
        count: None,
        current: to == sort,
    };
    let hidden = if sort == Sort::All {
        Vec::new()
    } else {
        vec![("type".to_owned(), sort.key().to_owned())]
    };
    FilterBar {
        t: web::Texts::new(viewer.locale),
        action: "/search".to_owned(),
        hidden,
        search: Some(FilterSearch {
            name: "q",
            value: asked.q.clone(),
            label: t.label().to_owned(),
        }),
        selects: vec![FilterSelect { name: "space", label: t.space().to_owned(), options }],
        chips: vec![
            chip(Sort::All, t.sort_all()),
            chip(Sort::Posts, t.sort_posts()),
            chip(Sort::Comments, t.sort_comments()),
        ],
        clear: None,
    }
}

/// The address of a question.
fn path(asked: &Asked, sort: Sort, cursor: Option<&str>) -> String {
    let mut query = serde_urlencoded::to_string([("q", asked.q.trim())]).unwrap_or_default();
    let sort = Some(sort.key()).filter(|_| sort != Sort::All);
    let space = Some(asked.space.as_str()).filter(|space| !space.is_empty());
    for (name, value) in [("type", sort), ("space", space), ("cursor", cursor)] {
        if let Some(value) = value {
            query.push('&');
            query.push_str(&serde_urlencoded::to_string([(name, value)]).unwrap_or_default());
        }
    }
    format!("/search?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_an_address() {
        let asked = Asked { q: " 量子 & code ".into(), space: "tea".into(), ..Asked::default() };
        assert_eq!(
            path(&asked, Sort::Posts, None),
            "/search?q=%E9%87%8F%E5%AD%90+%26+code&type=post&space=tea"
        );
    }
}
