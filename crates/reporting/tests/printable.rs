//! Control characters of a file get no further than the report: nobody who writes or shows one has to think of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use reporting::cell::Cell;
use reporting::document::{Content, Document, Field, Line, Place};
use reporting::object::{from_json, to_json};
use reporting::report::Report;
use serde_json::json;

/// The characters that have no place in a report.
const UNPRINTABLE: [char; 8] =
    ['\u{0}', '\u{7}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{ad}', '\u{fffe}', '\u{ffff}'];

/// The text with such a character after its first one.
fn spoilt(text: &str, bad: char) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| format!("{first}{bad}{}", letters.as_str()))
}

/// A short report whose table four has something odd in it.
fn document(bad: Option<char>) -> Document {
    let form = reporting::form::Form::by_key("2021").unwrap();
    let text = |text: &str| bad.map_or_else(|| text.to_owned(), |bad| spoilt(text, bad));
    let field = |(column, words): (u16, &str)| Field { text: text(words), column, span: 1 };
    let blocks = &form.tables[2].rows;
    let heads = blocks.iter().flat_map(|block| block.columns.iter().map(|column| column.label.as_str()));
    let mut lines = vec![
        Content::Text(text("云州市教育局2024年政府信息公开工作年度报告")),
        Content::Text(text("一、总体情况")),
        Content::Text(text("全年公开信息40条。")),
        Content::Text(text("四、政府信息公开行政复议、行政诉讼情况")),
    ];
    let labels = blocks.iter().map(|block| block.label.as_str());
    lines.push(Content::Row((0..).step_by(5).zip(labels).map(field).collect()));
    lines.push(Content::Row((0..).zip(heads).map(field).collect()));
    lines.push(Content::Row((0..).zip(["5abc"].into_iter().chain(["12"; 14])).map(field).collect()));
    let line = |(number, content)| Line { place: Place::paragraph(number), content };
    Document::from((1..).zip(lines).map(line).collect::<Vec<_>>())
}

/// What a report says, without where.
fn said(report: &Report) -> (Vec<String>, Vec<Cell>) {
    let sections = &report.sections;
    let headings = sections.iter().filter_map(|section| Some(section.heading.as_ref()?.0.clone()));
    let text = report.title.iter().chain(&report.agency).cloned();
    let text =
        text.chain(headings).chain(report.paragraphs().map(|(_, paragraph)| paragraph.text().to_owned()));
    let tables = report.tables.as_ref().unwrap();
    let raw = tables.traces.values().map(|trace| trace.raw.clone());
    (text.chain(raw).collect(), tables.cells.clone())
}

#[test]
fn a_file_with_control_characters_is_read_as_if_it_had_none() {
    let clean = said(&reporting::read(&document(None)).unwrap());
    assert!(
        clean.0.iter().any(|text| text == "5abc") && clean.1.contains(&Cell::Text("5abc".into())),
        "{clean:?}"
    );
    for bad in UNPRINTABLE {
        let report = reporting::read(&document(Some(bad))).unwrap();
        assert!(said(&report) == clean, "{bad:?}: {report:?}");
    }
}

#[test]
fn an_object_with_control_characters_is_read_as_if_it_had_none() {
    let written = to_json(&reporting::read(&document(None)).unwrap(), &[], &[]);
    let clean = said(&from_json(&written.to_string()).unwrap());
    for bad in UNPRINTABLE {
        let mut object = written.clone();
        for path in
            ["/title", "/agency", "/document/sections/0/heading", "/document/sections/0/paragraphs/0/text"]
        {
            let text = object.pointer_mut(path).unwrap();
            *text = spoilt(text.as_str().unwrap(), bad).into();
        }
        object["table4"]["review"]["upheld"] = json!(spoilt("5abc", bad));
        let report = from_json(&object.to_string()).unwrap();
        assert!(said(&report) == clean, "{bad:?}: {report:?}");
    }
}

#[test]
fn what_is_nothing_but_control_characters_is_nothing() {
    let object = json!({"title": "\u{1b}", "agency": "\u{0}", "format": "2021",
        "table4": {"review": {"upheld": "\u{7}"}}});
    let report = from_json(&object.to_string()).unwrap();
    assert_eq!((report.title, report.agency), (None, None));
    assert_eq!(report.tables.unwrap().get("table4.review.upheld"), Some(&Cell::Blank));
}
