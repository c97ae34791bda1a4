//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use readers::Limits;
use tokio::sync::Semaphore;

use crate::{Library, Site};

/// The running platform. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    site: Site,
    library: Library,
    limits: Limits,
    checks: Semaphore,
    errors: AtomicU64,
    run: String,
}

impl App {
    /// A platform for a site with its reports. `run` names this start of the program in error numbers;
    /// `checks` is how many files may be checked at once.
    pub fn new(site: Site, library: Library, limits: Limits, checks: usize, run: String) -> App {
        let checks = Semaphore::new(checks.max(1));
        App { shared: Arc::new(Shared { site, library, limits, checks, errors: AtomicU64::new(0), run }) }
    }

    pub(crate) fn site(&self) -> &Site {
        &self.shared.site
    }

    pub(crate) fn library(&self) -> &Library {
        &self.shared.library
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    pub(crate) fn checks(&self) -> &Semaphore {
        &self.shared.checks
    }

    /// A number under which an error is logged and told to the visitor.
    pub(crate) fn error_number(&self) -> String {
        let number = self.shared.errors.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{}-{number}", self.shared.run)
    }
}
