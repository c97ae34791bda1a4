//! Printed pages, whatever printed them: characters and lines with their positions become text lines and rows
//! of tables (版面还原).
//!
//! PDF and OFD say where ink goes and nothing of what it means. Ruled tables are found again from their lines
//! ([`lattice`]), others from how their values stand below each other ([`columns`]), everything else is set as a
//! listing ([`lines`]), and what a page break tore apart is put together ([`pages`], [`breaks`]). Lengths are points, y
//! grows downwards.

mod breaks;
mod columns;
mod dashes;
mod groups;
mod lattice;
mod lines;
mod pages;
mod segments;
mod table;
mod touching;

pub(crate) use lattice::cells;
pub(crate) use pages::document;

/// What is printed on one page (一页的版面).
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) height: f32,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) rules: Vec<Rule>,
    /// Filled areas that are no lines.
    pub(crate) areas: Vec<Area>,
    /// Points of dotted lines, by their middles.
    pub(crate) dots: Vec<(f32, f32)>,
    /// The characters were recognised in a picture, by a program that may err.
    pub(crate) is_recognised: bool,
    /// The page is a picture, and nobody has read it.
    pub(crate) is_unread: bool,
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
    /// Which instruction printed it: what one printed without a gap belongs together.
    pub(crate) run: u32,
}

impl Glyph {
    fn end(&self) -> f32 {
        self.x + self.width
    }

    /// Whether one instruction printed another character right behind this one.
    fn is_followed_by(&self, next: &Glyph) -> bool {
        let gap = (next.x - self.end()) / self.size.max(1.0);
        self.run == next.run && self.baseline == next.baseline && gap.abs() < 0.3
    }
}

/// The middle of characters that stand behind each other, a little above their baseline.
fn middle(word: &[Glyph]) -> (f32, f32) {
    let (Some(first), Some(last)) = (word.first(), word.last()) else { return (0.0, 0.0) };
    ((first.x + last.end()) / 2.0, first.baseline - first.size * 0.35)
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
}

/// A filled box (色块).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
}

impl Page {
    /// Takes in a filled box: a line if it is thin, a point of a line if it is small, an area otherwise.
    pub(crate) fn fill(&mut self, area: Area) {
        let Area { x0, y0, x1, y1 } = area;
        let (width, height) = (x1 - x0, y1 - y0);
        if width <= Rule::WIDEST && height <= Rule::WIDEST && width < height * 2.0 && height < width * 2.0 {
            self.dots.push(((x0 + x1) / 2.0, (y0 + y1) / 2.0));
        } else if height <= Rule::WIDEST && width > height {
            self.rules.push(Rule { is_horizontal: true, at: (y0 + y1) / 2.0, from: x0, to: x1 });
        } else if width <= Rule::WIDEST && height > width {
            self.rules.push(Rule { is_horizontal: false, at: (x0 + x1) / 2.0, from: y0, to: y1 });
        } else if [x0, y0, x1, y1].iter().all(|at| at.is_finite()) {
            self.areas.push(area);
        }
    }
}

impl Area {
    /// The same in other units.
    pub(crate) fn scaled(&self, scale: f32) -> Area {
        Area { x0: self.x0 * scale, y0: self.y0 * scale, x1: self.x1 * scale, y1: self.y1 * scale }
    }

    /// Its four edges.
    fn edges(&self) -> [Rule; 4] {
        let Area { x0, y0, x1, y1 } = *self;
        [
            Rule { is_horizontal: true, at: y0, from: x0, to: x1 },
            Rule { is_horizontal: true, at: y1, from: x0, to: x1 },
            Rule { is_horizontal: false, at: x0, from: y0, to: y1 },
            Rule { is_horizontal: false, at: x1, from: y0, to: y1 },
        ]
    }
}
