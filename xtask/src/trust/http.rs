//! A small client: one connection, kept open, that says what was answered.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is asked.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) token: Option<&'a str>,
    pub(super) cookie: Option<&'a str>,
    pub(super) key: Option<&'a str>,
    pub(super) body: Option<(&'a str, &'a str)>,
}

impl<'a> Ask<'a> {
    pub(super) const fn get(path: &'a str) -> Self {
        Self { method: "GET", path, token: None, cookie: None, key: None, body: None }
    }

    pub(super) const fn post_json(path: &'a str, json: &'a str) -> Self {
        let body = Some(("application/json", json));
        Self { method: "POST", body, ..Self::get(path) }
    }

    pub(super) const fn post_form(path: &'a str, form: &'a str) -> Self {
        let body = Some(("application/x-www-form-urlencoded", form));
        Self { method: "POST", body, ..Self::get(path) }
    }

    pub(super) const fn by(self, token: &'a str) -> Self {
        Self { token: Some(token), ..self }
    }

    pub(super) const fn once(self, key: &'a str) -> Self {
        Self { key: Some(key), ..self }
    }
}

/// What was answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) status: u16,
    pub(super) retry_after: bool,
    pub(super) cookies: Vec<String>,
    pub(super) body: String,
}

impl Said {
    /// The body as JSON; nothing when it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// A text in the body's JSON.
    pub(super) fn text(&self, field: &str) -> io::Result<String> {
        let json = self.json();
        let found = json.get(field).and_then(Value::as_str).map(str::to_owned);
        found.ok_or_else(|| {
            io::Error::other(format!("{}: no {field} in {}", self.status, self.body))
        })
    }
}

/// A connection.
pub(super) struct Line {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Line {
    pub(super) const fn to(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// Asks and waits for the answer; a broken connection is opened anew at the next call.
    pub(super) fn ask(&mut self, ask: Ask<'_>) -> io::Result<Said> {
        let done = self.exchange(ask);
        if done.is_err() {
            self.stream = None;
        }
        done
    }

    fn exchange(&mut self, ask: Ask<'_>) -> io::Result<Said> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.address)?,
        };
        stream.get_mut().write_all(request(self.address, ask).as_bytes())?;
        let (said, open) = read(&mut stream)?;
        if open {
            self.stream = Some(stream);
        }
        Ok(said)
    }
}

fn connect(address: SocketAddr) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

fn request(address: SocketAddr, ask: Ask<'_>) -> String {
    let mut text = format!("{} {} HTTP/1.1\r\nhost: {address}\r\n", ask.method, ask.path);
    let mut header = |name: &str, value: &str| {
        text.push_str(&format!("{name}: {value}\r\n"));
    };
    if let Some(token) = ask.token {
        header("authorization", &format!("Bearer {token}"));
    }
    if let Some(cookie) = ask.cookie {
        header("cookie", cookie);
    }
    if let Some(key) = ask.key {
        header("idempotency-key", key);
    }
    if let Some((kind, _)) = ask.body {
        header("content-type", kind);
        header("sec-fetch-site", "same-origin");
    }
    let body = ask.body.map_or("", |(_, body)| body);
    header("content-length", &body.len().to_string());
    text + "\r\n" + body
}

fn read(stream: &mut BufReader<TcpStream>) -> io::Result<(Said, bool)> {
    let mut said = Said::default();
    let (mut length, mut chunked, mut open) = (0, false, true);
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
    said.status = status.ok_or_else(|| io::Error::other(format!("no answer: {first:?}")))?;
    loop {
        let line = line(stream)?;
        let Some((name, value)) = line.split_once(':') else { break };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(io::Error::other)?,
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => open = !value.eq_ignore_ascii_case("close"),
            "retry-after" => said.retry_after = true,
            "set-cookie" => said.cookies.push(value.to_owned()),
            _ => {}
        }
    }
    let bytes = if chunked { chunks(stream)? } else { exactly(stream, length)? };
    said.body = String::from_utf8_lossy(&bytes).into_owned();
    Ok((said, open))
}

fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn exactly(stream: &mut BufReader<TcpStream>, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn chunks(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let size = usize::from_str_radix(&line(stream)?, 16).map_err(io::Error::other)?;
        all.extend(exactly(stream, size)?);
        line(stream)?;
        if size == 0 {
            return Ok(all);
        }
    }
}
