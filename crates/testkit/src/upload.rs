//! A form with a file, as browsers write it.

const BOUNDARY: &str = "yaji-form-boundary";
/// The media type of such a form.
pub(crate) const KIND: &str = "multipart/form-data; boundary=yaji-form-boundary";

/// A file as a form carries it; neither its name nor its type need be honest.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The media type that it is said to have.
    pub kind: &'a str,
    /// What it holds.
    pub content: &'a [u8],
}

/// Fields, and one file that is called `file`.
pub(crate) fn body(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let file = File { name: "a name that says nothing", kind: "", content: file };
    body_of(fields, &file)
}

/// Fields, and one file, whose name and type are written as they are.
pub(crate) fn body_of(fields: &[(&str, &str)], file: &File<'_>) -> Vec<u8> {
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
    let kind = match file.kind {
        "" => String::new(),
        kind => format!("\r\nContent-Type: {kind}"),
    };
    line(&format!("name=\"file\"; filename=\"{}\"{kind}", file.name), file.content);
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
