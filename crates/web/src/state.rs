//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use readers::Limits;
use services::cases::Cases;
use services::people::{self, Seed};
use store::Store;
use store::vault::Vault;
use tokio::sync::Semaphore;
use typeset::Fonts;

use crate::Site;
use crate::cache::Cache;
use crate::error::Refusal;
use crate::observe::Metrics;
use crate::work::Work;

/// A form has two files and some room; one with attachments may have more.
const FORM_FACTOR: u64 = 2;

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
    fonts: Arc<Fonts>,
    limits: Limits,
    people: people::Settings,
    vault: Option<Vault>,
    cases: Option<Cases>,
    work: Work,
    searches: Semaphore,
    cache: Cache,
    metrics: Metrics,
    errors: AtomicU64,
    run: String,
}

impl App {
    /// A platform for a site with its reports. `run` names this start of the program in error numbers;
    /// `work` is how many files may be checked or written at once.
    pub fn new(site: Site, store: Store, fonts: Fonts, limits: Limits, work: usize, run: String) -> App {
        let (work, searches) = (Work::new(work), Semaphore::new(SEARCHES));
        let (cache, metrics, errors) = (Cache::new(), Metrics::new(), AtomicU64::new(0));
        let (people, fonts) = (people::Settings::default(), Arc::new(fonts));
        App {
            shared: Arc::new(Shared {
                site,
                store,
                fonts,
                limits,
                people,
                vault: None,
                cases: None,
                work,
                searches,
                cache,
                metrics,
                errors,
                run,
            }),
        }
    }

    /// The platform with other settings of sign-ins and sessions; to be called before it is shared.
    #[must_use]
    pub fn with_people(mut self, people: people::Settings) -> App {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.people = people;
        }
        self
    }

    /// The platform with applications; to be called before it is shared.
    #[must_use]
    pub fn with_cases(mut self, cases: Cases) -> App {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.cases = Some(cases.with_fonts(shared.fonts.clone()));
        }
        self
    }

    /// The applications, where the platform has them.
    pub(crate) fn cases(&self) -> Result<&Cases, Refusal> {
        self.shared.cases.as_ref().ok_or(Refusal::NotFound)
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

    /// The platform with the vault that seals the secrets of accounts; to be called before it is shared.
    #[must_use]
    pub fn with_vault(mut self, vault: Vault) -> App {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.vault = Some(vault);
        }
        self
    }

    /// The vault, where the platform has one.
    pub(crate) fn vault(&self) -> Result<&Vault, Refusal> {
        self.shared.vault.as_ref().ok_or(Refusal::NotFound)
    }

    /// How sign-ins and sessions are limited.
    pub(crate) fn people(&self) -> &people::Settings {
        &self.shared.people
    }

    /// Bytes of the largest form.
    pub(crate) fn form_limit(&self) -> usize {
        let reports = self.limits().bytes * FORM_FACTOR;
        let files = self.shared.cases.as_ref().map_or(0, |cases| cases.file_settings().form_bytes());
        usize::try_from(reports.max(files) + (1 << 20)).unwrap_or(usize::MAX)
    }

    /// The clock of the machine, from which everything below is given the time.
    #[expect(clippy::disallowed_methods, reason = "the site asks the clock for all services")]
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// Randomness for one use case.
    pub(crate) fn seed(&self) -> Result<Seed, Refusal> {
        let mut random = [0; 32];
        match getrandom::fill(&mut random) {
            Ok(()) => Ok(Seed::new(random)),
            Err(error) => {
                tracing::error!(%error, "the system gives no randomness");
                Err(Refusal::Internal)
            }
        }
    }

    /// Leave to check or write a file: each takes a core for itself.
    pub(crate) fn work(&self) -> &Work {
        &self.shared.work
    }

    /// Leave to look through many reports: it must not keep pages waiting for the store.
    pub(crate) fn searches(&self) -> &Semaphore {
        &self.shared.searches
    }

    /// What is counted for whoever runs the program.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.shared.metrics
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
