//! A comparison as JSON: what differs, and how much was compared.

use serde_json::{Value, json};

use crate::cell::Cell;
use crate::object::cell_value;

use super::{BlockPair, CellPair, Change, Comparison, FieldPair, Passage, RowPair, Side};

impl Comparison {
    /// The differences as JSON.
    pub fn to_json(&self) -> Value {
        let summary = self.summary();
        let tables = self.tables.iter().map(|table| (table.key.to_owned(), json!(table.standing.key())));
        let cells = self.cells().filter(|pair| pair.differs()).map(cell);
        let rows = self.tables.iter().flat_map(|table| {
            let alone = table.rows.iter().filter(|row| row.side != Side::Both);
            alone.map(|alone| row(table.key, alone))
        });
        let parts = self.parts.as_ref().map(|parts| {
            let of_part = |part: &super::PartPair| {
                let part_number = part.part;
                let differing = part.blocks.iter().filter(|block| block.differs());
                differing.map(|pair| block(part_number, pair)).collect::<Vec<_>>()
            };
            parts.iter().flat_map(of_part).collect::<Value>()
        });
        json!({
            "equal": summary.is_equal(),
            "summary": {
                "fields": summary.fields,
                "tables": summary.tables,
                "cells_compared": summary.compared,
                "cells": summary.cells,
                "cells_uncertain": summary.uncertain,
                "rows": summary.rows,
                "paragraphs_changed": summary.changed,
                "paragraphs_added": summary.added,
                "paragraphs_removed": summary.removed,
                "paragraphs_unchanged": summary.unchanged,
            },
            "fields": self.fields.iter().filter(|pair| pair.differs()).map(field).collect::<Value>(),
            "tables": Value::Object(tables.collect()),
            "cells": cells.collect::<Value>(),
            "rows": rows.collect::<Value>(),
            "paragraphs": parts,
        })
    }
}

fn field(pair: &FieldPair) -> Value {
    json!({"field": pair.field.key(), "a": pair.a, "b": pair.b})
}

fn cell(pair: &CellPair) -> Value {
    let difference = pair.difference.map(|difference| cell_value(&Cell::number(difference)));
    json!({"path": pair.at.path(), "words": pair.at.words(), "a": content(pair.a.as_ref()),
           "b": content(pair.b.as_ref()), "difference": difference})
}

/// A number or text as it is; what is neither as `{"state": "blank"}` and so on, because null would say nothing.
fn content(cell: Option<&Cell>) -> Value {
    match cell {
        None => Value::Null,
        Some(Cell::NotPrinted) => json!({"state": "not_printed"}),
        Some(Cell::Blank) => json!({"state": "blank"}),
        Some(Cell::Uncertain) => json!({"state": "uncertain"}),
        Some(cell) => cell_value(cell),
    }
}

fn row(table: &str, row: &RowPair) -> Value {
    let side = if row.side == Side::A { "a" } else { "b" };
    let cells = row.cells.iter().map(|pair| {
        let cell = pair.a.as_ref().or(pair.b.as_ref());
        (pair.at.column.key.clone(), content(cell))
    });
    json!({"path": format!("{table}.{}", row.row.key), "only": side, "cells": Value::Object(cells.collect())})
}

fn block(part: Option<u8>, pair: &BlockPair) -> Value {
    let passage = |passage: &Passage| {
        let spans: Vec<[usize; 2]> = passage.spans.iter().map(|span| [span.start, span.end]).collect();
        json!({"text": passage.text, "spans": spans})
    };
    let (change, a, b) = match &pair.change {
        Change::Unchanged(_) => ("unchanged", Value::Null, Value::Null),
        Change::Removed(text) => ("removed", json!({"text": text}), Value::Null),
        Change::Added(text) => ("added", Value::Null, json!({"text": text})),
        Change::Changed { a, b } => ("changed", passage(a), passage(b)),
    };
    json!({"part": part, "heading": pair.is_heading, "change": change, "a": a, "b": b})
}
