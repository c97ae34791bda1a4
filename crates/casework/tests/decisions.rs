//! Decisions that do not fit cannot be made (decisions.md §3).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use casework::decide::Command;
use casework::decision::{Decision, Given, Refusal};
use casework::id::ConsultationId;
use casework::invent::decision;
use law::exemption::Interest;
use law::outcome::Outcome;

use crate::common::{Office, day};

fn refused(decision: Decision) -> Vec<&'static str> {
    Office::receives("2026-03-02").refuses(Command::Draft { decision })
}

/// Arts. 36, 37, 38, 39, 50.
#[test]
fn each_kind_of_decision_is_counted_in_its_own_row() {
    for outcome in Outcome::ALL {
        if matches!(outcome, Outcome::O1 | Outcome::O2) {
            continue; // They lapse, nobody decides them.
        }
        assert_eq!(decision(outcome, day("2026-03-02")).outcome(), Some(outcome));
    }
}

/// Arts. 15, 30, 35, 36.
#[test]
fn what_the_history_must_hold_is_asked_for() {
    let cases = [
        (Outcome::U1a, vec!["no_search_record"], "nothing was searched"),
        (Outcome::U3, vec!["no_correction_received"], "no correction was asked for"),
        (Outcome::X4, vec!["reasons_not_judged"], "the applicant was not asked why"),
        (Outcome::D4, vec!["third_party_not_consulted"], "the third party was not asked"),
        (Outcome::D1, vec![], "marks and period are stated"),
        (Outcome::G2, vec![], "way and place are stated"),
    ];
    for (outcome, expected, why) in cases {
        assert_eq!(refused(decision(outcome, day("2026-03-02"))), expected, "{why}");
    }
}

/// Art. 14.
#[test]
fn a_rule_of_a_department_forbids_nothing() {
    let text = r#"{"kind":"refused","reason":"禁止公开","on":{"ground":"forbidden",
        "law":{"rank":"departmental_rule","title":"某某管理办法","article":"第三条"}}}"#;
    let error = serde_json::from_str::<Decision>(text).unwrap_err().to_string();
    assert!(error.contains("departmental_rule"), "{error}");
}

/// Art. 16.
#[test]
fn where_the_organ_has_a_choice_a_duty_to_disclose_takes_it_away() {
    let on = Refusal::EnforcementFile { no_duty_to_disclose: false };
    let decision = Decision::Refused { on, reason: "案卷".to_owned() };
    assert_eq!(refused(decision), ["duty_to_disclose"]);
}

/// Art. 14.
#[test]
fn a_secret_whose_period_is_over_is_none() {
    let Decision::Refused { on: Refusal::StateSecret { level, basis, .. }, reason } =
        decision(Outcome::D1, day("2026-03-02"))
    else {
        panic!("a state secret");
    };
    let on = Refusal::StateSecret { level, basis, until: day("2026-03-01") };
    assert_eq!(refused(Decision::Refused { on, reason }), ["secrecy_expired"]);
}

/// Arts. 32, 36.
#[test]
fn a_refusal_says_why() {
    let on = Refusal::ThirdParty {
        interest: Interest::Privacy,
        consultation: ConsultationId(1),
        no_override: " ".to_owned(),
    };
    let refused = refused(Decision::Refused { on, reason: String::new() });
    assert_eq!(refused, ["text_missing", "third_party_not_consulted", "text_missing"]);
}

/// Art. 40.
#[test]
fn another_form_than_asked_for_is_explained() {
    let given = |form, other: Option<&str>| {
        let other_form = other.map(str::to_owned);
        let how = Some("到办公室查阅".to_owned());
        refused(Decision::Granted {
            given: Given { form, files: Vec::new(), how, public_interest: None, other_form },
        })
    };
    use casework::applicant::Form;
    assert!(given(Form::Electronic, None).is_empty());
    assert_eq!(given(Form::Inspection, None), ["form_not_as_wanted"]);
    assert!(given(Form::Inspection, Some("原件不宜复制")).is_empty());
}

/// Art. 36.
#[test]
fn nothing_is_given_without_telling_where() {
    let Decision::Granted { given } = decision(Outcome::G2, day("2026-03-02")) else { panic!("granted") };
    assert_eq!(refused(Decision::Granted { given: Given { how: None, ..given } }), ["nothing_given"]);
}
