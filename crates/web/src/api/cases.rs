//! `/api/v1/cases` — 登记申请、工作清单: registering applications, and what is open.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use casework::decide;
use casework::id::{CaseId, DepartmentId};
use jiff::civil::Date;
use law::WorkCalendar;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use services::cases::NewCase;
use store::cases::{After, Filter, Listed, work_list};
use utoipa::{IntoParams, ToSchema};

use super::paging::{after, limit, word};
use super::problem::{Kind, Problem, ProblemBody};
use super::schema::{ApplicantClass, Applying, CaseKind, Channel, Stage};
use super::sent::Sent;
use crate::error::Refusal;
use crate::extract::client::ApiClient;
use crate::name::key;
use crate::{App, moment};

/// 登记的回执
#[derive(Serialize, ToSchema)]
#[schema(example = registered)]
pub(crate) struct Registered {
    /// 案件
    id: String,
    /// 登记编号
    number: String,
    /// 查询码，交给申请人；凭编号和查询码可以查询、补正、撤回
    code: String,
    /// 同一个 Idempotency-Key 以前已经登记过，这次没有再登记
    again: bool,
}

fn registered() -> Value {
    json!({"id": "0198f3a0c0de7000800000000000000a", "number": "2026-0121", "code": "7KQ2MXPA9C", "again": false})
}

/// 登记一件申请
#[utoipa::path(
    post,
    operation_id = "register_case",
    path = "/api/v1/cases",
    tag = "案件",
    security(("token" = [])),
    params(("Idempotency-Key" = String, Header, description = "重复发送时用同一个值，只登记一次", pattern = "^[!#-~]{1,200}$")),
    request_body = Applying,
    responses(
        (status = 201, body = Registered, headers(("Location" = String, description = "案件的地址"))),
        (status = 200, description = "以前已经登记", body = Registered),
        (status = 400, description = "内容有误，或者没有 Idempotency-Key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "没有可用的令牌", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "令牌没有权限", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "不能登记，reasons 是全部理由", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn register(
    State(app): State<App>,
    client: ApiClient,
    sent: Sent,
) -> Result<Response, Refusal> {
    let cases = client.cases(&app)?;
    let applying: decide::Applying = sent.json()?;
    if !applying.files.is_empty() {
        let detail = "登记时案件还没有附件，files 只能为空";
        return Err(Problem::new(Kind::Malformed, detail).into());
    }
    let Some(key) = sent.key(&app, &client, app.now()).await? else {
        let detail = "登记要带 Idempotency-Key，否则重复发送会登记两次";
        return Err(Problem::new(Kind::KeyMissing, detail).into());
    };
    let new = NewCase { applying, by: client.actor(), split_from: None, key: Some(key) };
    let receipt = cases.apply(new, moment::random(), moment::now()).await.map_err(Problem::of)?;
    let status = if receipt.again { StatusCode::OK } else { StatusCode::CREATED };
    let location = [(LOCATION, format!("/api/v1/cases/{}", receipt.case))];
    let body = Registered {
        id: receipt.case.to_string(),
        number: receipt.number,
        code: receipt.code,
        again: receipt.again,
    };
    Ok((status, location, Json(body)).into_response())
}

/// 清单中的案件
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseItem {
    /// 案件
    pub(super) id: String,
    /// 登记编号
    number: String,
    /// 版本
    version: u32,
    #[schema(value_type = CaseKind)]
    kind: String,
    #[schema(value_type = Channel)]
    channel: String,
    #[schema(value_type = ApplicantClass)]
    class: String,
    #[schema(value_type = Stage)]
    stage: String,
    /// 办理环节的名称
    stage_name: &'static str,
    /// 收件日期
    #[schema(format = Date)]
    arrived: String,
    /// 收到申请之日；待确认的为 null
    #[schema(format = Date)]
    received: Option<String>,
    /// 本机关的期限
    #[schema(format = Date)]
    due: Option<String>,
    /// 离期限还有几个工作日；没有期限或者已经过期的为 null
    working_days_left: Option<u32>,
    /// 是否已经过期
    overdue: bool,
    /// 申请人补正、缴费的期限
    #[schema(format = Date)]
    applicant_due: Option<String>,
    /// 期限依据的放假安排尚未公布
    provisional: bool,
    /// 办结的日期和表三的行
    #[schema(value_type = Option<Object>)]
    ended: Value,
    /// 第一次答复的结果，如 G2
    outcome: Option<String>,
    /// 第一次答复是否按期
    on_time: Option<bool>,
    /// 是否有存疑事项
    flagged: bool,
    /// 是否正在重新办理
    reopened: bool,
    /// 主题标签
    tags: Vec<String>,
    /// 科室还没有反馈的任务
    #[schema(value_type = Vec<Object>)]
    owed: Value,
}

impl CaseItem {
    pub(super) fn of(listed: &Listed, today: Date, calendar: &WorkCalendar) -> CaseItem {
        let summary = &listed.summary;
        let due = summary.due.filter(|_| summary.stage.is_open());
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        CaseItem {
            id: listed.case.to_string(),
            number: summary.number.clone(),
            version: summary.version,
            kind: key(summary.kind),
            channel: key(summary.channel),
            class: key(summary.class),
            stage: key(summary.stage),
            stage_name: summary.stage.name(),
            arrived: summary.arrived.to_string(),
            received: day(summary.received),
            due: day(summary.due),
            working_days_left: due
                .filter(|due| today <= *due)
                .map(|due| calendar.working_days_between(today, due)),
            overdue: due.is_some_and(|due| due < today),
            applicant_due: day(summary.applicant_due),
            provisional: summary.provisional,
            ended: json!(summary.ended),
            outcome: summary.outcome.map(key),
            on_time: summary.on_time,
            flagged: summary.flagged,
            reopened: summary.reopened,
            tags: summary.tags.clone(),
            owed: json!(summary.owed),
        }
    }

    /// The item for whoever may not see the case: it counts, and what it is about is not told.
    pub(super) fn without_matter(self) -> CaseItem {
        CaseItem { outcome: None, tags: Vec::new(), owed: json!([]), ..self }
    }
}

/// 一页案件
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseItems {
    pub(super) cases: Vec<CaseItem>,
    /// 下一页的 after；没有下一页时为 null
    pub(super) next: Option<String>,
}

/// 筛选条件
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// 办理环节，如 in_hand
    #[param(value_type = Option<Stage>)]
    stage: Option<String>,
    /// 还没有反馈的科室
    department: Option<String>,
    /// 主题标签
    tag: Option<String>,
    /// 只要过期的
    #[serde(default)]
    overdue: bool,
    /// 上一页给出的 next
    after: Option<String>,
    /// 最多几件，1到200，默认50
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 工作清单：没有办结的案件，期限近的在前
#[utoipa::path(
    get,
    operation_id = "list_cases",
    path = "/api/v1/cases",
    tag = "案件",
    security(("token" = [])),
    params(Asked),
    responses(
        (status = 200, body = CaseItems),
        (status = 400, description = "参数有误", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(app): State<App>,
    client: ApiClient,
    Query(asked): Query<Asked>,
) -> Result<Json<CaseItems>, Refusal> {
    let cases = client.cases(&app)?;
    let today = moment::now().today;
    let (viewer, department) = (client.officer(), asked.department.map(DepartmentId::from));
    let filter = Filter {
        stage: asked.stage.as_deref().map(|stage| word("stage", stage)).transpose()?,
        department: department.as_ref(),
        tag: asked.tag.as_deref(),
        person: None,
        due_before: asked.overdue.then_some(today),
        viewer: Some(&viewer),
    };
    let after = after(asked.after.as_deref(), |after| {
        let (due, case) = after.split_once('/')?;
        let due = if due == "-" { None } else { Some(due.parse().ok()?) };
        Some(After { due, case: CaseId::from(case) })
    })?;
    let limit = limit(asked.limit)?;
    let found = work_list(cases.store(), cases.organ(), &filter, after.as_ref(), limit).await?;
    let next = found.rows.last().filter(|_| found.has_more).map(|last| {
        let due = last.summary.due.map_or_else(|| "-".to_owned(), |due| due.to_string());
        format!("{due}/{}", last.case)
    });
    let cases = found.rows.iter().map(|listed| CaseItem::of(listed, today, cases.calendar())).collect();
    Ok(Json(CaseItems { cases, next }))
}
