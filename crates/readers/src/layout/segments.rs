//! Lines of text cut where wide gaps part columns.

use super::{Glyph, lines};

/// A gap of this many heights of the font parts columns.
const GAP: f32 = 0.6;

/// A piece of a line between wide gaps.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// A number or a mark for none, as cells hold.
    pub(super) is_value: bool,
    /// Its characters.
    pub(super) glyphs: Vec<Glyph>,
}

impl Segment {
    pub(super) fn middle(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    /// Whether it stands above or below some stretch.
    pub(super) fn overlaps(&self, from: f32, to: f32) -> bool {
        self.x0 < to && from < self.x1
    }

    fn of(glyphs: Vec<Glyph>) -> Option<Segment> {
        let (first, last) = (glyphs.first()?, glyphs.last()?);
        let (x0, x1, baseline) = (first.x, last.end(), first.baseline);
        let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
        let text = lines::text(&glyphs);
        Some(Segment { is_value: is_value(&text), text, x0, x1, baseline, size, glyphs })
    }
}

/// The pieces of some characters, line by line and from the left.
pub(super) fn of(glyphs: &mut [Glyph]) -> Vec<Segment> {
    let parted = |before: &Glyph, after: &Glyph| lines::gap(before, after) > GAP;
    let lines = lines::lines(glyphs).into_iter();
    lines
        .flat_map(|line| line.chunk_by(|a, b| !parted(a, b)).map(<[Glyph]>::to_vec).collect::<Vec<_>>())
        .filter_map(Segment::of)
        .collect()
}

/// The text of the pieces of a cell: its lines, joined by `\n`.
pub(super) fn text(parts: &[Segment]) -> String {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            let before = &parts[at - 1];
            let same_line = before.x1 <= part.x0 && (part.baseline - before.baseline).abs() < 0.5 * part.size;
            text.push(if same_line { ' ' } else { '\n' });
        }
        text.push_str(&part.text);
    }
    text
}

/// Whether a text is what a cell of numbers holds: a number, perhaps with sign and unit, or a mark for none.
pub(super) fn is_value(text: &str) -> bool {
    let text = text
        .trim_end_matches(['件', '元', '个', '项', '次', '条', '万', '亿'])
        .trim_start_matches(['增', '减', '加', '少']);
    let is_number = |c: char| c.is_numeric() || ",.，．+-＋－−–—/／\\*% ".contains(c);
    let ends_label = text.ends_with(['.', '．']);
    !text.is_empty() && text.chars().all(is_number) && !ends_label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::lines::tests::set;

    fn cell(glyphs: &mut [Glyph]) -> String {
        text(&of(glyphs))
    }

    #[test]
    fn a_character_printed_twice_for_boldness_counts_once() {
        let mut glyphs = set("合计110", 0.0, 10.0);
        glyphs.extend(set("合计110", 0.4, 10.0));
        assert_eq!(cell(&mut glyphs), "合计110");
    }

    #[test]
    fn a_cell_keeps_its_lines() {
        let mut glyphs = set("不予", 0.0, 10.0);
        glyphs.extend(set("公开", 0.0, 22.0));
        glyphs.extend(set("of 3", 30.0, 22.0));
        assert_eq!(cell(&mut glyphs), "不予\n公开 of 3");
    }

    #[test]
    fn values_are_told_from_labels() {
        for value in
            ["0", "１７", "1,007", "391.49", "-2", "+5", "增5", "/", "—", "251000元", "60.17万元", "12件"]
        {
            assert!(is_value(value), "{value}");
        }
        for label in ["1.", "规章", "1.属于国家秘密", "（一）", "三、", "2.其他", ""] {
            assert!(!is_value(label), "{label}");
        }
    }
}
