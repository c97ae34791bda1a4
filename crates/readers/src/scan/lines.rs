//! The lines of text in the cells of a picture.

use super::Bitmap;
use crate::layout::Area;

/// What of a cell belongs to the lines around it; dots.
const INSET: usize = 3;

/// A line with less ink, in dots, is a speck.
const LITTLE: usize = 24;

/// Rows without ink within a line, at most.
const GAP: usize = 2;

/// The left, upper, right and lower edge of a part of a picture, in dots.
type Part = [usize; 4];

/// The first row of a stretch of rows, and the row behind it.
type Band = (usize, usize);

/// A line of text in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strip {
    /// The part of it where there is ink.
    pub(super) part: Part,
    /// The upper and lower edge of the cell, if it has no other line.
    pub(super) row: Option<(usize, usize)>,
}

/// The lines of each cell from top to bottom.
pub(super) fn of(picture: &Bitmap, threshold: u8, cells: &[Area]) -> Vec<Strip> {
    let found: Vec<(Part, Vec<Band>)> = cells
        .iter()
        .map(|cell| {
            let [x0, y0, x1, y1] = picture.bounds(cell);
            let inside = [x0 + INSET, y0 + INSET, x1.saturating_sub(INSET), y1.saturating_sub(INSET)];
            (inside, bands(picture, threshold, inside))
        })
        .collect();
    // The parts of one character, as of 二, may stand apart: together they are no higher than others.
    let mut heights: Vec<usize> =
        found.iter().flat_map(|(_, bands)| bands).map(|(from, to)| to - from).collect();
    heights.sort_unstable();
    let usual = heights.get(heights.len() * 3 / 4).copied().unwrap_or(0);
    let mut strips = Vec::new();
    for ([x0, y0, x1, y1], bands) in found {
        let mut lines: Vec<Band> = Vec::new();
        for (from, to) in bands {
            match lines.last_mut() {
                Some((start, end)) if (to - *start) * 8 <= usual * 9 => *end = to,
                _ => lines.push((from, to)),
            }
        }
        let row = Some((y0, y1)).filter(|_| lines.len() == 1);
        strips.extend(lines.into_iter().filter_map(|(from, to)| {
            let ink = |x: usize| (from..to).filter(|y| picture.row(*y)[x] <= threshold).count();
            let left = (x0..x1).find(|x| ink(*x) > 0)?;
            let right = (x0..x1).rfind(|x| ink(*x) > 0)?;
            let all: usize = (left..=right).map(ink).sum();
            (all >= LITTLE).then_some(Strip { part: [left, from, right + 1, to], row })
        }));
    }
    strips
}

/// The stretches of rows with ink.
fn bands(picture: &Bitmap, threshold: u8, [x0, y0, x1, y1]: Part) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for y in y0..y1 {
        if x0 < x1 && picture.row(y)[x0..x1].iter().any(|shade| *shade <= threshold) {
            match bands.last_mut() {
                Some((_, to)) if y - *to <= GAP => *to = y + 1,
                _ => bands.push((y, y + 1)),
            }
        }
    }
    bands
}
