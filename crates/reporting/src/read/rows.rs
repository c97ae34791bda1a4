//! Which run of values belongs to which row of the form (按标签认行).
//!
//! Between two runs of values stand words: the label of the row, whole or in pieces, with whatever heads,
//! margins and page breaks surround it. Rows come in the official order, so the best assignment is an alignment
//! of the runs with the rows: labels that are cut, misprinted or broken around their numbers still find
//! their place, and rows of a local extension find none.

use std::ops::Range;

use crate::form::Row;
use crate::text;

use super::items::Item;

/// A run of values with the words before it.
#[derive(Debug)]
pub(super) struct Run {
    /// The words between the previous run and this one, as a label key.
    before: String,
    /// Pairs of letters of the words before it.
    pairs_before: Vec<[char; 2]>,
    /// Pairs of letters of the words between this run and the next one.
    pairs_after: Vec<[char; 2]>,
    /// The values, blanks included, as indices of items.
    pub(super) items: Range<usize>,
    /// The row in which the words before it end.
    pub(super) label_row: Option<u32>,
    /// Whether anything is printed in it.
    has_content: bool,
    /// Whether the items end with it.
    pub(super) at_end: bool,
}

/// Splits items into runs.
pub(super) fn runs(items: &[Item]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut words = String::new();
    let mut label_row = None;
    let mut i = 0;
    while i < items.len() {
        if !items[i].is_value() {
            words.push_str(&items[i].raw);
            label_row = Some(items[i].row);
            i += 1;
            continue;
        }
        let start = i;
        while i < items.len() && items[i].is_value() {
            i += 1;
        }
        let key = text::label_key(&words);
        if let Some(previous) = runs.last_mut() {
            previous.pairs_after = pairs(head(&key));
        }
        runs.push(Run {
            before: tail(&key).to_owned(),
            pairs_before: pairs(tail(&key)),
            pairs_after: Vec::new(),
            items: start..i,
            label_row,
            has_content: items[start..i].iter().any(Item::has_content),
            at_end: i == items.len(),
        });
        words.clear();
        label_row = None;
    }
    if let Some(previous) = runs.last_mut() {
        previous.pairs_after = pairs(head(&text::label_key(&words)));
    }
    runs
}

/// The pairs of neighbouring letters of a text, in order of value so that they are quickly looked up.
fn pairs(text: &str) -> Vec<[char; 2]> {
    let mut pairs: Vec<[char; 2]> = text.chars().zip(text.chars().skip(1)).map(|(a, b)| [a, b]).collect();
    pairs.sort_unstable();
    pairs
}

/// Characters of context that can belong to one label.
const CONTEXT: usize = 72;

fn tail(key: &str) -> &str {
    let skip = key.chars().count().saturating_sub(CONTEXT);
    key.char_indices().nth(skip).map_or(key, |(at, _)| &key[at..])
}

fn head(key: &str) -> &str {
    key.char_indices().nth(CONTEXT).map_or(key, |(at, _)| &key[..at])
}

/// A row's labels, ready to be compared.
#[derive(Debug)]
pub(super) struct Labels {
    labels: Vec<Label>,
    /// Whether the form itself prints the row; others only replace such rows.
    is_standard: bool,
}

/// One label of a row.
#[derive(Debug)]
struct Label {
    /// Its key.
    whole: String,
    /// The key without its number.
    core: String,
    /// Pairs of neighbouring letters of the core.
    pairs: Vec<[char; 2]>,
}

impl Labels {
    /// The labels of a row of the form.
    pub(super) fn of(row: &Row) -> Labels {
        let labels = std::iter::once(&row.label).chain(&row.also).map(|label| {
            let whole = text::label_key(label);
            let numbers = |c: char| c.is_ascii_digit() || "一二三四五六七".contains(c);
            // 三安全一稳定 begins with a digit of its own, so only one character is a number.
            let core = whole.strip_prefix(numbers).unwrap_or(&whole).to_owned();
            Label { pairs: pairs(&core), whole, core }
        });
        Labels { labels: labels.collect(), is_standard: row.instead_of.is_empty() }
    }

    /// How well the words around a run fit, 0 (not at all) to 100.
    fn fit(&self, run: &Run) -> u32 {
        self.labels.iter().map(|label| label.fit(run)).max().unwrap_or(0)
    }
}

impl Label {
    fn fit(&self, run: &Run) -> u32 {
        let before = run.before.as_str();
        let long = self.pairs.len() >= 3;
        if before.ends_with(&self.whole) {
            return 100;
        }
        if before.ends_with(&self.core) {
            return if long { 95 } else { 60 };
        }
        let has = |pairs: &[[char; 2]], pair: &[char; 2]| pairs.binary_search(pair).is_ok();
        let near = self.pairs.iter().filter(|pair| has(&run.pairs_before, pair)).count();
        if near == self.pairs.len()
            && let Some(at) = before.rfind(&self.core)
        {
            // Words behind the label (a margin, the head of the next group) make it less certain; the head of a
            // column says that the numbers are not the row's.
            let behind = &before[at + self.core.len()..];
            if ["数量", "件数", "金额", "增减", "信息内容"].iter().any(|head| behind.contains(head))
            {
                return 0;
            }
            let behind = behind.chars().count() as u32;
            return if long { 85u32.saturating_sub(behind * 2).max(10) } else { 30 };
        }
        if !long || near == 0 || !run.has_content {
            return 0;
        }
        // A label in pieces, or with a letter wrong: how many of its pairs of letters are there. Two such fits
        // are worth less than one whole label.
        let around = |pair: &&[char; 2]| has(&run.pairs_before, pair) || has(&run.pairs_after, pair);
        let share = 100 * self.pairs.iter().filter(around).count() as u32 / self.pairs.len() as u32;
        if share >= 60 { share * 2 / 5 } else { 0 }
    }
}

/// A fit from which a label is taken for found.
const FOUND: u32 = 60;

/// For each row the run that belongs to it, in the order of the form.
///
/// Labels that are found fix their rows; between them, runs that are full rows go to the rows in turn when there are
/// as many, and otherwise to those that their pieces of labels fit best.
pub(super) fn assign(runs: &[Run], rows: &[Labels], full: &dyn Fn(&Run) -> bool) -> Vec<Option<usize>> {
    let fits: Vec<Vec<u32>> = rows.iter().map(|row| runs.iter().map(|run| row.fit(run)).collect()).collect();
    let mut assigned = align(&fits, 0..rows.len(), 0..runs.len(), FOUND);
    if let Some(in_turn) = in_turn(runs, rows, full, &assigned) {
        return in_turn;
    }
    let mut r = 0;
    while r < rows.len() {
        if assigned[r].is_some() {
            r += 1;
            continue;
        }
        let end = (r..rows.len()).find(|row| assigned[*row].is_some()).unwrap_or(rows.len());
        let from = assigned[..r].iter().rev().flatten().next().map_or(0, |run| run + 1);
        let to = assigned[r..].iter().flatten().next().copied().unwrap_or(runs.len());
        let between: Vec<usize> = (from..to).filter(|run| full(&runs[*run])).collect();
        let closed = r > 0 && end < rows.len();
        let of_kind =
            |standard: bool| (r..end).filter(|row| rows[*row].is_standard == standard).collect::<Vec<_>>();
        let takers =
            [of_kind(true), of_kind(false)].into_iter().find(|rows| closed && rows.len() == between.len());
        if let Some(takers) = takers.filter(|takers| !takers.is_empty()) {
            for (row, run) in takers.into_iter().zip(between) {
                assigned[row] = Some(run);
            }
        } else {
            for (row, run) in align(&fits, r..end, from..to, 1).into_iter().enumerate().skip(r).take(end - r)
            {
                assigned[row] = run;
            }
        }
        r = end;
    }
    assigned
}

/// As many full runs as the form has rows: each row in its turn, unless a label that was found says otherwise.
fn in_turn(
    runs: &[Run],
    rows: &[Labels],
    full: &dyn Fn(&Run) -> bool,
    found: &[Option<usize>],
) -> Option<Vec<Option<usize>>> {
    let runs: Vec<usize> = (0..runs.len()).filter(|run| full(&runs[*run])).collect();
    let standard: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].is_standard).collect();
    if runs.len() != standard.len() {
        return None;
    }
    let mut assigned = vec![None; rows.len()];
    for (row, run) in standard.into_iter().zip(runs) {
        assigned[row] = Some(run);
    }
    let agrees = found.iter().zip(&assigned).all(|(found, assigned)| found.is_none() || found == assigned);
    agrees.then_some(assigned)
}

/// The alignment of some rows with some runs, both in order, that has the greatest total fit.
fn align(fits: &[Vec<u32>], rows: Range<usize>, runs: Range<usize>, least: u32) -> Vec<Option<usize>> {
    let fit = |r: usize, k: usize| if fits[r][k] >= least { fits[r][k] } else { 0 };
    // best[r][k]: the greatest total of rows r.. with runs k..
    let mut best = vec![vec![0u32; runs.end + 1]; rows.end + 1];
    for r in rows.clone().rev() {
        for k in runs.clone().rev() {
            let taken = if fit(r, k) > 0 { fit(r, k) + best[r + 1][k + 1] } else { 0 };
            best[r][k] = taken.max(best[r + 1][k]).max(best[r][k + 1]);
        }
    }
    let mut assigned = vec![None; fits.len()];
    let (mut r, mut k) = (rows.start, runs.start);
    while r < rows.end && k < runs.end {
        if fit(r, k) > 0 && best[r][k] == fit(r, k) + best[r + 1][k + 1] {
            assigned[r] = Some(k);
            (r, k) = (r + 1, k + 1);
        } else if best[r][k] == best[r + 1][k] {
            r += 1;
        } else {
            k += 1;
        }
    }
    assigned
}
