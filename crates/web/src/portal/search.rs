//! `GET /search` — 检索已公布的年度报告.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use reporting::text::squash;
use serde::Deserialize;
use store::{Branch, Stored, queries};

use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::view::{Page, render};

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// Characters of the text shown around a hit.
const AROUND: usize = 40;
/// The longest query that is looked for, in characters.
const LONGEST: usize = 60;
/// Authorities and reports that are shown.
const HITS: u32 = 20;
/// Reports that are looked at: words found in an object may stand in its keys.
const FOUND: u32 = 60;

#[derive(Template)]
#[template(path = "portal/search.html")]
struct Search {
    page: Page,
    query: String,
    organs: Vec<Branch>,
    hits: Vec<Hit>,
}

/// A report with the words found in it.
struct Hit {
    address: String,
    title: String,
    before: String,
    found: String,
    after: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let query: String = asked.q.trim().chars().take(LONGEST).collect();
    let needle = squash(&query);
    let (mut organs, mut hits) = (Vec::new(), Vec::new());
    if !needle.is_empty() {
        organs = queries::find_organs(app.store(), &query, HITS).await?;
        let _turn = app.searches().acquire().await.map_err(|_| Refusal::Internal)?;
        let found = queries::containing(app.store(), &query, FOUND).await?;
        let work = move || found.iter().map(|stored| hit(stored, &needle)).collect::<Result<Vec<_>, _>>();
        hits = app.work().run(work).await?.into_iter().flatten().take(HITS as usize).collect();
    }
    Ok(render(&Search { page: Page::at(&app, display, &uri, ""), query, organs, hits }))
}

fn hit(stored: &Stored, needle: &str) -> Result<Option<Hit>, Refusal> {
    let report = stored.report()?;
    let summary = &stored.summary;
    let title = summary.title.clone().unwrap_or_else(|| format!("{}{}年", summary.organ_name, summary.year));
    let address = crate::column::address(&summary.organ, summary.year);
    let found =
        report.paragraphs().find_map(|(_, paragraph)| Some((paragraph, paragraph.plain().find(needle)?)));
    let hit = |before, found, after| Some(Hit { address, title: title.clone(), before, found, after });
    let Some((paragraph, at)) = found else {
        return Ok(squash(&title)
            .contains(needle)
            .then(|| hit(String::new(), String::new(), String::new()))
            .flatten());
    };
    let range = paragraph.characters(at..at + needle.len());
    let letters: Vec<char> = paragraph.text().chars().collect();
    let text = |range: std::ops::Range<usize>| letters[range].iter().collect::<String>();
    let (from, to) = (range.start.saturating_sub(AROUND), (range.end + AROUND).min(letters.len()));
    Ok(hit(text(from..range.start), text(range.clone()), text(range.end..to)))
}
