//! The tables of a year's report (三张表): table two from the register of yearly figures, three and four from the cases.

use std::collections::BTreeMap;
use std::str::FromStr;

use casework::applicant::ApplicantClass;
use casework::statistics::Line;
use law::china::half_width;
use law::remedy::{Column, Course};
use reporting::cell::Cell;
use reporting::form::{CellRef, Form, Kind};
use reporting::report::{Coverage, Tables};
use rust_decimal::Decimal;
use store::annual::Filled;

use crate::cases::YearCounts;

/// A hundred 分 are a yuan, ten thousand yuan a 万元.
const CENTS_IN_WAN: i64 = 1_000_000;

/// The largest figure that anybody can mean.
const LARGEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// The cell of table two in which what was collected for fees of information stands, too (fees.md §1).
const FEES: &str = "table2.administrative_fees.amount";

/// The form of a year that can be counted; none before there was one, nor where years are no longer those of a calendar.
pub fn form(year: i16) -> Option<&'static Form> {
    Form::for_year(year).filter(|_| year < 2100)
}

/// The cells of table two, in their order.
pub fn figures(form: &Form) -> impl Iterator<Item = CellRef<'_>> {
    form.tables[0].cells().map(|index| form.cell(index))
}

/// A number as computers write it: of what Chinese keyboards type, with signs between thousands (全角数字、千分位).
pub fn plain_number(text: &str) -> String {
    let plain = |c: char| match half_width(c) {
        '−' => Some('-'),
        ',' | '，' => None,
        c if c.is_whitespace() => None,
        c => Some(c),
    };
    text.chars().filter_map(plain).collect()
}

/// What is wrong with what was filled in for a cell of table two, in a sentence.
pub fn flaw(cell: &CellRef<'_>, text: &str) -> Option<String> {
    let name = || format!("{}“{}”", cell.row.label, cell.column.label);
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-');
    let Some(number) = Decimal::from_str(text).ok().filter(|_| is_plain) else {
        return Some(format!("{}请填写数字，现在是“{}”", name(), text.chars().take(20).collect::<String>()));
    };
    if number.abs() > LARGEST {
        return Some(format!("{}的数字太大，请核对单位和小数点", name()));
    }
    match cell.column.kind {
        Kind::Count if number.is_sign_negative() || !number.fract().is_zero() => {
            Some(format!("{}是件数，请填写0或者正整数", name()))
        }
        Kind::Change if !number.fract().is_zero() => Some(format!("{}请填写整数，减少的写负数", name())),
        Kind::Money if number.is_sign_negative() => Some(format!("{}不能是负数", name())),
        // A 分 is the sixth decimal of a 万元.
        Kind::Money if number.normalize().scale() > 6 => Some(format!("{}精确到分，最多六位小数", name())),
        _ => None,
    }
}

/// The tables of a form, as far as they are known: a figure that nobody has filled in is blank.
pub fn tables(form: &'static Form, ledger: &YearCounts, filled: &Filled) -> Tables {
    let mut tables = Tables::empty(form);
    tables.coverage = [Coverage::Complete; 3];
    // The form of 2019 leaves the unit of 采购总金额 open.
    tables.amount_unit = form.money_without_unit().next().map(|_| "万元".to_owned());
    for cell in figures(form) {
        tables.cells[cell.index] = figure(&cell, filled, ledger);
    }
    let counted = counted(form, ledger);
    for (index, count) in counted {
        tables.cells[index] = Cell::Count(count.try_into().unwrap_or_default());
    }
    tables
}

/// A cell of table two.
fn figure(cell: &CellRef<'_>, filled: &Filled, ledger: &YearCounts) -> Cell {
    let path = cell.path();
    // What was saved was looked at; what lies there otherwise is none.
    let typed = filled.get(&path).and_then(|text| Decimal::from_str(text.trim()).ok());
    let typed = typed.filter(|number| number.abs() <= LARGEST);
    let collected = Decimal::from(ledger.fees.collected) / Decimal::from(CENTS_IN_WAN);
    let has_fees = path == FEES && !collected.is_zero();
    match typed {
        Some(typed) if has_fees => Cell::number((typed + collected).normalize()),
        Some(typed) => Cell::number(typed),
        None => Cell::Blank,
    }
}

/// The cells that the cases fill; both forms have their own row or rows for 其他处理.
fn counted(form: &Form, ledger: &YearCounts) -> BTreeMap<usize, u64> {
    let mut cells = BTreeMap::new();
    for row in &form.tables[1].rows {
        for (offset, column) in row.columns.iter().enumerate() {
            let class = ApplicantClass::ALL.into_iter().find(|class| class.key() == column.key);
            let one_row = form.key == "2019";
            let count = match Line::of_key(&row.key) {
                Some(Line::Result(row)) if one_row && row.is_other() => continue,
                Some(line) => ledger.applications.cell(line, class),
                // The form of 2019 has one row for all other handling, that of 2021 three.
                None if one_row => ledger.applications.other_handling(class),
                None => continue,
            };
            cells.insert(row.first + offset, count);
        }
    }
    for path in Course::ALL {
        for result in Column::ALL.into_iter().map(Some).chain([None]) {
            let place = format!("table4.{}.{}", path.key(), result.map_or("total", Column::key));
            cells.extend(form.cell_at(&place).map(|cell| (cell.index, ledger.remedies.cell(path, result))));
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_figure_is_refused_in_a_sentence() {
        let form = Form::by_key("2021").unwrap();
        let cell = |path: &str| form.cell_at(path).unwrap();
        let cases = [
            ("table2.regulations.issued", "3", None),
            ("table2.regulations.issued", "", None),
            ("table2.regulations.issued", "三", Some("请填写数字")),
            ("table2.regulations.issued", "1e3", Some("请填写数字")),
            (FEES, "0.0000001", Some("最多六位小数")),
            ("table2.regulations.issued", "-1", Some("0或者正整数")),
            ("table2.regulations.issued", "1.5", Some("0或者正整数")),
            (FEES, "391.49", None),
            (FEES, "79228162514264337593543950335", Some("太大")),
            (FEES, "-1", Some("不能是负数")),
        ];
        for (path, text, says) in cases {
            let flaw = flaw(&cell(path), text);
            assert_eq!(flaw.is_some(), says.is_some(), "{path} {text}: {flaw:?}");
            assert!(flaw.unwrap_or_default().contains(says.unwrap_or_default()));
        }
    }

    #[test]
    fn numbers_are_read_as_chinese_keyboards_type_them() {
        for (typed, plain) in [("１２", "12"), ("1,234", "1234"), (" ３９１．４９ ", "391.49"), ("-5", "-5")]
        {
            assert_eq!(plain_number(typed), plain);
        }
    }

    /// Art. 42.
    #[test]
    fn fees_of_information_are_within_the_fees_of_table_two() {
        let form = Form::by_key("2021").unwrap();
        let filled = |text: &str| Filled::from([(FEES.to_owned(), text.to_owned())]);
        let ledger = |collected| YearCounts {
            fees: casework::fee::FeeYear { collected, refunded: 0, cases: 1 },
            ..YearCounts::default()
        };
        let cell = |text: &str, collected| {
            figure(&form.cell_at(FEES).unwrap(), &filled(text), &ledger(collected)).words()
        };
        assert_eq!(cell("391.49", 0), "391.49");
        assert_eq!(cell("391.49", 230_000), "391.72", "2 300 yuan are 0.23 万元");
        assert_eq!(cell("0", 10_000), "0.01");
        assert_eq!(cell("", 10_000), "", "what else was collected is not known");
    }
}
