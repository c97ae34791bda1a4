//! Open data: every cell of many reports, as CSV, JSON Lines or Parquet (开放数据).
//!
//! CSV and Parquet have a line for each printed cell, JSON Lines a line for each report. A blank is not zero: `state` says
//! `number`, `blank`, `uncertain` or `text`.

use jiff::civil::Date;
use reporting::report::Tables;
use serde_json::{Map, Value, json};

use crate::Unwritable;
use crate::csv::harmless;
use crate::figures::{Figure, figures};

mod parquet;

pub use parquet::Parquet;

/// A report as open data.
#[derive(Debug, Clone, Copy)]
pub struct Record<'r> {
    /// The authority's stable id.
    pub organ: &'r str,
    /// Its official name.
    pub organ_name: &'r str,
    /// The year reported on.
    pub year: i16,
    /// The version, 1 unless it was corrected.
    pub version: i32,
    /// How its check came out: PASS and so on.
    pub result: &'r str,
    /// The date under the report.
    pub signed_on: Option<Date>,
    /// Its cells; none for a report without tables.
    pub tables: Option<&'r Tables>,
}

/// The columns of CSV and Parquet.
const COLUMNS: [&str; 10] =
    ["organ", "organ_name", "year", "version", "form", "path", "label", "value", "state", "unit"];

impl<'r> Record<'r> {
    fn figures(&self) -> impl Iterator<Item = Figure<'r>> {
        self.tables.into_iter().flat_map(figures)
    }

    fn form(&self) -> &'r str {
        self.tables.map_or("", |tables| tables.form.key.as_str())
    }
}

/// Lines of CSV, with the heads before the first.
///
/// # Errors
/// When the library fails.
pub fn csv(records: &[Record<'_>], is_first: bool) -> Result<Vec<u8>, Unwritable> {
    lines(records, is_first).map_err(|error| Unwritable::Failed(error.to_string()))
}

fn lines(records: &[Record<'_>], is_first: bool) -> Result<Vec<u8>, csv::Error> {
    let start = if is_first { crate::csv::BYTE_ORDER_MARK.into() } else { Vec::new() };
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start);
    if is_first {
        out.write_record(COLUMNS)?;
    }
    for record in records {
        let (year, version) = (record.year.to_string(), record.version.to_string());
        for figure in record.figures() {
            let (path, label, value) = (figure.cell.path(), figure.cell.words(), figure.value());
            let fields = [
                record.organ,
                record.organ_name,
                &year,
                &version,
                record.form(),
                &path,
                &label,
                &value,
                figure.state,
                figure.unit.unwrap_or_default(),
            ];
            out.write_record(fields.map(harmless).iter().map(AsRef::<str>::as_ref))?;
        }
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

/// Lines of JSON, one for each report.
pub fn json_lines(records: &[Record<'_>]) -> Vec<u8> {
    records.iter().flat_map(|record| format!("{}\n", object(record)).into_bytes()).collect()
}

fn object(record: &Record<'_>) -> Value {
    let mut cells = Map::new();
    for figure in record.figures() {
        cells.insert(figure.cell.path(), reporting::object::cell_value(figure.printed));
    }
    let uncertain: Vec<String> = record
        .figures()
        .filter(|figure| figure.state == "uncertain")
        .map(|figure| figure.cell.path())
        .collect();
    json!({
        "organ": record.organ,
        "organ_name": record.organ_name,
        "year": record.year,
        "version": record.version,
        "form": record.form(),
        "result": record.result,
        "signed_on": record.signed_on.map(|date| date.to_string()),
        "cells": cells,
        "uncertain": uncertain,
    })
}
