//! `GET /desk/statistics/{year}` — 统计: tables three and four of a year as they stand, each cell with its cases, and the quarters.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::applicant::ApplicantClass;
use casework::statistics::{Line, Span};
use reporting::check;
use reporting::form::Form as ReportForm;
use reporting::report::Report;
use serde::Deserialize;
use services::annual::{form, tables};
use services::cases::Failure;
use store::annual::Filled;

use super::list::Row;
use super::office::Office;
use crate::desk::Desk;
use crate::desk::annual::{annual, tables as linked_tables};
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::tables::{CellView, Gist, TableView};
use crate::view::{Page, render, render_form};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/cases/statistics.html")]
struct YearPage {
    page: Page,
    desk: Desk,
    year: i16,
    /// Tables three and four.
    tables_of_year: Vec<TableView>,
    quarters: Vec<(String, u64, u64)>,
    balanced: bool,
    /// Whether the figures of the year are settled (年度锁定), and whether the year is over, so that they can be.
    locked: bool,
    over: bool,
    /// Why it was not settled or opened just now.
    refused: Vec<String>,
}

/// Tables three and four of a year as the official form prints them.
fn official(report: &Report, year: i16) -> Vec<TableView> {
    let tables = linked_tables(report, &check::check(report, None), year);
    tables.into_iter().filter(|table| table.part >= 3).collect()
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
    page(&app, &officer, display, year, Vec::new()).await
}

async fn page(
    app: &App,
    officer: &Officer,
    display: Display,
    year: i16,
    refused: Vec<String>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(app)?;
    let form = form(year).ok_or(Refusal::NotFound)?;
    let ledger = cases.counts(year).await?;
    let (table, counted) = (&ledger.applications, tables::tables(form, &ledger, &Filled::new()));
    let report = Report { year: Some(year), tables: Some(counted), ..Report::default() };
    let mut quarters = Vec::new();
    for quarter in 1..=4 {
        let of = cases.table_three(Span::quarter(year, quarter)).await?;
        let (new, done) = (of.cell(Line::NewReceived, None), of.cell(Line::ResultTotal, None));
        quarters.push((format!("第{quarter}季度"), new, done));
    }
    let is_refused = !refused.is_empty();
    let view = YearPage {
        page: Page::new(app, display, &format!("/desk/statistics/{year}"), ""),
        desk: Desk::new(app, officer, "statistics").await?,
        year,
        tables_of_year: official(&report, year),
        quarters,
        balanced: table.is_balanced(),
        locked: cases.is_locked(year).await?,
        over: year < moment::now().today.year(),
        refused,
    };
    Ok(render_form(&view, is_refused))
}

/// What becomes of the figures of a year.
#[derive(Deserialize)]
pub(crate) struct Locking {
    /// Whether they are settled from now on.
    locked: bool,
}

/// `POST /desk/statistics/{year}/lock` — 年度锁定: settles the figures of a year that is over, or opens them again.
pub(crate) async fn lock(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path(year): Path<i16>,
    Form(locking): Form<Locking>,
) -> Result<Response, Refusal> {
    let by = officer.officer_id();
    match annual(&app, &officer)?.set_locked(year, locking.locked, &by, moment::now()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/statistics/{year}")).into_response()),
        Err(Failure::Refused(refused)) => page(&app, &officer, display, year, refused.sentences()).await,
        Err(failure) => Err(failure.into()),
    }
}

#[derive(Template)]
#[template(path = "desk/cases/behind.html")]
struct BehindPage {
    page: Page,
    desk: Desk,
    year: i16,
    label: String,
    class: &'static str,
    /// Of 其他处理 how often each sub-reason was given (细分情形): they add up to the cell.
    sub_reasons: Vec<(String, i64)>,
    rows: Vec<Row>,
    next: Option<String>,
}

/// The words of a line in the form of the year.
fn words(form: &ReportForm, line: Line) -> String {
    let row = form.tables.iter().find_map(|table| table.row(line.key()));
    row.map(|row| format!("{}{}", row.group.as_deref().unwrap_or_default(), row.label)).unwrap_or_default()
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
    let cases = officer.cases(&app)?;
    let form = form(year).ok_or(Refusal::NotFound)?;
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
    let (today, viewer) = (moment::now().today, officer.officer_id());
    let sub_reasons = match (line, of) {
        (Line::Result(law::outcome::Row::OtherMisc), None) => {
            cases.sub_reasons_given(Span::year(year)).await?
        }
        _ => Vec::new(),
    };
    let next = found.rows.last().filter(|_| found.has_more);
    let next = next.map(|last| format!("/desk/statistics/{year}/{}/{class}?after={}", line.key(), last.case));
    Ok(render(&BehindPage {
        page: Page::new(&app, display, &format!("/desk/statistics/{year}/{}/{class}", line.key()), ""),
        desk: Desk::new(&app, &officer, "statistics").await?,
        year,
        label: words(form, line),
        class: of.map_or("总计", ApplicantClass::name),
        sub_reasons,
        rows: Row::all(cases, &Office::of(&app).await?, &viewer, &found.rows, today).await?,
        next,
    }))
}
