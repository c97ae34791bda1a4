//! Fees for handling very many or very large applications (信息处理费), art. 42, by the measures 国办函〔2020〕109号.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::article::{Statute, ogi2019};
use crate::calendar::WorkCalendar;
use crate::dated::{Dated, since};

/// The measures on the fee (《政府信息公开信息处理费管理办法》).
pub static FEE_MEASURES: Statute = Statute::document("政府信息公开信息处理费管理办法", "国办函〔2020〕109号");

/// Working days for paying, from the day after the notice arrives (缴费期限).
///
/// The length is known from provincial notices that repeat the measures 国办函〔2020〕109号; the measures themselves were
/// not read. Applications charged before those took effect are counted the same way.
pub const PAYMENT_DAYS: Dated<u16> = Dated(&[since(date(2019, 5, 15), 20, ogi2019(42, 2))]);

/// The last day for paying by a notice given on one day and delivered on another (缴费的最后一天).
pub fn last_payment_day(notified: Date, delivered: Date, calendar: &WorkCalendar) -> Date {
    calendar.nth_working_day_after(delivered, PAYMENT_DAYS.days_on(notified))
}

/// By what a fee is counted (收费标准): for each application one of the two, never both (art. 3 of the measures).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// 按件计收: by the place of the application among those of its applicant in a calendar month.
    PerItem,
    /// 按量计收: by the pages that are given, of one application.
    PerPage,
}

impl Standard {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Standard::PerItem => "按件计收",
            Standard::PerPage => "按量计收",
        }
    }
}

/// What each costs, in steps that hold for what lies in them alone (超额累进).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// From which number on, and how much each costs from there, in 分.
    steps: &'static [(u32, i64)],
    /// From the last step on: after how many the rate rises, and by how much.
    rises: Option<(u32, i64)>,
}

/// Both standards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tariff {
    per_item: Scale,
    per_page: Scale,
}

/// The rates (收费标准), arts. 4 and 5 of the measures.
pub const TARIFF: Dated<Tariff> = Dated(&[since(
    date(2021, 1, 1),
    Tariff {
        per_item: Scale { steps: &[(1, 0), (11, 10_000), (31, 20_000)], rises: Some((10, 10_000)) },
        per_page: Scale { steps: &[(1, 0), (31, 1_000), (101, 2_000), (201, 4_000)], rises: None },
    },
    FEE_MEASURES.article(3, 0),
)]);

impl Scale {
    /// What the nth costs, in 分.
    pub fn rate(&self, nth: u32) -> i64 {
        let Some((from, rate)) = self.steps.iter().rev().find(|(from, _)| *from <= nth) else { return 0 };
        match self.rises {
            Some((size, by)) if self.steps.last() == Some(&(*from, *rate)) => {
                rate + by * i64::from((nth - from) / size)
            }
            _ => *rate,
        }
    }

    /// What the first so many cost together, in 分.
    pub fn sum(&self, count: u32) -> i64 {
        (1..=count).map(|nth| self.rate(nth)).sum()
    }

    /// The steps that a number of them reaches: first, last and what each costs, in 分.
    pub fn reached(&self, count: u32) -> impl Iterator<Item = (u32, u32, i64)> {
        let ends = self.steps.iter().skip(1).map(|(from, _)| from - 1).chain([u32::MAX]);
        let steps = self.steps.iter().zip(ends).filter(move |((from, _), _)| *from <= count);
        steps.map(move |((from, rate), end)| (*from, end.min(count), *rate))
    }
}

impl Tariff {
    /// The rates of a standard.
    pub fn scale(&self, standard: Standard) -> &Scale {
        match standard {
            Standard::PerItem => &self.per_item,
            Standard::PerPage => &self.per_page,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(standard: Standard, sum: bool, count: u32) -> i64 {
        let scale = TARIFF.on(date(2026, 11, 1)).unwrap().value;
        let scale = scale.scale(standard);
        let cents = if sum { scale.sum(count) } else { scale.rate(count) };
        assert_eq!(cents % 100, 0);
        cents / 100
    }

    /// Art. 42.
    #[test]
    fn applications_cost_more_the_more_there_are_in_a_month() {
        let rates =
            [(1, 0), (10, 0), (11, 100), (30, 100), (31, 200), (40, 200), (41, 300), (50, 300), (51, 400)];
        for (nth, rate) in rates {
            assert_eq!(yuan(Standard::PerItem, false, nth), rate, "the {nth}th");
        }
        let sums = [
            (10, 0),
            (11, 100),
            (30, 2_000),
            (31, 2_200),
            (40, 4_000),
            (41, 4_300),
            (45, 5_500),
            (50, 7_000),
            (51, 7_400),
            (60, 11_000),
            (100, 37_000),
        ];
        for (count, sum) in sums {
            assert_eq!(yuan(Standard::PerItem, true, count), sum, "the first {count}");
        }
    }

    /// Art. 42.
    #[test]
    fn pages_cost_more_the_more_are_given() {
        let sums = [
            (30, 0),
            (31, 10),
            (100, 700),
            (101, 720),
            (150, 1_700),
            (200, 2_700),
            (201, 2_740),
            (250, 4_700),
        ];
        for (pages, sum) in sums {
            assert_eq!(yuan(Standard::PerPage, true, pages), sum, "{pages} pages");
        }
        let scale = TARIFF.on(date(2026, 11, 1)).unwrap().value.per_page;
        let reached: Vec<_> = scale.reached(180).collect();
        assert_eq!(reached, [(1, 30, 0), (31, 100, 1_000), (101, 180, 2_000)]);
    }

    #[test]
    fn before_the_measures_nothing_was_charged() {
        assert!(TARIFF.on(date(2020, 12, 31)).is_none());
        assert!(TARIFF.on(date(2021, 1, 1)).is_some());
    }
}
