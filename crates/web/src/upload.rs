//! Forms that carry a file: `multipart/form-data`, read piece by piece within a limit.

use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use kernel::{Fault, Key, Outcome};

use crate::pace;

/// The most fields beside the file.
const FIELDS_MAX: usize = 20;
/// The most bytes of such a field.
const FIELD_MAX: usize = 16 * 1024;
/// How many times the limit is read to its end and dropped, so that whoever sends too much is told
/// so: a browser whose line is cut says only that it was.
const PATIENCE: usize = 4;

/// A file, and the fields that were sent beside it.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The content of the first file that is not empty; empty when there is none.
    pub file: Bytes,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// A field's text, empty where there is none.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// Reads a form with a file of at most `most` bytes. What a file is called is not looked at.
///
/// # Errors
/// `TooLarge` with `too_large`; `Invalid` when it is no such form, or the line broke or carried too
/// little; `Busy` when there is no room for it.
pub async fn upload(request: Request, most: usize, too_large: Key) -> Outcome<Upload> {
    let (mut request, turn) = pace::paced(request);
    DefaultBodyLimit::disable().apply(&mut request);
    pace::waited_for(turn, read(request, most, too_large)).await
}

async fn read(request: Request, most: usize, too_large: Key) -> Outcome<Upload> {
    let no_form = |_no_form| Fault::invalid("form", "request.form");
    let mut form = Multipart::from_request(request, &()).await.map_err(no_form)?;
    let (mut read, mut found) = (0, Upload::default());
    let mut over = false;
    while let Some(mut field) = form.next_field().await.map_err(|e| broken(&e))? {
        let is_file = field.file_name().is_some();
        let name = field.name().unwrap_or_default().to_owned();
        let room = if is_file { most } else { FIELD_MAX };
        let content = content(&mut field, (room, most * PATIENCE), &mut read).await?;
        match content {
            None => over = true,
            Some(content) if is_file && found.file.is_empty() => found.file = content.into(),
            Some(content) if !is_file && found.fields.len() < FIELDS_MAX => {
                let text = String::from_utf8(content);
                let text = text.map_err(|_bytes| Fault::invalid("form", "request.form"))?;
                found.fields.push((name, text));
            }
            Some(_) => {}
        }
        if read > most * PATIENCE {
            break;
        }
    }
    if over { Err(Fault::TooLarge(too_large)) } else { Ok(found) }
}

/// What a part holds; `None` when it is more than `room` bytes. Beyond `end` bytes of the whole
/// form nothing more is read.
async fn content(
    field: &mut Field<'_>,
    (room, end): (usize, usize),
    read: &mut usize,
) -> Outcome<Option<Vec<u8>>> {
    let (mut content, mut fits) = (Vec::new(), true);
    while let Some(chunk) = field.chunk().await.map_err(|e| broken(&e))? {
        *read += chunk.len();
        if *read > end {
            return Ok(None);
        }
        fits = fits && content.len() + chunk.len() <= room;
        if fits {
            content.extend_from_slice(&chunk);
        } else {
            content = Vec::new();
        }
    }
    Ok(fits.then_some(content))
}

fn broken(error: &axum::extract::multipart::MultipartError) -> Fault {
    pace::fault_of(error, "form")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn sent(parts: &[(&str, Option<&str>, &[u8])], most: usize) -> Outcome<Upload> {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = Request::builder()
            .method("POST")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        upload(request, most, "media.too_large").await
    }

    #[tokio::test]
    async fn a_form_gives_its_file_and_its_fields() {
        let form = sent(&[("alt", None, b"a tower"), ("file", Some("x"), b"abc")], 10).await;
        let form = form.unwrap();
        assert_eq!((form.file.as_ref(), form.field("alt")), (&b"abc"[..], "a tower"));
        assert_eq!(form.field("other"), "");
    }

    #[tokio::test]
    async fn a_field_without_a_file_is_no_file() {
        assert!(sent(&[("file", Some(""), b"")], 10).await.unwrap().file.is_empty());
        assert!(sent(&[("file", None, b"abc")], 10).await.unwrap().file.is_empty());
    }

    #[tokio::test]
    async fn more_than_the_limit_is_refused_however_it_comes() {
        for size in [11, 39, 4000] {
            let refused = sent(&[("file", Some("x"), &vec![1; size])], 10).await.unwrap_err();
            assert_eq!(refused.key(), "media.too_large", "{size}");
        }
        let plain = Request::builder().body(Body::from("abc")).unwrap();
        assert_eq!(upload(plain, 10, "media.too_large").await.unwrap_err().key(), "request.form");
    }
}
