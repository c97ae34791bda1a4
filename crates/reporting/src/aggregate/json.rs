//! A sum as JSON (docs/organ-tree.md).

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::cell::Cell;
use crate::object::cell_value;

use super::{Aggregate, Comparison, State};

impl Aggregate {
    /// Who is in the sum, and what it has to say; the cells are in [`Aggregate::cells_json`].
    pub fn to_json(&self) -> Value {
        let members = self.members.iter().map(|member| {
            let state = match member.state {
                State::Summed => "summed",
                State::Missing => "missing",
                State::OtherForm(_) => "other_form",
            };
            json!({"organ": member.id, "name": member.name, "state": state, "errors": member.errors.len()})
        });
        let differences = self.differences.iter().map(|difference| {
            json!({
                "cell": self.form.cell(difference.cell).path(),
                "sum": number(difference.sum),
                "printed": number(difference.printed),
                "complete": difference.complete,
                "members": self.parts(difference.cell),
            })
        });
        let (compared, uncompared) = match self.comparison {
            Comparison::Compared { open } => (true, open),
            Comparison::NothingPrinted | Comparison::OtherForm(_) => (false, 0),
        };
        json!({
            "organ": self.organ.id,
            "name": self.organ.name,
            "year": self.year,
            "format": self.form.key,
            "members": members.collect::<Value>(),
            "missing": self.missing().map(|member| member.name.as_str()).collect::<Vec<_>>(),
            "compared": compared,
            "cells_not_compared": uncompared,
            "differences": differences.collect::<Value>(),
            "findings": self.findings().iter().map(|finding| finding.to_json()).collect::<Value>(),
        })
    }

    /// Each cell by its path: the sum, what each member adds to it, and who leaves it open.
    pub fn cells_json(&self) -> Value {
        let mut cells = Map::new();
        for cell in self.printed_cells() {
            let sum = &self.cells[cell.index];
            let open =
                sum.gaps.iter().map(|(at, gap)| json!({"organ": self.members[*at].id, "why": gap.key()}));
            let value = json!({
                "sum": number(sum.value),
                "complete": self.is_complete(cell.index),
                "members": self.parts(cell.index),
                "open": open.collect::<Value>(),
            });
            cells.insert(cell.path(), value);
        }
        cells.into()
    }

    fn parts(&self, cell: usize) -> Value {
        let parts = self.cells[cell].parts.iter();
        parts
            .map(|part| {
                let organ = &self.members[part.member].id;
                json!({"organ": organ, "value": number(part.value), "how": part.how.key()})
            })
            .collect()
    }
}

/// A number with the decimals it has.
fn number(value: Decimal) -> Value {
    if value.scale() > 0 { cell_value(&Cell::Amount(value)) } else { cell_value(&Cell::number(value)) }
}
