//! `/desk/sub-reasons` — the sub-reasons of 其他处理 that the office has (细分情形).

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::cases::Failure;
use store::cases::SubReason;

use super::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render_form};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/sub_reasons.html")]
struct SubReasons {
    page: Page,
    desk: Desk,
    rows: Vec<SubReason>,
    problem: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Given {
    name: String,
    /// Whether it may be given from now on.
    active: bool,
}

/// `GET /desk/sub-reasons`.
pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    page(&app, display, &officer, None).await
}

async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let view = SubReasons {
        page: Page::new(app, display, "/desk/sub-reasons", ""),
        desk: Desk::new(app, officer, "sub-reasons").await?,
        rows: officer.cases(app)?.sub_reasons().await?,
        problem,
    };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/sub-reasons`: adds one, retires one, or takes it up again.
pub(crate) async fn change(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let reason = SubReason { name: given.name, active: given.active };
    let by = officer.officer_id();
    match officer.cases(&app)?.put_sub_reason(&reason, &by, moment::now()).await {
        Ok(()) => Ok(Redirect::to("/desk/sub-reasons").into_response()),
        Err(failure @ Failure::Refused(_)) => page(&app, display, &officer, Some(failure.to_string())).await,
        Err(failure) => Err(failure.into()),
    }
}
