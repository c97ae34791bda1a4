//! `GET /reports/{slug}` — one report: official tables, text, findings, and its object to download.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use reporting::report::Section;

use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::library::Entry;
use crate::view::findings::{FindingView, Verdict, findings};
use crate::view::tables::{TablesView, tables};
use crate::view::{Page, long_date, render};

#[derive(Template)]
#[template(path = "portal/report.html")]
struct ReportPage {
    page: Page,
    slug: String,
    agency: String,
    year: i16,
    form: String,
    signed: Option<(String, String)>,
    verdict: Verdict,
    tables: Option<TablesView>,
    sections: Vec<SectionView>,
    findings: Vec<FindingView>,
    others: Vec<(i16, String)>,
}

/// A section of the text.
struct SectionView {
    part: u8,
    heading: String,
    paragraphs: Vec<String>,
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    Path(slug): Path<String>,
) -> Result<Response, Refusal> {
    let entry = app.library().entry(&slug).ok_or(Refusal::NotFound)?;
    let page = Page::new(&app, display, &format!("/reports/{slug}"), "reports");
    Ok(render(&view(&app, entry, page)))
}

fn view(app: &App, entry: &Entry, page: Page) -> ReportPage {
    let report = &entry.report;
    ReportPage {
        page,
        slug: entry.slug.clone(),
        agency: entry.agency.clone(),
        year: entry.year,
        form: report.form().map_or_else(String::new, |form| form.document.clone()),
        signed: entry.signed_on().map(|date| (date.to_string(), long_date(date))),
        verdict: Verdict::of(&entry.checked),
        tables: report.tables.as_ref().map(|read| tables(read, &entry.checked)),
        sections: report.sections.iter().map(section).collect(),
        findings: findings(&entry.checked, report.form()),
        others: app.library().of(&entry.agency).map(|other| (other.year, other.slug.clone())).collect(),
    }
}

fn section(section: &Section) -> SectionView {
    SectionView {
        part: section.part.unwrap_or(0),
        heading: section.heading.as_ref().map_or_else(String::new, |(text, _)| text.clone()),
        paragraphs: section.paragraphs.iter().map(|paragraph| paragraph.text().to_owned()).collect(),
    }
}

/// `GET /reports/{slug}/report.json`
pub(crate) async fn object(State(app): State<App>, Path(slug): Path<String>) -> Result<Response, Refusal> {
    let entry = app.library().entry(&slug).ok_or(Refusal::NotFound)?;
    let object = entry.object(app.site().demo);
    let mark = if app.site().demo { "yanshi-" } else { "" };
    let name = format!("attachment; filename=\"{mark}{}.json\"", entry.slug);
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, object.to_string()).into_response())
}
