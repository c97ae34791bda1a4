//! CSV: one line for each cell, for spreadsheets and programs.

use reporting::cell::Cell;
use reporting::report::{Coverage, Report};

/// Excel takes a file without this mark for one in the encoding of the system.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Writes the cells of a report.
pub(crate) fn write(report: &Report) -> String {
    let mut out = String::from(BYTE_ORDER_MARK);
    line(&mut out, &["机关", "年度", "路径", "表", "组", "行", "列", "值", "单位"]);
    let agency = report.agency.clone().unwrap_or_default();
    let year = report.year.map(|year| year.to_string()).unwrap_or_default();
    let Some(tables) = &report.tables else { return out };
    for index in 0..tables.form.cell_count() {
        let cell = tables.form.cell(index);
        if tables.cells[index] == Cell::NotPrinted || tables.coverage_of(cell.table.key) == Coverage::Absent {
            continue;
        }
        let value = match &tables.cells[index] {
            Cell::Uncertain => String::new(),
            other => other.words(),
        };
        let unit = match cell.column.kind {
            reporting::form::Kind::Money => cell.column.unit.clone().or_else(|| tables.amount_unit.clone()),
            _ => None,
        };
        let group = cell.row.group.as_deref().unwrap_or_default();
        line(
            &mut out,
            &[
                &agency,
                &year,
                &cell.path(),
                cell.table.words(),
                group,
                &cell.row.label,
                &cell.column.label,
                &value,
                unit.as_deref().unwrap_or_default(),
            ],
        );
    }
    out
}

/// Writes a line (RFC 4180). A text that a spreadsheet would take for a formula is marked as text.
fn line(out: &mut String, fields: &[&str]) {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
        let mark = if is_formula { "'" } else { "" };
        if field.contains(['"', ',', '\n', '\r']) {
            out.push_str(&format!("\"{mark}{}\"", field.replace('"', "\"\"")));
        } else {
            out.push_str(mark);
            out.push_str(field);
        }
    }
    out.push_str("\r\n");
}
