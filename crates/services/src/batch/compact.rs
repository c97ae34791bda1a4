//! The cells of a report in a few hundred bytes, so that thousands of reports can be added up.

use reporting::cell::Cell;
use reporting::form::Form;
use reporting::report::{Coverage, Tables};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a report printed in its tables, without where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compact {
    form: String,
    /// One letter for each table: complete, truncated, absent.
    coverage: String,
    unit: Option<String>,
    /// The cells, one after the other.
    cells: String,
    repaired: Vec<usize>,
}

/// Between two cells.
const BAR: char = '|';
const NOT_PRINTED: &str = "~";
const UNCERTAIN: &str = "?";
/// Before words.
const WORDS: char = '"';

impl Compact {
    /// The tables in short.
    pub fn of(tables: &Tables) -> Compact {
        let cells: Vec<String> = tables.cells.iter().map(cell).collect();
        let letter = |coverage: &Coverage| match coverage {
            Coverage::Complete => 'c',
            Coverage::Truncated => 't',
            Coverage::Absent => 'a',
        };
        Compact {
            form: tables.form.key.clone(),
            coverage: tables.coverage.iter().map(letter).collect(),
            unit: tables.amount_unit.clone(),
            cells: cells.join("|"),
            repaired: tables.repaired.iter().copied().collect(),
        }
    }

    /// The tables again; none when the form has changed since.
    pub fn tables(&self) -> Option<Tables> {
        let form = Form::by_key(&self.form)?;
        let mut tables = Tables::empty(form);
        tables.cells = self.cells.split(BAR).map(read).collect::<Option<_>>()?;
        for (coverage, letter) in tables.coverage.iter_mut().zip(self.coverage.chars()) {
            *coverage = match letter {
                'c' => Coverage::Complete,
                't' => Coverage::Truncated,
                _ => Coverage::Absent,
            };
        }
        tables.amount_unit = self.unit.clone();
        tables.repaired = self.repaired.iter().copied().collect();
        (tables.cells.len() == form.cell_count()).then_some(tables)
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::NotPrinted => NOT_PRINTED.into(),
        Cell::Uncertain => UNCERTAIN.into(),
        Cell::Text(text) => format!("{WORDS}{}", text.replace(BAR, " ")),
        // A number as printed, nothing for a blank.
        Cell::Blank | Cell::Count(_) | Cell::Amount(_) => cell.words(),
    }
}

fn read(text: &str) -> Option<Cell> {
    Some(match text {
        "" => Cell::Blank,
        NOT_PRINTED => Cell::NotPrinted,
        UNCERTAIN => Cell::Uncertain,
        text => match text.strip_prefix(WORDS) {
            Some(words) => Cell::Text(words.into()),
            None => {
                let number: Decimal = text.parse().ok()?;
                if number.scale() > 0 { Cell::Amount(number) } else { Cell::number(number) }
            }
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_in_short_comes_back_whole() {
        let form = Form::by_key("2019").unwrap();
        let mut tables = Tables::empty(form);
        tables.coverage = [Coverage::Complete, Coverage::Truncated, Coverage::Absent];
        tables.amount_unit = Some("元".into());
        tables.repaired.insert(3);
        let cells = [
            Cell::Blank,
            Cell::Uncertain,
            Cell::Count(-4),
            Cell::Count(0),
            Cell::Amount("3.00".parse().unwrap()),
            Cell::Text("5abc?".into()),
            Cell::Text("?".into()),
            Cell::Text("".into()),
        ];
        tables.cells[..cells.len()].clone_from_slice(&cells);
        let compact = Compact::of(&tables);
        let text = serde_json::to_string(&compact).unwrap();
        let again: Compact = serde_json::from_str(&text).unwrap();
        assert_eq!(again.tables(), Some(tables));
        assert!(text.len() < 1_000, "{}", text.len());
    }

    #[test]
    fn cells_of_an_unknown_form_are_none() {
        let mut compact = Compact::of(&Tables::empty(Form::by_key("2021").unwrap()));
        compact.cells.push_str("|0");
        assert!(compact.tables().is_none());
        compact.form = "1999".into();
        assert!(compact.tables().is_none());
    }
}
