//! `GET /` — 首页.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::App;
use crate::display::Display;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Home {
    page: Page,
    /// Latest report of each authority: authority, slug, year, result.
    latest: Vec<(String, String, i16, &'static str)>,
    reports: usize,
}

pub(crate) async fn show(State(app): State<App>, display: Display) -> Response {
    let mut latest: Vec<(String, String, i16, &'static str)> = Vec::new();
    for entry in app.library().entries() {
        if latest.iter().all(|(agency, ..)| *agency != entry.agency) {
            latest.push((
                entry.agency.clone(),
                entry.slug.clone(),
                entry.year,
                entry.checked.result().words(),
            ));
        }
    }
    let reports = app.library().entries().len();
    render(&Home { page: Page::new(&app, display, "/", ""), latest, reports })
}
