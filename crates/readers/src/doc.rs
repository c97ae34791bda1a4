//! DOC (Word 97 to 2003, and WPS Writer's own files): the body of the text, with its automatic numbers.
//!
//! The text stands in pieces; what is a paragraph, a cell or a row is told by marks in it and by properties
//! that belong to stretches of the file.

mod body;
mod file;
mod lists;
mod properties;
mod rows;

use std::io::{Cursor, Read};

use reporting::document::Document;

use crate::{Limits, Unreadable, flow};
use file::File;

/// Reads the body; headers, footers, notes and comments are left out.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let mut stream = |name: &str| {
        let mut bytes = Vec::new();
        let stream = container.open_stream(name).ok()?;
        stream.take(limits.bytes).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    let main = stream("WordDocument").ok_or(Unreadable::Damaged)?;
    let name = file::table_stream(&main)?;
    let table = stream(name).ok_or(Unreadable::Damaged)?;
    let data = stream("Data").unwrap_or_default();
    let file = File { main: &main, table: &table, data: &data };
    Ok(flow::document(body::read(&file, limits)?, None))
}

#[cfg(test)]
mod tests;
