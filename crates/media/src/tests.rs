//! Pictures on both engines: whose they are, where they are shown, when their blobs go.

use std::io::Cursor;

use blob::{Blobs, Limits};
use db::{Db, Origin, db_test};
use image::{ImageFormat, Rgb, RgbImage};
use kernel::{Fault, Id as _, MemberId};

use crate::picture::upload::{A_DAY, Made, check_daily, keep};
use crate::picture::{self, MediaId, Picture, garbage, remove, store, sweep};
use crate::policy;
use crate::shown::{self, Holder, Use};

const MEI: i64 = 2;
const ADA: i64 = 3;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn member(id: i64) -> MemberId {
    MemberId::from_i64(id)
}

async fn upload(db: &Db, blobs: &Blobs, owner: i64, shade: u8) -> Picture {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(400, 300, Rgb([shade, 9, 9]))
        .write_to(&mut file, ImageFormat::Png)
        .unwrap();
    let prepared = blob::prepare(&file.into_inner(), Limits::default()).unwrap();
    let (permit, at) = (policy::load(member(owner)), db.clock().now());
    let made = Made { permit, prepared, alt: String::new(), at, origin: Origin::Live };
    keep(db, blobs, made).await.unwrap()
}

async fn shown_in(db: &Db, holder: Holder, ids: &[(MediaId, bool)]) {
    let uses: Vec<Use> =
        ids.iter().map(|(media, free)| Use { media: *media, free: *free }).collect();
    db.tx(async move |tx| shown::replace(tx, holder, &uses).await).await.unwrap();
}

async fn find(db: &Db, id: MediaId) -> Option<Picture> {
    db.read(async move |tx| store::find(tx, id).await).await.unwrap()
}

async fn removed(db: &Db, picture: &Picture) {
    let picture = picture.clone();
    let done = db
        .tx(async move |tx| remove::remove(tx, &policy::sweep(&picture), &picture, "owner").await);
    done.await.unwrap();
}

async fn kept(blobs: &Blobs, picture: &Picture) -> usize {
    let mut kept = 0;
    for size in &picture.variants {
        kept += usize::from(blobs.exists(size.hash).await.unwrap());
    }
    kept
}

#[db_test]
async fn a_text_may_show_its_writers_pictures_and_what_it_shows_already(db: Db) {
    let blobs = Blobs::in_memory();
    let picture = upload(&db, &blobs, MEI, 1).await;
    let (id, holder) = (picture.id, Holder::Post(7));
    let may = async |by: Option<i64>, over: Option<Holder>| {
        let by = by.map(member);
        db.read(async move |tx| picture::shapes(tx, &[id], by, over).await).await.unwrap().len()
    };
    assert_eq!(may(Some(MEI), None).await, 1);
    assert_eq!(may(Some(ADA), None).await, 0);
    assert_eq!(may(None, None).await, 0);
    assert_eq!(may(Some(ADA), Some(holder)).await, 0);
    shown_in(&db, holder, &[(id, true)]).await;
    assert_eq!(may(Some(ADA), Some(holder)).await, 1);
    assert_eq!(may(Some(ADA), Some(Holder::Comment(7))).await, 0, "another kind of text");
    let shapes =
        db.read(async move |tx| picture::shapes(tx, &[id], Some(member(MEI)), None).await).await;
    let shape = shapes.unwrap().remove(&id.to_string()).unwrap();
    assert_eq!((shape.width, shape.height, shape.variants), (400, 300, vec![320, 400]));
}

#[db_test]
async fn who_brought_in_a_days_pictures_is_told_when_the_first_of_them_leaves_the_day(db: Db) {
    let picture = upload(&db, &Blobs::in_memory(), MEI, 4).await;
    db.clock().advance(HOUR);
    db.tx(async move |tx| {
        for _ in 1..A_DAY {
            let (id, created_at) = (tx.new_id::<MediaId>(), tx.now());
            let again = Picture { id, created_at, variants: Vec::new(), ..picture.clone() };
            store::insert(tx, &again).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let asked = async || db.read(async move |tx| check_daily(tx, member(MEI)).await).await;
    match asked().await {
        Err(Fault::TooFast { key: "media.daily", retry_after_s }) => {
            assert_eq!(i64::from(retry_after_s), DAY - HOUR);
        }
        other => panic!("{other:?}"),
    }
    db.clock().advance(DAY - HOUR);
    asked().await.unwrap();
    db.read(async move |tx| check_daily(tx, member(ADA)).await).await.unwrap();
}

#[db_test]
async fn a_picture_is_idle_from_when_the_last_text_lets_it_go(db: Db) {
    let blobs = Blobs::in_memory();
    let picture = upload(&db, &blobs, MEI, 2).await;
    let id = picture.id;
    assert!(picture.idle_since.is_some());
    shown_in(&db, Holder::Post(1), &[(id, false)]).await;
    shown_in(&db, Holder::Comment(2), &[(id, false)]).await;
    assert_eq!(find(&db, id).await.unwrap().idle_since, None);
    db.clock().advance(DAY);
    shown_in(&db, Holder::Post(1), &[]).await;
    assert_eq!(find(&db, id).await.unwrap().idle_since, None);
    shown_in(&db, Holder::Comment(2), &[]).await;
    assert_eq!(find(&db, id).await.unwrap().idle_since, Some(db.clock().now()));
    db.clock().advance(80 * DAY);
    db.tx(async move |tx| picture::touch(tx, member(MEI), &[id]).await).await.unwrap();
    db.clock().advance(80 * DAY);
    assert_eq!(sweep::sweep(&db).await.unwrap(), 0, "a draft was kept with it");
    db.clock().advance(11 * DAY);
    assert_eq!(sweep::sweep(&db).await.unwrap(), 1);
    assert_eq!(find(&db, id).await, None);
}

#[db_test]
async fn blobs_go_an_hour_after_their_last_row_and_come_back_whole(db: Db) {
    let blobs = Blobs::in_memory();
    let (one, twin) = (upload(&db, &blobs, MEI, 3).await, upload(&db, &blobs, ADA, 3).await);
    removed(&db, &one).await;
    db.clock().advance(2 * HOUR);
    assert_eq!(garbage::collect(&db, &blobs).await.unwrap(), 0, "another picture has them too");
    removed(&db, &twin).await;
    assert_eq!(garbage::collect(&db, &blobs).await.unwrap(), 0, "too early");
    let again = upload(&db, &blobs, MEI, 3).await;
    db.clock().advance(2 * HOUR);
    assert_eq!(garbage::collect(&db, &blobs).await.unwrap(), 0, "it came back");
    assert_eq!(kept(&blobs, &again).await, 2);
    removed(&db, &again).await;
    db.clock().advance(2 * HOUR);
    assert_eq!(garbage::collect(&db, &blobs).await.unwrap(), 2);
    assert_eq!(kept(&blobs, &again).await, 0);
}

#[db_test]
async fn a_blob_that_is_being_deleted_is_not_taken_up(db: Db) {
    let hash = blob::Hash::of(b"content");
    db.tx(async move |tx| garbage::note(tx, &[hash]).await).await.unwrap();
    db.tx(async move |tx| garbage::store::update_claimed(tx, &[hash]).await).await.unwrap();
    let refused = db.tx(async move |tx| garbage::note(tx, &[hash]).await).await.unwrap_err();
    assert!(matches!(refused, Fault::Busy), "{refused:?}");
    // The deletion broke off; the next collection ends it.
    db.clock().advance(2 * HOUR);
    let blobs = Blobs::in_memory();
    assert_eq!(garbage::collect(&db, &blobs).await.unwrap(), 1);
    db.tx(async move |tx| garbage::note(tx, &[hash]).await).await.unwrap();
}

#[db_test]
async fn what_a_joined_account_brought_in_is_its_owners(db: Db) {
    let blobs = Blobs::in_memory();
    let picture = upload(&db, &blobs, ADA, 4).await;
    db.tx(async |tx| store::update_owner(tx, member(ADA), member(MEI)).await).await.unwrap();
    assert_eq!(find(&db, picture.id).await.unwrap().owner, member(MEI));
    let totals = db.read(async |tx| store::totals(tx).await).await.unwrap();
    assert_eq!(totals, (1, picture.bytes));
    removed(&db, &picture).await;
    assert_eq!(db.read(async |tx| store::totals(tx).await).await.unwrap(), (0, 0));
}
