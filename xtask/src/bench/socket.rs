//! A live page's socket, as far as the bench needs one.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Failure;
use super::http::{Connection, request};

/// A client's frame: text, whole, masked with nothing.
const TEXT: u8 = 0x81;
const MASKED: u8 = 0x80;
/// What a server asks of who may be gone, and what is answered.
const PING: u8 = 9;
const PONG: u8 = 0x8a;

/// An open socket.
pub(crate) struct Socket {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Socket {
    /// Opens a page's socket for a member.
    pub(crate) async fn open(address: SocketAddr, cookie: &str) -> Result<Self, Failure> {
        let mut connection = Connection::open(address).await?;
        let headers = [
            ("cookie", cookie),
            ("origin", "http://localhost"),
            ("connection", "Upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let answer = connection.ask(&request("GET", "/live", &headers, "")).await?;
        if answer.status != 101 {
            return Err(format!("{} for a socket: {}", answer.status, answer.text()).into());
        }
        let (stream, buffer) = connection.into_parts();
        Ok(Self { stream, buffer })
    }

    /// Says something short.
    pub(crate) async fn say(&mut self, text: &str) -> Result<(), Failure> {
        let length = u8::try_from(text.len()).ok().filter(|length| *length < 126);
        let mut frame = vec![TEXT, MASKED | length.ok_or("too long to say")?, 0, 0, 0, 0];
        frame.extend_from_slice(text.as_bytes());
        Ok(self.stream.write_all(&frame).await?)
    }

    /// Hears the next text.
    pub(crate) async fn hear(&mut self) -> Result<String, Failure> {
        loop {
            if let Some((kind, text)) = self.frame() {
                match kind {
                    1 => return Ok(String::from_utf8_lossy(&text).into_owned()),
                    PING => self.stream.write_all(&[PONG, MASKED, 0, 0, 0, 0]).await?,
                    8 => return Err("the server closed a socket".into()),
                    _ => continue,
                }
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("a socket was cut".into());
            }
        }
    }

    /// Takes a whole frame off the buffer: its kind and what it says.
    fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let (first, second) = (*self.buffer.first()?, *self.buffer.get(1)?);
        let (start, length) = match second & 0x7f {
            126 => (4, usize::from(u16::from_be_bytes(self.number(2)?))),
            127 => (10, usize::try_from(u64::from_be_bytes(self.number(2)?)).ok()?),
            short => (2, usize::from(short)),
        };
        let text = self.buffer.get(start..start + length)?.to_vec();
        self.buffer.drain(..start + length);
        Some((first & 0x0f, text))
    }

    fn number<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.buffer.get(at..at + N)?.try_into().ok()
    }
}
