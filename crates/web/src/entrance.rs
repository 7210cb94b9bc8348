//! One address: the routes of its methods, and what becomes of the others.

use std::collections::HashSet;

use http::{HeaderValue, Method, Uri};

use crate::meter::Metered;
use crate::routes::Route;

/// The routes of one address.
pub(crate) struct Entrance {
    first: Metered,
    more: Vec<Metered>,
    /// The methods that there are, for `Allow`; none where every method is answered alike.
    allow: Option<HeaderValue>,
    /// How many parts of the address are that of the page whose form is sent here.
    page: Option<usize>,
}

impl Entrance {
    /// An address with a route for some methods; `pages` are the addresses that can be opened.
    pub(crate) fn of(first: Route, more: Vec<Route>, pages: &HashSet<String>) -> Self {
        let page = (!first.is_api()).then(|| page_above(&first.path, pages)).flatten();
        let routes = std::iter::once(&first).chain(&more);
        let mut methods: Vec<&str> = routes.map(|route| route.method.as_str()).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        let allow = HeaderValue::from_str(&methods.join(", ")).ok();
        let more = more.into_iter().map(Metered::new).collect();
        Self { first: Metered::new(first), more, allow, page }
    }

    /// An address that answers every method alike.
    pub(crate) fn for_all(route: Route) -> Self {
        Self { first: Metered::new(route), more: Vec::new(), allow: None, page: None }
    }

    /// The route of a method, HEAD being that of GET; where there is none, any other and what
    /// there is instead.
    pub(crate) fn find(&self, method: &Method) -> (&Metered, Option<&HeaderValue>) {
        let Some(allow) = &self.allow else { return (&self.first, None) };
        let wanted = if method == Method::HEAD { &Method::GET } else { method };
        let found = std::iter::once(&self.first).chain(&self.more);
        let mut found = found.filter(|one| one.route.method == *wanted);
        found.next().map_or((&self.first, Some(allow)), |found| (found, None))
    }

    /// The page whose form is sent here, where it is known.
    pub(crate) fn page_of(&self, address: &Uri) -> Option<String> {
        let parts: Vec<&str> = address.path().split('/').take(self.page? + 1).collect();
        Some(parts.join("/"))
    }
}

/// The longest part of an address that is a page's, by its number of parts; the home page is
/// nobody's form.
fn page_above(path: &str, pages: &HashSet<String>) -> Option<usize> {
    let mut above = path;
    while let Some((shorter, _)) = above.rsplit_once('/').filter(|(shorter, _)| !shorter.is_empty())
    {
        if pages.contains(shorter) {
            return Some(shorter.matches('/').count());
        }
        above = shorter;
    }
    None
}
