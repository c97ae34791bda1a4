//! Lines of text cut into runs that readers can set (文字对象).

use typst::layout::{Abs, Point, Rect};
use typst::text::{TextItem, is_default_ignorable};

use super::font::UsedFont;
use super::xml;

/// Glyphs that follow each other.
pub(super) struct Run {
    /// What is copied and searched.
    pub(super) text: String,
    /// The glyphs, by their numbers in the subset, where they do not follow from the text.
    pub(super) glyphs: Option<Vec<u16>>,
    /// Where each glyph stands, from the beginning of the line.
    pub(super) places: Vec<Point>,
    /// The box of the characters and all that their glyphs print.
    pub(super) ink: Rect,
}

/// Cuts a line. A glyph that its character alone does not tell, such as a ligature, is a run of its own: so it is
/// without doubt which glyph is meant and where the next one stands.
pub(super) fn runs(item: &TextItem, font: &mut UsedFont) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut pen = Point::zero();
    for cluster in item.glyphs.chunk_by(|a, b| a.range == b.range) {
        let start = pen;
        let mut places = Vec::with_capacity(cluster.len());
        for glyph in cluster {
            places.push(pen + Point::new(glyph.x_offset.at(item.size), -glyph.y_offset.at(item.size)));
            pen += Point::new(glyph.x_advance.at(item.size), -glyph.y_advance.at(item.size));
        }
        let text: String = item.text[cluster[0].range()]
            .chars()
            .filter(|c| xml::is_legal(*c) && !is_default_ignorable(*c))
            .collect();
        if text.is_empty() {
            continue;
        }
        let glyphs: Vec<u16> = cluster.iter().map(|glyph| font.glyph(glyph.id)).collect();
        let is_plain = match (text.chars().next(), &glyphs[..]) {
            // Many readers take two halves of a surrogate pair for two characters.
            (Some(c), [glyph]) => c <= '\u{FFFF}' && text.len() == c.len_utf8() && font.finds(c, *glyph),
            _ => false,
        };
        let ink = ink(item, cluster, start, pen);
        match runs.last_mut() {
            Some(run) if is_plain && run.glyphs.is_none() => {
                run.text.push_str(&text);
                run.places.extend(places);
                run.ink = union(run.ink, ink);
            }
            // Readers take blanks off the beginning of a text, and would set the others too far to the left.
            _ if text.trim().is_empty() => {}
            _ => runs.push(Run { text, glyphs: (!is_plain).then_some(glyphs), places, ink }),
        }
    }
    runs
}
