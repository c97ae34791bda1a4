//! `GET /desk` — where somebody arrives who has signed in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Desk;
use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home {
    page: Page,
    desk: Desk,
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    let desk = Desk::new(&app, &officer, "home").await?;
    Ok(render(&Home { page: Page::new(&app, display, "/desk", ""), desk }))
}
