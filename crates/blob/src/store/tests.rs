use futures_util::TryStreamExt as _;

use super::*;
use crate::place::Secret;

async fn everything_works(blobs: Blobs) {
    let hash = blobs.put(Bytes::from_static(b"hello")).await.unwrap();
    assert_eq!(hash, Hash::of(b"hello"));
    assert_eq!(blobs.put(Bytes::from_static(b"hello")).await.unwrap(), hash);
    assert_eq!(blobs.size(hash).await.unwrap(), Some(5));
    assert_eq!(blobs.get(hash).await.unwrap(), "hello");
    for (asked, given, bytes) in
        [(None, 0..5, "hello"), (Some(1..3), 1..3, "el"), (Some(3..99), 3..5, "lo")]
    {
        let served = blobs.stream(hash, asked).await.unwrap();
        assert_eq!((served.size, served.range), (5, given));
        assert_eq!(served.bytes.try_collect::<Vec<_>>().await.unwrap().concat(), bytes.as_bytes());
    }
    for bad in [Some(5..6), Some(2..2)] {
        assert_eq!(blobs.stream(hash, bad).await.unwrap_err().key(), "range.invalid");
    }
    let listed: Vec<_> = blobs.hashes().try_collect().await.unwrap();
    assert_eq!(listed, [(hash, 5)]);
    let signed = SignedFor { kind: Kind::Png, file_name: None, seconds: 60 };
    assert_eq!(blobs.signed_url(hash, signed).await.unwrap(), None);
    blobs.delete(hash).await.unwrap();
    blobs.delete(hash).await.unwrap();
    assert!(!blobs.exists(hash).await.unwrap());
    assert_eq!(blobs.get(hash).await.unwrap_err().key(), "media.missing");
    assert_eq!(blobs.stream(hash, None).await.unwrap_err().key(), "media.missing");
    assert_eq!(blobs.stream(hash, Some(0..1)).await.unwrap_err().key(), "media.missing");
}

#[tokio::test]
async fn blobs_are_kept_on_disk_and_in_memory_alike() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b");
    everything_works(Blobs::open(&Place::Disk { path }).unwrap()).await;
    everything_works(Blobs::in_memory()).await;
}

#[tokio::test]
async fn a_file_is_kept_like_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("film");
    let content: Vec<u8> = (0..20_000_000_u32).map(|i| i.to_be_bytes()[3]).collect();
    std::fs::write(&file, &content).unwrap();
    for blobs in [
        Blobs::in_memory(),
        Blobs::open(&Place::Disk { path: folder.path().join("blobs") }).unwrap(),
    ] {
        let (hash, size) = blobs.put_file(&file).await.unwrap();
        assert_eq!((hash, size), (Hash::of(&content), 20_000_000));
        assert_eq!(blobs.get(hash).await.unwrap(), content);
        assert_eq!(blobs.put_file(&file).await.unwrap().0, hash);
    }
    assert_eq!(Blobs::in_memory().put_file(folder.path()).await.unwrap_err().key(), "site.broken");
}

#[tokio::test]
async fn damage_on_disk_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&Place::Disk { path: folder.path().to_owned() }).unwrap();
    let hash = blobs.put(Bytes::from_static(b"hello")).await.unwrap();
    let name = hash.to_string();
    let file = folder.path().join("blobs").join(&name[..2]).join(&name[2..4]).join(&name);
    std::fs::write(file, b"hellx").unwrap();
    assert_eq!(blobs.get(hash).await.unwrap_err().key(), "site.broken");
}

fn s3(virtual_hosted: bool) -> Blobs {
    let place = Place::S3(S3 {
        bucket: "yaji".into(),
        region: "eu-1".into(),
        endpoint: Some("http://127.0.0.1:9".into()),
        access_key_id: "id".into(),
        secret_access_key: Secret::new("secret".into()),
        virtual_hosted,
        prefix: "/one/".into(),
    });
    Blobs::open(&place).unwrap()
}

#[tokio::test]
async fn signed_addresses_live_a_minute_at_most_and_say_what_they_give() {
    let hash = Hash::of(b"x");
    let signed = SignedFor { kind: Kind::Pdf, file_name: Some("课件 \"1\".pdf"), seconds: 9999 };
    let url = s3(false).signed_url(hash, signed).await.unwrap().unwrap();
    let query: std::collections::HashMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!(query["X-Amz-Expires"], "60");
    assert_eq!(query["response-content-type"], "application/pdf");
    let saved = "attachment; filename*=UTF-8''%E8%AF%BE%E4%BB%B6%20%221%22.pdf";
    assert_eq!(query["response-content-disposition"], saved);
    assert!(url.path().starts_with("/yaji/one/blobs/2d/71/2d711642b726b044"), "{url}");
    let host = s3(false).signing_host().await.unwrap();
    assert_eq!(host.as_deref(), Some("http://127.0.0.1:9"));
    let with_bucket = s3(true).signing_host().await.unwrap();
    assert_eq!(with_bucket, s3(true).signed_url(hash, signed).await.unwrap().map(origin));
    assert_eq!(Blobs::in_memory().signing_host().await.unwrap(), None);
}

fn origin(url: Url) -> String {
    url.origin().ascii_serialization()
}

#[test]
fn only_what_cannot_act_is_shown_in_a_page() {
    assert_eq!(disposition(Kind::Jpeg, None), "inline");
    assert_eq!(disposition(Kind::Other, None), "attachment");
    assert_eq!(disposition(Kind::Svg, None), "attachment");
    assert_eq!(disposition(Kind::Jpeg, Some("a\r\nb")), "attachment; filename*=UTF-8''a%0D%0Ab");
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_broken_and_not_empty() {
    let hash = Hash::of(b"x");
    let dead = s3(true);
    let asked = tokio::time::timeout(Duration::from_millis(300), dead.get(hash));
    assert!(!matches!(asked.await, Ok(Ok(_) | Err(Fault::Missing(_)))));
}
