//! `/desk/sought` — 多人申请的信息: what several people have asked for and got, which the organ may make public (art. 44).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use law::proactive::{SEVERAL, UNDER};
use services::cases::{COMPARED, Sought};

use super::Desk;
use super::year::OfYear;
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "desk/sought.html")]
struct SoughtPage {
    page: Page,
    desk: Desk,
    year: i16,
    rows: Vec<Sought>,
    /// From how many applicants on something is listed.
    several: usize,
    compared: usize,
    under: String,
}

pub(crate) async fn list(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Query(asked): Query<OfYear>,
) -> Result<Response, Refusal> {
    let year = asked.year()?;
    let rows = officer.cases(&app)?.sought(year, &officer.officer_id()).await?;
    Ok(render(&SoughtPage {
        page: Page::new(&app, display, "/desk/sought", ""),
        desk: Desk::new(&app, &officer, "sought").await?,
        year,
        rows,
        several: SEVERAL,
        compared: COMPARED,
        under: UNDER.short(),
    }))
}
