//! The line that a request came over, and whose it is.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::Request;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use site::{AddressRange, Settings};

/// The line that a request came over: whoever listens puts it among the request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Who is at its other end, a proxy maybe.
    pub peer: SocketAddr,
    /// Whether it is one of the last that there are, kept for signing in, checkout, notices and
    /// health.
    pub is_kept_back: bool,
}

impl Line {
    /// The line of a request; one that nobody listened for comes from this machine.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let known = request.extensions().get::<Self>().copied();
        let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        known.unwrap_or(Self { peer, is_kept_back: false })
    }

    /// Says of an answer that it is the last of a line that is kept for others.
    pub(crate) fn end(self, response: &mut Response) {
        if self.is_kept_back {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }

    /// The client's address: the peer's, or behind a listed proxy the last one that no listed
    /// proxy has. Beyond what cannot be read nothing is believed: whoever wrote it may have been
    /// told the rest by the client.
    pub(crate) fn client(self, headers: &HeaderMap, settings: &Settings) -> IpAddr {
        let mut client = self.peer.ip().to_canonical();
        let listed = |ip: IpAddr| settings.proxies.iter().any(|p| range_holds(p, ip));
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let mut parts = lines.flat_map(|line| line.to_str().unwrap_or("-").rsplit(','));
        while listed(client) {
            let Some(before) = parts.next().and_then(address_in) else { break };
            client = before;
        }
        client
    }
}

/// An address as proxies write it: bare, in brackets, with a port.
fn address_in(part: &str) -> Option<IpAddr> {
    let part = part.trim();
    let socket = || part.parse::<SocketAddr>().map(|socket| socket.ip()).ok();
    let bracketed = || part.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let found: Option<IpAddr> = part.parse().ok().or_else(socket).or_else(bracketed);
    found.map(|ip| ip.to_canonical())
}

/// Whether a range, as it stands in the settings, holds an address.
fn range_holds(range: &str, ip: IpAddr) -> bool {
    range.parse::<AddressRange>().is_ok_and(|range| range.holds(ip))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The client of a request that came from 10.0.0.1, a listed proxy.
    fn client(forwarded: &[&'static str]) -> String {
        let settings = Settings { proxies: vec!["10.0.0.0/8".into()], ..Settings::default() };
        let line = |line: &&'static str| {
            (http::HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(line))
        };
        let headers = forwarded.iter().map(line).collect();
        let peer = "10.0.0.1:4711".parse().unwrap();
        Line { peer, is_kept_back: false }.client(&headers, &settings).to_string()
    }

    #[test]
    fn the_client_is_whom_the_last_listed_proxy_saw_however_it_writes_that() {
        assert_eq!(client(&[]), "10.0.0.1");
        assert_eq!(client(&["203.0.113.9"]), "203.0.113.9");
        assert_eq!(client(&["1.1.1.1, 203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(client(&["1.1.1.1", "203.0.113.9:5123"]), "203.0.113.9");
        assert_eq!(client(&["1.1.1.1, [2001:db8::7]:5123"]), "2001:db8::7");
        assert_eq!(client(&["1.1.1.1, [2001:db8::7]"]), "2001:db8::7");
        assert_eq!(client(&["1.1.1.1, ::ffff:203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn what_stands_before_an_unreadable_part_is_not_believed() {
        assert_eq!(client(&["1.1.1.1, unknown"]), "10.0.0.1");
        assert_eq!(client(&["1.1.1.1, unknown, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(client(&["1.1.1.1,"]), "10.0.0.1");
    }

    #[test]
    fn only_listed_proxies_are_believed() {
        let holds = |network: &str, ip: &str| range_holds(network, ip.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.9.8.7"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(!holds("2001:db8::/32", "2001:db9::1"));
        assert!(!holds("nonsense", "10.0.0.1"));
    }
}
