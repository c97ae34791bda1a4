//! An office's own ledger becomes cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use casework::Stage;
use casework::decide::Command;
use casework::event::Actor;
use casework::event::Event;
use casework::ledger::{Defaults, Ending};
use casework::statistics::{Line, Span};
use jiff::civil::date;
use law::outcome::Row as TableRow;
use law::receipt::Channel;
use readers::Limits;
use services::cases::{Cases, LedgerSheet};
use typeset::summary::{self, Column, Field, Format, Row, Summary, Table, Tone};

use crate::office::{TODAY, codes, does, office, on};

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

const USUAL: Defaults = Defaults { class: None, channel: Some(Channel::Counter) };

async fn taken_over(cases: &Cases, sheet: &LedgerSheet) -> Vec<bool> {
    let rows = cases.look_through(sheet, &sheet.guess(), USUAL, TODAY).await.unwrap();
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
    let rows = cases.look_through(&sheet, &sheet.guess(), USUAL, TODAY).await.unwrap();
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
    let rows = cases.look_through(&corrected, &corrected.guess(), USUAL, TODAY).await.unwrap();
    let again: Vec<bool> = rows.iter().map(|row| row.again).collect();
    assert_eq!(again, [true, true, true, true, false, false, false]);
    let remarks: Vec<bool> = rows.iter().map(|row| row.remark.is_some()).collect();
    assert_eq!(remarks, [false, true, false, false, false, false, false], "the result that was corrected");
    assert!(rows[1].remark.as_ref().unwrap().contains("已经导入为2025-0002，内容与现在的不同"));
    let mut mistyped = sheet.clone();
    mistyped.rows[0].1[1] = "依2025-01".to_owned();
    let looked = cases.look_through(&mistyped, &mistyped.guess(), USUAL, TODAY).await.unwrap();
    assert!(!looked[0].again && looked[0].remark.as_ref().unwrap().contains("与2025-0001同一申请人"));
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
    let rows = cases.look_through(&sheet, &sheet.guess(), USUAL, TODAY).await.unwrap();
    assert!(rows[0].taken.as_ref().unwrap_err()[0].contains("2025年的统计已经锁定"));
    assert!(rows[3].taken.is_ok(), "another year");
}

/// A row of a ledger, as a sheet with its usual headings has it.
fn sheet_of(rows: &[[&str; 9]]) -> LedgerSheet {
    let rows = (2..).zip(rows).map(|(number, row)| (number, row.map(str::to_owned).to_vec())).collect();
    let mut headings = HEADINGS.map(str::to_owned).to_vec();
    headings[0] = "是否延期".to_owned();
    LedgerSheet { source: "台账.xlsx".to_owned(), headings, rows }
}

/// What is promised by the look-through is what can be registered.
#[tokio::test]
async fn what_cannot_be_registered_is_told_beforehand() {
    let cases = office().await;
    let early = ["", "依2019-1", "张三", "公民", "2019-03-04", "体检经费", "", "", ""];
    let long = "长".repeat(300);
    let sheet = sheet_of(&[early, ["", "依2025-1", &long, "公民", "2025-03-03", "体检经费", "", "", ""]]);
    let rows = cases.look_through(&sheet, &sheet.guess(), USUAL, TODAY).await.unwrap();
    let flaws: Vec<String> = rows.iter().map(|row| row.taken.as_ref().unwrap_err().join("；")).collect();
    assert!(flaws[0].contains("早于现行条例施行之日") && flaws[1].contains("姓名或者名称太长"), "{flaws:?}");
}

/// Arts. 30, 33, 42.
#[tokio::test]
async fn what_a_ledger_tells_of_the_clock_holds() {
    let cases = office().await;
    let rows = [
        ["延期10个工作日", "依2026-1", "张三", "公民", "2026-10-12", "体检经费", "", "", ""],
        ["", "依2026-2", "李四", "公民", "2026-03-02", "会议记录", "2026-05-20", "", "逾期未补正"],
        ["", "依2026-3", "王五", "公民", "2026-03-02", "疫苗采购", "2026-03-20", "", "非政府信息"],
        ["", "依2026-4", "赵六", "公民", "2026-03-02", "监测点位", "2026-03-20", "", "撤回"],
    ];
    let sheet = sheet_of(&rows);
    assert_eq!(taken_over(&cases, &sheet).await, [false; 4]);
    let find = async |number: &str| {
        let found = store::cases::by_number(cases.store(), cases.organ(), number).await.unwrap().unwrap();
        cases.open(&found.case).await.unwrap()
    };
    let open = find("2026-0001").await;
    assert_eq!(
        open.case.summary(TODAY, cases.calendar()).due,
        Some(date(2026, 11, 23)),
        "thirty working days"
    );
    let lengthened = open.events.iter().find_map(|one| match &one.event {
        Event::Extended { on, .. } => Some(*on),
        _ => None,
    });
    assert_eq!(lengthened, Some(TODAY), "not on a day that is still to come");
    let lapsed = find("2026-0002").await.case;
    let clock = lapsed.clock(TODAY, cases.calendar()).unwrap();
    assert_eq!((lapsed.stage(TODAY, cases.calendar()), clock.working_days_used), (Stage::Lapsed, None));
    let given = cases.sub_reasons_given(Span::year(2026)).await.unwrap();
    assert_eq!(given, [(String::new(), 1), ("不属于政府信息".to_owned(), 1)]);
    let lacking = services::dossier::lacking(
        &find("2026-0003").await,
        &cases.told(&find("2026-0003").await).await.unwrap(),
    );
    assert!(lacking.iter().any(|says| says.contains("第1份答复书的送达凭证")), "{lacking:?}");
}

/// Art. 45: a ledger that was read wrongly is taken back and comes again.
#[tokio::test]
async fn what_was_read_wrongly_is_taken_back_and_comes_again() {
    let cases = office().await;
    let row = ["", "依2025-1", "张三", "公民", "2025-03-03", "体检经费", "2025-03-20", "", "予以公开"];
    let open = ["", "依2026-1", "李四", "公民", "2026-10-12", "会议记录", "", "", ""];
    let sheet = sheet_of(&[row, open]);
    assert_eq!(taken_over(&cases, &sheet).await, [false; 2]);
    let by = Actor::Officer("chensiyuan".into());
    let rows = cases.look_through(&sheet, &sheet.guess(), USUAL, TODAY).await.unwrap();
    let back = async |nth: usize, why: &str| {
        cases.take_back(rows[nth].taken.as_ref().unwrap(), why, &by, on(TODAY)).await
    };
    assert_eq!(codes(back(0, " ").await.unwrap_err()), ["text_missing"]);
    assert!(back(0, "列对错了").await.unwrap());
    let of = async |year| cases.table_three(Span::year(year)).await.unwrap();
    assert_eq!(of(2025).await.cell(Line::NewReceived, None), 0, "it counts nowhere");
    let found = store::cases::by_number(cases.store(), cases.organ(), "2025-0001").await.unwrap().unwrap();
    let opened = cases.open(&found.case).await.unwrap();
    assert!(opened.case.answers.is_empty() && opened.case.stage(TODAY, cases.calendar()) == Stage::Withdrawn);
    assert!(!back(0, "再来一次").await.unwrap(), "there is nothing left to take back");
    assert_eq!(taken_over(&cases, &sheet).await, [false, true], "the row comes again, the other does not");
    assert_eq!(of(2025).await.cell(Line::NewReceived, None), 1);
    // Whoever has worked on a case would lose his work.
    let open =
        store::cases::by_number(cases.store(), cases.organ(), "2026-0001").await.unwrap().unwrap().case;
    does(&cases, &open, "clerk", Command::Tag { tag: "急".to_owned() }, TODAY).await;
    does(&cases, &open, "clerk", Command::Note { on: TODAY, text: "电话沟通".to_owned() }, TODAY).await;
    assert_eq!(codes(back(1, "列对错了").await.unwrap_err()), ["case_went_on"]);
}

/// The rows of both official forms are words that ledgers use.
#[tokio::test]
async fn the_rows_of_the_official_forms_are_outcomes() {
    let cases = office().await;
    for year in [2019, 2024] {
        let form = services::annual::form(year).unwrap();
        let rows = form.tables.iter().find(|table| table.key == "table3").unwrap().rows.iter();
        for row in rows.filter(|row| TableRow::ALL.iter().any(|one| one.key() == row.key)) {
            let sheet = sheet_of(&[[
                "",
                "1",
                "张三",
                "公民",
                "2025-03-03",
                "体检经费",
                "2025-03-20",
                "",
                &row.label,
            ]]);
            let looked = cases.look_through(&sheet, &sheet.guess(), USUAL, TODAY).await.unwrap();
            match &looked[0].taken {
                Ok(taken) => {
                    assert_eq!(taken_over(&cases, &sheet).await.len(), 1, "{}", row.label);
                    let ended = taken.ended.as_ref().unwrap();
                    let (Ending::Answered { outcome, .. } | Ending::Lapsed { outcome }) = ended.ending else {
                        panic!("{}", row.label)
                    };
                    assert_eq!(outcome.row().key(), row.key, "{}", row.label);
                }
                Err(flaws) => {
                    assert_eq!(row.key, "other_misc", "{}: {flaws:?}", row.label);
                    assert!(flaws[0].contains("细分情形") || flaws[0].contains("哪一种"), "{flaws:?}");
                }
            }
        }
    }
}

/// A cell in the last column of a workbook costs no room for those before it.
#[test]
fn cells_far_out_are_not_looked_at() {
    let wide = format!(
        "<table><tr><td>申请人</td><td>申请内容</td><td>收到日期</td></tr>{}</table>",
        "<tr><td>张三</td><td>体检经费</td><td>2025-03-03</td><td>x</td></tr>".repeat(3)
    );
    let sheet = LedgerSheet::read("台账.html", wide.as_bytes(), &Limits::default()).unwrap();
    assert!(sheet.rows.iter().all(|(_, cells)| cells.len() == 3), "{:?}", sheet.rows);
}

#[test]
fn what_is_no_ledger_is_told_in_a_sentence() {
    let read = |name: &str, bytes: &[u8]| LedgerSheet::read(name, bytes, &Limits::default()).unwrap_err();
    assert!(read("a.xlsx", b"").contains('空'), "{}", read("a.xlsx", b""));
    assert!(read("a.txt", "申请人 申请内容".as_bytes()).contains("没有找到列标题"));
}
