//! `GET /desk/cases` — 待办清单: open cases, the most urgent first, with what is left and who owes what.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use casework::Stage;
use casework::id::{CaseId, DepartmentId, OfficerId};
use casework::summary::Summary;
use jiff::civil::Date;
use law::WorkCalendar;
use serde::Deserialize;
use services::cases::{Cases, Gist};
use store::cases::{After, Filter, Listed, by_number, work_list};

use super::office::Office;
use crate::desk::Desk;
use crate::display::Display;
use crate::error::Refusal;
use crate::extract::officer::Officer;
use crate::name::{key, named};
use crate::view::clock::Due;
use crate::view::{Page, long_date, render};
use crate::{App, moment, percent};

/// Cases on a page.
const ON_A_PAGE: u32 = 50;

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// 登记编号 of the one case that is looked for, open or closed.
    number: String,
    stage: String,
    department: String,
    tag: String,
    /// Where the page before ended: day, then case.
    after_due: String,
    after: String,
}

#[derive(Template)]
#[template(path = "desk/cases/list.html")]
struct ListPage {
    page: Page,
    desk: Desk,
    today: String,
    rows: Vec<Row>,
    stages: Vec<(String, &'static str)>,
    departments: Vec<(String, String)>,
    asked: Asked,
    /// How many applications wait for their receipt to be confirmed, on the first page of the whole list.
    unconfirmed: Option<String>,
    /// Whether nothing was asked for.
    is_whole: bool,
    next: Option<String>,
}

/// A case in a list.
pub(crate) struct Row {
    pub(crate) id: CaseId,
    pub(crate) number: String,
    pub(crate) due: Option<Due>,
    pub(crate) stage: &'static str,
    pub(crate) received: String,
    pub(crate) class: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) owed: String,
    pub(crate) tags: String,
    pub(crate) gist: Gist,
}

impl Row {
    /// The rows of cases.
    pub(crate) async fn all(
        cases: &Cases,
        office: &Office,
        viewer: &OfficerId,
        listed: &[Listed],
        today: Date,
    ) -> Result<Vec<Row>, Refusal> {
        let mut rows = Vec::with_capacity(listed.len());
        for one in listed {
            if one.summary.is_for(viewer) {
                rows.push(Row::of(one, cases.gist(one).await?, office, today, cases.calendar()));
                continue;
            }
            // It counts in statistics like any other; what it is about is for those who are named.
            let gist = Gist { request: "限定知悉人员的案件".to_owned(), applicant: String::new() };
            let row = Row::of(one, gist, office, today, cases.calendar());
            rows.push(Row { owed: String::new(), tags: String::new(), ..row });
        }
        Ok(rows)
    }

    fn of(listed: &Listed, gist: Gist, office: &Office, today: Date, calendar: &WorkCalendar) -> Row {
        let summary = &listed.summary;
        let owed = summary.owed.iter();
        let owed: Vec<String> =
            owed.map(|owed| format!("{} {}前反馈", office.department(&owed.department), owed.due)).collect();
        Row {
            id: listed.case.clone(),
            number: summary.number.clone(),
            due: due(summary, today, calendar),
            stage: summary.stage.name(),
            received: match summary.received {
                Some(received) => received.to_string(),
                None => format!("{}到，待确认", summary.arrived),
            },
            class: summary.class.name(),
            channel: summary.channel.name(),
            owed: owed.join("；"),
            tags: summary.tags.join("、"),
            gist,
        }
    }
}

/// The deadline of a case as lists show it.
pub(super) fn due(summary: &Summary, today: Date, calendar: &WorkCalendar) -> Option<Due> {
    if !summary.stage.is_open() {
        return None;
    }
    match (summary.applicant_due, summary.stage_until, summary.due) {
        (Some(last), _, _) => Some(Due::paused(Some(last), "等待申请人")),
        (_, Some(over), Some(_)) if over > today => Some(Due::paused(over.yesterday().ok(), "征求意见")),
        (_, _, Some(due)) => Some(Due::of(due, today, calendar)),
        _ => None,
    }
}

pub(crate) async fn list(
    State(app): State<App>,
    officer: Officer,
    display: Display,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let cases = officer.cases(&app)?;
    let today = moment::now().today;
    if !asked.number.trim().is_empty()
        && let Some(found) = by_number(cases.store(), cases.organ(), asked.number.trim()).await?
        && found.summary.is_for(&officer.officer_id())
    {
        return Ok(Redirect::to(&format!("/desk/cases/{}", found.case)).into_response());
    }
    let department = (!asked.department.is_empty()).then(|| DepartmentId::from(asked.department.as_str()));
    let viewer = officer.officer_id();
    let filter = Filter {
        stage: named(&asked.stage),
        department: department.as_ref(),
        tag: Some(asked.tag.as_str()).filter(|tag| !tag.is_empty()),
        viewer: Some(&viewer),
        person: None,
        due_before: None,
    };
    let after = (!asked.after.is_empty())
        .then(|| After { due: asked.after_due.parse().ok(), case: CaseId::from(asked.after.as_str()) });
    let found = work_list(cases.store(), cases.organ(), &filter, after.as_ref(), ON_A_PAGE).await?;
    let next = found.rows.last().filter(|_| found.has_more).map(|last| next_page(&asked, last));
    let is_whole =
        [&asked.stage, &asked.department, &asked.tag, &asked.after].iter().all(|text| text.is_empty());
    let unconfirmed = if is_whole { unconfirmed(cases, &viewer).await? } else { None };
    let office = Office::of(&app).await?;
    Ok(render(&ListPage {
        page: Page::new(&app, display, "/desk/cases", ""),
        desk: Desk::new(&app, &officer, "list").await?,
        today: long_date(today),
        rows: Row::all(cases, &office, &viewer, &found.rows, today).await?,
        stages: Stage::ALL
            .into_iter()
            .filter(|stage| stage.is_open())
            .map(|stage| (key(stage), stage.name()))
            .collect(),
        departments: office.departments(),
        unconfirmed,
        is_whole,
        asked,
        next,
    }))
}

/// How many applications wait for their receipt to be confirmed; none when no one does. Their period begins with it, so they have
/// no day by which the list could order them.
async fn unconfirmed(cases: &Cases, viewer: &OfficerId) -> Result<Option<String>, Refusal> {
    let filter = Filter { stage: Some(Stage::Unconfirmed), viewer: Some(viewer), ..Filter::default() };
    let found = work_list(cases.store(), cases.organ(), &filter, None, ON_A_PAGE).await?;
    let count = found.rows.len();
    let more = if found.has_more { "以上" } else { "" };
    Ok((count > 0).then(|| format!("{count}件{more}")))
}

/// The address of the page after this one.
fn next_page(asked: &Asked, last: &Listed) -> String {
    let due = last.summary.due.map(|due| due.to_string()).unwrap_or_default();
    let parts = [
        ("stage", asked.stage.as_str()),
        ("department", asked.department.as_str()),
        ("tag", asked.tag.as_str()),
        ("after_due", due.as_str()),
        ("after", last.case.as_str()),
    ];
    let query = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = query.map(|(name, value)| format!("{name}={}", percent::text(value))).collect();
    format!("/desk/cases?{}", query.join("&"))
}
