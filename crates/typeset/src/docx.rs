//! DOCX: the report as an office edits it, with the page of GB/T 9704-2012.

use std::io::{self, Cursor};

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, Header, LineSpacing, LineSpacingType, PageMargin, PageNum,
    Paragraph, Run, RunFonts, Shading, SpecialIndentType, Style, StyleType, Table, TableAlignmentType,
    TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};
use zip::ZipArchive;

use crate::Unwritable;
use crate::manuscript::{self, Manuscript, Piece, PrintedCell, PrintedTable, Remark};
use crate::package::Package;

/// Twentieths of a point in a millimetre.
pub(crate) const MILLIMETRE: f64 = 56.693;

/// The width of the text (版心): 156 mm.
const TEXT_WIDTH: f64 = 156.0 * MILLIMETRE;

/// 三号, in half points.
pub(crate) const BODY: usize = 32;
/// 二号.
pub(crate) const TITLE: usize = 44;
/// 小五.
pub(crate) const TABLE: usize = 18;
/// 四号: a mark in a table has to be seen.
const MARK: usize = 28;

/// The ground of a cell that was restored.
const GROUND: &str = "E1E1E1";

pub(crate) const FANG_SONG: &str = "仿宋_GB2312";
pub(crate) const HEI: &str = "黑体";
const KAI: &str = "楷体_GB2312";
const SONG: &str = "宋体";
pub(crate) const XIAO_BIAO_SONG: &str = "方正小标宋简体";

/// Writes the document.
pub(crate) fn write(manuscript: &Manuscript) -> Result<Vec<u8>, Unwritable> {
    let millimetres = |length: f64| (length * MILLIMETRE).round() as i32;
    let margin = PageMargin::new()
        .top(millimetres(37.0))
        .bottom(millimetres(35.0))
        .left(millimetres(28.0))
        .right(millimetres(26.0))
        .footer(millimetres(24.0));
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    let mut docx = Docx::new()
        .page_size(millimetres(210.0) as u32, millimetres(297.0) as u32)
        .page_margin(margin)
        .default_fonts(fonts(FANG_SONG))
        .default_size(BODY)
        .add_style(
            Style::new("Title", StyleType::Paragraph).name("Title").size(TITLE).fonts(fonts(XIAO_BIAO_SONG)),
        )
        .add_style(
            Style::new("Heading1", StyleType::Paragraph)
                .name("heading 1")
                .size(BODY)
                .fonts(fonts(HEI))
                .outline_lvl(0),
        )
        .add_style(
            Style::new("Heading2", StyleType::Paragraph)
                .name("heading 2")
                .size(BODY)
                .fonts(fonts(KAI))
                .outline_lvl(1),
        )
        .footer(Footer::new().add_paragraph(number))
        .add_paragraph(title(&manuscript.title_lines))
        .add_paragraph(Paragraph::new());
    for (at, piece) in manuscript.pieces.iter().enumerate() {
        let is_noted = matches!(manuscript.pieces.get(at + 1), Some(Piece::Note { .. }));
        docx = match piece {
            Piece::Heading { text } => {
                docx.add_paragraph(indented(paragraph(text, HEI, BODY).style("Heading1").keep_next(true)))
            }
            Piece::Subheading { text } => {
                docx.add_paragraph(indented(paragraph(text, KAI, BODY).style("Heading2").keep_next(true)))
            }
            Piece::Caption { text } => {
                docx.add_paragraph(indented(paragraph(text, FANG_SONG, BODY).keep_next(true)))
            }
            Piece::Paragraph { text } => {
                docx.add_paragraph(indented(paragraph(text, FANG_SONG, BODY).align(AlignmentType::Both)))
            }
            Piece::Table { table } => docx.add_table(self::table(table, is_noted)),
            Piece::Note { text } => docx.add_paragraph(note(text)),
        };
        if matches!(piece, Piece::Table { .. } | Piece::Note { .. }) && !is_noted {
            docx = docx.add_paragraph(Paragraph::new());
        }
    }
    // The seal presses on the authority and the date, four characters from the right.
    if !manuscript.signature.is_empty() {
        docx = docx.add_paragraph(Paragraph::new()).add_paragraph(Paragraph::new());
    }
    for line in &manuscript.signature {
        let line = paragraph(line, FANG_SONG, BODY).align(AlignmentType::Right).keep_lines(true);
        docx = docx.add_paragraph(line.indent(None, None, Some(4 * BODY as i32 * 10), None));
    }
    if let Some(mark) = &manuscript.mark {
        let mark = Paragraph::new().align(AlignmentType::Right).add_run(run(mark, HEI, TABLE));
        docx = docx.header(Header::new().add_paragraph(mark));
    }
    finished(docx)
}

/// The package of a document.
pub(crate) fn finished(docx: Docx) -> Result<Vec<u8>, Unwritable> {
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| Unwritable::Failed(error.to_string()))?;
    packed(bytes).map_err(|error| Unwritable::Failed(error.to_string()))
}

/// The same package compressed: the library stores its parts as they are, which makes the file ten times as big.
fn packed(stored: Cursor<Vec<u8>>) -> io::Result<Vec<u8>> {
    let mut stored = ZipArchive::new(stored)?;
    let mut package = Package::new();
    for index in 0..stored.len() {
        let part = stored.by_index(index)?;
        if part.is_file() {
            let path = part.name()?.into_owned();
            package.add(&path, part)?;
        }
    }
    package.finish()
}

pub(crate) fn fonts(name: &str) -> RunFonts {
    RunFonts::new().east_asia(name).ascii("Times New Roman").hi_ansi("Times New Roman")
}

/// A paragraph whose lines are 29 pt apart.
pub(crate) fn paragraph(text: &str, font: &str, size: usize) -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(29 * 20);
    let spacing = if size == TITLE { spacing.line(36 * 20) } else { spacing };
    Paragraph::new().add_run(run(text, font, size)).line_spacing(spacing)
}

pub(crate) fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

/// The title, broken where it reads well.
fn title(lines: &[String]) -> Paragraph {
    let mut title = paragraph("", XIAO_BIAO_SONG, TITLE).style("Title").align(AlignmentType::Center);
    for (at, line) in lines.iter().enumerate() {
        let mut piece = run(line, XIAO_BIAO_SONG, TITLE);
        if at + 1 < lines.len() {
            piece = piece.add_break(BreakType::TextWrapping);
        }
        title = title.add_run(piece);
    }
    title
}

/// The first line begins two characters further right.
pub(crate) fn indented(paragraph: Paragraph) -> Paragraph {
    let two = 2 * BODY as i32 * 10;
    paragraph.indent(None, Some(SpecialIndentType::FirstLine(two)), None, None).first_line_chars(200)
}

/// A note under a table, in its letters.
fn note(text: &str) -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(13 * 20).before(4 * 20);
    Paragraph::new().add_run(run(text, SONG, TABLE)).line_spacing(spacing).align(AlignmentType::Both)
}

/// A table, which stays with the notes below it.
fn table(table: &PrintedTable, is_noted: bool) -> Table {
    let total: u16 = table.widths.iter().sum();
    let width = |share: u16| (f64::from(share) / f64::from(total) * TEXT_WIDTH) as usize;
    let grid: Vec<usize> = table.widths.iter().map(|share| width(*share)).collect();
    let last = table.rows.len().saturating_sub(1);
    let rows = manuscript::cells_by_row(table).into_iter().enumerate().map(|(at, cells)| {
        let cell = |(cell, begins)| table_cell(cell, begins, &grid, at < last || is_noted);
        TableRow::new(cells.into_iter().map(cell).collect()).cant_split()
    });
    Table::new(rows.collect())
        .set_grid(grid.clone())
        .width(grid.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(20, 40, 20, 40))
}

/// A cell, or the rest of one that began above. Rows hold together, so that a table moves to the next page whole.
fn table_cell(cell: &PrintedCell, begins: bool, grid: &[usize], goes_on: bool) -> TableCell {
    let width = grid[cell.column..cell.column + cell.columns].iter().sum();
    let mut made = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
    if cell.columns > 1 {
        made = made.grid_span(cell.columns);
    }
    if cell.rows > 1 {
        made = made.vertical_merge(if begins { VMergeType::Restart } else { VMergeType::Continue });
    }
    if cell.remark == Some(Remark::Restored) {
        made = made.shading(Shading::new().fill(GROUND));
    }
    let align = match cell.style {
        manuscript::Style::Label => AlignmentType::Left,
        manuscript::Style::Head | manuscript::Style::Value => AlignmentType::Center,
    };
    let text = if begins { cell.text.as_str() } else { "" };
    let size = if cell.remark == Some(Remark::Uncertain) { MARK } else { TABLE };
    made.add_paragraph(Paragraph::new().align(align).keep_next(goes_on).add_run(run(text, SONG, size)))
}
