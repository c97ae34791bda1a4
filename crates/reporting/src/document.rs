//! What a reader found in a file, in reading order, before anyone asks what it means (读出的文档).
//!
//! Readers know encodings and containers and nothing of the annual report; this crate knows the report
//! and nothing of containers. [`Document`] is all that passes between them.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// The lines of a file in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Lines and table rows in reading order; empty lines are kept because some layouts separate rows by them.
    pub lines: Vec<Line>,
    /// The title that the container gives beside the text (HTML `<title>`), if any.
    pub title: Option<String>,
    /// Indices of the lines that a program recognised in a picture (图像识别): it may have erred.
    pub recognised: BTreeSet<usize>,
    /// Numbers of the pages that are pictures and were not read (图片页).
    pub unread: Vec<u32>,
}

impl From<Vec<Line>> for Document {
    fn from(lines: Vec<Line>) -> Document {
        Document { lines, ..Document::default() }
    }
}

/// One line of text or one row of a table, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where the line stands in the file.
    pub place: Place,
    /// Its text or its cells.
    pub content: Content,
}

/// The content of a [`Line`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Running text; tabs and vertical bars are still in it and may separate cells.
    Text(String),
    /// A row of a true table (HTML, DOCX, workbook): its cells are known.
    Row(Vec<Field>),
}

/// A cell that begins in its row: cells continued from above or from the left are not repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The text of the cell; lines inside it are joined by `\n`.
    pub text: String,
    /// Column of the grid, from 0, after merged cells have been spread out.
    pub column: u16,
    /// Columns it covers, at least 1.
    pub span: u16,
}

/// Where something stands in a file, exact enough to find it again (位置).
///
/// Written `L32:5` (line and character of a text), `P12:5` (paragraph and character), `G3L5:7` (page, line and
/// character), `T2R5C3` (table, row and column) or `S1R7C3` (sheet, row and column); every number counts from 1, column or character 0 means the
/// whole line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// What the numbers count.
    pub kind: PlaceKind,
    /// Number of the page, table or sheet; 0 where there is none.
    pub part: u32,
    /// Line, paragraph or row.
    pub line: u32,
    /// Character or column; 0 for the whole line.
    pub column: u32,
}

/// What a [`Place`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// Lines and characters of a text file.
    Text,
    /// Paragraphs of a document that has no lines (HTML, DOCX).
    Paragraph,
    /// Lines of a page (PDF, OFD).
    Page,
    /// Rows and columns of a table in a document.
    Table,
    /// Rows and columns of a sheet in a workbook.
    Sheet,
}

impl Place {
    /// A line of a text file.
    pub fn text(line: u32) -> Place {
        Place { kind: PlaceKind::Text, part: 0, line, column: 0 }
    }

    /// A paragraph of a document.
    pub fn paragraph(number: u32) -> Place {
        Place { kind: PlaceKind::Paragraph, part: 0, line: number, column: 0 }
    }

    /// A line of a page.
    pub fn page(page: u32, line: u32) -> Place {
        Place { kind: PlaceKind::Page, part: page, line, column: 0 }
    }

    /// A row of a table.
    pub fn table(table: u32, row: u32) -> Place {
        Place { kind: PlaceKind::Table, part: table, line: row, column: 0 }
    }

    /// A row of a sheet.
    pub fn sheet(sheet: u32, row: u32) -> Place {
        Place { kind: PlaceKind::Sheet, part: sheet, line: row, column: 0 }
    }

    /// The same line at a character or column, counted from 1.
    pub fn at(self, column: u32) -> Place {
        Place { column, ..self }
    }

    /// The line, paragraph or row in words for a person, in Chinese.
    pub fn line_words(self) -> String {
        match self.kind {
            PlaceKind::Text => format!("第{}行", self.line),
            PlaceKind::Paragraph => format!("第{}段", self.line),
            PlaceKind::Page => format!("第{}页第{}行", self.part, self.line),
            PlaceKind::Table => format!("第{}个表格第{}行", self.part, self.line),
            PlaceKind::Sheet => format!("第{}张工作表第{}行", self.part, self.line),
        }
    }

    /// The place in words for a person, in Chinese.
    pub fn words(self) -> String {
        let mut words = self.line_words();
        if self.column > 0 {
            let unit = match self.kind {
                PlaceKind::Text | PlaceKind::Paragraph | PlaceKind::Page => "字",
                PlaceKind::Table | PlaceKind::Sheet => "列",
            };
            words.push_str(&format!("第{}{unit}", self.column));
        }
        words
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { kind, part, line, column } = self;
        match kind {
            PlaceKind::Text => write!(f, "L{line}:{column}"),
            PlaceKind::Paragraph => write!(f, "P{line}:{column}"),
            PlaceKind::Page => write!(f, "G{part}L{line}:{column}"),
            PlaceKind::Table => write!(f, "T{part}R{line}C{column}"),
            PlaceKind::Sheet => write!(f, "S{part}R{line}C{column}"),
        }
    }
}

/// A place that is not written as [`Place`] says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是位置的写法，应如 L32:5、P12:5、G3L5:7、T2R5C3 或 S1R7C3")]
pub struct BadPlace(String);

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Place, BadPlace> {
        let bad = || BadPlace(text.chars().take(40).collect());
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| bad());
        let rest = text.get(1..).ok_or_else(bad)?;
        let pair = || rest.split_once(':').ok_or_else(bad);
        let triple = || -> Result<_, BadPlace> {
            let (part, rest) = rest.split_once('R').ok_or_else(bad)?;
            let (line, column) = rest.split_once('C').ok_or_else(bad)?;
            Ok((number(part)?, number(line)?, number(column)?))
        };
        Ok(match text.as_bytes().first() {
            Some(b'L') => Place::text(number(pair()?.0)?).at(number(pair()?.1)?),
            Some(b'P') => Place::paragraph(number(pair()?.0)?).at(number(pair()?.1)?),
            Some(b'G') => {
                let (page, line) = rest.split_once('L').ok_or_else(bad)?;
                let (line, column) = line.split_once(':').ok_or_else(bad)?;
                Place::page(number(page)?, number(line)?).at(number(column)?)
            }
            Some(b'T') => {
                let (part, line, column) = triple()?;
                Place::table(part, line).at(column)
            }
            Some(b'S') => {
                let (part, line, column) = triple()?;
                Place::sheet(part, line).at(column)
            }
            _ => return Err(bad()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_as_it_was_written() {
        for place in [
            Place::text(32).at(5),
            Place::paragraph(1),
            Place::page(3, 5).at(7),
            Place::table(2, 5).at(3),
            Place::sheet(1, 7).at(3),
        ] {
            assert_eq!(place.to_string().parse::<Place>(), Ok(place));
        }
        for bad in ["", "L", "L1", "X1:2", "T1R2", "第1行", "L-1:2"] {
            assert!(bad.parse::<Place>().is_err(), "{bad}");
        }
    }
}
