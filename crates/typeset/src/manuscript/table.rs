//! A table with its cells filled in.

use reporting::cell::Cell;
use reporting::layout::{Content, LayoutCell, Role, TableLayout};
use reporting::report::Tables;
use serde::Serialize;

/// A table with its cells filled in.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PrintedTable {
    /// 表二, 表三 or 表四, and what it is about.
    pub(crate) caption: String,
    /// The official heading of its part: 二、主动公开政府信息情况.
    pub(crate) heading: String,
    /// Its short name: 表二.
    pub(crate) words: &'static str,
    /// Widths of the columns in shares of the whole.
    pub(crate) widths: Vec<u16>,
    /// Rows at the top that are repeated after a page break.
    pub(crate) head_rows: usize,
    /// Its rows.
    pub(crate) rows: Vec<Vec<PrintedCell>>,
}

/// A cell of a printed table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PrintedCell {
    /// Column in which it begins, from 0.
    pub(crate) column: usize,
    /// Columns it covers.
    pub(crate) columns: usize,
    /// Rows it covers.
    pub(crate) rows: usize,
    /// What is printed.
    pub(crate) text: String,
    /// How it is printed.
    pub(crate) style: Style,
    /// What has to be said of it, if anything.
    pub(crate) remark: Option<Remark>,
}

/// How a cell is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Style {
    /// A head in the middle of its cell.
    Head,
    /// The label of a row, from the left.
    Label,
    /// A value.
    Value,
}

/// What has to be said of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Remark {
    /// What stands there is not certain.
    Uncertain,
    /// The file had lost it, and the identities gave it back; printed on a ground of its own (底色).
    Restored,
}

impl Remark {
    /// For a cell that can carry words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Remark::Uncertain => "不能确定，请对照原件填写",
            Remark::Restored => "原文件缺失，按勾稽关系修复，请对照原件核对",
        }
    }
}

/// Fills in the cells of a table.
pub(super) fn printed(tables: &Tables, table: TableLayout) -> PrintedTable {
    let part = usize::from(table.part) - 1;
    let about = tables.form.parts.get(part).map_or("", String::as_str);
    PrintedTable {
        caption: format!("{} {about}", table.words),
        heading: tables.form.heading(table.part).unwrap_or_default(),
        words: table.words,
        widths: table.widths,
        head_rows: table.head_rows,
        rows: table
            .rows
            .into_iter()
            .map(|row| row.cells.into_iter().map(|cell| self::cell(tables, cell)).collect())
            .collect(),
    }
}

fn cell(tables: &Tables, cell: LayoutCell) -> PrintedCell {
    let LayoutCell { column, columns, rows, content } = cell;
    let (text, style, remark) = match content {
        Content::Head { text, role: Role::Row | Role::Corner, .. } => (text, Style::Label, None),
        Content::Head { text, .. } => (text, Style::Head, None),
        Content::Value { index, .. } => (value(tables, index), Style::Value, remark(tables, index)),
    };
    PrintedCell { column, columns, rows, text, style, remark }
}

/// A value as it is printed: money with its unit where the column has none, or another.
fn value(tables: &Tables, index: usize) -> String {
    let cell = &tables.cells[index];
    let unit = tables.printed_unit(index).filter(|_| cell.value().is_some());
    format!("{}{}", cell.words(), unit.unwrap_or_default())
}

fn remark(tables: &Tables, index: usize) -> Option<Remark> {
    match &tables.cells[index] {
        Cell::Uncertain => Some(Remark::Uncertain),
        _ => tables.repaired.contains(&index).then_some(Remark::Restored),
    }
}

/// For each row all cells that cover it, from the left, and whether each begins in it.
pub(crate) fn cells_by_row(table: &PrintedTable) -> Vec<Vec<(&PrintedCell, bool)>> {
    let mut rows: Vec<Vec<(&PrintedCell, bool)>> = vec![Vec::new(); table.rows.len()];
    for (at, cells) in table.rows.iter().enumerate() {
        for cell in cells {
            for (below, row) in rows.iter_mut().skip(at).take(cell.rows).enumerate() {
                row.push((cell, below == 0));
            }
        }
    }
    for row in &mut rows {
        row.sort_by_key(|(cell, _)| cell.column);
    }
    rows
}
