//! Lines of text cut into runs that readers can set (文字对象).

use std::io;
use std::ops::Range;

use typst::layout::{Abs, Point, Rect};
use typst::text::{TextItem, is_default_ignorable};
use typst::utils::Numeric as _;

use super::font::UsedFont;
use super::xml::{self, Xml};

/// Glyphs that follow each other.
pub(super) struct Run {
    /// What is copied and searched.
    text: String,
    /// The glyphs, by their numbers in the subset, where they do not follow from the text.
    glyphs: Option<Vec<u16>>,
    /// Where each glyph stands, from the beginning of the line.
    places: Vec<Point>,
    /// The same glyphs in the line.
    range: Range<usize>,
    /// Where the line has come to when they begin; the first may stand before or behind it.
    start: Point,
}

/// Cuts a line. A glyph that its character alone does not tell, such as a ligature, is a run of its own: so there is
/// no doubt which glyph is meant and where the next one stands.
pub(super) fn runs(line: &TextItem, font: &mut UsedFont) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut pen = Point::zero();
    let mut end = 0;
    for cluster in line.glyphs.chunk_by(|a, b| a.range == b.range) {
        let range = end..end + cluster.len();
        end = range.end;
        let start = pen;
        let mut places = Vec::with_capacity(cluster.len());
        for glyph in cluster {
            places.push(pen + Point::new(glyph.x_offset.at(line.size), -glyph.y_offset.at(line.size)));
            pen += Point::new(glyph.x_advance.at(line.size), -glyph.y_advance.at(line.size));
        }
        let text = match &line.text[cluster[0].range()] {
            // One that takes room stands at the end of a line, and is printed.
            "\u{AD}" if pen != start => "\u{2010}",
            text => text,
        };
        let text: String = text.chars().filter(|c| xml::is_legal(*c) && !is_default_ignorable(*c)).collect();
        if text.is_empty() {
            continue;
        }
        let glyphs: Vec<u16> = cluster.iter().map(|glyph| font.glyph(glyph.id)).collect();
        let is_plain = match (text.chars().next(), &glyphs[..]) {
            // Many readers take the two halves of a surrogate pair for two characters.
            (Some(c), [glyph]) => text.len() == c.len_utf8() && font.finds(c, *glyph) && c <= '\u{FFFF}',
            _ => false,
        };
        match runs.last_mut() {
            Some(run) if is_plain && run.glyphs.is_none() => {
                run.text.push_str(&text);
                run.places.extend(places);
                run.range.end = range.end;
            }
            // Readers take blanks off the beginning of a text, and would set the rest too far to the left.
            _ if text.trim().is_empty() => {}
            _ => runs.push(Run { text, glyphs: (!is_plain).then_some(glyphs), places, range, start }),
        }
    }
    runs
}

impl Run {
    /// The text, and where its glyphs stand in the object.
    pub(super) fn write(&self, xml: &mut Xml, place: impl Fn(Point) -> (f64, f64)) -> io::Result<()> {
        if let Some(glyphs) = &self.glyphs {
            let counts = [
                ("CodePosition", "0".into()),
                ("CodeCount", self.text.chars().count().to_string()),
                ("GlyphCount", glyphs.len().to_string()),
            ];
            xml::element(xml, "ofd:CGTransform", &counts, |xml| {
                xml::text(xml, "ofd:Glyphs", &xml::array(glyphs.iter().copied().map(f64::from)))
            })?;
        }
        let places: Vec<(f64, f64)> = self.places.iter().copied().map(place).collect();
        let steps = |along: fn(&(f64, f64)) -> f64| {
            xml::array(places.windows(2).map(|two| along(&two[1]) - along(&two[0])))
        };
        let (x, y) = places.first().copied().unwrap_or_default();
        let mut attributes = vec![("X", xml::number(x)), ("Y", xml::number(y))];
        if places.len() > 1 {
            attributes.push(("DeltaX", steps(|place| place.0)));
        }
        if places.iter().any(|place| place.1 != y) {
            attributes.push(("DeltaY", steps(|place| place.1)));
        }
        xml::element(xml, "ofd:TextCode", &attributes, |xml| xml::characters(xml, &self.text))
    }

    /// The box of all that is printed, as high as the characters at least.
    pub(super) fn ink(&self, line: &TextItem) -> Rect {
        let glyphs = line.glyphs[self.range.clone()].to_vec();
        let width: Abs = glyphs.iter().map(|glyph| glyph.x_advance.at(line.size)).sum();
        let printed = TextItem { glyphs, ..line.clone() }.bbox();
        // The square of a Chinese character reaches 0.12 em below the base line.
        let (high, low) = (Point::with_y(-0.88 * line.size), Point::new(width, 0.12 * line.size));
        let corners = [printed.min, printed.max].into_iter().filter(|corner| corner.is_finite());
        let ink = corners
            .fold(Rect::new(high, low), |ink, corner| Rect::new(ink.min.min(corner), ink.max.max(corner)));
        Rect::new(ink.min + self.start, ink.max + self.start)
    }
}
