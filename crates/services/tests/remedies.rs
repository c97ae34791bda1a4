//! Reconsiderations and suits: the register, table four, and years that are settled.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use casework::decide::Command;
use casework::id::{OfficerId, ProceedingId};
use casework::statistics::Span;
use jiff::civil::date;
use law::outcome::Outcome;
use law::remedy::{Column, Course, Ruling};

use crate::office::{answers, apply, codes, does, office, on, tries};

/// Arts. 50, 51.
#[tokio::test]
async fn what_is_contested_stands_in_the_register_and_in_table_four_until_its_year_is_settled() {
    let cases = office().await;
    let (received, answered) = (date(2025, 11, 3), date(2025, 11, 20));
    let case = apply(&cases, 1, "赵秀兰", received).await;
    answers(&cases, &case, Outcome::D5, answered).await;
    let (served, today) = (date(2025, 12, 8), date(2026, 3, 2));
    let open = Command::OpenProceeding {
        path: Course::Review,
        on: served,
        simplified: false,
        forum: "云州市人民政府".to_owned(),
        number: "云政复〔2025〕31号".to_owned(),
    };
    does(&cases, &case, "clerk", open, today).await;
    let ruling = |on, ruling| Command::RecordRuling {
        id: ProceedingId(1),
        on,
        ruling,
        redo_by: None,
        text: "云政复决〔2026〕3号，维持".to_owned(),
    };
    let of = async |year| cases.table_four(Span::year(year)).await.unwrap();
    assert_eq!(of(2025).await.cell(Course::Review, Some(Column::Pending)), 1);
    let register = cases.proceedings(None).await.unwrap();
    assert_eq!((register[0].forum.as_str(), register[0].applicant.as_str()), ("云州市人民政府", "赵＊＊"));

    let head = OfficerId::from("linjing");
    cases.set_locked(2025, true, &head, on(today)).await.unwrap();
    let refused = tries(&cases, &case, "clerk", ruling(date(2025, 12, 30), Ruling::Upheld), today).await;
    assert_eq!(codes(refused.unwrap_err()), ["year_locked"], "it would change table four of 2025");
    does(&cases, &case, "clerk", ruling(date(2026, 1, 20), Ruling::Upheld), today).await;
    assert_eq!(of(2026).await.cell(Course::Review, Some(Column::Upheld)), 1);
    assert_eq!(
        of(2025).await.cell(Course::Review, Some(Column::Pending)),
        1,
        "as it was when the year ended"
    );
    let behind = cases.proceedings(Some(Span::year(2024))).await.unwrap();
    assert!(behind.is_empty());
}
