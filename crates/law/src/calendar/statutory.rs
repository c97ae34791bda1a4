//! The days off that the holiday measures fix by themselves (法定节假日).

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use serde::Deserialize;

use super::builtin;
use crate::article::holidays;
use crate::dated::{Dated, since};

/// Days a year on which everybody is off by statute: 全体公民放假的节日.
///
/// The measures on national holidays, art. 2. The revision was published on 2024-11-10; the first year it
/// counts for is 2025, and no day between differs.
pub(crate) const STATUTORY_DAYS: Dated<u16> =
    Dated(&[since(date(2008, 1, 1), 11, holidays(2, 0)), since(date(2025, 1, 1), 13, holidays(2, 0))]);

static RULES: LazyLock<Rules> =
    LazyLock::new(|| toml::from_str(builtin::STATUTORY).expect("a test reads statutory.toml in every build"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    yearly: Vec<Yearly>,
    once: Vec<Once>,
    part: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Yearly {
    name: String,
    days: Vec<MonthDay>,
    from: Date,
    published: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Once {
    name: String,
    days: Vec<Date>,
    published: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    day: MonthDay,
}

/// A day of every year, written 05-01.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct MonthDay {
    month: i8,
    day: i8,
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<MonthDay, String> {
        let parsed = text.split_once('-').and_then(|(month, day)| {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // Any year but a leap year: 29 February is not a day of every year.
            Date::new(2001, month, day).ok().map(|_| MonthDay { month, day })
        });
        parsed.ok_or(text)
    }
}

impl MonthDay {
    fn of(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }
}

/// The statutory days of a year that were known on a day, or are known at all. In a year that nobody has
/// computed the lunar days for, only those fixed in the civil calendar.
pub(crate) fn days_of(year: i16, known_on: Option<Date>) -> impl Iterator<Item = (Date, &'static str)> {
    let known = move |published: Date| known_on.is_none_or(|day| published <= day);
    let yearly = RULES.yearly.iter().filter(move |rule| known(rule.published)).flat_map(move |rule| {
        let days = rule.days.iter().filter_map(move |day| day.of(year));
        days.filter(|day| *day >= rule.from).map(|day| (day, rule.name.as_str()))
    });
    let once = RULES.once.iter().filter(move |rule| known(rule.published)).flat_map(move |rule| {
        rule.days.iter().filter(move |day| day.year() == year).map(|day| (*day, rule.name.as_str()))
    });
    yearly.chain(once)
}

/// The days of a year on which only some citizens are off (部分公民放假的节日及纪念日).
pub(crate) fn part_holidays_of(year: i16) -> impl Iterator<Item = (Date, &'static str)> {
    RULES.part.iter().filter_map(move |part| Some((part.day.of(year)?, part.name.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_2027_are_as_many_as_the_measures_count() {
        let days: Vec<Date> = days_of(2027, None).map(|(day, _)| day).collect();
        assert_eq!(days.len(), usize::from(STATUTORY_DAYS.on(date(2027, 1, 1)).unwrap().value));
    }

    #[test]
    fn later_years_have_the_days_fixed_in_the_civil_calendar() {
        let days = |year, known_on| {
            let mut days: Vec<String> = days_of(year, known_on).map(|(day, _)| day.to_string()).collect();
            days.sort();
            days.join(" ")
        };
        assert_eq!(days(2030, None), "2030-01-01 2030-05-01 2030-05-02 2030-10-01 2030-10-02 2030-10-03");
        assert_eq!(days(2018, None), "2018-01-01 2018-05-01 2018-10-01 2018-10-02 2018-10-03");
        assert_eq!(days(2007, None), "");
        let before_revision = Some(date(2024, 11, 9));
        assert_eq!(days(2025, before_revision), "2025-01-01 2025-05-01 2025-10-01 2025-10-02 2025-10-03");
    }

    #[test]
    fn a_day_of_every_year_must_exist_in_every_year() {
        for bad in ["", "5", "13-01", "02-29", "a-b"] {
            assert!(MonthDay::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
