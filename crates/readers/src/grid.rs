//! The columns of a table whose cells may span rows and columns.

use crate::Unreadable;

/// Gives the cells of a table their grid columns, row by row.
#[derive(Debug)]
pub(crate) struct Grid {
    /// For every column the first row that no cell from above reaches.
    free_from: Vec<u32>,
    row: u32,
    column: usize,
    /// Columns a table may have.
    limit: u16,
}

/// Rows that a cell may be said to span.
const MOST_ROWS: u32 = 65_534;

impl Grid {
    pub(crate) fn new(limit: u16) -> Grid {
        Grid { free_from: Vec::new(), row: 0, column: 0, limit }
    }

    /// Number of the row, from 1 when it has begun.
    pub(crate) fn row(&self) -> u32 {
        self.row
    }

    /// Begins a row.
    pub(crate) fn next_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// Begins a group of rows, into which no cell from above reaches.
    pub(crate) fn next_group(&mut self) {
        self.free_from.clear();
    }

    /// Places a cell of some columns and rows (0 rows: to the end of the group) in the first free column of
    /// the row; gives the column and the columns it really covers.
    pub(crate) fn place(&mut self, columns: u32, rows: u32) -> Result<(u16, u16), Unreadable> {
        while self.free_from.get(self.column).is_some_and(|free| *free > self.row) {
            self.column += 1;
        }
        let column = u16::try_from(self.column).unwrap_or(u16::MAX);
        let room = self.limit.saturating_sub(column);
        if room == 0 {
            return Err(Unreadable::TooManyColumns(self.limit));
        }
        let span = room.min(u16::try_from(columns).unwrap_or(u16::MAX)).max(1);
        let end = self.column + usize::from(span);
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
        }
        let free = if rows == 0 { u32::MAX } else { self.row.saturating_add(rows.min(MOST_ROWS)) };
        self.free_from[self.column..end].fill(free);
        self.column = end;
        Ok((column, span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of cells, each given as columns × rows.
    type Rows<'a> = &'a [&'a [(u32, u32)]];

    /// Columns of the cells of every row.
    fn columns(rows: Rows) -> Vec<Vec<u16>> {
        let mut grid = Grid::new(1000);
        let mut place = |row: &&[(u32, u32)]| {
            grid.next_row();
            row.iter().map(|(columns, rows)| grid.place(*columns, *rows).unwrap().0).collect()
        };
        rows.iter().map(&mut place).collect()
    }

    #[test]
    fn cells_stand_right_of_what_reaches_down_from_above() {
        let cases: [(Rows, &[&[u16]], &str); 4] = [
            (&[&[(1, 2), (1, 1)], &[(1, 1)]], &[&[0, 1], &[1]], "a cell of two rows on the left"),
            (&[&[(1, 1), (1, 2), (1, 1)], &[(1, 1), (1, 1)]], &[&[0, 1, 2], &[0, 2]], "in the middle"),
            (&[&[(3, 3), (7, 1)], &[(1, 2)], &[(1, 1)]], &[&[0, 3], &[3], &[4]], "the head of table 3"),
            (
                &[&[(1, 0), (1, 1)], &[(1, 1)], &[(1, 1)]],
                &[&[0, 1], &[1], &[1]],
                "rowspan=0 goes on to the end",
            ),
        ];
        for (rows, expected, why) in cases {
            assert_eq!(columns(rows), expected, "{why}");
        }
    }

    #[test]
    fn absurd_spans_are_capped() {
        let mut grid = Grid::new(1000);
        grid.next_row();
        assert_eq!(grid.place(1, 1), Ok((0, 1)));
        assert_eq!(grid.place(u32::MAX, u32::MAX), Ok((1, 999)));
        assert_eq!(grid.place(1, 1), Err(Unreadable::TooManyColumns(1000)));
        grid.next_group();
        grid.next_row();
        assert_eq!(grid.place(0, 1), Ok((0, 1)), "a new group begins at the left edge");
    }
}
