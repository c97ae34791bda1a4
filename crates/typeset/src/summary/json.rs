//! JSON: each row an object whose keys are those of the columns.

use reporting::cell::Cell;
use reporting::object::cell_value;
use serde_json::{Map, Value, json};

use super::mark::MARK;
use super::{Field, Summary, Table};
use crate::Unwritable;

pub(super) fn write(summary: &Summary) -> Result<Vec<u8>, Unwritable> {
    let object = json!({
        "kind": MARK,
        "title": summary.title,
        "notes": summary.notes,
        "tables": summary.tables.iter().map(table).collect::<Value>(),
    });
    let mut text =
        serde_json::to_vec_pretty(&object).map_err(|error| Unwritable::Failed(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

fn table(table: &Table) -> Value {
    let rows = table.rows.iter().map(|row| {
        let fields = table.columns.iter().zip(&row.fields);
        Value::Object(
            fields.map(|(column, field)| (column.key.to_owned(), value(field))).collect::<Map<_, _>>(),
        )
    });
    json!({"key": table.key, "title": table.title, "rows": rows.collect::<Value>()})
}

fn value(field: &Field) -> Value {
    match field {
        Field::Empty => Value::Null,
        Field::Text(text) => json!(text),
        Field::Number(number) => cell_value(&Cell::Amount(*number)),
    }
}
