//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use readers::Limits;
use store::Store;
use tokio::sync::Semaphore;
use typeset::Fonts;

use crate::Site;
use crate::cache::Cache;
use crate::work::Work;

/// Searches at the same time.
const SEARCHES: usize = 2;

/// The running platform. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    site: Site,
    store: Store,
    fonts: Fonts,
    limits: Limits,
    work: Work,
    searches: Semaphore,
    cache: Cache,
    errors: AtomicU64,
    run: String,
}

impl App {
    /// A platform for a site with its reports. `run` names this start of the program in error numbers;
    /// `work` is how many files may be checked or written at once.
    pub fn new(site: Site, store: Store, fonts: Fonts, limits: Limits, work: usize, run: String) -> App {
        let (work, searches) = (Work::new(work), Semaphore::new(SEARCHES));
        let (cache, errors) = (Cache::new(), AtomicU64::new(0));
        App { shared: Arc::new(Shared { site, store, fonts, limits, work, searches, cache, errors, run }) }
    }

    pub(crate) fn site(&self) -> &Site {
        &self.shared.site
    }

    pub(crate) fn store(&self) -> &Store {
        &self.shared.store
    }

    pub(crate) fn fonts(&self) -> &Fonts {
        &self.shared.fonts
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Leave to check or write a file: each takes a core for itself.
    pub(crate) fn work(&self) -> &Work {
        &self.shared.work
    }

    /// Leave to look through many reports: it must not keep pages waiting for the store.
    pub(crate) fn searches(&self) -> &Semaphore {
        &self.shared.searches
    }

    pub(crate) fn cache(&self) -> &Cache {
        &self.shared.cache
    }

    /// A number under which an error is logged and told to the visitor.
    pub(crate) fn error_number(&self) -> String {
        let number = self.shared.errors.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{}-{number}", self.shared.run)
    }
}
