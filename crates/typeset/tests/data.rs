//! Open data reads back: every figure, and what is not one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use reporting::cell::Cell;
use reporting::form::Form;
use reporting::report::{Coverage, Tables};
use typeset::data::{Parquet, Record, csv, json_lines};

fn tables() -> Tables {
    let form = Form::by_key("2021").unwrap();
    let mut tables = Tables { coverage: [Coverage::Complete; 3], ..Tables::empty(form) };
    for (_, row) in form.rows().filter(|(_, row)| row.instead_of.is_empty()) {
        tables.cells[row.cells()].fill(Cell::Count(0));
    }
    let mut set = |path: &str, cell: Cell| tables.cells[form.cell_at(path).unwrap().index] = cell;
    set("table2.administrative_fees.amount", Cell::Amount("60.1733".parse().unwrap()));
    set("table3.granted.total", Cell::Count(17_426));
    set("table3.partial.total", Cell::Blank);
    set("table4.review.total", Cell::Uncertain);
    tables
}

fn record(tables: &Tables) -> Record<'_> {
    Record {
        organ: "yunzhou-wjw",
        organ_name: "云州市卫生健康委员会",
        year: 2025,
        version: 1,
        result: "PASS",
        signed_on: None,
        tables: Some(tables),
    }
}

#[test]
fn csv_has_a_line_for_each_printed_cell() {
    let tables = tables();
    let text = String::from_utf8(csv(&[record(&tables)], true).unwrap()).unwrap();
    assert_eq!(text.lines().count(), 201);
    let line = |path: &str| text.lines().find(|line| line.contains(path)).unwrap();
    assert!(line("table2.administrative_fees.amount").ends_with(",60.1733,number,万元"));
    assert!(line("table3.granted.total").ends_with(",17426,number,"));
    assert!(line("table3.partial.total").ends_with(",,blank,"));
    assert!(line("table4.review.total").ends_with(",,uncertain,"));
    assert!(!String::from_utf8(csv(&[record(&tables)], false).unwrap()).unwrap().contains("organ_name"));
}

#[test]
fn json_lines_have_a_line_for_each_report() {
    let tables = tables();
    let text = String::from_utf8(json_lines(&[record(&tables), record(&tables)])).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["cells"]["table2.administrative_fees.amount"].to_string(), "60.1733");
    assert!(lines[0]["cells"]["table3.partial.total"].is_null());
    assert_eq!(lines[0]["uncertain"][0], "table4.review.total");
}

#[test]
fn parquet_keeps_money_exact() {
    let tables = tables();
    let mut file = Parquet::new().unwrap();
    file.add(&[record(&tables)]).unwrap();
    let mut written = file.take().unwrap();
    file.add(&[record(&tables)]).unwrap();
    written.extend(file.finish().unwrap());
    let mut stored = tempfile::tempfile().unwrap();
    stored.write_all(&written).unwrap();
    let reader = SerializedFileReader::new(stored).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 400);
    let row = |path: &str| rows.iter().find(|row| row.get_string(5).unwrap() == path).unwrap();
    assert_eq!(
        row("table2.administrative_fees.amount").get_column_iter().nth(7).unwrap().1.to_string(),
        "60.173300"
    );
    assert_eq!(row("table3.granted.total").get_column_iter().nth(7).unwrap().1.to_string(), "17426.000000");
    assert_eq!(row("table3.partial.total").get_column_iter().nth(7).unwrap().1.to_string(), "null");
    assert_eq!(row("table4.review.total").get_string(8).unwrap(), "uncertain");
}
