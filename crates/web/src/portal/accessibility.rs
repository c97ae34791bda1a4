//! `GET /accessibility` — 无障碍声明.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::App;
use crate::display::Display;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "portal/accessibility.html")]
struct Accessibility {
    page: Page,
}

pub(crate) async fn show(State(app): State<App>, display: Display) -> Response {
    render(&Accessibility { page: Page::new(&app, display, "/accessibility", "") })
}
