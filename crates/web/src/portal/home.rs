//! `GET /` — 首页.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use store::{Summary, queries};

use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::view::{Page, render};

/// Reports that are named.
const LATEST: u32 = 8;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Home {
    page: Page,
    /// What came last.
    latest: Vec<Summary>,
    years: Vec<i16>,
}

pub(crate) async fn show(State(app): State<App>, display: Display) -> Result<Response, Refusal> {
    let latest = queries::latest(app.store(), None, LATEST).await?.rows;
    let years = queries::years(app.store()).await?;
    Ok(render(&Home { page: Page::new(&app, display, "/", ""), latest, years }))
}
