//! All cells of a report, compact: what trends and comparisons need without reading the whole object.

use reporting::cell::Cell;
use reporting::form::Form;
use reporting::report::{Coverage, Tables};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// The cells of a report's three tables (表格数据), without where they were printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures(pub Tables);

const COVERAGES: [Coverage; 3] = [Coverage::Complete, Coverage::Truncated, Coverage::Absent];

impl Figures {
    /// As text for the store: one item for each cell of the form, a number as printed, `null` where the row is not printed,
    /// `""` for a blank, `"?"` where it is not certain, and `["…"]` for words.
    pub(crate) fn to_text(tables: &Tables) -> String {
        let cells: Vec<Value> = tables.cells.iter().map(item).collect();
        let coverage = tables.coverage.map(Coverage::key);
        json!({"coverage": coverage, "unit": tables.amount_unit, "cells": cells}).to_string()
    }

    /// From the text of the store; none when it is not the text of this form.
    pub(crate) fn from_text(form: &str, text: &str) -> Option<Figures> {
        let value: Value = serde_json::from_str(text).ok()?;
        let mut tables = Tables::empty(Form::by_key(form)?);
        let coverage: Option<Vec<Coverage>> = value["coverage"].as_array()?.iter().map(coverage).collect();
        tables.coverage = coverage?.try_into().ok()?;
        tables.amount_unit = value["unit"].as_str().map(str::to_owned);
        let cells: Option<Vec<Cell>> = value["cells"].as_array()?.iter().map(cell).collect();
        tables.cells = cells.filter(|cells| cells.len() == tables.cells.len())?;
        Some(Figures(tables))
    }
}

fn coverage(value: &Value) -> Option<Coverage> {
    let key = value.as_str()?;
    COVERAGES.into_iter().find(|coverage| coverage.key() == key)
}

fn item(cell: &Cell) -> Value {
    match cell {
        Cell::NotPrinted => Value::Null,
        Cell::Blank => "".into(),
        Cell::Uncertain => "?".into(),
        Cell::Count(count) => (*count).into(),
        Cell::Amount(amount) => amount
            .to_string()
            .parse::<serde_json::Number>()
            .map_or_else(|_| json!([amount.to_string()]), Value::Number),
        Cell::Text(text) => json!([text]),
    }
}

fn cell(value: &Value) -> Option<Cell> {
    Some(match value {
        Value::Null => Cell::NotPrinted,
        Value::String(text) if text.is_empty() => Cell::Blank,
        Value::String(_) => Cell::Uncertain,
        // A number with decimals stays one: 5.0 is printed as 5.0.
        Value::Number(number) => match number.as_i64() {
            Some(count) => Cell::Count(count),
            None => Cell::Amount(number.to_string().parse::<Decimal>().ok()?),
        },
        Value::Array(texts) => Cell::Text(texts.first()?.as_str()?.into()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_back_as_they_were_for_every_kind_of_cell() {
        for form in Form::all() {
            let mut tables = Tables::empty(form);
            let amount = |text: &str| Cell::Amount(text.parse().unwrap());
            let kinds = [
                Cell::NotPrinted,
                Cell::Blank,
                Cell::Uncertain,
                Cell::Count(0),
                Cell::Count(-4),
                amount("391.49"),
                amount("60.10"),
                Cell::Text("?".into()),
                Cell::Text("".into()),
            ];
            tables.cells.iter_mut().zip(kinds.into_iter().cycle()).for_each(|(cell, kind)| *cell = kind);
            tables.coverage = COVERAGES;
            tables.amount_unit = Some("万元".into());
            let text = Figures::to_text(&tables);
            assert_eq!(Figures::from_text(&form.key, &text), Some(Figures(tables)), "{text}");
        }
    }

    #[test]
    fn figures_of_another_form_are_none() {
        let [old, new] = [0, 1].map(|at| &Form::all()[at]);
        let text = Figures::to_text(&Tables::empty(old));
        assert_eq!(Figures::from_text(&new.key, &text), None);
        assert_eq!(Figures::from_text("2019", "[]"), None);
    }
}
