//! The demonstration reports: their planted faults are found, and nothing else (demo/README.md).

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::collections::BTreeMap;
use std::fs;

use readers::Limits;
use reporting::check::check;
use reporting::report::Report;

/// Each planted fault as the rules that find it. A report that is not named is clean.
const PLANTED: [(&str, &[&str]); 11] = [
    ("qingxi-2023", &["REGULATION_AUTHORITY", "T2_CELLS_BLANK", "T3_CELLS_BLANK", "T4_CELLS_BLANK"]),
    ("qingxi-2024", &["DATE_PERIOD", "PROOF_SIMILAR"]),
    ("wenlan-2023", &["XY_NORM"]),
    ("wenlan-2024", &["T3_BALANCE"]),
    ("yunzhou-2024", &["T4_TOTAL"]),
    ("yunzhou-jyj-2022", &["XY_CARRY"]),
    ("yunzhou-jyj-2023", &["T3_RESULT_TOTAL", "T3_ROW_TOTAL"]),
    ("yunzhou-jyj-2024", &["DATE_LATE", "FEE_STATEMENT_MISSING"]),
    ("yunzhou-scjgj-2021", &["STRUCT_FORMAT_YEAR"]),
    ("yunzhou-scjgj-2023", &["NARRATIVE_SUM", "NARRATIVE_TABLE"]),
    ("yunzhou-scjgj-2025", &["NARRATIVE_LIST", "OTHER_UNEXPLAINED"]),
];

/// The reports by name, such as `wenlan-2023`.
fn reports() -> BTreeMap<String, Report> {
    let files =
        fs::read_dir(testkit::root().join("demo/reports")).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let report = readers::report(&file, &fs::read(&path).unwrap(), &Limits::default());
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, report.unwrap_or_else(|error| panic!("{file}: {error}")))
        })
        .collect()
}

/// The report of the same authority for the year before.
fn previous<'a>(name: &str, reports: &'a BTreeMap<String, Report>) -> Option<&'a Report> {
    let (authority, year) = name.rsplit_once('-')?;
    let year: u16 = year.parse().ok()?;
    reports.get(&format!("{authority}-{}", year - 1))
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let (reports, planted) = (reports(), BTreeMap::from(PLANTED));
    assert_eq!(reports.len(), 26);
    for (name, report) in &reports {
        let checked = check(report, previous(name, &reports));
        let mut found: Vec<&str> = checked.findings.iter().map(|finding| finding.rule).collect();
        found.sort_unstable();
        found.dedup();
        let wanted = planted.get(name.as_str()).copied().unwrap_or_default();
        assert_eq!(found, wanted, "{name}: {:#?}", checked.findings);
    }
}

#[test]
fn every_report_says_that_it_is_invented() {
    for (name, report) in reports() {
        let text: String = report.paragraphs().map(|(_, paragraph)| paragraph.text().to_owned()).collect();
        let titled = report.title.is_some_and(|title| title.contains("演示"));
        assert!(titled || text.contains("演示"), "{name}");
    }
}
