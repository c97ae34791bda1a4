//! `GET /reports/{organ}` — one authority: its reports, year by year, with downloads (机关的年报).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use store::{Branch, Organ, Summary, WithFigures, queries};

use crate::App;
use crate::column;
use crate::display::Display;
use crate::error::Refusal;
use crate::portal::trend;
use crate::view::chart::LineChart;
use crate::view::findings::Verdict;
use crate::view::trend::{Followed, TrendView};
use crate::view::{Page, number, render, short_date};

/// Members named on the page.
const MEMBERS: u32 = 200;

#[derive(Template)]
#[template(path = "portal/organ.html")]
struct OrganPage {
    page: Page,
    path: Vec<Organ>,
    organ: Organ,
    rows: Vec<Row>,
    members: Vec<Branch>,
    has_more_members: bool,
    /// New and handled applications, and remedies, over the years.
    charts: Vec<LineChart>,
}

/// A year.
struct Row {
    year: i16,
    date: Option<(String, String)>,
    verdict: Verdict,
    is_corrected: bool,
    new_received: String,
    result_total: String,
    carried_out: String,
    remedies: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let answer = page(&app, display, &id).await;
    column::or_moved(&app, &id, &uri, answer).await
}

async fn page(app: &App, display: Display, id: &str) -> Result<Response, Refusal> {
    let organ = column::organ(app, id).await?;
    let store = app.store();
    let path = queries::path(store, id).await?;
    let figures = queries::figures_of(store, id).await?;
    let members = queries::children(store, Some(id), None, MEMBERS).await?;
    let rows = figures.iter().rev().map(|with| row(&with.summary)).collect();
    let charts = charts(&organ, figures);
    let page = Page::new(app, display, &format!("/reports/{id}"), "reports");
    let (members, has_more_members) = (members.rows, members.has_more);
    Ok(render(&OrganPage { page, path, organ, rows, members, has_more_members, charts }))
}

/// Two years make a line.
fn charts(organ: &Organ, figures: Vec<WithFigures>) -> Vec<LineChart> {
    if figures.len() < 2 {
        return Vec::new();
    }
    let reports = trend::reports(figures);
    let reports = reports.iter().map(|(year, report)| (*year, report)).collect();
    let followed = Followed { name: organ.name.clone(), address: organ.id.clone(), reports };
    TrendView::of(&[followed], "").charts
}

fn row(summary: &Summary) -> Row {
    let figures = summary.headline;
    Row {
        year: summary.year,
        date: summary.signed_on.or(summary.published_on).map(short_date),
        verdict: Verdict::stored(summary.verdict),
        is_corrected: summary.version > 1,
        new_received: number(figures.new_received),
        result_total: number(figures.result_total),
        carried_out: number(figures.carried_out),
        remedies: number(figures.remedies()),
    }
}
