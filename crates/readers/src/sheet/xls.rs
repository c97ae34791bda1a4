//! XLS (Excel 97 to 2003).

use std::collections::HashMap;
use std::io::{Cursor, Read};

use reporting::document::Document;

use super::format::Format;
use super::records::{Pieces, Record, Records};
use super::{MOST_SHEETS, Sheet, Workbook};
use crate::limits::Budget;
use crate::{Limits, Unreadable};

/// Kinds of records.
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000a;
    pub(super) const DATE_1904: u16 = 0x0022;
    pub(super) const PASSWORD: u16 = 0x002f;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MULTIPLE_RK: u16 = 0x00bd;
    pub(super) const MULTIPLE_BLANK: u16 = 0x00be;
    pub(super) const STYLE: u16 = 0x00e0;
    pub(super) const MERGED_CELLS: u16 = 0x00e5;
    pub(super) const SHARED_STRINGS: u16 = 0x00fc;
    pub(super) const SHARED_STRING: u16 = 0x00fd;
    pub(super) const BLANK: u16 = 0x0201;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const LOGICAL: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// The version of Excel 97 and later.
const BIFF8: u16 = 0x0600;

/// Reads the sheets that are shown, in order.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let stream = file.open_stream("Workbook").map_err(|_| Unreadable::Damaged)?;
    let mut bytes = Vec::new();
    stream.take(limits.bytes).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged)?;
    let globals = Globals::read(&bytes, limits)?;
    let mut workbook = Workbook::new(Budget::new(limits));
    for start in &globals.sheets {
        let sheet = globals.read_sheet(&bytes, *start, &mut workbook.budget)?;
        workbook.sheet(sheet)?;
    }
    Ok(workbook.into_document())
}

/// What the sheets of a workbook share.
#[derive(Default)]
struct Globals {
    /// Where the sheets that are shown begin in the stream.
    sheets: Vec<usize>,
    strings: Vec<String>,
    /// The number formats of the cell styles, in order.
    formats: Vec<Format>,
    from_1904: bool,
}

impl Globals {
    fn read(stream: &[u8], limits: &Limits) -> Result<Globals, Unreadable> {
        let mut globals = Globals::default();
        let mut codes: HashMap<u16, Format> = HashMap::new();
        let mut styles = Vec::new();
        let mut records = Records::new(stream, 0);
        let begin = records.next().filter(|record| record.kind == kind::BEGIN).ok_or(Unreadable::Damaged)?;
        if begin.u16(0)? != BIFF8 {
            return Err(Unreadable::OtherExcel);
        }
        while let Some(record) = records.next() {
            match record.kind {
                kind::PASSWORD => return Err(Unreadable::Encrypted),
                kind::DATE_1904 => globals.from_1904 = record.u16(0)? == 1,
                kind::FORMAT => {
                    let id = record.u16(0)?;
                    codes.insert(id, Format::of_code(&short_string(record, 2)?));
                }
                kind::STYLE => styles.push(record.u16(2)?),
                kind::BOUND_SHEET => {
                    let [state, sort] = record.bytes(4)?;
                    if state & 3 == 0 && sort == 0 {
                        globals.sheets.push(record.u32(0)? as usize);
                    }
                }
                kind::SHARED_STRINGS => globals.strings = strings(records.continued(record), limits)?,
                kind::END => break,
                _ => {}
            }
        }
        if globals.sheets.len() > MOST_SHEETS {
            return Err(Unreadable::Unpacked);
        }
        let format = |id| codes.get(id).cloned().unwrap_or_else(|| Format::built_in(u32::from(*id)));
        globals.formats = styles.iter().map(format).collect();
        Ok(globals)
    }

    fn read_sheet(&self, stream: &[u8], start: usize, budget: &mut Budget) -> Result<Sheet, Unreadable> {
        let mut sheet = Sheet::default();
        let mut records = Records::new(stream, start);
        records.next().filter(|record| record.kind == kind::BEGIN).ok_or(Unreadable::Damaged)?;
        // A chart within the sheet is a stream of its own.
        let mut charts = 0u32;
        // The cell of a formula whose text comes in a record of its own.
        let mut pending = None;
        while let Some(record) = records.next() {
            match record.kind {
                kind::BEGIN => charts += 1,
                kind::END if charts == 0 => return Ok(sheet),
                kind::END => charts -= 1,
                _ if charts > 0 => {}
                kind::STRING => {
                    if let Some((row, column)) = pending.take() {
                        let text = records.continued(record).string()?;
                        sheet.cell(row, column, text, budget)?;
                    }
                }
                kind::FORMULA => {
                    let (row, column) = (u32::from(record.u16(0)?), record.u16(2)?);
                    match self.formula(record)? {
                        Some(text) => sheet.cell(row, column, text, budget)?,
                        None => pending = Some((row, column)),
                    }
                }
                kind::MULTIPLE_RK | kind::MULTIPLE_BLANK => self.row_of_cells(record, &mut sheet, budget)?,
                kind::MERGED_CELLS => {
                    for at in 0..usize::from(record.u16(0)?) {
                        let number = |n: usize| record.u16(2 + at * 8 + n * 2);
                        let rows = u32::from(number(0)?)..=u32::from(number(1)?);
                        sheet.merge(rows, number(2)?..=number(3)?);
                    }
                }
                _ => {
                    if let Some(text) = self.cell_text(record)? {
                        sheet.cell(u32::from(record.u16(0)?), record.u16(2)?, text, budget)?;
                    }
                }
            }
        }
        Err(Unreadable::Damaged)
    }

    /// The text of a record that is one cell.
    fn cell_text(&self, record: Record) -> Result<Option<String>, Unreadable> {
        Ok(Some(match record.kind {
            kind::BLANK => String::new(),
            kind::NUMBER => self.show(record.u16(4)?, record.f64(6)?),
            kind::RK => self.show(record.u16(4)?, rk(record.u32(6)?)),
            kind::LABEL => short_string(record, 6)?,
            kind::SHARED_STRING => self.strings.get(record.u32(6)? as usize).cloned().unwrap_or_default(),
            kind::LOGICAL => {
                let [value, is_error] = record.bytes(6)?;
                logical(value, is_error != 0).to_owned()
            }
            _ => return Ok(None),
        }))
    }

    /// Cells of one row that stand in one record.
    fn row_of_cells(&self, record: Record, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Unreadable> {
        let (row, first) = (u32::from(record.u16(0)?), record.u16(2)?);
        let numbers = record.kind == kind::MULTIPLE_RK;
        let width = if numbers { 6 } else { 2 };
        let cells = record.data.len().saturating_sub(6) / width;
        for (column, at) in (first..=u16::MAX).zip((4..).step_by(width)).take(cells) {
            let text =
                if numbers { self.show(record.u16(at)?, rk(record.u32(at + 2)?)) } else { String::new() };
            sheet.cell(row, column, text, budget)?;
        }
        Ok(())
    }

    /// The value that a formula last had; none if it is text, which follows.
    fn formula(&self, record: Record) -> Result<Option<String>, Unreadable> {
        let [sort, _, value, _, _, _, mark @ ..]: [u8; 8] = record.bytes(6)?;
        if mark != [0xff, 0xff] {
            return Ok(Some(self.show(record.u16(4)?, record.f64(6)?)));
        }
        Ok(match sort {
            0 => None,
            1 | 2 => Some(logical(value, sort == 2).to_owned()),
            _ => Some(String::new()),
        })
    }

    fn show(&self, style: u16, number: f64) -> String {
        self.formats.get(usize::from(style)).unwrap_or(&Format::General).show(number, self.from_1904)
    }
}

fn strings(mut pieces: Pieces, limits: &Limits) -> Result<Vec<String>, Unreadable> {
    let mut budget = Budget::new(limits);
    let mut strings = Vec::new();
    pieces.skip(8)?;
    while !pieces.is_empty() {
        budget.cell()?;
        strings.push(pieces.string()?);
    }
    Ok(strings)
}

/// The string that stands in a record.
fn short_string(record: Record, at: usize) -> Result<String, Unreadable> {
    let data = record.data.get(at..).ok_or(Unreadable::Damaged)?;
    Records::new(&[], 0).continued(Record { data, ..record }).string()
}

/// A number in four bytes: an integer or the first half of a double, perhaps in hundredths.
fn rk(rk: u32) -> f64 {
    let number =
        if rk & 2 == 0 { f64::from_bits(u64::from(rk & !3) << 32) } else { f64::from(rk as i32 >> 2) };
    if rk & 1 == 0 { number } else { number / 100.0 }
}

fn logical(value: u8, is_error: bool) -> &'static str {
    match (is_error, value) {
        (false, 0) => "FALSE",
        (false, _) => "TRUE",
        (true, 0x00) => "#NULL!",
        (true, 0x07) => "#DIV/0!",
        (true, 0x0f) => "#VALUE!",
        (true, 0x17) => "#REF!",
        (true, 0x1d) => "#NAME?",
        (true, 0x24) => "#NUM!",
        (true, _) => "#N/A",
    }
}

#[cfg(test)]
mod tests;
