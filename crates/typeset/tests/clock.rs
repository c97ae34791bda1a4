//! What is written depends on the report and the day that is given, and on no clock.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use std::io::{Cursor, Read as _};

use jiff::civil::date;
use reporting::document::Place;
use reporting::report::Report;
use typeset::{Fonts, Format, Setting};
use zip::{DateTime, ZipArchive};

fn package(format: Format) -> ZipArchive<Cursor<Vec<u8>>> {
    written(&Report { year: Some(2025), ..Report::default() }, format)
}

fn written(report: &Report, format: Format) -> ZipArchive<Cursor<Vec<u8>>> {
    let setting = Setting { fonts: &Fonts::embedded(), today: date(2026, 1, 31), mark: None };
    ZipArchive::new(Cursor::new(typeset::write(report, format, setting).unwrap())).unwrap()
}

#[test]
fn the_files_in_a_package_carry_no_hour() {
    for format in [Format::Ofd, Format::Docx, Format::Xlsx] {
        let mut package = package(format);
        for index in 0..package.len() {
            let file = package.by_index(index).unwrap();
            assert_eq!(file.last_modified(), Some(DateTime::default()), "{format}: {:?}", file.name());
        }
    }
}

#[test]
fn a_workbook_is_of_the_day_of_the_report() {
    let mut text = String::new();
    package(Format::Xlsx).by_name("docProps/core.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains(">2026-01-31T00:00:00Z</dcterms:created>"), "{text}");
}

#[test]
fn a_word_file_says_by_whom_it_is_and_of_which_day_if_that_is_known() {
    let said = |report: &Report| {
        let mut text = String::new();
        written(report, Format::Docx)
            .by_name("docProps/core.xml")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    let report =
        Report { agency: Some("云州市<教育>局".into()), year: Some(2025), ..Report::default() };
    let unsigned = said(&report);
    assert!(unsigned.contains("<dc:creator>云州市&lt;教育&gt;局</dc:creator>"), "{unsigned}");
    assert!(
        unsigned.contains("<dc:title>云州市&lt;教育&gt;局2025年政府信息公开工作年度报告</dc:title>"),
        "{unsigned}"
    );
    assert!(!unsigned.contains("created"), "no day is better than that of a clock: {unsigned}");
    let signed = said(&Report { signed_on: Some((date(2026, 1, 20), Place::text(1))), ..report });
    assert!(signed.contains(">2026-01-20T00:00:00Z</dcterms:created>"), "{signed}");
}

#[test]
fn page_numbers_of_a_word_file_stand_on_the_outside() {
    let mut package = package(Format::Docx);
    let names: Vec<String> = package.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut sides: Vec<&str> = Vec::new();
    for name in names.iter().filter(|name| name.starts_with("word/footer")) {
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        assert!(text.contains(">— <") && text.contains("PAGE") && text.contains("> —<"), "{text}");
        sides.push(if text.contains("\"right\"") { "right" } else { "left" });
    }
    sides.sort_unstable();
    assert_eq!(sides, ["left", "right"]);
    let mut settings = String::new();
    package.by_name("word/settings.xml").unwrap().read_to_string(&mut settings).unwrap();
    assert!(settings.contains("evenAndOddHeaders"), "{settings}");
}
