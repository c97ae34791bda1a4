//! A report as a JSON object, out and in again (docs/report-object.md).

use serde_json::{Map, Number, Value, json};

use crate::cell::Cell;
use crate::form::{Form, Kind, Row, TABLE_KEYS};
use crate::narrative;
use crate::report::{Coverage, Report, Section, Tables, Trace};

mod input;

pub use input::{BadObject, from_json};

impl Coverage {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Coverage::Complete => "complete",
            Coverage::Truncated => "truncated",
            Coverage::Absent => "absent",
        }
    }
}

/// A violation of one of the six rules about tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Rule id.
    pub rule: &'static str,
    /// Row, column, block, table or `report`.
    pub at: String,
    /// The value computed from the parts.
    pub expected: Value,
    /// The printed value.
    pub actual: Value,
}

/// A number of the text that differs from the tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// The fact's key.
    pub fact: &'static str,
    /// What the text says.
    pub narrative_value: Value,
    /// The cell, or the first of those added up.
    pub table_path: String,
    /// What the table says.
    pub table_value: Value,
    /// The words of the text.
    pub quote: String,
}

/// The report as an object, with `document` unless it is a bare object.
pub fn to_json(report: &Report, violations: &[Violation], contradictions: &[Contradiction]) -> Value {
    let mut object = Map::new();
    object.insert("schema_version".into(), json!(1));
    object.insert("title".into(), json!(report.title));
    object.insert("agency".into(), json!(report.agency));
    object.insert("year".into(), json!(report.year));
    let tables = report.tables.as_ref();
    object.insert("format".into(), json!(tables.map(|tables| &tables.form.key)));
    let coverage = |i: usize| tables.map_or(Coverage::Absent, |tables| tables.coverage[i]).key();
    let coverage: Map<String, Value> =
        TABLE_KEYS.iter().enumerate().map(|(i, key)| ((*key).into(), json!(coverage(i)))).collect();
    object.insert("coverage".into(), coverage.into());
    for (i, key) in TABLE_KEYS.iter().enumerate() {
        object.insert((*key).into(), tables.map_or(Value::Null, |tables| table(tables, i)));
    }
    object.insert("narrative".into(), facts(report));
    let violations = violations
        .iter()
        .map(|v| json!({"rule": v.rule, "where": v.at, "expected": v.expected, "actual": v.actual}));
    object.insert("violations".into(), violations.collect());
    let contradictions = contradictions.iter().map(|c| {
        json!({"fact": c.fact, "narrative_value": c.narrative_value, "table_path": c.table_path,
               "table_value": c.table_value, "quote": c.quote})
    });
    object.insert("contradictions".into(), contradictions.collect());
    if !report.bare {
        object.insert("document".into(), document(report));
    }
    object.into()
}

/// A cell as JSON: a number as printed, a text as text, otherwise null.
pub fn cell_value(cell: &Cell) -> Value {
    match cell {
        Cell::NotPrinted | Cell::Blank | Cell::Uncertain => Value::Null,
        Cell::Count(count) => json!(count),
        Cell::Amount(amount) => amount.to_string().parse::<Number>().map_or(Value::Null, Value::Number),
        Cell::Text(text) => json!(text),
    }
}

fn table(tables: &Tables, number: usize) -> Value {
    if tables.coverage[number] == Coverage::Absent {
        return Value::Null;
    }
    let table = &tables.form.tables[number];
    let printed = |row: &Row| tables.cells[row.first] != Cell::NotPrinted;
    let mut object = Map::new();
    for row in &table.rows {
        let alternative = !row.instead_of.is_empty();
        let replaced = table.rows.iter().any(|other| printed(other) && other.instead_of.contains(&row.key));
        if !printed(row) && (alternative || replaced) {
            continue;
        }
        let mut cells = Map::new();
        for (column, cell) in row.columns.iter().zip(&tables.cells[row.cells()]) {
            cells.insert(column.key.clone(), cell_value(cell));
            let unit = tables.unit_in(column);
            let is_free = column.kind == Kind::Money && column.unit.is_none();
            // A unit that is not the one of the head would be lost otherwise.
            if is_free || unit != column.unit.as_deref() {
                cells.insert(format!("{}_unit", column.key), json!(unit));
            }
        }
        object.insert(row.key.clone(), cells.into());
    }
    object.into()
}

fn facts(report: &Report) -> Value {
    if report.bare {
        return report.given_facts.clone().into();
    }
    let stated = narrative::facts(report);
    let facts = stated.iter().filter(|stated| stated.fact.kind.is_listed()).map(|stated| {
        let value = cell_value(&Cell::number(stated.fact.value));
        json!({"fact": stated.fact.kind.key(), "value": value, "scope": stated.fact.scope.key(), "quote": stated.quote()})
    });
    facts.collect()
}

fn document(report: &Report) -> Value {
    let sections: Value = report.sections.iter().map(section).collect();
    let mut cells = Map::new();
    let mut missing = Vec::new();
    if let Some(tables) = &report.tables {
        missing = missing_rows(tables);
        for (index, trace) in &tables.traces {
            let repaired = tables.repaired.contains(index);
            cells.insert(tables.form.cell(*index).path(), trace_value(trace, repaired));
        }
    }
    let mut object = json!({
        "sections": sections,
        "signed_on": report.signed_on.map(|(date, _)| date.to_string()),
        "signed_at": report.signed_on.map(|(_, place)| place.to_string()),
        "published_on": report.published_on.map(|date| date.to_string()),
        "missing_rows": missing,
        "cells": cells,
    });
    if !report.unread.is_empty() {
        object["unread_pages"] = json!(report.unread);
    }
    object
}

/// Rows that the object lists with nulls although the report does not print them.
fn missing_rows(tables: &Tables) -> Vec<String> {
    let there = |key: &str| tables.coverage_of(key) != Coverage::Absent;
    let rows = tables.form.rows().filter(|(table, row)| {
        there(table.key) && row.instead_of.is_empty() && tables.cells[row.first] == Cell::NotPrinted
    });
    rows.map(|(table, row)| format!("{}.{}", table.key, row.key)).collect()
}

fn section(section: &Section) -> Value {
    let paragraphs = section.paragraphs.iter().map(|paragraph| {
        let breaks = paragraph.breaks();
        let mut object = Map::new();
        object.insert("text".into(), json!(paragraph.text()));
        object.insert("place".into(), json!(breaks.first().map(|(_, place)| place.to_string())));
        if breaks.len() > 1 {
            let rest = breaks[1..].iter().map(|(at, place)| json!([at, place.to_string()]));
            object.insert("breaks".into(), rest.collect());
        }
        Value::Object(object)
    });
    json!({
        "part": section.part,
        "heading": section.heading.as_ref().map(|(text, _)| text),
        "place": section.heading.as_ref().map(|(_, place)| place.to_string()),
        "paragraphs": paragraphs.collect::<Value>(),
    })
}

fn trace_value(trace: &Trace, repaired: bool) -> Value {
    let candidates: Value = trace.candidates.iter().map(cell_value).collect();
    let mut object = json!({
        "place": trace.place.to_string(),
        "raw": trace.raw,
        "repaired": repaired,
        "candidates": candidates,
    });
    if trace.recognised {
        object["recognised"] = json!(true);
    }
    object
}

/// The form that an object names, or else the one whose keys it uses.
fn form_of(object: &Map<String, Value>) -> Option<&'static Form> {
    if let Some(form) = object.get("format").and_then(Value::as_str).and_then(Form::by_key) {
        return Some(form);
    }
    let year = object.get("year").and_then(Value::as_i64).and_then(|year| i16::try_from(year).ok());
    let has_tables = TABLE_KEYS.iter().any(|key| object.get(*key).is_some_and(Value::is_object));
    let by_year = year.and_then(Form::for_year).or_else(|| Form::all().last());
    by_year.filter(|_| has_tables)
}
