//! Reconsideration and suits (decisions.md §2): how long they stay open, how they go, and where they are counted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use casework::decide::Command;
use casework::event::ReopenCause;
use casework::id::ProceedingId;
use casework::proceeding::TableFour;
use casework::statistics::Span;
use law::outcome::Outcome;
use law::remedy::{Column, Course, Remedy, Ruling};

use crate::common::{Office, day};

/// Art. 51.
#[test]
fn what_is_contested_is_answered_in_time_heard_and_ruled_on() {
    let served = "2026-04-08";
    let open = |path| Command::OpenProceeding {
        path,
        on: day(served),
        simplified: path == Course::Review,
        forum: "云州市人民政府".to_owned(),
        number: "云政复〔2026〕8号".to_owned(),
    };
    let mut office = Office::receives("2026-03-02").on("2026-03-20").answers(Outcome::D7).on(served);
    assert_eq!(office.refuses(open(Course::LitigationAfterReview)), ["not_reviewed"]);
    let early = Command::OpenProceeding {
        path: Course::Review,
        on: day("2026-03-01"),
        simplified: false,
        forum: "云州市人民政府".to_owned(),
        number: "8".to_owned(),
    };
    assert_eq!(office.refuses(early), ["date_before_receipt"]);
    let mut office = office.does(open(Course::Review));
    assert_eq!(office.refuses(open(Course::Review)), ["proceeding_known"]);
    let void = |id| Command::VoidProceeding { id, why: "重复登记".to_owned() };
    assert_eq!(office.refuses(void(ProceedingId(2))), ["no_such_proceeding"]);
    let office = office.does(void(ProceedingId(1)));
    assert!(office.case.proceedings.is_empty());
    let office = office.does(open(Course::Review));
    assert_eq!(office.case.proceedings[0].id, ProceedingId(2), "a number is not given twice");
    let one = &office.case.proceedings[0];
    assert_eq!(one.answer_due(&office.calendar), day("2026-04-15"), "five working days");
    let id = one.id;
    let say = || "见卷内文书".to_owned();
    let mut office = office.on("2026-05-20");
    let early = Command::AnswerProceeding { id, on: day("2026-04-07"), text: say() };
    assert_eq!(office.refuses(early), ["date_before_service"]);
    let office = office
        .does(Command::AnswerProceeding { id, on: day("2026-04-14"), text: say() })
        .does(Command::RecordHearing { id, on: day("2026-04-28"), text: say() });
    let pending = TableFour::count(&office.case.proceedings, Span::year(2026));
    assert_eq!(pending.cell(Course::Review, Some(Column::Pending)), 1);
    let ruling =
        |ruling, redo_by| Command::RecordRuling { id, on: day("2026-05-18"), ruling, redo_by, text: say() };
    let mut office = office;
    let anew = Command::Reopen {
        on: day("2026-05-20"),
        cause: ReopenCause::Reconsideration,
        due: day("2026-06-18"),
        why: say(),
    };
    assert_eq!(office.refuses(anew), ["no_ruling"]);
    assert_eq!(office.refuses(ruling(Ruling::Revoked, Some(day("2026-05-01")))), ["due_before_order"]);
    assert_eq!(office.refuses(ruling(Ruling::Upheld, Some(day("2026-06-18")))), ["nothing_ordered"]);
    let office = office.does(ruling(Ruling::Revoked, Some(day("2026-06-18"))));
    let table = TableFour::count(&office.case.proceedings, Span::year(2026));
    assert_eq!(table.cell(Course::Review, Some(Column::Corrected)), 1);
    assert_eq!(table.cell(Course::Review, None), 1);
    assert_eq!(office.due().as_deref(), Some("2026-06-18"), "an order opens the case with its day");
    assert_eq!(office.case.ordered_by().map(|one| one.id), Some(id));
    // What was entered by mistake opens nothing.
    let office = office.does(ruling(Ruling::Upheld, None));
    assert!(office.due().is_none() && office.case.reopened.is_none());
    let office = office.does(ruling(Ruling::Revoked, Some(day("2026-06-18"))));
    let mut office = office.does(Command::VoidProceeding { id, why: "登记错误".to_owned() });
    assert_eq!(office.case.reopened, None);
    assert_eq!(office.refuses(void(id)), ["no_proceeding", "no_such_proceeding"]);
    assert_eq!(
        office.case.ended.map(|ended| ended.on.year()),
        Some(2026),
        "table three counts the first answer"
    );
}

/// Arts. 33, 51.
#[test]
fn an_answer_leaves_remedies_open_and_so_does_none() {
    let office = Office::receives("2026-03-02").on("2026-03-20").answers(Outcome::D7);
    let [open] = &office.case.open_remedies(&office.calendar)[..] else { panic!("one answer") };
    assert_eq!(open.sue_by, None, "reconsideration comes first");
    let search = Command::RecordSearch {
        on: day("2026-03-20"),
        places: "档案室".to_owned(),
        words: "监测".to_owned(),
        found: "未找到".to_owned(),
    };
    let office = Office::receives("2026-03-02").on("2026-03-20").does(search).answers(Outcome::U1a);
    let [open] = &office.case.open_remedies(&office.calendar)[..] else { panic!("one answer") };
    assert!(open.sue_by.is_some() && !open.partly_first);
    let office = Office::receives("2026-03-02");
    let unanswered = |on| office.case.unanswered(day(on), &office.calendar).map(|one| one.remedy);
    assert_eq!(unanswered("2026-03-30"), None, "the last day");
    assert_eq!(unanswered("2026-03-31"), Some(Remedy::R2));
}

/// A reconsideration that was served and ruled on, with the day by which the organ has to answer anew.
fn ruled(office: Office, ruling: Ruling, redo_by: Option<&str>) -> Office {
    let id = ProceedingId(office.case.proceedings_entered);
    let text = "见决定书".to_owned();
    office.does(Command::RecordRuling { id, on: day("2026-05-18"), ruling, redo_by: redo_by.map(day), text })
}

fn served(office: Office, number: &str) -> Office {
    office.does(Command::OpenProceeding {
        path: Course::Review,
        on: day("2026-04-08"),
        simplified: false,
        forum: "云州市人民政府".to_owned(),
        number: number.to_owned(),
    })
}

fn answered() -> Office {
    Office::receives("2026-03-02").on("2026-03-20").answers(Outcome::D7).on("2026-05-20")
}

/// Art. 51: a day that was mistyped leaves no trace in the clock, and what was archived is so again when nothing was ordered.
#[test]
fn an_order_may_be_corrected_and_taken_back() {
    let archive =
        Command::Archive { on: day("2026-05-20"), retention: "定期10年".to_owned(), note: String::new() };
    let office = answered().does(archive);
    let kept = office.case.archived.clone();
    assert!(kept.is_some());
    let office = ruled(served(office, "8"), Ruling::Revoked, Some("2026-12-18"));
    assert!(office.case.archived.is_none());
    let office = ruled(office, Ruling::Revoked, Some("2026-06-18"));
    assert_eq!(office.due().as_deref(), Some("2026-06-18"));
    let clock = office.case.clock(office.today, &office.calendar).unwrap();
    assert_eq!(clock.reanswer_due, Some(day("2026-06-18")), "not the day that was mistyped");
    // Still against the organ, and yet nothing is ordered any more.
    let office = ruled(office, Ruling::DeclaredUnlawful, None);
    assert!(office.case.reopened.is_none() && office.case.archived == kept);
}

/// Art. 51: who has asked for reconsideration goes on from its decision, and from nothing else.
#[test]
fn remedies_that_are_used_up_are_open_no_more() {
    let open = |office: &Office| office.case.open_remedies(&office.calendar).len();
    assert_eq!(open(&answered()), 1);
    let contested = served(answered(), "8");
    assert_eq!(open(&contested), 0, "it is decided there");
    assert_eq!(
        open(&ruled(contested.clone(), Ruling::Upheld, None)),
        0,
        "a suit against the decision is left"
    );
    assert_eq!(open(&ruled(contested, Ruling::Withdrawn, None)), 1, "nothing was decided");
}

/// Art. 51: what the office itself has opened is for it to close, and another ruling changes nothing.
#[test]
fn only_the_ruling_that_opened_a_case_closes_it() {
    let office = ruled(served(answered(), "8"), Ruling::Revoked, None);
    let anew = Command::Reopen {
        on: day("2026-05-20"),
        cause: ReopenCause::Reconsideration,
        due: day("2026-06-18"),
        why: "按决定书".to_owned(),
    };
    let office = ruled(office.does(anew), Ruling::Revoked, None);
    assert!(office.case.reopened.is_some(), "its text was corrected");
    let office = ruled(served(office, "9"), Ruling::Upheld, None);
    assert!(office.case.reopened.is_some(), "another was upheld");
    assert_eq!(office.case.ordered_by().map(|one| one.id), Some(ProceedingId(1)));
}

/// Arts. 33, 51: who never answered is ordered to answer, and by when.
#[test]
fn an_order_in_a_case_without_an_answer_sets_its_day() {
    let office = Office::receives("2026-03-02").on("2026-05-20");
    let office = ruled(served(office, "8"), Ruling::OrderedToAct, Some("2026-06-18"));
    assert_eq!(office.due().as_deref(), Some("2026-06-18"));
    let office = office.on("2026-06-10").answers(Outcome::D7);
    assert!(office.case.reopened.is_none());
    assert_eq!(office.case.ended.map(|ended| ended.on), Some(day("2026-06-10")));
}
