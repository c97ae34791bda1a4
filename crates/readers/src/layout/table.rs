//! A table on one page.

/// A table on one page.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) top: f32,
    /// Whether it was found by its lines.
    pub(super) is_ruled: bool,
    /// Where its columns are parted, from its left edge to its right edge.
    pub(super) xs: Vec<f32>,
    /// The cells that begin in each row, from the left.
    pub(super) rows: Vec<Vec<TableCell>>,
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub(super) struct TableCell {
    pub(super) text: String,
    /// Its left and right edge, as indices into [`Table::xs`].
    pub(super) from: usize,
    pub(super) to: usize,
    /// Rows it covers.
    pub(super) rows: usize,
    /// Whether its last line has no room for one more character, so that its text may go on elsewhere.
    pub(super) is_full: bool,
}

impl TableCell {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether it covers the same columns as another cell.
    pub(super) fn has_columns_of(&self, other: &TableCell) -> bool {
        (self.from, self.to) == (other.from, other.to)
    }

    /// Adds one more line.
    pub(super) fn append(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(line);
    }
}
