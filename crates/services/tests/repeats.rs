//! What the same person has asked for before: proposed with its answer, and decided by nobody but a person.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use jiff::civil::date;
use law::outcome::Outcome;

use crate::office::{answers, apply, asks, office};

/// Arts. 35, 36.
#[tokio::test]
async fn the_same_request_of_the_same_person_is_found_with_its_answer() {
    let cases = office().await;
    let request = "2025年度全市村卫生室建设补助资金的分配依据";
    let first = asks(&cases, 1, "赵秀兰", request, date(2026, 9, 7)).await;
    answers(&cases, &first, Outcome::G1, date(2026, 9, 15)).await;
    asks(&cases, 2, "赵秀兰", "某口腔门诊部行政处罚决定书", date(2026, 10, 12)).await;
    apply(&cases, 3, "钱建国", date(2026, 10, 12)).await;
    let again = asks(&cases, 4, "赵秀兰", &format!("请公开{request}。"), date(2026, 10, 13)).await;

    let opened = cases.open(&again).await.unwrap();
    let told = cases.told(&opened).await.unwrap();
    let found = cases.frequency(&opened, &told).await.unwrap();
    assert_eq!((found.in_month, found.in_year), (2, 3));
    let [alike, other] = &found.earlier[..] else { panic!("{found:?}") };
    assert!(alike.is_alike() && alike.likeness > 85, "{alike:?}");
    assert_eq!(alike.answer.as_ref().map(|(_, on)| *on), Some(date(2026, 9, 15)));
    assert!(!other.is_alike() && other.answer.is_none(), "{other:?}");
}
