//! XLSX: a sheet for each table, headings that stay in view, filters, and nothing that could run.

use std::collections::HashSet;

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::mark::MARK;
use super::{Field, Row, Summary, Table, Tone};
use crate::Unwritable;

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
    sheet.write_string_with_format(0, 0, &summary.title, &title)?;
    if let Some(note) = summary.notes.first() {
        sheet.write_string_with_format(1, 0, note, &as_text(&Format::new()))?;
    }
    Ok(3)
}

fn notes(sheet: &mut Worksheet, summary: &Summary) -> Result<(), XlsxError> {
    let format = as_text(&Format::new().set_text_wrap().set_align(FormatAlign::Top));
    sheet.set_column_width(0, f64::from(figures(NOTE_WIDTH)))?;
    for (row, note) in (0..).zip(std::iter::once(&summary.title).chain(&summary.notes)) {
        sheet.write_string_with_format(row, 0, note, &format)?;
        sheet.set_row_height(
            row,
            f64::from(lines(&Field::Text(note.clone()), NOTE_WIDTH).min(MOST_LINES)) * LINE,
        )?;
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
        let lines = lines.max().unwrap_or(1).min(MOST_LINES);
        sheet.set_row_height(last, f64::from(lines) * LINE)?;
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
            Field::Number(number) => match exact(number) {
                Some(value) => {
                    let decimals = number.scale() as usize;
                    let pattern =
                        if decimals > 0 { format!("0.{}", "0".repeat(decimals)) } else { "0".into() };
                    sheet.write_number_with_format(
                        at,
                        column,
                        value,
                        &format.clone().set_num_format(pattern),
                    )?
                }
                None => sheet.write_string_with_format(at, column, number.to_string(), &as_text(&format))?,
            },
            // A string is never read as a formula, whatever it begins with.
            Field::Text(text) => sheet.write_string_with_format(at, column, text, &as_text(&format))?,
        };
    }
    Ok(())
}

/// Height of a line, in points.
const LINE: f64 = 17.0;
/// Lines of the highest row: a workbook allows 409 points.
const MOST_LINES: u32 = 24;

/// The width of a column in figures: a Chinese character is as wide as two, and the arrow of the filter needs room.
fn figures(width: u16) -> u16 {
    width.saturating_mul(2).saturating_add(3).min(200)
}

/// The lines on which a field is printed; a program that does not count them itself would show the first alone.
fn lines(field: &Field, width: u16) -> u32 {
    let Field::Text(text) = field else { return 1 };
    let room = u32::from(figures(width)) - 1;
    let of_line = |line: &str| {
        let wide: u32 = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        wide.div_ceil(room).max(1)
    };
    text.split('\n').map(of_line).sum()
}

fn bordered() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_text_wrap()
}

fn as_text(format: &Format) -> Format {
    format.clone().set_num_format("@")
}

/// The number as a workbook keeps it; none where it would keep another.
fn exact(number: &rust_decimal::Decimal) -> Option<f64> {
    let value = number.to_f64()?;
    let decimals = number.scale() as usize;
    (format!("{value:.decimals$}") == number.to_string() && value.abs() < 1e15).then_some(value)
}
