//! XLSX: the text on one sheet, each table on its own, values as numbers.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};

use crate::Unwritable;
use crate::manuscript::{Manuscript, Piece, PrintedCell, PrintedTable, Remark, Style};
use crate::workbook::{self, HIGHEST};

/// Writes the workbook.
pub(crate) fn write(manuscript: &Manuscript) -> Result<Vec<u8>, Unwritable> {
    workbook(manuscript).map_err(|error| Unwritable::Failed(error.to_string()))
}

/// Width of the sheet of text, in characters: what fits on A4 upright.
const TEXT_WIDTH: u16 = 72;
/// Width of a table, in characters.
const TABLE_WIDTH: f64 = 110.0;
/// Height of the note at a cell, in pixels.
const NOTE_HEIGHT: u32 = 60;
/// Height of a line, in points.
const LINE: f64 = 16.0;

fn workbook(manuscript: &Manuscript) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(manuscript));
    text(workbook.add_worksheet().set_name("正文")?, manuscript)?;
    for piece in &manuscript.pieces {
        if let Piece::Table { table } = piece {
            let sheet = workbook.add_worksheet().set_name(table.words)?;
            self::table(sheet, table)?;
            sheet.set_header(edge("R", manuscript.mark.as_deref())).set_footer(edge("L", legend(table)));
        }
    }
    workbook.save_to_buffer()
}

/// What stands at the edge of a printed sheet, on one side.
fn edge(side: &str, text: Option<&str>) -> String {
    // An & begins a command; programs take no more than 255 characters.
    let plain = |text: &str| text.chars().take(EDGE).collect::<String>().replace('&', "&&");
    text.map_or_else(String::new, |text| format!("&{side}{}", plain(text)))
}

/// Characters of a text at the edge.
const EDGE: usize = 100;

/// What the marks of a table mean, for a sheet that is printed: nothing may be written under the table, where it would be
/// read as the text of a report.
fn legend(table: &PrintedTable) -> Option<&'static str> {
    let has = |remark| table.rows.iter().flatten().any(|cell| cell.remark == Some(remark));
    match (has(Remark::Uncertain), has(Remark::Restored)) {
        (true, true) => Some("注：“?”为不能确定的数据，底色为按勾稽关系修复的数据"),
        (true, false) => Some("注：“?”为不能确定的数据"),
        (false, true) => Some("注：底色为按勾稽关系修复的数据"),
        (false, false) => None,
    }
}

/// What the workbook says of itself. Without the day of the file the library would ask a clock.
fn properties(manuscript: &Manuscript) -> DocProperties {
    let author = manuscript.agency.clone().unwrap_or_default();
    let properties = DocProperties::new().set_title(&manuscript.title).set_author(author);
    let date = manuscript.date;
    let [month, day] = [date.month(), date.day()].map(i8::unsigned_abs);
    match ExcelDateTime::from_ymd(date.year().unsigned_abs(), month, day) {
        Ok(date) => properties.set_creation_datetime(&date),
        Err(_) => properties,
    }
}

fn text(sheet: &mut Worksheet, manuscript: &Manuscript) -> Result<(), XlsxError> {
    let plain =
        Format::new().set_text_wrap().set_align(FormatAlign::Top).set_font_name("宋体").set_num_format("@");
    let title = plain.clone().set_bold().set_font_size(18).set_align(FormatAlign::Center);
    let heading = plain.clone().set_bold();
    let right = plain.clone().set_align(FormatAlign::Right);
    sheet.set_column_width(0, f64::from(TEXT_WIDTH))?;
    let mut row = 0;
    let mut write = |text: &str, format: &Format, line: f64| -> Result<(), XlsxError> {
        for piece in workbook::pieces(text) {
            let lines = workbook::lines(piece, f64::from(TEXT_WIDTH) * LINE / line);
            sheet.write_string_with_format(row, 0, piece, format)?;
            sheet.set_row_height(row, (line * lines + 4.0).min(HIGHEST))?;
            row += 1;
        }
        Ok(())
    };
    if let Some(mark) = &manuscript.mark {
        write(mark, &right, LINE)?;
    }
    write(&manuscript.title, &title, 2.0 * LINE)?;
    for piece in &manuscript.pieces {
        match piece {
            Piece::Heading { text } | Piece::Subheading { text } => write(text, &heading, LINE)?,
            Piece::Paragraph { text } | Piece::Caption { text } | Piece::Note { text } => {
                write(text, &plain, LINE)?;
            }
            Piece::Table { .. } => {}
        }
    }
    for line in &manuscript.signature {
        write(line, &right, LINE)?;
    }
    if manuscript.mark.is_some() {
        sheet.set_repeat_rows(0, 0)?;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn table(sheet: &mut Worksheet, table: &PrintedTable) -> Result<(), XlsxError> {
    let total: u16 = table.widths.iter().sum();
    let width = |share: &u16| f64::from(*share) / f64::from(total) * TABLE_WIDTH;
    for (column, share) in (0..).zip(&table.widths) {
        sheet.set_column_width(column, width(share))?;
    }
    // The heading of its part, for whoever prints or sends this sheet alone.
    let last = table.widths.len() as u16 - 1;
    let heading =
        Format::new().set_bold().set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter);
    if last > 0 {
        sheet.merge_range(0, 0, 0, last, &table.heading, &heading)?;
    } else {
        sheet.write_string_with_format(0, 0, &table.heading, &heading)?;
    }
    sheet.set_row_height(0, 1.5 * LINE)?;
    for (row, cells) in (1..).zip(&table.rows) {
        // A workbook does not make room for merged cells by itself.
        let room = |cell: &PrintedCell| {
            table.widths[cell.column..cell.column + cell.columns].iter().map(width).sum()
        };
        let high = |cell: &PrintedCell| workbook::lines(&cell.text, room(cell)) / cell.rows as f64;
        let high = cells.iter().map(high).fold(1.0, f64::max);
        sheet.set_row_height(row, (LINE * high + 2.0).min(HIGHEST))?;
        for cell in cells {
            self::cell(sheet, row, cell)?;
        }
    }
    if table.head_rows > 0 {
        sheet.set_freeze_panes(table.head_rows as u32 + 1, 0)?;
        sheet.set_repeat_rows(0, table.head_rows as u32)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 1);
    Ok(())
}

fn cell(sheet: &mut Worksheet, row: u32, cell: &PrintedCell) -> Result<(), XlsxError> {
    let format =
        Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let format = match cell.style {
        Style::Head => format.set_align(FormatAlign::Center).set_background_color("#F3F2F1"),
        Style::Label => format.set_align(FormatAlign::Left),
        Style::Value => format.set_align(FormatAlign::Center),
    };
    let format = match cell.remark {
        Some(Remark::Uncertain) => format.set_font_size(14),
        Some(Remark::Restored) => format.set_background_color("#E1E1E1"),
        None => format,
    };
    let column = cell.column as u16;
    let (last_row, last_column) = (row + cell.rows as u32 - 1, column + cell.columns as u16 - 1);
    if (last_row, last_column) != (row, column) {
        sheet.merge_range(row, column, last_row, last_column, "", &format)?;
    }
    match workbook::exact(&cell.text).filter(|_| cell.style == Style::Value) {
        Some((number, decimals)) => {
            let format = workbook::with_decimals(format, decimals);
            sheet.write_number_with_format(row, column, number, &format)?;
        }
        None => {
            let text = workbook::fitting(&cell.text);
            sheet.write_string_with_format(row, column, text, &format.set_num_format("@"))?;
        }
    }
    if let Some(remark) = cell.remark {
        let note = Note::new(remark.words()).add_author_prefix(false).set_height(NOTE_HEIGHT);
        sheet.insert_note(row, column, &note)?;
    }
    Ok(())
}
