//! 信息处理费: how it is counted, paid, given back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use casework::Stage;
use casework::decide::Command;
use casework::invent::decision;
use law::fee::Standard;
use law::outcome::{Outcome, Row};

use crate::common::{Office, day};

/// Art. 42.
#[test]
fn a_fee_stops_the_clock_and_its_payment_starts_it_anew() {
    let office = Office::receives("2026-03-02").on("2026-03-10").does(Command::NotifyFee {
        on: day("2026-03-10"),
        delivered: Some(day("2026-03-10")),
        standard: Standard::PerPage,
        pages: Some(40),
    });
    assert_eq!((office.stage(), office.due()), (Stage::AwaitingFee, None));
    let paid = Office::receives("2026-03-02").on("2026-03-10").does(Command::NotifyFee {
        on: day("2026-03-10"),
        delivered: None,
        standard: Standard::PerPage,
        pages: Some(40),
    });
    let paid = paid
        .on("2026-03-20")
        .does(Command::RecordPayment { on: day("2026-03-20"), receipt: "票据1".to_owned() });
    assert_eq!(paid.due().as_deref(), Some("2026-04-20"));
    let mut office = office.on("2026-04-08");
    assert_eq!(office.refuses(Command::Lapse), ["not_lapsed"], "4 to 6 April are off");
    let office = office.on("2026-05-06").does(Command::Lapse);
    let ended = office.case.ended.unwrap();
    assert_eq!((ended.on, ended.row), (day("2026-04-09"), Some(Row::OtherUnpaidFee)));
}

/// A fee that is asked for in a month, by one of the standards: the amount in yuan, or why there is none.
fn fee(
    nth: u32,
    standard: Standard,
    pages: Option<u32>,
    ready: Option<Outcome>,
) -> Result<i64, Vec<&'static str>> {
    let mut office = Office::receives("2026-11-02").on("2026-11-05");
    if let Some(outcome) = ready {
        office = office.does(Command::Draft { decision: decision(outcome, day("2026-11-05")) });
    }
    office.nth_of_month = Some(nth);
    let command = Command::NotifyFee { on: day("2026-11-05"), delivered: None, standard, pages };
    let refused = office.clone().refuses(command.clone());
    if refused.is_empty() { Ok(office.does(command).case.fee.unwrap().amount / 100) } else { Err(refused) }
}

/// Art. 42; what the measures say of standards.
#[test]
fn a_fee_is_counted_by_one_standard_and_never_typed() {
    use Standard::{PerItem, PerPage};
    let cases = [
        ((11, PerItem, None, None), Ok(100), "A: the eleventh of a month"),
        ((12, PerItem, None, None), Ok(100), "A: the twelfth"),
        ((33, PerItem, None, Some(Outcome::U2)), Ok(200), "B: the 33rd, though nothing is given"),
        ((33, PerPage, Some(180), Some(Outcome::U2)), Err(vec!["nothing_given"]), "B: by pages nothing is"),
        ((3, PerItem, None, None), Err(vec!["nothing_to_charge"]), "C: the third is free"),
        ((3, PerPage, Some(180), None), Ok(2_300), "C: but its 180 pages are not"),
        ((35, PerItem, None, None), Ok(200), "D: one of the two"),
        ((35, PerPage, Some(40), None), Ok(100), "D: or the other"),
        ((9, PerItem, None, None), Err(vec!["nothing_to_charge"]), "E: nine in each of two months"),
        ((14, PerItem, None, None), Ok(100), "F: the last of fourteen from one letter"),
        ((3, PerPage, Some(30), None), Err(vec!["nothing_to_charge"]), "thirty pages are free"),
        ((3, PerPage, None, None), Err(vec!["pages_missing"]), "how many pages"),
        ((3, PerPage, Some(0), None), Err(vec!["pages_missing"]), "no pages"),
        ((3, PerPage, Some(2_000_000), None), Err(vec!["pages_missing"]), "more than anybody can mean"),
    ];
    for ((nth, standard, pages, ready), expected, why) in cases {
        assert_eq!(fee(nth, standard, pages, ready), expected, "{why}");
    }
}

/// Art. 42.
#[test]
fn a_fee_is_paid_in_time_and_given_back_at_most_once() {
    let office = Office::receives("2026-03-02").on("2026-03-10").does(Command::NotifyFee {
        on: day("2026-03-10"),
        delivered: Some(day("2026-03-10")),
        standard: Standard::PerPage,
        pages: Some(40),
    });
    let pay = |on: &str| Command::RecordPayment { on: day(on), receipt: "票据1".to_owned() };
    let refund = |on: &str, amount| Command::RefundFee { on: day(on), amount, why: "多收".to_owned() };
    let mut late = office.clone().on("2026-04-09");
    assert_eq!(late.refuses(refund("2026-04-09", 1)).first(), Some(&"nothing_to_refund"));
    let mut late = late.does(pay("2026-04-09"));
    assert_eq!((late.stage(), late.due()), (Stage::AwaitingFee, None), "it comes too late");
    assert_eq!(late.refuses(pay("2026-04-09")), ["paid_before"]);
    let late = late.does(Command::Lapse).does(refund("2026-04-09", 10_000));
    assert_eq!((late.case.fee_left(), late.stage()), (0, Stage::Lapsed));
    let mut paid = office.on("2026-03-20").does(pay("2026-03-20"));
    assert_eq!(paid.refuses(refund("2026-03-20", 10_001)), ["refund_too_large"]);
    let part = paid.does(refund("2026-03-20", 4_000));
    let mut whole = part.does(refund("2026-03-20", 6_000));
    assert_eq!(whole.refuses(refund("2026-03-20", 1)).first(), Some(&"nothing_to_refund"));
}
