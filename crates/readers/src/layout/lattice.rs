//! Ruled tables from their lines: which cells there are, which are merged, and what stands in each.

use super::groups::Groups;
use super::segments::{self, Segment};
use super::table::{Table, TableCell};
use super::touching::components;
use super::{Area, Glyph, Page, Rule, middle};
use crate::Unreadable;
use crate::limits::Budget;

/// Edges of filled areas that may be those of cells; more are a drawing.
const MOST_EDGES: usize = 20_000;

/// Lines nearer to each other than this are one, and an end that misses a line by less touches it; points.
pub(super) const NEAR: f32 = 2.5;

/// The tables of a page that its lines enclose, and the characters that stand in none.
pub(super) fn tables(
    page: &Page,
    rules: &[Rule],
    budget: &mut Budget,
) -> Result<(Vec<Table>, Vec<Glyph>), Unreadable> {
    let any = |_: &Lattice| true;
    let (mut tables, mut outside) = enclosed(&page.glyphs, rules, &any, budget)?;
    // Cells may be parted by the edges of their background alone; where only every other row has one, they are not.
    let edges: Vec<Rule> = page.areas.iter().flat_map(Area::edges).collect();
    if !edges.is_empty() && edges.len() <= MOST_EDGES && !outside.is_empty() {
        let is_filled = |lattice: &Lattice| {
            let filled = page.areas.iter().filter(|area| lattice.has_cell(area)).count();
            lattice.ys.len() > 2 && filled >= lattice.cells()
        };
        let (more, rest) = enclosed(&outside, &edges, &is_filled, budget)?;
        tables.extend(more);
        outside = rest;
    }
    Ok((tables, outside))
}

/// The cells of all tables that lines enclose, merged ones once, table by table and row by row.
pub(crate) fn cells(rules: &[Rule], budget: &mut Budget) -> Result<Vec<Area>, Unreadable> {
    let mut cells = Vec::new();
    for rules in components(rules, budget)? {
        let lattice = Lattice::new(rules, budget)?;
        if let Some(lattice) = lattice.filter(|lattice| lattice.columns() >= 2 && lattice.cells() >= 2) {
            let columns = lattice.columns();
            for (at, span) in lattice.spans().into_iter().enumerate() {
                let Some(span) = span else { continue };
                let (xs, ys) = (&lattice.xs, &lattice.ys);
                let (top, bottom) = (ys[at / columns], ys[span.bottom + 1]);
                cells.push(Area { x0: xs[span.left], y0: top, x1: xs[span.right + 1], y1: bottom });
            }
        }
    }
    Ok(cells)
}

fn enclosed(
    glyphs: &[Glyph],
    rules: &[Rule],
    is_sound: &dyn Fn(&Lattice) -> bool,
    budget: &mut Budget,
) -> Result<(Vec<Table>, Vec<Glyph>), Unreadable> {
    let mut lattices: Vec<Lattice> = Vec::new();
    for rules in components(rules, budget)? {
        // A frame around text is no table, and lines between rows alone leave the columns to others.
        let lattice = Lattice::new(rules, budget)?;
        lattices.extend(lattice.filter(|lattice| lattice.columns() >= 2 && lattice.cells() >= 2));
    }
    budget.steps(lattices.len() * glyphs.len())?;
    lattices.retain(|lattice| is_sound(lattice));
    lattices.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); lattices.len()];
    let mut outside = Vec::new();
    for word in glyphs.chunk_by(Glyph::is_followed_by) {
        // Where a table stands in a table, the outer one comes first and the inner one holds the text.
        match lattices.iter().rposition(|lattice| lattice.holds(word)) {
            Some(at) => inside[at].extend(word),
            None => outside.extend(word),
        }
    }
    let mut tables = Vec::new();
    for (lattice, glyphs) in lattices.iter().zip(inside) {
        match (!glyphs.is_empty()).then(|| lattice.table(&glyphs)).flatten() {
            Some(table) => tables.push(table),
            None => outside.extend(glyphs),
        }
    }
    Ok((tables, outside))
}

/// The lines of one table, in columns and rows.
struct Lattice {
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// For each elementary cell, row by row, the cell that stands for the merged one.
    cell: Vec<usize>,
}

impl Lattice {
    /// None where the lines enclose nothing.
    fn new(rules: Vec<Rule>, budget: &mut Budget) -> Result<Option<Lattice>, Unreadable> {
        let (horizontal, vertical): (Vec<Rule>, Vec<Rule>) =
            rules.into_iter().partition(|rule| rule.is_horizontal);
        if horizontal.is_empty() || vertical.is_empty() {
            return Ok(None);
        }
        // Tables without lines at their sides end where their lines end.
        let ends = |rules: &[Rule]| {
            let from = rules.iter().map(|rule| rule.from).fold(f32::INFINITY, f32::min);
            let to = rules.iter().map(|rule| rule.to).fold(f32::NEG_INFINITY, f32::max);
            [from, to]
        };
        let xs = merged(vertical.iter().map(|rule| rule.at).chain(ends(&horizontal)));
        let ys = merged(horizontal.iter().map(|rule| rule.at).chain(ends(&vertical)));
        if xs.len() < 2 || ys.len() < 2 {
            return Ok(None);
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        budget.steps(columns * rows + vertical.len() * rows + horizontal.len() * columns)?;
        let right = walls(&vertical, &xs, &ys);
        let below = walls(&horizontal, &ys, &xs);
        let mut groups = Groups::new(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let at = row * columns + column;
                if column + 1 < columns && !right[(column + 1) * rows + row] {
                    groups.join(at, at + 1);
                }
                if row + 1 < rows && !below[(row + 1) * columns + column] {
                    groups.join(at, at + columns);
                }
            }
        }
        let cell = (0..columns * rows).map(|at| groups.find(at)).collect();
        Ok(Some(Lattice { xs, ys, cell }))
    }

    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    /// How many cells it has, merged ones counted once.
    fn cells(&self) -> usize {
        self.cell.iter().enumerate().filter(|(at, cell)| at == *cell).count()
    }

    /// For each cell what it covers; none for parts of merged cells.
    fn spans(&self) -> Vec<Option<Span>> {
        let columns = self.columns();
        let mut spans: Vec<Option<Span>> = vec![None; self.cell.len()];
        for (at, cell) in self.cell.iter().enumerate() {
            let (row, column) = (at / columns, at % columns);
            let first = Span { left: column, right: column, bottom: row };
            let span = spans[*cell].get_or_insert(first);
            span.left = span.left.min(column);
            span.right = span.right.max(column);
            span.bottom = span.bottom.max(row);
        }
        spans
    }

    /// Whether a filled area is one of its cells.
    fn has_cell(&self, area: &Area) -> bool {
        let on = |edges: &[f32], at: f32| (edges[nearest(edges, at)] - at).abs() <= NEAR;
        let inside = self.xs[0] + NEAR < area.x1 && area.x0 < self.xs[self.xs.len() - 1] - NEAR;
        let is_part = area.x0 > self.xs[0] + NEAR || area.x1 < self.xs[self.xs.len() - 1] - NEAR;
        inside
            && is_part
            && on(&self.xs, area.x0)
            && on(&self.xs, area.x1)
            && on(&self.ys, area.y0)
            && on(&self.ys, area.y1)
    }

    fn holds(&self, word: &[Glyph]) -> bool {
        let (x, y) = middle(word);
        let inside = |edges: &[f32], at: f32| edges[0] <= at && at <= edges[edges.len() - 1];
        inside(&self.xs, x) && inside(&self.ys, y)
    }

    /// The table with its text; none if most of its lines are missing, so that its cells hold those of several rows.
    fn table(&self, glyphs: &[Glyph]) -> Option<Table> {
        let columns = self.columns();
        let mut contents: Vec<Vec<Glyph>> = vec![Vec::new(); self.cell.len()];
        // A number that is wider than its cell stands in it all the same.
        for word in glyphs.chunk_by(Glyph::is_followed_by) {
            let (x, y) = middle(word);
            let (column, row) = (interval(&self.xs, x), interval(&self.ys, y));
            contents[self.cell[row * columns + column]].extend(word);
        }
        let spans = self.spans();
        let mut rows: Vec<Vec<TableCell>> = vec![Vec::new(); self.ys.len() - 1];
        let mut jumbled = 0;
        for (at, content) in contents.iter_mut().enumerate() {
            let Some(span) = spans[at] else { continue };
            let parts = segments::of(content);
            jumbled += usize::from(holds_rows(&parts));
            let row = at / columns;
            if span.left < span.right && span.bottom == row && self.are_unparted(&parts) {
                rows[row].extend(self.parted(&parts, span));
                continue;
            }
            let cell = |parts: &[Segment], from_row: usize, to_row: usize| TableCell {
                is_full: is_full(parts, self.xs[span.right + 1] - self.xs[span.left]),
                text: segments::text(parts),
                from: span.left,
                to: span.right + 1,
                rows: to_row + 1 - from_row,
            };
            match self.below_head(&parts) {
                // The line between a head and the value below it is missing.
                Some((first, line)) => {
                    rows[row].push(cell(&parts[..first], row, line - 1));
                    rows[line].push(cell(&parts[first..], line, span.bottom));
                }
                None => rows[row].push(cell(&parts, row, span.bottom)),
            }
        }
        for row in &mut rows {
            row.sort_by_key(|cell| cell.from);
        }
        let is_jumble = jumbled >= 2 && jumbled * 2 > self.columns();
        (!is_jumble).then(|| Table { top: self.ys[0], is_ruled: true, xs: self.xs.clone(), rows })
    }

    /// Which piece of a cell is the first value below words, and in which row, if the lines of its neighbours part them.
    fn below_head(&self, parts: &[Segment]) -> Option<(usize, usize)> {
        let row = |part: &Segment| interval(&self.ys, part.baseline - part.size * 0.35);
        let first = parts.iter().position(|part| part.is_value)?;
        let (words, values) = parts.split_at(first);
        let (above, below) = (row(words.last()?), row(&values[0]));
        (values.iter().all(|part| part.is_value) && above < below).then_some((first, below))
    }

    /// Whether the pieces in one cell are values of several columns between which the lines are missing.
    fn are_unparted(&self, parts: &[Segment]) -> bool {
        let mut values = parts.iter().filter(|part| part.is_value);
        let Some(first) = values.next() else { return false };
        let column = |part: &Segment| interval(&self.xs, part.middle());
        let on_line = |part: &&Segment| (part.baseline - first.baseline).abs() < 0.5 * first.size;
        values.filter(on_line).any(|part| column(part) != column(first))
    }

    /// The columns of a row between which the lines are missing; words reach over the columns where they stand.
    fn parted(&self, parts: &[Segment], span: Span) -> Vec<TableCell> {
        let column = |part: &Segment| interval(&self.xs, part.middle()).clamp(span.left, span.right);
        let mut cells: Vec<TableCell> = (span.left..=span.right)
            .map(|at| TableCell { text: String::new(), from: at, to: at + 1, rows: 1, is_full: false })
            .collect();
        for part in parts {
            cells[column(part) - span.left].append(&part.text);
        }
        // Blank places behind the label are blank values.
        let label = cells.iter().rposition(|cell| cell.text.contains(char::is_alphabetic)).unwrap_or(0);
        let cells = cells.into_iter().enumerate();
        cells.filter(|(at, cell)| *at >= label || !cell.is_blank()).map(|(_, cell)| cell).collect()
    }
}

/// The columns and rows that a merged cell covers.
#[derive(Debug, Clone, Copy)]
struct Span {
    left: usize,
    right: usize,
    bottom: usize,
}

/// Whether the pieces in one cell are a head and the values of several rows below it.
fn holds_rows(parts: &[Segment]) -> bool {
    let words = parts.iter().position(|part| !part.is_value);
    let values = parts.iter().rev().take_while(|part| part.is_value).count();
    words.is_some() && values >= 2
}

/// Whether the last line of a cell has no room for one more character.
fn is_full(parts: &[Segment], width: f32) -> bool {
    let Some(last) = parts.last() else { return false };
    let line = || parts.iter().filter(|part| (part.baseline - last.baseline).abs() < 0.3 * last.size);
    let from = line().map(|part| part.x0).fold(f32::INFINITY, f32::min);
    let to = line().map(|part| part.x1).fold(f32::NEG_INFINITY, f32::max);
    let character = (last.x1 - last.x0) / last.text.chars().count().max(1) as f32;
    to - from + character + PADDING > width
}

/// What stands free at the sides of a cell at most; points.
const PADDING: f32 = 14.0;

/// Positions in ascending order, near ones made one.
fn merged(positions: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut positions: Vec<f32> = positions.collect();
    positions.sort_by(f32::total_cmp);
    let mut groups: Vec<(f32, f32, usize)> = Vec::new();
    for position in positions {
        match groups.last_mut() {
            Some((last, sum, count)) if position - *last <= NEAR => {
                (*last, *sum, *count) = (position, *sum + position, *count + 1);
            }
            _ => groups.push((position, position, 1)),
        }
    }
    groups.into_iter().map(|(_, sum, count)| sum / count as f32).collect()
}

/// For each edge of `at`, and each interval of `along`: whether lines cover more than half of it.
fn walls(rules: &[Rule], at: &[f32], along: &[f32]) -> Vec<bool> {
    let intervals = along.len() - 1;
    let mut covered = vec![0.0; at.len() * intervals];
    for rule in rules {
        let edge = nearest(at, rule.at);
        for (interval, ends) in along.windows(2).enumerate() {
            let share = (rule.to.min(ends[1]) - rule.from.max(ends[0])).max(0.0);
            covered[edge * intervals + interval] += share;
        }
    }
    let long_enough = |(index, covered): (usize, f32)| {
        let interval = index % intervals;
        covered * 2.0 > along[interval + 1] - along[interval]
    };
    covered.into_iter().enumerate().map(long_enough).collect()
}

fn nearest(edges: &[f32], at: f32) -> usize {
    let after = edges.partition_point(|edge| *edge < at).min(edges.len() - 1);
    if after > 0 && at - edges[after - 1] < edges[after] - at { after - 1 } else { after }
}

/// The interval between edges in which a position lies.
fn interval(edges: &[f32], at: f32) -> usize {
    edges.partition_point(|edge| *edge <= at).clamp(1, edges.len() - 1) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn rule(is_horizontal: bool, at: f32, from: f32, to: f32) -> Rule {
        Rule { is_horizontal, at, from, to }
    }

    fn glyph(c: char, x: f32, baseline: f32) -> Glyph {
        Glyph { c, x, width: 10.0, baseline, size: 10.0, run: 0 }
    }

    #[test]
    fn cells_without_a_wall_between_them_are_one() {
        // Two rows, three columns; above, the first two are merged; the first column reaches down.
        let rules = vec![
            rule(true, 0.0, 0.0, 90.0),
            rule(true, 20.0, 60.0, 90.0),
            rule(true, 40.0, 0.0, 90.0),
            rule(false, 0.0, 0.0, 40.0),
            rule(false, 30.3, 20.0, 40.0),
            rule(false, 60.0, 0.0, 40.5),
            rule(false, 90.0, 0.0, 40.0),
        ];
        let glyphs = vec![
            glyph('a', 5.0, 15.0),
            glyph('b', 70.0, 15.0),
            glyph('c', 70.0, 35.0),
            glyph('o', 5.0, 60.0),
        ];
        let (tables, outside) =
            tables(&Page { glyphs, ..Page::default() }, &rules, &mut Budget::new(&Limits::default()))
                .unwrap();
        assert_eq!(outside.len(), 1, "what stands below is outside");
        let cells: Vec<Vec<(&str, usize, usize, usize)>> = tables[0]
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| (cell.text.as_str(), cell.from, cell.to, cell.rows)).collect())
            .collect();
        assert_eq!(cells, [vec![("a", 0, 2, 2), ("b", 2, 3, 1)], vec![("c", 2, 3, 1)]]);
    }

    #[test]
    fn a_frame_and_an_underline_are_no_tables() {
        let frame = vec![
            rule(true, 0.0, 0.0, 90.0),
            rule(true, 40.0, 0.0, 90.0),
            rule(false, 0.0, 0.0, 40.0),
            rule(false, 90.0, 0.0, 40.0),
            rule(true, 20.0, 10.0, 50.0),
        ];
        let page = Page { glyphs: vec![glyph('a', 5.0, 15.0)], ..Page::default() };
        let (found, outside) = tables(&page, &frame, &mut Budget::new(&Limits::default())).unwrap();
        assert!(found.is_empty());
        assert_eq!(outside.len(), 1);
    }
}
