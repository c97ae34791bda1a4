//! Ruled lines in a picture: long runs of ink.

use super::{Bitmap, SCALE};
use crate::layout::Rule;

/// The shortest line; strokes of characters are shorter. Dots.
const SHORTEST: usize = 100;

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
    along(true, horizontal, |y, x| picture.shades[y * picture.width + x] <= threshold, &mut strokes);
    let vertical = (picture.width, picture.height);
    along(false, vertical, |x, y| picture.shades[y * picture.width + x] <= threshold, &mut strokes);
    strokes.truncate(MOST);
    strokes
}

/// The lines in one direction: runs in neighbouring rows that cover each other are one.
fn along(
    is_horizontal: bool,
    (rows, length): (usize, usize),
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
        let runs = runs(length, |at| is_dark(row, at));
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
fn runs(length: usize, is_dark: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for at in (0..length).filter(|at| is_dark(*at)) {
        match &mut open {
            Some((_, to)) if at - *to <= GAP => *to = at,
            _ => {
                runs.extend(open.filter(|(from, to)| to - from >= SHORTEST));
                open = Some((at, at));
            }
        }
    }
    runs.extend(open.filter(|(from, to)| to - from >= SHORTEST));
    runs
}
