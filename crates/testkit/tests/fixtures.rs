//! The five published layouts are explained rightly, and what is no report is refused with its sentence.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use readers::Limits;
use reporting::cell::Cell;
use reporting::check::{Checked, Outcome, Severity, check};
use reporting::report::Report;

fn text(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/reports").join(name)).unwrap()
}

fn read(name: &str) -> (Report, Checked) {
    let report = readers::report(name, &text(name), &Limits::default()).unwrap();
    let checked = check(&report, None);
    (report, checked)
}

fn rules(checked: &Checked, severity: Severity) -> Vec<&str> {
    checked
        .findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn harbin_2020_lacks_its_tables_and_604_is_618() {
    let (_, checked) = read("harbin-wjw-2020.txt");
    assert_eq!(checked.result(), Outcome::Fail);
    let tables = ["STRUCT_TABLE_MISSING"; 3];
    assert_eq!(rules(&checked, Severity::Error), [&tables[..], &["NARRATIVE_SUM"]].concat());
    let sum = checked.findings.iter().find(|finding| finding.rule == "NARRATIVE_SUM").unwrap();
    assert_eq!((&sum.expected, &sum.actual), (&618.into(), &604.into()));
}

#[test]
fn harbin_2023_has_a_1_in_table_four_that_belongs_nowhere() {
    let (report, checked) = read("harbin-wjw-2023.txt");
    assert_eq!(checked.result(), Outcome::Uncertain);
    let tables = report.tables.unwrap();
    let open = tables.open();
    assert_eq!((open.len(), open[0].cells.len(), &open[0].stray), (1, 15, &Some(Cell::Count(1))));
    assert_eq!(tables.get("table3.refused_law_forbidden.total"), Some(&Cell::Count(5)));
    assert!(rules(&checked, Severity::Warning).contains(&"OTHER_UNEXPLAINED"), "4 cases of 其他");
}

#[test]
fn hangzhou_2021_gets_its_total_of_7_back_and_says_so() {
    let (report, checked) = read("hangzhou-wjw-2021.txt");
    let tables = report.tables.unwrap();
    let total = tables.form.cell_at("table3.unavailable_not_held.total").unwrap().index;
    assert_eq!(tables.cells[total], Cell::Count(7));
    assert!(tables.repaired.contains(&total));
    assert_eq!(checked.result(), Outcome::Uncertain, "restored numbers are for a person to confirm");
    assert_eq!(rules(&checked, Severity::Error), Vec::<&str>::new());
}

#[test]
fn jiyuan_2020_has_a_unit_to_assume_and_three_slips_of_the_pen() {
    let (_, checked) = read("jiyuan-wjw-2020.txt");
    assert_eq!(rules(&checked, Severity::Error), Vec::<&str>::new());
    let warnings = rules(&checked, Severity::Warning);
    for rule in [
        "MONEY_UNIT_ASSUMED",
        "NARRATIVE_LIST",
        "PROOF_TITLE_ORGAN",
        "PROOF_HEADING_DOUBLED",
        "PROOF_MISPRINT",
    ] {
        assert!(warnings.contains(&rule), "{rule}: {warnings:?}");
    }
}

#[test]
fn hegang_2020_is_clean_but_for_the_number_of_a_heading() {
    let (_, checked) = read("hegang-wjw-2020.txt");
    assert_eq!(checked.result(), Outcome::Pass);
    assert_eq!(rules(&checked, Severity::Warning), ["HEADING_VARIANT"]);
}

#[test]
fn what_is_no_report_is_refused_with_its_sentence() {
    let two = [text("hangzhou-wjw-2021.txt"), text("hegang-wjw-2020.txt")].concat();
    let cases: [(&str, &[u8], &str); 5] = [
        (
            "free.txt",
            "某市卫生局2015年政府信息公开工作年度报告\n一、概述\n根据条例编制。".as_bytes(),
            "2019年以前",
        ),
        ("two.txt", &two, "不止一份年度报告"),
        ("other.txt", "今天天气很好。".as_bytes(), "没有找到政府信息公开工作年度报告"),
        ("other.json", br#"{"a": 1}"#, "JSON 里没有年度报告"),
        ("broken.json", br#"{"year": "#, "JSON 写法有误"),
    ];
    for (name, bytes, words) in cases {
        let error = readers::report(name, bytes, &Limits::default()).unwrap_err().to_string();
        assert!(error.contains(words), "{name}: {error}");
    }
}
