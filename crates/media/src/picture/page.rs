//! A member's own pictures, and what the editor is answered.

use askama::Template;
use axum::extract::{Request, State};
use axum::response::IntoResponse as _;
use http::StatusCode;
use kernel::{Fault, ListSize, Outcome};
use web::{App, ListQuery, Pager, Path, Query, Reply, Shell, Viewer, When};

use super::{MediaId, Picture, api, remove, sweep, upload};
use crate::texts::Texts;

/// Where a member's pictures stand.
pub(crate) const LIBRARY: &str = "/me/media";
/// The width at which a list shows a picture.
const THUMB: i64 = 320;

/// A picture in a list.
struct Card {
    id: MediaId,
    /// Address, width and height of the small size.
    thumb: (String, i64, i64),
    full: String,
    alt: String,
    markdown: String,
    when: When,
    shown: bool,
}

impl Card {
    fn of(app: &App, viewer: &Viewer, picture: &Picture) -> Self {
        let zone = app.settings().zone.clone();
        let (narrow, markdown) = (picture.at_most(THUMB), picture.markdown());
        let high = picture.variants.iter().find(|size| size.width == narrow);
        Self {
            id: picture.id,
            thumb: (picture.address(narrow), narrow, high.map_or(narrow, |size| size.height)),
            full: picture.address(picture.width),
            alt: picture.alt.clone(),
            when: When::new(picture.created_at, app.now(), &zone, viewer.locale),
            shown: picture.idle_since.is_none(),
            markdown,
        }
    }
}

#[derive(Template)]
#[template(path = "media/list.html")]
struct ListPage {
    shell: Shell,
    t: Texts,
    days: i64,
    problem: Option<&'static str>,
    cards: Vec<Card>,
    pager: Pager,
}

/// Shows the member's own pictures, and where more are brought in.
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    web::html(&page(&app, &viewer, &query, None).await?)
}

async fn page(
    app: &App,
    viewer: &Viewer,
    query: &ListQuery,
    fault: Option<&Fault>,
) -> Outcome<ListPage> {
    let list = api::own(app, viewer, query.place(app, api::LIST)?, ListSize::default()).await?;
    let next = list.next.map(|next| web::seal_cursor(app, api::LIST, next));
    let older = next.map(|cursor| format!("{LIBRARY}?cursor={cursor}"));
    let t = Texts::new(viewer.locale);
    Ok(ListPage {
        shell: app.shell(viewer).title(t.mine_title()).at(LIBRARY).build(),
        t,
        days: sweep::IDLE_DAYS,
        problem: fault.map(|fault| web::fault_text(viewer.locale, fault.key())),
        cards: list.items.iter().map(|picture| Card::of(app, viewer, picture)).collect(),
        pager: Pager::on(web::Texts::new(viewer.locale), older),
    })
}

/// Brings a picture in by a plain form.
pub(crate) async fn post(State(app): State<App>, viewer: Viewer, request: Request) -> Reply {
    match upload::receive(&app, &viewer, request).await {
        Ok(_) => {
            let said = Texts::new(viewer.locale).mine_added();
            web::see_other_with(&app, &viewer, LIBRARY, said)
        }
        Err(fault @ (Fault::Invalid(_) | Fault::TooLarge(_))) => {
            let page = page(&app, &viewer, &ListQuery::default(), Some(&fault)).await?;
            web::html_fault(&fault, &page)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Removes one of the member's pictures.
pub(crate) async fn post_remove(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MediaId>,
) -> Reply {
    let asking = viewer.clone();
    app.db().tx(async move |tx| remove::by_hand(tx, &asking, id).await).await?;
    web::see_other_with(&app, &viewer, LIBRARY, Texts::new(viewer.locale).mine_removed())
}

/// What the editor shows of a picture that has just come in.
#[derive(Template)]
#[template(path = "media/uploaded.html")]
struct Uploaded {
    t: Texts,
    card: Card,
}

/// Brings a picture in for the editor: a part of a page where it worked, else a plain sentence.
pub(crate) async fn post_for_editor(
    State(app): State<App>,
    viewer: Viewer,
    request: Request,
) -> Reply {
    match upload::receive(&app, &viewer, request).await {
        Ok(picture) => {
            let card = Card::of(&app, &viewer, &picture);
            let t = Texts::new(viewer.locale);
            web::html_status(StatusCode::CREATED, &Uploaded { t, card })
        }
        Err(Fault::Broken(report)) => Err(Fault::Broken(report).into()),
        Err(fault) => {
            let status = StatusCode::from_u16(fault.status());
            let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            Ok((status, web::fault_text(viewer.locale, fault.key())).into_response())
        }
    }
}
