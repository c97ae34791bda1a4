//! What a program recognised in a picture is marked wherever it goes, and never makes a report certain.

use reporting::check::{Outcome, check};
use reporting::document::{Content, Document, Line, Place};
use reporting::object::{from_json, to_json};
use reporting::report::Report;

const REPORT: &str = include_str!("../../../fixtures/reports/hegang-wjw-2020.txt");

/// The report, of which the lines with some words were recognised in a picture.
fn document(recognised: &str) -> Document {
    let lines = REPORT.lines().zip(1..);
    let line = |(text, number): (&str, u32)| Line {
        place: Place::text(number),
        content: Content::Text(text.to_owned()),
    };
    let mut document = Document::from(lines.map(line).collect::<Vec<_>>());
    let numbered = REPORT.lines().enumerate();
    document.recognised = numbered.filter(|(_, text)| text.contains(recognised)).map(|(at, _)| at).collect();
    document
}

#[test]
fn recognised_cells_are_counted_and_leave_the_result_uncertain() {
    let all = reporting::read(&document("")).unwrap();
    let checked = check(&all, None);
    let recognised: Vec<&str> = checked
        .findings
        .iter()
        .filter(|finding| finding.rule == "READ_RECOGNISED")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        recognised,
        [
            "表二有22个单元格来自图像识别，须人工核对",
            "表三有161个单元格来自图像识别，须人工核对",
            "表四有15个单元格来自图像识别，须人工核对"
        ]
    );
    assert!(checked.result() >= Outcome::Uncertain);
    let none = reporting::read(&document("没有这样的文字")).unwrap();
    assert!(check(&none, None).findings.iter().all(|finding| finding.rule != "READ_RECOGNISED"));
}

#[test]
fn pages_that_nobody_read_are_a_warning_and_go_with_the_object() {
    let unread = Document { unread: vec![2, 5], ..document("没有这样的文字") };
    let report = reporting::read(&unread).unwrap();
    let of = |report: &Report| -> Vec<String> {
        let findings = check(report, None).findings.into_iter();
        findings.filter(|finding| finding.rule == "READ_PICTURE").map(|finding| finding.message).collect()
    };
    assert_eq!(of(&report), ["第2、5页是图片，没有读入，其中的内容没有检查"]);
    let object = to_json(&report, &[], &[]).to_string();
    assert_eq!(of(&from_json(&object).unwrap()), of(&report));
}

#[test]
fn the_object_says_which_cells_were_recognised() {
    let report = reporting::read(&document("")).unwrap();
    let object = to_json(&report, &[], &[]);
    assert_eq!(object["document"]["cells"]["table3.granted.total"]["recognised"], true);
    assert_eq!(from_json(&object.to_string()).unwrap().tables, report.tables);
}

#[test]
fn a_cell_that_the_file_marks_as_not_certain_is_asked_for() {
    let marked = REPORT.replacen("予以公开\n\t0\n", "予以公开\n\t?\n", 1);
    let line = |(text, number): (&str, u32)| Line {
        place: Place::text(number),
        content: Content::Text(text.to_owned()),
    };
    let document = Document::from(marked.lines().zip(1..).map(line).collect::<Vec<_>>());
    let checked = check(&reporting::read(&document).unwrap(), None);
    let asked: Vec<(&str, &str)> = checked
        .findings
        .iter()
        .filter(|finding| finding.rule == "READ_UNCERTAIN")
        .map(|finding| (finding.message.as_str(), finding.fix.as_str()))
        .collect();
    assert_eq!(asked, [("表三“（一）予以公开”有1个数据不能确定", "对照原件填写")]);
    assert_eq!(checked.result(), Outcome::Uncertain);
}
