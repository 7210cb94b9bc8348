//! Pictures through the site's doors: brought in, shown, given out, swept.

use std::io::Cursor;

use db::{Db, db_test};
use http::Method;
use image::{ImageFormat, Rgb, RgbImage};
use kernel::MemberId;
use serde_json::{Value, json};
use testkit::{Answer, Program, TestSite};
use web::Role;

use super::world::{browser, program, registered, site, wired};

/// A picture that looks like no other of another seed.
pub fn picture(width: u32, height: u32, seed: u8) -> Vec<u8> {
    let pixel = |x: u32, y: u32| {
        Rgb([seed, u8::try_from(x * 200 / width).unwrap(), {
            u8::try_from(y * 200 / height).unwrap()
        }])
    };
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_fn(width, height, pixel).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// The id of a picture that was brought in.
pub fn id_of(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn upload(program: &Program, file: &[u8]) -> Value {
    program.upload("/api/v1/media", &[("alt", "two towers")], file).await.expect(201).json()
}

/// A space of an owner's, and a member who writes there.
async fn tea(site: &TestSite) -> (Program, Program) {
    let owner = program(site, "lin", Role::Owner).await;
    let space = json!({ "handle": "tea", "name": "Tea", "visibility": "open" });
    let _ = owner.post("/api/v1/spaces", &space).await.expect(201);
    (owner, program(site, "mei", Role::Member).await)
}

async fn post(program: &Program, body: &str) -> Value {
    let post = json!({ "space": "tea", "kind": "article", "title": "Towers", "body": body });
    program.post("/api/v1/posts", &post).await.expect(201).json()
}

#[db_test(wired)]
async fn a_picture_is_made_anew_at_a_few_widths_and_shown_with_its_size(db: Db) {
    let site = site(db).await;
    let (_, mei) = tea(&site).await;
    let made = upload(&mei, &picture(1500, 1000, 1)).await;
    assert_eq!((&made["width"], &made["height"]), (&json!(1500), &json!(1000)));
    let variants = made["variants"].as_array().unwrap();
    let widths: Vec<i64> = variants.iter().map(|one| one["width"].as_i64().unwrap()).collect();
    assert_eq!(widths, [320, 640, 1280, 1500]);
    assert_eq!(made["alt"], "two towers");
    let id = made["id"].as_str().unwrap();
    let line = made["markdown"].as_str().unwrap();
    assert_eq!(line, format!("![two towers](/media/{id}/1280)"));
    let html = post(&mei, line).await["html"].as_str().unwrap().to_owned();
    for part in [
        "width=\"1500\" height=\"1000\"",
        "loading=\"lazy\"",
        "alt=\"two towers\"",
        &format!("srcset=\"/media/{id}/320 320w, /media/{id}/640 640w"),
        &format!("href=\"/media/{id}/1500\""),
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(site.visitor().get("/feed.xml").await.expect(200).has(&format!("/media/{id}/1280")));
}

#[db_test(wired)]
async fn a_public_picture_answers_with_a_tag_and_parts_and_can_do_nothing_by_itself(db: Db) {
    let site = site(db).await;
    let (_, mei) = tea(&site).await;
    let made = upload(&mei, &picture(700, 500, 2)).await;
    let path = format!("/media/{}/640", made["id"].as_str().unwrap());
    let _ = site.visitor().get(&path).await.expect(404);
    let _ = post(&mei, made["markdown"].as_str().unwrap()).await;
    let whole = site.visitor().get(&path).await.expect(200);
    assert_eq!(whole.header("content-type"), made["variants"][1]["type"].as_str().unwrap());
    assert_eq!(whole.header("cache-control"), "public, no-cache");
    assert_eq!(whole.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    assert_eq!(whole.header("content-disposition"), "inline");
    assert_eq!(whole.header("content-length"), whole.bytes.len().to_string());
    let mut browser = site.visitor();
    let known = browser.get_with(&path, ("if-none-match", &whole.header("etag"))).await.expect(304);
    assert!(known.bytes.is_empty());
    let part = browser.get_with(&path, ("range", "bytes=10-19")).await.expect(206);
    assert_eq!(part.bytes[..], whole.bytes[10..20]);
    assert_eq!(part.header("content-range"), format!("bytes 10-19/{}", whole.bytes.len()));
    let beyond = browser.get_with(&path, ("range", "bytes=9999999-")).await.expect(416);
    assert_eq!(beyond.header("content-range"), format!("bytes */{}", whole.bytes.len()));
    for nothing in ["/media/0000000000000/640", "/media/x/640", "/media/hash/abc"] {
        let _ = browser.get(nothing).await.expect(404);
    }
}

#[db_test(wired)]
async fn naming_somebody_elses_picture_opens_nothing(db: Db) {
    let site = site(db).await;
    let (_, mei) = tea(&site).await;
    let ada = program(&site, "ada", Role::Member).await;
    let made = upload(&mei, &picture(400, 300, 3)).await;
    let line = made["markdown"].as_str().unwrap();
    let html = post(&ada, line).await["html"].as_str().unwrap().to_owned();
    assert!(html.contains("picture-missing") && !html.contains("<img"), "{html}");
    let path = format!("/media/{}/320", made["id"].as_str().unwrap());
    let _ = site.visitor().get(&path).await.expect(404);
    let _ = ada.get(&format!("/api/v1{path}")).await.expect(404);
    let _ = mei.get(&format!("/api/v1{path}")).await.expect(200);
    let _ = ada.get(&format!("/api/v1/media/{}", made["id"].as_str().unwrap())).await.expect(404);
}

#[db_test(wired)]
async fn a_picture_follows_its_text_through_edits_and_deletion(db: Db) {
    let site = site(db).await;
    let (owner, mei) = tea(&site).await;
    let made = upload(&mei, &picture(400, 300, 4)).await;
    let (id, line) = (made["id"].as_str().unwrap(), made["markdown"].as_str().unwrap());
    let (path, api) = (format!("/media/{id}/320"), format!("/api/v1/media/{id}"));
    let made_post = post(&mei, line).await;
    let post = format!("/api/v1/posts/{}", made_post["id"].as_str().unwrap());
    let _ = site.visitor().get(&path).await.expect(200);
    assert_eq!(mei.send(Method::DELETE, &api, None, &[]).await.expect(409).code(), "media.shown");
    // The team mends the text: what it shows already stays.
    let mended = json!({ "body": format!("Mended. {line}") });
    let html = owner.send(Method::PATCH, &post, Some(&mended), &[]).await.expect(200).json();
    assert!(html["html"].as_str().unwrap().contains("<img"));
    let _ = site.visitor().get(&path).await.expect(200);
    let without = json!({ "body": "Without." });
    let _ = mei.send(Method::PATCH, &post, Some(&without), &[]).await.expect(200);
    let _ = site.visitor().get(&path).await.expect(404);
    let back = json!({ "body": line });
    let _ = mei.send(Method::PATCH, &post, Some(&back), &[]).await.expect(200);
    let _ = site.visitor().get(&path).await.expect(200);
    let _ = mei.send(Method::DELETE, &post, None, &[]).await.expect(204);
    let _ = site.visitor().get(&path).await.expect(404);
    let _ = mei.send(Method::DELETE, &api, None, &[]).await.expect(204);
    let _ = mei.get(&api).await.expect(404);
}

/// A small file that says of itself to have 900 million pixels.
fn bomb() -> Vec<u8> {
    let mut file = picture(1, 1, 0);
    file[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let mut sum = u32::MAX;
    for byte in &file[12..29] {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    file[29..33].copy_from_slice(&(!sum).to_be_bytes());
    file
}

#[db_test(wired)]
async fn what_is_no_picture_is_refused_with_a_reason(db: Db) {
    let site = site(db).await;
    let (_, mei) = tea(&site).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let bomb = bomb();
    let cases: [(&[u8], u16, &str); 5] = [
        (b"", 422, "media.file_missing"),
        (b"PK\x03\x04 an archive", 422, "media.not_a_picture"),
        (svg, 422, "media.svg"),
        (b"\x89PNG\r\n\x1a\n cut off", 422, "media.not_a_picture"),
        (&bomb, 413, "media.too_many_pixels"),
    ];
    for (file, status, code) in cases {
        let answer = mei.upload("/api/v1/media", &[], file).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code));
    }
    let long = "长".repeat(301);
    let answer = mei.upload("/api/v1/media", &[("alt", &long)], &picture(9, 9, 5)).await;
    assert_eq!(answer.expect(422).code(), "media.alt_long");
    let large = vec![0; 25 * 1024 * 1024 + 1];
    assert_eq!(
        mei.upload("/api/v1/media", &[], &large).await.expect(413).code(),
        "media.too_large"
    );
    let nobody = site.program(None);
    let _ = nobody.upload("/api/v1/media", &[], &picture(9, 9, 5)).await.expect(401);
}

#[db_test(wired)]
async fn an_account_that_confirmed_nothing_brings_nothing_in(db: Db) {
    let site = site(db).await;
    let mut browser = registered(&site, "mei@example.org").await;
    let refused = browser.upload("/media", &[], &picture(9, 9, 6)).await.expect(403);
    assert!(refused.header("content-type").starts_with("text/plain"), "{}", refused.text);
    let _ = browser.upload("/me/media", &[], &picture(9, 9, 6)).await.expect(403);
}

#[db_test(wired)]
async fn a_plain_form_brings_a_picture_in_and_takes_it_away(db: Db) {
    let site = site(db).await;
    let mut browser = site.visitor().speaking("zh-CN");
    let token = signed_in(&site, "mei").await;
    browser = browser.carrying("s", &token);
    let refused = browser.upload("/me/media", &[], b"no picture").await.expect(422);
    assert!(refused.has("读不出图片"), "{}", refused.text);
    let at =
        browser.upload("/me/media", &[("alt", "塔")], &picture(400, 300, 7)).await.sees_other();
    let page = browser.get(&at).await.expect(200);
    assert!(page.has("![塔](/media/"), "{}", page.text);
    let id = page.text.split("id=\"media-").nth(1).unwrap()[..13].to_owned();
    let _ = browser.get(&format!("/media/{id}/320")).await.expect(200);
    let _ = browser.post(&format!("/me/media/{id}/remove"), &[]).await.sees_other();
    let _ = browser.get(&format!("/media/{id}/320")).await.expect(404);
    let part = browser.upload("/media", &[], &picture(400, 300, 8)).await.expect(201);
    assert!(part.has("data-alt=") && part.has("<template>![](/media/"), "{}", part.text);
}

/// A browser's session of somebody new who has confirmed an address.
async fn signed_in(site: &TestSite, handle: &str) -> String {
    let _ = program(site, handle, Role::Member).await;
    let id = member(site, handle).await;
    let opened = site.app().db().tx(async move |tx| {
        let row = people::member::get(tx, id).await?;
        web::sessions::open(tx, new_session(&row)).await
    });
    opened.await.unwrap().token
}

fn new_session(row: &people::member::MemberRow) -> web::sessions::NewSession {
    web::sessions::NewSession {
        member: row.id,
        kind: web::sessions::SessionKind::Browser,
        label: "test".to_owned(),
        permissions: web::Permissions::NONE,
        locale: Some(kernel::Locale::ZhCn),
        face: web::Face { handle: row.handle.clone(), ..web::Face::default() },
        second_factor: false,
        device: None,
        network: web::Network { ip: std::net::IpAddr::from([127, 0, 0, 1]), agent: "test".into() },
    }
}

async fn member(site: &TestSite, handle: &str) -> MemberId {
    let wanted = handle.to_owned();
    let found = site.app().db().read(async move |tx| {
        Ok(people::handle::store::find(tx, &wanted).await?.unwrap().member_id)
    });
    found.await.unwrap()
}

async fn blobs(site: &TestSite) -> usize {
    use futures_util::StreamExt as _;
    site.app().part::<blob::Blobs>().hashes().count().await
}

#[db_test(wired)]
async fn what_nothing_shows_is_swept_after_ninety_days_and_nothing_else(db: Db) {
    let site = site(db).await;
    let (_, mei) = tea(&site).await;
    let shown = upload(&mei, &picture(400, 300, 9)).await;
    let idle = upload(&mei, &picture(400, 300, 10)).await;
    let twin = upload(&mei, &picture(400, 300, 9)).await;
    let _ = post(&mei, shown["markdown"].as_str().unwrap()).await;
    let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
    let before = blobs(&site).await;
    site.days_pass(89);
    sweep(&site).await;
    let _ = mei.get(&format!("/api/v1/media/{}", id(&idle))).await.expect(200);
    site.days_pass(2);
    sweep(&site).await;
    for gone in [&idle, &twin] {
        let path = format!("/media/{}/320", id(gone));
        let _ = site.visitor().get(&path).await.expect(404);
    }
    let seen = site.visitor().get(&format!("/media/{}/320", id(&shown))).await.expect(200);
    assert!(!seen.bytes.is_empty());
    // Blobs are left alone for an hour; what the twin shared with the shown one stays for good.
    site.days_pass(1);
    sweep(&site).await;
    assert_eq!(blobs(&site).await, before - 2);
    let _ = site.visitor().get(&format!("/media/{}/320", id(&shown))).await.expect(200);
}

async fn sweep(site: &TestSite) {
    site.app()
        .db()
        .tx(async |tx| tx.push(media::picture::sweep::SweepMedia {}).await)
        .await
        .unwrap();
    site.settle().await;
}

#[db_test(wired)]
async fn an_erased_member_leaves_no_picture_but_those_of_posts_that_stay(db: Db) {
    let site = site(db).await;
    let (_, mei) = tea(&site).await;
    let shown = upload(&mei, &picture(400, 300, 11)).await;
    let idle = upload(&mei, &picture(400, 300, 12)).await;
    let _ = post(&mei, shown["markdown"].as_str().unwrap()).await;
    let who = member(&site, "mei").await;
    let erased = site.app().db().tx(async move |tx| people::erase::erase(tx, who, true).await);
    erased.await.unwrap();
    sweep(&site).await;
    let left = site.app().db().read(async move |tx| {
        let mut left = Vec::new();
        for made in [&shown, &idle] {
            let id: media::MediaId = made["id"].as_str().unwrap().parse().unwrap();
            let shapes = media::picture::shapes(tx, &[id], Some(who), None).await?;
            left.push(shapes.len());
        }
        Ok(left)
    });
    assert_eq!(left.await.unwrap(), [1, 0]);
}

#[db_test(wired)]
async fn a_picture_of_ones_own_goes_when_another_takes_its_place_and_when_one_leaves(db: Db) {
    let site = site(db).await;
    let mut ada = browser(&site, "ada", Role::Member).await;
    for seed in [21, 22] {
        let shown = ada.upload("/settings/avatar", &[], &picture(300, 300, seed)).await;
        let _ = shown.sees_other();
    }
    assert_eq!(blobs(&site).await, 2);
    for left in [1, 0] {
        sweep(&site).await;
        site.days_pass(1);
        sweep(&site).await;
        assert_eq!(blobs(&site).await, left);
        let who = member(&site, "ada").await;
        let erased = site.app().db().tx(async move |tx| people::erase::erase(tx, who, true).await);
        erased.await.unwrap();
    }
}
