//! `GET /reports` — 政府信息公开年报: reports by authority and year.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::App;
use crate::display::Display;
use crate::view::findings::Verdict;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "portal/reports.html")]
struct Reports {
    page: Page,
    /// Years, latest first.
    years: Vec<i16>,
    /// Each authority with one place for each year.
    agencies: Vec<(String, Vec<Option<Item>>)>,
}

struct Item {
    slug: String,
    verdict: Verdict,
}

pub(crate) async fn list(State(app): State<App>, display: Display) -> Response {
    let entries = app.library().entries();
    let mut years: Vec<i16> = entries.iter().map(|entry| entry.year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.agency.as_str()).collect();
    names.dedup();
    let agencies = names.into_iter().map(|agency| {
        let item = |year: &i16| {
            let entry = app.library().of(agency).find(|entry| entry.year == *year)?;
            Some(Item { slug: entry.slug.clone(), verdict: Verdict::of(&entry.checked) })
        };
        (agency.to_owned(), years.iter().map(item).collect())
    });
    let agencies = agencies.collect();
    render(&Reports { page: Page::new(&app, display, "/reports", "reports"), years, agencies })
}
