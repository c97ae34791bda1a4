//! `GET /search` — 检索已公布的年度报告.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use reporting::text::squash;
use serde::Deserialize;

use crate::App;
use crate::display::Display;
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

#[derive(Template)]
#[template(path = "portal/search.html")]
struct Search {
    page: Page,
    query: String,
    hits: Vec<Hit>,
}

/// A report with the words found in it.
struct Hit {
    slug: String,
    title: String,
    before: String,
    found: String,
    after: String,
}

pub(crate) async fn show(State(app): State<App>, display: Display, Query(asked): Query<Asked>) -> Response {
    let query: String = asked.q.trim().chars().take(LONGEST).collect();
    let needle = squash(&query);
    let hits = if needle.is_empty() { Vec::new() } else { find(&app, &needle) };
    render(&Search { page: Page::new(&app, display, "/search", ""), query, hits })
}

fn find(app: &App, needle: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    for entry in app.library().entries() {
        let title = entry.report.title.clone().unwrap_or_else(|| entry.agency.clone());
        let mut paragraphs =
            entry.report.paragraphs().filter_map(|(_, p)| Some((p, p.plain().find(needle)?)));
        let hit = |before, found, after| Hit {
            slug: entry.slug.clone(),
            title: title.clone(),
            before,
            found,
            after,
        };
        if let Some((paragraph, at)) = paragraphs.next() {
            let range = paragraph.characters(at..at + needle.len());
            let letters: Vec<char> = paragraph.text().chars().collect();
            let text = |range: std::ops::Range<usize>| letters[range].iter().collect::<String>();
            let from = range.start.saturating_sub(AROUND);
            let to = (range.end + AROUND).min(letters.len());
            hits.push(hit(text(from..range.start), text(range.clone()), text(range.end..to)));
        } else if squash(&title).contains(needle) {
            hits.push(hit(String::new(), String::new(), String::new()));
        }
    }
    hits
}
