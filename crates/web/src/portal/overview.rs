//! `GET /overview/{year}` — a region in one year: who has reported, with which figures (区域概览).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
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
    /// The sum of what is listed, where all of it is.
    sum: Option<Sum>,
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
    figures: [String; 4],
    /// The printed figures, and whether each equals the sum.
    printed: Option<[(String, bool); 4]>,
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
    let own = match id {
        Some(id) => queries::report(store, id, year, None).await?,
        None => None,
    };
    let headlines: Vec<Headline> = found.rows.iter().map(|ranked| ranked.report.summary.headline).collect();
    let most = headlines.iter().filter_map(|figures| figures.new_received).max().unwrap_or(0).max(1);
    let is_whole = after.is_none() && !found.has_more && !headlines.is_empty();
    let next = found.rows.last().filter(|_| found.has_more).map(|last| {
        let below = id.map(|id| format!("below={id}&")).unwrap_or_default();
        format!("/overview/{year}?{below}after={}-{}", last.rank, last.report.summary.organ)
    });
    let page = Page::new(&app, display, &format!("/overview/{year}"), "reports");
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
        sum: is_whole.then(|| sum(&headlines, own.map(|own| own.summary.headline))),
        next,
        is_later_page: after.is_some(),
    }))
}

fn row(Ranked { report, .. }: Ranked, most: i64) -> Row {
    let summary = report.summary;
    Row {
        verdict: Verdict::stored(summary.verdict),
        figures: figures(summary.headline).map(number),
        share: summary.headline.new_received.unwrap_or(0).max(0) * 100 / most,
        id: summary.organ,
        name: summary.organ_name,
    }
}

/// 新收, 办结, 结转, 复议和诉讼.
fn figures(headline: Headline) -> [Option<i64>; 4] {
    let Headline { new_received, result_total, carried_out, review_total, litigation_total, .. } = headline;
    [
        new_received,
        result_total,
        carried_out,
        review_total.zip(litigation_total).map(|(review, court)| review + court),
    ]
}

/// The sum of each figure, none where a report does not give it, beside the printed one.
fn sum(headlines: &[Headline], printed: Option<Headline>) -> Sum {
    let mut sums = [Some(0); 4];
    for headline in headlines {
        for (sum, figure) in sums.iter_mut().zip(figures(*headline)) {
            *sum = sum.zip(figure).map(|(sum, figure)| sum + figure);
        }
    }
    let beside = |printed: Headline| {
        let mut sums = sums.iter();
        figures(printed).map(|printed| {
            let is_same =
                sums.next().is_none_or(|sum| sum.zip(printed).is_none_or(|(sum, printed)| sum == printed));
            (number(printed), is_same)
        })
    };
    Sum { figures: sums.map(number), printed: printed.map(beside) }
}
