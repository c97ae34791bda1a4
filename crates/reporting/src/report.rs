//! A report as read: its tables, its text, and where each came from (年度报告).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::cell::{Cell, Printed, printed};
use crate::document::Place;
use crate::form::{Form, TABLE_KEYS};
use crate::text;
use law::china::official_date;

/// An annual report (政府信息公开工作年度报告) as it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Title as printed (标题).
    pub title: Option<String>,
    /// The authority (机关名称) as printed; none when the text does not name it.
    pub agency: Option<String>,
    /// The year reported on, not the year of publication.
    pub year: Option<i16>,
    /// The three tables; none when the report has none of them.
    pub tables: Option<Tables>,
    /// The text, by sections.
    pub sections: Vec<Section>,
    /// The date under the report (落款日期).
    pub signed_on: Option<(Date, Place)>,
    /// The date of publication that the page states.
    pub published_on: Option<Date>,
    /// Numbers of the pages that are pictures and were not read (图片页): what they print is not part of the report.
    pub unread: Vec<u32>,
    /// True for a bare object: headings, text and dates cannot be judged from it.
    pub bare: bool,
    /// The facts given with a bare object, which has no text to take them from.
    pub given_facts: Vec<serde_json::Value>,
}

/// Tables two, three and four of a report.
#[derive(Debug, Clone)]
pub struct Tables {
    /// The form whose columns they have.
    pub form: &'static Form,
    /// How much of each table is there.
    pub coverage: [Coverage; 3],
    /// One cell for each cell of the form.
    pub cells: Vec<Cell>,
    /// Where cells came from; a bare object has none.
    pub traces: BTreeMap<usize, Trace>,
    /// Cells that the layout had lost and the identities gave back.
    pub repaired: BTreeSet<usize>,
    /// The unit printed with 采购总金额 (元, 万元).
    pub amount_unit: Option<String>,
}

impl PartialEq for Tables {
    fn eq(&self, other: &Tables) -> bool {
        self.form.id == other.form.id
            && self.coverage == other.coverage
            && self.cells == other.cells
            && self.traces == other.traces
            && self.repaired == other.repaired
            && self.amount_unit == other.amount_unit
    }
}

/// How much of a table the input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coverage {
    /// Every row of it.
    Complete,
    /// The input ends or breaks off inside it.
    Truncated,
    /// Nothing of it.
    #[default]
    Absent,
}

/// Where a cell came from and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Where it is printed; the row's place for a cell that was restored.
    pub place: Place,
    /// What is printed there.
    pub raw: String,
    /// What may stand there when that is not certain.
    pub candidates: Vec<Cell>,
    /// Whether a program recognised it in a picture (图像识别), which may have erred.
    pub recognised: bool,
}

/// A part of the text: its heading and paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Number of the official part, 1 to 6; none before the first heading.
    pub part: Option<u8>,
    /// The heading as printed, with its place.
    pub heading: Option<(String, Place)>,
    /// Its paragraphs without the tables.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph of the text, with the lines it was printed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    text: String,
    plain: String,
    breaks: Vec<(usize, Place)>,
}

/// The official title of a report (标题): 云州市教育局2024年政府信息公开工作年度报告, without what is not known.
pub fn official_title(agency: Option<&str>, year: Option<i16>) -> String {
    let year = year.map(|year| format!("{year}年")).unwrap_or_default();
    format!("{}{year}政府信息公开工作年度报告", agency.unwrap_or_default())
}

impl Report {
    /// Signs the report: its authority and the day stand at its end (署名、成文日期).
    pub fn sign(&mut self, on: Date) {
        let line = self.paragraphs().flat_map(|(_, one)| one.breaks()).map(|(_, place)| place.line).max();
        let line = line.unwrap_or_default();
        let place = |nth| Place::text(line + nth);
        let lines = [self.agency.clone().unwrap_or_default(), official_date(on)];
        let signature = lines.into_iter().zip(1..).map(|(text, nth)| Paragraph::new([(text, place(nth))]));
        if let Some(last) = self.sections.last_mut() {
            last.paragraphs.extend(signature);
        }
        self.signed_on = Some((on, place(2)));
    }
}

impl Trace {
    /// Whether what stands in the cell is not certain: nothing could be read there although something is printed
    /// nearby, there are several possibilities, or the file itself says so.
    pub fn is_open(&self) -> bool {
        !self.candidates.is_empty() || self.raw.is_empty() || self.is_marked()
    }

    /// Whether the file itself says that it is not certain what stands in the cell.
    pub fn is_marked(&self) -> bool {
        printed(&self.raw) == Printed::Open
    }
}

impl Paragraph {
    /// A paragraph printed on one or more lines: each piece with the place of its first character. Control characters
    /// and soft hyphens are dropped ([`text::printable`]).
    pub fn new(pieces: impl IntoIterator<Item = (String, Place)>) -> Paragraph {
        let mut paragraph = Paragraph { text: String::new(), plain: String::new(), breaks: Vec::new() };
        let mut length = 0;
        for (piece, place) in pieces {
            let piece = text::printable(&piece);
            paragraph.breaks.push((length, place));
            length += piece.chars().count();
            paragraph.text.push_str(&piece);
        }
        paragraph.plain = text::squash(&paragraph.text);
        paragraph
    }

    /// The text as printed, line breaks removed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as comparison sees it ([`text::squash`]); positions in it are bytes.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// The character offsets at which the printed lines begin, with their places.
    pub fn breaks(&self) -> &[(usize, Place)] {
        &self.breaks
    }

    /// The characters of [`Paragraph::text`] behind a byte range of [`Paragraph::plain`].
    pub fn characters(&self, plain: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let (mut bytes, mut start, mut end) = (0, None, 0);
        for (offset, c) in self.text.chars().enumerate() {
            let before = bytes;
            text::fold(c, |c| bytes += c.len_utf8());
            if bytes > plain.start && before < plain.end && bytes > before {
                start.get_or_insert(offset);
                end = offset + 1;
            }
        }
        start.unwrap_or(end)..end
    }

    /// The text behind a byte range of [`Paragraph::plain`], as printed.
    pub fn quote(&self, plain: std::ops::Range<usize>) -> String {
        let range = self.characters(plain);
        let quote: String = self.text.chars().skip(range.start).take(range.len()).collect();
        quote.trim().to_owned()
    }

    /// The place of a character of the text.
    pub fn place(&self, character: usize) -> Place {
        let at = self.breaks.partition_point(|(start, _)| *start <= character).saturating_sub(1);
        match self.breaks.get(at) {
            Some((start, place)) => place.at(place.column.max(1) + (character - start) as u32),
            None => Place::text(0),
        }
    }

    /// The lines it was printed on: place of the first character, and text.
    pub fn lines(&self) -> impl Iterator<Item = (Place, String)> {
        self.breaks.iter().enumerate().map(|(i, (start, place))| {
            let end = self.breaks.get(i + 1).map_or(usize::MAX, |(end, _)| *end);
            (*place, self.text.chars().skip(*start).take(end - start).collect())
        })
    }
}

impl Tables {
    /// Tables of a form in which nothing is printed yet.
    pub fn empty(form: &'static Form) -> Tables {
        Tables {
            form,
            coverage: [Coverage::Absent; 3],
            cells: vec![Cell::NotPrinted; form.cell_count()],
            traces: BTreeMap::new(),
            repaired: BTreeSet::new(),
            amount_unit: None,
        }
    }

    /// The cell at a path such as `table3.granted.total`.
    pub fn get(&self, path: &str) -> Option<&Cell> {
        self.form.cell_at(path).map(|cell| &self.cells[cell.index])
    }

    /// The coverage of `table2`, `table3` or `table4`.
    pub fn coverage_of(&self, table: &str) -> Coverage {
        TABLE_KEYS.iter().position(|key| *key == table).map_or(Coverage::Absent, |i| self.coverage[i])
    }

    /// Cells that are not certain.
    pub fn uncertain(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().enumerate().filter(|(_, cell)| **cell == Cell::Uncertain).map(|(index, _)| index)
    }

    /// What a person has to decide: the uncertain cells, those that one printed number may belong to together.
    pub fn open(&self) -> Vec<Open> {
        let mut open: Vec<Open> = Vec::new();
        if self.uncertain().next().is_none() {
            return open;
        }
        for (number, table) in self.form.tables.iter().enumerate() {
            // Table four prints its blocks in one row.
            let rows: Vec<std::ops::Range<usize>> = if number == 2 {
                vec![table.cells()]
            } else {
                table.rows.iter().map(crate::form::Row::cells).collect()
            };
            for row in rows {
                let cells: Vec<usize> = row.filter(|i| self.cells[*i] == Cell::Uncertain).collect();
                if cells.is_empty() {
                    continue;
                }
                let candidates = |i: &usize| self.traces.get(i).map_or(&[][..], |trace| &trace.candidates);
                let values: Vec<&Cell> =
                    cells.iter().flat_map(candidates).filter(|cell| **cell != Cell::Blank).collect();
                let stray = values.first().filter(|first| values.iter().all(|value| value == *first));
                let stray = stray
                    .filter(|_| cells.iter().all(|i| candidates(i).len() == 1))
                    .map(|cell| (*cell).clone());
                open.push(Open { cells, stray });
            }
        }
        open
    }

    /// Settles a cell as a person has decided.
    pub fn choose(&mut self, index: usize, cell: Cell) {
        match cell {
            Cell::Blank => {
                self.traces.remove(&index);
            }
            _ => {
                if let Some(trace) = self.traces.get_mut(&index) {
                    trace.candidates.clear();
                }
            }
        }
        self.cells[index] = cell;
    }
}

/// Cells of one printed row that are not certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Their indices.
    pub cells: Vec<usize>,
    /// The one number that is printed in the row without a certain column.
    pub stray: Option<Cell>,
}

impl Tables {
    /// The same without control characters in what is printed; a cell of nothing else is blank.
    fn printable(mut self) -> Tables {
        for cell in
            self.cells.iter_mut().chain(self.traces.values_mut().flat_map(|trace| &mut trace.candidates))
        {
            if let Cell::Text(words) = cell {
                match text::printable(words) {
                    Cow::Borrowed(_) => {}
                    Cow::Owned(rest) if rest.trim().is_empty() => *cell = Cell::Blank,
                    Cow::Owned(rest) => *words = rest.into(),
                }
            }
        }
        self.traces.values_mut().for_each(|trace| clean(&mut trace.raw));
        self.amount_unit.iter_mut().for_each(clean);
        self
    }
}

/// Drops the control characters of a text.
fn clean(words: &mut String) {
    if let Cow::Owned(rest) = text::printable(words) {
        *words = rest;
    }
}

impl Report {
    /// The same without control characters in title, authority, headings and cells: what comes from outside goes through
    /// here once, so that nobody who writes or shows a report has to think of them.
    pub(crate) fn printable(mut self) -> Report {
        for words in [&mut self.title, &mut self.agency] {
            words.iter_mut().for_each(clean);
            words.take_if(|words| words.trim().is_empty());
        }
        self.sections
            .iter_mut()
            .filter_map(|section| section.heading.as_mut())
            .for_each(|(words, _)| clean(words));
        self.tables = self.tables.map(Tables::printable);
        self
    }

    /// The paragraphs of one official part.
    pub fn part(&self, part: u8) -> impl Iterator<Item = &Paragraph> {
        self.sections.iter().filter(move |s| s.part == Some(part)).flat_map(|s| &s.paragraphs)
    }

    /// All paragraphs with the part they belong to.
    pub fn paragraphs(&self) -> impl Iterator<Item = (Option<u8>, &Paragraph)> {
        self.sections.iter().flat_map(|s| s.paragraphs.iter().map(move |p| (s.part, p)))
    }

    /// The form that the tables have, or else the one for the year.
    pub fn form(&self) -> Option<&'static Form> {
        self.tables.as_ref().map(|tables| tables.form).or_else(|| Form::for_year(self.year?))
    }
}
