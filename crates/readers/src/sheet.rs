//! Workbooks: XLSX, XLS and Excel 2003's XML, cell by cell.
//!
//! A format reads its cells into [`Sheet`]s; how cells become lines is the same for all and stands here.

mod format;
mod records;
mod spreadsheetml;
mod xls;
mod xlsx;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use reporting::document::{Content, Document, Field, Line, Place};

use crate::Unreadable;
use crate::limits::Budget;
pub(crate) use spreadsheetml::read as read_spreadsheetml;
pub(crate) use xls::read as read_xls;
pub(crate) use xlsx::read as read_xlsx;

/// Rows and columns of the largest sheet.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u16 = 16_384;
/// Sheets of a workbook; each may be said to be the whole file.
const MOST_SHEETS: usize = 255;
/// Characters from which on a text alone in its row is a paragraph, whatever blank cells stand beside it.
const PARAGRAPH: usize = 40;

/// A sheet that is shown.
#[derive(Debug, Default)]
struct Sheet {
    cells: Vec<Cell>,
    merges: Vec<Merge>,
}

/// A cell that the file has; its text may be empty. Rows and columns count from 0.
#[derive(Debug)]
struct Cell {
    row: u32,
    column: u16,
    text: String,
}

/// Cells merged to one.
#[derive(Debug, Clone, Copy)]
struct Merge {
    first_row: u32,
    last_row: u32,
    first_column: u16,
    last_column: u16,
}

/// The lines of the sheets that are shown, in order.
struct Workbook {
    budget: Budget,
    lines: Vec<Line>,
    sheets: u32,
}

impl Sheet {
    fn cell(&mut self, row: u32, column: u16, text: String, budget: &mut Budget) -> Result<(), Unreadable> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Unreadable::Damaged);
        }
        budget.cell()?;
        budget.text(&text)?;
        self.cells.push(Cell { row, column, text });
        Ok(())
    }

    /// Takes in a merged cell, as far as it lies in a sheet.
    fn merge(&mut self, rows: RangeInclusive<u32>, columns: RangeInclusive<u16>) {
        let merge = Merge {
            first_row: *rows.start(),
            last_row: (*rows.end()).min(MOST_ROWS - 1),
            first_column: *columns.start(),
            last_column: (*columns.end()).min(MOST_COLUMNS - 1),
        };
        if merge.first_row <= merge.last_row && merge.first_column <= merge.last_column {
            self.merges.push(merge);
        }
    }
}

impl Workbook {
    fn new(budget: Budget) -> Workbook {
        Workbook { budget, lines: Vec::new(), sheets: 0 }
    }

    fn into_document(self) -> Document {
        Document::from(self.lines)
    }

    /// Adds the rows of a sheet; an empty line stands for any number of blank rows.
    fn sheet(&mut self, mut sheet: Sheet) -> Result<(), Unreadable> {
        self.sheets += 1;
        sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
        let mut merged = Merged::new(sheet.merges);
        let rows = into_rows(sheet.cells).into_iter().map(|(number, cells)| merged.row(number, cells));
        let rows: Vec<Row> = rows.filter(|row| row.fields.iter().any(is_written)).collect();
        let written = rows.iter().flat_map(|row| &row.fields).filter(|field| is_written(field));
        let end = written.map(|field| field.column + field.span).max().unwrap_or(0);
        let mut next = rows.first().map_or(0, |row| row.number);
        for mut row in rows {
            if next < row.number {
                self.line(next, Content::Text(String::new()))?;
            }
            next = row.number + 1;
            row.fields.retain(|field| field.column < end);
            match row.paragraph() {
                Some(text) => {
                    for text in text.split('\n') {
                        self.line(row.number, Content::Text(text.to_owned()))?;
                    }
                }
                None => self.line(row.number, Content::Row(row.fields))?,
            }
        }
        Ok(())
    }

    fn line(&mut self, row: u32, content: Content) -> Result<(), Unreadable> {
        self.budget.line()?;
        self.lines.push(Line { place: Place::sheet(self.sheets, row + 1), content });
        Ok(())
    }
}

/// Cells in order as rows; a cell that is given twice is the later one.
fn into_rows(cells: Vec<Cell>) -> Vec<(u32, Vec<Cell>)> {
    let mut rows: Vec<(u32, Vec<Cell>)> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some((row, cells)) if *row == cell.row => match cells.last_mut() {
                Some(last) if last.column == cell.column => *last = cell,
                _ => cells.push(cell),
            },
            _ => rows.push((cell.row, vec![cell])),
        }
    }
    rows
}

fn is_written(field: &Field) -> bool {
    !field.text.trim().is_empty()
}

/// A row of a sheet.
struct Row {
    number: u32,
    fields: Vec<Field>,
    /// A merged cell reaches into it from above.
    reached: bool,
}

impl Row {
    /// The text of a row that is a heading or a paragraph typed into a cell, not a row of a table.
    fn paragraph(&self) -> Option<&str> {
        let mut written = self.fields.iter().filter(|field| is_written(field));
        let text = &written.next()?.text;
        let alone = self.fields.len() == 1 && !self.reached || text.chars().count() > PARAGRAPH;
        (alone && written.next().is_none()).then_some(text)
    }
}

/// The merged cells of a sheet, asked for row by row.
struct Merged {
    /// Those that begin below, the next one last.
    below: Vec<Merge>,
    /// Those that have begun, by their first column; some may have ended.
    begun: BTreeMap<u16, Merge>,
    /// The first row that none of them reaches.
    free_from: u32,
}

impl Merged {
    fn new(mut merges: Vec<Merge>) -> Merged {
        merges.sort_by_key(|merge| std::cmp::Reverse(merge.first_row));
        Merged { below: merges, begun: BTreeMap::new(), free_from: 0 }
    }

    /// Moves on to the merged cells that begin before a row.
    fn begin_before(&mut self, row: u32) {
        while let Some(merge) = self.below.pop_if(|merge| merge.first_row < row) {
            self.free_from = self.free_from.max(merge.last_row.saturating_add(1));
            self.begun.insert(merge.first_column, merge);
        }
    }

    /// A row whose fields are its cells without those that others cover.
    fn row(&mut self, number: u32, cells: Vec<Cell>) -> Row {
        self.begin_before(number);
        let reached = self.free_from > number;
        self.begin_before(number + 1);
        let mut fields = Vec::new();
        for Cell { column, text, .. } in cells {
            match self.at(number, column) {
                None => fields.push(Field { text, column, span: 1 }),
                Some(merge) if (number, column) == (merge.first_row, merge.first_column) => {
                    fields.push(Field { text, column, span: merge.last_column - column + 1 });
                }
                Some(_) => {}
            }
        }
        Row { number, fields, reached }
    }

    /// The merged cell that a cell belongs to. What has ended is forgotten on the way.
    fn at(&mut self, row: u32, column: u16) -> Option<Merge> {
        loop {
            let (first, merge) =
                self.begun.range(..=column).next_back().map(|(first, merge)| (*first, *merge))?;
            if merge.last_row >= row {
                return (merge.last_column >= column).then_some(merge);
            }
            self.begun.remove(&first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::samples::shown;

    fn lines(
        cells: &[(u32, u16, &str)],
        merges: &[(RangeInclusive<u32>, RangeInclusive<u16>)],
    ) -> Vec<String> {
        let cell = |(row, column, text): &(u32, u16, &str)| Cell {
            row: *row,
            column: *column,
            text: (*text).into(),
        };
        let mut sheet = Sheet { cells: cells.iter().map(cell).collect(), merges: Vec::new() };
        for (rows, columns) in merges {
            sheet.merge(rows.clone(), columns.clone());
        }
        let mut workbook = Workbook::new(Budget::new(&Limits::default()));
        workbook.sheet(sheet).unwrap();
        shown(&workbook.into_document())
    }

    type Cells<'a> = &'a [(u32, u16, &'a str)];
    type Merges = &'static [(RangeInclusive<u32>, RangeInclusive<u16>)];

    #[test]
    fn cells_become_lines() {
        let long = "长".repeat(41);
        let cases: [(Cells, Merges, &[&str], &str); 12] = [
            (&[(0, 0, "规章"), (0, 1, "0")], &[], &["S1R1C0 [0+1 规章][1+1 0]"], "a row"),
            (&[(0, 1, "0"), (0, 0, "规章")], &[], &["S1R1C0 [0+1 规章][1+1 0]"], "cells out of order"),
            (
                &[(2, 0, "a"), (2, 2, "b")],
                &[],
                &["S1R3C0 [0+1 a][2+1 b]"],
                "cells that the file does not have",
            ),
            (
                &[(0, 0, "a"), (0, 1, ""), (0, 2, "b"), (1, 0, "c"), (1, 2, ""), (1, 3, "")],
                &[],
                &["S1R1C0 [0+1 a][1+1 ][2+1 b]", "S1R2C0 [0+1 c][2+1 ]"],
                "blank cells, as far as anything is written",
            ),
            (
                &[(0, 0, "a"), (0, 1, "x"), (0, 3, "b"), (1, 0, "x"), (1, 3, "c"), (2, 0, "d"), (2, 3, "e")],
                &[(0..=1, 0..=2)],
                &["S1R1C0 [0+3 a][3+1 b]", "S1R2C0 [3+1 c]", "S1R3C0 [0+1 d][3+1 e]"],
                "merged cells cover others, to their last row",
            ),
            (
                &[(0, 0, "a"), (0, 5, "b"), (1, 0, "c"), (1, 5, "d")],
                &[(0..=1, 5..=6), (1..=1, 0..=4)],
                &["S1R1C0 [0+1 a][5+2 b]", "S1R2C0 [0+5 c]"],
                "merged cells that begin in different rows",
            ),
            (
                &[(0, 0, "a"), (0, 1, "x"), (1, 0, "x")],
                &[(0..=u32::MAX, 0..=u16::MAX), (2..=u32::MAX, 20_000..=20_000)],
                &["S1R1C0 a"],
                "merges beyond the sheet",
            ),
            (&[(0, 0, "一、总体情况")], &[], &["S1R1C0 一、总体情况"], "a cell alone in its row is text"),
            (
                &[(0, 0, "标题"), (0, 1, ""), (1, 1, "x")],
                &[(0..=0, 0..=1)],
                &["S1R1C0 标题", "S1R2C0 x"],
                "a merged heading",
            ),
            (
                &[(0, 0, "规章"), (0, 1, ""), (1, 1, "0")],
                &[],
                &["S1R1C0 [0+1 规章][1+1 ]", "S1R2C0 0"],
                "a label beside a blank cell is none",
            ),
            (
                &[(0, 0, &long), (0, 1, ""), (1, 1, "0")],
                &[],
                &[&format!("S1R1C0 {long}"), "S1R2C0 0"],
                "a paragraph beside a blank cell is text",
            ),
            (
                &[(0, 0, "一、\n甲"), (1, 0, ""), (5, 0, "b"), (6, 0, "c")],
                &[],
                &["S1R1C0 一、", "S1R1C0 甲", "S1R2C0 ", "S1R6C0 b", "S1R7C0 c"],
                "lines in a cell; blank rows separate",
            ),
        ];
        for (cells, merges, expected, why) in cases {
            assert_eq!(lines(cells, merges), expected, "{why}");
        }
    }

    #[test]
    fn cells_outside_every_sheet_are_refused() {
        let mut budget = Budget::new(&Limits::default());
        let mut sheet = Sheet::default();
        assert_eq!(sheet.cell(MOST_ROWS, 0, String::new(), &mut budget), Err(Unreadable::Damaged));
        assert_eq!(sheet.cell(0, MOST_COLUMNS, String::new(), &mut budget), Err(Unreadable::Damaged));
    }
}
