//! The tables of two reports, cell by cell.

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::figures::{Unit, exact};
use crate::form::{CellRef, Row, TABLE_KEYS, TABLE_NAMES, Table};
use crate::layout;
use crate::report::{Coverage, Tables};

use super::{CellPair, RowPair, Side, Standing, TablePair};

/// Compares the three tables.
pub(super) fn tables(a: Option<&Tables>, b: Option<&Tables>) -> [TablePair; 3] {
    [0, 1, 2].map(|number| {
        let there = |tables: Option<&Tables>| {
            tables.is_some_and(|tables| tables.coverage[number] != Coverage::Absent)
        };
        let same_form = || a.map(|tables| &tables.form.id) == b.map(|tables| &tables.form.id);
        let standing = match (there(a), there(b)) {
            (false, false) => Standing::Neither,
            (true, false) => Standing::OnlyA,
            (false, true) => Standing::OnlyB,
            // Tables three and four count the same in every form; table two does not.
            (true, true) if number == 0 && !same_form() => Standing::OtherForm,
            (true, true) => Standing::Both,
        };
        let rows = match (standing, a, b) {
            (Standing::Both, Some(a), Some(b)) => rows(number, a, b),
            _ => Vec::new(),
        };
        TablePair { key: TABLE_KEYS[number], words: TABLE_NAMES[number], standing, rows }
    })
}

/// The rows that either report prints, in the order of the first's form.
fn rows(number: usize, a: &Tables, b: &Tables) -> Vec<RowPair> {
    let [own, other] = [a, b].map(|tables| &tables.form.tables[number]);
    let [in_a, in_b] = [layout::printed(a, own), layout::printed(b, other)];
    let has = |printed: &[&Row], row: &Row| printed.iter().any(|printed| printed.key == row.key);
    let new = other.rows.iter().filter(|row| own.row(&row.key).is_none()).map(|row| (other, row));
    let all = own.rows.iter().map(|row| (own, row)).chain(new);
    let pair = |(table, row): (&'static Table, &'static Row)| {
        let side = match (has(&in_a, row), has(&in_b, row)) {
            (true, true) => Side::Both,
            (true, false) => Side::A,
            (false, true) => Side::B,
            (false, false) => return None,
        };
        let cells = row.columns.iter().zip(row.cells()).map(|(column, index)| {
            let at = CellRef { table, row, column, index };
            let path = at.path();
            let cells = [a.get(&path).filter(|_| side != Side::B), b.get(&path).filter(|_| side != Side::A)];
            cell(at, cells, [a, b].map(|tables| tables.unit_in(column)))
        });
        Some(RowPair { row, side, cells: cells.collect() })
    };
    all.filter_map(pair).collect()
}

/// Compares two cells with the units of their amounts.
fn cell(at: CellRef<'static>, [a, b]: [Option<&Cell>; 2], units: [Option<&str>; 2]) -> CellPair {
    let value = |cell: Option<&Cell>| cell.and_then(Cell::value);
    let values = value(a).zip(value(b)).map(|(a, b)| in_one_unit([a, b], units));
    CellPair {
        at,
        a: a.cloned(),
        b: b.cloned(),
        difference: values.flatten().and_then(|[a, b]| exact::subtract(b, a)).map(|more| more.normalize()),
        differs: match values {
            Some(values) => values.is_none_or(|[a, b]| a != b),
            None => a != b,
        },
    }
}

/// Two numbers in their common unit, amounts with different units in yuan.
///
/// None when they cannot be compared: without its unit an amount says nothing about one that has one.
fn in_one_unit([a, b]: [Decimal; 2], units: [Option<&str>; 2]) -> Option<[Decimal; 2]> {
    if units[0] == units[1] {
        return Some([a, b]);
    }
    let [Some(of_a), Some(of_b)] = units.map(|unit| Unit::of(unit?)) else { return None };
    if of_a == of_b {
        return Some([a, b]);
    }
    Some([of_a.convert(a, Unit::Yuan)?, of_b.convert(b, Unit::Yuan)?])
}

#[cfg(test)]
mod tests {
    use super::super::{Standing, compare};
    use super::*;
    use crate::figures::samples::{number, tables};
    use crate::report::Report;

    /// A report of a form with some cells filled, the others zero as far as its form prints them.
    fn report(form: &str, cells: &[(&str, Cell)]) -> Report {
        Report { tables: Some(tables(form, cells)), ..Report::default() }
    }

    const CELL: &str = "table3.granted.total";

    /// Whether two cells differ, and by how much.
    fn differing(a: Cell, b: Cell) -> (bool, Option<String>) {
        let comparison = compare(&report("2021", &[(CELL, a)]), &report("2021", &[(CELL, b)]));
        let pair = comparison.cells().find(|pair| pair.at.path() == CELL).unwrap();
        assert_eq!(comparison.summary().cells, usize::from(pair.differs()));
        (pair.differs(), pair.difference.map(|difference| difference.to_string()))
    }

    #[test]
    fn blank_zero_not_printed_and_uncertain_are_four_things() {
        let amount = |text: &str| Cell::Amount(text.parse().unwrap());
        let text = |text: &str| Cell::Text(text.into());
        let cases = [
            (Cell::Count(3), Cell::Count(5), true, Some("2"), "the second has two more"),
            (Cell::Count(5), Cell::Count(3), true, Some("-2"), "the second has two less"),
            (Cell::Count(0), Cell::Count(0), false, Some("0"), "two zeros"),
            (amount("1.50"), amount("1.5"), false, Some("0"), "trailing zeros are no difference"),
            (amount("0.1"), amount("0.3"), true, Some("0.2"), "decimals are exact"),
            (Cell::Blank, Cell::Count(0), true, None, "blank is not zero"),
            (Cell::Blank, Cell::NotPrinted, true, None, "a blank cell is printed"),
            (Cell::Uncertain, Cell::Count(0), true, None, "what is not certain is not zero"),
            (Cell::Uncertain, Cell::Blank, true, None, "nor blank"),
            (Cell::Blank, Cell::Blank, false, None, "two blanks"),
            (Cell::Uncertain, Cell::Uncertain, false, None, "nothing is known to differ"),
            (text("无"), text("无"), false, None, "the same words"),
            (text("无"), Cell::Count(0), true, None, "a word is no number"),
        ];
        for (a, b, differs, difference, why) in cases {
            assert_eq!(differing(a, b), (differs, difference.map(str::to_owned)), "{why}");
        }
    }

    #[test]
    fn cells_that_are_not_certain_are_counted() {
        let (a, b) = (report("2021", &[(CELL, Cell::Uncertain)]), report("2021", &[]));
        assert_eq!(compare(&a, &b).summary().uncertain, 1);
        assert!(compare(&a, &a).is_equal());
    }

    #[test]
    fn forms_are_compared_row_by_row_and_table_two_is_not() {
        let a = report("2019", &[("table3.other_handling.total", Cell::Count(4))]);
        let b = report("2021", &[("table3.other_misc.total", Cell::Count(4))]);
        let comparison = compare(&a, &b);
        let [second, third, fourth] = &comparison.tables;
        assert_eq!((second.standing, second.rows.len()), (Standing::OtherForm, 0));
        assert_eq!((third.standing, fourth.standing), (Standing::Both, Standing::Both));
        let alone = |side| -> Vec<&str> {
            third.rows.iter().filter(|row| row.side == side).map(|row| row.row.key.as_str()).collect()
        };
        assert_eq!(alone(Side::A), ["other_handling"]);
        assert_eq!(alone(Side::B), ["other_overdue_correction", "other_unpaid_fee", "other_misc"]);
        assert_eq!(third.rows.iter().filter(|row| row.side == Side::Both).count(), 22);
        // What only one has is listed, not compared with nothing.
        let summary = comparison.summary();
        assert_eq!((summary.compared, summary.cells, summary.rows), (22 * 7 + 15, 0, 4));
    }

    #[test]
    fn a_row_printed_instead_of_others_is_a_row_of_its_own() {
        let mut cells: Vec<(String, Cell)> = Vec::new();
        for column in
            ["natural_person", "enterprise", "research", "public_welfare", "legal_service", "other", "total"]
        {
            cells.push((format!("table3.other_handling.{column}"), Cell::Count(0)));
        }
        let cells: Vec<(&str, Cell)> =
            cells.iter().map(|(path, cell)| (path.as_str(), cell.clone())).collect();
        let comparison = compare(&report("2021", &cells), &report("2021", &[]));
        assert_eq!(comparison.rows().filter(|row| row.side == Side::A).count(), 1);
        assert_eq!(comparison.rows().filter(|row| row.side == Side::B).count(), 3);
    }

    #[test]
    fn a_table_that_one_report_lacks_is_one_difference() {
        let (a, mut b) = (report("2021", &[]), report("2021", &[]));
        b.tables.as_mut().unwrap().coverage[1] = Coverage::Absent;
        let comparison = compare(&a, &b);
        assert_eq!(comparison.tables[1].standing, Standing::OnlyA);
        assert_eq!((comparison.summary().tables, comparison.summary().cells), (1, 0));
        b.tables = None;
        let comparison = compare(&b, &a);
        assert!(comparison.tables.iter().all(|table| table.standing == Standing::OnlyB));
        assert!(compare(&b, &b).tables.iter().all(|table| table.standing == Standing::Neither));
    }

    #[test]
    fn amounts_are_compared_in_the_units_they_are_printed_with() {
        let (procurement, fees) =
            (("2019", "table2.procurement.amount"), ("2021", "table2.administrative_fees.amount"));
        let large = "1234567890123456789012345678";
        let cases = [
            (
                procurement,
                ("25.1", Some("万元")),
                ("251000", Some("元")),
                false,
                Some("0"),
                "the same amount",
            ),
            (
                procurement,
                ("25", Some("万元")),
                ("260000", Some("元")),
                true,
                Some("10000"),
                "in yuan where the units differ",
            ),
            (procurement, ("25", Some("万元")), ("26", Some("万元")), true, Some("1"), "in the unit of both"),
            (procurement, ("25", None), ("26", None), true, Some("1"), "as printed"),
            (procurement, ("25", None), ("25", Some("元")), true, None, "one amount has no unit"),
            (procurement, ("25", Some("美元")), ("25", Some("元")), true, None, "another money"),
            (
                procurement,
                (large, Some("亿元")),
                ("25", Some("元")),
                true,
                None,
                "too many digits to convert",
            ),
            (procurement, (large, None), ("0.05", None), true, None, "too many digits to subtract"),
            (procurement, (large, None), (large, None), false, Some("0"), "as long, and the same"),
            (fees, ("0.5", None), ("5000", Some("元")), false, Some("0"), "one has the unit of the head"),
        ];
        for ((form, path), (a, unit_a), (b, unit_b), differs, difference, why) in cases {
            let [a, b] = [(a, unit_a), (b, unit_b)].map(|(amount, unit)| {
                let mut report = report(form, &[(path, number(amount))]);
                report.tables.as_mut().unwrap().amount_unit = unit.map(str::to_owned);
                report
            });
            let comparison = compare(&a, &b);
            let pair = comparison.cells().find(|pair| pair.at.path() == path).unwrap();
            let found = pair.difference.map(|difference| difference.to_string());
            assert_eq!((pair.differs(), found.as_deref()), (differs, difference), "{why}");
        }
    }
}
