//! Ruled lines in a picture: long runs of ink.

use super::{Bitmap, SCALE};
use crate::layout::Rule;

/// The shortest line; strokes of characters are shorter. Dots.
const SHORTEST: usize = 100;

/// The shortest line between two others.
const BETWEEN: usize = 30;

/// How far a line may end from another that it meets.
const MEETS: usize = 6;

/// Dots without ink that a line may have within it.
const GAP: usize = 4;

/// The thickest line; what is thicker is a dark area.
const THICKEST: usize = 16;

/// Lines that a picture may have.
const MOST: usize = 5_000;

/// A line in a picture, in dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stroke {
    pub(super) is_horizontal: bool,
    /// Where it begins and ends along its direction.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Its first and last row, or column.
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Stroke {
    /// The line on the page.
    pub(super) fn on_page(&self) -> Rule {
        let at = (self.first + self.last) as f32 / 2.0 / SCALE;
        Rule {
            is_horizontal: self.is_horizontal,
            at,
            from: self.from as f32 / SCALE,
            to: self.to as f32 / SCALE,
        }
    }
}

/// The lines of a picture.
pub(super) fn of(picture: &Bitmap) -> Vec<Stroke> {
    let threshold = picture.threshold();
    let mut strokes = Vec::new();
    let horizontal = (picture.height, picture.width);
    along(
        true,
        horizontal,
        SHORTEST,
        |y, x| picture.shades[y * picture.width + x] <= threshold,
        &mut strokes,
    );
    strokes.truncate(MOST);
    let mut upright = Vec::new();
    let vertical = (picture.width, picture.height);
    along(false, vertical, BETWEEN, |x, y| picture.shades[y * picture.width + x] <= threshold, &mut upright);
    let meets = |stroke: &Stroke, at: usize| {
        let on = |line: &Stroke| line.first <= at + MEETS && at <= line.last + MEETS;
        strokes
            .iter()
            .any(|line| on(line) && line.from <= stroke.last + MEETS && stroke.first <= line.to + MEETS)
    };
    upright.truncate(MOST);
    // Short ones are strokes of characters unless they join two lines.
    upright.retain(|stroke| {
        stroke.to - stroke.from >= SHORTEST || meets(stroke, stroke.from) && meets(stroke, stroke.to)
    });
    strokes.extend(upright);
    strokes
}

/// The lines in one direction: runs in neighbouring rows that cover each other are one.
fn along(
    is_horizontal: bool,
    (rows, length): (usize, usize),
    shortest: usize,
    is_dark: impl Fn(usize, usize) -> bool,
    strokes: &mut Vec<Stroke>,
) {
    let mut open: Vec<Stroke> = Vec::new();
    let mut end = |stroke: Stroke| {
        if stroke.last - stroke.first < THICKEST {
            strokes.push(stroke);
        }
    };
    for row in 0..rows {
        let runs = runs(length, shortest, |at| is_dark(row, at));
        for (from, to) in runs {
            let touches = |stroke: &&mut Stroke| stroke.from <= to + GAP && from <= stroke.to + GAP;
            match open.iter_mut().find(touches) {
                Some(stroke) => {
                    (stroke.from, stroke.to) = (stroke.from.min(from), stroke.to.max(to));
                    stroke.last = row;
                }
                None => open.push(Stroke { is_horizontal, from, to, first: row, last: row }),
            }
        }
        // A row without ink may be a flaw of the picture.
        open.retain(|stroke| {
            let is_open = stroke.last + 2 >= row;
            if !is_open {
                end(*stroke);
            }
            is_open
        });
    }
    open.into_iter().for_each(end);
}

/// The long runs of ink in a row.
fn runs(length: usize, shortest: usize, is_dark: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for at in (0..length).filter(|at| is_dark(*at)) {
        match &mut open {
            Some((_, to)) if at - *to <= GAP => *to = at,
            _ => {
                runs.extend(open.filter(|(from, to)| to - from >= shortest));
                open = Some((at, at));
            }
        }
    }
    runs.extend(open.filter(|(from, to)| to - from >= shortest));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Area;

    #[test]
    fn long_runs_of_ink_are_lines_and_strokes_of_characters_are_none() {
        let mut picture = Bitmap::white(400, 300);
        let mut ink = |x0: f32, y0: f32, x1: f32, y1: f32| {
            let [x0, y0, x1, y1] = picture.bounds(&Area { x0, y0, x1, y1 });
            (y0..y1).for_each(|y| picture.shades[y * 400..][x0..x1].fill(0));
        };
        ink(20.0, 50.0, 380.0, 53.0);
        ink(20.0, 110.0, 380.0, 113.0);
        // A short line between the two, a stroke of a character, and a dark area.
        ink(200.0, 53.0, 203.0, 110.0);
        ink(100.0, 60.0, 104.0, 100.0);
        ink(20.0, 200.0, 380.0, 260.0);
        let stroke = |is_horizontal, from, to, first, last| Stroke { is_horizontal, from, to, first, last };
        assert_eq!(
            of(&picture),
            [
                stroke(true, 20, 379, 50, 52),
                stroke(true, 20, 379, 110, 112),
                stroke(false, 50, 112, 200, 202)
            ]
        );
    }
}
