//! An office's own ledger becomes cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use casework::event::Actor;
use casework::ledger::Defaults;
use casework::statistics::{Line, Span};
use jiff::civil::date;
use law::outcome::Row as TableRow;
use readers::Limits;
use services::cases::{Cases, LedgerSheet};
use typeset::summary::{self, Column, Field, Format, Row, Summary, Table, Tone};

use crate::office::{TODAY, office, on};

const HEADINGS: [&str; 9] =
    ["序号", "收件编号", "申请人", "申请人类型", "收到日期", "申请内容", "答复日期", "文号", "办理结果"];

const ROWS: [[&str; 9]; 5] = [
    [
        "1",
        "依2025-1",
        "张三",
        "公民",
        "2025-03-03",
        "体检经费",
        "2025-03-20",
        "云卫公开答〔2025〕1号",
        "予以公开",
    ],
    [
        "2",
        "依2025-2",
        "望江公司",
        "企业",
        "2025-04-07",
        "处罚决定",
        "2025-04-20",
        "云卫公开答〔2025〕2号",
        "信息不存在",
    ],
    ["3", "依2025-3", "李四", "公民", "2025-05-06", "会议记录", "2025-05-20", "", "申请人撤回"],
    ["4", "依2026-4", "王五", "公民", "2026-10-26", "疫苗采购", "", "", ""],
    ["5", "依2025-5", "赵六", "公民", "2025年13月1日", "", "2025-06-20", "", "不予公开"],
];

/// The workbook that an office would bring: a title above its headings.
fn workbook() -> Vec<u8> {
    let row = |cells: &[&str; 9]| Row {
        tone: Tone::Plain,
        fields: cells.map(|cell| Field::from(cell.to_owned())).to_vec(),
    };
    let table = Table {
        key: "ledger",
        title: "台账".to_owned(),
        columns: HEADINGS.iter().map(|heading| Column::new(heading, heading, 10)).collect(),
        rows: ROWS.iter().map(row).collect(),
    };
    let title = "云州市卫生健康委员会2025年依申请公开台账".to_owned();
    summary::write(&Summary { title, notes: Vec::new(), tables: vec![table] }, Format::Xlsx).unwrap()
}

async fn taken_over(cases: &Cases, sheet: &LedgerSheet) -> Vec<bool> {
    let rows = cases.look_through(sheet, &sheet.guess(), Defaults::default(), TODAY).await.unwrap();
    let (by, mut again) = (Actor::Officer("chensiyuan".into()), Vec::new());
    for row in rows {
        let Ok(taken) = row.taken else { continue };
        let done = cases.take_over(sheet, (row.number, taken), &by, on(TODAY)).await.unwrap();
        again.push(done.again);
    }
    again
}

/// Arts. 45, 50.
#[tokio::test]
async fn rows_become_cases_once_and_are_counted_in_their_years() {
    let cases = office().await;
    let sheet = LedgerSheet::read("台账.xlsx", &workbook(), &Limits::default()).unwrap();
    assert_eq!(sheet.rows.len(), 5);
    let rows = cases.look_through(&sheet, &sheet.guess(), Defaults::default(), TODAY).await.unwrap();
    let flaws = rows[4].taken.as_ref().unwrap_err().join("；");
    for says in ["不是日期", "“申请内容”是空的", "没有写明哪一种"] {
        assert!(flaws.contains(says), "{says} is not in {flaws}");
    }
    assert!(rows[..4].iter().all(|row| row.taken.is_ok()), "{rows:?}");
    assert_eq!(taken_over(&cases, &sheet).await, [false; 4]);
    assert_eq!(taken_over(&cases, &sheet).await, [true; 4], "the same file brings nothing new");
    // Nor does one in which the office has corrected a result and added a row twice.
    let mut corrected = sheet.clone();
    corrected.rows[1].1[8] = "部分公开".to_owned();
    let row = ["6", "", "孙七", "公民", "2026-10-27", "监测点位", "", "", ""].map(str::to_owned).to_vec();
    corrected.rows.extend([(20, row.clone()), (21, row)]);
    let rows = cases.look_through(&corrected, &corrected.guess(), Defaults::default(), TODAY).await.unwrap();
    let again: Vec<bool> = rows.iter().map(|row| row.again).collect();
    assert_eq!(again, [true, true, true, true, false, false, false]);
    assert!(rows[6].taken.as_ref().unwrap_err()[0].contains("与第20行是同一件"));
    assert_eq!(taken_over(&cases, &corrected).await, [true, true, true, true, false]);

    let of = async |year| cases.table_three(Span::year(year)).await.unwrap();
    let table = of(2025).await;
    assert_eq!((table.cell(Line::NewReceived, None), table.cell(Line::CarriedOut, None)), (3, 0));
    for row in [TableRow::Granted, TableRow::UnavailableNotHeld, TableRow::OtherMisc] {
        assert_eq!(table.cell(Line::Result(row), None), 1, "{row:?}");
    }
    assert_eq!(of(2026).await.cell(Line::CarriedOut, None), 2, "two go on");
    let found = store::cases::by_number(cases.store(), cases.organ(), "2025-0001").await.unwrap().unwrap();
    assert_eq!(found.summary.received, Some(date(2025, 3, 3)));
    let opened = cases.open(&found.case).await.unwrap();
    assert_eq!(opened.case.answers[0].signed.number, "云卫公开答〔2025〕1号");
    let (now, organ) = (on(TODAY).at, cases.organ());
    let mail = store::job::take(cases.store(), organ, now, 60_000, 10).await.unwrap();
    assert!(mail.is_empty(), "nobody is told of what is over");
}

#[tokio::test]
async fn a_year_that_is_settled_takes_nothing_over() {
    let cases = office().await;
    cases.set_locked(2025, true, &"linjing".into(), on(TODAY)).await.unwrap();
    let sheet = LedgerSheet::read("台账.xlsx", &workbook(), &Limits::default()).unwrap();
    let rows = cases.look_through(&sheet, &sheet.guess(), Defaults::default(), TODAY).await.unwrap();
    assert!(rows[0].taken.as_ref().unwrap_err()[0].contains("2025年的统计已经锁定"));
    assert!(rows[3].taken.is_ok(), "another year");
}

#[test]
fn what_is_no_ledger_is_told_in_a_sentence() {
    let read = |name: &str, bytes: &[u8]| LedgerSheet::read(name, bytes, &Limits::default()).unwrap_err();
    assert!(read("a.xlsx", b"").contains('空'), "{}", read("a.xlsx", b""));
    assert!(read("a.txt", "申请人 申请内容".as_bytes()).contains("没有找到列标题"));
}
