//! Building the file: what each slice holds, read in one snapshot, and the media beside it.

use std::io::{Cursor, Write};

use blob::Blobs;
use db::Tx;
use kernel::{Fault, MemberId, Outcome, Ts};
use serde_json::{Value, json};
use web::App;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::store::{self, ExportId};
use super::{HOURS, Part, Section};
use crate::events::ExportReady;
use crate::letter::{Letter, Post};
use crate::profile::change::read_list;
use crate::setup::{People, blobs};
use crate::{address, consent, handle, member, profile};

/// Does the job: builds the file, keeps it for a day, tells the member.
///
/// # Errors
/// When the database or the blob store fails; the job is tried again.
pub async fn build(app: &App, id: ExportId) -> Outcome<()> {
    let row = app.db().read(async move |tx| store::find_any(tx, id).await).await?;
    let Some(row) = row.filter(|row| row.state == "building") else { return Ok(()) };
    let (member, sections) = (row.member_id, app.part::<People>().sections.clone());
    let parts = app.db().read(async move |tx| collect(tx, member, &sections).await).await?;
    let blobs = blobs(app)?;
    let file = pack(&blobs, parts).await?;
    let bytes = i64::try_from(file.len()).unwrap_or(i64::MAX);
    let hash = blobs.put(file.into()).await?;
    let (post, name) = (Post::of(app.settings()), hash.to_string());
    let awaited =
        app.db().tx(async move |tx| ready(tx, &post, (id, member), (&name, bytes)).await).await?;
    // Whoever left meanwhile leaves no file behind.
    if awaited { Ok(()) } else { blobs.delete(hash).await }
}

/// Gives a file up that could not be built as often as it was tried, so that another may be asked
/// for.
///
/// # Errors
/// When the database fails.
pub async fn give_up(app: &App, id: ExportId) -> Outcome<()> {
    app.db()
        .tx(async move |tx| {
            let expires_at = tx.now().plus_hours(HOURS);
            store::update_failed(tx, id, expires_at).await
        })
        .await
}

async fn ready(
    tx: &mut Tx,
    post: &Post,
    (id, member): (ExportId, MemberId),
    file: (&str, i64),
) -> Outcome<bool> {
    let expires_at: Ts = tx.now().plus_hours(HOURS);
    if !store::update_ready(tx, id, file, expires_at).await? {
        return Ok(false);
    }
    let owned = address::store::find(tx, member).await?.filter(|row| row.confirmed);
    if let Some(row) = owned {
        post.send(tx, member, &row.email, Letter::ExportReady).await?;
    }
    tx.announce(ExportReady { member, bytes: file.1 }).await?;
    Ok(true)
}

async fn collect(
    tx: &Tx,
    member: MemberId,
    sections: &[Section],
) -> Outcome<Vec<(&'static str, Part)>> {
    let mut parts = vec![("account", own(tx, member).await?)];
    for section in sections {
        parts.push((section.name, (section.collect)(tx, member).await?));
    }
    Ok(parts)
}

/// What this slice itself holds of a member.
async fn own(tx: &Tx, id: MemberId) -> Outcome<Part> {
    let row = member::get(tx, id).await?;
    let address = address::store::find(tx, id).await?;
    let details = profile::store::find(tx, id).await?;
    let handles = handle::store::list(tx, id).await?;
    let consents = consent::store::list(tx, id).await?;
    let sessions = web::sessions::list(tx, id).await?;
    let media = row.avatar.iter().map(|hash| (hash.clone(), "avatar".to_owned())).collect();
    let told = details.map(|d| {
        json!({
            "links": read_list(&d.links),
            "interests": read_list(&d.interests),
            "goal": d.goal,
            "rhythm": d.rhythm,
        })
    });
    let given = |c: consent::store::ConsentRow| {
        json!({ "text": c.kind, "version": c.version, "language": c.locale,
                "sha256": c.text_hash, "where": c.surface, "at": c.given_at })
    };
    let opened = |s: web::sessions::SessionRow| {
        json!({ "since": s.created_at, "seen": s.seen_at, "ip": s.ip, "program": s.agent,
                "kind": s.kind })
    };
    let json = json!({
        "id": row.id,
        "number": row.number,
        "handle": row.handle,
        "handles": handles.into_iter().map(|h| h.handle).collect::<Vec<_>>(),
        "name": row.name,
        "bio": row.bio,
        "location": row.location,
        "role": row.role.0.key(),
        "language": row.locale,
        "since": row.created_at,
        "email": address.map(|a| a.email),
        "told": told,
        "consents": consents.into_iter().map(given).collect::<Vec<Value>>(),
        "sessions": sessions.into_iter().map(opened).collect::<Vec<Value>>(),
    });
    Ok(Part { json, media })
}

/// Writes the parts and their media into one ZIP.
async fn pack(blobs: &Blobs, parts: Vec<(&'static str, Part)>) -> Outcome<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        let text = serde_json::to_vec_pretty(&part.json)
            .map_err(|e| Fault::broken("writing an export", e))?;
        add(&mut zip, &format!("{name}.json"), &text)?;
        for (hash, file) in part.media {
            let Ok(hash) = hash.parse::<blob::Hash>() else { continue };
            match blobs.get(hash).await {
                Ok(content) => add(&mut zip, &format!("media/{}", flat(&file)), &content)?,
                Err(Fault::Missing(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    let done = zip.finish().map_err(|e| Fault::broken("writing an export", e))?;
    Ok(done.into_inner())
}

fn add(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8]) -> Outcome<()> {
    zip.start_file(name, SimpleFileOptions::default())
        .map_err(|e| Fault::broken("writing an export", e))?;
    zip.write_all(content).map_err(|e| Fault::broken("writing an export", e))
}

/// A file's name that cannot leave its folder.
fn flat(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let flat: String = name.chars().map(plain).take(120).collect();
    flat.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_cannot_leave_its_folder() {
        assert_eq!(flat("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(flat("图 1.png"), "图_1.png");
        assert_eq!(flat("..\\..\\x"), "_.._x");
    }

    #[tokio::test]
    async fn the_file_holds_a_part_for_each_slice_and_its_media() {
        let blobs = Blobs::in_memory();
        let hash = blobs.put(b"picture".to_vec().into()).await.unwrap().to_string();
        let part = Part { json: json!({ "handle": "mei" }), media: vec![(hash, "avatar".into())] };
        let file = pack(&blobs, vec![("account", part)]).await.unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["account.json", "media/avatar"]);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("account.json").unwrap(), &mut text)
            .unwrap();
        assert!(text.contains("\"mei\""));
    }
}
