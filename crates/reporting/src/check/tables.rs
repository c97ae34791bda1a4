//! The tables: present, of the right form, every cell printed and a number (表格与数据).

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::figures::Unit;
use crate::form::{Form, Kind, Rule, TABLE_KEYS, TABLE_NAMES, part_numeral};
use crate::object::cell_value;
use crate::report::{Coverage, Report, Tables};

use super::{At, Check, Finding, Outcome, Severity, Sheet, identities, reading};

pub(super) fn check(report: &Report, sheet: &mut Sheet) {
    present(report, sheet);
    form_of_year(report, sheet);
    let Some(tables) = &report.tables else { return };
    cells(tables, sheet);
    blanks(tables, sheet);
    reading::check(tables, sheet);
    for (check, rule) in [
        (Check::RowTotals, Rule::RowTotal),
        (Check::ResultTotals, Rule::ResultTotal),
        (Check::Balance, Rule::Balance),
        (Check::RemedyTotals, Rule::RemedyTotal),
    ] {
        sheet.begin(check);
        identities::check(tables, rule, sheet);
    }
}

/// Every table is there; one is not missing but cut off when the input ends before it.
fn present(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Tables);
    reading::unread(report, sheet);
    let coverage = report.tables.as_ref().map_or([Coverage::Absent; 3], |tables| tables.coverage);
    let mut cut = false;
    for (number, key) in TABLE_KEYS.iter().enumerate() {
        let table = |key: &str| At::Table { key: key.to_owned(), cells: Vec::new() };
        let name = TABLE_NAMES[number];
        let part = part_numeral(number as u8 + 2).unwrap_or_default();
        match coverage[number] {
            Coverage::Complete => {}
            Coverage::Truncated => {
                cut = true;
                sheet.find(
                    Finding::new(
                        "DOC_CUT",
                        Severity::Error,
                        table(key),
                        format!("文件在{name}中断，后面的内容没有了"),
                    )
                    .basis("年度报告格式要求三张表完整")
                    .fix("检查文件是否下载或复制完整，用完整的文件重新检查"),
                );
            }
            Coverage::Absent if cut => sheet.at_least(Outcome::NotAssessable),
            Coverage::Absent => {
                let form = report.form().map_or("年度报告格式", |form| &form.document);
                sheet.find(
                    Finding::new(
                        "STRUCT_TABLE_MISSING",
                        Severity::Error,
                        table(key),
                        format!("报告缺少{name}"),
                    )
                    .basis(format!("{form}第{part}部分规定的表格"))
                    .fix(format!("按格式补上{name}，没有发生的填0")),
                );
            }
        }
    }
}

fn form_of_year(report: &Report, sheet: &mut Sheet) {
    sheet.begin(Check::Form);
    let (Some(tables), Some(year)) = (&report.tables, report.year) else {
        return sheet.at_least(Outcome::NotAssessable);
    };
    if let Some(due) = Form::for_year(year).filter(|due| due.id != tables.form.id)
        && tables.coverage[0] != Coverage::Absent
    {
        sheet.find(
            Finding::new(
                "STRUCT_FORMAT_YEAR",
                Severity::Error,
                At::Report,
                format!("{year}年度报告用了{}的表格，应当用{}", tables.form.document, due.document),
            )
            .values(due.key.as_str(), tables.form.key.as_str())
            .basis(format!("{}，自{}年度报告起施行", due.document, due.since_report_year))
            .fix("换用该年度的格式重新填报表二、表三"),
        );
    }
    let third = &tables.form.tables[1];
    let other = third
        .rows
        .iter()
        .find(|row| !row.instead_of.is_empty() && tables.cells[row.first] != Cell::NotPrinted);
    if let Some(row) = other {
        let at = At::Table { key: "table3".into(), cells: row.cells().collect() };
        sheet.find(
            Finding::new(
                "STRUCT_T3_LAYOUT",
                Severity::Warning,
                at,
                format!("表三印的是“{}”，不是{}规定的行", row.label, tables.form.document),
            )
            .basis(format!("{}表三", tables.form.document))
            .fix("按格式的行重新填报（六）其他处理"),
        );
    }
}

/// Integers, not negative, no text, no fraction.
fn cells(tables: &Tables, sheet: &mut Sheet) {
    sheet.begin(Check::Cells);
    for (index, cell) in tables.cells.iter().enumerate() {
        let wrong = match cell {
            Cell::NotPrinted | Cell::Blank | Cell::Uncertain => continue,
            Cell::Count(count) if *count >= 0 => continue,
            Cell::Count(_) => match tables.form.cell(index).column.kind {
                Kind::Change => continue,
                Kind::Count | Kind::Money => ("CELL_NEGATIVE", "是负数"),
            },
            Cell::Amount(amount) => match tables.form.cell(index).column.kind {
                Kind::Money if *amount >= Decimal::ZERO => continue,
                Kind::Money => ("CELL_NEGATIVE", "是负数"),
                Kind::Count | Kind::Change => ("CELL_FRACTION", "不是整数"),
            },
            Cell::Text(_) => ("CELL_TEXT", "不是数字"),
        };
        let (rule, fault) = wrong;
        let cell_ref = tables.form.cell(index);
        let message = format!("{}填的是“{}”，{fault}", cell_ref.words(), cell.words());
        let at = At::Table { key: cell_ref.path(), cells: vec![index] };
        let kind = match cell_ref.column.kind {
            Kind::Count => "非负整数",
            Kind::Change => "整数",
            Kind::Money => "不小于零的金额",
        };
        sheet.find(
            Finding::new(rule, Severity::Error, at, message)
                .values(serde_json::Value::Null, cell_value(cell))
                .basis(format!("{}：此格填{kind}", tables.form.document))
                .fix("核对台账后改正"),
        );
    }
    money(tables, sheet);
    other_unit(tables, sheet);
}

/// An amount printed with another unit than the head of its column.
fn other_unit(tables: &Tables, sheet: &mut Sheet) {
    let Some(printed) = &tables.amount_unit else { return };
    let fixed = tables.form.rows().flat_map(|(_, row)| row.columns.iter().zip(row.cells()));
    for (column, index) in fixed {
        if let (Some(unit), Some(value)) = (&column.unit, tables.cells[index].value())
            && unit != printed
            && !value.is_zero()
        {
            let cell = tables.form.cell(index);
            let at = At::Table { key: cell.path(), cells: vec![index] };
            sheet.find(
                Finding::new(
                    "MONEY_UNIT",
                    Severity::Error,
                    at,
                    format!("{}写的是{value}{printed}，表头的单位是{unit}", cell.words()),
                )
                .values(unit.as_str(), printed.as_str())
                .basis(format!("{}：{}", tables.form.document, column.label))
                .fix(format!("换算成{unit}，数字后不写单位")),
            );
        }
    }
}

/// An amount whose unit is neither in the head nor in the cell is taken for 万元, and said so.
fn money(tables: &Tables, sheet: &mut Sheet) {
    for index in tables.without_unit() {
        let (cell, value) = (tables.form.cell(index), tables.cells[index].words());
        let unit = Unit::ASSUMED.words();
        let at = At::Table { key: cell.path(), cells: vec![index] };
        sheet.find(
            Finding::new(
                "MONEY_UNIT_ASSUMED",
                Severity::Warning,
                at,
                format!("{}写的是{value}，没有单位，暂按{unit}理解", cell.words()),
            )
            .values(unit, serde_json::Value::Null)
            .basis(format!("{}：此栏没有统一单位，应随数字写明", tables.form.document))
            .fix(format!("写明单位，如“{value}{unit}”")),
        );
    }
}

/// Every cell is printed; zero is printed as 0.
fn blanks(tables: &Tables, sheet: &mut Sheet) {
    sheet.begin(Check::Blanks);
    for (number, table) in tables.form.tables.iter().enumerate() {
        if tables.coverage[number] != Coverage::Complete {
            if tables.coverage[number] == Coverage::Truncated {
                sheet.at_least(Outcome::NotAssessable);
            }
            continue;
        }
        let range = table.cells();
        if tables.cells[range.clone()].iter().all(|cell| !matches!(cell, Cell::Blank | Cell::NotPrinted)) {
            continue;
        }
        missing_rows(tables, number, sheet);
        let blank: Vec<usize> = range.filter(|index| tables.cells[*index] == Cell::Blank).collect();
        let Some(first) = blank.first() else { continue };
        let marked = |index: &usize| tables.traces.get(index).is_some_and(|trace| !trace.raw.is_empty());
        let severity = if blank.iter().all(marked) { Severity::Warning } else { Severity::Error };
        let rule = ["T2_CELLS_BLANK", "T3_CELLS_BLANK", "T4_CELLS_BLANK"][number];
        let name = table.words();
        let all = blank.len()
            == table
                .rows
                .iter()
                .filter(|row| tables.cells[row.first] != Cell::NotPrinted)
                .map(|row| row.columns.len())
                .sum::<usize>();
        let message = if all {
            format!("{name}的数据全部空着")
        } else {
            format!("{name}有{}个数据空着，第一个是{}", blank.len(), tables.form.cell(*first).words())
        };
        let at = At::Table { key: table.key.into(), cells: blank.clone() };
        sheet.find(
            Finding::new(rule, severity, at, message)
                .basis(format!("{}：每格都应填写，没有发生的填0", tables.form.document))
                .fix("没有发生的填0，漏填的补上数字"),
        );
    }
}

fn missing_rows(tables: &Tables, number: usize, sheet: &mut Sheet) {
    let table = &tables.form.tables[number];
    let printed = |first: usize| tables.cells[first] != Cell::NotPrinted;
    for row in table.rows.iter().filter(|row| row.instead_of.is_empty() && !printed(row.first)) {
        let replaced =
            table.rows.iter().any(|other| printed(other.first) && other.instead_of.contains(&row.key));
        if !replaced {
            let at = At::Table { key: format!("{}.{}", table.key, row.key), cells: row.cells().collect() };
            let group = row.group.as_deref().unwrap_or_default();
            sheet.find(
                Finding::new(
                    "STRUCT_ROW_MISSING",
                    Severity::Error,
                    at,
                    format!("{}没有“{group}{}”一行", table.words(), row.label),
                )
                .basis(format!("{}的行", tables.form.document))
                .fix("补上这一行，没有发生的填0"),
            );
        }
    }
}
