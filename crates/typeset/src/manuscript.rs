//! What a report says, ready to be printed (底稿): the pieces of [`reporting::order`] with what a page asks of them.

use std::sync::LazyLock;

use jiff::civil::Date;
use law::china::official_date;
use reporting::order::{self, Piece as Ordered};
use reporting::report::{Report, Tables, official_title};
use serde::Serialize;
use typst::syntax::Source;

use crate::Unwritable;
use crate::pages::{self, Printed};

mod notes;
mod table;

pub(crate) use table::{PrintedCell, PrintedTable, Remark, Style, cells_by_row};

static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| pages::template("/report.typ", include_str!("../templates/report.typ")));

/// A report ready to be printed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Manuscript {
    /// The title, in one line.
    pub(crate) title: String,
    /// The title in the lines in which it is printed: broken between the authority and the year.
    pub(crate) title_lines: Vec<String>,
    /// The authority, as far as it is known.
    pub(crate) agency: Option<String>,
    /// The date of the file: that under the report, or that of its publication.
    pub(crate) date: Date,
    /// The date under the report, where there is one.
    pub(crate) signed_on: Option<Date>,
    /// The pieces in order.
    pub(crate) pieces: Vec<Piece>,
    /// The lines at the end, where the seal goes: who signs, and when (署名、成文日期).
    pub(crate) signature: Vec<String>,
    /// What is printed at the edge of every page (演示, 汇总草稿), if anything.
    pub(crate) mark: Option<String>,
}

/// A piece of a report.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Piece {
    /// The heading of one of the six parts.
    Heading {
        /// As printed.
        text: String,
    },
    /// A heading within a part (（一）主动公开方面).
    Subheading {
        /// As printed.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: String,
    },
    /// A line that stands over a table and stays with it (表三).
    Caption {
        /// Its text.
        text: String,
    },
    /// One of the three tables.
    Table {
        /// Its cells.
        table: PrintedTable,
    },
    /// A note under a table (表注).
    Note {
        /// Its text.
        text: String,
    },
}

impl Printed for Manuscript {
    fn template() -> &'static Source {
        &TEMPLATE
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let ends = self.signature.iter().chain(&self.agency).chain(&self.mark).map(String::as_str);
        let pieces = self.pieces.iter().flat_map(Piece::texts);
        std::iter::once(self.title.as_str()).chain(pieces).chain(ends)
    }
}

impl Piece {
    /// The text of a piece, or those of its cells.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let (text, rows) = match self {
            Piece::Heading { text }
            | Piece::Subheading { text }
            | Piece::Paragraph { text }
            | Piece::Caption { text }
            | Piece::Note { text } => (Some(text.as_str()), &[][..]),
            Piece::Table { table } => (None, &table.rows[..]),
        };
        text.into_iter().chain(rows.iter().flatten().map(|cell| cell.text.as_str()))
    }
}

/// Characters that a manuscript has at most: the longest reports have a tenth of them. Setting pages takes memory and
/// time for each and cannot be broken off.
pub(crate) const CHARACTERS: usize = 400_000;

/// Pieces that a manuscript has at most.
pub(crate) const PIECES: usize = 20_000;

/// The pieces of a report: its own text, under the official headings where it has none.
///
/// # Errors
/// When it is longer than any report.
pub(crate) fn of(report: &Report, today: Date, mark: Option<&str>) -> Result<Manuscript, Unwritable> {
    let manuscript = whole(report, today, mark);
    let characters = manuscript.texts().map(|text| text.chars().count()).sum();
    let pieces = manuscript.pieces.len();
    if characters > CHARACTERS || pieces > PIECES {
        return Err(Unwritable::TooLong { characters, pieces });
    }
    Ok(manuscript)
}

fn whole(report: &Report, today: Date, mark: Option<&str>) -> Manuscript {
    let (agency, date) = (report.agency.as_deref(), report.signed_on.map(|(date, _)| date));
    let mut writer = Writer::default();
    for piece in order::pieces(report) {
        writer.piece(report.tables.as_ref(), piece);
    }
    // A report without text is signed by what is known of it.
    if report.paragraphs().next().is_none() {
        writer.signature.extend(agency.map(str::to_owned).into_iter().chain(date.map(official_date)));
    }
    let title = report.title.clone().unwrap_or_else(|| official_title(agency, report.year));
    Manuscript {
        title_lines: title_lines(&title, agency),
        title,
        agency: report.agency.clone(),
        date: date.or(report.published_on).unwrap_or(today),
        signed_on: date,
        pieces: writer.pieces,
        signature: writer.signature,
        mark: mark.map(str::to_owned),
    }
}

/// Characters of the title that fit on a line.
const TITLE_LINE: usize = 20;

fn title_lines(title: &str, agency: Option<&str>) -> Vec<String> {
    let rest = agency.and_then(|agency| title.strip_prefix(agency)).filter(|rest| !rest.is_empty());
    match (agency, rest) {
        (Some(agency), Some(rest)) if title.chars().count() > TITLE_LINE => vec![agency.into(), rest.into()],
        _ => vec![title.into()],
    }
}

#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    signature: Vec<String>,
}

impl Writer {
    fn piece(&mut self, tables: Option<&Tables>, piece: Ordered<'_>) {
        match piece {
            Ordered::Heading { text, .. } => self.pieces.push(Piece::Heading { text }),
            Ordered::Paragraph(paragraph) => {
                let text = paragraph.text().to_owned();
                let is_subheading = is_subheading(&text);
                self.pieces.push(if is_subheading {
                    Piece::Subheading { text }
                } else {
                    Piece::Paragraph { text }
                });
            }
            Ordered::Table(layout) => {
                let Some(tables) = tables else { return };
                let notes = notes::notes(tables, &layout);
                self.table(table::printed(tables, layout), notes);
            }
            Ordered::Signature(line) => self.signature.push(line.text().to_owned()),
        }
    }

    /// A table with the line that stands over it, and its notes below: new ones, and those that the report prints.
    fn table(&mut self, table: PrintedTable, notes: Vec<String>) {
        let opens = |piece: &Piece| matches!(piece, Piece::Heading { .. } | Piece::Note { .. });
        let from = self.pieces.iter().rposition(opens).map_or(0, |at| at + 1);
        let is_note = |piece: &Piece| matches!(piece, Piece::Paragraph { text } if notes::is_note(text));
        let (printed, above): (Vec<Piece>, Vec<Piece>) = self.pieces.drain(from..).partition(is_note);
        self.pieces.extend(above);
        if let Some(Piece::Paragraph { text }) = self.pieces.last_mut()
            && text.chars().count() <= CAPTION
        {
            let text = std::mem::take(text);
            self.pieces.pop();
            self.pieces.push(Piece::Caption { text });
        }
        self.pieces.push(Piece::Table { table });
        let printed = printed.into_iter().filter_map(|piece| match piece {
            Piece::Paragraph { text } if !notes.contains(&text) => Some(text),
            _ => None,
        });
        let notes: Vec<String> = printed.chain(notes.iter().cloned()).collect();
        self.pieces.extend(notes.into_iter().map(|text| Piece::Note { text }));
    }
}

/// Characters that a line over a table has at most.
const CAPTION: usize = 30;

/// Characters that a heading within a part has at most.
const SUBHEADING: usize = 26;

/// Whether a paragraph is a heading within a part: numbered, short, and no sentence.
fn is_subheading(text: &str) -> bool {
    let text = text.trim();
    let numbered = text.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    let is_number =
        |number: &str| !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c));
    numbered.is_some_and(|(number, rest)| is_number(number) && !rest.is_empty())
        && text.chars().count() <= SUBHEADING
        && !text.contains(['。', '；', '：'])
}
