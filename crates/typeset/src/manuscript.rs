//! What a report says, in the order in which it is printed (底稿).

use jiff::civil::Date;
use reporting::cell::Cell;
use reporting::form::Form;
use reporting::layout::{self, Content, Role, TableLayout};
use reporting::report::{Report, Section, Tables};
use serde::Serialize;

use crate::Unwritable;

/// A report ready to be printed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Manuscript {
    /// The title, in one line.
    pub(crate) title: String,
    /// The title in the lines in which it is printed: broken between the authority and the year.
    pub(crate) title_lines: Vec<String>,
    /// The authority, as far as it is known.
    pub(crate) agency: Option<String>,
    /// The year reported on.
    pub(crate) year: Option<i16>,
    /// The date of the file: that under the report, or that of its publication.
    pub(crate) date: Date,
    /// The pieces in order.
    pub(crate) pieces: Vec<Piece>,
    /// Who signs and when, at the end, where the seal goes.
    pub(crate) signature: Signature,
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
}

/// A table with its cells filled in.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PrintedTable {
    /// 表二, 表三 or 表四, and what it is about.
    pub(crate) caption: String,
    /// Its short name: 表二.
    pub(crate) words: &'static str,
    /// Widths of the columns in shares of the whole.
    pub(crate) widths: Vec<u16>,
    /// Rows at the top that are repeated after a page break.
    pub(crate) head_rows: usize,
    /// Its rows.
    pub(crate) rows: Vec<Vec<PrintedCell>>,
}

/// A cell of a printed table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PrintedCell {
    /// Column in which it begins, from 0.
    pub(crate) column: usize,
    /// Columns it covers.
    pub(crate) columns: usize,
    /// Rows it covers.
    pub(crate) rows: usize,
    /// What is printed.
    pub(crate) text: String,
    /// How it is printed.
    pub(crate) style: Style,
}

/// How a cell is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Style {
    /// A head in the middle of its cell.
    Head,
    /// The label of a row, from the left.
    Label,
    /// A value.
    Value,
}

/// The end of a report (署名、成文日期).
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Signature {
    /// The authority.
    pub(crate) agency: Option<String>,
    /// The date in words, 2026年1月20日.
    pub(crate) date: Option<String>,
}

impl Signature {
    /// Its lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        [&self.agency, &self.date].into_iter().flatten().map(String::as_str)
    }
}

impl Manuscript {
    /// Everything that is printed.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let ends = self.agency.as_deref().into_iter().chain(self.mark.as_deref());
        let pieces = self.pieces.iter().flat_map(Piece::texts);
        std::iter::once(self.title.as_str()).chain(pieces).chain(self.signature.lines()).chain(ends)
    }
}

impl Piece {
    /// The text of a piece, or those of its cells.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let (text, rows) = match self {
            Piece::Heading { text }
            | Piece::Subheading { text }
            | Piece::Paragraph { text }
            | Piece::Caption { text } => (Some(text.as_str()), &[][..]),
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
    let form = report
        .tables
        .as_ref()
        .map(|tables| tables.form)
        .or_else(|| report.year.and_then(Form::for_year))
        .or_else(|| Form::all().last());
    let mut sections = report.sections.clone();
    let signature = signature(report, &mut sections);
    let mut writer = Writer { pieces: Vec::new(), tables: Vec::new(), form };
    if let Some(tables) = &report.tables {
        writer.tables =
            layout::tables(tables).into_iter().map(|table| (table.part, printed(tables, table))).collect();
    }
    let mut last = 0;
    for section in &sections {
        if let Some(part) = section.part {
            let printed_later = |part: u8| sections.iter().any(|other| other.part == Some(part));
            for missing in (last + 1..part).filter(|missing| !printed_later(*missing)) {
                writer.empty_part(missing);
            }
            last = last.max(part);
        }
        writer.section(section);
    }
    for missing in last + 1..=6 {
        writer.empty_part(missing);
    }
    // A table whose part does not come is printed at the end.
    let rest = std::mem::take(&mut writer.tables);
    writer.pieces.extend(rest.into_iter().map(|(_, table)| Piece::Table { table }));
    let title = title(report);
    Manuscript {
        title_lines: title_lines(&title, report.agency.as_deref()),
        title,
        agency: report.agency.clone(),
        year: report.year,
        date: report.signed_on.map(|(date, _)| date).or(report.published_on).unwrap_or(today),
        pieces: writer.pieces,
        signature,
        mark: mark.map(str::to_owned),
    }
}

/// The title as printed, or the official one.
fn title(report: &Report) -> String {
    let official = || {
        let year = report.year.map(|year| format!("{year}年")).unwrap_or_default();
        format!("{}{year}政府信息公开工作年度报告", report.agency.as_deref().unwrap_or_default())
    };
    report.title.clone().unwrap_or_else(official)
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

struct Writer {
    pieces: Vec<Piece>,
    /// Tables that are not printed yet, by the part in which they stand.
    tables: Vec<(u8, PrintedTable)>,
    form: Option<&'static Form>,
}

const NUMERALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

impl Writer {
    fn section(&mut self, section: &Section) {
        if let Some((text, _)) = &section.heading {
            self.pieces.push(Piece::Heading { text: text.clone() });
        }
        for paragraph in &section.paragraphs {
            let text = paragraph.text().to_owned();
            let piece =
                if is_subheading(&text) { Piece::Subheading { text } } else { Piece::Paragraph { text } };
            self.pieces.push(piece);
        }
        if let Some(part) = section.part {
            self.tables_of(part);
        }
    }

    fn empty_part(&mut self, part: u8) {
        let at = usize::from(part) - 1;
        if let Some(words) = self.form.and_then(|form| form.parts.get(at)) {
            self.pieces.push(Piece::Heading { text: format!("{}、{words}", NUMERALS[at]) });
        }
        self.tables_of(part);
    }

    fn tables_of(&mut self, part: u8) {
        let is_there = self.tables.iter().any(|(of, _)| *of == part);
        if let Some(Piece::Paragraph { text }) = self.pieces.last_mut().filter(|_| is_there)
            && text.chars().count() <= CAPTION
        {
            let text = std::mem::take(text);
            self.pieces.pop();
            self.pieces.push(Piece::Caption { text });
        }
        while let Some(at) = self.tables.iter().position(|(of, _)| *of == part) {
            self.pieces.push(Piece::Table { table: self.tables.remove(at).1 });
        }
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

/// Takes the signature off the text, or makes one where the report has no text.
fn signature(report: &Report, sections: &mut [Section]) -> Signature {
    let date = report.signed_on.map(|(date, _)| date);
    let Some(last) = sections.iter_mut().rfind(|section| !section.paragraphs.is_empty()) else {
        return Signature { agency: report.agency.clone(), date: date.map(words) };
    };
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let is_date = |text: &str| date.is_some_and(|date| plain(text) == words(date));
    let is_agency = |text: &str| report.agency.as_deref().is_some_and(|agency| plain(text) == plain(agency));
    let texts: Vec<String> = last.paragraphs.iter().map(|paragraph| paragraph.text().to_owned()).collect();
    match &texts[..] {
        [.., agency, date] if is_date(date) && is_agency(agency) => {
            last.paragraphs.truncate(texts.len() - 2);
            Signature { agency: Some(agency.clone()), date: Some(date.clone()) }
        }
        [.., date] if is_date(date) => {
            last.paragraphs.truncate(texts.len() - 1);
            Signature { agency: None, date: Some(date.clone()) }
        }
        // Signed in a way of its own, or not at all: the text stays as it is.
        _ => Signature::default(),
    }
}

/// 2026年1月20日: Arabic numerals without leading zeros (GB/T 9704-2012, 7.3.5.4).
pub(crate) fn words(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

fn printed(tables: &Tables, table: TableLayout) -> PrintedTable {
    let part = usize::from(table.part) - 1;
    let about = tables.form.parts.get(part).map_or("", String::as_str);
    let cell = |cell: layout::LayoutCell| {
        let (text, style) = match cell.content {
            Content::Head { text, role: Role::Row | Role::Corner, .. } => (text, Style::Label),
            Content::Head { text, .. } => (text, Style::Head),
            Content::Value { index, .. } => (value(tables, index), Style::Value),
        };
        PrintedCell { column: cell.column, columns: cell.columns, rows: cell.rows, text, style }
    };
    PrintedTable {
        caption: format!("{} {about}", table.words),
        words: table.words,
        widths: table.widths,
        head_rows: table.head_rows,
        rows: table.rows.into_iter().map(|row| row.cells.into_iter().map(cell).collect()).collect(),
    }
}

/// A value as it is printed; nothing where it is not certain.
fn value(tables: &Tables, index: usize) -> String {
    let cell = &tables.cells[index];
    let unit = tables
        .amount_unit
        .as_deref()
        .filter(|_| cell.value().is_some() && tables.form.money_without_unit().any(|money| money == index));
    match cell {
        Cell::Uncertain => String::new(),
        _ => format!("{}{}", cell.words(), unit.unwrap_or_default()),
    }
}

/// For each row all cells that cover it, from the left, and whether each begins in it.
pub(crate) fn cells_by_row(table: &PrintedTable) -> Vec<Vec<(&PrintedCell, bool)>> {
    let mut rows: Vec<Vec<(&PrintedCell, bool)>> = vec![Vec::new(); table.rows.len()];
    for (at, cells) in table.rows.iter().enumerate() {
        for cell in cells {
            for (below, row) in rows.iter_mut().skip(at).take(cell.rows).enumerate() {
                row.push((cell, below == 0));
            }
        }
    }
    for row in &mut rows {
        row.sort_by_key(|(cell, _)| cell.column);
    }
    rows
}
