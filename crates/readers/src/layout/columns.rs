//! Tables without lines between their columns: from how their values stand below each other (无框线表格).
//!
//! A line that holds several values is a row. The stretches that the values of all rows cover are the columns; what
//! stands left of them is labels, of which each row gets those around it ([`labels`]). Heads stay text.

mod heads;
mod labels;

use super::breaks::begins_row;
use super::segments::{self, Segment};
use super::table::{Table, TableCell};
use super::{Glyph, Rule};
use crate::Unreadable;
use crate::limits::Budget;

/// Values on one line by which it is known for a row.
const ROW: usize = 3;

/// Columns by which a single row is known for a table.
const LINE: usize = 5;

/// Lines over which a number may be broken.
const BROKEN: usize = 6;

/// Rows of a table are not farther apart than this many heights of the font.
const APART: f32 = 12.0;

/// Lines above the rows in which their heads may stand, and lines of a label before the first and behind the last row.
const NEAR: usize = 12;

/// The pieces of a line from the left.
type Line = Vec<Segment>;

/// The tables among characters that no lines enclose, and what is in none of them.
pub(super) fn tables(
    mut glyphs: Vec<Glyph>,
    rules: &[Rule],
    budget: &mut Budget,
) -> Result<(Vec<Table>, Vec<Glyph>), Unreadable> {
    let lines = level(segments::of(&mut glyphs));
    let mut taken: Vec<Vec<bool>> = lines.iter().map(|line| vec![false; line.len()]).collect();
    let mut tables = Vec::new();
    let mut free_from = 0;
    while let Some(seed) = (free_from..lines.len()).find(|at| values(&lines[*at]) >= ROW) {
        let region = Region::around(&lines, free_from, seed);
        tables.extend(region.table(&lines, rules, &mut taken, budget)?);
        free_from = region.to;
    }
    let untaken = lines.into_iter().flatten().zip(taken.into_iter().flatten()).filter(|(_, taken)| !taken);
    Ok((tables, untaken.flat_map(|(segment, _)| segment.glyphs).collect()))
}

/// Pieces as lines; those of one line may stand a little higher or lower where fonts differ.
fn level(segments: Vec<Segment>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for segment in segments {
        let fits = |line: &&mut Line| {
            let level = (segment.baseline - line[0].baseline).abs() < 0.45 * segment.size.min(line[0].size);
            level && line.len() < 100 && line.iter().all(|other| !other.overlaps(segment.x0, segment.x1))
        };
        match lines.last_mut().filter(fits) {
            Some(line) => line.push(segment),
            None => lines.push(vec![segment]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    lines
}

/// How many values a line holds behind its words; none if words stand among them.
fn values(line: &Line) -> usize {
    let words = line.iter().take_while(|segment| !segment.is_value).count();
    if line[words..].iter().all(|segment| segment.is_value) { line.len() - words } else { 0 }
}

/// Lines that may be the rows of a table.
struct Region {
    from: usize,
    to: usize,
    /// Where the values begin.
    left: f32,
}

impl Region {
    /// The lines around a row, as far as labels stay left of the values.
    fn around(lines: &[Line], lowest: usize, seed: usize) -> Region {
        let start =
            |line: &Line| line.iter().find(|segment| segment.is_value).map_or(f32::INFINITY, |s| s.x0);
        let mut region = Region { from: seed, to: seed + 1, left: start(&lines[seed]) };
        while region.to < lines.len() && region.takes(&lines[region.to - 1], &lines[region.to]) {
            region.left = region.left.min(start(&lines[region.to]));
            region.to += 1;
        }
        while region.from > lowest && region.takes(&lines[region.from], &lines[region.from - 1]) {
            region.left = region.left.min(start(&lines[region.from - 1]));
            region.from -= 1;
        }
        // Of lines without values, a few at either end may belong to labels.
        let has_values = |at: &usize| values(&lines[*at]) > 0;
        let first = (region.from..region.to).find(has_values).unwrap_or(seed);
        let last = (region.from..region.to).rfind(has_values).unwrap_or(seed);
        region.from = region.from.max(first.saturating_sub(NEAR));
        region.to = region.to.min(last + 1 + NEAR);
        region
    }

    fn takes(&self, near: &Line, line: &Line) -> bool {
        let apart = (near[0].baseline - line[0].baseline).abs();
        let count = values(line);
        let words = &line[..line.len() - count];
        let fits = |segment: &Segment| segment.x1 <= self.left + 1.0 && !segment.text.contains('。');
        let beside = |segment: &Segment| segment.middle() >= self.left;
        apart <= APART * near[0].size
            && words.iter().all(fits)
            && (count >= ROW || line[words.len()..].iter().all(beside))
    }

    /// The table; marks which pieces it takes.
    fn table(
        &self,
        lines: &[Line],
        rules: &[Rule],
        taken: &mut [Vec<bool>],
        budget: &mut Budget,
    ) -> Result<Option<Table>, Unreadable> {
        let rows: Vec<usize> = (self.from..self.to).filter(|at| values(&lines[*at]) > 0).collect();
        let words = rows.iter().flat_map(|at| &lines[*at]).filter(|segment| !segment.is_value);
        let words_end = words.map(|segment| segment.x1).fold(f32::NEG_INFINITY, f32::max);
        let columns = self.columns(lines, &rows, words_end);
        if columns.len() < 2 || rows.len() < 2 && columns.len() < LINE {
            return Ok(None);
        }
        let groups = self.groups(lines, &rows, &columns, rules);
        let labels = labels::Labels::of(&lines[self.from..self.to], self.left, &groups);
        let Some(placed) = labels.placed(rules, budget)? else { return Ok(None) };
        let base = if labels.gutter.is_some() { 2 } else { 1 };
        let labels_end = labels.right.unwrap_or(self.left - 2.0);
        let mut xs: Vec<f32> = labels.gutter.into_iter().collect();
        xs.insert(0, labels.left.unwrap_or(self.left - 4.0));
        xs.push((labels_end + self.left) / 2.0);
        xs.extend(columns.windows(2).map(|pair| (pair[0].1 + pair[1].0) / 2.0));
        xs.extend(columns.last().map(|(_, end)| end + 2.0));
        for at in 1..xs.len() {
            xs[at] = xs[at].max(xs[at - 1] + 1.0);
        }
        let mut table = Table { top: f32::INFINITY, is_ruled: false, xs, rows: Vec::new() };
        for row in placed {
            let mut cells = Vec::new();
            for (line, at) in row.groups.iter().chain(&row.items) {
                taken[self.from + line][*at] = true;
                table.top =
                    table.top.min(lines[self.from + line][*at].baseline - lines[self.from + line][*at].size);
            }
            let text = |pieces: &[(usize, usize)]| {
                pieces
                    .iter()
                    .map(|(line, at)| lines[self.from + line][*at].text.as_str())
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            if base == 2 && !row.groups.is_empty() {
                cells.push(cell(text(&row.groups), 0, 1));
            }
            if !row.items.is_empty() {
                cells.push(cell(text(&row.items), cells.len(), base));
            }
            let mut fields: Vec<TableCell> =
                (0..columns.len()).map(|n| cell(String::new(), base + n, base + n + 1)).collect();
            for line in row.values.map_or(&[][..], |group| &groups[group]) {
                let line = self.from + line;
                let words = lines[line].len() - values(&lines[line]);
                for (at, segment) in lines[line].iter().enumerate().skip(words) {
                    let column = columns.partition_point(|(from, _)| *from <= segment.middle()).max(1) - 1;
                    fields[column].append(&segment.text);
                    taken[line][at] = true;
                    table.top = table.top.min(segment.baseline - segment.size);
                }
            }
            cells.extend(fields);
            table.rows.push(cells);
        }
        Ok(Some(table))
    }

    /// The lines of values of each row, numbered from the first of the region: one, or all between two lines where lines
    /// part the rows, since numbers may be broken.
    fn groups(
        &self,
        lines: &[Line],
        rows: &[usize],
        columns: &[(f32, f32)],
        rules: &[Rule],
    ) -> Vec<Vec<usize>> {
        let middle =
            columns.first().zip(columns.last()).map_or(0.0, |(first, last)| (first.0 + last.1) / 2.0);
        let across = rules.iter().filter(|rule| rule.is_horizontal && rule.from < middle && middle < rule.to);
        let mut parted: Vec<f32> = across.map(|rule| rule.at).collect();
        parted.sort_by(f32::total_cmp);
        let band = |row: &usize| {
            let first = &lines[*row][0];
            parted.partition_point(|at| *at < first.baseline - 0.3 * first.size)
        };
        let by_band: Vec<&[usize]> = rows.chunk_by(|a, b| band(a) == band(b)).collect();
        // One label in each band: what begins below another begins another row.
        let starts = |rows: &[usize]| {
            let lines = rows.first().zip(rows.last()).map_or(&[][..], |(first, last)| &lines[*first..=*last]);
            lines.iter().flatten().filter(|segment| begins_row(&segment.text)).collect::<Vec<_>>()
        };
        let is_row = |rows: &&[usize]| {
            let starts = starts(rows);
            let below =
                |at: usize| starts[..at].iter().any(|other| other.overlaps(starts[at].x0, starts[at].x1));
            rows.len() <= BROKEN && !(0..starts.len()).any(below)
        };
        let single = by_band.iter().filter(|rows| rows.len() == 1).count();
        let are_numbered = by_band.iter().filter(|rows| !starts(rows).is_empty()).count() * 2 > by_band.len();
        // Values without any label between two lines are one row.
        let is_bare = !parted.is_empty() && rows.iter().all(|row| lines[*row].iter().all(|s| s.is_value));
        let are_parted = by_band.iter().all(is_row)
            && (are_numbered || is_bare && by_band.len() == 1 || single * 5 >= by_band.len() * 3);
        let of_region = |rows: &[usize]| rows.iter().map(|row| row - self.from).collect();
        if are_parted {
            by_band.into_iter().map(of_region).collect()
        } else {
            rows.chunks(1).map(of_region).collect()
        }
    }

    /// The stretches that values cover, and those of heads above places that are blank in all rows.
    fn columns(&self, lines: &[Line], rows: &[usize], words_end: f32) -> Vec<(f32, f32)> {
        let values = rows.iter().flat_map(|at| &lines[*at]).filter(|segment| segment.is_value);
        let mut stretches: Vec<(f32, f32)> = values.map(|value| (value.x0, value.x1)).collect();
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut columns: Vec<(f32, f32)> = Vec::new();
        for (from, to) in stretches {
            match columns.last_mut().filter(|(_, end)| from < *end) {
                Some((_, end)) => *end = end.max(to),
                None => columns.push((from, to)),
            }
        }
        if let Some(first) = rows.first() {
            heads::add_blank(
                &mut columns,
                &lines[first.saturating_sub(NEAR)..*first],
                lines[*first][0].baseline,
                words_end,
            );
        }
        columns
    }
}

fn cell(text: String, from: usize, to: usize) -> TableCell {
    TableCell { text, from, to, rows: 1, is_full: false }
}
