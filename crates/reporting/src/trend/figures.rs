//! The figures that are followed over the years, and what a report gives for each.

use rust_decimal::Decimal;

use crate::aggregate::known;
use crate::form::{CellRef, Form, Kind};
use crate::report::{Coverage, Report, Tables};

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
    Path(String),
    Headline(Source),
}

/// What a headline figure is made of.
#[derive(Clone, Copy)]
enum Source {
    /// The first of these cells that the form has.
    Cell(&'static [&'static str]),
    /// The totals of these rows, added up.
    Rows(&'static [&'static str]),
    /// The totals of all rows of table three whose keys begin so, added up.
    Group(&'static str),
}

/// Key, name, unit and source of the figures that matter most, in the order of the report.
const HEADLINES: [(&str, &str, &str, Source); 16] = [
    ("new_received", "本年新收申请", "件", Source::Rows(&["table3.new_received"])),
    ("carried_in", "上年结转", "件", Source::Rows(&["table3.carried_in"])),
    ("handled", "办结", "件", Source::Rows(&["table3.result_total"])),
    ("disclosed", "予以公开和部分公开", "件", Source::Rows(&["table3.granted", "table3.partial"])),
    ("refused", "不予公开", "件", Source::Group("refused_")),
    ("unavailable", "无法提供", "件", Source::Group("unavailable_")),
    ("rejected", "不予处理", "件", Source::Group("rejected_")),
    ("other", "其他处理", "件", Source::Group("other_")),
    ("carried_out", "结转下年度", "件", Source::Rows(&["table3.carried_out"])),
    ("review", "行政复议", "件", Source::Rows(&["table4.review"])),
    (
        "litigation",
        "行政诉讼",
        "件",
        Source::Rows(&["table4.litigation_direct", "table4.litigation_after_review"]),
    ),
    (
        "documents_issued",
        "规范性文件制发",
        "件",
        Source::Cell(&["table2.normative_documents.issued", "table2.normative_documents.made"]),
    ),
    (
        "documents_effective",
        "规范性文件现行有效",
        "件",
        Source::Cell(&["table2.normative_documents.effective"]),
    ),
    ("licences", "行政许可决定", "件", Source::Cell(&["table2.administrative_license.decisions"])),
    ("penalties", "行政处罚决定", "件", Source::Cell(&["table2.administrative_penalty.decisions"])),
    ("fees", "行政事业性收费", "万元", Source::Cell(&["table2.administrative_fees.amount"])),
];

/// The figures that matter most, in their order: key and name.
pub fn headlines() -> impl Iterator<Item = (&'static str, &'static str)> {
    HEADLINES.iter().map(|(key, label, ..)| (*key, *label))
}

/// The figures for some reports: those that matter most, then the cells of their forms that any of them fills.
pub(super) fn counted<'a>(reports: impl Iterator<Item = &'a Report>) -> Vec<Counted> {
    let tables: Vec<&Tables> = reports.filter_map(|report| report.tables.as_ref()).collect();
    let mut counted: Vec<Counted> = HEADLINES.iter().map(headline).collect();
    // The latest form gives the order; an older one adds what it alone has.
    for form in Form::all().iter().rev() {
        let of_form: Vec<&&Tables> = tables.iter().filter(|tables| tables.form.id == form.id).collect();
        for cell in (0..form.cell_count()).map(|index| form.cell(index)).filter(is_followed) {
            let path = cell.path();
            let is_filled = of_form.iter().any(|tables| tables.cells[cell.index].value().is_some());
            let is_new = || !counted.iter().any(|known| known.figure.key == path);
            if is_filled && is_new() {
                counted.push(Counted { figure: of_cell(&cell, &path), made_of: MadeOf::Path(path) });
            }
        }
    }
    counted
}

fn headline((key, label, unit, source): &(&str, &str, &'static str, Source)) -> Counted {
    let figure = Figure {
        key: (*key).to_owned(),
        label: (*label).to_owned(),
        unit,
        is_headline: true,
        is_same_in_all_forms: !matches!(source, Source::Cell(_)),
    };
    Counted { figure, made_of: MadeOf::Headline(*source) }
}

fn of_cell(cell: &CellRef<'_>, path: &str) -> Figure {
    let unit = match (cell.table.key, cell.column.kind) {
        (_, Kind::Money) => "万元",
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
    let known = known(tables);
    let value = |counted: &Counted| match &counted.made_of {
        MadeOf::Path(path) => cell(tables, path),
        MadeOf::Headline(source) => headline_value(tables, *source, &known),
    };
    counted.iter().map(value).collect()
}

/// The number in a cell, money in 万元; an amount without a unit is taken for one.
fn cell(tables: &Tables, path: &str) -> Option<Decimal> {
    let cell = tables.form.cell_at(path)?;
    let value = tables.cells[cell.index].value()?;
    let is_yuan = cell.column.kind == Kind::Money
        && cell.column.unit.as_deref().or(tables.amount_unit.as_deref()) == Some("元");
    Some(if is_yuan { (value / Decimal::from(10_000)).normalize() } else { value })
}

/// A headline figure. One cell is what is printed there; in a sum a blank cell is nothing only where the identities
/// prove it, and otherwise the sum is not known.
fn headline_value(tables: &Tables, source: Source, known: &[Option<Decimal>]) -> Option<Decimal> {
    match source {
        Source::Cell(paths) => {
            let path = paths.iter().find(|path| tables.form.cell_at(path).is_some())?;
            cell(tables, path)
        }
        Source::Rows([row]) => cell(tables, &format!("{row}.total")),
        Source::Rows(rows) => {
            let index = |row| Some(tables.form.cell_at(&format!("{row}.total"))?.index);
            let cells: Option<Vec<usize>> = rows.iter().map(index).collect();
            sum(&cells?, known)
        }
        Source::Group(prefix) => {
            let table = tables.form.tables.iter().find(|table| table.key == "table3")?;
            if tables.coverage_of(table.key) == Coverage::Absent {
                return None;
            }
            let rows = table.rows.iter().filter(|row| row.key.starts_with(prefix));
            // The last column is the total; rows that others are printed instead of are known to be nothing.
            let cells: Vec<usize> = rows.filter_map(|row| row.cells().next_back()).collect();
            sum(&cells, known)
        }
    }
}

fn sum(cells: &[usize], known: &[Option<Decimal>]) -> Option<Decimal> {
    cells.iter().try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(known[*cell]?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;

    /// Tables of a form: zeros where it prints a row, and some cells.
    fn tables(form: &str, cells: &[(&str, Cell)]) -> Tables {
        let form = Form::by_key(form).unwrap();
        let mut tables = Tables { coverage: [Coverage::Complete; 3], ..Tables::empty(form) };
        for (_, row) in form.rows().filter(|(_, row)| row.instead_of.is_empty()) {
            tables.cells[row.cells()].fill(Cell::Count(0));
        }
        for (path, cell) in cells {
            tables.cells[form.cell_at(path).unwrap().index] = cell.clone();
        }
        tables
    }

    /// What a report gives for a figure.
    fn value(tables: &Tables, key: &str) -> Option<String> {
        let report = Report { tables: Some(tables.clone()), ..Report::default() };
        let counted = counted([&report].into_iter());
        let at = counted.iter().position(|counted| counted.figure.key == key)?;
        values(&counted, Some(tables))[at].map(|value| value.to_string())
    }

    #[test]
    fn headline_figures_are_added_up_in_both_forms() {
        type Case<'a> = (&'a str, &'a [(&'a str, Cell)], &'a str, &'a str, &'a str);
        let count = Cell::Count;
        let cases: [Case<'_>; 8] = [
            (
                "2021",
                &[("table3.granted.total", count(6)), ("table3.partial.total", count(2))],
                "disclosed",
                "8",
                "",
            ),
            (
                "2021",
                &[
                    ("table3.refused_state_secret.total", count(1)),
                    ("table3.refused_admin_query.total", count(2)),
                ],
                "refused",
                "3",
                "all eight grounds",
            ),
            ("2019", &[("table3.other_handling.total", count(4))], "other", "4", "one row in the first form"),
            (
                "2021",
                &[("table3.other_unpaid_fee.total", count(1)), ("table3.other_misc.total", count(3))],
                "other",
                "4",
                "three in the second",
            ),
            (
                "2021",
                &[
                    ("table4.litigation_direct.total", count(2)),
                    ("table4.litigation_after_review.total", count(3)),
                ],
                "litigation",
                "5",
                "both kinds",
            ),
            (
                "2019",
                &[("table2.normative_documents.made", count(7))],
                "documents_issued",
                "7",
                "its name in the first form",
            ),
            (
                "2021",
                &[("table2.normative_documents.issued", count(7))],
                "documents_issued",
                "7",
                "its name in the second",
            ),
            (
                "2021",
                &[("table2.administrative_fees.amount", Cell::Amount("391.49".parse().unwrap()))],
                "fees",
                "391.49",
                "money",
            ),
        ];
        for (form, cells, key, expected, why) in cases {
            assert_eq!(value(&tables(form, cells), key).as_deref(), Some(expected), "{key}: {why}");
        }
        for key in ["documents_effective", "fees"] {
            assert_eq!(value(&tables("2019", &[]), key), None, "{key}: the first form does not count it");
        }
    }

    #[test]
    fn a_blank_in_a_sum_is_nothing_only_where_the_identities_prove_it() {
        let blank = ("table3.refused_state_secret.total", Cell::Blank);
        assert_eq!(value(&tables("2021", std::slice::from_ref(&blank)), "refused").as_deref(), Some("0"));
        let mut open = tables("2021", &[blank, ("table3.result_total.total", Cell::Count(5))]);
        assert_eq!(value(&open, "refused"), None, "the total asks for 5");
        open.coverage[1] = Coverage::Absent;
        assert_eq!(value(&open, "other"), None, "there is no table");
    }

    #[test]
    fn a_row_printed_instead_of_others_is_counted_in_their_place() {
        let mut tables = tables("2021", &[]);
        for key in ["other_overdue_correction", "other_unpaid_fee", "other_misc"] {
            let row = tables.form.tables[1].row(key).unwrap().cells();
            tables.cells[row].fill(Cell::NotPrinted);
        }
        let row = tables.form.tables[1].row("other_handling").unwrap().cells();
        tables.cells[row].fill(Cell::Count(3));
        assert_eq!(value(&tables, "other").as_deref(), Some("3"));
    }

    #[test]
    fn money_is_in_ten_thousand_yuan() {
        let path = "table2.procurement.amount";
        for (amount, unit, expected, why) in [
            ("251000", Some("元"), "25.1", "yuan"),
            ("25.1", Some("万元"), "25.1", "as it is"),
            ("25.1", None, "25.1", "taken for it"),
        ] {
            let mut tables = tables("2019", &[(path, Cell::number(amount.parse().unwrap()))]);
            tables.amount_unit = unit.map(str::to_owned);
            assert_eq!(value(&tables, path).as_deref(), Some(expected), "{why}");
        }
    }

    #[test]
    fn cells_are_followed_after_the_headlines_where_a_report_fills_them() {
        let report = Report { tables: Some(tables("2021", &[])), ..Report::default() };
        let counted = counted([&report].into_iter());
        assert_eq!(counted.iter().take_while(|counted| counted.figure.is_headline).count(), HEADLINES.len());
        let has = |key: &str| counted.iter().any(|counted| counted.figure.key == key);
        assert!(has("table3.granted.total") && has("table3.new_received.enterprise"));
        assert!(!has("table3.granted.enterprise"), "only totals and the rows of totals");
        assert!(!has("table3.other_handling.total"), "no report prints it");
        // 10 cells of table two, 15 of table four; 25 totals of table three, and 6 kinds of applicants in 4 rows.
        assert_eq!(counted.len() - HEADLINES.len(), 10 + 15 + 25 + 6 * 4);
    }
}
