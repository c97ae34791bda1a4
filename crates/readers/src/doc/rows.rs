//! Rows of tables: where their cells begin, and which cells only continue others.

use reporting::document::Field;

use super::file::u16_at;
use super::properties::{DEFINE_TABLE, Instruction};
use crate::Unreadable;
use crate::flow::{self, Block};

/// The cells of a row, as the mark at its end defines them.
#[derive(Debug, Clone, Default)]
pub(super) struct RowDefinition {
    /// Where the cells begin and end, in twentieths of a point.
    edges: Vec<i16>,
    /// Whether each cell continues the one above it or to its left.
    continues: Vec<Continues>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Continues {
    above: bool,
    left: bool,
}

/// Bytes of the properties of a cell.
const CELL: usize = 20;
/// A cell merged with the one above it.
const VERTICAL_MERGE: u16 = 0xd62b;
/// Cells of a row made one.
const MERGE: u16 = 0x5624;

impl RowDefinition {
    pub(super) fn of(instructions: &[Instruction<'_>]) -> RowDefinition {
        let mut row = RowDefinition::default();
        for instruction in instructions {
            match instruction.code {
                DEFINE_TABLE => row = RowDefinition::read(instruction.operand),
                VERTICAL_MERGE => {
                    if let [cell, 1] = instruction.operand {
                        row.change(usize::from(*cell)..usize::from(*cell) + 1, |cell| cell.above = true);
                    }
                }
                MERGE => {
                    if let [first, end] = instruction.operand {
                        row.change(usize::from(*first) + 1..usize::from(*end), |cell| cell.left = true);
                    }
                }
                _ => {}
            }
        }
        row
    }

    fn read(operand: &[u8]) -> RowDefinition {
        let count = usize::from(operand.first().copied().unwrap_or_default());
        let edge = |n: usize| u16_at(operand, 1 + n * 2).map(u16::cast_signed);
        let edges: Vec<i16> = (0..=count).map_while(edge).collect();
        let cells = operand.get(1 + (count + 1) * 2..).unwrap_or_default();
        let continues = |n: usize| {
            let flags = u16_at(cells, n * CELL).unwrap_or_default();
            // Whichever of the two bits it is that says “merged with the one before”: such a cell is empty.
            Continues { above: flags >> 5 & 3 == 1, left: flags & 3 != 0 }
        };
        RowDefinition { edges, continues: (0..count).map(continues).collect() }
    }

    fn change(&mut self, cells: std::ops::Range<usize>, change: impl Fn(&mut Continues)) {
        self.continues.iter_mut().skip(cells.start).take(cells.len()).for_each(change);
    }
}

/// A table whose rows are complete.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<(RowDefinition, Vec<Vec<Block>>)>,
}

/// Edges nearer to each other than this are one; twentieths of a point.
const NEAR: i16 = 40;

impl Table {
    pub(super) fn push(&mut self, definition: RowDefinition, cells: Vec<Vec<Block>>) {
        self.rows.push((definition, cells));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows, in the columns of the whole table; of rows that only lay out the page, what they contain.
    pub(super) fn blocks(self, number: u32, limit: u16) -> Result<Vec<Block>, Unreadable> {
        let mut edges: Vec<i16> = self.rows.iter().flat_map(|(row, _)| row.edges.iter().copied()).collect();
        edges.sort_unstable();
        edges.dedup_by(|after, before| after.saturating_sub(*before) <= NEAR);
        let mut blocks = Vec::new();
        for ((definition, cells), row) in self.rows.into_iter().zip(1..) {
            if flow::is_layout(cells.iter().map(Vec::as_slice)) {
                blocks.extend(cells.into_iter().flatten());
            } else {
                let texts = cells.into_iter().map(flow::text).collect();
                blocks.push(Block::Row {
                    table: number,
                    row,
                    fields: definition.fields(texts, &edges, limit)?,
                });
            }
        }
        Ok(blocks)
    }
}

impl RowDefinition {
    /// The fields of a row whose cells have these texts.
    fn fields(&self, texts: Vec<String>, edges: &[i16], limit: u16) -> Result<Vec<Field>, Unreadable> {
        let column = |edge: i16| edges.partition_point(|other| *other <= edge).saturating_sub(1);
        let mut fields: Vec<Field> = Vec::new();
        for (n, text) in texts.into_iter().enumerate() {
            // Cells that no definition knows stand behind those before them.
            let behind = fields.last().map_or(0, |before| usize::from(before.column + before.span));
            let from = self.edges.get(n).map_or(behind, |edge| column(*edge)).max(behind);
            let to = self.edges.get(n + 1).map_or(from + 1, |edge| column(*edge)).max(from + 1);
            if to > usize::from(limit) {
                return Err(Unreadable::TooManyColumns(limit));
            }
            let continues = self.continues.get(n).copied().unwrap_or_default();
            let is_blank = text.trim().is_empty();
            match fields.last_mut() {
                Some(before) if continues.left && is_blank && n > 0 => {
                    before.span = to as u16 - before.column;
                }
                _ if continues.above && is_blank => {}
                _ => fields.push(Field { text, column: from as u16, span: (to - from) as u16 }),
            }
        }
        Ok(fields)
    }
}
