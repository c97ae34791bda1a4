//! `GET /overview/{year}` — a region in one year: who has reported, with which figures (区域概览).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use reporting::aggregate::Comparison;
use reporting::report::Tables;
use rust_decimal::Decimal;
use serde::Deserialize;
use services::region::{Region, region};
use store::queries::{self, Coverage, Ranked};
use store::{Headline, Organ};

use crate::App;
use crate::column;
use crate::display::Display;
use crate::error::Refusal;
use crate::view::findings::Verdict;
use crate::view::{Page, number, render};

/// Reports on a page.
const ROWS: u32 = 100;
/// Missing authorities that are named.
const MISSING: u32 = 50;

/// What of the region is asked for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Those that belong to this authority.
    below: Option<String>,
    /// Rank and id of the last row of the page before.
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/overview.html")]
struct Overview {
    page: Page,
    /// Its own place in the path.
    crumb: String,
    year: i16,
    years: Vec<i16>,
    path: Vec<Organ>,
    below: Option<String>,
    coverage: Coverage,
    missing: Vec<Organ>,
    has_more_missing: bool,
    rows: Vec<Row>,
    /// What the members add up to, beside the authority's own report.
    sum: Option<Sum>,
    /// Address of the first page.
    first: String,
    next: Option<String>,
    is_later_page: bool,
}

/// An authority's figures.
struct Row {
    id: String,
    name: String,
    verdict: Verdict,
    figures: [String; 4],
    /// New applications as a share of the most, in hundredths.
    share: i64,
}

/// What members add up to, beside what the report of the authority itself says.
struct Sum {
    /// For each column the sum, and whether something is missing from it.
    columns: [(String, bool); 4],
    /// For each column the printed figure, and whether it differs.
    printed: Option<[(String, bool); 4]>,
    /// Every cell of the tables that differs: name, sum, printed.
    differences: Vec<(String, String, String)>,
    /// Cells that could not be compared, because a member or a number is missing.
    open: usize,
}

/// `GET /overview`: the latest year.
pub(crate) async fn latest(State(app): State<App>) -> Result<Response, Refusal> {
    let years = queries::years(app.store()).await?;
    let year = years.first().ok_or(Refusal::NotFound)?;
    Ok(Redirect::to(&format!("/overview/{year}")).into_response())
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Path(year): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let year: i16 = year.parse().map_err(|_| Refusal::NotFound)?;
    let store = app.store();
    let years = queries::years(store).await?;
    if !years.contains(&year) {
        return Err(Refusal::NotFound);
    }
    let parent = column::parent(&app, asked.below.as_deref()).await?;
    let id = parent.as_ref().map(|parent| parent.id.as_str());
    let after = asked.after.as_deref().and_then(column::after);
    let found = queries::year_below(store, id, year, after, ROWS).await?;
    let coverage = queries::coverage(store, id, year).await?;
    let missing = queries::missing(store, id, year, None, MISSING).await?;
    let path = match id {
        Some(id) => queries::path(store, id).await?,
        None => Vec::new(),
    };
    let headlines: Vec<Headline> = found.rows.iter().map(|ranked| ranked.report.summary.headline).collect();
    let most = headlines.iter().filter_map(|figures| figures.new_received).max().unwrap_or(0).max(1);
    let sum = match &parent {
        Some(parent) if after.is_none() => region(store, parent, year).await?.map(|region| sum(&region)),
        _ => None,
    };
    let next = found.rows.last().filter(|_| found.has_more).map(|last| {
        let below = id.map(|id| format!("below={id}&")).unwrap_or_default();
        format!("/overview/{year}?{below}after={}-{}", last.rank, last.report.summary.organ)
    });
    let below = asked.below.as_ref().map(|below| format!("?below={below}")).unwrap_or_default();
    let first = format!("/overview/{year}{below}");
    let page = Page::at(&app, display, &uri, "reports");
    Ok(render(&Overview {
        page,
        crumb: format!("{year}年度概览"),
        year,
        years,
        path,
        below: asked.below.clone(),
        coverage,
        missing: missing.rows,
        has_more_missing: missing.has_more,
        rows: found.rows.into_iter().map(|ranked| row(ranked, most)).collect(),
        sum,
        first,
        next,
        is_later_page: after.is_some(),
    }))
}

fn row(Ranked { report, .. }: Ranked, most: i64) -> Row {
    let summary = report.summary;
    Row {
        verdict: Verdict::stored(summary.verdict),
        figures: figures(summary.headline).map(number),
        share: percent(summary.headline.new_received, most),
        id: summary.organ,
        name: summary.organ_name,
    }
}

/// A number as a share of the most, in hundredths.
fn percent(number: Option<i64>, most: i64) -> i64 {
    let share = i128::from(number.unwrap_or(0).max(0)) * 100 / i128::from(most);
    i64::try_from(share).unwrap_or(100)
}

/// 新收, 办结, 结转, 复议和诉讼.
fn figures(headline: Headline) -> [Option<i64>; 4] {
    [headline.new_received, headline.result_total, headline.carried_out, headline.remedies()]
}

/// The cells behind each column.
const COLUMNS: [&[&str]; 4] = [
    &["table3.new_received.total"],
    &["table3.result_total.total"],
    &["table3.carried_out.total"],
    &["table4.review.total", "table4.litigation_direct.total", "table4.litigation_after_review.total"],
];

fn sum(Region { sum, printed }: &Region) -> Sum {
    let cells = |paths: &[&str]| -> Vec<usize> {
        paths.iter().filter_map(|path| sum.form.cell_at(path)).map(|cell| cell.index).collect()
    };
    let column = |paths: &[&str]| {
        let cells = cells(paths);
        let total =
            cells.iter().try_fold(Decimal::ZERO, |total, cell| total.checked_add(sum.cells[*cell].value));
        (
            total.map_or_else(|| "—".into(), |total| total.to_string()),
            !cells.iter().all(|cell| sum.is_complete(*cell)),
        )
    };
    let beside = |tables: &Tables| {
        COLUMNS.map(|paths| {
            let cells = cells(paths);
            let mut values = cells.iter().map(|cell| tables.cells[*cell].count());
            let total = values.try_fold(0_i64, |total, value| total.checked_add(value?));
            (number(total), sum.differences.iter().any(|difference| cells.contains(&difference.cell)))
        })
    };
    let differences = sum.differences.iter().map(|difference| {
        let words = sum.form.cell(difference.cell).words();
        (words, difference.sum.to_string(), difference.printed.to_string())
    });
    Sum {
        columns: COLUMNS.map(column),
        printed: printed.as_ref().map(beside),
        differences: differences.collect(),
        open: match sum.comparison {
            Comparison::Compared { open } => open,
            Comparison::NothingPrinted | Comparison::OtherForm(_) => 0,
        },
    }
}
