//! The official tables as they are printed: cells in rows, merged as the form merges them (表格版式).
//!
//! Every writer of tables, pages and files alike, asks this module which cell stands where; it alone knows the
//! merged heads of tables two, three and four.

use crate::cell::Cell;
use crate::form::{Row, Table};
use crate::report::{Coverage, Tables};

/// One of the three tables, ready to be printed.
#[derive(Debug, Clone)]
pub struct TableLayout {
    /// 表二, 表三 or 表四.
    pub words: &'static str,
    /// The part of the report in which it stands: 2, 3 or 4.
    pub part: u8,
    /// Widths of the columns in shares of the whole.
    pub widths: Vec<u16>,
    /// Rows at the top that are repeated after a page break.
    pub head_rows: usize,
    /// Its rows.
    pub rows: Vec<LayoutRow>,
}

/// A row of a table: the cells that begin in it, from the left.
#[derive(Debug, Clone, Default)]
pub struct LayoutRow {
    /// Its cells.
    pub cells: Vec<LayoutCell>,
    /// Whether it adds up others (（七）总计).
    pub is_sum: bool,
}

/// A cell, perhaps merged from several.
#[derive(Debug, Clone)]
pub struct LayoutCell {
    /// Column in which it begins, from 0.
    pub column: usize,
    /// Columns it covers.
    pub columns: usize,
    /// Rows it covers.
    pub rows: usize,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Content {
    /// Words of the form.
    Head {
        /// Its name within the report.
        id: String,
        /// The words.
        text: String,
        /// For what it is the head.
        role: Role,
    },
    /// A value of the report.
    Value {
        /// Its index among the cells of the form.
        index: usize,
        /// Names of the heads it stands under and beside.
        headers: Vec<String>,
    },
}

/// For what a head is the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The note in the corner of table three.
    Corner,
    /// A block of table two (第二十条第（一）项).
    Block,
    /// Several columns.
    Columns,
    /// One column.
    Column,
    /// Several rows (三、本年度办理结果; （三）不予公开).
    Rows,
    /// One row.
    Row,
}

/// The tables that a report has, in order.
pub fn tables(tables: &Tables) -> Vec<TableLayout> {
    let [second, third, fourth] = &tables.form.tables;
    let there = |number: usize| tables.coverage[number] != Coverage::Absent;
    let layouts = [
        there(0).then(|| self::second(tables, second)),
        there(1).then(|| self::third(tables, third)),
        there(2).then(|| self::fourth(tables, fourth)),
    ];
    layouts.into_iter().flatten().collect()
}

/// The rows that a report prints: those of the form, or those that it prints instead of them.
pub(crate) fn printed<'t>(tables: &Tables, table: &'t Table) -> Vec<&'t Row> {
    let is_there = |row: &Row| tables.cells[row.first] != Cell::NotPrinted;
    let is_replaced =
        |row: &Row| table.rows.iter().any(|other| other.instead_of.contains(&row.key) && is_there(other));
    let printed = |row: &&Row| (row.instead_of.is_empty() || is_there(row)) && !is_replaced(row);
    table.rows.iter().filter(printed).collect()
}

/// Puts cells on a grid, in the order in which they are printed.
struct Grid {
    rows: Vec<LayoutRow>,
    /// For each column the first row that no cell from above reaches.
    free_from: Vec<usize>,
    /// The row from which on heads above count: the first of the block.
    block: usize,
}

impl Grid {
    fn new(columns: usize) -> Grid {
        Grid { rows: Vec::new(), free_from: vec![0; columns], block: 0 }
    }

    fn row(&mut self) {
        self.rows.push(LayoutRow::default());
    }

    fn place(&mut self, columns: usize, rows: usize, content: Content) {
        let row = self.rows.len() - 1;
        let column = self.free_from.iter().position(|free| *free <= row).unwrap_or(0);
        self.free_from[column..column + columns].fill(row + rows);
        self.rows[row].cells.push(LayoutCell { column, columns, rows, content });
    }

    fn head(&mut self, columns: usize, rows: usize, role: Role, id: impl Into<String>, text: &str) {
        self.place(columns, rows, Content::Head { id: id.into(), text: text.to_owned(), role });
    }

    fn value(&mut self, columns: usize, index: usize) {
        let row = self.rows.len() - 1;
        let column = self.free_from.iter().position(|free| *free <= row).unwrap_or(0);
        let headers = self.headers(row, column);
        self.place(columns, 1, Content::Value { index, headers });
    }

    /// The heads above a place in its block, and those beside it.
    fn headers(&self, row: usize, column: usize) -> Vec<String> {
        let mut headers = Vec::new();
        for (at, other) in self.rows.iter().enumerate().skip(self.block) {
            for cell in &other.cells {
                let Content::Head { id, role, .. } = &cell.content else { continue };
                let is_above = (cell.column..cell.column + cell.columns).contains(&column);
                let is_beside = (at..at + cell.rows).contains(&row);
                if *role != Role::Corner && (is_above || is_beside) {
                    headers.push(id.clone());
                }
            }
        }
        headers
    }
}

fn second(tables: &Tables, table: &Table) -> TableLayout {
    let width = table.rows.iter().map(|row| row.columns.len()).max().unwrap_or(1);
    let rows = printed(tables, table);
    let mut grid = Grid::new(width + 1);
    for (number, block) in
        rows.chunk_by(|a, b| a.group == b.group && a.columns.len() == b.columns.len()).enumerate()
    {
        let id = format!("t2-b{number}");
        let columns = &block[0].columns;
        // The last column takes what room the widest block leaves.
        let span = |at: usize| if at + 1 == columns.len() { width + 1 - columns.len() } else { 1 };
        grid.block = grid.rows.len();
        grid.row();
        grid.head(width + 1, 1, Role::Block, &id, block[0].group.as_deref().unwrap_or_default());
        grid.row();
        grid.head(1, 1, Role::Column, format!("{id}-key"), "信息内容");
        for (at, column) in columns.iter().enumerate() {
            grid.head(span(at), 1, Role::Column, format!("{id}-{}", column.key), &column.label);
        }
        for row in block {
            grid.row();
            grid.head(1, 1, Role::Row, format!("t2-{}", row.key), &row.label);
            for (at, index) in row.cells().enumerate() {
                grid.value(span(at), index);
            }
        }
    }
    let widths = std::iter::once(30).chain(std::iter::repeat_n(70 / width as u16, width)).collect();
    TableLayout { words: table.words(), part: 2, widths, head_rows: 0, rows: grid.rows }
}

fn third(tables: &Tables, table: &Table) -> TableLayout {
    let words = &tables.form.words;
    let rows = printed(tables, table);
    let columns = &table.rows[0].columns;
    let (first, last) = (0, columns.len() - 1);
    let mut grid = Grid::new(columns.len() + 3);
    grid.row();
    grid.head(3, 3, Role::Corner, "t3-corner", &words.corner);
    grid.head(columns.len(), 1, Role::Columns, "t3-top", "申请人情况");
    let id = |at: usize| format!("t3-k-{}", columns[at].key);
    grid.row();
    grid.head(1, 2, Role::Column, id(first), &columns[first].label);
    grid.head(last - 1, 1, Role::Columns, "t3-org", &words.organisations);
    grid.head(1, 2, Role::Column, id(last), &columns[last].label);
    grid.row();
    for (at, column) in columns.iter().enumerate().take(last).skip(first + 1) {
        grid.head(1, 1, Role::Column, id(at), &column.label);
    }
    let results = rows.iter().filter(|row| row.is_result).count();
    for (at, row) in rows.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| rows[before]);
        grid.row();
        if row.is_result && !before.is_some_and(|before| before.is_result) {
            grid.head(1, results, Role::Rows, "t3-results", &words.results);
        }
        if let Some(group) = &row.group
            && before.is_none_or(|before| before.group != row.group)
        {
            let span = rows[at..].iter().take_while(|other| other.group == row.group).count();
            grid.head(1, span, Role::Rows, format!("t3-g-{}", row.key), group);
        }
        let span = if !row.is_result { 3 } else { 1 + usize::from(row.group.is_none()) };
        grid.head(span, 1, Role::Row, format!("t3-{}", row.key), &row.label);
        for index in row.cells() {
            grid.value(1, index);
        }
        if let Some(printed) = grid.rows.last_mut() {
            printed.is_sum = row.key == "result_total";
        }
    }
    let widths = [7, 9, 28].into_iter().chain(columns.iter().map(|_| 8)).collect();
    TableLayout { words: table.words(), part: 3, widths, head_rows: 3, rows: grid.rows }
}

fn fourth(tables: &Tables, table: &Table) -> TableLayout {
    let width: usize = table.rows.iter().map(|row| row.columns.len()).sum();
    let mut grid = Grid::new(width);
    let litigation: usize =
        table.rows.iter().filter(|row| row.group.is_some()).map(|row| row.columns.len()).sum();
    let id = |row: &Row| format!("t4-{}", row.key);
    grid.row();
    for row in table.rows.iter().filter(|row| row.group.is_none()) {
        grid.head(row.columns.len(), 2, Role::Columns, id(row), &row.label);
    }
    grid.head(litigation, 1, Role::Columns, "t4-litigation", &tables.form.words.litigation);
    grid.row();
    for row in table.rows.iter().filter(|row| row.group.is_some()) {
        grid.head(row.columns.len(), 1, Role::Columns, id(row), &row.label);
    }
    grid.row();
    for row in &table.rows {
        for column in &row.columns {
            grid.head(1, 1, Role::Column, format!("{}-{}", id(row), column.key), &column.label);
        }
    }
    grid.row();
    for index in table.rows.iter().flat_map(Row::cells) {
        grid.value(1, index);
    }
    TableLayout { words: table.words(), part: 4, widths: vec![1; width], head_rows: 3, rows: grid.rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Form;

    fn filled(form: &'static Form) -> Tables {
        let mut tables = Tables::empty(form);
        tables.coverage = [Coverage::Complete; 3];
        for (_, row) in form.rows().filter(|(_, row)| row.instead_of.is_empty()) {
            tables.cells[row.cells()].fill(Cell::Count(0));
        }
        tables
    }

    #[test]
    fn every_cell_of_the_form_is_printed_once_and_the_grid_has_no_holes() {
        for form in Form::all() {
            let mut values = 0;
            for table in tables(&filled(form)) {
                let width = table.widths.len();
                let mut covered = vec![vec![0; width]; table.rows.len()];
                for (at, row) in table.rows.iter().enumerate() {
                    for cell in &row.cells {
                        values += usize::from(matches!(cell.content, Content::Value { .. }));
                        for line in &mut covered[at..at + cell.rows] {
                            line[cell.column..cell.column + cell.columns].iter_mut().for_each(|n| *n += 1);
                        }
                    }
                }
                assert!(covered.iter().flatten().all(|count| *count == 1), "{} {}", form.id, table.words);
            }
            assert_eq!(values, form.printed_cell_count(), "{}", form.id);
        }
    }

    #[test]
    fn a_value_knows_the_heads_above_and_beside_it() {
        let form = Form::by_key("2021").unwrap();
        let heads = |path: &str| -> Vec<String> {
            let wanted = form.cell_at(path).unwrap().index;
            let layouts = tables(&filled(form));
            let cells = layouts.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
            cells
                .filter_map(|cell| match &cell.content {
                    Content::Value { index, headers } if *index == wanted => Some(headers.clone()),
                    _ => None,
                })
                .next()
                .unwrap()
        };
        let enterprise = ["t3-top", "t3-org", "t3-k-enterprise", "t3-results", "t3-g-refused_state_secret"];
        assert_eq!(
            heads("table3.refused_third_party.enterprise"),
            [&enterprise[..], &["t3-refused_third_party"]].concat()
        );
        assert_eq!(
            heads("table2.administrative_license.decisions"),
            ["t2-b1", "t2-b1-decisions", "t2-administrative_license"]
        );
        assert_eq!(heads("table4.review.total"), ["t4-review", "t4-review-total"]);
        assert_eq!(
            heads("table4.litigation_direct.upheld"),
            ["t4-litigation", "t4-litigation_direct", "t4-litigation_direct-upheld"]
        );
    }
}
