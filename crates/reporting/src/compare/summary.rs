//! How much two reports differ, in numbers.

use crate::cell::Cell;

use super::{Change, Comparison, Side};

/// How much was compared and how much differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Fields that differ.
    pub fields: usize,
    /// Tables that only one report has.
    pub tables: usize,
    /// Cells that were compared.
    pub compared: usize,
    /// Cells that differ.
    pub cells: usize,
    /// Cells that are not certain in one report or both.
    pub uncertain: usize,
    /// Rows that only one report has.
    pub rows: usize,
    /// Headings and paragraphs in different words.
    pub changed: usize,
    /// Headings and paragraphs that only the second report has.
    pub added: usize,
    /// Headings and paragraphs that only the first report has.
    pub removed: usize,
    /// Headings and paragraphs that both have.
    pub unchanged: usize,
}

impl Comparison {
    /// Whether nothing differs of what could be compared.
    pub fn is_equal(&self) -> bool {
        self.summary().is_equal()
    }

    /// Counts what was compared and what differs.
    pub fn summary(&self) -> Summary {
        let is_uncertain = |cell: &Option<Cell>| *cell == Some(Cell::Uncertain);
        let mut summary = Summary {
            fields: self.fields.iter().filter(|pair| pair.differs()).count(),
            tables: self.tables.iter().filter(|table| table.standing.is_one_sided()).count(),
            compared: self.cells().count(),
            cells: self.cells().filter(|pair| pair.differs).count(),
            uncertain: self.cells().filter(|pair| is_uncertain(&pair.a) || is_uncertain(&pair.b)).count(),
            rows: self.rows().filter(|row| row.side != Side::Both).count(),
            ..Summary::default()
        };
        for block in self.blocks() {
            *match block.change {
                Change::Unchanged(_) => &mut summary.unchanged,
                Change::Removed(_) => &mut summary.removed,
                Change::Added(_) => &mut summary.added,
                Change::Changed { .. } => &mut summary.changed,
            } += 1;
        }
        summary
    }
}

impl Summary {
    /// Whether nothing differs.
    pub fn is_equal(&self) -> bool {
        self.fields + self.tables + self.cells + self.rows + self.paragraphs() == 0
    }

    /// Headings and paragraphs that differ.
    pub fn paragraphs(&self) -> usize {
        self.changed + self.added + self.removed
    }
}
