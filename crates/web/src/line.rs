//! The line that a request came over, and whose it is.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::Request;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use site::Settings;

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
    /// proxy has.
    pub(crate) fn client(self, headers: &HeaderMap, settings: &Settings) -> IpAddr {
        let peer = self.peer.ip();
        let listed = |ip: &IpAddr| settings.proxies.iter().any(|p| network_holds(p, *ip));
        if !listed(&peer) {
            return peer;
        }
        let chain: Vec<IpAddr> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .filter_map(|part| part.trim().parse().ok())
            .collect();
        chain.into_iter().rev().find(|ip| !listed(ip)).unwrap_or(peer)
    }
}

/// Whether a network, `10.0.0.0/8` or a bare address, holds an address.
fn network_holds(network: &str, ip: IpAddr) -> bool {
    let (base, bits) = match network.split_once('/') {
        Some((base, bits)) => (base, bits.parse::<u32>().ok()),
        None => (network, Some(128)),
    };
    let (Ok(base), Some(bits)) = (base.parse::<IpAddr>(), bits) else { return false };
    match (base, ip) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            let shift = 32_u32.saturating_sub(bits);
            (u64::from(u32::from(a)) >> shift) == (u64::from(u32::from(b)) >> shift)
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            let shift = 128_u32.saturating_sub(bits);
            shift == 128 || (u128::from(a) >> shift) == (u128::from(b) >> shift)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_proxies_are_believed() {
        let holds = |network: &str, ip: &str| network_holds(network, ip.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.9.8.7"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(!holds("2001:db8::/32", "2001:db9::1"));
        assert!(!holds("nonsense", "10.0.0.1"));
    }
}
