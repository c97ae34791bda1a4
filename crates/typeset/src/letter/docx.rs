//! A letter in Word.

use casework::letter::Letter;
use docx_rs::{
    AlignmentType, BorderType, Footer, Header, LineSpacing, LineSpacingType, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, SpecialIndentType,
};
use law::china::official_date;

use crate::Unwritable;
use crate::docx::{
    BODY, FANG_SONG, HEI, Properties, TABLE, TITLE, XIAO_BIAO_SONG, finished, indented, millimetres, page,
    page_number, paragraph, run,
};

/// 发文机关标志, in half points.
const MARK: usize = 52;
const RED: &str = "D4000F";

/// How far the lines, which are 170 mm long and in the middle of the page, reach beyond the text on its left and right.
const OUT: [f64; 2] = [8.0, 6.0];

pub(super) fn write(letter: &Letter, mark: Option<&str>) -> Result<Vec<u8>, Unwritable> {
    let mut docx = page(|margin| margin.header(millimetres(30.0)).footer(millimetres(20.0)))
        .first_header(head(letter, mark))
        .first_footer(Footer::new().add_paragraph(ruled(
            thin(),
            ParagraphBorderPosition::Bottom,
            BorderType::ThinThickSmallGap,
        )))
        .footer(Footer::new().add_paragraph(raised(page_number(AlignmentType::Right))))
        .even_footer(Footer::new().add_paragraph(raised(page_number(AlignmentType::Left))));
    if let Some(mark) = mark {
        let header = Header::new().add_paragraph(marked(mark));
        docx = docx.header(header.clone()).even_header(header);
    }
    if let Some(number) = &letter.number {
        docx = docx.add_paragraph(paragraph(number, FANG_SONG, BODY).align(AlignmentType::Right));
    }
    docx = docx
        .add_paragraph(Paragraph::new())
        .add_paragraph(paragraph(&letter.title, XIAO_BIAO_SONG, TITLE).align(AlignmentType::Center))
        .add_paragraph(Paragraph::new())
        .add_paragraph(paragraph(&format!("{}：", letter.to), FANG_SONG, BODY));
    for text in &letter.body {
        docx = docx.add_paragraph(indented(paragraph(text, FANG_SONG, BODY).align(AlignmentType::Both)));
    }
    if !letter.enclosures.is_empty() {
        docx = docx.add_paragraph(Paragraph::new());
    }
    for (nth, enclosure) in letter.enclosures.iter().enumerate() {
        let text = match (nth, letter.enclosures.len()) {
            (0, 1) => format!("附件：{enclosure}"),
            (0, _) => format!("附件：1. {enclosure}"),
            _ => format!("　　　{}. {enclosure}", nth + 1),
        };
        docx = docx.add_paragraph(indented(paragraph(&text, FANG_SONG, BODY)));
    }
    docx = docx.add_paragraph(Paragraph::new()).add_paragraph(Paragraph::new());
    for line in signature(&letter.organ, &official_date(letter.on)) {
        docx = docx.add_paragraph(line.keep_lines(true));
    }
    if !letter.contact.is_empty() {
        let contact = format!("（联系方式：{}）", letter.contact);
        docx = docx
            .add_paragraph(Paragraph::new())
            .add_paragraph(indented(paragraph(&contact, FANG_SONG, BODY)));
    }
    if let Some(slip) = &letter.slip {
        let title = format!("{}回执", letter.title);
        docx = docx
            .add_paragraph(Paragraph::new().page_break_before(true))
            .add_paragraph(paragraph(&title, XIAO_BIAO_SONG, TITLE).align(AlignmentType::Center))
            .add_paragraph(Paragraph::new())
            .add_paragraph(paragraph(&format!("{}：", letter.organ), FANG_SONG, BODY));
        for line in &slip.lines {
            docx = docx.add_paragraph(indented(paragraph(line, FANG_SONG, BODY)));
        }
    }
    let said = Properties { title: &letter.title, author: Some(&letter.organ), created: Some(letter.on) };
    finished(docx, &said)
}

/// The mark in red, and the double line below it.
fn head(letter: &Letter, mark: Option<&str>) -> Header {
    let organ = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(run(&letter.organ, XIAO_BIAO_SONG, MARK).color(RED))
        .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(28 * 20));
    let organ = ruled(organ, ParagraphBorderPosition::Bottom, BorderType::ThickThinSmallGap);
    let header = Header::new().add_paragraph(organ);
    match mark {
        Some(mark) => header.add_paragraph(marked(mark)),
        None => header,
    }
}

/// A mark at the upper right.
fn marked(mark: &str) -> Paragraph {
    Paragraph::new().align(AlignmentType::Right).add_run(run(mark, HEI, TABLE))
}

/// A page number stands 7 mm below the text, five above the place of the red line of the first page.
fn raised(number: Paragraph) -> Paragraph {
    number.line_spacing(LineSpacing::new().after(millimetres(5.0) as u32))
}

/// A line that takes next to no room.
fn thin() -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(20);
    Paragraph::new().line_spacing(spacing)
}

fn ruled(paragraph: Paragraph, position: ParagraphBorderPosition, kind: BorderType) -> Paragraph {
    let border = ParagraphBorder::new(position).val(kind).size(24).space(8).color(RED);
    let [left, right] = OUT.map(|out| Some(-millimetres(out)));
    let mut paragraph = paragraph.indent(left, None, right, None);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(border));
    paragraph
}

/// 署名 centred over the date, both four characters from the right edge.
fn signature(organ: &str, date: &str) -> [Paragraph; 2] {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<i32>();
    let character = BODY as i32 * 10;
    let longest = width(organ).max(width(date));
    [organ, date].map(|text| {
        let end = 4 * character + (longest - width(text)) * character / 4;
        let line = paragraph(text, FANG_SONG, BODY).align(AlignmentType::Right);
        line.indent(None, None::<SpecialIndentType>, Some(end), None)
    })
}
