//! CSV: one line for each cell, for spreadsheets and programs.

use std::borrow::Cow;

use reporting::cell::Cell;
use reporting::report::{Coverage, Report};

use crate::Unwritable;

/// Excel takes a file without this mark for one in the encoding of the system.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes the cells of a report.
pub(crate) fn write(report: &Report, mark: Option<&str>) -> Result<Vec<u8>, Unwritable> {
    cells(report, mark).map_err(|error| Unwritable::Failed(error.to_string()))
}

fn cells(report: &Report, mark: Option<&str>) -> Result<Vec<u8>, csv::Error> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.into());
    out.write_record(["机关", "年度", "路径", "表", "组", "行", "列", "值", "单位", "备注"])?;
    let agency = report.agency.as_deref().unwrap_or_default();
    let year = report.year.map(|year| year.to_string()).unwrap_or_default();
    if let Some(tables) = &report.tables {
        for cell in (0..tables.form.cell_count()).map(|index| tables.form.cell(index)) {
            let printed = &tables.cells[cell.index];
            if *printed == Cell::NotPrinted || tables.coverage_of(cell.table.key) == Coverage::Absent {
                continue;
            }
            let value = if *printed == Cell::Uncertain { String::new() } else { printed.words() };
            let unit = tables.unit_of(cell.index);
            let path = cell.path();
            let group = cell.row.group.as_deref().unwrap_or_default();
            let fields = [
                agency,
                &year,
                &path,
                cell.table.words(),
                group,
                &cell.row.label,
                &cell.column.label,
                &value,
                unit.unwrap_or_default(),
                mark.unwrap_or_default(),
            ];
            out.write_record(fields.map(harmless).iter().map(AsRef::<str>::as_ref))?;
        }
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

/// A text that a spreadsheet would take for a formula, marked as text.
pub(crate) fn harmless(field: &str) -> Cow<'_, str> {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
    if is_formula { Cow::Owned(format!("'{field}")) } else { Cow::Borrowed(field) }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_text_that_looks_like_a_formula_is_kept_from_running() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("@SUM(1)"), "'@SUM(1)");
        assert_eq!(harmless("-4"), "-4", "a number stays one");
        assert_eq!(harmless("1.属于国家秘密"), "1.属于国家秘密");
    }
}
