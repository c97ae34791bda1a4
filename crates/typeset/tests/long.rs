//! Reports that are longer than reports are: written where a file can hold them, and refused where it cannot.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use jiff::civil::date;
use reporting::document::Place;
use reporting::report::{Paragraph, Report, Section};
use typeset::{Fonts, Format, Setting, Unwritable};

/// A report of some paragraphs of the same text.
fn report(paragraphs: usize, text: &str) -> Report {
    let paragraph = Paragraph::new([(text.to_owned(), Place::text(1))]);
    let section = Section { part: Some(1), paragraphs: vec![paragraph; paragraphs], ..Section::default() };
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
