//! Which lines of labels belong to which row, where no line parts the rows.

use super::{Line, Segment, values};
use crate::Unreadable;
use crate::layout::Rule;
use crate::layout::breaks::begins_row;
use crate::limits::Budget;

/// Lines that one label may have.
const MOST_LINES: usize = 40;

/// Lines of one label are not farther apart than this many heights of the font.
const NEXT: f32 = 1.8;

/// What it costs to leave a line between the rows to none of them, in heights of the font.
const LEFT_OUT: f32 = 0.3;

/// What a row without a label costs.
const BARE: f32 = 1.0;

/// What a line beyond the first or last row gains by belonging to it.
const TAKEN_IN: f32 = 0.02;

/// By how much another alignment than the usual one has to fit better.
const CLEARLY: f32 = 0.25;

/// The labels of a table, its lines numbered from 0.
pub(super) struct Labels {
    /// Where they begin and end.
    pub(super) left: Option<f32>,
    pub(super) right: Option<f32>,
    /// What parts the labels of rows from those of groups of rows.
    pub(super) gutter: Option<f32>,
    /// Lines of the labels of rows.
    items: Vec<Item>,
    /// The labels of groups, which stand beside several rows.
    groups: Vec<(f32, Piece)>,
    /// The rows: height and number.
    rows: Vec<(f32, usize)>,
    size: f32,
}

/// A piece of a line: the line, and which piece of it.
type Piece = (usize, usize);

/// A line of the label of a row.
struct Item {
    baseline: f32,
    pieces: Vec<Piece>,
    /// Whether a number says that a label begins here.
    begins: bool,
}

/// A row with its labels.
#[derive(Default)]
pub(super) struct Row {
    pub(super) groups: Vec<Piece>,
    pub(super) items: Vec<Piece>,
    /// The group of lines of the values; none for a label without any.
    pub(super) values: Option<usize>,
}

/// Where the middle, the top or the bottom of a label stands at its values.
#[derive(Clone, Copy)]
enum Alignment {
    Middle,
    Top,
    Bottom,
}

impl Labels {
    pub(super) fn of(lines: &[Line], values_from: f32, groups: &[Vec<usize>]) -> Labels {
        let count = |line: &Line| line.len() - values(line);
        let words = || lines.iter().flat_map(|line| &line[..count(line)]);
        let gutter = gutter(lines, values_from);
        let mut labels = Labels {
            left: words().map(|segment| segment.x0).min_by(f32::total_cmp),
            right: words().map(|segment| segment.x1).max_by(f32::total_cmp),
            gutter,
            items: Vec::new(),
            groups: Vec::new(),
            rows: Vec::new(),
            size: lines.iter().flatten().map(|segment| segment.size).fold(1.0, f32::max),
        };
        // A line across the gutter begins or goes on in lines that stand below each other as it does.
        let across: Vec<&Segment> =
            words().filter(|word| gutter.is_some_and(|at| word.x0 < at && at < word.x1)).collect();
        let goes_on = |word: &Segment| {
            let from = across.partition_point(|other| other.baseline < word.baseline - NEXT * word.size);
            let near =
                across[from..].iter().take_while(|other| other.baseline < word.baseline + NEXT * word.size);
            let below = |other: &&&Segment| {
                (other.x0 - word.x0).abs() < 2.0 || (other.middle() - word.middle()).abs() < 3.0
            };
            near.take(MOST_LINES).any(|other| below(&other))
        };
        for (number, line) in lines.iter().enumerate() {
            let words = &line[..count(line)];
            let of_group = |x1: f32| gutter.is_some_and(|gutter| x1 <= gutter);
            let mut items = Vec::new();
            for (at, segment) in words.iter().enumerate() {
                if of_group(segment.x1) && !goes_on(segment) {
                    labels.groups.push((segment.baseline, (number, at)));
                } else {
                    items.push((number, at));
                }
            }
            if let Some((_, first)) = items.first() {
                let begins = items.iter().any(|(_, at)| begins_row(&words[*at].text));
                labels.items.push(Item { baseline: words[*first].baseline, pieces: items, begins });
            }
        }
        for (number, group) in groups.iter().enumerate() {
            let baselines = group.iter().filter_map(|line| Some(lines[*line].last()?.baseline));
            labels.rows.push((baselines.sum::<f32>() / group.len().max(1) as f32, number));
        }
        labels
    }

    /// The rows from top to bottom, each with the labels around it.
    /// None where a row finds none: then its lines are not its rows, as where numbers are broken over lines.
    pub(super) fn placed(&self, rules: &[Rule], budget: &mut Budget) -> Result<Option<Vec<Row>>, Unreadable> {
        budget.steps(
            3 * (self.rows.len() + 1) * (self.items.len() + 1) * MOST_LINES.min(self.items.len() + 1),
        )?;
        let middle = (self.gutter.or(self.left).unwrap_or(0.0) + self.right.unwrap_or(0.0)) / 2.0;
        let mut parted: Vec<f32> = rules
            .iter()
            .filter(|rule| rule.is_horizontal && rule.from < middle && middle < rule.to)
            .map(|rule| rule.at)
            .collect();
        parted.sort_by(f32::total_cmp);
        let band = |baseline: f32| parted.partition_point(|at| *at < baseline - 0.3 * self.size);
        let bands = Bands {
            items: self.items.iter().map(|item| band(item.baseline)).collect(),
            rows: self.rows.iter().map(|(y, _)| band(*y)).collect(),
        };
        let (mut least, mut shared) = self.shared(Alignment::Middle, &bands);
        for alignment in [Alignment::Top, Alignment::Bottom] {
            let (cost, other) = self.shared(alignment, &bands);
            if cost + CLEARLY < least {
                (least, shared) = (cost, other);
            }
        }
        let bare = shared.iter().filter(|lines| lines.is_empty()).count();
        let are_rows = self.items.is_empty() || bare == 0;
        Ok(are_rows.then(|| self.rows_of(&shared)))
    }

    /// Shares the lines out to the rows at the least cost: for each row the lines that are its label.
    fn shared(&self, alignment: Alignment, bands: &Bands) -> (f32, Vec<std::ops::Range<usize>>) {
        let (n, m) = (self.rows.len(), self.items.len());
        let skip = |rows_before: usize| if rows_before == 0 || rows_before == n { 0.0 } else { LEFT_OUT };
        // best[i][j]: the least cost of the first i rows and the first j lines, and how many lines row i got.
        let mut best = vec![vec![(f32::INFINITY, None::<usize>); m + 1]; n + 1];
        best[0][0].0 = 0.0;
        for i in 0..=n {
            for j in 0..=m {
                let mut least = best[i][j];
                if j > 0 && best[i][j - 1].0 + skip(i) < least.0 {
                    least = (best[i][j - 1].0 + skip(i), None);
                }
                if i > 0 {
                    if best[i - 1][j].0 + BARE < least.0 {
                        least = (best[i - 1][j].0 + BARE, Some(0));
                    }
                    let mut sum = 0.0;
                    for count in 1..=j.min(MOST_LINES) {
                        let first = j - count;
                        sum += self.items[first].baseline;
                        if count > 1 && self.items[first + 1].begins {
                            break;
                        }
                        if bands.items[first] != bands.rows[i - 1] {
                            break;
                        }
                        let stands = match alignment {
                            Alignment::Middle => sum / count as f32,
                            Alignment::Top => self.items[first].baseline,
                            Alignment::Bottom => self.items[j - 1].baseline,
                        };
                        let cost = (stands - self.rows[i - 1].0).abs() / self.size - TAKEN_IN * count as f32;
                        if best[i - 1][first].0 + cost < least.0 {
                            least = (best[i - 1][first].0 + cost, Some(count));
                        }
                    }
                }
                best[i][j] = least;
            }
        }
        let cost = best[n][m].0;
        let mut ranges = vec![0..0; n];
        let (mut i, mut j) = (n, m);
        while i > 0 || j > 0 {
            match best[i][j].1 {
                Some(count) if i > 0 => {
                    ranges[i - 1] = j - count..j;
                    (i, j) = (i - 1, j - count);
                }
                _ if j > 0 => j -= 1,
                _ => break,
            }
        }
        (cost, ranges)
    }

    /// The rows of lines that were shared out; lines between the rows that no row got are rows without values.
    fn rows_of(&self, shared: &[std::ops::Range<usize>]) -> Vec<Row> {
        let mut rows: Vec<(f32, Row)> = Vec::new();
        let mut next: Option<usize> = None;
        for ((y, line), range) in self.rows.iter().zip(shared) {
            if !range.is_empty() {
                for item in next.map_or(&[][..], |next| &self.items[next..range.start]) {
                    rows.push((item.baseline, Row { items: item.pieces.clone(), ..Row::default() }));
                }
                next = Some(range.end);
            }
            let items =
                self.items[range.clone()].iter().flat_map(|item| item.pieces.iter().copied()).collect();
            rows.push((*y, Row { items, values: Some(*line), ..Row::default() }));
        }
        let (Some(first), Some(last)) = (rows.first().map(|row| row.0), rows.last().map(|row| row.0)) else {
            return Vec::new();
        };
        for (y, piece) in &self.groups {
            // Beyond the table stand other things.
            if first - 3.0 * self.size <= *y && *y <= last + 3.0 * self.size {
                let after = rows.partition_point(|row| row.0 < *y).min(rows.len() - 1);
                let nearer = after > 0 && *y - rows[after - 1].0 < rows[after].0 - *y;
                rows[if nearer { after - 1 } else { after }].1.groups.push(*piece);
            }
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// Between which horizontal lines everything stands.
struct Bands {
    items: Vec<usize>,
    rows: Vec<usize>,
}

/// The rightmost place at which most rows begin a label of their own, with labels of groups before it.
fn gutter(lines: &[Line], values_from: f32) -> Option<f32> {
    let rows = lines.iter().filter(|line| values(line) > 0).count();
    let words: Vec<(f32, f32)> = lines
        .iter()
        .flat_map(|line| &line[..line.len() - values(line)])
        .map(|segment| (segment.x0, segment.x1))
        .collect();
    let mut starts: Vec<f32> = words.iter().map(|(x0, _)| *x0).filter(|x0| *x0 < values_from).collect();
    let mut ends: Vec<f32> = words.iter().map(|(_, x1)| *x1).collect();
    starts.sort_by(f32::total_cmp);
    ends.sort_by(f32::total_cmp);
    let mut candidates = starts.clone();
    candidates.dedup();
    candidates.into_iter().rev().find(|at| {
        let left = ends.partition_point(|end| *end <= *at);
        let right = starts.len() - starts.partition_point(|start| *start < *at);
        let across = words.len().saturating_sub(left + right);
        left >= 2 && right * 2 >= rows && across * 10 <= words.len() * 3
    })
}
