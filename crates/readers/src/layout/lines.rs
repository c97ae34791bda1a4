//! Characters into lines of text: by their baselines, with spaces where there are gaps.

use super::Glyph;

/// A gap of this many heights of the font between characters is a space.
const SPACE: f32 = 0.3;

/// A gap of this many heights parts columns.
const COLUMN: f32 = 1.2;

/// A line of text on a page.
#[derive(Debug, Clone)]
pub(super) struct TextLine {
    pub(super) text: String,
    pub(super) baseline: f32,
    pub(super) size: f32,
}

/// The text of a line, or of a piece of it.
pub(super) fn text(line: &[Glyph]) -> String {
    let mut text = String::new();
    for (at, glyph) in line.iter().enumerate() {
        if at > 0 && gap(&line[at - 1], glyph) > SPACE {
            text.push(' ');
        }
        text.push(glyph.c);
    }
    text
}

/// The lines of a page set as a listing: spaces keep what stands in columns in columns.
pub(super) fn listing(glyphs: &mut [Glyph]) -> Vec<TextLine> {
    let lines = lines(glyphs);
    let left = glyphs.iter().map(|glyph| glyph.x).fold(f32::INFINITY, f32::min);
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    // Half the height of most characters: the width of a digit, of which a Chinese character takes two.
    let unit = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0).max(1.0) / 2.0;
    lines.into_iter().map(|line| text_line(&line, left, unit)).collect()
}

fn text_line(line: &[Glyph], left: f32, unit: f32) -> TextLine {
    let mut text = String::new();
    let mut column = 0;
    for (at, glyph) in line.iter().enumerate() {
        let wanted = ((glyph.x - left) / unit).round().clamp(0.0, MOST_COLUMNS) as usize;
        let spaces = match at.checked_sub(1).map(|before| gap(&line[before], glyph)) {
            None => wanted,
            Some(gap) if gap > COLUMN => wanted.saturating_sub(column).max(2),
            Some(gap) if gap > SPACE => 1,
            Some(_) => 0,
        };
        text.extend(std::iter::repeat_n(' ', spaces));
        text.push(glyph.c);
        column += spaces + if glyph.c.is_ascii() { 1 } else { 2 };
    }
    let first = line.first();
    TextLine {
        text,
        baseline: first.map_or(0.0, |glyph| glyph.baseline),
        size: first.map_or(0.0, |glyph| glyph.size),
    }
}

/// Spaces that a line may begin with or leave free: a page is not wider.
const MOST_COLUMNS: f32 = 400.0;

/// The gap between two characters in heights of the font.
pub(super) fn gap(before: &Glyph, after: &Glyph) -> f32 {
    (after.x - before.end()) / before.size.min(after.size).max(1.0)
}

/// Characters by line, from the left; what is printed twice in one place, as bold text may be, counts once.
pub(super) fn lines(glyphs: &mut [Glyph]) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs.iter() {
        let on = |line: &Vec<Glyph>| {
            line.last().is_some_and(|last| {
                glyph.baseline - last.baseline < 0.25 * last.size.min(glyph.size)
                    && glyph.baseline - line[0].baseline < 0.5 * line[0].size.min(glyph.size)
            })
        };
        match lines.last_mut().filter(|line| on(line)) {
            Some(line) => line.push(*glyph),
            None => lines.push(vec![*glyph]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        line.dedup_by(|after, before| {
            after.c == before.c && after.x - before.x < 0.2 * before.size.min(before.width.max(1.0))
        });
    }
    lines
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Characters of height 10: Chinese ones 10 wide, others 5.
    pub(in crate::layout) fn set(text: &str, x: f32, baseline: f32) -> Vec<Glyph> {
        let mut x = x;
        text.chars()
            .map(|c| {
                let width = if c.is_ascii() { 5.0 } else { 10.0 };
                let glyph = Glyph { c, x, width, baseline, size: 10.0, run: 0 };
                x += width;
                glyph
            })
            .filter(|glyph| glyph.c != ' ')
            .collect()
    }

    #[test]
    fn spaces_keep_the_columns() {
        let mut glyphs = set("规章", 50.0, 10.0);
        glyphs.extend(set("0", 125.0, 10.4));
        glyphs.extend(set("12", 200.0, 9.8));
        glyphs.extend(set("行政规范性文件", 40.0, 30.0));
        glyphs.extend(set("5", 125.0, 30.0));
        let texts: Vec<String> = listing(&mut glyphs).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["  规章           0              12", "行政规范性文件   5"]);
    }
}
