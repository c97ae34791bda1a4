//! XLSX: a sheet for each table, headings that stay in view, filters, and nothing that could run.

use std::collections::HashSet;

use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::mark::MARK;
use super::{Field, Row, Summary, Table, Tone};
use crate::Unwritable;
use crate::workbook::{self, HIGHEST};

pub(super) fn write(summary: &Summary) -> Result<Vec<u8>, Unwritable> {
    workbook(summary).map_err(|error| Unwritable::Failed(error.to_string()))
}

fn workbook(summary: &Summary) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(&summary.title).set_category(MARK));
    let mut names = HashSet::from([NOTES.to_owned()]);
    for (at, table) in summary.tables.iter().enumerate() {
        let sheet = workbook.add_worksheet().set_name(name(&table.title, at, &mut names))?;
        // Title and first note stand on the first sheet, above what stays in view.
        let first = if at == 0 { opening(sheet, summary)? } else { 0 };
        self::table(sheet, table, first)?;
    }
    if summary.notes.len() > 1 || summary.tables.is_empty() {
        notes(workbook.add_worksheet().set_name(NOTES)?, summary)?;
    }
    workbook.save_to_buffer()
}

/// The sheet of the notes, which may be many.
const NOTES: &str = "说明";

/// A name that a workbook takes and no other sheet has.
fn name(title: &str, at: usize, names: &mut HashSet<String>) -> String {
    const FORBIDDEN: [char; 8] = ['[', ']', ':', '*', '?', '/', '\\', '\''];
    let plain: String =
        title.chars().filter(|c| !FORBIDDEN.contains(c) && !c.is_control()).take(25).collect();
    let plain = if plain.trim().is_empty() { "表".to_owned() } else { plain };
    if names.insert(plain.clone()) {
        return plain;
    }
    let numbered = format!("{plain}{}", at + 1);
    names.insert(numbered.clone());
    numbered
}

/// Title and first note; the row after them.
fn opening(sheet: &mut Worksheet, summary: &Summary) -> Result<u32, XlsxError> {
    let title = Format::new().set_bold().set_font_size(14).set_num_format("@");
    sheet.write_string_with_format(0, 0, workbook::fitting(&summary.title), &title)?;
    if let Some(note) = summary.notes.first() {
        sheet.write_string_with_format(1, 0, workbook::fitting(note), &as_text(&Format::new()))?;
    }
    Ok(3)
}

fn notes(sheet: &mut Worksheet, summary: &Summary) -> Result<(), XlsxError> {
    let format = as_text(&Format::new().set_text_wrap().set_align(FormatAlign::Top));
    sheet.set_column_width(0, f64::from(figures(NOTE_WIDTH)))?;
    let texts = std::iter::once(&summary.title).chain(&summary.notes);
    for (row, text) in (0..).zip(texts.flat_map(|text| workbook::pieces(text))) {
        sheet.write_string_with_format(row, 0, text, &format)?;
        let lines = workbook::lines(text, f64::from(figures(NOTE_WIDTH)));
        sheet.set_row_height(row, (lines * LINE).min(HIGHEST))?;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Width of the notes, in Chinese characters.
const NOTE_WIDTH: u16 = 50;

fn table(sheet: &mut Worksheet, table: &Table, first: u32) -> Result<(), XlsxError> {
    let head = bordered()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_background_color(Color::RGB(0xE4_EA_F1))
        .set_num_format("@");
    for (column, heading) in (0..).zip(&table.columns) {
        sheet.set_column_width(column, f64::from(figures(heading.width)))?;
        sheet.write_string_with_format(first, column, &heading.heading, &head)?;
    }
    let mut last = first;
    for row in &table.rows {
        last += 1;
        self::row(sheet, last, row)?;
        let lines = row.fields.iter().zip(&table.columns).map(|(field, column)| lines(field, column.width));
        sheet.set_row_height(last, (lines.fold(1.0, f64::max) * LINE).min(HIGHEST))?;
    }
    sheet.set_freeze_panes(first + 1, 0)?.set_repeat_rows(first, first)?;
    if let Some(columns) = u16::try_from(table.columns.len()).ok().and_then(|count| count.checked_sub(1)) {
        sheet.autofilter(first, 0, last, columns)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn row(sheet: &mut Worksheet, at: u32, row: &Row) -> Result<(), XlsxError> {
    let format = match row.tone {
        Tone::Plain | Tone::Good => bordered(),
        Tone::Doubt => bordered().set_background_color(Color::RGB(0xFF_F8_E6)),
        Tone::Bad => bordered().set_background_color(Color::RGB(0xFD_F0_EF)),
    };
    for (column, field) in (0..).zip(&row.fields) {
        match field {
            Field::Empty => sheet.write_blank(at, column, &format)?,
            Field::Number(number) => match workbook::exact(&number.to_string()) {
                Some((value, decimals)) => {
                    let format = workbook::with_decimals(format.clone(), decimals);
                    sheet.write_number_with_format(at, column, value, &format)?
                }
                None => sheet.write_string_with_format(at, column, number.to_string(), &as_text(&format))?,
            },
            // A string is never read as a formula, whatever it begins with.
            Field::Text(text) => {
                sheet.write_string_with_format(at, column, workbook::fitting(text), &as_text(&format))?
            }
        };
    }
    Ok(())
}

/// Height of a line, in points.
const LINE: f64 = 17.0;

/// The width of a column in figures: a Chinese character is as wide as two, and the arrow of the filter needs room.
fn figures(width: u16) -> u16 {
    width.saturating_mul(2).saturating_add(3).min(200)
}

/// The lines on which a field is printed.
fn lines(field: &Field, width: u16) -> f64 {
    let Field::Text(text) = field else { return 1.0 };
    workbook::lines(text, f64::from(figures(width)))
}

fn bordered() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_text_wrap()
}

fn as_text(format: &Format) -> Format {
    format.clone().set_num_format("@")
}
