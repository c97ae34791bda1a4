//! 年报体检: drop a report, see its tables as read and everything that is wrong with it. Nothing is stored.

use std::time::Instant;

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use reporting::cell::Cell;
use reporting::check::Outcome;
use reporting::object;
use reporting::report::Report;
use typeset::{Format, Setting, UnknownFormat};

use crate::App;
use crate::column;
use crate::display::Display;
use crate::error::Refusal;
use crate::upload::{self, Examined, Named, Upload};
use crate::view::findings::{FindingView, OpenView, Verdict, findings, open, outcomes};
use crate::view::tables::{CellView, Gist, TablesView, tables};
use crate::view::{Page, render, render_form};

#[derive(Template)]
#[template(path = "portal/check.html")]
struct Form {
    page: Page,
    megabytes: u64,
    /// What is wrong with the file that was chosen.
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/check_result.html")]
struct CheckResult {
    page: Page,
    name: String,
    form: Option<String>,
    cells: Option<(usize, usize)>,
    took: String,
    verdict: Verdict,
    findings: Vec<FindingView>,
    tables: Option<TablesView>,
    passed: Vec<&'static str>,
    unassessed: Vec<&'static str>,
    open: Vec<OpenView>,
    /// The report as an object, and last year's, carried along because nothing is stored.
    object: String,
    previous: Option<String>,
}

fn form_page(app: &App, display: Display, error: Option<String>) -> Response {
    let megabytes = app.limits().bytes >> 20;
    let page = Page::new(app, display, "/check", "reports");
    let view = Form { page, megabytes, error };
    render_form(&view, view.error.is_some())
}

/// `GET /check`
pub(crate) async fn form(State(app): State<App>, display: Display) -> Response {
    form_page(&app, display, None)
}

/// `POST /check`: the file, and last year's if it is given.
pub(crate) async fn examine(
    State(app): State<App>,
    display: Display,
    form: Multipart,
) -> Result<Response, Refusal> {
    let mut upload = Upload::read(form).await?;
    let Some(file) = upload.file.take() else {
        return Ok(form_page(&app, display, Some("没有选择文件，请选择一份年度报告".into())));
    };
    let name = file.name.clone();
    match upload::examine(&app, file, upload.previous.take()).await {
        Ok(examined) => Ok(result_page(&app, display, name, &examined)),
        Err(Refusal::Unusable(reason)) => Ok(form_page(&app, display, Some(format!("{name}：{reason}")))),
        Err(other) => Err(other),
    }
}

/// The report of the example.
const EXAMPLE: &str = "qingxi-2023.txt";

/// `GET /check/example`: the result for a demonstration report with faults.
pub(crate) async fn example(State(app): State<App>, display: Display) -> Result<Response, Refusal> {
    let bytes = services::demo::file(EXAMPLE).ok_or(Refusal::NotFound)?;
    let file = Named { name: EXAMPLE.to_owned(), bytes: bytes.into() };
    let examined = upload::examine(&app, file, None).await?;
    Ok(result_page(&app, display, format!("{EXAMPLE}（示例）"), &examined))
}

/// `POST /check/choose`: settles uncertain cells as chosen, and checks again.
pub(crate) async fn choose(
    State(app): State<App>,
    display: Display,
    form: Multipart,
) -> Result<Response, Refusal> {
    let upload = Upload::read(form).await?;
    let name = upload.field("name").unwrap_or("报告").to_owned();
    let work = move || {
        let started = Instant::now();
        let (mut report, previous) = carried(&upload)?;
        settle(&mut report, &upload);
        Ok(Examined::of(report, previous, started))
    };
    let examined = app.work().run(work).await?;
    Ok(result_page(&app, display, name, &examined))
}

/// `POST /check/object`: the report in a format, with what was chosen.
pub(crate) async fn download(State(app): State<App>, form: Multipart) -> Result<Response, Refusal> {
    let upload = Upload::read(form).await?;
    let format = upload.field("format").unwrap_or("json");
    let format: Format =
        format.parse().map_err(|error: UnknownFormat| Refusal::Unusable(error.to_string()))?;
    #[expect(clippy::disallowed_methods, reason = "the site is the outermost layer for those who visit it")]
    let today = column::day(jiff::Timestamp::now());
    let writer = app.clone();
    let work = move || {
        let setting = Setting { fonts: writer.fonts(), today, mark: None };
        Ok(typeset::write(&carried(&upload)?.0, format, setting)?)
    };
    let bytes = app.work().run(work).await?;
    let name = format!("attachment; filename=\"report.{format}\"");
    Ok(([(CONTENT_TYPE, format.media_type()), (CONTENT_DISPOSITION, &name)], bytes).into_response())
}

/// The reports that a form carries along.
fn carried(upload: &Upload) -> Result<(Report, Option<Report>), Refusal> {
    let read = |text: &str| object::from_json(text).map_err(|error| Refusal::Unusable(error.to_string()));
    let object = upload.field("object").ok_or(Refusal::Incomplete("表单里没有报告，请重新上传"))?;
    let previous = upload.field("previous").filter(|text| !text.is_empty()).map(read).transpose()?;
    Ok((read(object)?, previous))
}

/// Settles what was chosen: for a lone number its cell (the others are blank), for other cells their value.
fn settle(report: &mut Report, upload: &Upload) {
    let Some(tables) = &mut report.tables else { return };
    let form = tables.form;
    for (number, open) in tables.open().into_iter().enumerate() {
        match &open.stray {
            Some(value) => {
                let Some(choice) = upload.field(&format!("open{number}")).filter(|choice| !choice.is_empty())
                else {
                    continue;
                };
                for index in open.cells {
                    let chosen = form.cell(index).path() == choice;
                    tables.choose(index, if chosen { value.clone() } else { Cell::Blank });
                }
            }
            None => {
                for index in open.cells {
                    let choice = upload.field(&form.cell(index).path()).unwrap_or_default();
                    let candidates = tables.traces.get(&index).map_or(&[][..], |trace| &trace.candidates);
                    let chosen = candidates.iter().find(|candidate| candidate.words() == choice).cloned();
                    match chosen {
                        Some(cell) if !choice.is_empty() => tables.choose(index, cell),
                        None if choice == "blank" => tables.choose(index, Cell::Blank),
                        _ => {}
                    }
                }
            }
        }
    }
}

fn result_page(app: &App, display: Display, name: String, examined: &Examined) -> Response {
    let Examined { report, checked, took, object, previous } = examined;
    let read = report.tables.as_ref();
    let cells = read.map(|tables| {
        let values = tables.cells.iter().filter(|cell| cell.value().is_some()).count();
        (tables.form.printed_cell_count(), values)
    });
    render(&CheckResult {
        page: Page::new(app, display, "/check", "reports"),
        name,
        form: read.map(|tables| tables.form.document.clone()),
        cells,
        took: format!("{:.3}", took.as_secs_f64()),
        verdict: Verdict::of(checked),
        findings: findings(checked, report.form()),
        tables: read.map(|read| tables(read, checked)),
        passed: outcomes(checked, Outcome::Pass),
        unassessed: outcomes(checked, Outcome::NotAssessable),
        open: read.map(open).unwrap_or_default(),
        object: object.clone(),
        previous: previous.clone(),
    })
}
