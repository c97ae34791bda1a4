//! Reports that are longer than reports are: written where a file can hold them, and refused where it cannot.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use jiff::civil::date;
use reporting::document::Place;
use reporting::report::{Paragraph, Report, Section};
use typeset::summary::{self, Column, Row, Summary, Table, Tone};
use typeset::{Fonts, Format, Setting, Unwritable};

/// A report of some paragraphs of the same text.
fn report(paragraphs: usize, text: &str) -> Report {
    let paragraph = Paragraph::new([(text.to_owned(), Place::text(1))]);
    let section = Section { paragraphs: vec![paragraph; paragraphs], ..Section::default() };
    Report { year: Some(2024), sections: vec![section], ..Report::default() }
}

fn written(report: &Report, format: Format) -> Result<Vec<u8>, Unwritable> {
    let fonts = Fonts::embedded();
    typeset::write(report, format, Setting { fonts: &fonts, today: date(2026, 1, 31), mark: None })
}

#[test]
fn what_no_report_is_as_long_as_is_refused_before_it_is_set() {
    let cases = [(report(1_000, &"公".repeat(500)), "characters"), (report(30_000, "公"), "pieces")];
    for (report, why) in cases {
        for format in [Format::Pdf, Format::Ofd, Format::Docx, Format::Xlsx, Format::Html] {
            let error = written(&report, format).unwrap_err();
            assert!(matches!(error, Unwritable::TooLong { .. }), "{why}, {format}: {error}");
        }
        for format in [Format::Json, Format::Csv] {
            assert!(written(&report, format).is_ok(), "{why}, {format}");
        }
    }
}

#[test]
fn the_sentence_says_how_long_it_is_and_how_long_it_may_be() {
    let error = written(&report(1_000, &"公".repeat(500)), Format::Html).unwrap_err().to_string();
    assert!(error.starts_with("内容太长，不能排版：共5000"), "{error}");
    assert!(error.contains("最多400000字、20000段"), "{error}");
}

#[test]
fn a_paragraph_that_no_cell_of_a_workbook_holds_goes_on_in_the_next_row() {
    let sentence = format!("{}。", "公".repeat(9_999));
    let bytes = written(&report(1, &sentence.repeat(4)), Format::Xlsx).unwrap();
    let read = readers::report("report.xlsx", &bytes, &readers::Limits::default()).unwrap();
    let paragraphs: Vec<&str> = read.paragraphs().map(|(_, paragraph)| paragraph.text()).collect();
    assert!(paragraphs == [sentence.repeat(3), sentence], "{} paragraphs", paragraphs.len());
}

#[test]
fn a_summary_names_as_many_as_a_cell_holds_and_counts_the_rest() {
    let names = vec!["云州市公安局交通警察支队"; 5_000].join("、");
    let table = Table {
        key: "sums",
        title: "汇总".into(),
        columns: vec![Column::new("missing", "缺报", 20)],
        rows: vec![Row { tone: Tone::Plain, fields: vec![names.clone().into()] }],
    };
    let notes = vec![names.clone(), names];
    let summary = Summary { title: "云州市".into(), notes, tables: vec![table] };
    let bytes = summary::write(&summary, summary::Format::Xlsx).unwrap();
    let input = readers::read("summary.xlsx", &bytes, &readers::Limits::default()).unwrap();
    let readers::Input::Document(document) = input else { panic!("a workbook is a document") };
    let text = format!("{document:?}");
    assert_eq!(text.matches("支队……等5000个").count(), 2, "in the table and in the note over it");
    assert!(text.matches("云州市公安局交通警察支队").count() > 10_000, "the sheet of notes has all of them");
}
