//! Plain tables out, for people and for programs: the summary of a batch, lists of cases, whatever has rows (汇总表).
//!
//! Each table has headings and rows of fields. A text from outside never becomes a formula, a number stays a number, and
//! an empty field stays empty.

mod csv;
mod html;
mod json;
mod mark;
mod xlsx;

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::{Unwritable, csv::harmless};

pub use mark::is_summary;

/// One or more tables under one title.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// What they are about.
    pub title: String,
    /// Sentences before the tables: totals, what is missing.
    pub notes: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A table of a summary.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its key in JSON.
    pub key: &'static str,
    /// Its title, short enough for the tab of a workbook.
    pub title: String,
    /// Its columns; the first names the row.
    pub columns: Vec<Column>,
    /// Its rows, as many fields as there are columns.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its key in JSON.
    pub key: &'static str,
    /// Its heading.
    pub heading: String,
    /// How wide it should be, in Chinese characters.
    pub width: u16,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it says by its colour, which its words say too.
    pub tone: Tone,
    /// Its fields in the order of the columns.
    pub fields: Vec<Field>,
}

/// How a row is to be seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Without colour.
    #[default]
    Plain,
    /// All is well.
    Good,
    /// A person has to look.
    Doubt,
    /// Something is wrong.
    Bad,
}

/// What stands in a field.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Field {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number with its decimals.
    Number(Decimal),
}

impl From<&str> for Field {
    fn from(text: &str) -> Field {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    }
}

impl From<String> for Field {
    fn from(text: String) -> Field {
        if text.is_empty() { Field::Empty } else { Field::Text(text) }
    }
}

impl From<i64> for Field {
    fn from(number: i64) -> Field {
        Field::Number(number.into())
    }
}

impl From<usize> for Field {
    fn from(number: usize) -> Field {
        Field::Number(number.into())
    }
}

impl From<Decimal> for Field {
    fn from(number: Decimal) -> Field {
        Field::Number(number)
    }
}

impl<T: Into<Field>> From<Option<T>> for Field {
    fn from(value: Option<T>) -> Field {
        value.map_or(Field::Empty, Into::into)
    }
}

impl Column {
    /// A column of some width, in Chinese characters.
    pub fn new(key: &'static str, heading: &str, width: u16) -> Column {
        Column { key, heading: heading.to_owned(), width }
    }
}

/// A format that summaries are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For spreadsheets and programs; several tables stand one after the other under their titles.
    Csv,
    /// A workbook with a sheet for each table.
    Xlsx,
    /// A page that needs nothing else.
    Html,
    /// For programs.
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 4] = [Format::Csv, Format::Xlsx, Format::Html, Format::Json];

    /// Its name, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Json => "json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

/// A name that is no format of summaries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("汇总表不能输出“{0}”格式，可选：csv、xlsx、html、json")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        let known = Format::ALL.into_iter().find(|format| name.eq_ignore_ascii_case(format.extension()));
        known.ok_or_else(|| UnknownFormat(name.chars().take(20).collect()))
    }
}

/// Writes a summary.
///
/// # Errors
/// When the library that makes the file refuses.
pub fn write(summary: &Summary, format: Format) -> Result<Vec<u8>, Unwritable> {
    match format {
        Format::Csv => csv::write(summary),
        Format::Xlsx => xlsx::write(summary),
        Format::Html => html::write(summary),
        Format::Json => json::write(summary),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One table whose first row is as bad as names can be.
    fn summary() -> Summary {
        let columns = [("organ", "机关", 12), ("errors", "错误", 4), ("amount", "金额", 6)];
        let row = |tone, fields: [Field; 3]| Row { tone, fields: fields.into() };
        Summary {
            title: "云州市年报体检".into(),
            notes: vec!["共2份 <报告>".into()],
            tables: vec![Table {
                key: "files",
                title: "报告".into(),
                columns: columns.map(|(key, heading, width)| Column::new(key, heading, width)).into(),
                rows: vec![
                    row(Tone::Bad, ["=HYPERLINK(\"http://x\",\"局\")".into(), 2usize.into(), Field::Empty]),
                    row(
                        Tone::Good,
                        ["<b>\"甲\",乙\n局".into(), 0usize.into(), Decimal::new(4_516_630, 4).into()],
                    ),
                ],
            }],
        }
    }

    fn text(format: Format) -> String {
        String::from_utf8(write(&summary(), format).unwrap()).unwrap()
    }

    #[test]
    fn a_line_for_each_row_and_no_formula() {
        assert_eq!(
            text(Format::Csv),
            "\u{feff}机关,错误,金额\r\n\"'=HYPERLINK(\"\"http://x\"\",\"\"局\"\")\",2,\r\n\"<b>\"\"甲\"\",乙\n局\",0,451.6630\r\n"
        );
    }

    #[test]
    fn several_tables_in_one_file_stand_under_their_titles() {
        let mut both = summary();
        both.tables.push(Table { title: "差异".into(), ..both.tables[0].clone() });
        let csv = String::from_utf8(write(&both, Format::Csv).unwrap()).unwrap();
        assert!(csv.contains("451.6630\r\n\r\n差异\r\n机关,错误,金额\r\n"), "{csv}");
    }

    #[test]
    fn a_page_shows_text_as_text() {
        let page = text(Format::Html);
        assert!(page.contains("&#60;b&#62;") && !page.contains("<b>"), "{page}");
        for needed in ["<html lang=\"zh-CN\">", "<caption>报告", "scope=\"col\"", "scope=\"row\""] {
            assert!(page.contains(needed), "{needed}");
        }
        assert!(!page.contains("http://") || page.contains("HYPERLINK"), "nothing is loaded from elsewhere");
    }

    #[test]
    fn programs_find_fields_by_their_keys() {
        let object: serde_json::Value = serde_json::from_str(&text(Format::Json)).unwrap();
        let rows = &object["tables"][0]["rows"];
        assert_eq!(rows[0]["errors"], 2);
        assert!(rows[0]["amount"].is_null(), "empty is not zero");
        assert_eq!(rows[1]["amount"].to_string(), "451.6630");
        assert_eq!(object["tables"][0]["key"], "files");
    }

    #[test]
    fn a_workbook_reads_back_with_its_texts_and_numbers() {
        let bytes = write(&summary(), Format::Xlsx).unwrap();
        let input = readers::read("summary.xlsx", &bytes, &readers::Limits::default()).unwrap();
        let readers::Input::Document(document) = input else { panic!("a workbook is a document") };
        let text = format!("{document:?}");
        for needed in ["共2份 <报告>", "=HYPERLINK", "451.6630", "机关"] {
            assert!(text.contains(needed), "{needed}: {text}");
        }
    }

    #[test]
    fn a_summary_is_told_from_other_files() {
        let is = |bytes: &[u8]| is_summary(std::io::Cursor::new(bytes.to_vec()));
        for format in [Format::Xlsx, Format::Html, Format::Json] {
            assert!(is(&write(&summary(), format).unwrap()), "{format}");
        }
        let report = reporting::report::Report { year: Some(2024), ..Default::default() };
        let today = jiff::civil::date(2025, 1, 20);
        let setting = crate::Setting { fonts: &crate::Fonts::embedded(), today, mark: None };
        for format in [crate::Format::Xlsx, crate::Format::Html, crate::Format::Json] {
            assert!(!is(&crate::write(&report, format, setting).unwrap()), "{format}");
        }
        for other in [&b""[..], b"PK\x03\x04", "体检汇总".as_bytes()] {
            assert!(!is(other), "{other:?}");
        }
    }

    #[test]
    fn names_of_sheets_are_made_fit_for_a_workbook() {
        let mut odd = summary();
        let titles = ["报告/2024:[全部]?".to_owned(), "长".repeat(40), "长".repeat(40), String::new()];
        odd.tables = titles.into_iter().map(|title| Table { title, ..odd.tables[0].clone() }).collect();
        assert!(write(&odd, Format::Xlsx).is_ok());
    }
}
