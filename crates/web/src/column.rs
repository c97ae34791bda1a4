//! Reports of the column, as pages need them: read, checked, named (年报栏目).

use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
pub(crate) use law::china::day;
use reporting::check::{Checked, check};
use reporting::report::Report;
use store::{Organ, Stored, Summary, queries};

use crate::App;
use crate::error::Refusal;

/// A stored report, read and checked against last year's.
pub(crate) struct Entry {
    pub(crate) summary: Summary,
    pub(crate) report: Report,
    pub(crate) checked: Checked,
}

impl Entry {
    /// The current report of an authority for a year, or one of its versions.
    pub(crate) async fn find(
        app: &App,
        organ: &str,
        year: i16,
        version: Option<i32>,
    ) -> Result<Entry, Refusal> {
        let stored = queries::report(app.store(), organ, year, version).await?.ok_or(Refusal::NotFound)?;
        let previous = queries::report(app.store(), organ, year - 1, None).await?;
        let work = move || {
            let previous = previous.as_ref().map(Stored::report).transpose()?;
            let report = stored.report()?;
            let checked = check(&report, previous.as_ref());
            Ok(Entry { summary: stored.summary, report, checked })
        };
        app.work().run(work).await
    }
}

/// The date of a report's files: that under the report, that of its publication, or the day it came in.
pub(crate) fn date(summary: &Summary) -> Date {
    summary.signed_on.or(summary.published_on).unwrap_or_else(|| day(summary.imported_at))
}

/// The authority with this id.
pub(crate) async fn organ(app: &App, id: &str) -> Result<Organ, Refusal> {
    queries::organ(app.store(), id).await?.ok_or(Refusal::NotFound)
}

/// What the authorities of a page belong to: the one asked for, or the only root that others belong to.
pub(crate) async fn parent(app: &App, below: Option<&str>) -> Result<Option<Organ>, Refusal> {
    if let Some(id) = below {
        return organ(app, id).await.map(Some);
    }
    let roots = queries::children(app.store(), None, None, ROOTS).await?;
    let mut roots = roots.rows.into_iter().filter(|root| root.children > 0);
    match (roots.next(), roots.next()) {
        (Some(root), None) => Ok(Some(root.organ)),
        _ => Ok(None),
    }
}

/// Roots that are looked at for one that others belong to.
const ROOTS: u32 = 200;

/// Leads on from an id that a tree has replaced: an address of a report is for ever.
pub(crate) async fn or_moved(
    app: &App,
    organ: &str,
    uri: &Uri,
    answer: Result<Response, Refusal>,
) -> Result<Response, Refusal> {
    if !matches!(answer, Err(Refusal::NotFound)) || queries::organ(app.store(), organ).await?.is_some() {
        return answer;
    }
    match queries::moved(app.store(), organ).await? {
        Some(now) => Ok(Redirect::permanent(&uri.path().replacen(organ, &now, 1)).into_response()),
        None => answer,
    }
}

/// The address of a report.
pub(crate) fn address(organ: &str, year: i16) -> String {
    format!("/reports/{organ}/{year}")
}

/// Rank and id of the last row of a page, as addresses carry them: `12-yunzhou-wjw`.
pub(crate) fn after(text: &str) -> Option<(i64, &str)> {
    let (rank, id) = text.split_once('-')?;
    Some((rank.parse().ok()?, id))
}
