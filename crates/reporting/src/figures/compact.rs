//! The cells of a report as a short text, for the store and for sums of thousands of reports (表格数据).
//!
//! A JSON object: `form`, `coverage` of the three tables, `unit`, `repaired`, and `cells` with one item for each cell of the
//! form: a number as printed, `null` where the row is not printed, `""` for a blank, `"?"` where it is not certain, `["…"]`
//! for words. Where cells were printed is not in it; otherwise nothing is lost.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cell::Cell;
use crate::form::Form;
use crate::object::cell_value;
use crate::report::{Coverage, Tables};

/// The cells as text.
pub fn to_text(tables: &Tables) -> String {
    json!({
        "form": tables.form.key,
        "coverage": tables.coverage.map(Coverage::key),
        "unit": tables.amount_unit,
        "repaired": tables.repaired,
        "cells": tables.cells.iter().map(item).collect::<Value>(),
    })
    .to_string()
}

/// The tables of a form from their text; none when it is not the text of such tables.
pub fn from_text(form: &'static Form, text: &str) -> Option<Tables> {
    let value: Value = serde_json::from_str(text).ok()?;
    let is_another = |named: &Value| named.as_str() != Some(form.key.as_str());
    if value.get("form").is_some_and(is_another) {
        return None;
    }
    let mut tables = Tables::empty(form);
    let coverage: Option<Vec<Coverage>> = value["coverage"].as_array()?.iter().map(coverage).collect();
    tables.coverage = coverage?.try_into().ok()?;
    tables.amount_unit = value["unit"].as_str().map(str::to_owned);
    let cells: Option<Vec<Cell>> = value["cells"].as_array()?.iter().map(cell).collect();
    tables.cells = cells.filter(|cells| cells.len() == form.cell_count())?;
    for index in value["repaired"].as_array().into_iter().flatten() {
        let index = usize::try_from(index.as_u64()?).ok()?;
        tables.repaired.insert((index < form.cell_count()).then_some(index)?);
    }
    Some(tables)
}

fn coverage(value: &Value) -> Option<Coverage> {
    let key = value.as_str()?;
    let all = [Coverage::Complete, Coverage::Truncated, Coverage::Absent];
    all.into_iter().find(|coverage| coverage.key() == key)
}

fn item(cell: &Cell) -> Value {
    match cell {
        Cell::NotPrinted => Value::Null,
        Cell::Blank => "".into(),
        Cell::Uncertain => "?".into(),
        Cell::Text(text) => json!([text]),
        // An amount that looks like a count.
        Cell::Amount(amount) if amount.scale() == 0 && i64::try_from(*amount).is_ok() => {
            json!([cell_value(cell)])
        }
        Cell::Count(_) | Cell::Amount(_) => cell_value(cell),
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
            None => Cell::Amount(amount(value)?),
        },
        Value::Array(items) => match items.as_slice() {
            [Value::String(text)] => Cell::Text(text.as_str().into()),
            [number] => Cell::Amount(amount(number)?),
            _ => return None,
        },
        Value::Bool(_) | Value::Object(_) => return None,
    })
}

fn amount(value: &Value) -> Option<Decimal> {
    value.as_number()?.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_cell() -> impl Strategy<Value = Cell> {
        let amount = (any::<i128>(), 0..=28u32)
            .prop_map(|(digits, scale)| Cell::Amount(Decimal::from_i128_with_scale(digits >> 32, scale)));
        prop_oneof![
            Just(Cell::NotPrinted),
            Just(Cell::Blank),
            Just(Cell::Uncertain),
            any::<i64>().prop_map(Cell::Count),
            amount,
            any::<String>().prop_map(|text| Cell::Text(text.into())),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn nothing_of_the_cells_is_lost(
            form in prop::sample::select(Form::all().iter().collect::<Vec<_>>()),
            cells in prop::collection::vec(any_cell(), 1..40),
            unit in any::<Option<String>>(),
            repaired in prop::collection::btree_set(0..200usize, 0..9),
        ) {
            let mut tables = Tables::empty(form);
            tables.cells.iter_mut().zip(cells.into_iter().cycle()).for_each(|(cell, any)| *cell = any);
            tables.coverage = [Coverage::Complete, Coverage::Truncated, Coverage::Absent];
            tables.amount_unit = unit;
            tables.repaired = repaired;
            let again = from_text(form, &to_text(&tables));
            prop_assert_eq!(again.as_ref(), Some(&tables));
            let words = |tables: &Tables| tables.cells.iter().map(Cell::words).collect::<Vec<_>>();
            prop_assert_eq!(again.map(|again| words(&again)), Some(words(&tables)), "decimals as printed");
        }
    }

    #[test]
    fn what_is_no_text_of_the_form_is_none() {
        let [old, new] = [0, 1].map(|at| &Form::all()[at]);
        let text = to_text(&Tables::empty(new));
        assert!(from_text(new, &text).is_some() && from_text(old, &text).is_none());
        for (from, to, why) in [
            ("\"form\":\"2021\"", "\"form\":\"1999\"", "an unknown form"),
            ("[null,", "[", "a cell less"),
            ("[null,", "[true,", "no cell"),
            ("\"absent\"", "\"there\"", "no coverage"),
            ("\"repaired\":[]", "\"repaired\":[99999]", "no such cell"),
        ] {
            let wrong = text.replacen(from, to, 1);
            assert!(wrong != text && from_text(new, &wrong).is_none(), "{why}");
        }
        assert!(from_text(new, "[]").is_none() && from_text(new, "").is_none());
    }

    #[test]
    fn a_report_is_short() {
        let text = to_text(&super::super::samples::tables("2021", &[]));
        assert!(text.len() < 700, "{}", text.len());
    }
}
