//! What the same person has asked for before: proposed with its answer, and decided by nobody but a person.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use casework::decide::Command;
use jiff::civil::date;
use law::outcome::Outcome;

use crate::office::{answers, apply, asks, does, office};

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

/// Art. 44.
#[tokio::test]
async fn what_several_people_have_got_is_listed_to_be_made_public() {
    let cases = office().await;
    services::people::demo::lay_in(cases.store(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let request = "2025年度全市村卫生室建设补助资金的分配依据";
    let asked = [
        ("赵秀兰", request, Outcome::G1),
        ("钱建国", "请公开2025年度全市村卫生室建设补助资金的分配依据", Outcome::G2),
        ("孙丽", request, Outcome::U2),
        ("赵秀兰", "某口腔门诊部行政处罚决定书", Outcome::G1),
        ("赵秀兰", "某口腔门诊部的行政处罚决定书", Outcome::G1),
    ];
    let mut given = Vec::new();
    for (nth, (name, request, outcome)) in (1..).zip(asked) {
        let case = asks(&cases, nth, name, request, date(2026, 9, 7)).await;
        answers(&cases, &case, outcome, date(2026, 9, 15)).await;
        given.push(case);
    }
    let sought = cases.sought(2026, &"clerk".into()).await.unwrap();
    let [one] = &sought[..] else { panic!("{sought:?}") };
    assert_eq!(one.applicants, 2, "who was not given it does not count, nor one person who asks twice");
    let listed: Vec<_> = one.cases.iter().map(|listed| listed.case.clone()).collect();
    assert_eq!(listed, given[..2]);

    let restrict = Command::Restrict { to: vec!["linjing".into()] };
    does(&cases, &given[0], "head", restrict, date(2026, 9, 16)).await;
    assert!(
        cases.sought(2026, &"clerk".into()).await.unwrap().is_empty(),
        "one of them is not for this officer"
    );
    assert!(cases.sought(2025, &"linjing".into()).await.unwrap().is_empty());
}
