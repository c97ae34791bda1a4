//! `GET /desk/owed` — 谁还没有反馈: what departments owe, the most urgent first, across all cases.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use casework::id::DepartmentId;
use serde::Deserialize;
use store::cases::owed;

use super::office::Office;
use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::clock::Due;
use crate::view::{Page, render};
use crate::{App, moment};

/// Tasks on a page: more than any office owes at a time.
const ON_A_PAGE: u32 = 200;

/// Whose tasks are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    department: String,
}

#[derive(Template)]
#[template(path = "desk/cases/owed.html")]
struct OwedPage {
    page: Page,
    desk: Desk,
    asked: Asked,
    departments: Vec<(String, String)>,
    rows: Vec<Row>,
    more: bool,
}

struct Row {
    department: String,
    due: Due,
    case: String,
    number: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let today = moment::now().today;
    let department = (!asked.department.is_empty()).then(|| DepartmentId::from(asked.department.as_str()));
    let viewer = officer.officer_id();
    let found =
        owed(cases.store(), cases.organ(), department.as_ref(), Some(&viewer), None, ON_A_PAGE).await?;
    let office = Office::of(&app).await?;
    let rows = found.rows.iter().map(|task| Row {
        department: office.department(&task.department),
        due: Due::of(task.due, today, cases.calendar()),
        case: task.case.to_string(),
        number: task.number.clone(),
    });
    Ok(render(&OwedPage {
        page: Page::new(&app, display, "/desk/owed", ""),
        desk: Desk::new(&app, &officer, "owed").await?,
        rows: rows.collect(),
        departments: office.departments(),
        asked,
        more: found.has_more,
    }))
}
