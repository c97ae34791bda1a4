//! `GET /data` — 开放数据: every cell of every report of a year, for programs and spreadsheets.

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use store::{Organ, Store, WithFigures, queries};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use typeset::Unwritable;
use typeset::data::{self, Parquet, Record};

use crate::App;
use crate::display::Display;
use crate::error::Refusal;
use crate::view::{Page, render};

/// Reports that are written at a time.
const BATCH: u32 = 200;

#[derive(Template)]
#[template(path = "portal/data.html")]
struct DataPage {
    page: Page,
    years: Vec<i16>,
    /// Nothing stands between the column and this page.
    path: [Organ; 0],
}

pub(crate) async fn show(State(app): State<App>, display: Display) -> Result<Response, Refusal> {
    let years = queries::years(app.store()).await?;
    Ok(render(&DataPage { page: Page::new(&app, display, "/data", "reports"), years, path: [] }))
}

/// How open data is written.
#[derive(Clone, Copy)]
enum Kind {
    Csv,
    JsonLines,
    Parquet,
}

/// `GET /data/reports-{year}.{csv,jsonl,parquet}`
pub(crate) async fn file(State(app): State<App>, Path(file): Path<String>) -> Result<Response, Refusal> {
    let (year, extension) =
        file.strip_prefix("reports-").and_then(|rest| rest.split_once('.')).ok_or(Refusal::NotFound)?;
    let year: i16 = year.parse().map_err(|_| Refusal::NotFound)?;
    let (kind, media_type) = match extension {
        "csv" => (Kind::Csv, "text/csv; charset=utf-8"),
        "jsonl" => (Kind::JsonLines, "application/jsonl"),
        "parquet" => (Kind::Parquet, "application/vnd.apache.parquet"),
        _ => return Err(Refusal::NotFound),
    };
    if !queries::years(app.store()).await?.contains(&year) {
        return Err(Refusal::NotFound);
    }
    let mark = if app.site().demo { "yanshi-" } else { "" };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{mark}{file}\"")),
    ];
    Ok((headers, Body::from_stream(pieces(app.store().clone(), kind, year))).into_response())
}

/// The file piece by piece, so that a year of any size takes little memory. A failure cuts the answer short, which the
/// visitor's program notices.
fn pieces(store: Store, kind: Kind, year: i16) -> ReceiverStream<Result<Bytes, Failed>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::spawn(async move {
        if let Err(error) = write(&store, kind, year, &sender).await {
            tracing::error!(%error, year, "open data could not be written");
            // Nobody may be listening any more.
            let _ = sender.send(Err(error)).await;
        }
    });
    ReceiverStream::new(receiver)
}

/// Why open data broke off.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

type Sender = mpsc::Sender<Result<Bytes, Failed>>;

async fn write(store: &Store, kind: Kind, year: i16, to: &Sender) -> Result<(), Failed> {
    let mut parquet = Parquet::new()?;
    let mut after: Option<String> = None;
    let mut is_first = true;
    loop {
        let page = queries::of_year(store, year, after.as_deref(), BATCH).await?;
        let records: Vec<Record<'_>> = page.rows.iter().map(record).collect();
        let piece = match kind {
            Kind::Csv => data::csv(&records, is_first)?,
            Kind::JsonLines => data::json_lines(&records),
            Kind::Parquet => {
                parquet.add(&records)?;
                parquet.take()?
            }
        };
        is_first = false;
        if to.send(Ok(piece.into())).await.is_err() {
            // The visitor has gone.
            return Ok(());
        }
        after = page.rows.last().map(|last| last.summary.organ.clone());
        if !page.has_more {
            break;
        }
    }
    if let Kind::Parquet = kind {
        // Nobody may be listening any more.
        let _ = to.send(Ok(parquet.finish()?.into())).await;
    }
    Ok(())
}

fn record(with: &WithFigures) -> Record<'_> {
    let summary = &with.summary;
    Record {
        organ: &summary.organ,
        organ_name: &summary.organ_name,
        year: summary.year,
        version: summary.version,
        result: summary.verdict.result.key(),
        signed_on: summary.signed_on,
        tables: with.figures.as_ref().map(|figures| &figures.0),
    }
}
