//! Invented cases that add up to table three as three authorities published it: each cell, and each cell's cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::path::Path;

use casework::applicant::{ApplicantClass, Identity};
use casework::invent::{End, Plan, Staff, Waiting, invent};
use casework::statistics::{Counted, Line, Span, TableThree};
use casework::{Case, event::Recorded};
use jiff::civil::{Date, date};
use law::WorkCalendar;
use law::outcome::{Outcome, Row};
use law::receipt::Channel;
use serde_json::Value;

/// A published table three, by row and column.
type Published = BTreeMap<String, BTreeMap<String, Option<u64>>>;

#[test]
fn cases_add_up_to_the_table_of_harbin_2023() {
    replay("harbin-wjw-2023", 2023);
}

#[test]
fn cases_add_up_to_the_table_of_hangzhou_2021() {
    replay("hangzhou-wjw-2021", 2021);
}

#[test]
fn cases_add_up_to_the_table_of_jiyuan_2020() {
    replay("jiyuan-wjw-2020", 2020);
}

fn replay(name: &str, year: i16) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../fixtures/reports/{name}.json"));
    let report: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let published: Published = serde_json::from_value(report["table3"].clone()).unwrap();
    let cases = histories(&published, year);
    let calendar = WorkCalendar::builtin();
    let counted: Vec<Counted> = cases
        .iter()
        .map(|events| {
            let case = Case::replay(events).unwrap();
            Counted::of(&case.summary(date(year + 1, 6, 30), &calendar)).unwrap()
        })
        .collect();
    let span = Span::year(year);
    let table = TableThree::count(counted.iter().copied(), span);
    let classes = ApplicantClass::ALL.into_iter().map(Some).chain([None]);
    for class in classes {
        let column = class.map_or("total", ApplicantClass::key);
        for (row, cells) in &published {
            // A cell that the print has lost says nothing.
            let Some(printed) = cells[column] else { continue };
            let got = match Line::of_key(row) {
                Some(line) => table.cell(line, class),
                None if row == "other_handling" => table.other_handling(class),
                None => panic!("no line {row}"),
            };
            assert_eq!(got, printed, "{row}.{column}");
            if let Some(line) = Line::of_key(row) {
                let behind = counted.iter().filter(|case| case.stands_in(line, class, span)).count();
                assert_eq!(behind as u64, printed, "cases behind {row}.{column}");
            }
        }
    }
}

/// One case for each that the table counts: those that ended, those carried in among them, and those carried out.
fn histories(published: &Published, year: i16) -> Vec<Vec<Recorded>> {
    let mut cases = Vec::new();
    for class in ApplicantClass::ALL {
        let cell = |row: &str| published.get(row).and_then(|cells| cells[class.key()]).unwrap_or(0);
        let mut carried_in = cell("carried_in");
        for outcome in Outcome::ALL {
            let row = outcome.row();
            // One outcome for each row; the form of 2019 has one row for all other handling.
            if Outcome::ALL.into_iter().find(|other| other.row() == row) != Some(outcome) {
                continue;
            }
            let mut count = cell(row.key());
            if row == Row::OtherMisc && published.contains_key("other_handling") {
                count = cell("other_handling");
            }
            for _ in 0..count {
                let carried = carried_in > 0;
                carried_in -= u64::from(carried);
                cases.push(case(
                    cases.len(),
                    class,
                    received(year, cases.len(), carried),
                    Some(outcome),
                    year,
                ));
            }
        }
        for _ in 0..cell("carried_out") {
            cases.push(case(cases.len(), class, date(year, 12, 20), None, year));
        }
        assert_eq!(carried_in, 0, "more carried in than ended");
    }
    cases
}

/// Early enough in the year for every kind of case to end in it; of those carried in, at the end of the year before.
fn received(year: i16, nth: usize, carried: bool) -> Date {
    if carried {
        return date(year - 1, 12, 31);
    }
    date(year, 1 + i8::try_from(nth % 9).unwrap(), 4 + i8::try_from(nth % 20).unwrap())
}

fn case(
    nth: usize,
    class: ApplicantClass,
    received: Date,
    outcome: Option<Outcome>,
    year: i16,
) -> Vec<Recorded> {
    let plan = Plan {
        number: format!("{year}-{nth}"),
        letter: format!("公开答〔{year}〕{}号", nth + 1),
        identity: Identity {
            name: format!("申请人{nth}"),
            phone: "13800000000".to_owned(),
            ..Identity::default()
        },
        class,
        channel: Channel::ALL[nth % Channel::ALL.len()],
        received,
        request: "某项政府信息",
        end: outcome.map_or(End::Open(Waiting::Nothing), End::With),
        contested: &[],
        office: Staff::default(),
        letters: None,
        pace: 3 + u16::try_from(nth % 12).unwrap(),
        today: date(year + 1, 6, 30),
        key: [7; 32],
        person_key: [9; 32],
    };
    let invented = invent(&plan, &WorkCalendar::builtin());
    invented.unwrap_or_else(|refused| panic!("{outcome:?}: {refused}")).events
}
