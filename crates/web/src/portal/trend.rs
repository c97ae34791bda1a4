//! `GET /trend?organ=…&figure=…` — 变化: the figures of one or several authorities over the years.

use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use reporting::report::Report;
use store::{WithFigures, queries};

use crate::App;
use crate::column;
use crate::display::Display;
use crate::error::Refusal;
use crate::view::trend::{Choice, Followed, TrendPage, TrendView, figures};
use crate::view::{Page, render};

/// Authorities that may be looked at together.
const MOST: usize = 8;
/// Authorities that are offered.
const OFFERED: u32 = 60;

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let store = app.store();
    let values = |key: &'static str| {
        asked.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    };
    let mut chosen: Vec<&str> = Vec::new();
    for id in values("organ").filter(|id| !id.is_empty()) {
        if !chosen.contains(&id) && chosen.len() < MOST {
            chosen.push(id);
        }
    }
    let figure = values("figure").next().unwrap_or_default();
    let mut organs = Vec::new();
    for id in &chosen {
        let organ = column::organ(&app, id).await?;
        let reports = reports(queries::figures_of(store, id).await?);
        organs.push((organ, reports));
    }
    let followed: Vec<Followed<'_>> = organs
        .iter()
        .map(|(organ, reports)| Followed {
            name: organ.name.clone(),
            address: format!("/reports/{}", organ.id),
            reports: reports.iter().map(|(year, report)| (*year, report)).collect(),
        })
        .collect();
    let found = (!followed.is_empty()).then(|| TrendView::of(&followed, figure));
    let choices = choices(&app, &chosen).await?;
    let page = Page::at(&app, display, &uri, "reports");
    let figures = figures(figure, found.as_ref());
    Ok(render(&TrendPage { page, choices, figures, found }))
}

/// The reports of an authority, as far as their tables go.
pub(crate) fn reports(figures: Vec<WithFigures>) -> Vec<(i16, Report)> {
    let report = |with: WithFigures| {
        let year = with.summary.year;
        let tables = with.figures.map(|figures| figures.0);
        let agency = Some(with.summary.organ_name);
        (year, Report { agency, year: Some(year), tables, bare: true, ..Report::default() })
    };
    figures.into_iter().map(report).collect()
}

/// The authorities chosen, then those beside and below the first of them.
async fn choices(app: &App, chosen: &[&str]) -> Result<Vec<Choice>, Refusal> {
    let parent = match chosen.first() {
        Some(first) => {
            let path = queries::path(app.store(), first).await?;
            path.iter().rev().nth(1).or(path.last()).cloned()
        }
        None => column::parent(app, None).await?,
    };
    let id = parent.as_ref().map(|parent| parent.id.as_str());
    let near = queries::children(app.store(), id, None, OFFERED).await?.rows;
    let mut offered: Vec<(String, String)> = Vec::new();
    for id in chosen {
        let organ = column::organ(app, id).await?;
        offered.push((organ.id, organ.name));
    }
    let others = parent
        .into_iter()
        .chain(near.into_iter().filter(|branch| branch.years > 0).map(|branch| branch.organ));
    for organ in others {
        if offered.iter().all(|(id, _)| *id != organ.id) {
            offered.push((organ.id, organ.name));
        }
    }
    let choice = |(value, label): (String, String)| Choice {
        is_chosen: chosen.contains(&value.as_str()),
        value,
        label,
    };
    Ok(offered.into_iter().map(choice).collect())
}
