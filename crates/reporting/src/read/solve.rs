//! What the layout lost, found again by the identities, or left uncertain (按勾稽关系修复).
//!
//! A row of table three with six numbers for seven columns may have lost any of them. Each possibility that
//! satisfies the row is kept; those that no choice for the other rows can reconcile with the columns are
//! dropped; what remains in only one way is restored and marked, what remains in several is uncertain. Nothing is
//! ever guessed (docs/decisions/0003).

use crate::cell::Cell;
use crate::form::{Form, Identity};

use super::items::Item;
use super::values::{self, Slot};

/// A row that can be read in several ways.
#[derive(Debug)]
pub(super) struct OpenRow {
    /// Index of its first cell.
    pub(super) first: usize,
    /// Number of its cells.
    pub(super) width: usize,
    /// The ways to put its values into columns.
    pub(super) ways: Vec<Vec<Slot>>,
    /// The values printed in it.
    pub(super) content: Vec<usize>,
}

/// One cell of an open row after solving.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Solved {
    /// Index of the cell.
    pub(super) index: usize,
    /// What stands there.
    pub(super) cell: Cell,
    /// The item it is printed in, if it is.
    pub(super) item: Option<usize>,
    /// Whether the layout had lost it.
    pub(super) repaired: bool,
    /// What may stand there when it is uncertain.
    pub(super) candidates: Vec<Cell>,
}

/// A way with its lost value filled in.
struct Way {
    slots: Vec<Slot>,
    cells: Vec<Cell>,
}

/// More combinations than this are not tried: the rows stay uncertain.
const COMBINATIONS: usize = 20_000;

/// Solves the open rows of a form. `cells` are the cells read with certainty; `whole` says that every row of table
/// three is there, so that its columns can be added up.
pub(super) fn solve(
    form: &Form,
    items: &[Item],
    cells: &[Cell],
    open: &[OpenRow],
    whole: bool,
) -> Vec<Solved> {
    let mut cells = cells.to_vec();
    let mut ways: Vec<Vec<Way>> = open.iter().map(|row| ways_of(form, items, row, &mut cells)).collect();
    if whole {
        keep_reconcilable(form, open, &mut ways, &mut cells);
        drop_contradicted(form, open, &mut ways, &mut cells);
    }
    open.iter().zip(ways).flat_map(|(row, ways)| outcome(items, row, &ways)).collect()
}

/// The ways that satisfy the row's own identities, each different from the others.
fn ways_of(form: &Form, items: &[Item], row: &OpenRow, cells: &mut [Cell]) -> Vec<Way> {
    let range = row.first..row.first + row.width;
    let own: Vec<&Identity> = form
        .identities
        .iter()
        .filter(|i| i.parts.iter().chain(&i.printed).all(|cell| range.contains(cell)))
        .collect();
    let mut ways: Vec<Way> = Vec::new();
    for slots in &row.ways {
        let mut filled: Vec<Cell> = slots
            .iter()
            .map(|slot| match slot {
                Slot::Item(i) => values::cell(&items[*i]),
                Slot::Blank | Slot::Lost => Cell::Blank,
            })
            .collect();
        let lost: Vec<usize> = (0..row.width).filter(|c| slots[*c] == Slot::Lost).collect();
        cells[range.clone()].clone_from_slice(&filled);
        if let [lost] = lost[..] {
            match own.iter().find_map(|identity| missing(identity, row.first + lost, cells)) {
                Some(value) if value >= 0 => filled[lost] = Cell::Count(value),
                Some(_) => continue,
                None if own.is_empty() => {}
                None => continue,
            }
            cells[range.clone()].clone_from_slice(&filled);
        }
        if own.iter().all(|identity| holds(identity, cells)) && ways.iter().all(|way| way.cells != filled) {
            ways.push(Way { slots: slots.clone(), cells: filled });
        } else if let Some(same) = ways.iter_mut().find(|way| way.cells == filled) {
            // The same values by another way: any cell that is lost in either counts as restored.
            for (kept, slot) in same.slots.iter_mut().zip(slots) {
                if *slot == Slot::Lost {
                    *kept = Slot::Lost;
                }
            }
        }
    }
    cells[range].fill(Cell::Uncertain);
    ways
}

/// The value of one cell that makes an identity hold.
fn missing(identity: &Identity, cell: usize, cells: &[Cell]) -> Option<i64> {
    let others = |list: &[usize]| -> Option<i64> {
        list.iter().filter(|i| **i != cell).map(|i| addend(&cells[*i])).sum()
    };
    let (parts, printed) = (others(&identity.parts)?, others(&identity.printed)?);
    if identity.parts.contains(&cell) {
        let known = identity.printed.iter().all(|i| cells[*i].count().is_some());
        known.then_some(printed - parts)
    } else {
        identity.printed.contains(&cell).then_some(parts - printed)
    }
}

/// A cell as an addend: a blank counts as nothing, what is not a whole number cannot be added.
fn addend(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Count(count) => Some(*count),
        Cell::Blank | Cell::NotPrinted => Some(0),
        Cell::Uncertain | Cell::Amount(_) | Cell::Text(_) => None,
    }
}

/// Whether an identity holds; one whose printed total is blank, or that has an uncertain cell, is not broken.
fn holds(identity: &Identity, cells: &[Cell]) -> bool {
    let sum = |list: &[usize]| list.iter().map(|i| addend(&cells[*i])).sum::<Option<i64>>();
    if matches!(cells[identity.printed[0]], Cell::Blank | Cell::NotPrinted) {
        return identity.parts.iter().all(|i| cells[*i].count().is_none_or(|count| count == 0));
    }
    match (sum(&identity.parts), sum(&identity.printed)) {
        (Some(parts), Some(printed)) => parts == printed,
        _ => true,
    }
}

/// Drops the ways that fit no choice for the other rows.
fn keep_reconcilable(form: &Form, open: &[OpenRow], ways: &mut [Vec<Way>], cells: &mut [Cell]) {
    let unsettled: Vec<usize> = (0..ways.len()).filter(|r| ways[*r].len() > 1).collect();
    for (row, ways) in open.iter().zip(ways.iter()) {
        if let [only] = &ways[..] {
            cells[row.first..row.first + row.width].clone_from_slice(&only.cells);
        }
    }
    let combinations = unsettled.iter().try_fold(1usize, |product, r| product.checked_mul(ways[*r].len()));
    if unsettled.is_empty() || combinations.is_none_or(|n| n > COMBINATIONS) {
        return;
    }
    let mut fits: Vec<Vec<bool>> = ways.iter().map(|ways| vec![false; ways.len()]).collect();
    let mut choice = vec![0; unsettled.len()];
    loop {
        for (r, way) in unsettled.iter().zip(&choice) {
            let row = &open[*r];
            cells[row.first..row.first + row.width].clone_from_slice(&ways[*r][*way].cells);
        }
        if form.identities.iter().all(|identity| holds(identity, cells)) {
            for (r, way) in unsettled.iter().zip(&choice) {
                fits[*r][*way] = true;
            }
        }
        let Some(next) = (0..choice.len()).find(|i| choice[*i] + 1 < ways[unsettled[*i]].len()) else {
            break;
        };
        choice[next] += 1;
        choice[..next].fill(0);
    }
    for r in unsettled {
        if fits[r].contains(&true) {
            let mut keep = fits[r].iter();
            ways[r].retain(|_| *keep.next().unwrap_or(&true));
        }
    }
}

/// Drops the ways of a row that lacks two values or more which a column contradicts: 3 0 1 0 4 adds up as 3+0+1+0=4, but
/// is as well the beginning of a row whose total is lost. One lost value leaves no such doubt.
fn drop_contradicted(form: &Form, open: &[OpenRow], ways: &mut [Vec<Way>], cells: &mut [Cell]) {
    for (row, ways) in open.iter().zip(&*ways) {
        let settled = if let [only] = &ways[..] { Some(&only.cells) } else { None };
        for offset in 0..row.width {
            cells[row.first + offset] = settled.map_or(Cell::Uncertain, |cells| cells[offset].clone());
        }
    }
    for (row, ways) in open.iter().zip(ways).filter(|(row, _)| row.content.len() + 2 <= row.width) {
        let range = row.first..row.first + row.width;
        let touches = |identity: &&Identity| {
            identity.parts.iter().chain(&identity.printed).any(|cell| range.contains(cell))
        };
        let identities: Vec<&Identity> = form.identities.iter().filter(touches).collect();
        let others = cells[range.clone()].to_vec();
        ways.retain(|way| {
            cells[range.clone()].clone_from_slice(&way.cells);
            identities.iter().all(|identity| holds(identity, cells))
        });
        cells[range].clone_from_slice(&others);
    }
}

/// What the remaining ways say of each cell of a row.
fn outcome(items: &[Item], row: &OpenRow, ways: &[Way]) -> Vec<Solved> {
    (0..row.width)
        .map(|c| {
            let index = row.first + c;
            let mut candidates: Vec<Cell> = Vec::new();
            for way in ways {
                if !candidates.contains(&way.cells[c]) {
                    candidates.push(way.cells[c].clone());
                }
            }
            if let [cell] = &candidates[..] {
                let slot = ways[0].slots[c];
                let repaired = slot == Slot::Lost && *cell != Cell::Blank;
                let item = match slot {
                    Slot::Item(i) => Some(i),
                    Slot::Blank | Slot::Lost => None,
                };
                return Solved { index, cell: cell.clone(), item, repaired, candidates: Vec::new() };
            }
            if candidates.is_empty() && row.content.len() <= 3 {
                // No way satisfies the row: any of its columns may be meant.
                candidates = row.content.iter().map(|i| values::cell(&items[*i])).collect();
                candidates.dedup();
            }
            Solved { index, cell: Cell::Uncertain, item: None, repaired: false, candidates }
        })
        .collect()
}
