//! Tables for tests.

use crate::cell::Cell;
use crate::form::Form;
use crate::report::{Coverage, Tables};

/// Tables of a form: zeros where it prints a row, and some cells.
pub(crate) fn tables(form: &str, cells: &[(&str, Cell)]) -> Tables {
    let form = Form::by_key(form).unwrap();
    let mut tables = Tables { coverage: [Coverage::Complete; 3], ..Tables::empty(form) };
    for (_, row) in form.rows().filter(|(_, row)| row.instead_of.is_empty()) {
        tables.cells[row.cells()].fill(Cell::Count(0));
    }
    for (path, cell) in cells {
        tables.cells[form.cell_at(path).unwrap().index] = cell.clone();
    }
    tables
}

/// A number as a cell.
pub(crate) fn number(text: &str) -> Cell {
    Cell::number(text.parse().unwrap())
}
