//! Whatever a document looks like, reading and checking it ends in an answer that reads back whole.

use proptest::prelude::*;
use reporting::cell::Cell;
use reporting::check::check;
use reporting::document::{Content, Document, Field, Line, Place};
use reporting::form::Rule;
use reporting::object::{from_json, to_json};
use reporting::report::Report;

const FIXTURES: [&str; 5] = [
    include_str!("../../../fixtures/reports/harbin-wjw-2020.txt"),
    include_str!("../../../fixtures/reports/harbin-wjw-2023.txt"),
    include_str!("../../../fixtures/reports/hegang-wjw-2020.txt"),
    include_str!("../../../fixtures/reports/hangzhou-wjw-2021.txt"),
    include_str!("../../../fixtures/reports/jiyuan-wjw-2020.txt"),
];

/// A change to the lines of a document.
#[derive(Debug, Clone)]
enum Change {
    Drop(prop::sample::Index),
    Double(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Insert(prop::sample::Index, String),
    Cut(prop::sample::Index),
    AsRow(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    use prop::sample::Index;
    let index = any::<Index>;
    let piece = prop::sample::select(vec![
        "",
        "0",
        "7",
        "-3",
        "0.5",
        "5abc",
        "1,007",
        "/",
        "\t",
        "|",
        "| | 1 |",
        "总计",
        "3.其他",
        "（六）其他处理",
        "- 4 -",
        "一、总体情况",
        "四、结转下年度继续办理",
        "全年收到政府信息公开申请七十件，其中予以公开604件。",
        "2021年1月1日至12月31日",
        "99999999999999999999",
        "行政复议",
        "结果维持",
        "第二十条第（一）项",
        "自然人",
        "\u{0}",
        "𠮷龘",
    ]);
    prop_oneof![
        index().prop_map(Change::Drop),
        index().prop_map(Change::Double),
        (index(), index()).prop_map(|(a, b)| Change::Swap(a, b)),
        (index(), piece).prop_map(|(at, text)| Change::Insert(at, text.to_owned())),
        index().prop_map(Change::Cut),
        index().prop_map(Change::AsRow),
    ]
}

fn document(fixture: usize, changes: &[Change]) -> Document {
    let mut lines: Vec<Content> =
        FIXTURES[fixture].lines().map(|line| Content::Text(line.to_owned())).collect();
    for change in changes {
        if lines.is_empty() {
            break;
        }
        let count = lines.len();
        match change {
            Change::Drop(at) => drop(lines.remove(at.index(count))),
            Change::Double(at) => lines.insert(at.index(count), lines[at.index(count)].clone()),
            Change::Swap(a, b) => lines.swap(a.index(count), b.index(count)),
            Change::Insert(at, text) => lines.insert(at.index(count), Content::Text(text.clone())),
            // Cutting all off too early leaves nothing to test.
            Change::Cut(at) => lines.truncate(at.index(count).max(count / 2)),
            Change::AsRow(at) => {
                if let Content::Text(text) = &lines[at.index(count)] {
                    let field =
                        |(column, text): (u16, &str)| Field { text: text.to_owned(), column, span: 1 };
                    lines[at.index(count)] = Content::Row((0..).zip(text.split('\t')).map(field).collect());
                }
            }
        }
    }
    let line = |(number, content)| Line { place: Place::text(number), content };
    Document::from((1..).zip(lines).map(line).collect::<Vec<_>>())
}

/// The first part in which two reports differ, named, so that a failure can be read.
fn difference(a: &Report, b: &Report) -> Option<String> {
    if a == b {
        return None;
    }
    let (Some(x), Some(y)) = (&a.tables, &b.tables) else { return Some("tables".into()) };
    let cell = (0..x.cells.len()).find(|i| x.cells[*i] != y.cells[*i] || x.traces.get(i) != y.traces.get(i));
    Some(match cell {
        Some(i) => format!(
            "{}: {:?} {:?} and {:?} {:?}",
            x.form.cell(i).path(),
            x.cells[i],
            x.traces.get(&i),
            y.cells[i],
            y.traces.get(&i)
        ),
        None if x != y => "coverage, repairs or unit".into(),
        None if a.sections != b.sections => "sections".into(),
        None => "title, authority, year or dates".into(),
    })
}

proptest! {
    #[test]
    fn reading_and_checking_always_end(fixture in 0..FIXTURES.len(), changes in prop::collection::vec(change(), 0..12)) {
        let Ok(report) = reporting::read(&document(fixture, &changes)) else { return Ok(()) };
        let checked = check(&report, Some(&report));
        let object = to_json(&report, &checked.violations(), &checked.contradictions);
        let back = from_json(&object.to_string()).unwrap();
        prop_assert_eq!(difference(&back, &report), None);
        prop_assert_eq!(check(&back, Some(&back)).findings, checked.findings);
    }

    /// What is restored satisfies the identity of its row, and nothing printed is changed for it.
    #[test]
    fn a_repair_never_breaks_its_row(fixture in 0..FIXTURES.len(), changes in prop::collection::vec(change(), 0..12)) {
        let Ok(report) = reporting::read(&document(fixture, &changes)) else { return Ok(()) };
        let Some(tables) = &report.tables else { return Ok(()) };
        for identity in tables.form.identities.iter().filter(|i| matches!(i.rule, Rule::RowTotal | Rule::RemedyTotal)) {
            let all = || identity.parts.iter().chain(&identity.printed);
            if all().any(|cell| tables.repaired.contains(cell)) {
                let sum = |list: &[usize]| list.iter().filter_map(|i| tables.cells[*i].count()).sum::<i64>();
                prop_assert_eq!(sum(&identity.parts), sum(&identity.printed), "{}", identity.key);
            }
        }
        for (index, cell) in tables.cells.iter().enumerate() {
            prop_assert!(*cell != Cell::Uncertain || !tables.repaired.contains(&index));
        }
    }
}
