//! The office of the demonstration on a store in memory, in which tests read as sentences.

#![allow(clippy::unwrap_used, dead_code, reason = "tests share what each of them needs in part")]

use std::sync::Arc;

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command};
use casework::event::{Actor, CaseKind};
use casework::id::{CaseId, OfficerId};
use casework::invent::decision;
use casework::process::ReviewStep;
use jiff::civil::{Date, date};
use law::WorkCalendar;
use law::outcome::Outcome;
use law::receipt::Channel;
use services::cases::{Cases, Doing, Failure, Moment, NewCase, demo};
use store::vault::Vault;
use typeset::Fonts;

pub(crate) const TODAY: Date = date(2026, 11, 2);

pub(crate) fn on(today: Date) -> Moment {
    Moment { at: today.to_zoned(law::china::time_zone()).unwrap().timestamp().as_millisecond(), today }
}

pub(crate) async fn office() -> Cases {
    let store =
        services::demo::store(&readers::Limits::default(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let vault = Vault::in_memory().await.unwrap();
    Cases::new(store, vault, demo::office(), WorkCalendar::builtin()).with_fonts(Arc::new(Fonts::embedded()))
}

pub(crate) async fn apply(cases: &Cases, nth: u8, name: &str, day: Date) -> CaseId {
    asks(cases, nth, name, "饮用水监测结果", day).await
}

pub(crate) async fn asks(cases: &Cases, nth: u8, name: &str, request: &str, day: Date) -> CaseId {
    let applying = Applying {
        kind: CaseKind::Access,
        channel: Channel::Counter,
        on: day,
        class: ApplicantClass::NaturalPerson,
        applicants: vec![Identity { name: name.to_owned(), ..Identity::default() }],
        request: request.to_owned(),
        files: Vec::new(),
        wanted: Wanted { form: Form::Electronic, way: Way::Online },
    };
    let new = NewCase { applying, by: Actor::System, split_from: None, key: None };
    cases.apply(new, [nth; 10], on(day)).await.unwrap().case
}

pub(crate) async fn tries(
    cases: &Cases,
    case: &CaseId,
    who: &str,
    command: Command,
    day: Date,
) -> Result<u32, Failure> {
    let doing = Doing { command, by: Actor::Officer(OfficerId::from(who)), seen: None, key: None };
    cases.act(case, doing, on(day)).await.map(|acted| acted.version)
}

pub(crate) async fn does(cases: &Cases, case: &CaseId, who: &str, command: Command, day: Date) {
    tries(cases, case, who, command, day).await.unwrap();
}

pub(crate) fn codes(failure: Failure) -> Vec<&'static str> {
    match failure {
        Failure::Refused(refused) => refused.reasons().iter().map(|reason| reason.code).collect(),
        failure => panic!("{failure}"),
    }
}

/// Through the chain to an answer that is delivered.
pub(crate) async fn answers(cases: &Cases, case: &CaseId, outcome: Outcome, day: Date) {
    does(cases, case, "handler", Command::Draft { decision: decision(outcome, day) }, day).await;
    let draft = cases.open(case).await.unwrap().case.draft.unwrap().decision;
    for (who, step) in [("secrecy", ReviewStep::Secrecy), ("head", ReviewStep::Review)] {
        let command = Command::Approve { step, draft: draft.clone(), opinion: "同意".to_owned() };
        does(cases, case, who, command, day).await;
    }
    does(cases, case, "leader", Command::Sign { on: day, draft }, day).await;
    let deliver = Command::Deliver { on: day, way: Way::Online, proof: "查询页面".to_owned() };
    does(cases, case, "clerk", deliver, day).await;
}
