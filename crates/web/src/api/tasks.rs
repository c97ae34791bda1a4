//! `GET /api/v1/tasks` — 会办任务: which department still owes what.

use axum::Json;
use axum::extract::{Query, State};
use casework::id::{CaseId, DepartmentId, TaskId};
use serde::{Deserialize, Serialize};
use store::cases::{AfterOwed, owed};
use utoipa::{IntoParams, ToSchema};

use super::paging::{after, limit};
use super::problem::ProblemBody;
use crate::error::Refusal;
use crate::extract::client::ApiClient;
use crate::{App, moment};

/// 科室还没有反馈的一项任务
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskItem {
    /// 案件
    case: String,
    /// 登记编号
    number: String,
    /// 任务在案件中的序号
    task: u16,
    /// 科室
    department: String,
    /// 反馈期限
    #[schema(format = Date)]
    due: String,
    /// 是否已经过期
    overdue: bool,
}

/// 一页任务
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskItems {
    /// 期限近的在前
    tasks: Vec<TaskItem>,
    /// 下一页的 after；没有下一页时为 null
    next: Option<String>,
}

/// 筛选条件
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// 科室；不填则全部
    department: Option<String>,
    /// 上一页给出的 next
    after: Option<String>,
    /// 最多几项，1到200，默认50
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 哪些科室还没有反馈
#[utoipa::path(
    get,
    operation_id = "list_tasks",
    path = "/api/v1/tasks",
    tag = "案件",
    security(("token" = [])),
    params(Asked),
    responses(
        (status = 200, body = TaskItems),
        (status = 400, description = "参数有误", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(app): State<App>,
    client: ApiClient,
    Query(asked): Query<Asked>,
) -> Result<Json<TaskItems>, Refusal> {
    let cases = client.cases(&app)?;
    let today = moment::now().today;
    let department = asked.department.map(DepartmentId::from);
    let after = after(asked.after.as_deref(), |after| {
        let mut pieces = after.splitn(3, '/');
        let (due, task) = (pieces.next()?.parse().ok()?, pieces.next()?.parse().ok()?);
        Some(AfterOwed { due, task: TaskId(task), case: CaseId::from(pieces.next()?) })
    })?;
    let (limit, viewer) = (limit(asked.limit)?, client.officer());
    let found =
        owed(cases.store(), cases.organ(), department.as_ref(), Some(&viewer), after.as_ref(), limit).await?;
    let next = found.rows.last().filter(|_| found.has_more);
    let next = next.map(|last| format!("{}/{}/{}", last.due, last.task.0, last.case));
    let tasks = found.rows.into_iter().map(|one| TaskItem {
        case: one.case.to_string(),
        number: one.number,
        task: one.task.0,
        department: one.department.to_string(),
        due: one.due.to_string(),
        overdue: one.due < today,
    });
    Ok(Json(TaskItems { tasks: tasks.collect(), next }))
}
