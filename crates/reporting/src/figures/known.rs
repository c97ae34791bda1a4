//! The numbers of a report's cells, with the zeros that its identities prove.

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::form::{Identity, Row, Table};
use crate::report::Tables;

use super::exact;

/// The numbers of the cells, with zero for each blank that the identities prove to be nothing.
///
/// Counts are not negative: where one side of an identity is known and the known cells of the other already reach it,
/// the rest of that side is zero. A zero that another identity contradicts is no proof.
pub(crate) fn known(tables: &Tables) -> Vec<Option<Decimal>> {
    let mut known: Vec<Option<Decimal>> = tables.cells.iter().map(Cell::value).collect();
    for (table, row) in tables.form.rows() {
        let unused = tables.cells[row.first] == Cell::NotPrinted
            && (!row.instead_of.is_empty() || !printed_instead(tables, table, row).is_empty());
        if unused {
            known[row.cells()].fill(Some(Decimal::ZERO));
        }
    }
    let mut proven: Vec<usize> = Vec::new();
    loop {
        let before = proven.len();
        for identity in &tables.form.identities {
            for (side, other) in [(&identity.parts, &identity.printed), (&identity.printed, &identity.parts)]
            {
                let open: Vec<usize> = side.iter().copied().filter(|index| known[*index].is_none()).collect();
                let blank =
                    open.iter().all(|index| matches!(tables.cells[*index], Cell::Blank | Cell::NotPrinted));
                if !open.is_empty()
                    && blank
                    && let Some(reached) = sum(other, &known)
                    && sum_of_known(side, &known) == Some(reached)
                {
                    open.iter().for_each(|index| known[*index] = Some(Decimal::ZERO));
                    proven.extend(open);
                }
            }
        }
        if proven.len() == before {
            break;
        }
    }
    let contradicted: Vec<usize> = proven
        .into_iter()
        .filter(|index| tables.form.identities.iter().any(|identity| contradicts(identity, *index, &known)))
        .collect();
    for index in contradicted {
        known[index] = None;
    }
    known
}

/// The rows that a report prints instead of one of the form; none when it prints that row.
pub(crate) fn printed_instead<'t>(tables: &Tables, table: &'t Table, row: &Row) -> Vec<&'t Row> {
    let there = |row: &Row| tables.cells[row.first] != Cell::NotPrinted;
    let instead = |other: &&Row| other.instead_of.contains(&row.key) && there(other);
    if there(row) { Vec::new() } else { table.rows.iter().filter(instead).collect() }
}

/// Whether an identity about this cell is known to be broken.
fn contradicts(identity: &Identity, index: usize, known: &[Option<Decimal>]) -> bool {
    let about = identity.parts.contains(&index) || identity.printed.contains(&index);
    about
        && match (sum(&identity.parts, known), sum(&identity.printed, known)) {
            (Some(parts), Some(printed)) => parts != printed,
            _ => false,
        }
}

/// The sum of cells; none when one of them is not known.
pub(super) fn sum(cells: &[usize], known: &[Option<Decimal>]) -> Option<Decimal> {
    exact::sum(cells.iter().map(|index| known[*index]))
}

fn sum_of_known(cells: &[usize], known: &[Option<Decimal>]) -> Option<Decimal> {
    exact::sum(cells.iter().map(|index| known[*index]).filter(Option::is_some))
}
