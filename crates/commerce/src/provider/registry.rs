//! The providers that this program speaks to.

use std::sync::Arc;

use kernel::{Fault, Outcome};

use super::Provider;

/// Every provider, in the order in which checkout offers them.
#[derive(Clone, Default)]
pub struct Providers(Vec<Arc<dyn Provider>>);

/// The names of the providers that a buyer may choose now.
pub type Offered = Vec<&'static str>;

impl Providers {
    /// Adds one.
    #[must_use]
    pub fn with(mut self, provider: impl Provider + 'static) -> Self {
        self.0.push(Arc::new(provider));
        self
    }

    /// The one of this name, chosen or not: its notices and refunds are heard as long as it is in
    /// the program.
    ///
    /// # Errors
    /// `Missing` with `provider.missing`.
    pub fn find(&self, name: &str) -> Outcome<Arc<dyn Provider>> {
        let found = self.0.iter().find(|provider| provider.name() == name);
        found.cloned().ok_or(Fault::Missing("provider.missing"))
    }

    /// What a buyer may choose.
    #[must_use]
    pub fn offered(&self, settings: &site::Settings, origin: &str) -> Offered {
        let offered = self.0.iter().filter(|provider| provider.is_offered(settings, origin));
        offered.map(|provider| provider.name()).collect()
    }

    /// The one of this name, if a buyer may choose it.
    ///
    /// # Errors
    /// `Conflict` with `provider.off` when it cannot be chosen here and now.
    pub fn choose(
        &self,
        name: &str,
        settings: &site::Settings,
        origin: &str,
    ) -> Outcome<Arc<dyn Provider>> {
        let found = self.find(name)?;
        if found.is_offered(settings, origin) {
            Ok(found)
        } else {
            Err(Fault::Conflict("provider.off"))
        }
    }
}
