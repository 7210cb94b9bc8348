//! The team's page about pictures: how much there is, whose, and what nothing shows.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use db::Tx;
use kernel::{Cursor, List, ListSize, Outcome};
use web::{App, LinkView, ListQuery, Pager, Path, Query, Reply, Shell, Viewer, When};

use crate::picture::store::{self, OwnedRow};
use crate::picture::{MediaId, Picture, remove};
use crate::texts::Texts;

const PLACE: &str = "/studio/media";
const THUMB: i64 = 320;

/// A picture in the list; one that nothing shows is its owner's alone to see.
struct Line {
    id: MediaId,
    thumb: Option<(String, i64, i64)>,
    alt: String,
    owner: LinkView,
    when: When,
    size: String,
    places: String,
}

#[derive(Template)]
#[template(path = "media/studio.html")]
struct StudioPage {
    shell: Shell,
    t: Texts,
    totals: String,
    lines: Vec<Line>,
    pager: Pager,
}

struct Data {
    list: List<Picture>,
    owners: HashMap<MediaId, OwnedRow>,
    totals: (i64, i64),
}

async fn data(tx: &Tx, after: Cursor, size: ListSize) -> Outcome<Data> {
    let list = List::cut(store::latest(tx, after, size.probe()).await?, size, Picture::place);
    let ids: Vec<MediaId> = list.items.iter().map(|picture| picture.id).collect();
    let owners = store::owners(tx, &ids).await?;
    let owners = owners.into_iter().map(|row| (row.id, row)).collect();
    Ok(Data { list, owners, totals: store::totals(tx).await? })
}

/// Shows all pictures, the newest first.
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Reply {
    let (after, size) = (query.place(&app, PLACE)?, query.size()?);
    let data = app.db().read(async move |tx| data(tx, after, size).await).await?;
    let t = Texts::new(viewer.locale);
    let next = data.list.next.map(|next| web::seal_cursor(&app, PLACE, next));
    let older = next.map(|cursor| format!("{PLACE}?cursor={cursor}"));
    let line = |picture: &Picture| line(&app, &viewer, picture, data.owners.get(&picture.id));
    web::html(&StudioPage {
        shell: app.shell(&viewer).title(t.studio_title()).at(PLACE).build(),
        totals: t.studio_totals(data.totals.0, weight(data.totals.1)),
        lines: data.list.items.iter().map(line).collect(),
        pager: Pager::on(web::Texts::new(viewer.locale), older),
        t,
    })
}

fn line(app: &App, viewer: &Viewer, picture: &Picture, owner: Option<&OwnedRow>) -> Line {
    let t = Texts::new(viewer.locale);
    let narrow = picture.at_most(THUMB);
    let size = picture.variants.iter().find(|size| size.width == narrow);
    let shown = picture.idle_since.is_none() || viewer.id() == Some(picture.owner);
    let thumb = size.filter(|_| shown).map(|s| (picture.address(narrow), s.width, s.height));
    let places = owner.map_or(0, |row| row.places);
    let owner = owner.filter(|row| row.state != "erased").map_or_else(
        || LinkView::new("", t.studio_former()),
        |row| LinkView::new(format!("/m/{}", row.handle), row.name.clone()),
    );
    Line {
        id: picture.id,
        thumb,
        alt: picture.alt.clone(),
        owner,
        when: When::new(picture.created_at, app.now(), &app.settings().zone, viewer.locale),
        size: t.studio_size(picture.width, picture.height, weight(picture.bytes)),
        places: t.studio_places(places),
    }
}

/// Removes a picture, whatever shows it.
pub(crate) async fn post_remove(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MediaId>,
) -> Reply {
    let asking = viewer.clone();
    app.db().tx(async move |tx| remove::by_hand(tx, &asking, id).await).await?;
    web::see_other_with(&app, &viewer, PLACE, Texts::new(viewer.locale).mine_removed())
}

/// Bytes as whole kilobytes, from a megabyte on as megabytes with one digit behind the point.
fn weight(bytes: i64) -> String {
    if bytes < 1_048_576 {
        return format!("{} KB", (bytes + 1023) / 1024);
    }
    let tenths = (bytes + 52_428) / 104_858;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_told_in_the_unit_that_fits() {
        assert_eq!(weight(0), "0 KB");
        assert_eq!(weight(1), "1 KB");
        assert_eq!(weight(69_632), "68 KB");
        assert_eq!(weight(1_048_576), "1.0 MB");
        assert_eq!(weight(1_572_864), "1.5 MB");
    }
}
