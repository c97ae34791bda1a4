//! What a member's tables give to a sum: numbers, and zeros that its own identities prove.

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::figures::{exact, known, printed_instead};
use crate::form::Row;
use crate::report::Tables;

use super::UNIT;

/// How the number of a member is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It is printed.
    Printed,
    /// The layout had lost it and the identities gave it back (修复).
    Restored,
    /// Nothing is printed, and the identities leave only zero.
    Zero,
    /// The rows that the report prints instead are added up.
    Joined,
}

/// Why a member's cell gives no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// It is blank.
    Blank,
    /// It is not certain.
    Uncertain,
    /// The report does not print the row.
    NotPrinted,
    /// Something else stands there, in an unknown unit or with more digits than can be added exactly.
    NoNumber,
}

impl How {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            How::Printed => "printed",
            How::Restored => "restored",
            How::Zero => "zero",
            How::Joined => "joined",
        }
    }
}

impl Gap {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Gap::Blank => "blank",
            Gap::Uncertain => "uncertain",
            Gap::NotPrinted => "not_printed",
            Gap::NoNumber => "no_number",
        }
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Gap::Blank => "空着",
            Gap::Uncertain => "不能确定",
            Gap::NotPrinted => "没有这一行",
            Gap::NoNumber => "不是可以相加的数字",
        }
    }
}

/// A member's number for a cell and how it is known, or why there is none.
type Given = Result<(Decimal, How), Gap>;

/// What a report gives to each cell of the form, money in the unit of sums.
pub(super) fn read(tables: &Tables) -> Vec<Given> {
    let known = known(tables);
    let mut read: Vec<Given> = vec![Err(Gap::NotPrinted); tables.cells.len()];
    for (table, row) in tables.form.rows().filter(|(_, row)| row.instead_of.is_empty()) {
        let instead = printed_instead(tables, table, row);
        for (offset, (column, index)) in row.columns.iter().zip(row.cells()).enumerate() {
            let given = if instead.is_empty() {
                cell(tables, index, known[index])
            } else {
                joined(tables, &instead, offset, &known)
            };
            read[index] = given.and_then(|(number, how)| {
                let number = tables.in_unit(column, number, UNIT).ok_or(Gap::NoNumber)?;
                Ok((number, how))
            });
        }
    }
    read
}

fn cell(tables: &Tables, index: usize, known: Option<Decimal>) -> Given {
    let printed = &tables.cells[index];
    match (printed, known) {
        (Cell::Count(_) | Cell::Amount(_), Some(value)) => {
            let restored = tables.repaired.contains(&index);
            Ok((value, if restored { How::Restored } else { How::Printed }))
        }
        (Cell::Blank | Cell::NotPrinted, Some(_)) => Ok((Decimal::ZERO, How::Zero)),
        (Cell::Blank, None) => Err(Gap::Blank),
        (Cell::NotPrinted, None) => Err(Gap::NotPrinted),
        (Cell::Uncertain, _) => Err(Gap::Uncertain),
        (Cell::Count(_) | Cell::Amount(_) | Cell::Text(_), _) => Err(Gap::NoNumber),
    }
}

/// A row of the form from the rows printed instead of it: several that replace this row alone add up to it; one that
/// replaces several rows tells of each only when it is zero.
fn joined(tables: &Tables, instead: &[&Row], offset: usize, known: &[Option<Decimal>]) -> Given {
    let mut sum = Decimal::ZERO;
    for row in instead {
        let index = row.first + offset;
        let (value, _) = cell(tables, index, known[index])?;
        sum = exact::add(sum, value).ok_or(Gap::NoNumber)?;
    }
    if sum.is_zero() || instead.iter().all(|row| row.instead_of.len() == 1) {
        Ok((sum, How::Joined))
    } else {
        Err(Gap::NotPrinted)
    }
}
