//! Files out: a report as PDF, OFD, DOCX, XLSX, HTML, JSON or CSV (年度报告的输出).
//!
//! What stands where is decided once, in [`manuscript`]; each format only says how it is printed. PDF and OFD come
//! from the same pages.

pub mod clock;
mod csv;
pub mod data;
mod docx;
pub mod envelope;
mod figures;
mod fonts;
mod html;
pub mod letter;
mod manuscript;
mod ofd;
mod package;
mod pages;
pub mod sheet;
pub mod summary;
mod workbook;
mod xlsx;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use reporting::report::Report;
use reporting::{check, object};

pub use fonts::Fonts;

/// A format that reports are written in (输出格式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// PDF/A-2a: tagged, searchable, with bookmarks.
    Pdf,
    /// OFD (GB/T 33190-2016): the same pages, searchable, with bookmarks.
    Ofd,
    /// Word.
    Docx,
    /// Excel: the text on one sheet, each table on its own.
    Xlsx,
    /// A page that needs nothing else.
    Html,
    /// The object of docs/report-object.md.
    Json,
    /// One line for each cell of the tables.
    Csv,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 7] =
        [Format::Pdf, Format::Ofd, Format::Docx, Format::Xlsx, Format::Html, Format::Json, Format::Csv];

    /// Its name, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Ofd => "ofd",
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Json => "json",
            Format::Csv => "csv",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Pdf => "application/pdf",
            Format::Ofd => "application/ofd",
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Html => "text/html; charset=utf-8",
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

/// A name that is no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("不能输出“{0}”格式，可选：pdf、ofd、docx、xlsx、html、json、csv")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        let known = Format::ALL.into_iter().find(|format| name.eq_ignore_ascii_case(format.extension()));
        known.ok_or_else(|| UnknownFormat(name.chars().take(20).collect()))
    }
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// Characters that no font at hand has.
    #[error(
        "字体里没有这些字：{}，请把含有这些字的字体放进字体文件夹（配置项 fonts）",
        .0.iter().map(|c| format!("{c}（U+{:04X}）", *c as u32)).collect::<Vec<_>>().join("、")
    )]
    MissingGlyphs(Vec<char>),
    /// More than is set or laid out in a file.
    #[error(
        "内容太长，不能排版：共{characters}字、{pieces}段，最多{}字、{}段，请只保留年度报告的正文和表格",
        manuscript::CHARACTERS,
        manuscript::PIECES
    )]
    TooLong {
        /// Its characters, those of the tables included.
        characters: usize,
        /// Its headings, paragraphs and tables.
        pieces: usize,
    },
    /// The library that makes the file refused; the sentence is for whoever runs the program.
    #[error("无法生成文件：{0}")]
    Failed(String),
}

/// What a file is written with besides the report.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'s> {
    /// The fonts of pages.
    pub fonts: &'s Fonts,
    /// The date of a file whose report has none.
    pub today: Date,
    /// What every page and file says of itself (演示, 汇总草稿), if anything.
    pub mark: Option<&'s str>,
}

/// Writes a report.
///
/// # Errors
/// When it is longer than any report (all but JSON and CSV), characters have no glyph (PDF and OFD), or a library fails.
pub fn write(report: &Report, format: Format, setting: Setting<'_>) -> Result<Vec<u8>, Unwritable> {
    let manuscript = || manuscript::of(report, setting.today, setting.mark);
    match format {
        Format::Pdf => pages::pdf(&manuscript()?, setting.fonts),
        Format::Ofd => ofd::write(&manuscript()?, setting.fonts),
        Format::Docx => docx::write(&manuscript()?),
        Format::Xlsx => xlsx::write(&manuscript()?),
        Format::Html => html::write(&manuscript()?),
        Format::Json => json(report, setting.mark),
        Format::Csv => csv::write(report, setting.mark),
    }
}

fn json(report: &Report, mark: Option<&str>) -> Result<Vec<u8>, Unwritable> {
    let checked = check::check(report, None);
    let mut object = object::to_json(report, &checked.violations(), &checked.contradictions);
    if let (Some(mark), Some(object)) = (mark, object.as_object_mut()) {
        object.insert("notes".into(), serde_json::json!([mark]));
    }
    let mut text =
        serde_json::to_vec_pretty(&object).map_err(|error| Unwritable::Failed(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}
