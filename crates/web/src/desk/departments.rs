//! `/desk/departments` — the departments of an authority (科室).

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::people::{self, Error};
use store::people::{Department, departments};
use store::{Organ, queries};

use super::Desk;
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render_form};

/// Authorities that are found at once.
const FOUND: u32 = 20;

#[derive(Template)]
#[template(path = "desk/departments.html")]
struct Departments {
    page: Page,
    desk: Desk,
    /// The words that were looked for, and the authorities whose names have them.
    words: String,
    organs: Vec<Organ>,
    /// The authority that was chosen, with its departments.
    organ: Option<Organ>,
    rows: Vec<Department>,
    problem: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    organ: String,
    q: String,
}

#[derive(Deserialize)]
pub(crate) struct Given {
    organ: String,
    #[serde(default)]
    id: String,
    name: String,
    #[serde(default)]
    rank: String,
    /// Whether it is closed (撤销).
    closed: Option<String>,
}

/// `GET /desk/departments`.
pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    page(&app, display, &officer, asked, None).await
}

async fn page(
    app: &App,
    display: Display,
    officer: &Officer,
    asked: Asked,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let store = app.store();
    let organs: Vec<Organ> = match asked.organ.is_empty() {
        true => {
            let found = queries::find_organs(store, &asked.q, FOUND).await?;
            found.into_iter().map(|branch| branch.organ).collect()
        }
        false => Vec::new(),
    };
    let only = if organs.len() == 1 { organs.first().map(|organ| organ.id.clone()) } else { None };
    let id = only.unwrap_or(asked.organ);
    let organ = queries::organ(store, &id).await?;
    let rows = departments(store, &id).await?;
    let desk = Desk::new(app, officer, "departments").await?;
    let page = Page::new(app, display, "/desk/departments", "");
    let view = Departments { page, desk, words: asked.q, organs, organ, rows, problem };
    Ok(render_form(&view, view.problem.is_some()))
}

/// `POST /desk/departments`: makes one, or changes name, place and state of one.
pub(crate) async fn change(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let (now, seed) = (app.now(), app.seed()?);
    let change = people::Change {
        id: Some(given.id).filter(|id| !id.is_empty()),
        name: given.name,
        rank: given.rank.trim().parse().ok(),
        active: given.closed.is_none(),
    };
    match people::change_department(app.store(), &given.organ, &change, &officer, now, &seed).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/departments?organ={}", given.organ)).into_response()),
        Err(error @ (Error::Store(_) | Error::Failed | Error::Unknown(_))) => Err(error.into()),
        Err(error) => {
            let asked = Asked { organ: given.organ, q: String::new() };
            page(&app, display, &officer, asked, Some(error.to_string())).await
        }
    }
}
