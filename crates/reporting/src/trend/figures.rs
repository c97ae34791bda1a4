//! The figures that are followed over the years, and what a report gives for each.

use rust_decimal::Decimal;

use crate::figures::{Headline, Headlines, Unit};
use crate::form::{CellRef, Form, Kind};
use crate::report::{Report, Tables};

/// The unit of money in a trend.
const UNIT: Unit = Unit::TenThousandYuan;

/// A figure that is followed over the years (指标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its key: a word for one that matters most, otherwise the path of its cell.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Its unit; empty where the name says it.
    pub unit: &'static str,
    /// Whether it is one of those that matter most.
    pub is_headline: bool,
    /// Whether every form counts the same in it; table two of the forms counts different things.
    pub is_same_in_all_forms: bool,
}

/// A figure and the cells that it is made of.
pub(super) struct Counted {
    pub(super) figure: Figure,
    made_of: MadeOf,
}

enum MadeOf {
    Cell(String),
    Headline(Headline),
}

/// The figures that matter most, in their order: key and name.
pub fn headlines() -> impl Iterator<Item = (&'static str, &'static str)> {
    Headline::ALL.into_iter().map(|headline| (headline.key(), headline.words()))
}

/// The figures for some reports: those that matter most, then the cells of their forms that any of them fills.
pub(super) fn counted<'a>(reports: impl Iterator<Item = &'a Report>) -> Vec<Counted> {
    let tables: Vec<&Tables> = reports.filter_map(|report| report.tables.as_ref()).collect();
    let mut counted: Vec<Counted> = Headline::ALL.into_iter().map(headline).collect();
    // The latest form gives the order; an older one adds what it alone has.
    for form in Form::all().iter().rev() {
        let of_form: Vec<&&Tables> = tables.iter().filter(|tables| tables.form.id == form.id).collect();
        for cell in (0..form.cell_count()).map(|index| form.cell(index)).filter(is_followed) {
            let path = cell.path();
            let is_filled = of_form.iter().any(|tables| tables.cells[cell.index].value().is_some());
            let is_new = || !counted.iter().any(|known| known.figure.key == path);
            if is_filled && is_new() {
                counted.push(Counted { figure: of_cell(&cell, &path), made_of: MadeOf::Cell(path) });
            }
        }
    }
    counted
}

fn headline(headline: Headline) -> Counted {
    let figure = Figure {
        key: headline.key().to_owned(),
        label: headline.words().to_owned(),
        unit: headline.unit(),
        is_headline: true,
        is_same_in_all_forms: headline.is_same_in_all_forms(),
    };
    Counted { figure, made_of: MadeOf::Headline(headline) }
}

fn of_cell(cell: &CellRef<'_>, path: &str) -> Figure {
    let unit = match (cell.table.key, cell.column.kind) {
        (_, Kind::Money) => UNIT.words(),
        ("table2", _) => "",
        _ => "件",
    };
    Figure {
        key: path.to_owned(),
        label: cell.words(),
        unit,
        is_headline: false,
        is_same_in_all_forms: cell.table.key != "table2",
    }
}

/// Whether a cell is a figure of its own: all of tables two and four; in table three the totals, and the kinds of
/// applicants where they are totals themselves.
fn is_followed(cell: &CellRef<'_>) -> bool {
    let is_frame = !cell.row.is_result || cell.row.key == "result_total";
    cell.table.key != "table3" || cell.column.key == "total" || is_frame
}

/// What a report gives for each figure.
pub(super) fn values(counted: &[Counted], tables: Option<&Tables>) -> Vec<Option<Decimal>> {
    let Some(tables) = tables else { return vec![None; counted.len()] };
    let headlines = Headlines::of(tables);
    let value = |counted: &Counted| match &counted.made_of {
        MadeOf::Cell(path) => tables.amount_in(tables.form.cell_at(path)?.index, UNIT),
        MadeOf::Headline(headline) => headlines.value(*headline),
    };
    counted.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::samples::{number, tables};

    /// What a report gives for a figure.
    fn value(tables: &Tables, key: &str) -> Option<String> {
        let report = Report { tables: Some(tables.clone()), ..Report::default() };
        let counted = counted([&report].into_iter());
        let at = counted.iter().position(|counted| counted.figure.key == key)?;
        values(&counted, Some(tables))[at].map(|value| value.to_string())
    }

    #[test]
    fn money_is_in_ten_thousand_yuan() {
        let path = "table2.procurement.amount";
        for (amount, unit, expected, why) in [
            ("251000", Some("元"), "25.1", "yuan"),
            ("25.1", Some("万元"), "25.1", "as it is"),
            ("0.5", Some("亿元"), "5000", "a hundred million"),
            ("25.1", None, "25.1", "taken for it"),
        ] {
            let mut tables = tables("2019", &[(path, number(amount))]);
            tables.amount_unit = unit.map(str::to_owned);
            assert_eq!(value(&tables, path).as_deref(), Some(expected), "{why}");
        }
    }

    #[test]
    fn cells_are_followed_after_the_headlines_where_a_report_fills_them() {
        let report = Report { tables: Some(tables("2021", &[])), ..Report::default() };
        let counted = counted([&report].into_iter());
        let headlines: Vec<&str> =
            counted.iter().filter(|c| c.figure.is_headline).map(|c| c.figure.key.as_str()).collect();
        assert!(super::headlines().map(|(key, _)| key).eq(headlines.iter().copied()));
        let has = |key: &str| counted.iter().any(|counted| counted.figure.key == key);
        assert!(has("table3.granted.total") && has("table3.new_received.enterprise"));
        assert!(!has("table3.granted.enterprise"), "only totals and the rows of totals");
        assert!(!has("table3.other_handling.total"), "no report prints it");
        // 10 cells of table two, 15 of table four; 25 totals of table three, and 6 kinds of applicants in 4 rows.
        assert_eq!(counted.len() - headlines.len(), 10 + 15 + 25 + 6 * 4);
    }
}
