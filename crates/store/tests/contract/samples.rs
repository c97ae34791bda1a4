//! Small reports and trees.

use jiff::Timestamp;
use reporting::cell::Cell;
use reporting::check::check;
use reporting::form::Form;
use reporting::report::{Coverage, Report, Tables};
use reporting::tree::Tree;
use store::{File, NewReport, Put, Store, put, put_tree};

/// A city with two departments and a district with a town.
pub(crate) const CITY: &str = r#"
[[organ]]
id = "yun"
name = "云州市人民政府"

[[organ]]
id = "wjw"
name = "云州市卫生健康委员会"
aliases = ["云州市卫健委"]
parent = "yun"

[[organ]]
id = "jyj"
name = "云州市教育局"
parent = "yun"
since = 2022

[[organ]]
id = "wenlan"
name = "文澜区人民政府"
parent = "yun"
included = false

[[organ]]
id = "qingxi"
name = "青溪镇人民政府"
parent = "wenlan"
"#;

/// Lays [`CITY`] in.
pub(crate) async fn city(store: &Store) {
    put_tree(store, &Tree::parse(CITY).unwrap()).await.unwrap();
}

/// A report whose table three says how many applications came and how many were granted.
pub(crate) fn report(year: i16, received: i64) -> Report {
    let mut tables = Tables::empty(Form::for_year(year).unwrap());
    for table in [1, 2] {
        tables.coverage[table] = Coverage::Complete;
        tables.cells[tables.form.tables[table].cells()].fill(Cell::Blank);
    }
    for (path, value) in [
        ("table3.new_received.total", Cell::Count(received)),
        ("table3.carried_in.total", Cell::Count(0)),
        ("table3.granted.total", Cell::Count(received)),
        ("table3.result_total.total", Cell::Uncertain),
        ("table4.litigation_direct.total", Cell::Count(1)),
        ("table4.litigation_after_review.total", Cell::Count(2)),
    ] {
        let index = tables.form.cell_at(path).unwrap().index;
        tables.cells[index] = value;
    }
    Report {
        title: Some(format!("{year}年度报告")),
        year: Some(year),
        tables: Some(tables),
        signed_on: None,
        published_on: Some(jiff::civil::date(year + 1, 1, 31)),
        ..Report::default()
    }
}

/// A report to be laid in, from a file of some words, so many seconds after 1970.
pub(crate) fn new(organ: &str, year: i16, words: &str, second: i64) -> NewReport {
    let report = report(year, words.chars().count() as i64);
    let file = File::new(format!("{organ}-{year}.txt"), "text/plain", words.as_bytes().to_vec());
    NewReport::new(organ, year, &report, &check(&report, None), file, Timestamp::from_second(second).unwrap())
}

/// Lays a report in that must be new.
pub(crate) async fn first(store: &Store, organ: &str, year: i16, second: i64) {
    let words = format!("{organ} {year}");
    assert_eq!(put(store, &new(organ, year, &words, second)).await.unwrap(), Put::New, "{words}");
}
