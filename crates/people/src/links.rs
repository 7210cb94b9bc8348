//! Addresses with something behind the question mark.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A path that knows where to go on.
#[must_use]
pub(crate) fn with_back(path: &str, back: &str) -> String {
    if back == "/" {
        return path.to_owned();
    }
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}back={}", utf8_percent_encode(back, NON_ALPHANUMERIC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_is_carried_whole() {
        assert_eq!(with_back("/login", "/"), "/login");
        assert_eq!(with_back("/login", "/p/1?a=b"), "/login?back=%2Fp%2F1%3Fa%3Db");
        assert_eq!(with_back("/login?by=code", "/"), "/login?by=code");
        assert_eq!(with_back("/login?by=code", "/p/1"), "/login?by=code&back=%2Fp%2F1");
    }
}
