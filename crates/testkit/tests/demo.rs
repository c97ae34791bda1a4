//! The demonstration reports: their planted faults are found, and nothing else (demo/README.md).

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::collections::BTreeMap;
use std::fs;

use readers::Limits;
use reporting::aggregate::{Aggregate, Comparison, Member, aggregate};
use reporting::check::check;
use reporting::form::Form;
use reporting::report::Report;
use reporting::tree::{Organ, Tree};

/// Each planted fault as the rules that find it. A report that is not named is clean.
const PLANTED: [(&str, &[&str]); 11] = [
    ("qingxi-2023", &["REGULATION_AUTHORITY", "T2_CELLS_BLANK", "T3_CELLS_BLANK", "T4_CELLS_BLANK"]),
    ("qingxi-2024", &["DATE_OTHER_YEAR", "DATE_PERIOD", "PROOF_SIMILAR"]),
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
    assert_eq!(reports.len(), 28);
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

/// The sum of an authority's members for a year along `demo/tree.toml`.
fn sum(organ: &str, year: i16, tree: &Tree, reports: &BTreeMap<String, Report>) -> Aggregate {
    let tables = |organ: &Organ| reports.get(&format!("{}-{year}", organ.id))?.tables.as_ref();
    let members: Vec<Member<'_>> =
        tree.members(organ, year).map(|organ| Member { organ, tables: tables(organ) }).collect();
    let organ = tree.get(organ).unwrap();
    aggregate(organ, year, Form::for_year(year).unwrap(), &members, tables(organ))
}

#[test]
fn the_city_is_the_sum_of_its_members_but_for_the_planted_faults() {
    let (reports, tree) = (reports(), Tree::parse(&testkit::text("demo/tree.toml")).unwrap());
    for report in reports.values() {
        let name = report.agency.as_deref().unwrap();
        assert!(tree.named(name, report.year).is_some(), "{name} is not in the tree");
    }
    let planted = ["table3.new_received.enterprise", "table3.new_received.total", "table4.review.total"];
    for (year, differ) in [(2024, &planted[..]), (2025, &[][..])] {
        let sum = sum("yunzhou", year, &tree, &reports);
        assert!(matches!(sum.comparison, Comparison::Compared { open: 0 }), "{year}: {:?}", sum.comparison);
        let cells: Vec<String> =
            sum.differences.iter().map(|difference| sum.form.cell(difference.cell).path()).collect();
        assert_eq!(cells, differ, "{year}");
    }
}

#[test]
fn a_district_whose_own_offices_do_not_report_is_not_complete() {
    let (reports, tree) = (reports(), Tree::parse(&testkit::text("demo/tree.toml")).unwrap());
    let sum = sum("wenlan", 2024, &tree, &reports);
    assert_eq!(sum.missing().map(|member| member.id.as_str()).collect::<Vec<_>>(), ["wenlan-benji"]);
    assert!(sum.differences.is_empty(), "what is missing may bring the rest");
}
