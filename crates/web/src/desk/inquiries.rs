//! `/desk/inquiries` — calls to the office: written down, and counted for the year (电话咨询登记).

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use services::people::{self, Error, Topic};
use store::people::inquiries;

use super::Desk;
use super::names::Names;
use crate::App;
use crate::column::day;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render_form};

/// Calls on a page.
const ROWS: u32 = 50;

#[derive(Template)]
#[template(path = "desk/inquiries.html")]
struct Inquiries {
    page: Page,
    desk: Desk,
    today: Date,
    year: i16,
    /// Calls of the year: all, and about each topic.
    total: i64,
    counts: Vec<(Topic, i64)>,
    rows: Vec<Row>,
    next: Option<String>,
    given: Given,
    problem: Option<String>,
}

/// A call.
struct Row {
    day: Date,
    topic: &'static str,
    words: String,
    person: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Day and id of the last row of the page before.
    before: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Given {
    day: String,
    topic: String,
    words: String,
}

/// `GET /desk/inquiries`.
pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    page(&app, display, &officer, asked.before.as_deref(), Given::default(), None).await
}

async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    before: Option<&str>,
    given: Given,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let today = day(app.now());
    let before = before.and_then(|before| before.split_once('_'));
    let before = before.and_then(|(day, id)| Some((day.parse().ok()?, id)));
    let found = inquiries(app.store(), &officer.organ, before, ROWS).await?;
    let next = found.rows.last().filter(|_| found.has_more).map(|last| format!("{}_{}", last.day, last.id));
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for inquiry in found.rows {
        rows.push(Row {
            day: inquiry.day,
            topic: Topic::of(&inquiry.topic).unwrap_or(Topic::Other).name(),
            words: inquiry.words,
            person: names.person(app.store(), &inquiry.account).await?,
        });
    }
    let counts = people::inquiries_of_year(app.store(), &officer.organ, today.year()).await?;
    let view = Inquiries {
        page: Page::new(app, display, "/desk/inquiries", ""),
        desk: Desk::new(app, officer, "inquiries").await?,
        today,
        year: today.year(),
        total: counts.iter().map(|(_, count)| count).sum(),
        counts,
        rows,
        next,
        given,
        problem,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/inquiries`.
pub(crate) async fn note(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let (now, seed) = (app.now(), app.seed()?);
    let (Ok(on), Some(topic)) = (given.day.parse(), Topic::of(&given.topic)) else {
        let problem = "请选择咨询事项，日期写成 2026-03-30 这样".to_owned();
        return page(&app, display, &officer, None, given, Some(problem)).await;
    };
    let call = (on, topic, given.words.as_str());
    match people::note_inquiry(app.store(), &officer, call, (now, day(now)), &seed).await {
        Ok(()) => Ok(Redirect::to("/desk/inquiries").into_response()),
        Err(error @ Error::Missing(_)) => {
            page(&app, display, &officer, None, given, Some(error.to_string())).await
        }
        Err(error) => Err(error.into()),
    }
}
