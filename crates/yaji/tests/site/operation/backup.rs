//! Backups and what is restored from them, each proved.

use std::path::{Path, PathBuf};

use blob::Blobs;
use db::{Db, Engine, Opening, db_test};
use kernel::{Currency, Id as _, MemberId, Money};
use ledger::{Book, Draft, Provider};
use web::Role;
use yaji::config::Config;
use yaji::doctor::{Finding, Grade, Report};

use super::super::world::{program, site, wired};
use super::config_of;

kernel::id!(
    /// A payment that only the ledger knows.
    PaymentId
);

const PICTURE: &[u8] = b"what a member looks like";

/// A member with a picture, and an entry in the ledger.
async fn live(db: &Db, config: &Config) -> MemberId {
    let mei = yaji::user::create(db, "mei", "mei@example.org", Role::Owner).await.unwrap();
    let hash = Blobs::open(&config.files().unwrap()).unwrap().put(PICTURE.into()).await.unwrap();
    let hash = hash.to_string();
    db.tx_serializable(async move |tx| {
        people::member::store::update_avatar(tx, mei, Some(&hash)).await?;
        let provider: Provider = "sandbox".parse().unwrap();
        let money = Money { minor: 19_900, currency: Currency::CNY };
        let draft = Draft::received(PaymentId::from_i64(7), provider, money);
        commerce::ledger_book::book(tx, Book::Sandbox, draft).await.map(drop)
    })
    .await
    .unwrap();
    db.numbered().await.unwrap();
    mei
}

/// Whether nothing is broken, but for the tests' PostgreSQL, which syncs nothing for speed.
fn is_well(report: &Report) -> bool {
    let is_speed = |finding: &Finding| finding.said.contains("fsync is off");
    report.0.iter().all(|finding| finding.grade < Grade::Error || is_speed(finding))
}

async fn backed_up(config: &Config, to: &Path) -> Vec<String> {
    yaji::backup::run(config, Some(to.to_owned())).await.unwrap()
}

#[db_test(wired)]
async fn a_backup_is_restored_on_either_engine_and_proves(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    let site = site(db.clone()).await;
    let config = config_of(db.url(), &folder.path().join("data"));
    live(&db, &config).await;
    let saved = folder.path().join("saved");
    let lines = backed_up(&config, &saved).await;
    assert!(lines[1].starts_with("proved: ") && lines[1].contains("1 entries"), "{lines:?}");
    assert!(yaji::backup::run(&config, Some(saved.clone())).await.is_err(), "never written over");
    let _ = program(&site, "later", Role::Member).await;

    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = folder.path().join(format!("{engine}"));
        std::fs::create_dir(&place).unwrap();
        let url = db::testing::empty_place(engine, &place).await;
        let target = config_of(&url, &place);
        let told = yaji::restore::run(&target, &saved).await.unwrap();
        assert!(told.iter().any(|line| line.contains("as saved")), "{told:?}");
        assert!(!told.iter().any(|line| line.contains("warning")), "{told:?}");
        let back = Db::open(Opening::new(url.clone())).await.unwrap();
        let find = |handle: &'static str| {
            back.read(async move |tx| people::member::store::find_by_handle(tx, handle).await)
        };
        let mei = find("mei").await.unwrap().unwrap();
        assert!(find("later").await.unwrap().is_none());
        let blobs = Blobs::open(&target.files().unwrap()).unwrap();
        let hash = mei.avatar.unwrap().parse().unwrap();
        assert_eq!(&blobs.get(hash).await.unwrap()[..], PICTURE);
        back.close().await;
        let again = yaji::restore::run(&target, &saved).await.unwrap_err().to_string();
        assert!(again.starts_with("there is"), "{again}");
        let report = yaji::doctor::run(&target, true).await;
        assert!(is_well(&report), "{:#?}", report.lines());
    }
}

#[db_test(wired)]
async fn a_backup_with_an_altered_byte_is_refused(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    let _site = site(db.clone()).await;
    let config = config_of(db.url(), &folder.path().join("data"));
    live(&db, &config).await;
    let saved = folder.path().join("saved");
    backed_up(&config, &saved).await;
    let target = Config { data: folder.path().join("new"), ..Config::default() };
    let refused = async || yaji::restore::run(&target, &saved).await.unwrap_err().to_string();
    let flip = |path: &Path| {
        let mut bytes = std::fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(path, bytes).unwrap();
    };

    for file in [saved.join("site.db"), only_file(&saved.join("files"))] {
        flip(&file);
        assert!(refused().await.starts_with("the backup is damaged"), "{}", file.display());
        flip(&file);
    }
    let other = saved.join("files").join("other");
    std::fs::write(&other, "x").unwrap();
    assert!(refused().await.contains("does not belong there"));
    std::fs::remove_file(&other).unwrap();
    let manifest = saved.join("manifest.json");
    let kept = std::fs::read_to_string(&manifest).unwrap();
    for path in ["../../outside", "/etc/passwd", "files/../../outside"] {
        let named = kept.replacen('{', &format!("{{\"database_file\": {path:?},"), 1);
        std::fs::write(&manifest, named).unwrap();
        assert!(refused().await.contains("is no backup"), "a manifest names no path: {path}");
    }
    std::fs::write(&manifest, kept).unwrap();
    std::fs::remove_file(only_file(&saved.join("files"))).unwrap();
    assert!(refused().await.contains("files are missing"));
    std::fs::remove_file(saved.join("manifest.json")).unwrap();
    assert!(refused().await.contains("is no backup"));
    assert!(!target.data.join("yaji.db").exists(), "nothing was begun");
}

fn only_file(folder: &Path) -> PathBuf {
    let entry = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    if entry.is_dir() { only_file(&entry) } else { entry }
}

#[db_test(wired)]
async fn the_doctor_finds_an_altered_event_and_a_lost_file(db: Db) {
    let folder = tempfile::tempdir().unwrap();
    let site = site(db.clone()).await;
    let data = folder.path().join("data");
    let config = config_of(db.url(), &data);
    live(&db, &config).await;
    std::fs::create_dir_all(&data).unwrap();
    let before = yaji::doctor::run(&config, false).await;
    assert!(is_well(&before), "{:#?}", before.lines());

    let sound = yaji::log_check::run(&db).await.unwrap();
    assert_eq!(sound.broken_at, None);
    std::fs::remove_file(only_file(&data.join("files"))).unwrap();
    let alter = db::sql!("UPDATE events SET payload = '{}' WHERE position = 1");
    db.tx(async move |tx| tx.exec(alter, db::args![]).await).await.unwrap();
    let again = yaji::log_check::run(&db).await.unwrap();
    assert_eq!(again.broken_at, None, "what was checked is read again with the next round");
    site.days_pass(8);
    assert_eq!(yaji::log_check::run(&db).await.unwrap().broken_at, Some(1));
    let lines = yaji::doctor::run(&config, false).await.lines().join("\n");
    assert!(lines.contains("error    log        event 1 is not as it was written"), "{lines}");
    assert!(lines.contains("error    files      1 are named and not kept"), "{lines}");
}
