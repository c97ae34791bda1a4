//! Printed pages, whatever printed them: characters and lines with their positions become text lines and rows
//! of tables (版面还原).
//!
//! PDF and OFD say where ink goes and nothing of what it means. Ruled tables are found again from their lines
//! ([`lattice`]), everything else is set as a listing whose spaces keep the columns ([`lines`]), and what a page break
//! tore apart is put together ([`pages`]). Lengths are points, y grows downwards.

mod lattice;
mod lines;
mod pages;

pub(crate) use pages::document;

/// What is printed on one page (一页的版面).
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) height: f32,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) rules: Vec<Rule>,
    /// The characters were recognised in a picture, by a program that may err.
    pub(crate) is_recognised: bool,
}

/// A character in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) c: char,
    /// Left edge.
    pub(crate) x: f32,
    /// How far the next character stands.
    pub(crate) width: f32,
    /// The line on which it stands.
    pub(crate) baseline: f32,
    /// Height of the font.
    pub(crate) size: f32,
}

impl Glyph {
    fn end(&self) -> f32 {
        self.x + self.width
    }

    /// The middle of the character, a little above its baseline.
    fn middle(&self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.baseline - self.size * 0.35)
    }
}

/// A straight horizontal or vertical line (框线).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    pub(crate) is_horizontal: bool,
    /// Its y when it is horizontal, its x otherwise.
    pub(crate) at: f32,
    /// Where it begins in the other direction.
    pub(crate) from: f32,
    pub(crate) to: f32,
}

impl Rule {
    /// The widest ruled line; anything wider is a filled area.
    pub(crate) const WIDEST: f32 = 3.0;

    /// The line that a filled box is, if it is thin in one direction.
    pub(crate) fn of_box(x0: f32, y0: f32, x1: f32, y1: f32) -> Option<Rule> {
        let (width, height) = (x1 - x0, y1 - y0);
        if height <= Rule::WIDEST && width > height {
            Some(Rule { is_horizontal: true, at: (y0 + y1) / 2.0, from: x0, to: x1 })
        } else if width <= Rule::WIDEST && height > width {
            Some(Rule { is_horizontal: false, at: (x0 + x1) / 2.0, from: y0, to: y1 })
        } else {
            None
        }
    }
}
