//! The one way out: an HTTP client that has time-outs and reaches public addresses only.
//!
//! Names are resolved by [`Public`], which keeps global unicast addresses alone; the connection
//! goes to an address that was checked in the one look-up that is made for it, so a name cannot
//! change between check and connection.
//! Redirects are not followed: whoever calls decides, and the next request is checked again.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use kernel::{Fault, Outcome};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// How long an answer may take in all.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes.
const ANSWER_MAX: usize = 5 * 1024 * 1024;

/// Asks other servers.
#[derive(Clone)]
pub struct Outbound {
    client: reqwest::Client,
}

/// What another server answered.
#[derive(Debug, Clone)]
pub struct OutboundAnswer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: http::HeaderMap,
    /// Body, at most five mebibytes.
    pub body: Vec<u8>,
}

impl Outbound {
    /// A client.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new() -> Outcome<Self> {
        Self::over(System)
    }

    fn over(names: impl Resolve + 'static) -> Outcome<Self> {
        let client = reqwest::Client::builder()
            .dns_resolver(Arc::new(Public(names)))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .connect_timeout(Duration::from_secs(5))
            .no_proxy()
            .user_agent(concat!("yaji/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|e| Fault::broken("setting up the outbound client", e))?;
        Ok(Self { client })
    }

    /// Sends a request to a public https (or http) address.
    ///
    /// # Errors
    /// `Denied` with `outbound.private` when the address is not public, `Broken` when the server
    /// does not answer in time or answers too much.
    pub async fn send(&self, request: reqwest::Request) -> Outcome<OutboundAnswer> {
        check(request.url())?;
        let failed = |e: reqwest::Error| Fault::broken("asking another server", e.without_url());
        let mut answer = self.client.execute(request).await.map_err(failed)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(failed)? {
            if body.len() + part.len() > ANSWER_MAX {
                return Err(Fault::broken("asking another server", "the answer is too large"));
            }
            body.extend_from_slice(&part);
        }
        Ok(OutboundAnswer { status, headers, body })
    }
}

/// Refuses an address that names a private host outright; names are checked when they resolve.
fn check(url: &Url) -> Outcome<()> {
    let refused = Fault::denied("outbound.private");
    if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() {
        return Err(refused);
    }
    let public = match url.host() {
        Some(Host::Ipv4(ip)) => is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_public(IpAddr::V6(ip)),
        Some(Host::Domain(_)) => true,
        None => false,
    };
    if public { Ok(()) } else { Err(refused) }
}

/// Resolves names as the machine does.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// Keeps of what a name resolves to the public addresses only.
struct Public<R>(R);

impl<R: Resolve> Resolve for Public<R> {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.0.resolve(name);
        Box::pin(async move {
            let public: Vec<SocketAddr> = found.await?.filter(|a| is_public(a.ip())).collect();
            if public.is_empty() {
                return Err("the name has no public address".into());
            }
            let addresses: Addrs = Box::new(public.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether an address is global unicast (IANA special-purpose registries): nothing local, private,
/// shared, reserved, documentation, multicast, or any of these wrapped in IPv6.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 168, _)
            | (192, 88, 99)
            | (192, 31, 196)
            | (192, 52, 193)
            | (192, 175, 48)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let [a, b, ..] = ip.segments();
    // Only 2000::/3 is global unicast; inside it, tunnels and documentation are not.
    let global = (a & 0xe000) == 0x2000;
    let special = matches!(
        (a, b),
        (0x2001, 0x0000..=0x01ff | 0x0db8) | (0x2002, _) | (0x3fff, 0x0000..=0x0fff)
    );
    global && !special
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn no_spelling_of_a_private_address_gets_out() {
        let private = [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://169.254.169.254/latest",
            "http://10.0.0.1/",
            "http://172.31.255.255/",
            "http://192.168.0.1/",
            "http://100.64.0.1/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[ff02::1]/",
            "ftp://1.1.1.1/",
            "http://user@1.1.1.1/",
            "file:///etc/passwd",
        ];
        for address in private {
            let url = Url::parse(address).unwrap();
            assert!(check(&url).is_err(), "{address}");
        }
        for address in ["https://1.1.1.1/", "https://[2606:4700::1111]/", "https://example.org/"] {
            assert!(check(&Url::parse(address).unwrap()).is_ok(), "{address}");
        }
    }

    /// A server that answers everything with a redirect, and the lines that it was asked with.
    async fn redirecting() -> (SocketAddr, Arc<std::sync::Mutex<Vec<String>>>) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
        let heard = Arc::clone(&asked);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = vec![0; 1024];
                let read = stream.read(&mut head).await.unwrap();
                let head = String::from_utf8_lossy(&head[..read]).into_owned();
                heard.lock().unwrap().push(head.lines().next().unwrap_or_default().to_owned());
                let answer = "HTTP/1.1 302 Found\r\nlocation: /inside\r\ncontent-length: 0\r\n\r\n";
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        (address, asked)
    }

    #[tokio::test]
    async fn a_redirect_is_handed_back_and_not_followed() {
        let (address, asked) = redirecting().await;
        let url = Url::parse(&format!("http://{address}/outside")).unwrap();
        let request = reqwest::Request::new(reqwest::Method::GET, url);
        // Past the check of addresses: the server stands here.
        let answer = Outbound::new().unwrap().client.execute(request).await.unwrap();
        assert_eq!(answer.status(), 302);
        assert_eq!(*asked.lock().unwrap(), ["GET /outside HTTP/1.1"]);
    }

    /// Names that say something else each time that they are asked for; how often they were.
    #[derive(Clone, Default)]
    struct Rebinding(Arc<std::sync::Mutex<Vec<Vec<SocketAddr>>>>, Arc<AtomicUsize>);

    impl Resolve for Rebinding {
        fn resolve(&self, _name: Name) -> Resolving {
            self.1.fetch_add(1, Ordering::SeqCst);
            let next = self.0.lock().unwrap().pop().unwrap_or_default();
            let next: Addrs = Box::new(next.into_iter());
            Box::pin(async move { Ok(next) })
        }
    }

    #[tokio::test]
    async fn a_name_that_turns_to_a_private_address_leads_nowhere() {
        let public: SocketAddr = "1.1.1.1:0".parse().unwrap();
        let (address, asked) = redirecting().await;
        let names = Rebinding::default();
        let name = || "evil.test".parse::<Name>().unwrap();
        // First a public address for whoever checks, then ours: each answer is checked itself.
        *names.0.lock().unwrap() = vec![vec![address], vec![address, public], vec![public]];
        for _ in 0..2 {
            let kept: Vec<_> = Public(names.clone()).resolve(name()).await.unwrap().collect();
            assert_eq!(kept, [public]);
        }
        assert!(Public(names.clone()).resolve(name()).await.is_err());
        // A request makes one look-up, so there is no second answer to connect to.
        let looked = names.1.load(Ordering::SeqCst);
        *names.0.lock().unwrap() = vec![vec![address], vec![address]];
        let url = Url::parse(&format!("http://evil.test:{}/", address.port())).unwrap();
        let request = reqwest::Request::new(reqwest::Method::GET, url);
        let out = Outbound::over(names.clone()).unwrap();
        assert!(out.send(request).await.is_err());
        assert_eq!(names.1.load(Ordering::SeqCst) - looked, 1);
        assert!(asked.lock().unwrap().is_empty(), "no connection was made");
    }

    #[tokio::test]
    async fn a_name_that_resolves_to_loopback_is_refused() {
        let name: Name = "localhost".parse().unwrap();
        assert!(Public(System).resolve(name).await.is_err());
        let (address, asked) = redirecting().await;
        let url = Url::parse(&format!("http://localhost:{}/", address.port())).unwrap();
        let request = reqwest::Request::new(reqwest::Method::GET, url);
        assert!(Outbound::new().unwrap().send(request).await.is_err());
        assert!(asked.lock().unwrap().is_empty(), "no connection was made");
    }
}
