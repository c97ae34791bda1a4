//! Ruled tables from their lines: which cells there are, which are merged, and what stands in each.

use super::{Glyph, Page, Rule, lines};

/// Lines nearer to each other than this are one, and an end that misses a line by less touches it; points.
const NEAR: f32 = 2.5;

/// A ruled table on one page.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) top: f32,
    /// Where its columns are parted, from its left edge to its right edge.
    pub(super) xs: Vec<f32>,
    /// The cells that begin in each row, from the left.
    pub(super) rows: Vec<Vec<TableCell>>,
}

/// A cell of a ruled table.
#[derive(Debug, Clone)]
pub(super) struct TableCell {
    pub(super) text: String,
    /// Its left and right edge, as indices into [`Table::xs`].
    pub(super) from: usize,
    pub(super) to: usize,
    /// Rows it covers.
    pub(super) rows: usize,
}

/// The tables of a page from top to bottom, and the characters that stand in none.
pub(super) fn tables(page: &Page) -> (Vec<Table>, Vec<Glyph>) {
    let mut lattices: Vec<Lattice> = components(&page.rules).into_iter().filter_map(Lattice::new).collect();
    lattices.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); lattices.len()];
    let mut outside = Vec::new();
    for glyph in &page.glyphs {
        // Where a table stands in a frame, the frame comes first and the table holds the text.
        match lattices.iter().rposition(|lattice| lattice.holds(glyph)) {
            Some(at) => inside[at].push(*glyph),
            None => outside.push(*glyph),
        }
    }
    let mut tables = Vec::new();
    for (lattice, glyphs) in lattices.iter().zip(inside) {
        // A frame around text is no table, and lines between rows alone leave the columns to the listing.
        if glyphs.is_empty() || lattice.columns() < 2 || lattice.cells() < 2 {
            outside.extend(glyphs);
        } else {
            tables.push(lattice.table(&glyphs));
        }
    }
    (tables, outside)
}

/// Groups of lines that touch each other.
fn components(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut groups = Groups::new(rules.len());
    // In the order of where they begin from above, only lines that have not ended can touch a later one.
    let extent = |rule: &Rule| if rule.is_horizontal { (rule.at, rule.at) } else { (rule.from, rule.to) };
    let mut order: Vec<usize> = (0..rules.len()).collect();
    order.sort_by(|a, b| extent(&rules[*a]).0.total_cmp(&extent(&rules[*b]).0));
    let mut open: Vec<usize> = Vec::new();
    for index in order {
        let top = extent(&rules[index]).0;
        open.retain(|other| extent(&rules[*other]).1 + NEAR >= top);
        for other in &open {
            if touch(&rules[index], &rules[*other]) {
                groups.join(index, *other);
            }
        }
        open.push(index);
    }
    groups.gather().into_iter().map(|group| group.into_iter().map(|index| rules[index]).collect()).collect()
}

fn touch(a: &Rule, b: &Rule) -> bool {
    let within = |at: f32, rule: &Rule| rule.from - NEAR <= at && at <= rule.to + NEAR;
    if a.is_horizontal == b.is_horizontal {
        (a.at - b.at).abs() <= NEAR && a.from <= b.to + NEAR && b.from <= a.to + NEAR
    } else {
        within(a.at, b) && within(b.at, a)
    }
}

/// Disjoint groups of numbers.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Groups {
        Groups((0..count).collect())
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Joins two groups; the smaller number stands for both.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The members of each group.
    fn gather(mut self) -> Vec<Vec<usize>> {
        let mut gathered: Vec<Vec<usize>> = vec![Vec::new(); self.0.len()];
        for at in 0..self.0.len() {
            let root = self.find(at);
            gathered[root].push(at);
        }
        gathered.retain(|group| !group.is_empty());
        gathered
    }
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
    fn new(rules: Vec<Rule>) -> Option<Lattice> {
        let (horizontal, vertical): (Vec<Rule>, Vec<Rule>) =
            rules.into_iter().partition(|rule| rule.is_horizontal);
        if horizontal.is_empty() || vertical.is_empty() {
            return None;
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
            return None;
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
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
        Some(Lattice { xs, ys, cell })
    }

    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    /// How many cells it has, merged ones counted once.
    fn cells(&self) -> usize {
        self.cell.iter().enumerate().filter(|(at, cell)| at == *cell).count()
    }

    fn holds(&self, glyph: &Glyph) -> bool {
        let (x, y) = glyph.middle();
        let inside = |edges: &[f32], at: f32| edges[0] <= at && at <= edges[edges.len() - 1];
        inside(&self.xs, x) && inside(&self.ys, y)
    }

    fn table(&self, glyphs: &[Glyph]) -> Table {
        let columns = self.columns();
        let mut contents: Vec<Vec<Glyph>> = vec![Vec::new(); self.cell.len()];
        for glyph in glyphs {
            let (x, y) = glyph.middle();
            let (column, row) = (interval(&self.xs, x), interval(&self.ys, y));
            contents[self.cell[row * columns + column]].push(*glyph);
        }
        let mut rows: Vec<Vec<TableCell>> = vec![Vec::new(); self.ys.len() - 1];
        for (at, content) in contents.iter_mut().enumerate() {
            if self.cell[at] != at {
                continue;
            }
            let members = (at..self.cell.len()).filter(|other| self.cell[*other] == at);
            let (mut right, mut bottom, mut left) = (0, 0, columns);
            for member in members {
                left = left.min(member % columns);
                right = right.max(member % columns);
                bottom = bottom.max(member / columns);
            }
            rows[at / columns].push(TableCell {
                text: lines::cell(content),
                from: left,
                to: right + 1,
                rows: bottom + 1 - at / columns,
            });
        }
        Table { top: self.ys[0], xs: self.xs.clone(), rows }
    }
}

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

    fn rule(is_horizontal: bool, at: f32, from: f32, to: f32) -> Rule {
        Rule { is_horizontal, at, from, to }
    }

    fn glyph(c: char, x: f32, baseline: f32) -> Glyph {
        Glyph { c, x, width: 10.0, baseline, size: 10.0 }
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
        let (tables, outside) = tables(&Page { height: 100.0, glyphs, rules, is_recognised: false });
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
        let page =
            Page { height: 100.0, glyphs: vec![glyph('a', 5.0, 15.0)], rules: frame, is_recognised: false };
        let (found, outside) = tables(&page);
        assert!(found.is_empty());
        assert_eq!(outside.len(), 1);
    }
}
