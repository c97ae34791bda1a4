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
    /// The words between this run and the next one.
    after: String,
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
            previous.after = head(&key).to_owned();
        }
        runs.push(Run {
            before: tail(&key).to_owned(),
            after: String::new(),
            items: start..i,
            label_row,
            has_content: items[start..i].iter().any(Item::has_content),
            at_end: i == items.len(),
        });
        words.clear();
        label_row = None;
    }
    if let Some(previous) = runs.last_mut() {
        previous.after = head(&text::label_key(&words)).to_owned();
    }
    runs
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
    /// Each label whole, and without its number.
    keys: Vec<(String, String)>,
}

impl Labels {
    /// The labels of a row of the form.
    pub(super) fn of(row: &Row) -> Labels {
        let keys = std::iter::once(&row.label).chain(&row.also).map(|label| {
            let whole = text::label_key(label);
            let numbers = |c: char| c.is_ascii_digit() || "一二三四五六七".contains(c);
            // 三安全一稳定 begins with a digit of its own, so only one character is a number.
            let core = whole.strip_prefix(numbers).unwrap_or(&whole).to_owned();
            (whole, core)
        });
        Labels { keys: keys.collect() }
    }

    /// How well the words around a run fit, 0 (not at all) to 100.
    fn fit(&self, run: &Run) -> u32 {
        self.keys.iter().map(|(whole, core)| fit(whole, core, run)).max().unwrap_or(0)
    }
}

fn fit(whole: &str, core: &str, run: &Run) -> u32 {
    let before = run.before.as_str();
    let long = core.chars().count() >= 4;
    if before.ends_with(whole) {
        return 100;
    }
    if before.ends_with(core) {
        return if long { 95 } else { 60 };
    }
    if let Some(at) = before.rfind(core) {
        // Words behind the label (a margin, the head of the next group) make it less certain.
        let behind = before[at + core.len()..].chars().count() as u32;
        return if long { 85u32.saturating_sub(behind * 2).max(40) } else { 30 };
    }
    if !long {
        return 0;
    }
    // A label in pieces, or with a letter wrong: how many of its pairs of letters are there. Two such fits
    // are worth less than one whole label.
    if !run.has_content {
        return 0;
    }
    let letters: Vec<char> = core.chars().collect();
    let has = |text: &str, pair: &[char]| text.contains(&String::from_iter(pair));
    let found = letters.windows(2).filter(|pair| has(before, pair) || has(&run.after, pair)).count();
    let near = letters.windows(2).filter(|pair| has(before, pair)).count();
    let share = 100 * found as u32 / (letters.len() as u32 - 1);
    if share >= 60 { share * 2 / 5 + u32::from(near > 0) * 5 } else { 0 }
}

/// For each row the run that belongs to it, in the order of the form.
pub(super) fn assign(runs: &[Run], rows: &[Labels]) -> Vec<Option<usize>> {
    // best[r][k]: the greatest total fit of rows r.. with runs k..
    let (n, m) = (rows.len(), runs.len());
    let fits: Vec<Vec<u32>> = rows.iter().map(|row| runs.iter().map(|run| row.fit(run)).collect()).collect();
    let mut best = vec![vec![0u32; m + 1]; n + 1];
    for r in (0..n).rev() {
        for k in (0..m).rev() {
            let fit = fits[r][k];
            let taken = if fit > 0 { fit + best[r + 1][k + 1] } else { 0 };
            best[r][k] = taken.max(best[r + 1][k]).max(best[r][k + 1]);
        }
    }
    let mut assigned = vec![None; n];
    let (mut r, mut k) = (0, 0);
    while r < n && k < m {
        let fit = fits[r][k];
        if fit > 0 && best[r][k] == fit + best[r + 1][k + 1] {
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
