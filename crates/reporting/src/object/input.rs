//! From JSON to a report.

use std::str::FromStr;

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::cell::{Cell, number};
use crate::document::Place;
use crate::form::{Form, Kind, Row, TABLE_KEYS};
use crate::report::{Coverage, Paragraph, Report, Section, Tables, Trace};

use super::form_of;

/// Why JSON is not a report.
#[derive(Debug, thiserror::Error)]
pub enum BadObject {
    /// It is not JSON.
    #[error("JSON 写法有误（第{line}行第{column}列），请检查括号、逗号和引号")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// It is JSON of another kind.
    #[error("JSON 里没有年度报告：应有 table2、table3、table4 或 document")]
    OtherKind,
    /// A free-form report of the years before 2019.
    #[error("这是{0}年度的报告：2019年以前的年度报告没有统一格式，不在检查范围内")]
    BeforeForms(i16),
    /// A key of the forms is not known.
    #[error("JSON 里的“{0}”不是{1}格式的行或列")]
    UnknownKey(String, String),
    /// A value has the wrong type.
    #[error("JSON 里“{0}”的值无法使用")]
    BadValue(String),
}

/// The keys of a report's object (docs/report-object.md).
const KEYS: [&str; 19] = [
    "schema_version",
    "slug",
    "kind",
    "title",
    "agency",
    "year",
    "format",
    "coverage",
    "table2",
    "table3",
    "table4",
    "lenient",
    "narrative",
    "violations",
    "violations_optional",
    "contradictions",
    "contradictions_optional",
    "notes",
    "document",
];

/// Reads a report from JSON text.
///
/// # Errors
/// When it is not JSON, or not the object of a report.
pub fn from_json(text: &str) -> Result<Report, BadObject> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| BadObject::Syntax { line: error.line(), column: error.column() })?;
    let object = value.as_object().ok_or(BadObject::OtherKind)?;
    let known = TABLE_KEYS.iter().chain(&["document"]).any(|key| object.contains_key(*key));
    if !known {
        return Err(BadObject::OtherKind);
    }
    if let Some(key) = object.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(BadObject::UnknownKey(key.clone(), "年度报告".into()));
    }
    let bad = |key: &str| BadObject::BadValue(key.to_owned());
    let year = match object.get("year") {
        None | Some(Value::Null) => None,
        Some(year) => {
            let year = year.as_i64().and_then(|year| i16::try_from(year).ok());
            Some(year.filter(|year| *year <= 9999).ok_or_else(|| bad("year"))?)
        }
    };
    if let Some(year) = year.filter(|year| *year < 2019) {
        return Err(BadObject::BeforeForms(year));
    }
    let format = object.get("format").filter(|format| !format.is_null());
    if format.is_some_and(|format| format.as_str().and_then(Form::by_key).is_none()) {
        return Err(bad("format"));
    }
    let document = object.get("document").filter(|document| !document.is_null());
    if document.is_some_and(|document| !document.is_object()) {
        return Err(bad("document"));
    }
    let mut report = Report {
        title: text_of(object, "title"),
        agency: text_of(object, "agency"),
        year,
        tables: tables(object)?,
        bare: document.is_none(),
        ..Report::default()
    };
    match document {
        Some(document) => read_document(document, &mut report)?,
        None => {
            report.given_facts =
                object.get("narrative").and_then(Value::as_array).cloned().unwrap_or_default();
        }
    }
    Ok(report.printable())
}

fn text_of(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn tables(object: &Map<String, Value>) -> Result<Option<Tables>, BadObject> {
    let Some(form) = form_of(object) else { return Ok(None) };
    let mut tables = Tables::empty(form);
    for (number, table) in form.tables.iter().enumerate() {
        let given = match object.get(table.key) {
            None | Some(Value::Null) => continue,
            Some(Value::Object(given)) => given,
            Some(_) => return Err(BadObject::BadValue(table.key.into())),
        };
        tables.coverage[number] = Coverage::Complete;
        for (key, cells) in given {
            let path = format!("{}.{key}", table.key);
            let row =
                table.row(key).ok_or_else(|| BadObject::UnknownKey(path.clone(), form.document.clone()))?;
            let cells = cells.as_object().ok_or_else(|| BadObject::BadValue(path.clone()))?;
            read_row(row, cells, &path, &form.document, &mut tables)?;
        }
    }
    let coverage = object.get("coverage").and_then(Value::as_object);
    for (number, key) in TABLE_KEYS.iter().enumerate() {
        if coverage.and_then(|c| c.get(*key)).and_then(Value::as_str) == Some("truncated") {
            tables.coverage[number] = Coverage::Truncated;
        }
    }
    Ok(Some(tables).filter(|tables| tables.coverage.iter().any(|c| *c != Coverage::Absent)))
}

fn read_row(
    row: &Row,
    cells: &Map<String, Value>,
    path: &str,
    document: &str,
    tables: &mut Tables,
) -> Result<(), BadObject> {
    tables.cells[row.cells()].fill(Cell::Blank);
    for (key, value) in cells {
        let unit =
            row.columns.iter().any(|c| c.kind == Kind::Money && key.strip_suffix("_unit") == Some(&c.key));
        if unit {
            tables.amount_unit = value.as_str().map(str::to_owned);
            continue;
        }
        let path = format!("{path}.{key}");
        let offset = row.columns.iter().position(|column| column.key == *key);
        let offset = offset.ok_or_else(|| BadObject::UnknownKey(path.clone(), document.to_owned()))?;
        tables.cells[row.first + offset] = cell(value).ok_or(BadObject::BadValue(path))?;
    }
    Ok(())
}

/// A JSON value as a cell: numbers and texts as they are.
fn cell(value: &Value) -> Option<Cell> {
    Some(match value {
        Value::Null => Cell::Blank,
        Value::Number(printed) => {
            let printed = printed.to_string();
            let (sign, digits) =
                printed.strip_prefix('-').map_or((1, printed.as_str()), |digits| (-1, digits));
            match number(digits) {
                Some(value) => Cell::number(value * rust_decimal::Decimal::from(sign)),
                None => Cell::Text(printed.into()),
            }
        }
        Value::String(text) if text.trim().is_empty() => Cell::Blank,
        Value::String(text) => Cell::Text(text.as_str().into()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    })
}

fn read_document(document: &Value, report: &mut Report) -> Result<(), BadObject> {
    for (number, section) in array(document, "sections").iter().enumerate() {
        let bad = |what: &str| BadObject::BadValue(format!("document.sections[{number}].{what}"));
        let mut read = Section {
            part: section
                .get("part")
                .and_then(Value::as_u64)
                .and_then(|part| u8::try_from(part).ok())
                .filter(|part| (1..=6).contains(part)),
            ..Section::default()
        };
        if let Some(heading) = section.get("heading").and_then(Value::as_str) {
            read.heading =
                Some((heading.to_owned(), place(section.get("place")).ok_or_else(|| bad("place"))?));
        }
        for given in array(section, "paragraphs") {
            read.paragraphs.push(paragraph(given).ok_or_else(|| bad("paragraphs"))?);
        }
        report.sections.push(read);
    }
    let date =
        |key: &str| document.get(key).and_then(Value::as_str).and_then(|date| Date::from_str(date).ok());
    report.signed_on =
        date("signed_on").map(|date| (date, place(document.get("signed_at")).unwrap_or(Place::text(0))));
    report.published_on = date("published_on");
    let pages = array(document, "unread_pages").iter();
    report.unread = pages.filter_map(|page| u32::try_from(page.as_u64()?).ok()).collect();
    let (Some(tables), Some(cells)) = (&mut report.tables, document.get("cells").and_then(Value::as_object))
    else {
        return Ok(());
    };
    for path in array(document, "missing_rows") {
        let row = path.as_str().and_then(|path| path.split_once('.'));
        let row = row.and_then(|(table, row)| tables.form.tables.iter().find(|t| t.key == table)?.row(row));
        let row = row.ok_or_else(|| BadObject::BadValue("document.missing_rows".into()))?;
        tables.cells[row.cells()].fill(Cell::NotPrinted);
    }
    for (path, given) in cells {
        let bad = || BadObject::BadValue(format!("document.cells.{path}"));
        let index = tables.form.cell_at(path).ok_or_else(bad)?.index;
        let candidates: Vec<Cell> =
            array(given, "candidates").iter().map(cell).collect::<Option<_>>().ok_or_else(bad)?;
        let trace = Trace {
            place: place(given.get("place")).ok_or_else(bad)?,
            raw: given.get("raw").and_then(Value::as_str).unwrap_or_default().to_owned(),
            candidates,
            recognised: given.get("recognised").and_then(Value::as_bool) == Some(true),
        };
        if given.get("repaired").and_then(Value::as_bool) == Some(true) {
            tables.repaired.insert(index);
        } else if tables.cells[index] == Cell::Blank && trace.is_open() {
            tables.cells[index] = Cell::Uncertain;
        }
        tables.traces.insert(index, trace);
    }
    Ok(())
}

fn paragraph(given: &Value) -> Option<Paragraph> {
    let text = given.get("text")?.as_str()?;
    let mut breaks = vec![(0usize, place(given.get("place"))?)];
    for other in array(given, "breaks") {
        breaks.push((usize::try_from(other.get(0)?.as_u64()?).ok()?, place(other.get(1))?));
    }
    let letters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    for (i, (start, place)) in breaks.iter().enumerate() {
        let end = breaks.get(i + 1).map_or(letters.len(), |(end, _)| *end);
        pieces.push((letters.get(*start..end)?.iter().collect::<String>(), *place));
    }
    Some(Paragraph::new(pieces))
}

fn place(value: Option<&Value>) -> Option<Place> {
    value?.as_str()?.parse().ok()
}

fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
