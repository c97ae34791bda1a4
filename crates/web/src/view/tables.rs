//! The official tables with their merged heads, each cell with the headers it stands under (法定表格).

use std::collections::HashSet;

use reporting::cell::Cell;
use reporting::check::{At, Checked, Severity};
use reporting::layout::{self, Content, LayoutCell, Role, TableLayout};
use reporting::report::Tables;

/// The tables of a report.
pub(crate) struct TablesView {
    pub(crate) tables: Vec<TableView>,
    pub(crate) marks: Marks,
}

/// Whether any cell was restored, is uncertain, or is wrong: the legend is shown.
#[derive(Default)]
pub(crate) struct Marks {
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
    /// What a small screen cannot show at once, as a sentence.
    pub(crate) gist: Option<Gist>,
}

/// The totals of table three in a sentence.
pub(crate) enum Gist {
    /// Every row's total is 0.
    AllZero,
    /// Label and total of each row whose total is another number.
    Rows(Vec<(String, String)>),
    /// No total is printed.
    Blank,
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
    /// The page that tells what is behind the number, where there is one.
    pub(crate) link: Option<String>,
}

/// Makes the views of a report's tables.
pub(crate) fn tables(tables: &Tables, checked: &Checked) -> TablesView {
    let view = |layout| table(tables, checked, layout);
    TablesView {
        tables: layout::tables(tables).into_iter().map(view).collect(),
        marks: Marks::of(tables, checked),
    }
}

impl Marks {
    /// The marks of a report's tables.
    pub(crate) fn of(tables: &Tables, checked: &Checked) -> Marks {
        Marks {
            has_repaired: !tables.repaired.is_empty(),
            has_open: tables.uncertain().next().is_some(),
            has_wrong: !wrong(checked).is_empty(),
        }
    }
}

/// The cells that errors are about.
fn wrong(checked: &Checked) -> HashSet<usize> {
    let errors = checked.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let cells = errors.filter_map(|finding| match &finding.at {
        // A finding about a whole table would paint all of it.
        At::Table { cells, .. } if cells.len() <= 30 => Some(cells.iter().copied()),
        _ => None,
    });
    cells.flatten().collect()
}

/// Makes the view of one table.
pub(crate) fn table(tables: &Tables, checked: &Checked, layout: TableLayout) -> TableView {
    let wrong = wrong(checked);
    // Table three alone is wider than a phone.
    let gist = (layout.part == 3).then(|| gist(tables, &layout));
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
            CellView::Value(value(tables, &wrong, index, headers.join(" "), cell.columns))
        }
    };
    let rows = rows
        .into_iter()
        .map(|row| RowView { is_sum: row.is_sum, cells: row.cells.into_iter().map(cell).collect() });
    TableView { part, words, about, class, head_rows, rows: rows.collect(), gist }
}

/// What the totals of table three say. A blank is not a zero.
fn gist(tables: &Tables, layout: &TableLayout) -> Gist {
    let totals = layout.rows.iter().filter_map(|row| {
        let Content::Value { index, .. } = row.cells.last()?.content else { return None };
        let label = row.cells.iter().rev().find_map(|cell| match &cell.content {
            Content::Head { text, .. } => Some(text.clone()),
            Content::Value { .. } => None,
        });
        Some((label?, &tables.cells[index]))
    });
    let totals: Vec<(String, &Cell)> = totals.collect();
    if totals.iter().all(|(_, cell)| **cell == Cell::Count(0)) {
        return Gist::AllZero;
    }
    let numbers = totals.into_iter().filter(|(_, cell)| cell.value().is_some_and(|value| !value.is_zero()));
    let numbers: Vec<(String, String)> = numbers.map(|(label, cell)| (label, cell.words())).collect();
    if numbers.is_empty() { Gist::Blank } else { Gist::Rows(numbers) }
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
        Cell::Blank => ("", "空"),
        Cell::NotPrinted => ("", "没有这一格"),
        _ => ("", ""),
    };
    let (path, text) = (tables.form.cell(index).path(), cell.words());
    ValueView { path, text, class, headers, columns, note, link: None }
}
