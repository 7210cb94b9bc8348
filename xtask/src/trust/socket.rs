//! A client of Socket.IO over a WebSocket: enough to follow a topic.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;

/// A connection that follows topics.
pub(super) struct Socket {
    stream: TcpStream,
}

impl Socket {
    /// Connects with a token and follows a topic.
    pub(super) fn follow(address: SocketAddr, token: &str, topic: &str) -> io::Result<Self> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: {address}\r\n\
             connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        );
        stream.write_all(request.as_bytes())?;
        let mut socket = Self { stream };
        socket.read_head()?;
        socket.say(&format!("40{}", json!({ "token": token })))?;
        socket.hear(Duration::from_secs(5), |text| text.starts_with("40"))?;
        socket.say(&format!("420{}", json!(["subscribe", topic])))?;
        socket.hear(Duration::from_secs(5), |text| text.starts_with("430"))?;
        Ok(socket)
    }

    fn read_head(&mut self) -> io::Result<()> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            self.stream.read_exact(&mut byte)?;
            head.extend_from_slice(&byte);
        }
        let upgraded = head.starts_with(b"HTTP/1.1 101");
        if upgraded { Ok(()) } else { Err(io::Error::other("no upgrade")) }
    }

    /// Sends a text; the mask is zero, which is a mask.
    fn say(&mut self, text: &str) -> io::Result<()> {
        let bytes = text.as_bytes();
        let mut frame = vec![0x81];
        match u8::try_from(bytes.len()) {
            Ok(short) if short < 126 => frame.push(0x80 | short),
            _ => {
                frame.push(0x80 | 126);
                let length = u16::try_from(bytes.len()).map_err(io::Error::other)?;
                frame.extend_from_slice(&length.to_be_bytes());
            }
        }
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(bytes);
        self.stream.write_all(&frame)
    }

    /// Listens until something is heard; how long that took.
    pub(super) fn hear(
        &mut self,
        patience: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> io::Result<Duration> {
        let begun = Instant::now();
        loop {
            let left = patience.saturating_sub(begun.elapsed()).max(Duration::from_millis(1));
            self.stream.set_read_timeout(Some(left))?;
            let text = self.frame()?;
            if text == "2" {
                self.say("3")?;
            } else if wanted(&text) {
                return Ok(begun.elapsed());
            }
        }
    }

    fn frame(&mut self) -> io::Result<String> {
        let mut head = [0; 2];
        self.stream.read_exact(&mut head)?;
        let [_, short] = head;
        let length = match short & 0x7f {
            126 => {
                let mut bytes = [0; 2];
                self.stream.read_exact(&mut bytes)?;
                usize::from(u16::from_be_bytes(bytes))
            }
            127 => return Err(io::Error::other("a frame beyond all measure")),
            short => usize::from(short),
        };
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
