//! What page breaks tore apart: tables over several pages, and rows split in two.

use super::segments;
use super::table::{Table, TableCell};

/// How far the edges of the pieces of one table may be apart; points.
const SAME_EDGE: f32 = 6.0;

/// What one page holds of a table.
pub(super) struct Piece {
    pub(super) table: Table,
    pub(super) is_recognised: bool,
}

impl Piece {
    /// Whether a table at the top of the next page goes on with this one: it ends at the same edge, and most of its
    /// columns are the same.
    pub(super) fn goes_on_in(&self, next: &Table) -> bool {
        let same = |a: f32, b: f32| (a - b).abs() <= SAME_EDGE;
        let (before, after) = (&self.table.xs, &next.xs);
        let shared = after.iter().filter(|edge| same(before[nearest(before, **edge)], **edge)).count();
        self.table.is_ruled
            && next.is_ruled
            && same(before[before.len() - 1], after[after.len() - 1])
            && (same(before[0], after[0]) || shared * 3 > before.len().min(after.len()) * 2)
    }
}

/// A row of a whole table.
pub(super) struct Row {
    pub(super) cells: Vec<TableCell>,
    pub(super) is_recognised: bool,
}

/// The rows of all pieces of a table, in the columns of the whole.
pub(super) fn joined(pieces: Vec<Piece>) -> Vec<Row> {
    let xs = joint_edges(&pieces);
    let mut whole = Whole::default();
    for Piece { table, is_recognised } in pieces {
        let joint = |index: usize| nearest(&xs, table.xs[index]);
        let place = |cell: &TableCell| TableCell {
            from: joint(cell.from),
            to: joint(cell.to).max(joint(cell.from) + 1),
            ..cell.clone()
        };
        let height = table.rows.len();
        let mut reaching = Vec::new();
        let mut at_top = !whole.rows.is_empty();
        for (at, row) in table.rows.iter().enumerate() {
            let mut cells: Vec<TableCell> = row.iter().map(place).collect();
            let ends: Vec<bool> = row.iter().map(|cell| at + cell.rows == height).collect();
            if at_top {
                if whole.is_head_again(&cells) {
                    continue;
                }
                at_top = false;
                whole.goes_on(&mut cells);
                if whole.join_split_row(&cells) {
                    continue;
                }
            }
            reaching.extend(
                cells
                    .iter()
                    .zip(ends)
                    .enumerate()
                    .filter(|(_, (_, ends))| *ends)
                    .map(|(cell, _)| (whole.rows.len(), cell)),
            );
            whole.rows.push(Row { cells, is_recognised });
        }
        whole.reaching = reaching;
    }
    whole.rows
}

/// The edges of the columns of all pieces of a table.
fn joint_edges(pieces: &[Piece]) -> Vec<f32> {
    let mut xs: Vec<f32> = pieces.iter().flat_map(|piece| piece.table.xs.iter().copied()).collect();
    xs.sort_by(f32::total_cmp);
    xs.dedup_by(|after, before| *after - *before <= SAME_EDGE / 2.0);
    xs
}

fn nearest(xs: &[f32], at: f32) -> usize {
    let after = xs.partition_point(|edge| *edge < at).min(xs.len().saturating_sub(1));
    if after > 0 && at - xs[after - 1] < xs[after] - at { after - 1 } else { after }
}

/// A table as far as its pieces have been put together.
#[derive(Default)]
struct Whole {
    rows: Vec<Row>,
    /// The cells, by row and number, that reach down to the end of the last page.
    reaching: Vec<(usize, usize)>,
}

impl Whole {
    /// Whether a row at the top of a page repeats the head of the table: each of its words stands in the same columns
    /// above the first numbers.
    fn is_head_again(&self, cells: &[TableCell]) -> bool {
        let has_values = |row: &&Row| row.cells.iter().any(|cell| is_value(&cell.text));
        let head = || self.rows.iter().take_while(|row| !has_values(row)).flat_map(|row| &row.cells);
        let same = |a: &TableCell, b: &TableCell| a.has_columns_of(b) && plain(&a.text) == plain(&b.text);
        let mut words = cells.iter().filter(|cell| !cell.is_blank()).peekable();
        words.peek().is_some() && words.all(|cell| head().any(|other| same(cell, other)))
    }

    /// Takes out of a row at the top of a page what goes on from merged cells of the page before: their blank rest, and
    /// the rest of their words.
    fn goes_on(&mut self, cells: &mut Vec<TableCell>) {
        // What ended in the same row as a cell below which values stand has ended as well.
        let below = |(row, at): (usize, usize)| {
            cells.iter().find(|cell| self.rows[row].cells[at].has_columns_of(cell))
        };
        let has_ended =
            |(row, at): &(usize, usize)| below((*row, *at)).is_some_and(|cell| is_value(&cell.text));
        let height = |(row, at): (usize, usize)| (row, self.rows[row].cells[at].rows);
        let ended: Vec<(usize, usize)> =
            self.reaching.iter().filter(|cell| has_ended(cell)).map(|cell| height(*cell)).collect();
        let open: Vec<(usize, usize)> =
            self.reaching.iter().copied().filter(|cell| !ended.contains(&height(*cell))).collect();
        cells.retain(|cell| {
            let above = open.iter().find(|(row, at)| self.rows[*row].cells[*at].has_columns_of(cell));
            let Some((row, at)) = above.copied() else { return true };
            let above = &mut self.rows[row].cells[at];
            if above.rows < 2 && cell.rows < 2 {
                return true;
            }
            let rest = is_label(&cell.text) && is_label(&above.text) && !begins_row(&cell.text);
            if rest {
                above.append(&cell.text);
            }
            !(rest || cell.is_blank())
        });
    }

    /// Puts the two halves of a row that a page break split together; tells whether it was one.
    fn join_split_row(&mut self, first: &[TableCell]) -> bool {
        let are_numbered = self.are_numbered();
        let Some(Row { cells: last, .. }) = self.rows.last_mut() else { return false };
        let printed: Vec<&TableCell> = first.iter().filter(|cell| !cell.is_blank()).collect();
        if printed.iter().any(|cell| begins_row(&cell.text)) {
            return false;
        }
        let pairs: Vec<(&TableCell, &TableCell)> = printed
            .iter()
            .filter_map(|cell| Some((last.iter().find(|above| above.has_columns_of(cell))?, *cell)))
            .collect();
        if pairs.len() < printed.len() {
            return false;
        }
        let values = |row: &[TableCell]| row.iter().any(|cell| is_value(&cell.text));
        let label = last.iter().any(|cell| is_label(&cell.text));
        let is_rest = if printed.is_empty() {
            // Nothing but the lower edge of a row.
            values(last) && label
        } else if values(first) {
            let values_below = label && !values(last) && pairs.iter().all(|(above, _)| above.is_blank());
            let both_labels =
                |(above, below): &(&TableCell, &TableCell)| is_label(&above.text) && is_label(&below.text);
            let label_goes_on = pairs.iter().any(|pair| pair.0.is_full && both_labels(pair));
            let goes_on = |pair: &(&TableCell, &TableCell)| {
                !pair.0.is_blank() && (pair.0.is_full || are_numbered && (label_goes_on || both_labels(pair)))
            };
            values_below || values(last) && pairs.iter().all(goes_on)
        } else {
            // The rest of a label, beside whose beginning the values stand.
            values(last) && pairs.iter().all(|(above, _)| is_label(&above.text))
        };
        if is_rest {
            for cell in first.iter().filter(|cell| !cell.is_blank()) {
                if let Some(above) = last.iter_mut().find(|above| above.has_columns_of(cell)) {
                    above.append(&cell.text);
                }
            }
        }
        is_rest
    }

    /// Whether the rows with values have numbers before their labels.
    fn are_numbered(&self) -> bool {
        let with_values = || self.rows.iter().filter(|row| row.cells.iter().any(|cell| is_value(&cell.text)));
        let numbered =
            with_values().filter(|row| row.cells.iter().any(|cell| begins_row(&cell.text))).count();
        numbered >= 2 && numbered * 3 >= with_values().count() * 2
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

fn is_value(text: &str) -> bool {
    segments::is_value(&plain(text))
}

/// Whether a cell holds words, or as much of them as a page break left.
fn is_label(text: &str) -> bool {
    !text.trim().is_empty() && !is_value(text)
}

/// Whether a cell begins the label of a row: `1.`, `（一）`, `三、`.
pub(super) fn begins_row(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    match chars.next() {
        Some('（' | '(' | '第') => chars.next().is_some_and(number),
        Some(c) if number(c) => {
            chars.next().is_some_and(|c| ".．、".contains(c))
                && chars.next().is_none_or(|c| !c.is_ascii_digit())
        }
        _ => false,
    }
}
