//! CSV: one line for each cell, for spreadsheets and programs.

use std::borrow::Cow;

use reporting::report::Report;

use crate::Unwritable;
use crate::figures::{Figure, figures};

/// Excel takes a file without this mark for one in the encoding of the system.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns. 状态 is as in open data: `number`, `blank`, `uncertain` or `text`.
const COLUMNS: [&str; 12] =
    ["机关", "年度", "路径", "表", "组", "行", "列", "值", "单位", "状态", "修复", "备注"];

/// Writes the cells of a report.
pub(crate) fn write(report: &Report, mark: Option<&str>) -> Result<Vec<u8>, Unwritable> {
    cells(report, mark).map_err(|error| Unwritable::Failed(error.to_string()))
}

fn cells(report: &Report, mark: Option<&str>) -> Result<Vec<u8>, csv::Error> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.into());
    out.write_record(COLUMNS)?;
    let agency = report.agency.as_deref().unwrap_or_default();
    let year = report.year.map(|year| year.to_string()).unwrap_or_default();
    for figure in report.tables.iter().flat_map(figures) {
        let Figure { cell, state, is_restored, unit, .. } = figure;
        let fields = [
            agency,
            &year,
            &cell.path(),
            cell.table.words(),
            cell.row.group.as_deref().unwrap_or_default(),
            &cell.row.label,
            &cell.column.label,
            &figure.value(),
            unit.unwrap_or_default(),
            state,
            if is_restored { "是" } else { "" },
            mark.unwrap_or_default(),
        ];
        out.write_record(fields.map(harmless).iter().map(AsRef::<str>::as_ref))?;
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
