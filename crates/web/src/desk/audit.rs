//! `GET /desk/audit` — what is written down about the installation (审计日志): for the auditor alone.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use services::people::{Role, words};
use store::audit::{Logged, log};

use super::Desk;
use super::names::Names;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::view::{Page, render};
use crate::{App, moment};

/// Entries on a page.
const ROWS: u32 = 100;

#[derive(Template)]
#[template(path = "desk/audit.html")]
struct Audit {
    page: Page,
    desk: Desk,
    rows: Vec<Row>,
    /// The place before which the next page begins.
    next: Option<i64>,
}

/// An entry.
struct Row {
    position: i64,
    at: String,
    actor: String,
    what: String,
    about: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    before: Option<i64>,
}

/// `GET /desk/audit`.
pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let found = log(app.store(), None, asked.before, ROWS).await?;
    let next = found.rows.last().filter(|_| found.has_more).map(|last| last.position);
    let mut names = Names::default();
    let mut rows = Vec::new();
    for logged in found.rows {
        rows.push(row(&app, &mut names, logged).await?);
    }
    let desk = Desk::new(&app, &officer, "audit").await?;
    Ok(render(&Audit { page: Page::new(&app, display, "/desk/audit", ""), desk, rows, next }))
}

async fn row(app: &App, names: &mut Names, Logged { position, entry }: Logged) -> Result<Row, Refusal> {
    let at = moment::instant(entry.at);
    let at = at.to_zoned(law::china::time_zone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let actor = if entry.actor.is_empty() {
        "程序".to_owned()
    } else {
        names.person_and_name(app.store(), &entry.actor).await?
    };
    let what = words(&entry.kind).map_or(entry.kind, str::to_owned);
    let detail: Map<String, Value> = serde_json::from_str(&entry.detail).unwrap_or_default();
    let mut about = Vec::new();
    for (key, value) in detail {
        let said = said(&value);
        match key.as_str() {
            "account" if !said.is_empty() => about.push(names.person_and_name(app.store(), &said).await?),
            _ if !said.is_empty() => about.push(said),
            _ => {}
        }
    }
    Ok(Row { position, at, actor, what, about: about.join("；") })
}

/// A value as people read it; a role by its name.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.parse::<Role>().map_or_else(|_| text.clone(), |role| role.to_string()),
        Value::Bool(is_so) => if *is_so { "是" } else { "否" }.to_owned(),
        Value::Array(values) => values.iter().map(said).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}
