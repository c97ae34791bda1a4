//! Applications, from intake to answer (依申请公开): one file for each thing that somebody asks for. Loading, deciding by
//! casework's rules, writing down, and opening what lies under a case's key come together here.

mod act;
mod apply;
mod archive;
mod clock_words;
pub mod demo;
mod envelopes;
mod fees;
pub mod files;
mod ledger;
mod letters;
mod lists;
mod named;
mod office;
mod read;
mod remedies;
mod repeats;
pub mod rights;
mod said;
mod settle;
mod sought;
mod split;
mod stamps;
mod statistics;
mod tell;
mod track;
mod unmask;
mod walk;

use casework::Sealer;
use casework::decide::Context;
use casework::event::{Actor, Recorded};
use casework::id::{CaseId, OfficerId};
use casework::reason::{Reason, Refused};
use jiff::Timestamp;
use jiff::civil::Date;
use law::WorkCalendar;
use law::article::ogi2019;
use store::Store;
use store::audit::Entry;
use store::cases::{Key, Reader, Writer, outcome};
use store::vault::Vault;

pub use self::act::{Acted, Doing};
pub use self::apply::{NewCase, Receipt};
pub use self::archive::ArchiveLine;
pub use self::clock_words::{Moved, clock_lines, moved, nth};
pub use self::fees::FeeLine;
pub use self::ledger::{LedgerDone, LedgerRow, LedgerSheet, MOST_ROWS};
pub use self::letters::Answer;
pub use self::office::{OfficeSettings, Retention, Since};
pub use self::read::{Gist, Opened, Told};
pub use self::remedies::ProceedingLine;
pub use self::repeats::{Earlier, Frequency};
pub use self::said::{said, searched};
pub use self::settle::Settled;
pub use self::sought::{COMPARED, Sought};
pub use self::split::Splitting;
pub use self::stamps::{NewStamp, StampLine};
pub use self::statistics::YearCounts;
pub use self::tell::{Post, To, ToSend, Worked};

/// The moment at which something is done: the instant, and the day in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The day in China.
    pub today: Date,
}

impl From<Timestamp> for Moment {
    fn from(now: Timestamp) -> Moment {
        Moment { at: now.as_millisecond(), today: law::china::day(now) }
    }
}

/// The cases of one organ, and all that handling them needs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Cases {
    store: Store,
    pub(crate) vault: Vault,
    writer: Writer,
    reader: Reader,
    settings: std::sync::Arc<OfficeSettings>,
    calendar: WorkCalendar,
    library: Option<std::sync::Arc<files::Library>>,
    post: Option<std::sync::Arc<Post>>,
    fonts: Option<std::sync::Arc<typeset::Fonts>>,
}

/// Why something could not be done with a case (未能办理的原因).
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no such case, or not for this person.
    #[error("没有这个案件。")]
    NotFound,
    /// The rules refuse it.
    #[error("{0}")]
    Refused(Refused),
    /// Somebody else has done something in between.
    #[error("在您打开之后，案件有了新的办理记录；请看过之后再办。")]
    Changed {
        /// What has happened since.
        since: Vec<Recorded>,
    },
    /// The key of the case was destroyed: its texts cannot be read any more.
    #[error("案件的正文已经依法删除，只保留办理记录。")]
    Erased,
    /// The database does not do it; the cause is for whoever runs the program.
    #[error("暂时不能保存，您填写的内容没有丢失，请稍后重试。")]
    Store(#[source] store::Error),
}

/// What a service answers.
pub type Result<T> = std::result::Result<T, Failure>;

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure::Refused(refused)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        match error {
            store::Error::Erased => Failure::Erased,
            locked @ store::Error::YearLocked { .. } => {
                Refused::from(Reason::new("year_locked", ogi2019(50, 0), locked.to_string())).into()
            }
            error => Failure::Store(error),
        }
    }
}

impl Cases {
    /// The cases of the organ in the settings.
    ///
    /// Must be called inside a Tokio runtime: writer and reader start.
    pub fn new(store: Store, vault: Vault, settings: OfficeSettings, calendar: WorkCalendar) -> Cases {
        let (writer, reader) = (Writer::start(&store), Reader::start(&store));
        let settings = std::sync::Arc::new(settings);
        Cases { store, vault, writer, reader, settings, calendar, library: None, post: None, fonts: None }
    }

    /// The organ's id.
    pub fn organ(&self) -> &str {
        &self.settings.organ
    }

    /// Working days.
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// Whose letters they are, and how the office works.
    pub fn settings(&self) -> &OfficeSettings {
        &self.settings
    }

    /// What deciding needs besides the case, for what takes no number.
    fn context<'c>(&'c self, today: Date, by: &'c Actor, sealer: &'c Sealer) -> Context<'c> {
        Context::new(today, &self.calendar, by, sealer)
    }

    /// What came of the same command when it was sent before.
    async fn done_before(&self, key: Option<&Key>) -> Result<Option<Acted>> {
        let Some(key) = key else { return Ok(None) };
        let done = outcome(&self.store, self.organ(), key).await?;
        Ok(done.map(|done| Acted { version: done.version, again: true }))
    }

    /// What is written down in the audit about the organ.
    pub(crate) fn entry(
        &self,
        kind: &str,
        by: &OfficerId,
        detail: &serde_json::Value,
        moment: Moment,
    ) -> Entry {
        let (organ, kind, detail) = (self.organ().to_owned(), kind.to_owned(), detail.to_string());
        Entry { at: moment.at, actor: by.to_string(), organ, kind, detail }
    }

    /// The store, for lists.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// 登记编号.
const CASES: &str = "case";

/// A new id: in the order of time, and hard to guess.
fn new_case_id(moment: Moment, random: [u8; 10]) -> CaseId {
    let millis = u64::try_from(moment.at).unwrap_or_default();
    CaseId::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().simple().to_string())
}
