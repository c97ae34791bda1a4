//! Lists of cases: who waits, who owes, and who stands behind a figure.

use std::collections::BTreeSet;

use casework::Stage;
use casework::applicant::ApplicantClass;
use casework::decide::Command;
use casework::id::{CaseId, DepartmentId, OfficerId, TaskId};
use casework::statistics::{Line, Span};
use jiff::ToSpan;
use jiff::civil::date;
use law::consultation::Consulted;
use law::outcome::{Outcome, Row};
use store::Store;
use store::cases::{self, After, AfterCell, AfterOwed, Filter};

use super::desk::{Desk, ORGAN, TODAY, plan};

/// Ids of a work list, read in pages of two.
async fn ids(store: &Store, filter: &Filter<'_>) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = cases::work_list(store, ORGAN, filter, after.as_ref(), 2).await.unwrap();
        ids.extend(page.rows.iter().map(|one| one.case.to_string()));
        after = page.rows.last().map(After::from);
        if !page.has_more {
            return ids;
        }
    }
}

pub(crate) async fn the_work_list_goes_by_due_day_and_what_is_asked(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("late", plan("张三", "2025-02-10", None)).await;
    desk.has("soon", plan("李四", "2025-03-10", None)).await;
    desk.has("then", plan("张三", "2025-03-11", None)).await;
    desk.has("done", plan("张三", "2025-03-03", Some(Outcome::G2))).await;
    desk.has("same", plan("王五", "2025-03-24", None)).await;
    let unclear = "请写明文号".to_owned();
    let ask = Command::RequestCorrection { on: TODAY, unclear, reply_by: None };
    desk.does("same", ask).await.unwrap();
    let kjk = DepartmentId::from("kjk");
    let give = |what: &str| Command::GiveTask { to: kjk.clone(), what: what.to_owned(), due: None };
    desk.does("then", give("提供材料")).await.unwrap();
    desk.does("then", give("核对数字")).await.unwrap();
    desk.does("then", Command::Tag { tag: "经费".to_owned() }).await.unwrap();
    desk.does("soon", Command::Tag { tag: "经费".to_owned() }).await.unwrap();

    assert_eq!(desk.summary("same").await.due, None, "the period begins anew with the correction");
    let all = ids(&store, &Filter::default()).await;
    assert_eq!(all, ["late", "soon", "then", "same"]);
    let late = Filter { due_before: Some(TODAY), ..Filter::default() };
    assert_eq!(ids(&store, &late).await, ["late"]);
    let waiting = Filter { stage: Some(Stage::AwaitingCorrection), ..Filter::default() };
    assert_eq!(ids(&store, &waiting).await, ["same"]);
    let owing = Filter { department: Some(&kjk), ..Filter::default() };
    assert_eq!(ids(&store, &owing).await, ["then"], "once, though it has two tasks");
    let tagged = Filter { tag: Some("经费"), ..Filter::default() };
    assert_eq!(ids(&store, &tagged).await, ["soon", "then"]);
    let person = desk.summary("late").await.persons.remove(0);
    let of_person = Filter { person: Some(&person), ..Filter::default() };
    assert_eq!(ids(&store, &of_person).await, ["late", "then"]);
    let both = Filter { tag: Some("经费"), ..of_person };
    assert_eq!(ids(&store, &Filter { stage: Some(Stage::InHand), ..both }).await, ["then"]);

    let all: Vec<_> = cases::of_person(&store, ORGAN, &person, 9).await.unwrap();
    let all: Vec<_> = all.iter().map(|one| one.case.as_str()).collect();
    assert_eq!(all, ["then", "late", "done"]);
}

pub(crate) async fn a_restricted_case_is_hidden_from_others(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", None)).await;
    let (li, wang) = (OfficerId::from("li"), OfficerId::from("wang"));
    desk.does("a", Command::Restrict { to: vec![li.clone()] }).await.unwrap();
    for (viewer, sees) in [(None, 1), (Some(&li), 1), (Some(&wang), 0), (Some(&OfficerId::from("l")), 0)] {
        let filter = Filter { viewer, ..Filter::default() };
        assert_eq!(ids(&store, &filter).await.len(), sees, "{viewer:?}");
    }
}

pub(crate) async fn who_still_owes_what_is_one_question(store: Store) {
    let desk = Desk::at(&store).await;
    let (kjk, cwk) = (DepartmentId::from("kjk"), DepartmentId::from("cwk"));
    for (id, name, received) in [("a", "张三", "2025-03-12"), ("b", "李四", "2025-03-10")] {
        desk.has(id, plan(name, received, None)).await;
        for to in [&kjk, &cwk] {
            let what = "提供材料".to_owned();
            desk.does(id, Command::GiveTask { to: to.clone(), what, due: None }).await.unwrap();
        }
    }
    let done = Command::FinishTask { id: TaskId(2), on: TODAY, opinion: "同意".to_owned(), files: vec![] };
    desk.does("a", done).await.unwrap();
    let mut owed = Vec::new();
    let mut after = None;
    loop {
        let page = cases::owed(&store, ORGAN, None, None, after.as_ref(), 2).await.unwrap();
        after = page.rows.last().map(AfterOwed::from);
        owed.extend(
            page.rows.into_iter().map(|one| (one.case.to_string(), one.task.0, one.department.to_string())),
        );
        if !page.has_more {
            break;
        }
    }
    let row = |case: &str, task, department: &str| (case.to_owned(), task, department.to_owned());
    assert_eq!(owed, [row("b", 1, "kjk"), row("b", 2, "cwk"), row("a", 1, "kjk")]);
    let of_cwk = cases::owed(&store, ORGAN, Some(&cwk), None, None, 9).await.unwrap().rows;
    assert_eq!(of_cwk.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(), ["〔2025〕b"]);
}

pub(crate) async fn each_cell_answers_with_its_cases(store: Store) {
    let desk = Desk::at(&store).await;
    let cases = [
        ("a", "2024-12-30", Some(Outcome::G2)),
        ("b", "2024-06-03", Some(Outcome::U1a)),
        ("c", "2025-02-05", Some(Outcome::O3)),
        ("d", "2025-03-03", None),
        ("e", "2025-03-04", Some(Outcome::G1)),
        ("f", "2024-12-31", None),
    ];
    for (id, received, outcome) in cases {
        let mut plan = plan(id, received, outcome);
        if id == "e" {
            plan.class = ApplicantClass::Enterprise;
        }
        desk.has(id, plan).await;
    }
    let (y2024, y2025) = (Span::year(2024), Span::year(2025));
    let expected: [(Line, Option<ApplicantClass>, Span, &[&str]); 9] = [
        (Line::NewReceived, None, y2024, &["a", "b", "f"]),
        (Line::NewReceived, None, y2025, &["c", "d", "e"]),
        (Line::NewReceived, Some(ApplicantClass::Enterprise), y2025, &["e"]),
        (Line::CarriedIn, None, y2025, &["a", "f"]),
        (Line::CarriedOut, None, y2024, &["a", "f"]),
        (Line::CarriedOut, None, y2025, &["d", "f"]),
        (Line::Result(Row::Granted), None, y2025, &["a", "e"]),
        (Line::Result(Row::Granted), Some(ApplicantClass::NaturalPerson), y2025, &["a"]),
        (Line::ResultTotal, None, y2025, &["a", "c", "e"]),
    ];
    for (line, class, span, ids) in expected {
        let (mut found, mut after) = (BTreeSet::new(), None);
        loop {
            let page = cases::behind(&store, ORGAN, (line, class, span), after.as_ref(), 1).await.unwrap();
            after = page.rows.last().map(AfterCell::from);
            found.extend(page.rows.into_iter().map(|one| one.case.to_string()));
            if !page.has_more {
                break;
            }
        }
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ids, "{line:?} {class:?} {span:?}");
        let table = cases::table_three(&store, ORGAN, span).await.unwrap();
        assert_eq!(table.cell(line, class), ids.len() as u64, "{line:?} {class:?} {span:?}");
    }
}

pub(crate) async fn a_stage_that_is_over_is_summed_up_again(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", None)).await;
    let (with, who) = (Consulted::ThirdParty, "某某公司".to_owned());
    let on = TODAY.checked_sub(3.days()).unwrap();
    desk.does("a", Command::Consult { with, who, on, delivered: None }).await.unwrap();
    let until = desk.summary("a").await.stage_until.unwrap();
    let case = CaseId::from("a");
    let events = cases::events(&store, ORGAN, &case).await.unwrap();
    let mut summary = casework::Case::replay(&events).unwrap().summary(until, &desk.calendar);
    let kept = desk.summary("a").await.stage;
    assert_eq!((kept, summary.stage), (Stage::ConsultingThirdParty, Stage::InHand));
    assert_eq!(cases::refresh(&store, ORGAN, &[(case.clone(), summary.clone())]).await.unwrap(), 1);
    let in_hand = Filter { stage: Some(Stage::InHand), ..Filter::default() };
    assert_eq!(ids(&store, &in_hand).await, ["a"]);
    summary.version += 1;
    summary.due = Some(date(2026, 1, 1));
    assert_eq!(cases::refresh(&store, ORGAN, &[(case, summary)]).await.unwrap(), 0, "of another version");
}
