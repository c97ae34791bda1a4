//! Who is told what, and what a day brings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use casework::decide::Command;
use casework::id::{DepartmentId, ProceedingId};
use casework::invent::decision;
use casework::notice::Whom;
use casework::process::ReviewStep;
use law::outcome::Outcome;
use law::receipt::Channel;
use law::remedy::Course;

use crate::common::{Office, approve, correction, day};

/// Who is told of the last event.
fn told(office: &Office) -> Vec<Whom> {
    let notices = office.case.notices(office.events.last().unwrap());
    notices.into_iter().map(|notice| notice.whom).collect()
}

/// What the day brings.
fn reminded(office: &Office) -> Vec<String> {
    office.case.reminders(office.today, &office.calendar).into_iter().map(|reminder| reminder.key).collect()
}

#[test]
fn a_draft_goes_from_step_to_step() {
    let office = Office::receives("2026-03-02").on("2026-03-05");
    let office =
        office.lets("handler", Command::Draft { decision: decision(Outcome::G2, day("2026-03-05")) });
    assert_eq!(told(&office), [Whom::Reviewers(ReviewStep::Secrecy)]);
    let draft = office.draft();
    let office = office.lets("secrecy", approve(ReviewStep::Secrecy, &draft));
    assert_eq!(told(&office), [Whom::Reviewers(ReviewStep::Review)]);
    let office = office.lets("head", approve(ReviewStep::Review, &draft));
    assert_eq!(told(&office), [Whom::Reviewers(ReviewStep::Sign)]);
    let office = office.lets("leader", Command::Sign { on: day("2026-03-05"), draft });
    assert_eq!(told(&office), [Whom::Applicant]);
}

#[test]
fn the_office_is_reminded_before_the_day_and_of_what_others_owe() {
    let office = Office::receives("2026-03-02").on("2026-03-03");
    let give = Command::GiveTask { to: DepartmentId::from("gh"), what: "提供材料".to_owned(), due: None };
    let office = office.does(give);
    assert_eq!(told(&office), [Whom::Department(DepartmentId::from("gh"))]);
    assert_eq!(reminded(&office), [""; 0]);
    // Due on 30 March; the department owes its part on 23 March.
    for (on, expected) in [
        ("2026-03-23", &["due:2026-03-30:5"][..]),
        ("2026-03-24", &["due:2026-03-30:5", "task:1:2026-03-23"]),
        ("2026-03-26", &["due:2026-03-30:2", "task:1:2026-03-23"]),
        ("2026-03-30", &["due:2026-03-30:0", "task:1:2026-03-23"]),
        ("2026-03-31", &["overdue:2026-03-30", "task:1:2026-03-23"]),
    ] {
        assert_eq!(reminded(&office.clone().on(on)), expected, "{on}");
    }
}

/// Art. 51: a case that has ended still has something to be done in time.
#[test]
fn the_office_is_reminded_of_what_it_owes_to_whoever_reviews_its_answer() {
    let contested = Command::OpenProceeding {
        path: Course::Review,
        on: day("2026-04-08"),
        simplified: false,
        forum: "云州市人民政府".to_owned(),
        number: "8".to_owned(),
    };
    let office = Office::receives("2026-03-02").on("2026-03-20").answers(Outcome::D7).on("2026-04-08");
    let office = office.does(contested);
    let told = |office: &Office| {
        let reminders = office.case.remedy_reminders(office.today, &office.calendar);
        reminders.into_iter().map(|reminder| reminder.key).collect::<Vec<_>>()
    };
    // Ten working days from 8 April.
    for (on, expected) in [
        ("2026-04-14", &[][..]),
        ("2026-04-15", &["remedy:1:2026-04-22:5"]),
        ("2026-04-22", &["remedy:1:2026-04-22:0"]),
        ("2026-04-23", &["remedy:1:2026-04-22:over"]),
    ] {
        assert_eq!(told(&office.clone().on(on)), expected, "{on}");
    }
    let answered =
        Command::AnswerProceeding { id: ProceedingId(1), on: day("2026-04-14"), text: "见卷".to_owned() };
    assert!(told(&office.on("2026-04-14").does(answered).on("2026-04-22")).is_empty());
}

#[test]
fn what_waits_for_the_applicant_is_told_when_his_time_is_over() {
    let office = Office::receives("2026-03-02").on("2026-03-03").does(correction("2026-03-03"));
    assert_eq!(told(&office), [Whom::Applicant]);
    assert_eq!(reminded(&office.clone().on("2026-03-24")), [""; 0], "he has until then");
    assert_eq!(reminded(&office.on("2026-03-25")), ["applicant:2026-03-24"]);
}

/// Art. 31.
#[test]
fn an_application_that_nobody_confirms_raises_an_alarm() {
    let office = Office::gets(Channel::Web, "2026-03-06");
    assert_eq!(told(&office), [], "a clerk has entered it");
    assert_eq!(reminded(&office.clone().on("2026-03-09")), [""; 0], "one working day");
    assert_eq!(reminded(&office.on("2026-03-10")), ["unconfirmed:2026-03-06"]);
}
