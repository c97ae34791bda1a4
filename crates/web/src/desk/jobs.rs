//! `/desk/jobs` — work in the background that fails (后台任务): why, when it is tried again, and a button to try it now.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::cases::{Cases, To, ToSend};
use store::job::{Failing, failing, retry};
use store::people::Role;

use super::Desk;
use super::names::Names;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render};
use crate::{App, moment};

/// Pieces of work on the page; whatever is behind most failures shows in the first of them.
const ROWS: u32 = 100;

#[derive(Template)]
#[template(path = "desk/jobs.html")]
struct Jobs {
    page: Page,
    desk: Desk,
    rows: Vec<Row>,
    more: bool,
    /// Whether messages are sent at all.
    has_post: bool,
}

/// Work that fails.
struct Row {
    id: String,
    what: String,
    why: String,
    tries: i32,
    again: String,
    is_over: bool,
}

#[derive(Deserialize)]
pub(crate) struct Again {
    id: String,
}

/// The cases whose work it is: the officer's own, or for whoever runs the installation those that there are.
fn cases<'a>(app: &'a App, officer: &Officer) -> Result<&'a Cases, Refusal> {
    if officer.has(Role::SystemAdmin) { app.cases() } else { officer.cases(app) }
}

/// `GET /desk/jobs`.
pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    let cases = cases(&app, &officer)?;
    let found = failing(app.store(), cases.organ(), None, ROWS).await?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for one in &found.rows {
        rows.push(row(cases, &mut names, one).await?);
    }
    Ok(render(&Jobs {
        page: Page::new(&app, display, "/desk/jobs", ""),
        desk: Desk::new(&app, &officer, "jobs").await?,
        rows,
        more: found.has_more,
        has_post: cases.has_post(),
    }))
}

async fn row(cases: &Cases, names: &mut Names, failing: &Failing) -> Result<Row, Refusal> {
    let what = match serde_json::from_str::<ToSend>(&failing.payload) {
        Ok(ToSend { to, says, .. }) => {
            let whom = match to {
                To::Applicant => "申请人".to_owned(),
                To::Officer(id) => names.person(cases.store(), id.as_str()).await?,
            };
            format!("邮件，给{whom}：{says}")
        }
        Err(_) => "分发通知".to_owned(),
    };
    let again = moment::minute(moment::instant(failing.due_at));
    let (id, why) = (failing.id.clone(), failing.failure.clone());
    Ok(Row { id, what, why, tries: failing.attempts, again, is_over: failing.is_over })
}

/// `POST /desk/jobs`: tries again what is not tried again by itself.
pub(crate) async fn again(
    State(app): State<App>,
    officer: Officer,
    Form(again): Form<Again>,
) -> Result<Response, Refusal> {
    let now = app.now().as_millisecond();
    retry(app.store(), cases(&app, &officer)?.organ(), &again.id, now).await?;
    Ok(Redirect::to("/desk/jobs").into_response())
}
