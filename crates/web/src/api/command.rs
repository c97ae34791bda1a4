//! `POST /api/v1/cases/{id}/commands` — 办理: one command to one case, at the version that was seen.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use casework::decide::{self, Verb};
use serde::Serialize;
use serde_json::{Value, json};
use services::cases::{Acted, Doing, Failure, rights};
use services::people::Role;
use store::cases::{find, outcome};
use utoipa::ToSchema;

use super::problem::{Problem, ProblemBody};
use super::schema::{Command, Stage};
use super::sent::{Sent, seen, tag};
use crate::error::Refusal;
use crate::extract::client::{ApiClient, lacks};
use crate::name::key;
use crate::{App, moment};

/// 办理的结果
#[derive(Serialize, ToSchema)]
#[schema(example = example)]
pub(crate) struct Done {
    /// 这条命令之后案件的版本，即它的办理记录的序号
    version: u32,
    /// 同一个 Idempotency-Key 以前已经办理过，这次没有再办
    again: bool,
    /// 案件现在的环节
    #[schema(value_type = Stage)]
    stage: String,
    /// 环节的名称
    stage_name: &'static str,
    /// 现在的期限
    #[schema(format = Date)]
    due: Option<String>,
}

fn example() -> Value {
    json!({"version": 2, "again": false, "stage": "in_hand", "stage_name": "办理中", "due": "2026-04-28"})
}

/// 办理一条命令
#[utoipa::path(
    post,
    operation_id = "act_on_case",
    path = "/api/v1/cases/{id}/commands",
    tag = "案件",
    security(("token" = [])),
    params(
        ("id" = String, Path, description = "案件"),
        ("If-Match" = String, Header, description = "读到的版本，如 \"3\" 或者案件的 ETag；不论版本都要办的写 *", pattern = r#"^(\*|"[0-9]{1,9}(-[0-9]{8})?")$"#),
        ("Idempotency-Key" = Option<String>, Header, description = "重复发送时用同一个值，只办一次", pattern = "^[!#-~]{1,200}$"),
    ),
    request_body = Command,
    responses(
        (status = 200, body = Done, headers(("ETag" = String, description = "案件新的版本"))),
        (status = 400, description = "内容有误", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "令牌没有权限，或者账号没有这一角色", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "没有这个案件", body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "读取之后有了新的办理记录，列在 since", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "不能办理，reasons 是全部理由", body = ProblemBody, content_type = "application/problem+json"),
        (status = 428, description = "没有 If-Match", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn act(
    State(app): State<App>,
    client: ApiClient,
    Path(id): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Refusal> {
    let cases = client.cases(&app)?;
    let opened = client.open(cases, &id).await?;
    let command: decide::Command = sent.json()?;
    let seen = seen(&headers)?;
    let key = sent.key(&app, &client, app.now()).await?;
    let before = match &key {
        Some(key) => outcome(cases.store(), cases.organ(), key).await?,
        None => None,
    };
    if let Some(done) = before {
        // Whether it may be done was decided then.
        return answer(cases, &opened.id, Acted { version: done.version, again: true }).await;
    }
    let verb = Verb::of(&command);
    let step = opened.case.next_review();
    if !rights::may(&client.roles, verb, step) {
        let may: Vec<Role> =
            Role::BUSINESS.into_iter().filter(|role| rights::may(&[*role], verb, step)).collect();
        return Err(lacks(&may));
    }
    let doing = Doing { command, by: client.actor(), seen, key };
    match cases.act(&opened.id, doing, moment::now()).await {
        Ok(acted) => answer(cases, &opened.id, acted).await,
        Err(Failure::Changed { since }) if since.is_empty() => {
            // A version that never was, or so much at once that nothing could be written: what the case is now says enough.
            let opened = client.open(cases, &id).await?;
            let seen = seen.unwrap_or(opened.case.version);
            let since = opened.events.into_iter().filter(|event| event.version > seen).collect();
            let problem = Problem::changed(opened.case.version, since);
            Err(problem.into())
        }
        Err(failure) => Err(Problem::of(failure)),
    }
}

async fn answer(
    cases: &services::cases::Cases,
    id: &casework::id::CaseId,
    acted: Acted,
) -> Result<Response, Refusal> {
    let now = find(cases.store(), cases.organ(), id).await?.ok_or(Refusal::NotFound)?.summary;
    let done = Done {
        version: acted.version,
        again: acted.again,
        stage: key(now.stage),
        stage_name: now.stage.name(),
        due: now.due.map(|due| due.to_string()),
    };
    Ok(([(ETAG, tag(now.version, moment::now().today))], Json(done)).into_response())
}
