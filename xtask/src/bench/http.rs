//! One kept connection that sends requests and reads answers, as cheaply as it can.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Failure;

/// What is read at a time.
const CHUNK: usize = 64 * 1024;

/// An answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The lines above the body.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Bytes that travelled, head included.
    pub(crate) bytes: usize,
}

impl Answer {
    /// A header's value; names in answers are in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &'_ str| line.strip_prefix(name)?.strip_prefix(':').map(str::len);
        self.head
            .lines()
            .find_map(|text| line(text).and_then(|n| text.get(text.len() - n..)))
            .map(str::trim)
    }

    /// The answer, where it has this status.
    ///
    /// # Errors
    /// Status and text of any other.
    pub(crate) fn expect(self, status: u16) -> Result<Self, Failure> {
        if self.status == status {
            return Ok(self);
        }
        Err(format!("{} instead of {status}: {}", self.status, self.text()).into())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request as it travels.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() || method == "POST" {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// A kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    chunk: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new(), chunk: vec![0; CHUNK] })
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer, Failure> {
        self.stream.write_all(request).await?;
        let end = self.read_until(0, b"\r\n\r\n").await?;
        let head = String::from_utf8_lossy(self.buffer.get(..end).unwrap_or_default()).into_owned();
        let status = head.get(9..12).and_then(|code| code.parse().ok()).ok_or("no status")?;
        let mut answer = Answer { status, head, ..Answer::default() };
        let length = answer.header("content-length").map(str::parse::<usize>).transpose()?;
        let whole = match length {
            Some(length) => {
                self.fill(end + length).await?;
                answer
                    .body
                    .extend_from_slice(self.buffer.get(end..end + length).unwrap_or_default());
                end + length
            }
            None if answer.header("transfer-encoding") == Some("chunked") => {
                self.chunked(end, &mut answer.body).await?
            }
            None => end,
        };
        answer.bytes = whole;
        self.buffer.drain(..whole);
        Ok(answer)
    }

    /// The stream itself, for what follows a change of protocol; what was read of it already.
    pub(crate) fn into_parts(self) -> (TcpStream, Vec<u8>) {
        (self.stream, self.buffer)
    }

    async fn chunked(&mut self, from: usize, body: &mut Vec<u8>) -> Result<usize, Failure> {
        let mut at = from;
        loop {
            let line = self.read_until(at, b"\r\n").await?;
            let size = String::from_utf8_lossy(self.buffer.get(at..line).unwrap_or_default());
            let size = usize::from_str_radix(size.trim(), 16)?;
            self.fill(line + size + 2).await?;
            body.extend_from_slice(self.buffer.get(line..line + size).unwrap_or_default());
            at = line + size + 2;
            if size == 0 {
                return Ok(at);
            }
        }
    }

    /// Reads until a mark stands behind `from`; where it ends.
    async fn read_until(&mut self, from: usize, mark: &[u8]) -> Result<usize, Failure> {
        let mut looked = from;
        loop {
            let fresh = self.buffer.get(looked..).unwrap_or_default();
            if let Some(at) = fresh.windows(mark.len()).position(|window| window == mark) {
                return Ok(looked + at + mark.len());
            }
            looked = self.buffer.len().saturating_sub(mark.len() - 1).max(from);
            self.more().await?;
        }
    }

    async fn fill(&mut self, length: usize) -> Result<(), Failure> {
        while self.buffer.len() < length {
            self.more().await?;
        }
        Ok(())
    }

    async fn more(&mut self) -> Result<(), Failure> {
        match self.stream.read(&mut self.chunk).await? {
            0 => Err("the server closed a connection".into()),
            read => {
                self.buffer.extend_from_slice(self.chunk.get(..read).unwrap_or_default());
                Ok(())
            }
        }
    }
}
