//! Plain text, with the HTML tables that may be pasted into it.

use reporting::document::{Content, Document, Line, Place};

use crate::flow::Block;
use crate::limits::Budget;
use crate::{Limits, Unreadable, html};

/// Reads plain text: every physical line as it is written.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Document, Unreadable> {
    read_lines(text, limits, |line| Some(line.to_owned()))
}

/// Reads lines of text, each cleaned (or left out) by `clean`, and the HTML tables among them.
pub(crate) fn read_lines(
    text: &str,
    limits: &Limits,
    clean: fn(&str) -> Option<String>,
) -> Result<Document, Unreadable> {
    let mut reader = Reader { budget: Budget::new(limits), clean, number: 1, tables: 0, lines: Vec::new() };
    let mut rest = text;
    for markup in tables(text) {
        let (before, after) = rest.split_at(markup.start - (text.len() - rest.len()));
        reader.text(before, rest.len() < text.len())?;
        let (table, after) = after.split_at(markup.len());
        reader.table(table)?;
        rest = after;
    }
    reader.text(rest, rest.len() < text.len())?;
    Ok(Document::from(reader.lines))
}

struct Reader {
    budget: Budget,
    clean: fn(&str) -> Option<String>,
    /// Number of the line being read.
    number: u32,
    tables: u32,
    lines: Vec<Line>,
}

impl Reader {
    /// Reads the text up to a table or to the end of the file.
    fn text(&mut self, text: &str, after_table: bool) -> Result<(), Unreadable> {
        let mut pieces = physical_lines(text).enumerate().peekable();
        while let Some((index, piece)) = pieces.next() {
            let last = pieces.peek().is_none();
            // What is left of a line beside a table, or after the last line end, is a line only if it has text.
            let remainder = last || index == 0 && after_table;
            if !(remainder && piece.trim().is_empty()) {
                self.line(piece)?;
            }
            self.number += u32::from(!last);
        }
        Ok(())
    }

    fn line(&mut self, piece: &str) -> Result<(), Unreadable> {
        if let Some(text) = (self.clean)(piece) {
            self.budget.line()?;
            self.lines.push(Line { place: Place::text(self.number), content: Content::Text(text) });
        }
        Ok(())
    }

    /// Reads a table; a caption and text astray in it have the line where it begins.
    fn table(&mut self, markup: &str) -> Result<(), Unreadable> {
        for block in html::table(markup, self.tables, &mut self.budget)? {
            self.lines.push(match block {
                Block::Text(text) => Line { place: Place::text(self.number), content: Content::Text(text) },
                Block::Row { table, row, fields } => {
                    self.tables = table;
                    Line { place: Place::table(table, row), content: Content::Row(fields) }
                }
            });
        }
        let breaks = physical_lines(markup).count().saturating_sub(1);
        self.number += u32::try_from(breaks).unwrap_or(u32::MAX);
        Ok(())
    }
}

/// The lines of a text: LF, CR LF and CR end a line, and so does a form feed within one.
fn physical_lines(text: &str) -> impl Iterator<Item = &str> {
    let without_end = |line| -> &str { str::strip_suffix(line, '\r').unwrap_or(line) };
    text.split('\n').map(without_end).flat_map(|line| line.trim_matches('\x0c').split(['\r', '\x0c']))
}

/// Where the outermost complete `<table>` elements stand.
fn tables(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut tables = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices('<') {
        let tag = &text.as_bytes()[at..];
        let is = |name: &[u8]| tag.len() > name.len() && tag[..name.len()].eq_ignore_ascii_case(name);
        if is(b"<table") {
            open.push(at);
        } else if is(b"</table")
            && let Some(start) = open.pop()
            && let Some(length) = tag.iter().take(32).position(|b| *b == b'>')
        {
            // A table that has ended swallows those inside it.
            tables.truncate(tables.partition_point(|table: &std::ops::Range<usize>| table.start < start));
            tables.push(start..at + length + 1);
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shown;

    fn lines(text: &str) -> Vec<String> {
        shown(&read(text, &Limits::default()).unwrap())
    }

    #[test]
    fn every_physical_line_is_kept_as_written() {
        let cases: [(&str, &[&str], &str); 7] = [
            ("a\nb\n", &["L1:0 a", "L2:0 b"], "the last line end begins no line"),
            ("a\n\n\nb", &["L1:0 a", "L2:0 ", "L3:0 ", "L4:0 b"], "empty lines separate rows"),
            ("a\r\nb\rc", &["L1:0 a", "L2:0 b", "L3:0 c"], "line ends of every system"),
            (
                "a\x0cb\n\x0cc\n",
                &["L1:0 a", "L2:0 b", "L3:0 c"],
                "a form feed ends a line, but not an empty one",
            ),
            ("\t规章\t0 \u{3000}|", &["L1:0 \t规章\t0 \u{3000}|"], "what separates cells is kept"),
            ("\n\n标题", &["L1:0 ", "L2:0 ", "L3:0 标题"], "numbers count from the first physical line"),
            ("若 a<b 则", &["L1:0 若 a<b 则"], "a bracket is no tag"),
        ];
        for (text, expected, why) in cases {
            assert_eq!(lines(text), expected, "{why}");
        }
    }

    #[test]
    fn pasted_tables_become_rows_and_the_lines_keep_their_numbers() {
        let cases: [(&str, &[&str], &str); 6] = [
            (
                "二、公开\n<table>\n<tr><td>规章<td>0\n</TABLE>\n\n三、申请\n",
                &["L1:0 二、公开", "T1R1C0 [0+1 规章][1+1 0]", "L5:0 ", "L6:0 三、申请"],
                "a table on lines of its own",
            ),
            (
                "前<table><tr><td>a<td>b</table>后\n尾",
                &["L1:0 前", "T1R1C0 [0+1 a][1+1 b]", "L1:0 后", "L2:0 尾"],
                "text on the lines of a table",
            ),
            (
                "<table><tr><td>a<td>b</table>\n<table><caption>表</caption><tr><td>c<td>d</table>",
                &["T1R1C0 [0+1 a][1+1 b]", "L2:0 表", "T2R1C0 [0+1 c][1+1 d]"],
                "tables are counted on",
            ),
            (
                "<table><tr><td><table><tr><td>a<td>b</table></table>\n尾",
                &["T1R1C0 [0+1 a][1+1 b]", "L2:0 尾"],
                "a table in a table",
            ),
            ("<table><tr><td>框</table>\n尾", &["L1:0 框", "L2:0 尾"], "a table that frames a text"),
            ("甲<table>乙\n丙", &["L1:0 甲<table>乙", "L2:0 丙"], "a table that never ends is text"),
        ];
        for (text, expected, why) in cases {
            assert_eq!(lines(text), expected, "{why}");
        }
    }

    #[test]
    fn the_limit_on_lines_holds() {
        let limits = Limits { lines: 3, ..Limits::default() };
        assert!(read("a\nb\nc\n", &limits).is_ok());
        assert_eq!(read("a\nb\nc\nd\n", &limits), Err(Unreadable::TooManyLines(3)));
    }
}
