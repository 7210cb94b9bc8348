//! A Redis server of one's own.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Outcome;
use super::place::free_port;

/// A server that ends with this value.
pub(super) struct Redis {
    child: Child,
    address: SocketAddr,
}

impl Redis {
    /// Starts one without anything kept.
    pub(super) fn start() -> Outcome<Self> {
        let port = free_port()?;
        let words = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port"];
        let mut command = Command::new("redis-server");
        command.args(words).arg(port.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self {
            child: command.spawn()?,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        };
        for _ in 0..200 {
            if TcpStream::connect(server.address).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err("redis-server does not answer".into())
    }

    pub(super) fn url(&self) -> String {
        format!("redis://{}", self.address)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
