//! A form with a file, as browsers write it.

const BOUNDARY: &str = "yaji-form-boundary";
/// The media type of such a form.
pub(crate) const KIND: &str = "multipart/form-data; boundary=yaji-form-boundary";

/// Fields, and one file that is called `file`.
pub(crate) fn body(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut line = |text: &str, content: &[u8]| {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {text}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        line(&format!("name=\"{name}\""), value.as_bytes());
    }
    line("name=\"file\"; filename=\"a name that says nothing\"", file);
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
