//! Lines from cells put below each other, to be read as running text, and their words put back where they were.

use std::collections::BTreeMap;

use super::lines::Strip;
use super::program::{Kind, Letter, Program};
use super::{Bitmap, SCALE};
use crate::Unreadable;
use crate::layout::Glyph;

/// Paper around and between the lines; dots.
const MARGIN: usize = 40;
const BETWEEN: usize = 32;

/// Paper between what stands in neighbouring cells.
const ASIDE: usize = 110;

/// The highest sheet; such programs take no pictures higher than some 32 000 dots.
const HIGHEST: usize = 10_000;

/// Lines of cells on a sheet.
pub(super) struct Sheet {
    picture: Bitmap,
    placed: Vec<Placed>,
}

/// A line on a sheet.
#[derive(Clone, Copy)]
struct Placed {
    /// Its number among all lines.
    number: usize,
    strip: Strip,
    /// Its place on the sheet.
    x: usize,
    y: usize,
    /// The lower edge in the picture of all that stands in one row with it.
    bottom: usize,
}

impl Sheet {
    /// The sheets for some lines. Cells of one line that stand beside each other stay on one line.
    fn all(picture: &Bitmap, strips: impl Iterator<Item = (usize, Strip)>) -> Vec<Sheet> {
        let mut rows: BTreeMap<(usize, usize, usize), Vec<(usize, Strip)>> = BTreeMap::new();
        for (number, strip) in strips {
            let key = match strip.row {
                Some((from, to)) => (from / 4, to / 4, 0),
                None => (strip.part[1] / 4, 0, number + 1),
            };
            rows.entry(key).or_default().push((number, strip));
        }
        let mut sheets = Vec::new();
        let mut placed: Vec<Placed> = Vec::new();
        let mut y = MARGIN;
        for row in rows.into_values() {
            let top = row.iter().map(|(_, strip)| strip.part[1]).min().unwrap_or(0);
            let bottom = row.iter().map(|(_, strip)| strip.part[3]).max().unwrap_or(0);
            if y + bottom - top + MARGIN > HIGHEST {
                sheets.extend(Sheet::of(picture, std::mem::take(&mut placed)));
                y = MARGIN;
            }
            let mut x = MARGIN;
            for (number, strip) in row {
                placed.push(Placed { number, strip, x, y: y + strip.part[1] - top, bottom });
                x += strip.part[2] - strip.part[0] + ASIDE;
            }
            y += bottom - top + BETWEEN;
        }
        sheets.extend(Sheet::of(picture, placed));
        sheets
    }

    fn of(picture: &Bitmap, placed: Vec<Placed>) -> Option<Sheet> {
        let right = |placed: &Placed| placed.x + placed.strip.part[2] - placed.strip.part[0];
        let bottom = |placed: &Placed| placed.y + placed.strip.part[3] - placed.strip.part[1];
        let width = placed.iter().map(right).max()? + MARGIN;
        let height = placed.iter().map(bottom).max()? + MARGIN;
        let mut sheet = Sheet { picture: Bitmap::white(width, height), placed };
        for placed in &sheet.placed {
            sheet.picture.paste(picture, placed.strip.part, placed.x, placed.y);
        }
        Some(sheet)
    }

    /// The characters of the sheet: the number of their line, and their places in the picture.
    fn letters(&self, program: &Program, kind: Kind) -> Result<Vec<(usize, Letter)>, Unreadable> {
        let mut letters = Vec::new();
        for letter in program.letters(&self.picture, kind)? {
            let (x, y) = ((letter.left + letter.right) / 2, (letter.top + letter.bottom) / 2);
            let holds = |placed: &&Placed| {
                let [x0, y0, x1, y1] = placed.strip.part;
                (placed.x.saturating_sub(ASIDE / 2)..placed.x + x1 - x0 + ASIDE / 2).contains(&x)
                    && (placed.y.saturating_sub(BETWEEN / 2)..placed.y + y1 - y0 + BETWEEN / 2).contains(&y)
            };
            let Some(placed) = self.placed.iter().find(holds) else { continue };
            let [x0, y0, x1, y1] = placed.strip.part;
            // The program is not exact about where the characters of a line begin and end.
            let back = |at: usize| (at + x0).saturating_sub(placed.x).clamp(x0, x1);
            let (left, right) = (back(letter.left), back(letter.right));
            let line_bottom = placed.bottom;
            let line_top = line_bottom.saturating_sub(y1 - y0);
            letters.push((placed.number, Letter { left, right, line_top, line_bottom, ..letter }));
        }
        Ok(letters)
    }
}

/// Reads the lines of cells: all of them as words, and those that are none once more as numbers.
pub(super) fn cells(
    picture: &Bitmap,
    strips: &[Strip],
    program: &Program,
    glyphs: &mut Vec<Glyph>,
) -> Result<(), Unreadable> {
    let numbered = || strips.iter().copied().enumerate();
    let mut found: Vec<Vec<Letter>> = vec![Vec::new(); strips.len()];
    for sheet in Sheet::all(picture, numbered()) {
        for (number, letter) in sheet.letters(program, Kind::Words)? {
            found[number].push(letter);
        }
    }
    let mut numbers: Vec<Vec<Letter>> = vec![Vec::new(); strips.len()];
    let no_words = numbered().filter(|(number, _)| !are_words(&found[*number]));
    for sheet in Sheet::all(picture, no_words) {
        for (number, letter) in sheet.letters(program, Kind::Numbers)? {
            numbers[number].push(letter);
        }
    }
    for (words, numbers) in found.iter().zip(&numbers) {
        print(better(words, numbers), glyphs);
    }
    Ok(())
}

/// Of two readings of a line the one to keep: digits, and of two numbers the one whose least certain digit is more certain.
fn better<'a>(words: &'a [Letter], numbers: &'a [Letter]) -> &'a [Letter] {
    let least = |letters: &[Letter]| letters.iter().map(|letter| letter.certainty).min();
    let is_number =
        !words.is_empty() && words.iter().all(|letter| letter.c.is_ascii_digit() || ",.".contains(letter.c));
    if numbers.is_empty() || is_number && least(words) > least(numbers) { words } else { numbers }
}

/// Whether a line holds words; a single character may be a misread digit.
fn are_words(line: &[Letter]) -> bool {
    line.iter().filter(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter.c)).count() > 1
}

/// Reads a picture that needs no sheet.
pub(super) fn whole(picture: &Bitmap, program: &Program, glyphs: &mut Vec<Glyph>) -> Result<(), Unreadable> {
    print(&program.letters(picture, Kind::Words)?, glyphs);
    Ok(())
}

/// Puts characters on the page. What the program calls a character is its ink; the paper up to the next is part of it.
fn print(letters: &[Letter], glyphs: &mut Vec<Glyph>) {
    let on_page = |dots: usize| dots as f32 / SCALE;
    let run = glyphs.last().map_or(1, |glyph| glyph.run + 1);
    // It is not exact about places, but about the order.
    let mut letters = letters.to_vec();
    for at in 1..letters.len() {
        let before = letters[at - 1];
        if letters[at].line_bottom == before.line_bottom && letters[at].left <= before.left {
            letters[at].left = before.left + 1;
            letters[at].right = letters[at].right.max(before.left + 2);
        }
    }
    for (at, letter) in letters.iter().enumerate() {
        let size = letter.line_bottom.saturating_sub(letter.line_top).max(1);
        let next = letters.get(at + 1).filter(|next| next.line_bottom == letter.line_bottom);
        let near = |next: &&Letter| {
            next.left > letter.left
                && next.left < letter.right + size
                && !(is_digit(letter.c) && is_digit(next.c))
        };
        let right = next.filter(near).map_or(letter.right, |next| next.left);
        glyphs.push(Glyph {
            c: letter.c,
            x: on_page(letter.left),
            width: on_page(right.saturating_sub(letter.left).max(1)),
            baseline: on_page(letter.line_bottom) - 1.0,
            size: on_page(size),
            run,
        });
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
