//! Lines and rows in reading order, before the lines have numbers.

use std::ops::Range;

use reporting::document::{Content, Document, Field, Line, Place};

/// A line of text or a row of a table.
#[derive(Debug)]
pub(crate) enum Block {
    Text(String),
    Row { table: u32, row: u32, fields: Vec<Field> },
}

/// Numbers the lines of text and gives everything its place.
pub(crate) fn document(blocks: Vec<Block>, title: Option<String>) -> Document {
    let mut paragraph = 0;
    let line = |block| match block {
        Block::Text(text) => {
            paragraph += 1;
            Line { place: Place::paragraph(paragraph), content: Content::Text(text) }
        }
        Block::Row { table, row, fields } => {
            Line { place: Place::table(table, row), content: Content::Row(fields) }
        }
    };
    Document { title, ..Document::from(blocks.into_iter().map(line).collect::<Vec<_>>()) }
}

/// Lines of a cell that is prose, at least.
pub(crate) const PROSE_LINES: usize = 3;

/// Characters of a cell that is prose, at least.
pub(crate) const PROSE_LENGTH: usize = 300;

/// Whether a row only lays out the page: one of its cells contains a table or holds prose.
pub(crate) fn is_layout<'a>(mut cells: impl Iterator<Item = &'a [Block]>) -> bool {
    cells.any(|cell| {
        let length = |block: &Block| match block {
            Block::Text(text) => text.chars().count(),
            Block::Row { .. } => 0,
        };
        cell.iter().any(|block| matches!(block, Block::Row { .. }))
            || cell.len() >= PROSE_LINES && cell.iter().map(length).sum::<usize>() > PROSE_LENGTH
    })
}

/// Shares out what stands in a table, of which the first block has the number `start`: the text of every
/// cell, lines joined, and whatever else there is. Cells are ranges of blocks, in order.
pub(crate) fn share(content: Vec<Block>, start: usize, cells: &[Range<usize>]) -> (Vec<String>, Vec<Block>) {
    let mut texts = vec![String::new(); cells.len()];
    let mut others = Vec::new();
    let mut at = 0;
    for (number, block) in (start..).zip(content) {
        while cells.get(at).is_some_and(|cell| cell.end <= number) {
            at += 1;
        }
        match (cells.get(at), block) {
            (Some(cell), Block::Text(line)) if cell.start <= number => join(&mut texts[at], &line),
            (_, block) => others.push(block),
        }
    }
    (texts, others)
}

/// The text of a cell, lines joined.
pub(crate) fn text(content: Vec<Block>) -> String {
    let mut text = String::new();
    for block in content {
        if let Block::Text(line) = block {
            join(&mut text, &line);
        }
    }
    text
}

/// Adds one more line to the text of a cell.
fn join(cell: &mut String, line: &str) {
    let line = line.trim();
    if !cell.is_empty() && !line.is_empty() {
        cell.push('\n');
    }
    cell.push_str(line);
}
