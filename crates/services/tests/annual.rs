//! An authority's own report, from its cases to the column and to a correction.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use casework::id::OfficerId;
use jiff::civil::{Date, date};
use law::outcome::Outcome;
use reporting::check::Severity;
use reporting::compose::Piece;
use services::annual::progress::{Act, Stage};
use services::annual::{Annual, Said, UNCONNECTED, usual};
use services::cases::{Cases, Failure, Moment};
use store::annual::{Filled, PaperKind};
use store::queries;

use crate::office::{answers, apply, codes, office, on};

const YEAR: i16 = 2025;
const TODAY: Date = date(2026, 1, 20);

fn filled(pairs: &[(&str, &str)]) -> Filled {
    pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

fn figures() -> Filled {
    let cells = ["regulations", "normative_documents"]
        .into_iter()
        .flat_map(|row| ["issued", "repealed", "effective"].map(|column| format!("table2.{row}.{column}")));
    let decisions =
        ["license", "penalty", "coercion"].map(|row| format!("table2.administrative_{row}.decisions"));
    let cells = cells.chain(decisions).chain(["table2.administrative_fees.amount".to_owned()]);
    cells.map(|cell| (cell, "0".to_owned())).collect()
}

async fn save(annual: &Annual<'_>, kind: PaperKind, paper: Filled, moment: Moment) -> Result<(), Failure> {
    let seen = annual.papers(YEAR).await.unwrap().of(kind).version;
    annual.save((YEAR, kind), (seen, paper), &OfficerId::from("clerk"), moment).await
}

async fn act(annual: &Annual<'_>, who: &str, act: Act, text: &str) -> Result<(), Failure> {
    let said = Said { on: Some(TODAY), text: text.to_owned() };
    annual.act(YEAR, act, said, &OfficerId::from(who), on(TODAY)).await
}

/// Two cases of the year: one answered in it, one after it.
async fn cases_of_the_year() -> Cases {
    let cases = office().await;
    let first = apply(&cases, 1, "赵秀兰", date(2025, 11, 3)).await;
    answers(&cases, &first, Outcome::G2, date(2025, 11, 20)).await;
    let second = apply(&cases, 2, "钱建国", date(2025, 12, 25)).await;
    answers(&cases, &second, Outcome::D5, date(2026, 1, 8)).await;
    cases
}

/// Arts. 49, 50.
#[tokio::test]
async fn a_report_is_compiled_reviewed_signed_published_and_corrected() {
    let cases = cases_of_the_year().await;
    let annual = Annual::new(&cases, None);
    let compiled = annual.compile(YEAR).await.unwrap();
    assert!(
        compiled.missing.iter().any(|says| says.contains("表二还有10格没有填写")),
        "{:?}",
        compiled.missing
    );
    assert!(compiled.missing.iter().any(|says| says.contains("待填")), "{:?}", compiled.missing);
    let bound = compiled.parts.iter().flat_map(|part| part.paragraphs.iter().flatten());
    let received = bound.filter(|piece| matches!(piece, Piece::Bound { field, .. } if field == "新收"));
    assert_eq!(received.map(Piece::text).collect::<Vec<_>>(), ["2"]);

    save(&annual, PaperKind::Figures, figures(), on(TODAY)).await.unwrap();
    let text: Filled = (0..=6)
        .map(|part| (format!("part.{part}"), usual(part).replace("（待填）", "按规定办理。")))
        .collect();
    save(&annual, PaperKind::Text, text.clone(), on(TODAY)).await.unwrap();
    let measures = filled(&[
        ("problem.1", "主动公开更新不够及时"),
        ("measure.1", "建立更新台账"),
        ("owner.1", "办公室"),
    ]);
    save(&annual, PaperKind::Measures, measures, on(TODAY)).await.unwrap();
    let early = act(&annual, "clerk", Act::Submit, "").await.unwrap_err();
    assert!(early.to_string().contains("先在统计页锁定2025年的统计"), "{early}");
    let why = filled(&[(UNCONNECTED, "上年报告由原系统统计，结转数有误")]);
    assert!(
        !annual.compile(YEAR).await.unwrap().unconnected.is_empty(),
        "last year's report carries cases out"
    );
    save(&annual, PaperKind::Changes, why, on(TODAY)).await.unwrap();
    annual.set_locked(YEAR, true, &OfficerId::from("linjing"), on(TODAY)).await.unwrap();
    act(&annual, "clerk", Act::Submit, "").await.unwrap();

    let late = save(&annual, PaperKind::Text, text.clone(), on(TODAY)).await.unwrap_err();
    assert_eq!(codes(late), ["in_review"]);
    let own = act(&annual, "clerk", Act::Approve, "").await.unwrap_err();
    assert!(own.to_string().contains("不能审核自己送审的报告"), "{own}");
    act(&annual, "linjing", Act::Approve, "").await.unwrap();
    act(&annual, "leader", Act::Sign, "").await.unwrap();
    act(&annual, "clerk", Act::File, "市政务公开办，公文交换").await.unwrap();
    // The demonstration has a report of that year already.
    let unsaid = act(&annual, "clerk", Act::Publish, "").await.unwrap_err();
    assert_eq!(codes(unsaid), ["correction_missing"]);
    act(&annual, "clerk", Act::Publish, "以案件台账为准").await.unwrap();

    let organ = cases.organ();
    let stored = queries::report(cases.store(), organ, YEAR, None).await.unwrap().unwrap();
    let report = stored.report().unwrap();
    let tables = report.tables.as_ref().unwrap();
    let cell = |path: &str| tables.cells[tables.form.cell_at(path).unwrap().index].count();
    assert_eq!(cell("table3.new_received.total"), Some(2));
    assert_eq!(cell("table3.granted.natural_person"), Some(1));
    assert_eq!(cell("table3.carried_out.total"), Some(1), "answered in the year after");
    assert_eq!(report.signed_on.map(|(day, _)| day), Some(TODAY));
    let ours: Vec<_> = reporting::check::check(&report, None)
        .findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert!(ours.is_empty(), "{ours:?}");

    let closed = annual.set_locked(YEAR, false, &OfficerId::from("linjing"), on(TODAY)).await.unwrap_err();
    assert_eq!(codes(closed), ["report_on_its_way"]);
    act(&annual, "linjing", Act::Reopen, "表二漏报行政许可").await.unwrap();
    let corrected = figures()
        .into_iter()
        .chain([("table2.administrative_license.decisions".to_owned(), "12".to_owned())]);
    save(&annual, PaperKind::Figures, corrected.collect(), on(TODAY)).await.unwrap();
    for (who, step) in
        [("clerk", Act::Submit), ("linjing", Act::Approve), ("leader", Act::Sign), ("clerk", Act::Publish)]
    {
        act(&annual, who, step, "").await.unwrap();
    }
    let history = queries::history(cases.store(), organ, YEAR).await.unwrap();
    assert_eq!(history.len(), 3, "the demonstration's, ours, and our correction");
    assert_eq!(annual.progress(YEAR).await.unwrap().stage, Stage::Published);
}

#[tokio::test]
async fn what_is_wrong_with_a_paper_is_said_and_nothing_is_lost() {
    let cases = cases_of_the_year().await;
    let annual = Annual::new(&cases, None);
    let wrong = filled(&[("table2.regulations.issued", "三件"), ("table2.administrative_fees.amount", "-1")]);
    let refused = save(&annual, PaperKind::Figures, wrong, on(TODAY)).await.unwrap_err();
    assert_eq!(codes(refused), ["not_usable", "not_usable"]);
    let text = filled(&[("part.4", "行政复议{{ 复议总数 }}件")]);
    let refused = save(&annual, PaperKind::Text, text, on(TODAY)).await.unwrap_err();
    assert!(refused.to_string().contains("没有“复议总数”这个字段"), "{refused}");
    let text = filled(&[("part.4", "行政复议{{ 复议 }}件，培训12次。")]);
    save(&annual, PaperKind::Text, text.clone(), on(TODAY)).await.unwrap();
    let compiled = annual.compile(YEAR).await.unwrap();
    assert!(compiled.remarks.iter().any(|says| says.contains("1个手工填写的数字") && says.ends_with("12")));
    let seen = 0;
    let by = OfficerId::from("other");
    let changed = annual.save((YEAR, PaperKind::Text), (seen, text), &by, on(TODAY)).await.unwrap_err();
    assert!(matches!(changed, Failure::Changed { .. }), "two people at once");
    assert_eq!(annual.versions(YEAR, PaperKind::Text).await.unwrap().len(), 1);
}
