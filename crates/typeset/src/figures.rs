//! The printed cells of a report one after the other, for formats that list them (逐格数据).

use reporting::cell::Cell;
use reporting::form::CellRef;
use reporting::report::{Coverage, Tables};

/// A printed cell with what lists say of it.
pub(crate) struct Figure<'r> {
    pub(crate) cell: CellRef<'r>,
    pub(crate) printed: &'r Cell,
    /// `number`, `blank`, `uncertain` or `text`: a blank is not zero.
    pub(crate) state: &'static str,
    /// Whether the file had lost it and the identities gave it back.
    pub(crate) is_restored: bool,
    pub(crate) unit: Option<&'r str>,
}

/// The cells that a report prints, in the order of the form.
pub(crate) fn figures(tables: &Tables) -> impl Iterator<Item = Figure<'_>> {
    let cells = (0..tables.form.cell_count()).map(|index| tables.form.cell(index));
    cells.filter_map(|cell| {
        let printed = &tables.cells[cell.index];
        let state = match printed {
            Cell::NotPrinted => return None,
            Cell::Blank => "blank",
            Cell::Uncertain => "uncertain",
            Cell::Count(_) | Cell::Amount(_) => "number",
            Cell::Text(_) => "text",
        };
        let is_restored = tables.repaired.contains(&cell.index);
        let figure = Figure { cell, printed, state, is_restored, unit: tables.unit_of(cell.index) };
        (tables.coverage_of(cell.table.key) != Coverage::Absent).then_some(figure)
    })
}

impl Figure<'_> {
    /// What stands in it; nothing where that is not certain.
    pub(crate) fn value(&self) -> String {
        if *self.printed == Cell::Uncertain { String::new() } else { self.printed.words() }
    }
}
