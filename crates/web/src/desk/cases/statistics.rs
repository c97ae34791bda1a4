//! `GET /desk/statistics/{year}` — 统计: table three of a year as it stands, each cell with its cases, and the quarters.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Redirect, Response};
use casework::applicant::ApplicantClass;
use casework::statistics::{Line, Span, TableThree};
use law::outcome::Row as ResultRow;
use serde::Deserialize;

use super::list::Row;
use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/cases/statistics.html")]
struct YearPage {
    page: Page,
    desk: Desk,
    year: i16,
    lines: Vec<TableLine>,
    quarters: Vec<(String, u64, u64)>,
    identity: bool,
    classes: [&'static str; 6],
}

struct TableLine {
    label: &'static str,
    group: &'static str,
    key: &'static str,
    cells: Vec<Cell>,
}

struct Cell {
    /// Column of the cell; "total" for the last.
    class: &'static str,
    count: u64,
}

/// The label of each row of results, and its group.
fn label(line: Line) -> (&'static str, &'static str) {
    match line {
        Line::NewReceived => ("", "一、本年新收政府信息公开申请数量"),
        Line::CarriedIn => ("", "二、上年结转政府信息公开申请数量"),
        Line::ResultTotal => ("三、本年度办理结果", "（七）总计"),
        Line::CarriedOut => ("", "四、结转下年度继续办理"),
        Line::Result(row) => match row {
            ResultRow::Granted => ("三、本年度办理结果", "（一）予以公开"),
            ResultRow::Partial => ("三、本年度办理结果", "（二）部分公开"),
            ResultRow::RefusedStateSecret => ("（三）不予公开", "1.属于国家秘密"),
            ResultRow::RefusedLawForbidden => ("（三）不予公开", "2.其他法律行政法规禁止公开"),
            ResultRow::RefusedSecurityStability => ("（三）不予公开", "3.危及“三安全一稳定”"),
            ResultRow::RefusedThirdParty => ("（三）不予公开", "4.保护第三方合法权益"),
            ResultRow::RefusedInternalAffairs => ("（三）不予公开", "5.属于三类内部事务信息"),
            ResultRow::RefusedProcessInfo => ("（三）不予公开", "6.属于四类过程性信息"),
            ResultRow::RefusedEnforcementFile => ("（三）不予公开", "7.属于行政执法案卷"),
            ResultRow::RefusedAdminQuery => ("（三）不予公开", "8.属于行政查询事项"),
            ResultRow::UnavailableNotHeld => ("（四）无法提供", "1.本机关不掌握相关政府信息"),
            ResultRow::UnavailableNeedsCreation => ("（四）无法提供", "2.没有现成信息需要另行制作"),
            ResultRow::UnavailableUnclear => ("（四）无法提供", "3.补正后申请内容仍不明确"),
            ResultRow::RejectedPetition => ("（五）不予处理", "1.信访举报投诉类申请"),
            ResultRow::RejectedRepeat => ("（五）不予处理", "2.重复申请"),
            ResultRow::RejectedPublication => ("（五）不予处理", "3.要求提供公开出版物"),
            ResultRow::RejectedExcessive => ("（五）不予处理", "4.无正当理由大量反复申请"),
            ResultRow::RejectedReissue => ("（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
            ResultRow::OtherOverdueCorrection => ("（六）其他处理", "1.逾期不补正"),
            ResultRow::OtherUnpaidFee => ("（六）其他处理", "2.逾期不缴费"),
            ResultRow::OtherMisc => ("（六）其他处理", "3.其他"),
        },
    }
}

fn lines(table: &TableThree) -> Vec<TableLine> {
    let cells = |line| {
        let of = ApplicantClass::ALL
            .into_iter()
            .map(move |class| Cell { class: class.key(), count: table.cell(line, Some(class)) });
        of.chain([Cell { class: "total", count: table.cell(line, None) }]).collect()
    };
    let line = |line: Line| {
        let (group, label) = label(line);
        TableLine { label, group, key: line.key(), cells: cells(line) }
    };
    Line::all().map(line).collect()
}

pub(crate) async fn this_year() -> Redirect {
    Redirect::to(&format!("/desk/statistics/{}", moment::now().today.year()))
}

pub(crate) async fn year(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path(year): Path<i16>,
) -> Result<Response, Refusal> {
    let cases = app.cases()?;
    if !(2019..2100).contains(&year) {
        return Err(Refusal::NotFound);
    }
    let table = cases.table_three(Span::year(year)).await?;
    let mut quarters = Vec::new();
    for quarter in 1..=4 {
        let of = cases.table_three(Span::quarter(year, quarter)).await?;
        let (new, done) = (of.cell(Line::NewReceived, None), of.cell(Line::ResultTotal, None));
        quarters.push((format!("第{quarter}季度"), new, done));
    }
    let cell = |line| table.cell(line, None);
    let identity =
        cell(Line::NewReceived) + cell(Line::CarriedIn) == cell(Line::ResultTotal) + cell(Line::CarriedOut);
    Ok(render(&YearPage {
        page: Page::new(&app, display, &format!("/desk/statistics/{year}"), ""),
        desk: Desk::new(&app, &officer, "statistics").await?,
        year,
        lines: lines(&table),
        quarters,
        identity,
        classes: ApplicantClass::ALL.map(ApplicantClass::name),
    }))
}

#[derive(Template)]
#[template(path = "desk/cases/behind.html")]
struct BehindPage {
    page: Page,
    desk: Desk,
    year: i16,
    label: String,
    class: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
}

/// The case after which a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Beginning {
    after: String,
}

pub(crate) async fn behind(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path((year, line, class)): Path<(i16, String, String)>,
    Query(from): Query<Beginning>,
) -> Result<Response, Refusal> {
    let cases = app.cases()?;
    let line = Line::of_key(&line).ok_or(Refusal::NotFound)?;
    let of = ApplicantClass::ALL.into_iter().find(|one| one.key() == class);
    if of.is_none() && class != "total" {
        return Err(Refusal::NotFound);
    }
    let after = match from.after.as_str() {
        "" => None,
        id => store::cases::find(cases.store(), cases.organ(), &id.into()).await?,
    };
    let after = after.as_ref().map(store::cases::AfterCell::from);
    let found = cases.behind(Span::year(year), line, of, after.as_ref()).await?;
    let today = moment::now().today;
    let next = found.rows.last().filter(|_| found.has_more);
    let next = next.map(|last| format!("/desk/statistics/{year}/{}/{class}?after={}", line.key(), last.case));
    let (group, label) = label(line);
    Ok(render(&BehindPage {
        page: Page::new(&app, display, &format!("/desk/statistics/{year}/{}/{class}", line.key()), ""),
        desk: Desk::new(&app, &officer, "statistics").await?,
        year,
        label: format!("{group}{label}"),
        class: of.map_or("总计", ApplicantClass::name),
        rows: found
            .rows
            .iter()
            .map(|one| Row::of(one.case.clone(), &one.summary, today, cases.calendar()))
            .collect(),
        next,
    }))
}
