//! From a document to a report: outline, tables, repair, title, text (读取年度报告).

use crate::document::{Content, Document, Line};
use crate::report::Report;

mod items;
mod outline;
mod prose;
mod rows;
mod solve;
mod tables;
mod title;
mod values;

use outline::Outline;
use tables::Reading;

/// Why a document is not a report that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAReport {
    /// Nothing in it.
    #[error("文件里没有文字")]
    Empty,
    /// A free-form report of the years before 2019.
    #[error("这是{0}年度的报告：2019年以前的年度报告没有统一格式，不在检查范围内")]
    BeforeForms(i16),
    /// Two reports in one file.
    #[error("文件里有不止一份年度报告（第二份从{0}开始），请分开后逐份检查")]
    Several(String),
    /// Something else.
    #[error("没有找到政府信息公开工作年度报告的标题、六部分或表格，请确认文件是年度报告正文")]
    SomethingElse,
}

/// Reads a report from a document.
///
/// # Errors
/// When the document is empty, of another kind, or holds several reports.
pub fn read(document: &Document) -> Result<Report, NotAReport> {
    let unrolled = unroll(document);
    let document = unrolled.as_ref().unwrap_or(document);
    let outline = outline::outline(document);
    if outline.keys.iter().all(String::is_empty) {
        return Err(NotAReport::Empty);
    }
    let identity = title::identity(document, &outline);
    if let Some(year) = identity.year.filter(|year| *year < 2019) {
        return Err(NotAReport::BeforeForms(year));
    }
    let mut reading = Reading::new(document, &outline);
    let tables = reading.tables(identity.year);
    let sections = prose::sections(document, &outline, &reading.table_lines, &identity.title_lines);
    let year = identity.year.or_else(|| title::year_of_text(&sections));
    if let Some(year) = year.filter(|year| *year < 2019) {
        return Err(NotAReport::BeforeForms(year));
    }
    several(document, &outline)?;
    if tables.is_none() && outline.headings.len() < 2 && identity.title.is_none() {
        return Err(NotAReport::SomethingElse);
    }
    Ok(Report {
        title: identity.title,
        agency: identity.agency,
        year,
        tables,
        sections,
        signed_on: identity.signed_on,
        published_on: identity.published_on,
        unread: document.unread.clone(),
        bare: false,
        given_facts: Vec::new(),
    }
    .printable())
}

/// Characters of a line that no paragraph has.
const WHOLE_PAGE: usize = 2500;

/// A page whose line ends were lost is one line: each piece between tabs or spaces becomes a line again.
fn unroll(document: &Document) -> Option<Document> {
    let is_page = |line: &Line| match &line.content {
        Content::Text(text) => text.len() > WHOLE_PAGE && text.split_whitespace().nth(100).is_some(),
        Content::Row(_) => false,
    };
    if !document.lines.iter().any(is_page) {
        return None;
    }
    let mut lines = Vec::new();
    for line in &document.lines {
        match &line.content {
            Content::Text(text) if is_page(line) => {
                let tabbed = text.contains('\t');
                let mut column = 1;
                for field in text.split('\t') {
                    // Between tabs stand cells, blank ones too; two spaces part paragraphs, and where there are no tabs
                    // one space parts cells.
                    let parts: Vec<&str> = field.split(if tabbed { "  " } else { " " }).collect();
                    for part in &parts {
                        let cell = part.trim();
                        if !cell.is_empty() || (tabbed && parts.len() == 1) {
                            let text = if tabbed { format!("\t{cell}") } else { cell.to_owned() };
                            lines.push(Line { place: line.place.at(column), content: Content::Text(text) });
                        }
                        column += part.chars().count() as u32 + if tabbed { 2 } else { 1 };
                    }
                }
            }
            _ => lines.push(line.clone()),
        }
    }
    let (title, unread) = (document.title.clone(), document.unread.clone());
    Some(Document { title, unread, ..Document::from(lines) })
}

/// Refuses a file that begins a second report after the first.
fn several(document: &Document, outline: &Outline) -> Result<(), NotAReport> {
    let begins_again = outline.headings.windows(2).find(|pair| pair[0].part >= 5 && pair[1].part == 1);
    let table_threes = outline.keys.iter().filter(|key| key.contains("本年新收政府信息公开申请数")).count();
    let second_parts = outline.headings.iter().filter(|heading| heading.part == 2).count();
    match begins_again {
        Some(pair) if second_parts > 1 && table_threes != 1 => {
            Err(NotAReport::Several(document.lines[pair[1].line].place.line_words()))
        }
        _ => Ok(()),
    }
}
