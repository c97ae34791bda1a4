//! Working days (工作日): which day counts, why, and whether that is certain.
//!
//! The arrangement of a year is known only from the State Council's notice for it, and notices have been
//! changed in the middle of a year. Every notice is therefore its own record in `calendars/`, and a
//! [`WorkCalendar`] is a set of notices, seen as of a day and from a region. A year without a notice is never
//! silently Monday to Friday: its answers are [`Certainty::Provisional`].

mod builtin;
mod check;
mod day;
mod flaw;
mod in_force;
mod notice;
mod parse;
mod plausible;
mod statutory;
mod table;
mod weekday;
mod write;

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

pub use self::check::Checked;
pub use self::day::{Certainty, DayKind, Regional};
pub use self::flaw::{NoticeError, Problem, Severity};
pub use self::notice::{Holiday, Notice};
use self::table::Table;

/// A set of notices as a calendar of working days (工作日历).
///
/// Cheap to clone. Building one reads all notices into a table of 2000–2099 and takes about half a
/// millisecond: build it once per region or day of knowledge, not per question. The questions cost a few
/// nanoseconds each and allocate nothing. Days outside the table are answered Monday to Friday, provisionally.
#[derive(Debug, Clone)]
pub struct WorkCalendar {
    /// In the order in which they take effect.
    notices: Arc<[Notice]>,
    known_on: Option<Date>,
    regions: Vec<String>,
    table: Arc<Table>,
}

static BUILTIN: LazyLock<WorkCalendar> = LazyLock::new(|| {
    let notices = builtin::notices().expect("a test reads the embedded notices in every build");
    WorkCalendar::of(notices.into(), None, Vec::new())
});

impl WorkCalendar {
    /// The calendar of the notices that come with the program, for organs without regional holidays.
    pub fn builtin() -> WorkCalendar {
        BUILTIN.clone()
    }

    /// The same calendar with further notices, in any order.
    ///
    /// A notice that is already known, days and all, is left out; so a file in the data directory does no harm
    /// when a later release of the program brings the same notice.
    ///
    /// # Errors
    ///
    /// All errors at once, if a notice contradicts another, uses its number, or supersedes what is not there.
    pub fn with(&self, more: impl IntoIterator<Item = Notice>) -> Result<WorkCalendar, NoticeError> {
        let notices = in_force::merge(&self.notices, more)?;
        Ok(WorkCalendar::of(notices.into(), self.known_on, self.regions.clone()))
    }

    /// The calendar as it was known at the end of a day: without the notices and statutory days published later.
    ///
    /// Asked of a calendar that is already restricted, the earlier of the two days applies.
    pub fn as_known_on(&self, day: Date) -> WorkCalendar {
        let known_on = self.known_on.map_or(day, |known| known.min(day));
        WorkCalendar::of(Arc::clone(&self.notices), Some(known_on), self.regions.clone())
    }

    /// The calendar for organs of a region: the overlays of that region apply as well (地方节日).
    ///
    /// May be asked again for a prefecture inside the region. The name is the one in the notice, such as
    /// 广西壮族自治区.
    pub fn in_region(&self, region: &str) -> WorkCalendar {
        let mut regions = self.regions.clone();
        if !regions.iter().any(|known| known == region) {
            regions.push(region.to_owned());
        }
        WorkCalendar::of(Arc::clone(&self.notices), self.known_on, regions)
    }

    fn of(notices: Arc<[Notice]>, known_on: Option<Date>, regions: Vec<String>) -> WorkCalendar {
        let table = Table::build(&notices, known_on, &regions);
        WorkCalendar { notices, known_on, regions, table: Arc::new(table) }
    }

    /// The notices the calendar knows, in the order in which they took effect, those of other regions included.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(|notice| self.known_on.is_none_or(|day| notice.issued() <= day))
    }

    /// Everything that is wrong with the text of a notice, in itself and beside the notices of this calendar.
    pub fn check(&self, text: &str) -> Checked {
        check::check(text, &self.notices)
    }

    /// Whether the day is a working day (工作日).
    pub fn is_working(&self, day: Date) -> bool {
        self.table.is_working(day)
    }

    /// What the day is, and which notice or article makes it so.
    pub fn why(&self, day: Date) -> DayKind<'_> {
        self.table.why(day, &self.notices)
    }

    /// The `n`th working day after a day; the day itself does not count, and 0 gives the day itself.
    ///
    /// Beyond the last day that a date can express, that last day.
    pub fn nth_working_day_after(&self, day: Date, n: u16) -> Date {
        self.table.nth_after(day, n)
    }

    /// The last working day on or before a day.
    pub fn last_working_day_on_or_before(&self, day: Date) -> Date {
        self.table.last_on_or_before(day)
    }

    /// How many working days lie after one day up to and including another; 0 if the second is not later.
    ///
    /// So `working_days_between(day, nth_working_day_after(day, n))` is `n`.
    pub fn working_days_between(&self, after: Date, through: Date) -> u32 {
        self.table.between(after, through)
    }

    /// How many working days a civil year has; 0 for a year that a date cannot express.
    pub fn working_days_in(&self, year: i16) -> u16 {
        let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else { return 0 };
        let after_first = self.table.between(first, last);
        u16::try_from(after_first).unwrap_or(u16::MAX) + u16::from(self.is_working(first))
    }

    /// Whether the day stands under a published notice: its year has one, or a notice names the very day.
    ///
    /// A year counts as published when notices name all seven festivals; a notice for one extra day off does
    /// not publish a year.
    pub fn is_published(&self, day: Date) -> bool {
        self.table.is_published(day)
    }

    /// Whether every day from one to the other, both included and in either order, is published.
    pub fn certainty(&self, from: Date, to: Date) -> Certainty {
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        if self.table.all_published(from, to) { Certainty::Published } else { Certainty::Provisional }
    }
}
