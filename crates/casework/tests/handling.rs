//! How a case goes, told by the days on which things happen (regulation.md §6, §10).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use casework::Stage;
use casework::applicant::{Form, Way};
use casework::decide::{Command, Verb};
use casework::decision::{Decision, Given};
use casework::event::{CaseKind, Opinion, ReopenCause};
use casework::id::{ConsultationId, DepartmentId, TaskId};
use casework::invent::decision;
use casework::process::ReviewStep;
use law::consultation::{Consulted, Silence};
use law::outcome::{Outcome, Row};
use law::receipt::Channel;

use crate::common::{Office, approve, corrected, correction, day, deliver};

fn consult(with: Consulted, on: &str, delivered: &str) -> Command {
    Command::Consult { with, who: "某某公司".to_owned(), on: day(on), delivered: Some(day(delivered)) }
}

fn opinion(on: &str, opinion: Opinion) -> Command {
    Command::RecordOpinion { id: ConsultationId(1), on: day(on), opinion, text: "意见".to_owned() }
}

fn extend(on: &str, days: u16) -> Command {
    Command::Extend { on: day(on), days, reason: "涉及多个科室".to_owned() }
}

/// Arts. 31, 33.
#[test]
fn an_application_at_the_counter_is_received_at_once() {
    let office = Office::receives("2026-02-10");
    assert_eq!(office.stage(), Stage::InHand);
    assert_eq!(office.due().as_deref(), Some("2026-03-16"));
}

/// Art. 31.
#[test]
fn an_application_on_the_web_is_received_when_both_sides_confirm() {
    let office = Office::gets(Channel::Web, "2025-12-31");
    assert_eq!((office.stage(), office.due()), (Stage::Unconfirmed, None));
    let office = office.on("2026-01-04").does(Command::ConfirmReceipt { on: day("2026-01-04") });
    assert_eq!((office.stage(), office.due().as_deref()), (Stage::InHand, Some("2026-01-30")));
    assert_eq!(office.case.received, Some(day("2026-01-04")), "it belongs to 2026");
}

/// Art. 31.
#[test]
fn nothing_is_decided_before_receipt_is_confirmed() {
    let mut office = Office::gets(Channel::Email, "2026-03-02");
    let refused = office.refuses(Command::Draft { decision: decision(Outcome::G2, day("2026-03-02")) });
    assert_eq!(refused, ["receipt_unconfirmed"]);
}

/// Art. 33.
#[test]
fn a_make_up_saturday_is_day_zero_like_the_sunday_after_it() {
    for on in ["2026-02-14", "2026-02-15"] {
        assert_eq!(Office::receives(on).due().as_deref(), Some("2026-03-20"), "received {on}");
    }
}

/// Art. 30.
#[test]
fn a_correction_starts_the_period_again() {
    let office = Office::receives("2026-03-02").on("2026-03-06").does(correction("2026-03-06"));
    assert_eq!((office.stage(), office.due()), (Stage::AwaitingCorrection, None));
    let office = office.on("2026-03-16").does(corrected("2026-03-16"));
    assert_eq!(office.due().as_deref(), Some("2026-04-14"));
}

/// Art. 30.
#[test]
fn a_correction_is_asked_for_once_and_within_seven_working_days() {
    let cases = [
        ("2026-03-02", "2026-03-11", true, "the seventh working day"),
        ("2026-03-02", "2026-03-12", false, "the eighth"),
        ("2026-02-12", "2026-02-28", true, "the spring festival lies between, and two Saturdays are worked"),
        ("2026-02-12", "2026-03-02", false, "the day after"),
    ];
    for (received, on, allowed, why) in cases {
        let refused = Office::receives(received).on(on).refuses(correction(on));
        assert_eq!(refused.is_empty(), allowed, "{why}: {refused:?}");
        assert!(allowed || refused.iter().all(|code| *code == "correction_notice_late"), "{refused:?}");
    }
    let office = Office::receives("2026-03-02").on("2026-03-03").does(correction("2026-03-03"));
    let mut office = office.on("2026-03-04").does(corrected("2026-03-04"));
    assert_eq!(office.refuses(correction("2026-03-04")), ["second_correction"]);
}

/// Art. 30.
#[test]
fn an_application_that_is_never_corrected_lapses_in_the_year_of_the_lapse() {
    let office = Office::receives("2025-12-08").on("2025-12-10").does(Command::RequestCorrection {
        on: day("2025-12-10"),
        unclear: "文号".to_owned(),
        reply_by: Some(day("2025-12-31")),
    });
    let mut office = office.on("2025-12-31");
    assert_eq!(office.refuses(Command::Lapse), ["not_lapsed"]);
    let office = office.on("2026-02-02").does(Command::Lapse);
    let ended = office.case.ended.unwrap();
    assert_eq!((ended.on, ended.row), (day("2026-01-01"), Some(Row::OtherOverdueCorrection)));
    assert_eq!(office.stage(), Stage::Lapsed);
}

/// Arts. 32, 33.
#[test]
fn asking_a_third_party_pauses_the_clock() {
    let office = Office::receives("2026-05-06").on("2026-05-12").does(consult(
        Consulted::ThirdParty,
        "2026-05-11",
        "2026-05-12",
    ));
    assert_eq!(office.stage(), Stage::ConsultingThirdParty);
    assert_eq!(office.due().as_deref(), Some("2026-06-25"), "as long as nobody replies");
    let office = office.on("2026-05-29").does(opinion("2026-05-29", Opinion::Agrees));
    assert_eq!((office.stage(), office.due().as_deref()), (Stage::InHand, Some("2026-06-23")));
}

/// Arts. 32, 34.
#[test]
fn silence_of_a_third_party_is_no_consent_and_silence_of_a_joint_organ_is() {
    for (with, silence) in
        [(Consulted::ThirdParty, Silence::OrganDecides), (Consulted::JointOrgan, Silence::Consent)]
    {
        let office = Office::receives("2026-05-06").on("2026-05-12");
        let office = office.does(consult(with, "2026-05-11", "2026-05-12"));
        let mut office = office.on("2026-06-02");
        let draft = || Command::Draft { decision: decision(Outcome::G2, day("2026-06-02")) };
        assert_eq!(office.refuses(draft()), ["opinion_pending"], "the fifteenth working day");
        let office = office.on("2026-06-03").does(draft());
        assert_eq!(office.case.consultations[0].result(), Err(silence));
    }
}

/// Arts. 15, 32.
#[test]
fn an_objection_with_good_reasons_is_outweighed_only_by_the_public_interest() {
    let office = Office::receives("2026-05-06").on("2026-05-12");
    let office = office.does(consult(Consulted::ThirdParty, "2026-05-11", "2026-05-12"));
    let mut office = office.on("2026-05-20").does(opinion("2026-05-20", Opinion::ObjectsWithReason));
    let given = |public_interest: Option<&str>| Command::Draft {
        decision: Decision::Granted {
            given: Given {
                form: Form::Electronic,
                files: Vec::new(),
                how: Some("下载".to_owned()),
                public_interest: public_interest.map(str::to_owned),
                other_form: None,
            },
        },
    };
    assert_eq!(office.refuses(given(None)), ["objection"]);
    office.does(given(Some("涉及公众健康")));
}

/// Art. 34.
#[test]
fn a_joint_organ_that_objects_must_be_agreed_with_first() {
    let office = Office::receives("2026-05-06").on("2026-05-12");
    let office = office.does(consult(Consulted::JointOrgan, "2026-05-11", "2026-05-12"));
    let mut office = office.on("2026-05-20").does(opinion("2026-05-20", Opinion::Objects));
    let refused = office.refuses(Command::Draft { decision: decision(Outcome::G2, day("2026-05-20")) });
    assert_eq!(refused, ["objection"]);
}

/// Art. 33.
#[test]
fn the_period_is_lengthened_once_before_it_is_over_and_by_twenty_days_at_most() {
    let mut office = Office::receives("2026-03-02").on("2026-03-31");
    assert!(office.refuses(extend("2026-03-31", 20)).contains(&"after_due"));
    let mut office = office.on("2026-03-30");
    assert_eq!(office.refuses(extend("2026-03-30", 21)), ["extension_length"]);
    assert_eq!(office.refuses(extend("2026-03-30", 0)), ["extension_length"]);
    let late = office.clone().on("2026-03-31").does(extend("2026-03-30", 5));
    assert_eq!(late.due().as_deref(), Some("2026-04-07"), "told in time, entered a day later");
    let mut office = office.does(extend("2026-03-30", 20));
    assert_eq!(office.due().as_deref(), Some("2026-04-28"));
    assert_eq!(office.refuses(extend("2026-03-30", 1)), ["extended_before"]);
}

/// Art. 17.
#[test]
fn nobody_reviews_or_signs_what_he_drafted() {
    let office = Office::receives("2026-03-02").on("2026-03-05");
    let office =
        office.lets("handler", Command::Draft { decision: decision(Outcome::G2, day("2026-03-05")) });
    let draft = office.draft();
    let mut office = office;
    assert_eq!(office.refuses_to("handler", approve(ReviewStep::Secrecy, &draft)), ["own_draft"]);
    let mut office = office
        .lets("secrecy", approve(ReviewStep::Secrecy, &draft))
        .lets("head", approve(ReviewStep::Review, &draft));
    let sign = Command::Sign { on: day("2026-03-05"), draft };
    assert_eq!(office.refuses_to("handler", sign.clone()), ["own_draft"]);
    office.lets("leader", sign);
}

/// Art. 17.
#[test]
fn the_chain_is_kept_in_order() {
    let office = Office::receives("2026-03-02").on("2026-03-05");
    let mut office =
        office.lets("handler", Command::Draft { decision: decision(Outcome::G2, day("2026-03-05")) });
    let draft = office.draft();
    assert_eq!(office.refuses_to("head", approve(ReviewStep::Review, &draft)), ["step_out_of_order"]);
    let sign = Command::Sign { on: day("2026-03-05"), draft };
    assert_eq!(office.refuses_to("leader", sign), ["review_missing"]);
}

/// Art. 17.
#[test]
fn a_change_after_review_voids_the_review() {
    let office = Office::receives("2026-03-02").on("2026-03-05");
    let office =
        office.lets("handler", Command::Draft { decision: decision(Outcome::G2, day("2026-03-05")) });
    let first = office.draft();
    let office = office.lets("secrecy", approve(ReviewStep::Secrecy, &first));
    let mut office =
        office.lets("handler", Command::Draft { decision: decision(Outcome::G1, day("2026-03-05")) });
    assert_eq!(office.case.next_review(), Some(ReviewStep::Secrecy));
    assert_eq!(
        office.refuses_to("secrecy", approve(ReviewStep::Secrecy, &first)),
        ["draft_changed"],
        "who looked at the old text agrees with nothing"
    );
}

/// Arts. 17, 32.
#[test]
fn an_objection_after_the_review_voids_the_draft() {
    let office = Office::receives("2026-03-02").on("2026-03-05");
    let office =
        office.lets("handler", Command::Draft { decision: decision(Outcome::G2, day("2026-03-05")) });
    let draft = office.draft();
    let office = office.lets("secrecy", approve(ReviewStep::Secrecy, &draft));
    let office = office.lets("head", approve(ReviewStep::Review, &draft));
    let office = office.does(consult(Consulted::ThirdParty, "2026-03-05", "2026-03-05"));
    let sign = |on: &str| Command::Sign { on: day(on), draft: draft.clone() };
    assert_eq!(office.clone().refuses_to("leader", sign("2026-03-05")), ["no_draft"]);
    let mut office = office.on("2026-03-09").does(opinion("2026-03-09", Opinion::ObjectsWithReason));
    assert_eq!(office.refuses_to("leader", sign("2026-03-09")), ["no_draft"]);
}

#[test]
fn a_letter_is_not_dated_before_its_review() {
    let office = Office::receives("2026-03-02").on("2026-03-05");
    let office =
        office.lets("handler", Command::Draft { decision: decision(Outcome::G2, day("2026-03-05")) });
    let draft = office.draft();
    let office = office.lets("secrecy", approve(ReviewStep::Secrecy, &draft)).on("2026-03-09");
    let mut office = office.lets("head", approve(ReviewStep::Review, &draft));
    let sign = |on: &str| Command::Sign { on: day(on), draft: draft.clone() };
    assert_eq!(office.refuses_to("leader", sign("2026-03-06")), ["signed_before_approval"]);
    assert_eq!(office.refuses_to("leader", sign("2026-03-09")), [""; 0]);
}

/// Arts. 32, 34.
#[test]
fn silence_counts_from_a_delivery_that_is_proven() {
    let undelivered =
        |with| Command::Consult {
            with, who: "市水务局".to_owned(), on: day("2026-03-03"), delivered: None
        };
    let office = Office::receives("2026-03-02").on("2026-03-03").does(undelivered(Consulted::JointOrgan));
    let mut office = office.on("2026-03-27");
    let draft = || Command::Draft { decision: decision(Outcome::G2, day("2026-03-27")) };
    assert_eq!(office.refuses_to("handler", draft()), ["opinion_pending"]);
    let delivered = Command::RecordConsultationDelivery { id: ConsultationId(1), on: day("2026-03-04") };
    let mut office = office.does(delivered);
    assert_eq!(office.refuses_to("handler", draft()), [""; 0]);
}

#[test]
fn a_mistyped_year_is_refused() {
    let mut office = Office::receives("2026-03-02").on("2026-03-03");
    let far = Command::RequestCorrection {
        on: day("2026-03-03"),
        unclear: "文号".to_owned(),
        reply_by: Some(day("2926-03-20")),
    };
    assert_eq!(office.refuses(far), ["day_too_far"]);
    let reopen = |due: &str| Command::Reopen {
        on: day("2026-03-20"),
        cause: ReopenCause::OwnMotion,
        due: day(due),
        why: "自行纠正".to_owned(),
    };
    let mut office = office.on("2026-03-20").answers(Outcome::G2);
    assert_eq!(office.refuses(reopen("9999-12-31")), ["day_too_far"]);
}

#[test]
fn what_moves_the_clock_belongs_to_the_period_that_runs() {
    let office = Office::receives("2026-03-02").on("2026-03-03").does(correction("2026-03-03"));
    let mut office = office.on("2026-03-16").does(corrected("2026-03-16"));
    assert_eq!(office.refuses(extend("2026-03-05", 20)), ["date_before_period"]);
    let early = consult(Consulted::ThirdParty, "2026-03-05", "2026-03-05");
    assert_eq!(office.refuses(early), ["date_before_period"]);
    assert_eq!(
        office.refuses(Command::Split {
            into: Vec::new(),
            rest: "一件事".to_owned(),
            why: "两件事".to_owned()
        }),
        ["clock_moved"]
    );
}

/// Art. 33.
#[test]
fn an_answer_ends_the_case_on_the_day_of_its_delivery() {
    let office =
        Office::receives("2026-03-02").on("2026-03-27").signs(decision(Outcome::G2, day("2026-03-27")));
    assert_eq!(office.stage(), Stage::AwaitingDelivery);
    let office = office.on("2026-03-31").does(deliver(day("2026-03-31")));
    let clock = office.case.clock(office.today, &office.calendar).unwrap();
    assert_eq!(clock.on_time, Some(false), "signed in time, posted a day late");
    assert_eq!(office.case.ended.unwrap().on, day("2026-03-31"));
    assert_eq!(office.stage(), Stage::Answered);
}

/// Art. 40.
#[test]
fn an_answer_goes_out_electronically_only_at_the_applicants_wish() {
    let mut office =
        Office::receives("2026-03-02").on("2026-03-05").signs(decision(Outcome::G2, day("2026-03-05")));
    office.case.wanted.way = Way::Post;
    assert_eq!(office.refuses(deliver(day("2026-03-05"))), ["way_not_as_wanted"]);
}

/// Art. 51.
#[test]
fn a_new_answer_does_not_change_table_three() {
    let office = Office::receives("2026-03-02").on("2026-03-20").answers(Outcome::D5);
    let first = office.case.ended;
    let office = office.on("2026-06-01").does(Command::Reopen {
        on: day("2026-06-01"),
        cause: ReopenCause::OwnMotion,
        due: day("2026-06-30"),
        why: "自行纠正".to_owned(),
    });
    assert_eq!((office.stage(), office.due().as_deref()), (Stage::InHand, Some("2026-06-30")));
    let office = office.on("2026-06-15").answers(Outcome::G2);
    assert_eq!(office.case.ended, first);
    assert_eq!(office.case.answers.len(), 2, "the history keeps both");
    assert_eq!((office.stage(), office.due()), (Stage::Answered, None));
}

/// Art. 51.
#[test]
fn a_case_that_is_dealt_with_anew_may_be_withdrawn_or_follow_a_lapse() {
    let reopen = |on: &str, due: &str| Command::Reopen {
        on: day(on),
        cause: ReopenCause::OwnMotion,
        due: day(due),
        why: "自行纠正".to_owned(),
    };
    let office = Office::receives("2026-03-02").on("2026-03-20").answers(Outcome::D5);
    let office = office.on("2026-06-01").does(reopen("2026-06-01", "2026-06-30"));
    let mut office =
        office.does(Command::Withdraw { on: day("2026-06-01"), reason: Some("来函撤回".to_owned()) });
    assert_eq!((office.stage(), office.due()), (Stage::Answered, None), "nothing is left to do");
    let again = Command::Withdraw { on: day("2026-06-01"), reason: Some("来函撤回".to_owned()) };
    assert_eq!(office.refuses(again), ["case_ended"]);
    let office = Office::receives("2026-03-02").on("2026-03-03").does(correction("2026-03-03"));
    let office = office.on("2026-04-20").does(Command::Lapse);
    let office = office.on("2026-05-11").does(reopen("2026-05-11", "2026-06-08"));
    assert_eq!((office.stage(), office.due().as_deref()), (Stage::InHand, Some("2026-06-08")));
}

#[test]
fn withdrawal_is_counted_as_other_handling_unless_it_was_never_received() {
    let withdraw = |on: &str| Command::Withdraw { on: day(on), reason: Some("来函撤回".to_owned()) };
    let office = Office::receives("2026-03-02").on("2026-03-04").does(withdraw("2026-03-04"));
    assert_eq!(office.case.ended.unwrap().row, Some(Row::OtherMisc));
    assert_eq!(office.stage(), Stage::Withdrawn);
    let office = Office::gets(Channel::Web, "2026-03-02").on("2026-03-04").does(withdraw("2026-03-04"));
    assert_eq!(office.case.ended.unwrap().row, None);
}

/// Art. 41.
#[test]
fn a_wrong_record_is_corrected_in_a_case_of_its_own_kind() {
    let mut office = Office::of_kind(CaseKind::RecordCorrection, Channel::Counter, "2026-03-02");
    let refused = office.refuses(Command::Draft { decision: decision(Outcome::G2, day("2026-03-02")) });
    assert_eq!(refused, ["other_kind_of_case"]);
    let result = casework::decision::RecordResult::Corrected;
    let office = office.signs(Decision::Record { result, reason: "登记有误".to_owned() });
    let office = office.does(deliver(day("2026-03-02")));
    assert_eq!(office.case.ended.unwrap().row, None, "table three does not count it");
}

/// Art. 45.
#[test]
fn a_department_owes_its_part_some_days_before_the_statutory_day() {
    let to = DepartmentId::from("疾控科");
    let office = Office::receives("2026-03-02").does(Command::GiveTask {
        to: to.clone(),
        what: "提供监测结果".to_owned(),
        due: None,
    });
    let summary = office.case.summary(office.today, &office.calendar);
    assert_eq!((summary.due, summary.owed[0].due), (Some(day("2026-03-30")), day("2026-03-23")));
    assert_eq!(summary.owed[0].department, to);
    let done = Command::FinishTask {
        id: TaskId(1),
        on: day("2026-03-10"),
        opinion: "可以公开".to_owned(),
        files: Vec::new(),
    };
    let mut office = office.on("2026-03-10").does(done.clone());
    assert!(office.case.summary(office.today, &office.calendar).owed.is_empty());
    assert_eq!(office.refuses(done), ["no_open_task", "no_open_task"], "none is open, and this one is done");
}

/// Art. 30.
#[test]
fn all_reasons_are_said_at_once() {
    let office = Office::receives("2026-03-02").on("2026-03-03").does(correction("2026-03-03"));
    let mut office = office.on("2026-04-20");
    let refused = office.refuses(correction("2026-04-21"));
    let expected = ["awaiting_correction", "second_correction", "date_in_future", "correction_notice_late"];
    assert_eq!(refused, expected);
}

#[test]
fn what_a_verb_offers_is_what_its_command_allows() {
    let office = Office::receives("2026-03-02").on("2026-03-03").does(correction("2026-03-03"));
    let by = casework::event::Actor::System;
    let sealer = casework::Sealer::new([0; 32]);
    let context = casework::decide::Context::new(office.today, &office.calendar, &by, &sealer);
    let free = |verb: &Verb| verb.obstacles(&office.case, &context).into_vec().is_empty();
    let allowed: Vec<Verb> = Verb::ALL.into_iter().filter(free).collect();
    let expected = [
        Verb::ReceiveCorrection,
        Verb::Withdraw,
        Verb::OpenProceeding,
        Verb::Note,
        Verb::Tag,
        Verb::Restrict,
    ];
    assert_eq!(allowed, expected);
}
