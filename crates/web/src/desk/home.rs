//! `GET /desk` — where somebody arrives who has signed in: what waits for them, and where everything is.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use casework::Stage;
use casework::id::DepartmentId;
use casework::proceeding::Proceeding;
use casework::process::ReviewStep;
use services::annual::progress::{Act, Stage as ReportStage};
use services::people::Role;
use store::cases::{Filter, work_list};

use super::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::key;
use crate::view::{Page, render};
use crate::{App, moment};

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home {
    page: Page,
    desk: Desk,
    waiting: Vec<Waiting>,
}

/// What waits for somebody (待办).
struct Waiting {
    what: String,
    count: String,
    path: String,
}

/// Cases that are counted one by one; of more there are many.
const COUNTED: u32 = 99;

/// The stages in which a case waits for somebody with a role, and for which step of review. Handlers owe what departments owe.
fn stages(role: Role) -> &'static [(Stage, Option<ReviewStep>)] {
    match role {
        Role::Clerk => &[(Stage::Unconfirmed, None), (Stage::InHand, None), (Stage::AwaitingDelivery, None)],
        Role::SecrecyReviewer => &[(Stage::InReview, Some(ReviewStep::Secrecy))],
        Role::OfficeHead => &[(Stage::InReview, Some(ReviewStep::Review))],
        Role::Leader => &[(Stage::AwaitingSignature, None)],
        Role::Handler => &[(Stage::InHand, None)],
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => &[],
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    display: Display,
    officer: Officer,
) -> Result<Response, Refusal> {
    let desk = Desk::new(&app, &officer, "home").await?;
    let waiting = if desk.may_see("/desk/cases") { waiting(&app, &officer).await? } else { Vec::new() };
    Ok(render(&Home { page: Page::new(&app, display, "/desk", ""), desk, waiting }))
}

async fn waiting(app: &App, officer: &Officer) -> Result<Vec<Waiting>, Refusal> {
    // Officers of other authorities have no cases here.
    let Ok(cases) = officer.cases(app) else { return Ok(Vec::new()) };
    let (viewer, today) = (officer.officer_id(), moment::now().today);
    let count = async |filter: Filter<'_>, step: Option<ReviewStep>| -> Result<Option<String>, Refusal> {
        let filter = Filter { viewer: Some(&viewer), ..filter };
        let found = work_list(cases.store(), cases.organ(), &filter, None, COUNTED).await?;
        let waits = |review: Option<ReviewStep>| step.is_none() || review.is_none() || review == step;
        let waiting = found.rows.iter().filter(|listed| waits(listed.summary.review)).count();
        let more = if found.has_more { "以上" } else { "" };
        Ok((waiting > 0).then(|| format!("{waiting}件{more}")))
    };
    let mut waiting = Vec::new();
    let acts = officer.roles.iter().any(|role| matches!(role, Role::Clerk | Role::OfficeHead));
    let overdue = Filter { due_before: Some(today), ..Filter::default() };
    if acts && let Some(count) = count(overdue, None).await? {
        waiting.push(Waiting { what: "已经超期".to_owned(), count, path: "/desk/cases".to_owned() });
    }
    let mut stages: Vec<_> = officer.roles.iter().flat_map(|role| stages(*role)).copied().collect();
    stages.sort();
    stages.dedup();
    for (stage, step) in stages {
        if let Some(count) = count(Filter { stage: Some(stage), ..Filter::default() }, step).await? {
            let what = step.map_or_else(|| stage.name().to_owned(), |step| format!("待{}", step.name()));
            waiting.push(Waiting { what, count, path: format!("/desk/cases?stage={}", key(stage)) });
        }
    }
    if acts {
        let soon = cases.calendar().nth_working_day_after(today, 5);
        let contested = cases.unanswered().await?;
        let seen = contested.iter().filter(|case| case.summary.is_for(&viewer));
        let waits = |one: &&Proceeding| one.is_unanswered() && one.answer_due(cases.calendar()) <= soon;
        let unanswered = seen.flat_map(|case| &case.summary.proceedings).filter(waits).count();
        if unanswered > 0 {
            let (what, path) = ("复议、诉讼待答复".to_owned(), "/desk/remedies".to_owned());
            waiting.push(Waiting { what, count: format!("{unanswered}件"), path });
        }
    }
    for department in officer.departments.iter().map(|id| DepartmentId::from(id.as_str())) {
        if let Some(count) =
            count(Filter { department: Some(&department), ..Filter::default() }, None).await?
        {
            waiting.push(Waiting { what: "科室会办".to_owned(), count, path: "/desk/owed".to_owned() });
        }
    }
    let year = today.year() - 1;
    let next = match super::annual::annual(app, officer)?.progress(year).await?.stage {
        ReportStage::Drafting => Some(Act::Submit),
        ReportStage::InReview => Some(Act::Approve),
        ReportStage::Approved => Some(Act::Sign),
        ReportStage::Signed => Some(Act::Publish),
        ReportStage::Published => None,
    };
    if let Some(next) = next.filter(|next| next.is_for(&officer.roles)) {
        let what = format!("{year}年度报告待{}", next.name());
        waiting.push(Waiting { what, count: "1份".to_owned(), path: format!("/desk/annual/{year}") });
    }
    Ok(waiting)
}
