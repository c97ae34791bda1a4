//! What cases add up to (统计): table three of the annual report and the figures of a quarter, each cell with its cases.
//!
//! A case is received once, ends once, and is carried over in between; so the identities of the table hold for any cases.

use jiff::civil::{Date, date};
use law::outcome::Row;
use serde::{Deserialize, Serialize};

use crate::applicant::ApplicantClass;
use crate::event::CaseKind;
use crate::fee::FeeYear;
use crate::proceeding::TableFour;
use crate::summary::Summary;

/// What table three needs of one case (统计要素).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Class of the applicant.
    pub class: ApplicantClass,
    /// The day of receipt.
    pub received: Date,
    /// Day and row of its end.
    pub ended: Option<(Date, Row)>,
}

/// A time that is reported on, first and last day included (统计期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// A line of table three (行).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// 一、本年新收.
    NewReceived,
    /// 二、上年结转.
    CarriedIn,
    /// 三（一）至（六）.
    Result(Row),
    /// 三（七）总计.
    ResultTotal,
    /// 四、结转下年度继续办理.
    CarriedOut,
}

/// Table three of a time (表三). Rows of results by class; the other lines follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableThree {
    received: [u64; 6],
    carried_in: [u64; 6],
    results: [[u64; 6]; 21],
}

impl Counted {
    /// The case as table three sees it; none while it is not received, and for corrections of records.
    pub fn of(summary: &Summary) -> Option<Counted> {
        let received = summary.received.filter(|_| summary.kind == CaseKind::Access)?;
        let ended = summary.ended.and_then(|ended| Some((ended.on, ended.row?)));
        Some(Counted { class: summary.class, received, ended })
    }

    /// Whether the case stands in a cell of a line; without a class, in the line's total.
    pub fn stands_in(&self, line: Line, class: Option<ApplicantClass>, span: Span) -> bool {
        if class.is_some_and(|class| class != self.class) || self.received > span.to {
            return false;
        }
        let ended = self.ended.filter(|(on, _)| *on <= span.to);
        let ended_before = ended.is_some_and(|(on, _)| on < span.from);
        match line {
            Line::NewReceived => self.received >= span.from,
            Line::CarriedIn => self.received < span.from && !ended_before,
            Line::Result(row) => !ended_before && ended.is_some_and(|(_, ended)| ended == row),
            Line::ResultTotal => !ended_before && ended.is_some(),
            Line::CarriedOut => ended.is_none(),
        }
    }
}

/// Whether the report of a year tells otherwise when a case changes from one to the other: in table three, in table four, or of
/// fees in part six.
pub fn report_differs(one: Option<&Summary>, other: Option<&Summary>, year: i16) -> bool {
    let span = Span::year(year);
    let told = |summary: Option<&Summary>| {
        let counted = summary.and_then(Counted::of);
        let lines: Vec<(Line, ApplicantClass)> = Line::all()
            .filter_map(|line| {
                counted.filter(|case| case.stands_in(line, None, span)).map(|case| (line, case.class))
            })
            .collect();
        let proceedings =
            summary.map(|summary| TableFour::count(&summary.proceedings, span)).unwrap_or_default();
        let fees = FeeYear::of(year, summary.and_then(|summary| summary.fee.as_ref()).into_iter());
        (lines, proceedings, fees)
    };
    told(one) != told(other)
}

impl Span {
    /// A civil year.
    pub fn year(year: i16) -> Span {
        Span { from: date(year, 1, 1), to: date(year, 12, 31) }
    }

    /// A quarter of a year, counted from 1.
    pub fn quarter(year: i16, quarter: i8) -> Span {
        let last = quarter.clamp(1, 4) * 3;
        Span { from: date(year, last - 2, 1), to: date(year, last, 1).last_of_month() }
    }
}

impl Line {
    /// Every line of the form of 2021, in its order.
    pub fn all() -> impl Iterator<Item = Line> {
        let results = Row::ALL.into_iter().map(Line::Result);
        [Line::NewReceived, Line::CarriedIn]
            .into_iter()
            .chain(results)
            .chain([Line::ResultTotal, Line::CarriedOut])
    }

    /// Its key in the report's form.
    pub fn key(self) -> &'static str {
        match self {
            Line::NewReceived => "new_received",
            Line::CarriedIn => "carried_in",
            Line::Result(row) => row.key(),
            Line::ResultTotal => "result_total",
            Line::CarriedOut => "carried_out",
        }
    }

    /// The line with a key.
    pub fn of_key(key: &str) -> Option<Line> {
        Line::all().find(|line| line.key() == key)
    }
}

impl TableThree {
    /// Counts cases one by one.
    pub fn count(cases: impl IntoIterator<Item = Counted>, span: Span) -> TableThree {
        let mut table = TableThree::from_counts([0; 6], [0; 6], [[0; 6]; 21]);
        for case in cases {
            let class = case.class as usize;
            let counts = |line| u64::from(case.stands_in(line, None, span));
            table.received[class] += counts(Line::NewReceived);
            table.carried_in[class] += counts(Line::CarriedIn);
            if let Some((_, row)) = case.ended {
                table.results[row as usize][class] += counts(Line::Result(row));
            }
        }
        table
    }

    /// From counts that were kept: received in the time, carried in, and ended in the time by row.
    pub fn from_counts(received: [u64; 6], carried_in: [u64; 6], results: [[u64; 6]; 21]) -> TableThree {
        TableThree { received, carried_in, results }
    }

    /// A cell; without a class, the line's total.
    pub fn cell(&self, line: Line, class: Option<ApplicantClass>) -> u64 {
        match class {
            Some(class) => self.of_class(line, class as usize),
            None => (0..6).map(|class| self.of_class(line, class)).sum(),
        }
    }

    fn of_class(&self, line: Line, class: usize) -> u64 {
        let ended = || self.results.iter().map(|row| row[class]).sum::<u64>();
        match line {
            Line::NewReceived => self.received[class],
            Line::CarriedIn => self.carried_in[class],
            Line::Result(row) => self.results[row as usize][class],
            Line::ResultTotal => ended(),
            // What came in and did not end; kept counts that contradict themselves show as nothing left, and the check of
            // the report finds the line that does not add up.
            Line::CarriedOut => (self.received[class] + self.carried_in[class]).saturating_sub(ended()),
        }
    }

    /// Whether in each class what came in is what ended and what is carried on.
    pub fn is_balanced(&self) -> bool {
        ApplicantClass::ALL.into_iter().all(|class| {
            let cell = |line| self.cell(line, Some(class));
            cell(Line::NewReceived) + cell(Line::CarriedIn)
                == cell(Line::ResultTotal) + cell(Line::CarriedOut)
        })
    }

    /// The single row （六）其他处理 of the form of 2019.
    pub fn other_handling(&self, class: Option<ApplicantClass>) -> u64 {
        let others = Row::ALL.into_iter().filter(|row| row.is_other());
        others.map(|row| self.cell(Line::Result(row), class)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_ends_with_its_month() {
        let ends: Vec<_> = (1..=4).map(|quarter| Span::quarter(2024, quarter).to.to_string()).collect();
        assert_eq!(ends, ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]);
    }

    #[test]
    fn a_case_stands_in_the_lines_of_each_year_it_lives_in() {
        let case = Counted {
            class: ApplicantClass::NaturalPerson,
            received: date(2024, 12, 20),
            ended: Some((date(2026, 1, 5), Row::Granted)),
        };
        let lines = |year| -> Vec<&str> {
            let standing = Line::all().filter(|line| case.stands_in(*line, None, Span::year(year)));
            standing.map(Line::key).collect()
        };
        assert!(lines(2023).is_empty());
        assert_eq!(lines(2024), ["new_received", "carried_out"]);
        assert_eq!(lines(2025), ["carried_in", "carried_out"]);
        assert_eq!(lines(2026), ["carried_in", "granted", "result_total"]);
        assert!(lines(2027).is_empty());
    }

    #[test]
    fn the_rows_of_the_table_stand_where_their_number_says() {
        for (at, row) in Row::ALL.into_iter().enumerate() {
            assert_eq!(row as usize, at);
        }
        for (at, class) in ApplicantClass::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, at);
        }
    }
}
