//! A table of a page, while it is open and when it ends.

use reporting::document::Field;

use crate::Unreadable;
use crate::flow::{self, Block, PROSE_LENGTH, PROSE_LINES};
use crate::grid::Grid;

/// A table whose cells are ranges of the blocks of the page.
pub(super) struct Table {
    start: usize,
    grid: Grid,
    in_row: bool,
    in_cell: bool,
    cells: Vec<Cell>,
    /// A table of layout inside it held prose.
    prose: bool,
}

/// A cell and the blocks it contains.
struct Cell {
    row: u32,
    column: u16,
    span: u16,
    start: usize,
    end: usize,
    heading: bool,
}

impl Table {
    /// A table that begins after some blocks.
    pub(super) fn new(start: usize, columns: u16) -> Table {
        let grid = Grid::new(columns);
        Table { start, grid, in_row: false, in_cell: false, cells: Vec::new(), prose: false }
    }

    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn in_cell(&self) -> bool {
        self.in_cell
    }

    pub(super) fn start_row(&mut self, blocks: usize) {
        self.end_row(blocks);
        self.in_row = true;
        self.grid.next_row();
    }

    pub(super) fn start_cell(&mut self, columns: u32, rows: u32, blocks: usize) -> Result<(), Unreadable> {
        if !self.in_row {
            self.start_row(blocks);
        }
        self.end_cell(blocks);
        let (column, span) = self.grid.place(columns, rows)?;
        self.in_cell = true;
        let row = self.grid.row();
        self.cells.push(Cell { row, column, span, start: blocks, end: blocks, heading: false });
        Ok(())
    }

    /// Notes that there is a heading in the open cell.
    pub(super) fn heading(&mut self) {
        if let Some(cell) = self.cells.last_mut().filter(|_| self.in_cell) {
            cell.heading = true;
        }
    }

    pub(super) fn end_cell(&mut self, blocks: usize) {
        if let Some(cell) = self.cells.last_mut().filter(|_| self.in_cell) {
            cell.end = blocks;
        }
        self.in_cell = false;
    }

    pub(super) fn end_row(&mut self, blocks: usize) {
        self.end_cell(blocks);
        self.in_row = false;
    }

    pub(super) fn end_group(&mut self, blocks: usize) {
        self.end_row(blocks);
        self.grid.next_group();
    }

    /// Notes that a table of layout ended in the open cell.
    pub(super) fn contains_layout(&mut self, prose: bool) {
        self.prose |= prose;
    }

    pub(super) fn holds_prose(&self) -> bool {
        self.prose
    }

    /// Whether the table only lays out the page: it frames one cell, contains tables, or holds prose.
    pub(super) fn is_layout(&mut self, content: &[Block]) -> bool {
        let start = self.start;
        self.prose |=
            self.cells.iter().any(|cell| cell.is_prose(&content[cell.start - start..cell.end - start]));
        self.prose || self.cells.len() < 2 || content.iter().any(|block| matches!(block, Block::Row { .. }))
    }

    /// The lines around the cells (a caption, text astray) and then the rows.
    pub(super) fn into_rows(self, content: Vec<Block>, table: u32) -> Vec<Block> {
        let ranges: Vec<_> = self.cells.iter().map(|cell| cell.start..cell.end).collect();
        let (texts, mut blocks) = flow::share(content, self.start, &ranges);
        let mut texts = texts.into_iter();
        for cells in self.cells.chunk_by(|a, b| a.row == b.row) {
            let field = |(cell, text): (&Cell, String)| Field { text, column: cell.column, span: cell.span };
            let fields = cells.iter().zip(&mut texts).map(field).collect();
            blocks.push(Block::Row { table, row: cells[0].row, fields });
        }
        blocks
    }
}

impl Cell {
    fn is_prose(&self, content: &[Block]) -> bool {
        let length = |block: &Block| match block {
            Block::Text(text) => text.chars().count(),
            Block::Row { .. } => 0,
        };
        content.len() >= PROSE_LINES
            && (self.heading || content.iter().map(length).sum::<usize>() > PROSE_LENGTH)
    }
}
