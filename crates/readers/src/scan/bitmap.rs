//! A picture in shades of grey.

use super::rules::Stroke;
use crate::layout::Area;

/// Shades of grey by rows, 0 for black.
#[derive(Clone)]
pub(crate) struct Bitmap {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) shades: Vec<u8>,
}

impl Bitmap {
    /// A white one.
    pub(crate) fn white(width: usize, height: usize) -> Bitmap {
        Bitmap { width, height, shades: vec![255; width * height] }
    }

    pub(super) fn row(&self, y: usize) -> &[u8] {
        &self.shades[y * self.width..(y + 1) * self.width]
    }

    /// The shade that parts ink from paper: where both differ the most between them.
    pub(super) fn threshold(&self) -> u8 {
        let mut counts = [0u64; 256];
        for shade in &self.shades {
            counts[usize::from(*shade)] += 1;
        }
        let all: u64 = counts.iter().sum();
        let sum: u64 = counts.iter().zip(0..).map(|(count, shade)| count * shade).sum();
        let (mut below, mut sum_below) = (0u64, 0u64);
        let mut best = (0.0, 128);
        for (shade, count) in counts.iter().enumerate() {
            below += count;
            sum_below += count * shade as u64;
            if below == 0 || below == all {
                continue;
            }
            let dark = sum_below as f64 / below as f64;
            let light = (sum - sum_below) as f64 / (all - below) as f64;
            let between = below as f64 * (all - below) as f64 * (dark - light) * (dark - light);
            if between > best.0 {
                best = (between, shade as u8);
            }
        }
        // On a page without ink the shades of the paper are no ink.
        best.1.clamp(60, 200)
    }

    /// Makes all that is clearly paper white, with the grain in it.
    pub(super) fn whiten(&mut self) {
        let threshold = self.threshold();
        let paper = threshold + (255 - threshold) / 3;
        self.shades.iter_mut().filter(|shade| **shade > paper).for_each(|shade| *shade = 255);
    }

    /// Makes a line of ink paper, with what it has bled into.
    pub(super) fn erase(&mut self, stroke: &Stroke) {
        const BLEED: usize = 2;
        let across = |from: usize, to: usize| (from.saturating_sub(BLEED), to + BLEED + 1);
        let ((x0, x1), (y0, y1)) = if stroke.is_horizontal {
            ((stroke.from, stroke.to + 1), across(stroke.first, stroke.last))
        } else {
            (across(stroke.first, stroke.last), (stroke.from, stroke.to + 1))
        };
        self.fill(x0, y0, x1, y1);
    }

    /// Makes an area paper.
    pub(super) fn clear(&mut self, area: &Area) {
        let [x0, y0, x1, y1] = self.bounds(area);
        self.fill(x0, y0, x1, y1);
    }

    fn fill(&mut self, x0: usize, y0: usize, x1: usize, y1: usize) {
        let (x1, y1) = (x1.min(self.width), y1.min(self.height));
        for y in y0..y1 {
            self.shades[y * self.width..][x0.min(x1)..x1].fill(255);
        }
    }

    /// The dots of an area, within the picture.
    pub(super) fn bounds(&self, area: &Area) -> [usize; 4] {
        let within = |at: f32, most: usize| (at.max(0.0) as usize).min(most);
        [
            within(area.x0, self.width),
            within(area.y0, self.height),
            within(area.x1, self.width),
            within(area.y1, self.height),
        ]
    }

    /// Copies a part of another picture.
    pub(super) fn paste(&mut self, from: &Bitmap, [x0, y0, x1, y1]: [usize; 4], x: usize, y: usize) {
        for (row, y) in (y0..y1).zip(y..self.height) {
            let source = &from.row(row)[x0..x1];
            let count = source.len().min(self.width.saturating_sub(x));
            self.shades[y * self.width + x..][..count].copy_from_slice(&source[..count]);
        }
    }

    /// The picture as a file (PGM).
    pub(super) fn file(&self) -> Vec<u8> {
        let mut file = format!("P5 {} {} 255\n", self.width, self.height).into_bytes();
        file.extend(&self.shades);
        file
    }
}
