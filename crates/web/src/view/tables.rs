//! The official tables with their merged heads, each cell with the headers it stands under (法定表格).

use std::collections::HashSet;

use reporting::cell::Cell;
use reporting::check::{At, Checked, Severity};
use reporting::layout::{self, Content, LayoutCell, Role, TableLayout};
use reporting::report::Tables;

/// The tables of a report.
pub(crate) struct TablesView {
    pub(crate) tables: Vec<TableView>,
    /// Whether any cell was restored, is uncertain, or is wrong: the legend is shown.
    pub(crate) has_repaired: bool,
    pub(crate) has_open: bool,
    pub(crate) has_wrong: bool,
}

/// One of the three tables.
pub(crate) struct TableView {
    /// The part of the report in which it stands: 2, 3 or 4.
    pub(crate) part: u8,
    /// 表三.
    pub(crate) words: &'static str,
    /// What it is about: the heading of its part.
    pub(crate) about: String,
    pub(crate) class: &'static str,
    /// Rows at the top that are heads.
    pub(crate) head_rows: usize,
    pub(crate) rows: Vec<RowView>,
    /// The rows that are not zero, as a sentence for small screens.
    pub(crate) summary: Option<Vec<(String, String)>>,
}

/// A row with the cells that begin in it.
pub(crate) struct RowView {
    pub(crate) is_sum: bool,
    pub(crate) cells: Vec<CellView>,
}

/// A cell.
pub(crate) enum CellView {
    /// Words of the form.
    Head(HeadView),
    /// A number.
    Value(ValueView),
}

/// A cell with words of the form.
pub(crate) struct HeadView {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) scope: &'static str,
    pub(crate) class: &'static str,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// A cell with a number.
pub(crate) struct ValueView {
    /// Its path, by which findings point at it.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) class: &'static str,
    pub(crate) headers: String,
    pub(crate) columns: usize,
    /// What a marked cell is, for those who do not see colour.
    pub(crate) note: &'static str,
}

impl TablesView {
    /// The tables of a part.
    pub(crate) fn of_part(&self, part: &u8) -> impl Iterator<Item = &TableView> {
        self.tables.iter().filter(move |table| table.part == *part)
    }
}

/// Makes the views of a report's tables.
pub(crate) fn tables(tables: &Tables, checked: &Checked) -> TablesView {
    let wrong: HashSet<usize> = checked
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| match &finding.at {
            // A finding about a whole table would paint all of it.
            At::Table { cells, .. } if cells.len() <= 30 => Some(cells.iter().copied()),
            _ => None,
        })
        .flatten()
        .collect();
    TablesView {
        tables: layout::tables(tables).into_iter().map(|layout| table(tables, &wrong, layout)).collect(),
        has_repaired: !tables.repaired.is_empty(),
        has_open: tables.uncertain().next().is_some(),
        has_wrong: !wrong.is_empty(),
    }
}

fn table(tables: &Tables, wrong: &HashSet<usize>, layout: TableLayout) -> TableView {
    let TableLayout { words, part, head_rows, rows, .. } = layout;
    let about = tables.form.parts.get(usize::from(part) - 1).cloned().unwrap_or_default();
    let class = match part {
        2 => "gk-form gk-form--even",
        4 => "gk-form gk-form--tight",
        _ => "gk-form",
    };
    let cell = |cell: LayoutCell| match cell.content {
        Content::Head { id, text, role } => {
            let (scope, class) = head(role, part);
            CellView::Head(HeadView { id, text, scope, class, columns: cell.columns, rows: cell.rows })
        }
        Content::Value { index, headers } => {
            CellView::Value(value(tables, wrong, index, headers.join(" "), cell.columns))
        }
    };
    let rows: Vec<RowView> = rows
        .into_iter()
        .map(|row| RowView { is_sum: row.is_sum, cells: row.cells.into_iter().map(cell).collect() })
        .collect();
    // Table three alone is wider than a phone.
    let summary = (part == 3).then(|| rows.iter().filter_map(RowView::total).collect());
    TableView { part, words, about, class, head_rows, rows, summary }
}

impl RowView {
    /// Label and total of a row that is not zero.
    fn total(&self) -> Option<(String, String)> {
        let CellView::Value(total) = self.cells.last()? else { return None };
        let head = self.cells.iter().rev().find_map(|cell| match cell {
            CellView::Head(head) => Some(&head.text),
            CellView::Value(_) => None,
        })?;
        let is_zero = total.text.is_empty() || total.text == "0";
        (!is_zero).then(|| (head.clone(), total.text.clone()))
    }
}

/// The cells that a head speaks for, and how it looks.
fn head(role: Role, part: u8) -> (&'static str, &'static str) {
    match role {
        Role::Corner => ("col", "gk-form__corner"),
        Role::Block => ("colgroup", "gk-form__block"),
        Role::Columns => ("colgroup", ""),
        Role::Column => ("col", ""),
        Role::Rows => ("rowgroup", "gk-form__key"),
        Role::Row => ("row", if part == 3 { "gk-form__item" } else { "" }),
    }
}

fn value(
    tables: &Tables,
    wrong: &HashSet<usize>,
    index: usize,
    headers: String,
    columns: usize,
) -> ValueView {
    let cell = &tables.cells[index];
    let (class, note) = match cell {
        Cell::Uncertain => ("is-open", "不能确定"),
        _ if wrong.contains(&index) => ("is-wrong", "有误"),
        _ if tables.repaired.contains(&index) => ("is-repaired", "已修复"),
        Cell::Count(0) => ("is-zero", ""),
        _ => ("", ""),
    };
    ValueView { path: tables.form.cell(index).path(), text: cell.words(), class, headers, columns, note }
}
