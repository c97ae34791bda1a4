//! `GET /reports` — 政府信息公开年报: authorities as a tree, their reports by year.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use serde::Deserialize;
use store::queries::{self, Shelf};
use store::{Organ, Summary};

use crate::App;
use crate::column;
use crate::display::Display;
use crate::error::Refusal;
use crate::view::findings::Verdict;
use crate::view::{Page, render};

/// Authorities on a page.
const ROWS: u32 = 50;
/// Years side by side.
const YEARS: usize = 7;

/// What of the column is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Those that belong to this authority.
    below: Option<String>,
    /// Those whose names contain this.
    #[serde(default)]
    q: String,
    /// Rank and id of the last row of the page before.
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/reports.html")]
struct Reports {
    page: Page,
    query: String,
    /// From the root to the authority whose members are listed.
    path: Vec<Organ>,
    /// All years with reports, latest first.
    all_years: Vec<i16>,
    /// Those that have a column, latest first.
    years: Vec<i16>,
    rows: Vec<Row>,
    /// Address of the first page.
    first: String,
    /// Address of the next page.
    next: Option<String>,
    /// Whether more authorities have the name looked for.
    has_more: bool,
    /// Whether the page before exists.
    is_later_page: bool,
}

/// An authority with one place for each year.
struct Row {
    id: String,
    name: String,
    children: i64,
    items: Vec<Option<Item>>,
}

struct Item {
    verdict: Verdict,
    is_corrected: bool,
}

pub(crate) async fn list(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let store = app.store();
    let all_years = queries::years(store).await?;
    let years: Vec<i16> = all_years.iter().copied().take(YEARS).collect();
    let query: String = asked.q.trim().chars().take(60).collect();
    let after = asked.after.as_deref().and_then(column::after);
    let (path, shelves, has_more) = if query.is_empty() {
        let parent = column::parent(&app, asked.below.as_deref()).await?;
        let id = parent.as_ref().map(|parent| parent.id.as_str());
        let found = queries::reports_below(store, id, after, ROWS).await?;
        let mut shelves = found.rows;
        let path = match id {
            Some(id) => queries::path(store, id).await?,
            None => Vec::new(),
        };
        // The authority itself stands above its members.
        if let (Some(parent), None) = (parent, after) {
            shelves.insert(0, shelf(&app, parent).await?);
        }
        (path, shelves, found.has_more)
    } else {
        let mut shelves = Vec::new();
        for branch in queries::find_organs(store, &query, ROWS).await? {
            let reports = queries::reports_of(store, &branch.organ.id).await?;
            shelves.push(Shelf { branch, reports });
        }
        let has_more = shelves.len() == ROWS as usize;
        (Vec::new(), shelves, has_more)
    };
    let below = asked.below.as_ref().map(|below| format!("?below={below}")).unwrap_or_default();
    let first = format!("/reports{below}");
    let next = shelves.last().filter(|_| has_more && query.is_empty()).map(|last| {
        let below = path.last().map(|parent| format!("below={}&", parent.id)).unwrap_or_default();
        format!("/reports?{below}after={}-{}", last.branch.organ.rank, last.branch.organ.id)
    });
    let own = path.last().map(|own| own.id.clone());
    let row = |shelf: Shelf| Row {
        items: years.iter().map(|year| item(&shelf.reports, *year)).collect(),
        // What is listed below is not offered again.
        children: if own.as_ref() == Some(&shelf.branch.organ.id) { 0 } else { shelf.branch.children },
        id: shelf.branch.organ.id,
        name: shelf.branch.organ.name,
    };
    let rows = shelves.into_iter().map(row).collect();
    let page = Page::at(&app, display, &uri, "reports");
    let is_later_page = after.is_some();
    Ok(render(&Reports { page, query, path, all_years, years, rows, first, next, has_more, is_later_page }))
}

/// An authority with its reports.
async fn shelf(app: &App, organ: Organ) -> Result<Shelf, Refusal> {
    let reports = queries::reports_of(app.store(), &organ.id).await?;
    Ok(Shelf { branch: store::Branch { organ, years: reports.len() as i64, children: 0 }, reports })
}

fn item(reports: &[Summary], year: i16) -> Option<Item> {
    let summary = reports.iter().find(|report| report.year == year)?;
    Some(Item { verdict: Verdict::stored(summary.verdict), is_corrected: summary.version > 1 })
}
