//! DOCX: the report as an office edits it, with the page of GB/T 9704-2012.

use std::io::{self, Cursor, Read as _};

use docx_rs::{
    AlignmentType, BreakType, Docx, FieldCharType, Footer, Header, InstrPAGE, InstrText, LineSpacing,
    LineSpacingType, PageMargin, Paragraph, Run, RunFonts, Shading, SpecialIndentType, Style, StyleType,
    Table, TableAlignmentType, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType,
    VMergeType, WidthType,
};
use jiff::civil::Date;
use quick_xml::escape::escape;
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

/// 四号, for page numbers.
const NUMBER: usize = 28;

/// A character of the text, in twentieths of a point.
const EM: f64 = BODY as f64 * 10.0;

/// From line to line, in twentieths of a point: 22 lines are 225 mm and not a point more.
pub(crate) const LINE: i32 = 579;

/// What is taken from a character of the text, in twentieths of a point: 28 of them are 156 mm and not a point more.
const TIGHTER: i32 = -5;

/// White at either side of a cell, in twentieths of a point.
const SIDE: usize = 40;

/// The ground of a cell that was restored.
const GROUND: &str = "E1E1E1";

pub(crate) const FANG_SONG: &str = "仿宋_GB2312";
pub(crate) const HEI: &str = "黑体";
const KAI: &str = "楷体_GB2312";
const SONG: &str = "宋体";
pub(crate) const XIAO_BIAO_SONG: &str = "方正小标宋简体";

/// A length in twentieths of a point.
pub(crate) fn millimetres(length: f64) -> i32 {
    (length * MILLIMETRE).round() as i32
}

/// An empty document on A4 with the white around the text that GB/T 9704-2012 asks for (版心); header and footer are placed by
/// each document.
pub(crate) fn page(placed: impl FnOnce(PageMargin) -> PageMargin) -> Docx {
    let margin = PageMargin::new()
        .top(millimetres(37.0))
        .bottom(millimetres(35.0))
        .left(millimetres(28.0))
        .right(millimetres(26.0));
    Docx::new()
        .page_size(millimetres(210.0) as u32, millimetres(297.0) as u32)
        .page_margin(placed(margin))
        .default_fonts(fonts(FANG_SONG))
        .default_size(BODY)
}

/// Writes the document.
pub(crate) fn write(manuscript: &Manuscript) -> Result<Vec<u8>, Unwritable> {
    let mut docx = page(|margin| margin.footer(millimetres(24.0)))
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
        .footer(Footer::new().add_paragraph(page_number(AlignmentType::Right)))
        .even_footer(Footer::new().add_paragraph(page_number(AlignmentType::Left)))
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
                // The last lines of the text stay with who signs.
                let is_signed = at + 1 == manuscript.pieces.len() && !manuscript.signature.is_empty();
                let text = paragraph(text, FANG_SONG, BODY).align(AlignmentType::Both);
                docx.add_paragraph(indented(text.keep_next(is_signed)))
            }
            Piece::Table { table } => docx.add_table(self::table(table, is_noted)),
            Piece::Note { text } => docx.add_paragraph(note(text)),
        };
        if matches!(piece, Piece::Table { .. } | Piece::Note { .. }) && !is_noted {
            docx = docx.add_paragraph(Paragraph::new());
        }
    }
    // The seal presses on the authority in the middle above the date, four characters from the right.
    if !manuscript.signature.is_empty() {
        let room = Paragraph::new().keep_next(true);
        docx = docx.add_paragraph(room.clone()).add_paragraph(room);
    }
    let widest = manuscript.signature.iter().map(|line| width(line)).fold(0.0, f64::max);
    let left = (TEXT_WIDTH / EM - 4.0 - widest).max(0.0) * EM;
    for (at, line) in manuscript.signature.iter().enumerate() {
        let line = paragraph(line, FANG_SONG, BODY).align(AlignmentType::Center).keep_lines(true);
        let line = line.keep_next(at + 1 < manuscript.signature.len());
        docx = docx.add_paragraph(line.indent(Some(left as i32), None, Some(4 * EM as i32), None));
    }
    if let Some(mark) = &manuscript.mark {
        let mark = Paragraph::new().align(AlignmentType::Right).add_run(run(mark, HEI, TABLE));
        let header = Header::new().add_paragraph(mark);
        docx = docx.header(header.clone()).even_header(header);
    }
    let said = Properties {
        title: &manuscript.title,
        author: manuscript.agency.as_deref(),
        created: manuscript.signed_on,
    };
    finished(docx, &said)
}

/// — 4 —, in 四号, one character from the edge of the text on the outside of the page.
pub(crate) fn page_number(outside: AlignmentType) -> Paragraph {
    let number = Run::new()
        .add_text("— ")
        .add_field_char(FieldCharType::Begin, false)
        .add_instr_text(InstrText::PAGE(InstrPAGE {}))
        .add_field_char(FieldCharType::Separate, false)
        .add_text("1")
        .add_field_char(FieldCharType::End, false)
        .add_text(" —")
        .fonts(fonts(SONG))
        .size(NUMBER);
    let character = NUMBER as i32 * 10;
    Paragraph::new().align(outside).indent(Some(character), None, Some(character), None).add_run(number)
}

/// The width of a line in characters: digits take half of one, and a quarter of one stands between them and words.
fn width(line: &str) -> f64 {
    let wide = |c: char| !c.is_ascii();
    let letters: f64 = line.chars().map(|c| if wide(c) { 1.0 } else { 0.5 }).sum();
    let changes = line.chars().zip(line.chars().skip(1)).filter(|(a, b)| wide(*a) != wide(*b)).count();
    letters + 0.25 * changes as f64
}

/// What a file says of itself.
pub(crate) struct Properties<'p> {
    /// Its title.
    pub(crate) title: &'p str,
    /// By whom it is.
    pub(crate) author: Option<&'p str>,
    /// The day of the text; none is written where it is not known.
    pub(crate) created: Option<Date>,
}

impl Properties<'_> {
    /// docProps/core.xml; what the library writes has no title and names an unknown author.
    fn xml(&self) -> String {
        let element = |name: &str, text: &str| format!("<{name}>{}</{name}>", escape(text));
        let created = |date: Date| {
            format!(r#"<dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created>"#)
        };
        let elements = [
            element("dc:title", self.title),
            self.author.map_or_else(String::new, |author| element("dc:creator", author)),
            self.created.map_or_else(String::new, created),
        ];
        format!(
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
                r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
                r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
                r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</cp:coreProperties>"#,
            ),
            elements.concat()
        )
    }
}

/// The package of a document.
pub(crate) fn finished(docx: Docx, said: &Properties<'_>) -> Result<Vec<u8>, Unwritable> {
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| Unwritable::Failed(error.to_string()))?;
    packed(bytes, said).map_err(|error| Unwritable::Failed(error.to_string()))
}

/// The same package compressed: the library stores its parts as they are, which makes the file ten times as big. What it
/// has no words for is put in here.
fn packed(stored: Cursor<Vec<u8>>, said: &Properties<'_>) -> io::Result<Vec<u8>> {
    let mut stored = ZipArchive::new(stored)?;
    let mut package = Package::new();
    for index in 0..stored.len() {
        let mut part = stored.by_index(index)?;
        if !part.is_file() {
            continue;
        }
        let path = part.name()?.into_owned();
        match path.as_str() {
            "docProps/core.xml" => package.add(&path, said.xml().as_bytes())?,
            "word/document.xml" => {
                let mut xml = String::new();
                part.read_to_string(&mut xml)?;
                package.add(&path, xml.replace(HEAD_ROW, REPEATED).as_bytes())?;
            }
            _ => package.add(&path, part)?,
        }
    }
    package.finish()
}

/// A row without properties, as the library writes it: only rows of heads have none.
const HEAD_ROW: &str = "<w:trPr />";

/// The same, repeated after a page break.
const REPEATED: &str = "<w:trPr><w:cantSplit /><w:tblHeader /></w:trPr>";

pub(crate) fn fonts(name: &str) -> RunFonts {
    RunFonts::new().east_asia(name).ascii("Times New Roman").hi_ansi("Times New Roman")
}

/// A paragraph with 22 lines to a page.
pub(crate) fn paragraph(text: &str, font: &str, size: usize) -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE);
    let spacing = if size == TITLE { spacing.line(36 * 20) } else { spacing };
    Paragraph::new().add_run(run(text, font, size)).line_spacing(spacing)
}

pub(crate) fn run(text: &str, font: &str, size: usize) -> Run {
    let run = Run::new().add_text(text).fonts(fonts(font)).size(size);
    if size == BODY { run.character_spacing(TIGHTER) } else { run }
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
        let is_head =
            at < table.head_rows || cells.iter().all(|(cell, _)| cell.style == manuscript::Style::Head);
        // Heads stay with the row below them, and the last row with its notes; other rows flow.
        let holds = is_head || at == last && is_noted;
        let row = TableRow::new(
            cells.into_iter().map(|(cell, begins)| table_cell(cell, begins, &grid, holds)).collect(),
        );
        if at < table.head_rows { row } else { row.cant_split() }
    });
    Table::new(rows.collect())
        .set_grid(grid.clone())
        .width(grid.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(20, SIDE, 20, SIDE))
}

/// The room beside a head of words of two characters each, so that it breaks between them.
fn side(text: &str, width: usize) -> i32 {
    let character = TABLE * 10;
    let room = width.saturating_sub(2 * SIDE);
    let (fitting, all) = (room / character, text.chars().count());
    if fitting < 3 || fitting.is_multiple_of(2) || !all.is_multiple_of(2) || all <= fitting {
        return 0;
    }
    ((room - (fitting - 1) * character) / 2) as i32 - 10
}

/// A cell, or the rest of one that began above.
fn table_cell(cell: &PrintedCell, begins: bool, grid: &[usize], holds: bool) -> TableCell {
    let width: usize = grid[cell.column..cell.column + cell.columns].iter().sum();
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
    let side = if cell.style == manuscript::Style::Head { side(text, width) } else { 0 };
    let paragraph = Paragraph::new().align(align).keep_next(holds).indent(Some(side), None, Some(side), None);
    made.add_paragraph(paragraph.add_run(run(text, SONG, size)))
}
