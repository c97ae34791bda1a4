//! Figures of reports over the years (趋势): of one authority or of several, side by side.
//!
//! A year without a report stays empty, and so does a figure that a report does not give. Where the form changed what it
//! counts, the years before and after are told apart and not subtracted from each other.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::check::{Finding, check_years};
use crate::figures::exact;
use crate::form::Form;
use crate::report::Report;

mod figures;
mod json;

use figures::Counted;
pub use figures::{Figure, headlines};

/// A report for a trend.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Whose report it is: reports of one name are one line.
    pub organ: &'a str,
    /// The year reported on.
    pub year: i16,
    /// The report.
    pub report: &'a Report,
}

/// Figures over the years (趋势).
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The figures, those that matter most first; the same for every authority.
    pub figures: Vec<Figure>,
    /// The authorities in the order in which they were given.
    pub organs: Vec<OrganTrend>,
}

/// The years of one authority.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganTrend {
    /// Its name.
    pub organ: String,
    /// From its first to its last report, missing years between them included.
    pub years: Vec<Year>,
    /// For each figure of [`Trend::figures`] one point for each year.
    pub series: Vec<Vec<Point>>,
    /// What does not fit between two neighbouring years (跨年衔接), with the later year.
    pub findings: Vec<(i16, Finding)>,
}

/// A year of an authority.
#[derive(Debug, Clone, Copy)]
pub struct Year {
    /// The year reported on.
    pub year: i16,
    /// Whether there is a report.
    pub is_reported: bool,
    /// The form of its tables.
    pub form: Option<&'static Form>,
    /// Whether the report before had another form (格式变更).
    pub is_new_form: bool,
}

/// A figure in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// The figure; none when there is no report, or when the report does not give it.
    pub value: Option<Decimal>,
    /// How much more it is than in the year before, where both are known and count the same, and the difference is
    /// not too long to be told exactly.
    pub change: Option<Decimal>,
    /// Whether it counts something else than in the years before (口径变化，不可比).
    pub is_break: bool,
}

impl PartialEq for Year {
    fn eq(&self, other: &Year) -> bool {
        let form = |year: &Year| year.form.map(|form| &form.id);
        (self.year, self.is_reported, self.is_new_form, form(self))
            == (other.year, other.is_reported, other.is_new_form, form(other))
    }
}

/// Puts reports side by side. Of several reports for the same authority and year the last one counts.
pub fn trend(entries: &[Entry<'_>]) -> Trend {
    let mut organs: Vec<(&str, BTreeMap<i16, &Report>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        let place = *places.entry(entry.organ).or_insert(organs.len());
        if place == organs.len() {
            organs.push((entry.organ, BTreeMap::new()));
        }
        organs[place].1.insert(entry.year, entry.report);
    }
    let counted = figures::counted(organs.iter().flat_map(|(_, reports)| reports.values().copied()));
    let organs = organs.into_iter().map(|(organ, reports)| organ_trend(organ, &reports, &counted)).collect();
    Trend { figures: counted.into_iter().map(|counted| counted.figure).collect(), organs }
}

fn organ_trend(organ: &str, reports: &BTreeMap<i16, &Report>, counted: &[Counted]) -> OrganTrend {
    let years = years(reports);
    let values: Vec<Vec<Option<Decimal>>> = years
        .iter()
        .map(|year| {
            figures::values(counted, reports.get(&year.year).and_then(|report| report.tables.as_ref()))
        })
        .collect();
    let series = counted.iter().enumerate().map(|(figure, counted)| {
        let point = |at: usize| {
            let value = values[at][figure];
            let is_break = years[at].is_new_form && !counted.figure.is_same_in_all_forms;
            let before = at.checked_sub(1).filter(|_| !is_break).and_then(|before| values[before][figure]);
            let change = value.zip(before).and_then(|(now, before)| exact::subtract(now, before));
            Point { value, change, is_break }
        };
        (0..years.len()).map(point).collect()
    });
    let pairs = reports.iter().zip(reports.iter().skip(1));
    let findings = pairs.filter(|((before, _), (year, _))| *before + 1 == **year).flat_map(
        |((_, before), (year, report))| {
            check_years(report, before).findings.into_iter().map(|finding| (*year, finding))
        },
    );
    OrganTrend { organ: organ.to_owned(), findings: findings.collect(), series: series.collect(), years }
}

/// Missing years that are listed between two reports; more of them mean that a year is wrong.
const LONGEST_GAP: usize = 20;

fn years(reports: &BTreeMap<i16, &Report>) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    let mut last_form: Option<&'static Form> = None;
    for (year, report) in reports {
        if let Some(last) = years.last().map(|last| last.year) {
            let missing = (last + 1..*year).take(LONGEST_GAP);
            let gap = |year| Year { year, is_reported: false, form: None, is_new_form: false };
            years.extend(missing.map(gap));
        }
        let form = report.tables.as_ref().map(|tables| tables.form);
        let is_new_form = form.zip(last_form).is_some_and(|(form, last)| form.id != last.id);
        years.push(Year { year: *year, is_reported: true, form, is_new_form });
        last_form = form.or(last_form);
    }
    years
}

impl Trend {
    /// The figure with this key and its place among the series.
    pub fn figure(&self, key: &str) -> Option<(usize, &Figure)> {
        self.figures.iter().enumerate().find(|(_, figure)| figure.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;
    use crate::figures::samples::{number, tables};

    /// A report in the form of its year: zeros, and some cells.
    fn report(year: i16, cells: &[(&str, Cell)]) -> Report {
        let tables = tables(&Form::for_year(year).unwrap().key, cells);
        Report { year: Some(year), tables: Some(tables), ..Report::default() }
    }

    fn one(reports: &[Report]) -> Trend {
        let organ = "云州市教育局";
        let entries = reports.iter().map(|report| Entry { organ, year: report.year.unwrap(), report });
        trend(&entries.collect::<Vec<_>>())
    }

    /// Value, change and break of a figure in each year, as text.
    fn points(trend: &Trend, key: &str) -> Vec<String> {
        let (figure, _) = trend.figure(key).unwrap();
        let words = |value: Option<Decimal>| value.map_or("—".to_owned(), |value| value.to_string());
        let point = |point: &Point| {
            let mark = if point.is_break { "|" } else { "" };
            format!("{mark}{} {}", words(point.value), words(point.change))
        };
        trend.organs[0].series[figure].iter().map(point).collect()
    }

    const RECEIVED: &str = "table3.new_received.total";

    #[test]
    fn a_missing_year_is_a_gap_and_nothing_is_subtracted_across_it() {
        let received = |year, count| report(year, &[(RECEIVED, Cell::Count(count))]);
        let trend = one(&[received(2024, 9), received(2021, 4), received(2022, 7)]);
        let years: Vec<(i16, bool)> =
            trend.organs[0].years.iter().map(|year| (year.year, year.is_reported)).collect();
        assert_eq!(years, [(2021, true), (2022, true), (2023, false), (2024, true)]);
        assert_eq!(points(&trend, "new_received"), ["4 —", "7 3", "— —", "9 —"]);
    }

    #[test]
    fn a_blank_is_not_zero() {
        let cases = [
            (Cell::Count(0), "0 -4", "zero is a number"),
            (Cell::Blank, "— —", "a blank cell is none"),
            (Cell::Uncertain, "— —", "nor is one that is not certain"),
            (Cell::NotPrinted, "— —", "nor one that is not printed"),
        ];
        for (cell, expected, why) in cases {
            let trend =
                one(&[report(2023, &[(RECEIVED, Cell::Count(4))]), report(2024, &[(RECEIVED, cell)])]);
            assert_eq!(points(&trend, "new_received")[1], expected, "{why}");
        }
    }

    #[test]
    fn table_two_breaks_where_the_form_changes_and_table_three_goes_on() {
        let licences = "table2.administrative_license.decisions";
        let report =
            |year, count| report(year, &[(licences, Cell::Count(count)), (RECEIVED, Cell::Count(count))]);
        let trend = one(&[report(2019, 5), report(2020, 6), report(2021, 8), report(2022, 9)]);
        assert_eq!(points(&trend, "licences"), ["5 —", "6 1", "|8 —", "9 1"]);
        assert_eq!(points(&trend, "new_received"), ["5 —", "6 1", "8 2", "9 1"]);
        let new: Vec<bool> = trend.organs[0].years.iter().map(|year| year.is_new_form).collect();
        assert_eq!(new, [false, false, true, false]);
    }

    #[test]
    fn the_form_changes_across_a_gap_too() {
        let trend = one(&[report(2019, &[]), report(2022, &[])]);
        assert_eq!(points(&trend, "penalties"), ["0 —", "— —", "— —", "|0 —"]);
    }

    #[test]
    fn the_last_report_of_a_year_counts() {
        let received = |count| report(2023, &[(RECEIVED, Cell::Count(count))]);
        assert_eq!(points(&one(&[received(4), received(5)]), "new_received"), ["5 —"]);
    }

    #[test]
    fn authorities_keep_their_own_years() {
        let reports = [report(2021, &[]), report(2023, &[]), report(2023, &[])];
        let entries: Vec<Entry<'_>> = ["甲局", "甲局", "乙局"]
            .into_iter()
            .zip(&reports)
            .map(|(organ, report)| Entry { organ, year: report.year.unwrap(), report })
            .collect();
        let trend = trend(&entries);
        let years: Vec<(&str, usize)> =
            trend.organs.iter().map(|organ| (organ.organ.as_str(), organ.years.len())).collect();
        assert_eq!(years, [("甲局", 3), ("乙局", 1)]);
        assert!(trend.organs.iter().all(|organ| organ.series.len() == trend.figures.len()));
    }

    #[test]
    fn what_does_not_fit_between_neighbouring_years_is_found() {
        let carried = [
            report(2021, &[("table3.carried_out.total", Cell::Count(3))]),
            report(2022, &[("table3.carried_in.total", Cell::Count(1))]),
            report(2024, &[("table3.carried_in.total", Cell::Count(9))]),
        ];
        let found: Vec<(i16, &str)> =
            one(&carried).organs[0].findings.iter().map(|(year, finding)| (*year, finding.rule)).collect();
        assert_eq!(found, [(2022, "XY_CARRY")], "2024 has no year before it");
    }

    #[test]
    fn a_change_that_has_too_many_digits_is_none() {
        let fees = "table2.administrative_fees.amount";
        let report = |year, amount| report(year, &[(fees, number(amount))]);
        let large = "7922816251426433759354395033";
        let trend = one(&[report(2022, large), report(2023, "0.05"), report(2024, large)]);
        assert_eq!(points(&trend, "fees"), [format!("{large} —"), "0.05 —".into(), format!("{large} —")]);
    }

    #[test]
    fn a_wrong_year_does_not_make_endless_gaps() {
        let trend = one(&[report(2021, &[]), report(i16::MAX, &[])]);
        assert_eq!(trend.organs[0].years.len(), 2 + LONGEST_GAP);
    }
}
