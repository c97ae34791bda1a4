//! Dashed and dotted lines, which come in pieces, made whole.

use super::{Page, Rule};

/// The longest gap between the pieces of a line; points.
const GAP: f32 = 6.0;

/// A piece that is longer is a line of its own.
const LONGEST: f32 = 12.0;

/// What is nearer is in one place; points.
const SAME: f32 = 0.3;

/// Lines that the tables of a page may have.
const MOST: usize = 5_000;

/// How far pieces of one line may stand beside it.
const BESIDE: f32 = 0.6;

/// The points of a dotted line.
const FEWEST: usize = 4;

/// The lines of a page, with those that are drawn in pieces as one.
pub(super) fn rules(page: &Page) -> Vec<Rule> {
    let is_dash = |rule: &&Rule| rule.to - rule.from <= LONGEST;
    let mut rules: Vec<Rule> = page.rules.iter().filter(|rule| !is_dash(rule)).copied().collect();
    for is_horizontal in [true, false] {
        let dashes = page.rules.iter().filter(is_dash).filter(|rule| rule.is_horizontal == is_horizontal);
        let mut pieces: Vec<Rule> = dashes.copied().collect();
        pieces.extend(page.dots.iter().map(|(x, y)| {
            let (at, from) = if is_horizontal { (*y, *x) } else { (*x, *y) };
            Rule { is_horizontal, at, from, to: from }
        }));
        chains(pieces, &mut rules);
    }
    let rules = merged(rules);
    // So many are a drawing.
    if rules.len() > MOST { Vec::new() } else { rules }
}

/// Lines that cover each other, or follow each other without a gap, as one.
fn merged(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| (a.is_horizontal.cmp(&b.is_horizontal)).then(a.at.total_cmp(&b.at)));
    let mut merged: Vec<Rule> = Vec::new();
    for line in rules.chunk_by_mut(|a, b| a.is_horizontal == b.is_horizontal && b.at - a.at <= SAME) {
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        let first = merged.len();
        for rule in line.iter() {
            match merged[first..].last_mut().filter(|last| rule.from <= last.to + SAME) {
                Some(last) => last.to = last.to.max(rule.to),
                None => merged.push(*rule),
            }
        }
    }
    merged
}

/// Puts pieces that follow each other together; points that follow none are no lines.
fn chains(mut pieces: Vec<Rule>, rules: &mut Vec<Rule>) {
    // What stands side by side within the tolerance is one line only if it is so all along: the order by position has
    // to be the same for all pieces of a line.
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at));
    for line in pieces.chunk_by_mut(|a, b| b.at - a.at <= BESIDE) {
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<(Rule, usize)> = None;
        for piece in line.iter() {
            match &mut open {
                Some((whole, count)) if piece.from - whole.to <= GAP => {
                    whole.to = whole.to.max(piece.to);
                    *count += 1;
                }
                _ => {
                    finish(open.replace((*piece, 1)), rules);
                }
            }
        }
        finish(open, rules);
    }
}

fn finish(chain: Option<(Rule, usize)>, rules: &mut Vec<Rule>) {
    if let Some((whole, count)) = chain
        && (count >= FEWEST || whole.to - whole.from > Rule::WIDEST)
    {
        rules.push(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_dashes_in_a_row_are_a_line_and_single_ones_are_none() {
        let dash = |from: f32| Rule { is_horizontal: true, at: 10.0, from, to: from + 3.0 };
        let page = Page {
            rules: vec![dash(0.0), dash(6.0), dash(12.0), dash(60.0)],
            dots: (0..20).map(|n| (5.0, 30.0 + n as f32 * 2.0)).chain([(90.0, 90.0)]).collect(),
            ..Page::default()
        };
        let found: Vec<(bool, f32, f32)> =
            rules(&page).iter().map(|rule| (rule.is_horizontal, rule.from, rule.to)).collect();
        assert_eq!(found, [(false, 30.0, 68.0), (true, 0.0, 15.0)]);
    }
}
