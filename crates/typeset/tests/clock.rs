//! What is written depends on the report and the day that is given, and on no clock.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use std::io::{Cursor, Read as _};

use jiff::civil::date;
use reporting::report::Report;
use typeset::{Fonts, Format, Setting};
use zip::{DateTime, ZipArchive};

fn package(format: Format) -> ZipArchive<Cursor<Vec<u8>>> {
    let report = Report { year: Some(2025), ..Report::default() };
    let setting = Setting { fonts: &Fonts::embedded(), today: date(2026, 1, 31), mark: None };
    ZipArchive::new(Cursor::new(typeset::write(&report, format, setting).unwrap())).unwrap()
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
