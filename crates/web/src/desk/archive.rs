//! `/desk/archive` — 归档: the files that were archived in a year, for how long they are kept, and the hand-over list as a workbook.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use services::cases::ArchiveLine;
use typeset::Format;
use typeset::summary::{self, Column, Field, Summary, Table, Tone};

use super::Desk;
use super::year::OfYear;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render};
use crate::{App, download};

#[derive(Template)]
#[template(path = "desk/archive.html")]
struct ArchivePage {
    page: Page,
    desk: Desk,
    year: i16,
    rows: Vec<Row>,
}

struct Row {
    /// The case; none for one that only others may see.
    case: Option<(String, String)>,
    title: String,
    outcome: &'static str,
    received: String,
    ended: String,
    archived: String,
    retention: String,
    until: String,
}

async fn rows(app: &App, officer: &Officer, asked: OfYear) -> Result<(i16, Vec<Row>), Refusal> {
    let year = asked.year()?;
    let viewer = officer.officer_id();
    let row = |line: ArchiveLine| {
        let summary = &line.case.summary;
        let may_see = summary.is_for(&viewer);
        let date = |on: Option<jiff::civil::Date>| on.map(|on| on.to_string()).unwrap_or_default();
        // An answer anew is the one that the file ends with.
        let (outcome, ended) = match summary.anew {
            Some((outcome, on)) => (Some(outcome), Some(on)),
            None => (summary.outcome, summary.ended.map(|ended| ended.on)),
        };
        let title = format!("{}：{}", line.gist.applicant, line.gist.request);
        Row {
            case: may_see.then(|| (line.case.case.to_string(), summary.number.clone())),
            title: if may_see { title } else { "限定知悉".to_owned() },
            outcome: outcome.filter(|_| may_see).map_or("", law::outcome::Outcome::name),
            received: date(summary.received),
            ended: date(ended),
            archived: line.archived.on.to_string(),
            retention: line.archived.retention.clone(),
            until: line.archived.until.map_or_else(|| "不设期限".to_owned(), |day| day.to_string()),
        }
    };
    let lines = officer.cases(app)?.archive(year).await?;
    Ok((year, lines.into_iter().map(row).collect()))
}

pub(crate) async fn list(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Query(asked): Query<OfYear>,
) -> Result<Response, Refusal> {
    let (year, rows) = rows(&app, &officer, asked).await?;
    Ok(render(&ArchivePage {
        page: Page::new(&app, display, "/desk/archive", ""),
        desk: Desk::new(&app, &officer, "archive").await?,
        year,
        rows,
    }))
}

/// `GET /desk/archive/list.xlsx` — 移交目录.
pub(crate) async fn file(
    State(app): State<App>,
    officer: Officer,
    Query(asked): Query<OfYear>,
) -> Result<Response, Refusal> {
    let (year, rows) = rows(&app, &officer, asked).await?;
    let columns = [
        ("number", "登记编号", 8),
        ("title", "申请人和申请内容", 30),
        ("outcome", "办理结果", 14),
        ("received", "收到", 8),
        ("ended", "办结", 8),
        ("archived", "归档", 8),
        ("retention", "保管期限", 8),
        ("until", "保管至", 8),
    ];
    let line = |row: Row| {
        let number = row.case.map_or_else(|| "限定知悉".to_owned(), |(_, number)| number);
        let outcome = row.outcome.to_owned();
        let cells =
            [number, row.title, outcome, row.received, row.ended, row.archived, row.retention, row.until];
        summary::Row { tone: Tone::Plain, fields: cells.map(Field::from).to_vec() }
    };
    let table = Table {
        key: "archive",
        title: format!("{year}年归档"),
        columns: columns.map(|(key, heading, width)| Column::new(key, heading, width)).to_vec(),
        rows: rows.into_iter().map(line).collect(),
    };
    let organ = officer.cases(&app)?.settings().letters.organ.clone();
    let title = format!("{organ}{year}年政府信息公开申请案卷移交目录");
    let notes = app.site().watermark().map(str::to_owned).into_iter().collect();
    let summary = Summary { title: title.clone(), notes, tables: vec![table] };
    let bytes = app.work().run(move || Ok(summary::write(&summary, summary::Format::Xlsx)?)).await?;
    Ok(download::private(bytes, Format::Xlsx.media_type(), &format!("{title}.xlsx")))
}
