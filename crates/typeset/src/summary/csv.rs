//! CSV: a line for each row (RFC 4180), with the mark by which a spreadsheet knows its encoding.

use super::{Field, Summary, Table, harmless};
use crate::Unwritable;
use crate::csv::BYTE_ORDER_MARK;

pub(super) fn write(summary: &Summary) -> Result<Vec<u8>, Unwritable> {
    let failed = |error: csv::Error| Unwritable::Failed(error.to_string());
    let mut bytes = Vec::from(BYTE_ORDER_MARK);
    for (at, table) in summary.tables.iter().enumerate() {
        if at > 0 {
            bytes.extend(format!("\r\n{}\r\n", harmless(&table.title)).into_bytes());
        }
        bytes = self::table(table, bytes).map_err(failed)?;
    }
    Ok(bytes)
}

fn table(table: &Table, bytes: Vec<u8>) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bytes);
    out.write_record(table.columns.iter().map(|column| column.heading.as_str()))?;
    for row in &table.rows {
        let fields = row.fields.iter().map(|field| match field {
            Field::Empty => String::new(),
            Field::Text(text) => harmless(text).into_owned(),
            Field::Number(number) => number.to_string(),
        });
        out.write_record(fields.collect::<Vec<_>>())?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}
