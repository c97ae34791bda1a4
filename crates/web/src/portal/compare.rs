//! `GET /compare?a=…&b=…` — 对比: two years, two authorities, or a report before and after its correction.

use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use serde::Deserialize;
use store::{Summary, queries};

use crate::App;
use crate::column::{self, Entry};
use crate::display::Display;
use crate::error::Refusal;
use crate::view::compare::{Choice, ComparePage, Compared, ComparisonView};
use crate::view::{Page, render};

/// Authorities whose reports are offered when none is chosen.
const ORGANS: u32 = 50;

/// Two reports, each as `organ/year` or `organ/year/version`.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
    /// Whether what is the same is left out.
    only: Option<String>,
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let entries = match (address(&asked.a), address(&asked.b)) {
        (Some((a, a_year, a_version)), Some((b, b_year, b_version))) => Some([
            Entry::find(&app, a, a_year, a_version).await?,
            Entry::find(&app, b, b_year, b_version).await?,
        ]),
        _ => None,
    };
    let only = asked.only.is_some();
    let mut choices = choices(&app, [&asked.a, &asked.b]).await?;
    // An old version is no choice of its own, but it is chosen.
    for (value, entry) in [&asked.a, &asked.b].into_iter().zip(entries.iter().flatten()) {
        if choices.iter().all(|choice| choice.value != *value) {
            choices.insert(0, Choice { value: value.clone(), label: name(&entry.summary) });
        }
    }
    let work = move || Ok(entries.map(|[a, b]| ComparisonView::of([compared(&a), compared(&b)], only)));
    let found = app.work().run(work).await?;
    let page = Page::at(&app, display, &uri, "reports");
    Ok(render(&ComparePage { page, choices, a: asked.a, b: asked.b, only, found }))
}

/// Authority, year and version of an address; none where it is none.
fn address(text: &str) -> Option<(&str, i16, Option<i32>)> {
    let mut pieces = text.split('/');
    let (organ, year) = (pieces.next()?, pieces.next()?.parse().ok()?);
    let version = pieces.next().map(str::parse).transpose().ok()?;
    pieces.next().is_none().then_some((organ, year, version))
}

fn compared(entry: &Entry) -> Compared<'_> {
    let summary = &entry.summary;
    let mut address = column::address(&summary.organ, summary.year);
    if !summary.is_current() {
        address = format!("{address}/versions/{}", summary.version);
    }
    Compared { report: &entry.report, name: name(summary), address }
}

fn name(summary: &Summary) -> String {
    let version = if summary.is_current() {
        String::new()
    } else {
        format!("（更正前第{}版）", summary.version)
    };
    format!("{}{}年度{version}", summary.organ_name, summary.year)
}

/// All years of the authorities that are compared, or those of the first authorities of the column.
async fn choices(app: &App, chosen: [&str; 2]) -> Result<Vec<Choice>, Refusal> {
    let store = app.store();
    let mut organs: Vec<&str> = chosen.iter().filter_map(|text| Some(address(text)?.0)).collect();
    organs.dedup();
    let mut reports = Vec::new();
    for organ in &organs {
        reports.extend(queries::reports_of(store, organ).await?);
    }
    if organs.len() < 2 {
        let parent = column::parent(app, None).await?;
        let shelves =
            queries::reports_below(store, parent.as_ref().map(|parent| parent.id.as_str()), None, ORGANS)
                .await?;
        let others =
            shelves.rows.into_iter().filter(|shelf| !organs.contains(&shelf.branch.organ.id.as_str()));
        reports.extend(others.flat_map(|shelf| shelf.reports));
    }
    let choice = |summary: &Summary| Choice {
        value: format!("{}/{}", summary.organ, summary.year),
        label: name(summary),
    };
    Ok(reports.iter().map(choice).collect())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_authority_year_and_perhaps_a_version() {
        assert_eq!(address("yunzhou-wjw/2025"), Some(("yunzhou-wjw", 2025, None)));
        assert_eq!(address("yunzhou-wjw/2025/1"), Some(("yunzhou-wjw", 2025, Some(1))));
        for wrong in ["", "yunzhou", "yunzhou/year", "yunzhou/2025/", "yunzhou/2025/1/2"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
