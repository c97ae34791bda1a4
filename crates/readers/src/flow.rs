//! Lines and rows in reading order, before the lines have numbers.

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
    Document { lines: blocks.into_iter().map(line).collect(), title }
}

/// Adds one more line to the text of a cell.
pub(crate) fn join(cell: &mut String, line: &str) {
    let line = line.trim();
    if !cell.is_empty() && !line.is_empty() {
        cell.push('\n');
    }
    cell.push_str(line);
}
