//! Lines into items: the cells of a table, whatever separates them (单元格切分).
//!
//! A table may come as true rows, as fields between tabs or bars, as one cell on each line, or as words and
//! numbers between spaces. All become one list of [`Item`]s in reading order.

use std::ops::Range;

use crate::cell::{Printed, printed};
use crate::document::{Content, Document, Line, Place};
use crate::text;

/// One cell, or one piece of a line.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// What it is.
    pub(super) printed: Printed,
    /// Its text as printed.
    pub(super) raw: String,
    /// Items with the same number are printed in one row.
    pub(super) row: u32,
    /// Where in the row: grid column, or the middle of the printed characters.
    pub(super) x: Option<u32>,
    /// Its place in the file.
    pub(super) place: Place,
    /// Index of its line in the document.
    pub(super) line: usize,
    /// Whether it was recognised in a picture.
    pub(super) recognised: bool,
}

impl Item {
    /// A value of a table or the blank place of one.
    pub(super) fn is_value(&self) -> bool {
        self.printed != Printed::Words
    }

    /// A value in which something is printed.
    pub(super) fn has_content(&self) -> bool {
        !matches!(self.printed, Printed::Blank | Printed::Words)
    }
}

/// How a region separates its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// True rows, fields in lines, or words between spaces: a line is a row.
    Rows,
    /// One cell on each line, ended or parted by a bar.
    BarAfterCell,
    /// One cell on each line, behind a tab; a blank line ends the row.
    TabBeforeCell,
    /// One cell on each line with a blank line between: two more blank lines are a blank cell.
    ParagraphPerCell,
}

/// The items of some lines.
pub(super) fn items(document: &Document, lines: Range<usize>) -> Vec<Item> {
    let style = style(&document.lines[lines.clone()]);
    let mut out = Lexer { items: Vec::new(), row: 0 };
    let mut open_cell = None;
    let mut blank_lines = 0;
    for index in lines {
        let line = &document.lines[index];
        if style == Style::ParagraphPerCell {
            let Content::Text(text) = &line.content else { continue };
            if text.trim().is_empty() {
                blank_lines += 1;
                continue;
            }
            out.blank_cells(blank_lines / 2, line.place, index);
            blank_lines = 0;
        }
        match (&line.content, style) {
            (Content::Row(fields), _) => {
                out.row += 1;
                for field in fields {
                    // A merged cell covers the places of the cells it replaces.
                    let x = u32::from(field.column);
                    out.push(&field.text, Some(x), line.place.at(x + 1), index);
                    out.a_word_behind_a_value_is_none();
                    if printed(&field.text) == Printed::Blank {
                        for covered in 1..u32::from(field.span) {
                            out.push("", Some(x + covered), line.place.at(x + covered + 1), index);
                        }
                    }
                }
            }
            (Content::Text(text), Style::BarAfterCell) => {
                out.bar_cells(text, line.place, index, &mut open_cell)
            }
            (Content::Text(text), Style::TabBeforeCell) => out.tab_cell(text, line.place, index),
            (Content::Text(text), Style::Rows | Style::ParagraphPerCell) => {
                out.text_row(text, line.place, index)
            }
        }
    }
    out.close(&mut open_cell);
    for item in &mut out.items {
        item.recognised = document.recognised.contains(&item.line);
    }
    out.items
}

fn style(lines: &[Line]) -> Style {
    let (mut bars, mut bar_rows, mut tabs, mut tab_rows) = (0, 0, 0, 0);
    for line in lines {
        let Content::Text(text) = &line.content else { continue };
        if text.contains('|') {
            let filled = text.split('|').filter(|field| !field.trim().is_empty()).count();
            bars += 1;
            bar_rows += usize::from(filled > 1);
        } else if text.contains('\t') {
            tabs += 1;
            tab_rows += usize::from(text.trim().contains('\t') || text.trim_end().contains("\t\t"));
        }
    }
    if bars >= 4 && bar_rows * 5 < bars {
        Style::BarAfterCell
    } else if tabs >= 4 && tab_rows * 5 < tabs {
        Style::TabBeforeCell
    } else if is_paragraph_per_cell(lines) {
        Style::ParagraphPerCell
    } else {
        Style::Rows
    }
}

/// Whether nearly every printed line stands alone between blank lines and holds one cell, and some blank lines are
/// too many: where none is, there are no blank cells to find.
fn is_paragraph_per_cell(lines: &[Line]) -> bool {
    let text = |line: &Line| matches!(&line.content, Content::Text(text) if !text.contains(['\t', '|']));
    if !lines.iter().all(text) {
        return false;
    }
    let filled = |line: &Line| matches!(&line.content, Content::Text(text) if !text.trim().is_empty());
    let groups: Vec<&[Line]> = lines.chunk_by(|a, b| filled(a) == filled(b)).collect();
    let cells = groups.iter().filter(|group| filled(&group[0]));
    let (alone, all) =
        cells.fold((0, 0), |(alone, all), group| (alone + usize::from(group.len() == 1), all + 1));
    let gaps = groups.iter().filter(|group| !filled(&group[0]));
    let (single, odd, long) = gaps.fold((0, 0, 0), |(single, odd, long), gap| {
        (single + usize::from(gap.len() == 1), odd + gap.len() % 2, long + usize::from(gap.len() >= 3))
    });
    all > 20 && alone * 10 > all * 9 && single * 2 > all && long > 0 && odd * 10 > (single + long) * 9
}

struct Lexer {
    items: Vec<Item>,
    row: u32,
}

/// A cell whose closing bar has not come yet.
struct OpenCell {
    text: String,
    place: Place,
    line: usize,
}

impl Lexer {
    fn push(&mut self, raw: &str, x: Option<u32>, place: Place, line: usize) {
        let raw = raw.trim();
        self.items.push(Item {
            printed: printed(raw),
            raw: raw.to_owned(),
            row: self.row,
            x,
            place,
            line,
            recognised: false,
        });
    }

    /// One line of a table with a cell per line, each closed by a bar: a bar closes the cell before it.
    fn bar_cells(&mut self, text: &str, place: Place, line: usize, open: &mut Option<OpenCell>) {
        let pieces: Vec<&str> = text.split('|').collect();
        let last = pieces.len() - 1;
        for (i, piece) in pieces.into_iter().enumerate() {
            let cell = open.get_or_insert_with(|| OpenCell { text: String::new(), place, line });
            if cell.text.is_empty() {
                (cell.place, cell.line) = (place, line);
            }
            cell.text.push_str(piece.trim());
            if i < last {
                self.close(open);
            }
        }
    }

    /// Labels come before values: a word in a field behind a number of its row stands where a number should, as `#REF!`
    /// or 见附件 do.
    fn a_word_behind_a_value_is_none(&mut self) {
        let Some((last, before)) = self.items.split_last_mut() else { return };
        let number = |item: &Item| matches!(item.printed, Printed::Number(..) | Printed::Odd | Printed::Open);
        let behind = before.iter().rev().take_while(|item| item.row == last.row).any(number);
        if behind && last.printed == Printed::Words {
            last.printed = Printed::Odd;
        }
    }

    /// Cells that are printed as nothing but blank lines.
    fn blank_cells(&mut self, count: usize, place: Place, line: usize) {
        for _ in 0..count {
            self.row += 1;
            self.push("", None, place, line);
        }
    }

    fn close(&mut self, open: &mut Option<OpenCell>) {
        if let Some(cell) = open.take() {
            self.row += 1;
            self.push(&cell.text, None, cell.place, cell.line);
        }
    }

    /// One line of a table with a cell per line, each behind a tab: a lone tab is a blank cell.
    fn tab_cell(&mut self, text: &str, place: Place, line: usize) {
        if text.trim().is_empty() && !text.contains('\t') {
            self.row += 1;
        } else {
            self.push(text, None, place.at(1), line);
        }
    }

    /// A line that is a row of its own: fields between tabs or bars, or words and numbers between spaces.
    fn text_row(&mut self, text: &str, place: Place, line: usize) {
        self.row += 1;
        let bar = |c: char| matches!(c, '|' | '│' | '┃' | '｜');
        if text.contains('\t') {
            self.fields(text.split('\t'), place, line);
        } else if text.contains(bar) {
            let inner = text.trim();
            let inner = inner.strip_prefix(bar).unwrap_or(inner);
            let inner = inner.strip_suffix(bar).unwrap_or(inner);
            self.fields(inner.split(bar), place, line);
        } else if is_prose(text) {
            self.push(text, None, place.at(1), line);
        } else {
            self.words(text, place, line);
        }
    }

    fn fields<'a>(&mut self, fields: impl Iterator<Item = &'a str>, place: Place, line: usize) {
        let mut start = 1;
        for field in fields {
            // Which field it is says nothing of its column: extracted text loses and shifts fields.
            self.push(field, None, place.at(start), line);
            self.a_word_behind_a_value_is_none();
            start += field.chars().count() as u32 + 1;
        }
    }

    /// Words and numbers between spaces; words that stand together stay together.
    fn words(&mut self, text: &str, place: Place, line: usize) {
        let mut at = 0;
        let mut offset = 0;
        let mut previous_end = None;
        for word in text.split_inclusive(char::is_whitespace) {
            let advance = word.chars().map(width).sum::<u32>();
            let bare = word.trim();
            if !bare.is_empty() {
                let bare_width = bare.chars().map(width).sum::<u32>();
                let words = is_words(bare);
                let joins = words && previous_end.is_some_and(|end| at <= end + 1);
                match self.items.last_mut().filter(|last| joins && last.row == self.row && !last.is_value()) {
                    Some(last) => {
                        last.raw.push_str(bare);
                    }
                    None => {
                        self.push(bare, Some(at + bare_width / 2), place.at(offset + 1), line);
                        if words && let Some(item) = self.items.last_mut() {
                            item.printed = Printed::Words;
                        }
                    }
                }
                previous_end = words.then_some(at + bare_width);
            }
            at += advance;
            offset += word.chars().count() as u32;
        }
    }
}

/// Columns that a character takes in a fixed-pitch listing: Chinese characters take two.
fn width(c: char) -> u32 {
    if c.is_ascii() { 1 } else { 2 }
}

/// Whether a piece between spaces is words: `1.` before a label is, although it looks like a number.
fn is_words(piece: &str) -> bool {
    let enumerator = piece.ends_with(['.', '．', '、', ')', '）']) && piece.chars().count() <= 3;
    enumerator || printed(piece) == Printed::Words
}

/// Whether a line is a sentence rather than a row of a table.
fn is_prose(text: &str) -> bool {
    let numbers = text.split_whitespace().rev().take_while(|word| !is_words(word)).count();
    let plain = text::squash(text);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_comma = |(at, c): (usize, char)| {
        let (before, after) = plain.split_at(at);
        // Between digits it separates thousands.
        c == ';' || c == ',' && !(digit(before.chars().next_back()) && digit(after.chars().nth(1)))
    };
    let has_commas = plain.char_indices().any(is_comma);
    numbers < 2 && (plain.contains('。') || has_commas && !plain.contains(['(', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(lines: &[&str]) -> Vec<(u32, String)> {
        let lines = lines.iter().zip(1..).map(|(text, number)| Line {
            place: Place::text(number),
            content: Content::Text((*text).into()),
        });
        let document = Document::from(lines.collect::<Vec<_>>());
        let count = document.lines.len();
        items(&document, 0..count).into_iter().map(|item| (item.row, item.raw)).collect()
    }

    fn texts(lines: &[&str]) -> Vec<String> {
        pieces(lines).into_iter().map(|(_, raw)| raw).collect()
    }

    #[test]
    fn each_layout_gives_the_same_cells() {
        let expected = ["规章", "0", "0", "", "行政规范性文件", "5", "12", "8"];
        let tabs = texts(&["规章\t0\t0\t", "行政规范性文件\t5\t12\t8"]);
        assert_eq!(tabs, expected);
        let bars = texts(&["| 规章 | 0 | 0 | |", "| 行政规范性文件 | 5 | 12 | 8 |"]);
        assert_eq!(bars, expected);
        let cells = texts(&["\t规章", "\t0", "\t0", "\t", "", "\t行政规范性文件", "\t5", "\t12", "\t8"]);
        assert_eq!(cells, expected);
        let ended = texts(&["规章 |", "0 |", "0 |", "|", "行政规范性文件 |", "5 |", "12 |", "8 |"]);
        assert_eq!(ended[..expected.len()], expected, "a bar behind the last cell may close one more");
    }

    #[test]
    fn a_word_where_a_number_should_stand_is_no_label() {
        for word in ["#REF!", "O", "?", "见附件", "公式未计算"] {
            let text = format!("一、本年新收政府信息公开申请数量\t22\t{word}\t0");
            let lines = vec![Line { place: Place::text(1), content: Content::Text(text) }];
            let items = items(&Document::from(lines), 0..1);
            assert_eq!(items.iter().filter(|item| item.is_value()).count(), 3, "{word}");
        }
    }

    #[test]
    fn spaces_part_numbers_and_keep_labels_whole() {
        assert_eq!(texts(&["1. 属于国家秘密 0 0"]), ["1.属于国家秘密", "0", "0"]);
        assert_eq!(
            texts(&["（二）部分公开（区分处理的，只计这一情形，不计其他情形） 1 0"]),
            ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "1", "0"]
        );
        assert_eq!(texts(&["全年收到申请 34 件，均已答复。"]).len(), 1, "a sentence is one piece");
        assert_eq!(
            texts(&["行政事业性收费     478,621"]),
            ["行政事业性收费", "478,621"],
            "thousands are no sentence"
        );
    }
}
