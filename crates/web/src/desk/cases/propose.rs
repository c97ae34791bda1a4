//! `GET /desk/cases/{id}/propose` — 拟办: the kind of decision is chosen first; what it needs is asked for next.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use casework::event::CaseKind;
use law::exemption::Ground;
use law::outcome::Outcome;
use serde::Deserialize;

use crate::App;
use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::key;
use crate::view::{Page, render};

#[derive(Template)]
#[template(path = "desk/cases/propose.html")]
struct ProposePage {
    page: Page,
    desk: Desk,
    case: String,
    number: String,
    /// Value, label, article.
    outcomes: Vec<(String, &'static str, String)>,
    grounds: Vec<(String, &'static str)>,
    /// What has to be chosen before it goes on.
    missing: Option<&'static str>,
    /// The outcome of the draft that there is.
    before: String,
}

/// What was not chosen.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    missing: String,
}

pub(crate) async fn choose(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let opened = officer.open(cases, &id).await?;
    let outcomes = if opened.case.kind == CaseKind::RecordCorrection {
        vec![("record".to_owned(), "更正本人信息的处理结果", "第41条".to_owned())]
    } else {
        // Those that lapse are nobody's decision.
        let decided = Outcome::ALL.into_iter().filter(|one| !matches!(one, Outcome::O1 | Outcome::O2));
        decided.map(|outcome| (key(outcome), outcome.name(), outcome.under().short())).collect()
    };
    Ok(render(&ProposePage {
        page: Page::new(&app, display, &format!("/desk/cases/{id}/propose"), ""),
        desk: Desk::new(&app, &officer, "list").await?,
        number: opened.case.number.clone(),
        missing: match asked.missing.as_str() {
            "parts" => Some("部分公开的，请选择不予公开的部分各是什么理由"),
            "outcome" => Some("请选择办理结果"),
            _ => None,
        },
        before: opened.case.draft.as_ref().map(|draft| key(draft.outcome)).unwrap_or_default(),
        case: id,
        outcomes,
        grounds: Ground::ALL.into_iter().map(|ground| (key(ground), ground.name())).collect(),
    }))
}
