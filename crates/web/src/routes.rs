//! Routes: every address of a slice, with who may enter it.
//!
//! To add one: a line in the slice's `routes.rs`. A route cannot be written without saying
//! [`Who`], and the permission matrix is made of this table.

use axum::handler::Handler;
use axum::routing::{self, MethodRouter};
use http::Method;
use utoipa_axum::router::UtoipaMethodRouter;

use crate::App;
use crate::permission::Permission;

/// Who may enter a route at all; what they may do with an object there is the slice's policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// Visitors only: whoever is signed in is sent home.
    Visitor,
    /// Whoever is signed in.
    Member,
    /// Whoever is signed in, those of the team too who have not enrolled the second factor that
    /// they must have; everything else that is a member's is shut to them until they have.
    Enrolling,
    /// Whoever has any permission beyond a member's.
    Team,
    /// Whoever has this permission.
    Needs(Permission),
    /// A provider with a signed notice; the handler verifies it before anything else.
    Provider,
    /// Whoever holds a signed address; the handler opens it before anything else.
    Signed,
}

/// Which share of the server a route belongs to, so that a rush on one never starves another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything else.
    Ordinary,
    /// Signing in.
    SignIn,
    /// Orders and payments.
    Checkout,
    /// Notices of payment providers.
    Notices,
    /// Whether the server lives.
    Health,
}

/// One route.
#[derive(Debug, Clone)]
pub struct Route {
    /// The slice that it belongs to.
    pub slice: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path with parameters in braces.
    pub path: String,
    /// Who may enter.
    pub who: Who,
    /// Its lane.
    pub lane: Lane,
    /// Whether all visitors are shown the same there: what one was shown may be sent to the next.
    pub is_still: bool,
    /// Whether programs fetch it again and again: who has it already is told that it still holds.
    pub is_polled: bool,
    /// Whether what is sent there waits until its member has agreed to the newest rules.
    pub asks_consent: bool,
}

impl Route {
    /// Whether it belongs to the API: JSON, tokens only.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// Whether it is a page or a form of somebody who is signed in.
    pub(crate) fn is_for_members(&self) -> bool {
        let is_open = matches!(self.who, Who::Anyone | Who::Visitor | Who::Provider | Who::Signed);
        !self.is_api() && !is_open
    }
}

/// The routes of a slice.
pub struct Routes {
    slice: &'static str,
    /// Handlers with the routes that they answer: several where one path has several methods.
    pub(crate) list: Vec<(Vec<Route>, MethodRouter<App>)>,
    pub(crate) openapi: utoipa::openapi::OpenApi,
}

impl Routes {
    /// No routes yet, of this slice.
    #[must_use]
    pub fn of(slice: &'static str) -> Self {
        let openapi = utoipa::openapi::OpenApiBuilder::new().build();
        Self { slice, list: Vec::new(), openapi }
    }

    /// A page to read.
    #[must_use]
    pub fn get<H, T>(self, path: &str, handler: H, who: Who) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, Lane::Ordinary, path, (routing::get(handler), who))
    }

    /// A form to send.
    #[must_use]
    pub fn post<H, T>(self, path: &str, handler: H, who: Who) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, Lane::Ordinary, path, (routing::post(handler), who))
    }

    /// A page to read, in a lane of its own.
    #[must_use]
    pub fn get_in<H, T>(self, lane: Lane, path: &str, handler: H, who: Who) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, lane, path, (routing::get(handler), who))
    }

    /// A form to send, in a lane of its own.
    #[must_use]
    pub fn post_in<H, T>(self, lane: Lane, path: &str, handler: H, who: Who) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, lane, path, (routing::post(handler), who))
    }

    /// A handler of the API, described for OpenAPI: `web::api_routes!(handler)`.
    #[must_use]
    pub fn api(self, handler: UtoipaMethodRouter<App>, who: Who) -> Self {
        self.api_in(Lane::Ordinary, handler, who)
    }

    /// A handler of the API, in a lane of its own.
    ///
    /// # Panics
    /// When a handler answers a method that no policy can be declared for: the program must not
    /// start.
    #[must_use]
    pub fn api_in(mut self, lane: Lane, handler: UtoipaMethodRouter<App>, who: Who) -> Self {
        let (schemas, paths, methods) = handler;
        let mut found = Vec::new();
        for (path, item) in &paths.paths {
            let operations = [
                (Method::GET, item.get.is_some()),
                (Method::POST, item.post.is_some()),
                (Method::PUT, item.put.is_some()),
                (Method::PATCH, item.patch.is_some()),
                (Method::DELETE, item.delete.is_some()),
            ];
            let others = [&item.head, &item.options, &item.trace];
            let is_bare = others.into_iter().any(Option::is_some);
            assert!(!is_bare, "a route without a policy: another method of {path}");
            let there = operations.into_iter().filter(|(_, there)| *there);
            found.extend(there.map(|(method, _)| (method, path.clone())));
        }
        let mut described = utoipa::openapi::OpenApiBuilder::new().paths(paths).build();
        let components = described.components.get_or_insert_with(Default::default);
        components.schemas.extend(schemas);
        self.openapi.merge(described);
        assert!(!found.is_empty(), "a route without a policy: a handler without a method");
        let route = |(method, path)| Route {
            slice: self.slice,
            method,
            path,
            who,
            lane,
            is_still: false,
            is_polled: false,
            asks_consent: false,
        };
        let routes: Vec<Route> = found.into_iter().map(route).collect();
        self.list.push((routes, methods));
        self
    }

    /// Says of the route added last that its GET shows all visitors the same: its handler reads the
    /// address, the data and of the viewer the language, the colours and the origin only.
    #[must_use]
    pub fn still(mut self) -> Self {
        let routes = self.list.last_mut().map(|(routes, _)| routes);
        for route in routes.into_iter().flatten().filter(|route| route.method == Method::GET) {
            route.is_still = true;
        }
        self
    }

    /// Says of the route added last that programs fetch it again and again: its answers carry an
    /// `ETag`, and one that still holds is not sent again.
    #[must_use]
    pub fn polled(mut self) -> Self {
        let routes = self.list.last_mut().map(|(routes, _)| routes);
        routes.into_iter().flatten().for_each(|route| route.is_polled = true);
        self
    }

    /// Says of all routes so far that a member writes there what others see: whoever has not agreed
    /// to the newest rules may read there and delete, and no more.
    #[must_use]
    pub fn for_agreed(mut self) -> Self {
        let routes = self.list.iter_mut().flat_map(|(routes, _)| routes);
        let is_free = |route: &&mut Route| matches!(route.method, Method::GET | Method::DELETE);
        for route in routes.filter(|route| !is_free(route)) {
            route.asks_consent = true;
        }
        self
    }

    fn add(
        mut self,
        method: Method,
        lane: Lane,
        path: &str,
        (methods, who): (MethodRouter<App>, Who),
    ) -> Self {
        let (slice, path) = (self.slice, path.to_owned());
        let (is_still, is_polled, asks_consent) = (false, false, false);
        let route = Route { slice, method, path, who, lane, is_still, is_polled, asks_consent };
        self.list.push((vec![route], methods));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[utoipa::path(head, path = "/api/v1/bare", responses((status = 200)))]
    async fn bare() {}

    #[utoipa::path(get, path = "/api/v1/held", responses((status = 200)))]
    async fn held() {}

    #[test]
    #[should_panic(expected = "a route without a policy")]
    fn a_route_that_no_policy_is_declared_for_does_not_start() {
        let _ = Routes::of("test").api(crate::api_routes!(bare), Who::Anyone);
    }

    #[test]
    fn every_method_that_a_handler_answers_stands_in_the_table() {
        let routes = Routes::of("test").api(crate::api_routes!(held), Who::Member);
        let table: Vec<&Route> = routes.list.iter().flat_map(|(routes, _)| routes).collect();
        assert_eq!(table.len(), 1);
        assert_eq!((table[0].method.as_str(), table[0].who), ("GET", Who::Member));
    }
}
