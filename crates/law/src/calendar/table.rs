//! The days of a century, worked out once so that a question is a look-up.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::day::{DayKind, Regional};
use super::in_force::{self, Ruling, Rulings};
use super::notice::{FESTIVALS, Notice};
use super::statutory;
use super::weekday::{day_number, is_weekday, number_of, weekday_from, weekdays_before};

/// The years that the table covers. Outside, days are Monday to Friday and provisional.
pub(crate) const FIRST_YEAR: i16 = 2000;
pub(crate) const LAST_YEAR: i16 = 2099;
const FIRST_DAY: i32 = number_of(FIRST_YEAR, 1, 1);
const DAYS: usize = (number_of(LAST_YEAR, 12, 31) - FIRST_DAY) as usize + 1;

/// One day of the table; counts run from its first day and include the day itself.
#[derive(Debug, Clone, Copy)]
struct Cell {
    working: u16,
    provisional: u16,
    is_working: bool,
    is_published: bool,
    reason: u32,
}

/// Why a day is what it is, without names: those are in the notices.
#[derive(Debug, Clone, Copy)]
enum Reason {
    Working,
    Weekend,
    Part(&'static str),
    Statutory { name: &'static str, on_weekend: bool },
    National(Ruling),
    Regional(Ruling, Regional),
}

#[derive(Debug)]
pub(crate) struct Table {
    cells: Vec<Cell>,
    /// The working days, so that the nth is found at once.
    working: Vec<Date>,
    reasons: Vec<Reason>,
}

impl Table {
    pub(crate) fn build(notices: &[Notice], known_on: Option<Date>, regions: &[String]) -> Table {
        // The notices stand in the order of their issue, so those known on a day come first.
        let known = notices.partition_point(|notice| known_on.is_none_or(|day| notice.issued <= day));
        let (rulings, _) = in_force::rulings(&notices[..known]);
        let published = published_years(&notices[..known]);
        let mut days = Builder::new();
        for year in (FIRST_YEAR..=LAST_YEAR).filter(|year| published.contains(year)) {
            days.publish(year);
        }
        for year in (FIRST_YEAR..=LAST_YEAR).filter(|year| !published.contains(year)) {
            for (day, name) in statutory::days_of(year, known_on) {
                let on_weekend = !is_weekday(day_number(day));
                days.set(day, Reason::Statutory { name, on_weekend }, false);
            }
        }
        days.rule(&rulings, notices, regions);
        days.finish()
    }

    fn cell(&self, number: i32) -> Option<&Cell> {
        self.cells.get(usize::try_from(number - FIRST_DAY).ok()?)
    }

    pub(crate) fn is_working(&self, day: Date) -> bool {
        let number = day_number(day);
        self.cell(number).map_or_else(|| is_weekday(number), |cell| cell.is_working)
    }

    pub(crate) fn is_published(&self, day: Date) -> bool {
        self.cell(day_number(day)).is_some_and(|cell| cell.is_published)
    }

    /// Whether every day from one to the other is published.
    pub(crate) fn all_published(&self, from: Date, to: Date) -> bool {
        match (self.cell(day_number(from)), self.cell(day_number(to))) {
            (Some(from), Some(to)) => from.is_published && from.provisional == to.provisional,
            _ => false,
        }
    }

    pub(crate) fn why<'c>(&self, day: Date, notices: &'c [Notice]) -> DayKind<'c> {
        let number = day_number(day);
        let reason = match self.cell(number) {
            Some(cell) => self.reasons[cell.reason as usize],
            None if is_weekday(number) => Reason::Working,
            None => Reason::Weekend,
        };
        let place = |ruling: Ruling| {
            let notice = &notices[ruling.notice];
            (notice, notice.holidays[ruling.holiday].name.as_str(), notice.number.as_str())
        };
        match reason {
            Reason::Working => DayKind::Working,
            Reason::Weekend => DayKind::Weekend,
            Reason::Part(name) => DayKind::PartHoliday { name },
            Reason::Statutory { name, on_weekend } => DayKind::Statutory { name, on_weekend },
            Reason::National(ruling) => match (place(ruling), ruling.off) {
                ((_, name, number), true) => DayKind::Holiday { name, number },
                ((_, name, number), false) => DayKind::MakeUp { name, number },
            },
            Reason::Regional(ruling, effect) => {
                let (notice, name, number) = place(ruling);
                DayKind::Regional { name, region: notice.region().unwrap_or_default(), number, effect }
            }
        }
    }

    /// Working days from the first day of the table to a day, that day included; negative before the table.
    fn count_through(&self, number: i32) -> i64 {
        match self.cell(number) {
            Some(cell) => i64::from(cell.working),
            None if number < FIRST_DAY => weekdays_before(number + 1) - weekdays_before(FIRST_DAY),
            None => {
                let end = FIRST_DAY + DAYS as i32;
                self.working.len() as i64 + weekdays_before(number + 1) - weekdays_before(end)
            }
        }
    }

    pub(crate) fn between(&self, after: Date, through: Date) -> u32 {
        let days = self.count_through(day_number(through)) - self.count_through(day_number(after));
        u32::try_from(days).unwrap_or(0)
    }

    pub(crate) fn nth_after(&self, day: Date, n: u16) -> Date {
        if n == 0 {
            return day;
        }
        let count = self.count_through(day_number(day)) + i64::from(n);
        match usize::try_from(count - 1) {
            Ok(index) if index < self.working.len() => self.working[index],
            // Before the table: all the days up to there are plain weekdays.
            Err(_) => weekday_from(day, i64::from(n)),
            Ok(index) => {
                let beyond = (index - self.working.len()) as i64 + 1;
                weekday_from(
                    date(LAST_YEAR, 12, 31).max(day),
                    if day.year() > LAST_YEAR { n.into() } else { beyond },
                )
            }
        }
    }

    pub(crate) fn last_on_or_before(&self, day: Date) -> Date {
        let mut last = day;
        while !self.is_working(last) {
            match last.yesterday() {
                Ok(before) => last = before,
                Err(_) => return last,
            }
        }
        last
    }
}

/// The years for which notices name all seven festivals.
fn published_years(notices: &[Notice]) -> BTreeSet<i16> {
    let national = || notices.iter().filter(|notice| notice.region.is_none());
    let names = |year: i16, festival: &str| {
        let holidays = national().filter(|notice| notice.year == year).flat_map(Notice::holidays);
        holidays.flat_map(|holiday| holiday.names()).any(|name| name == festival)
    };
    let years = national().map(Notice::year);
    years.filter(|year| FESTIVALS.iter().all(|festival| names(*year, festival))).collect()
}

/// The days before they are counted.
struct Builder {
    days: Vec<(u32, bool, bool)>,
    reasons: Vec<Reason>,
}

impl Builder {
    /// Monday to Friday, days for some citizens named, nothing published.
    fn new() -> Builder {
        let plain = |number: i32| if is_weekday(number) { (0, true, false) } else { (1, false, false) };
        let mut builder = Builder {
            days: (0..DAYS as i32).map(|index| plain(FIRST_DAY + index)).collect(),
            reasons: vec![Reason::Working, Reason::Weekend],
        };
        for (day, name) in (FIRST_YEAR..=LAST_YEAR).flat_map(statutory::part_holidays_of) {
            if is_weekday(day_number(day)) {
                builder.set(day, Reason::Part(name), true);
            }
        }
        builder
    }

    fn entry(&mut self, day: Date) -> Option<&mut (u32, bool, bool)> {
        self.days.get_mut(usize::try_from(day_number(day) - FIRST_DAY).ok()?)
    }

    fn publish(&mut self, year: i16) {
        let first = (number_of(year, 1, 1) - FIRST_DAY) as usize;
        let last = (number_of(year, 12, 31) - FIRST_DAY) as usize;
        self.days[first..=last].iter_mut().for_each(|(_, _, is_published)| *is_published = true);
    }

    fn set(&mut self, day: Date, reason: Reason, is_working: bool) {
        let index = self.reasons.len() as u32;
        if let Some((reason_of, working_of, _)) = self.entry(day) {
            (*reason_of, *working_of) = (index, is_working);
            self.reasons.push(reason);
        }
    }

    /// Writes the rulings of the country, then those of the regions over them.
    fn rule(&mut self, rulings: &Rulings<'_>, notices: &[Notice], regions: &[String]) {
        for ((_, day), ruling) in rulings.iter().filter(|((region, _), _)| region.is_none()) {
            self.set(*day, Reason::National(*ruling), !ruling.off);
            if let Some((_, _, is_published)) = self.entry(*day) {
                *is_published = true;
            }
        }
        for region in regions {
            for ((_, day), ruling) in rulings.iter().filter(|((of, _), _)| *of == Some(region.as_str())) {
                let counts = notices[ruling.notice].counts_as_working;
                let Some((reason, is_working, _)) = self.entry(*day).copied() else { continue };
                let national_off = matches!(
                    self.reasons[reason as usize],
                    Reason::Statutory { .. } | Reason::National(Ruling { off: true, .. })
                );
                let effect = match (ruling.off, counts) {
                    (true, false) if !national_off => Regional::Off,
                    (true, true) if is_working => Regional::CountedAsWorking,
                    (false, false) if !national_off => Regional::MakeUp,
                    // The day is off anyway, or the overlay has no say over what counts.
                    _ => continue,
                };
                self.set(*day, Reason::Regional(*ruling, effect), effect != Regional::Off);
            }
        }
    }

    fn finish(self) -> Table {
        let mut working = Vec::with_capacity(DAYS);
        let mut cells = Vec::with_capacity(DAYS);
        let mut provisional = 0;
        let days = std::iter::successors(Some(date(FIRST_YEAR, 1, 1)), |day| day.tomorrow().ok());
        for ((reason, is_working, is_published), day) in self.days.into_iter().zip(days) {
            if is_working {
                working.push(day);
            }
            provisional += u16::from(!is_published);
            cells.push(Cell { working: working.len() as u16, provisional, is_working, is_published, reason });
        }
        Table { cells, working, reasons: self.reasons }
    }
}
