//! `GET /reports/{organ}/{year}` — one report: official tables, text, findings, its versions and its files.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use reporting::order::{self, Piece};
use reporting::report::official_title;
use store::queries::{self, Neighbours};
use store::{Organ, Summary};
use typeset::{Format, Setting};

use crate::App;
use crate::column::{self, Entry};
use crate::display::Display;
use crate::error::Refusal;
use crate::site::DEMO_MARK;
use crate::view::findings::{FindingView, Verdict, findings};
use crate::view::tables::{CellView, Gist, Marks, TableView, table};
use crate::view::{Page, long_date, render, size};

/// The formats offered, with their names for people.
pub(crate) const DOWNLOADS: [(Format, &str); 7] = [
    (Format::Pdf, "PDF"),
    (Format::Ofd, "OFD"),
    (Format::Docx, "Word"),
    (Format::Xlsx, "Excel"),
    (Format::Html, "网页"),
    (Format::Json, "JSON"),
    (Format::Csv, "CSV"),
];

#[derive(Template)]
#[template(path = "portal/report.html")]
struct ReportPage {
    page: Page,
    path: Vec<Organ>,
    /// Id of the authority.
    own: String,
    agency: String,
    /// Its own place in the path.
    crumb: String,
    year: i16,
    title: String,
    form: String,
    signed: Option<(String, String)>,
    /// When it was published or came in: `2026-01-20 09:00`.
    published: String,
    /// Where the files of this version are.
    files: String,
    source: String,
    verdict: Verdict,
    /// Whether any cell was restored, is uncertain, or is wrong.
    marks: Marks,
    pieces: Vec<PieceView>,
    /// Place and words of each heading.
    contents: Vec<(usize, String)>,
    findings: Vec<FindingView>,
    years: Vec<i16>,
    neighbours: Neighbours,
    versions: Vec<Version>,
    /// Number of the version that is shown, where it is not the current one.
    old: Option<i32>,
}

/// A version of the report.
struct Version {
    number: i32,
    is_current: bool,
    is_shown: bool,
    came: (String, String),
    correction: Option<String>,
}

/// A piece of the report as it is printed.
enum PieceView {
    Heading(String),
    Paragraph(String),
    Table(TableView),
    Signature(String),
}

/// A report, perhaps in an old version.
type Address = (String, i16, Option<i32>);

/// The pieces of an address; none where year or version is no number.
fn address(organ: String, year: &str, version: Option<&str>) -> Result<Address, Refusal> {
    let year = year.parse().map_err(|_| Refusal::NotFound)?;
    let version = version.map(|version| version.parse().map_err(|_| Refusal::NotFound)).transpose()?;
    Ok((organ, year, version))
}

pub(crate) async fn current(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Path((organ, year)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let answer = show(&app, display, address(organ.clone(), &year, None)?).await;
    column::or_moved(&app, &organ, &uri, answer).await
}

/// `GET /reports/{organ}/{year}/versions/{version}`
pub(crate) async fn version(
    State(app): State<App>,
    display: Display,
    uri: Uri,
    Path((organ, year, version)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let answer = show(&app, display, address(organ.clone(), &year, Some(&version))?).await;
    column::or_moved(&app, &organ, &uri, answer).await
}

/// `GET /reports/{organ}/{year}/{file}`: `report.pdf` and so on, or the file as it came (`source`).
pub(crate) async fn file(
    State(app): State<App>,
    uri: Uri,
    Path((organ, year, file)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let answer = download(&app, address(organ.clone(), &year, None)?, &file).await;
    column::or_moved(&app, &organ, &uri, answer).await
}

/// `GET /reports/{organ}/{year}/versions/{version}/{file}`
pub(crate) async fn version_file(
    State(app): State<App>,
    uri: Uri,
    Path((organ, year, version, file)): Path<(String, String, String, String)>,
) -> Result<Response, Refusal> {
    let answer = download(&app, address(organ.clone(), &year, Some(&version))?, &file).await;
    column::or_moved(&app, &organ, &uri, answer).await
}

async fn show(app: &App, display: Display, (organ, year, version): Address) -> Result<Response, Refusal> {
    let entry = Entry::find(app, &organ, year, version).await?;
    let store = app.store();
    let years = queries::reports_of(store, &organ).await?.iter().map(|report| report.year).collect();
    let neighbours = queries::neighbours(store, &organ, year).await?;
    let history = queries::history(store, &organ, year).await?;
    let path = queries::path(store, &organ).await?;
    let address = column::address(&organ, year);
    let shown = entry.summary.version;
    let old = (!entry.summary.is_current()).then_some(shown);
    let files = old.map_or_else(|| address.clone(), |old| format!("{address}/versions/{old}"));
    let Entry { summary, report, checked } = &entry;
    let pieces: Vec<PieceView> =
        order::pieces(report).into_iter().map(|piece| self::piece(&entry, piece)).collect();
    let published = summary.published_on.map_or_else(|| minute(summary), |date| format!("{date} 00:00"));
    let versions = history.iter().map(|version| Version {
        number: version.version,
        is_current: version.is_current(),
        is_shown: version.version == shown,
        came: dated(column::day(version.imported_at)),
        correction: version.correction.clone(),
    });
    Ok(render(&ReportPage {
        page: Page::new(app, display, &files, "reports"),
        path,
        own: organ,
        agency: summary.organ_name.clone(),
        crumb: format!("{year}年度"),
        year,
        title: summary.title.clone().unwrap_or_else(|| official_title(Some(&summary.organ_name), Some(year))),
        form: report.form().map_or_else(String::new, |form| form.document.clone()),
        signed: summary.signed_on.map(dated),
        published,
        files,
        source: source(summary),
        verdict: Verdict::of(checked),
        marks: report.tables.as_ref().map(|tables| Marks::of(tables, checked)).unwrap_or_default(),
        contents: contents(&pieces),
        pieces,
        findings: findings(checked, report.form()),
        years,
        neighbours,
        versions: versions.collect(),
        old,
    }))
}

/// The minute at which a report came in.
fn minute(summary: &Summary) -> String {
    crate::moment::minute(summary.imported_at)
}

/// Kind and size of the file as it came; its name may be nobody's business.
fn source(summary: &Summary) -> String {
    let extension = summary.file_name.rsplit_once('.').map_or("", |(_, extension)| extension);
    format!("{}，{}", extension.to_uppercase(), size(summary.file_size))
}

fn dated(date: jiff::civil::Date) -> (String, String) {
    (date.to_string(), long_date(date))
}

fn piece(entry: &Entry, piece: Piece<'_>) -> PieceView {
    match (piece, &entry.report.tables) {
        (Piece::Heading { text, .. }, _) => PieceView::Heading(text),
        (Piece::Signature(line), _) => PieceView::Signature(line.text().to_owned()),
        (Piece::Paragraph(paragraph), _) => PieceView::Paragraph(paragraph.text().to_owned()),
        (Piece::Table(layout), Some(tables)) => PieceView::Table(table(tables, &entry.checked, layout)),
        // Tables come from tables.
        (Piece::Table(_), None) => PieceView::Paragraph(String::new()),
    }
}

fn contents(pieces: &[PieceView]) -> Vec<(usize, String)> {
    let heading = |(at, piece): (usize, &PieceView)| match piece {
        PieceView::Heading(text) => Some((at, text.clone())),
        PieceView::Paragraph(_) | PieceView::Table(_) | PieceView::Signature(_) => None,
    };
    pieces.iter().enumerate().filter_map(heading).collect()
}

async fn download(app: &App, (organ, year, version): Address, file: &str) -> Result<Response, Refusal> {
    let stored = queries::report(app.store(), &organ, year, version).await?.ok_or(Refusal::NotFound)?;
    let mark = app.site().demo.then_some(DEMO_MARK);
    if file == "source" {
        let source = queries::source(app.store(), &organ, year, stored.summary.version).await?;
        let source = source.ok_or(Refusal::NotFound)?;
        let extension = source.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let name = format!("{}{year}年度报告原文件.{extension}", stored.summary.organ_name);
        return Ok(attachment(mark, &name, source.media_type, source.bytes));
    }
    let format = crate::download::format(file)?;
    let title = format!("{}{year}年度报告.{format}", stored.summary.organ_name);
    let today = column::date(&stored.summary);
    let writer = app.clone();
    let work = move || {
        let setting = Setting { fonts: writer.fonts(), today, mark };
        Ok(typeset::write(&stored.report()?, format, setting)?)
    };
    let bytes = app.work().run(work).await?;
    Ok(attachment(mark, &title, format.media_type().to_owned(), bytes))
}

/// A file to be saved under its Chinese name.
fn attachment(mark: Option<&str>, name: &str, kind: String, bytes: Vec<u8>) -> Response {
    let name = format!("{}{name}", if mark.is_some() { "演示-" } else { "" });
    let headers = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, crate::download::attachment(&name))];
    (headers, bytes).into_response()
}
