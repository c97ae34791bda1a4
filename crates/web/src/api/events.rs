//! `GET /api/v1/cases/{id}/events` — 办理记录: what has happened to a case.

use axum::Json;
use axum::extract::{Path, Query, State};
use casework::event::Recorded;
use casework::id::TextId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use services::cases::{Opened, Told};
use services::people::Scope;
use utoipa::{IntoParams, ToSchema};

use super::paging::limit;
use super::problem::ProblemBody;
use crate::error::Refusal;
use crate::extract::client::ApiClient;
use crate::{App, moment};

/// 一页办理记录
#[derive(Serialize, ToSchema)]
pub(crate) struct EventItems {
    /// 按发生的顺序。version、at、by、event、name 之外是各种记录自己的内容；文字以编号表示
    #[schema(value_type = Vec<Object>, example = example)]
    events: Vec<Value>,
    /// 编号对应的文字；令牌有 cases.read 时才有，申请人身份不在其中
    #[schema(value_type = Object)]
    texts: Map<String, Value>,
    /// 下一页的 after；没有下一页时为 null
    next: Option<u32>,
}

fn example() -> Value {
    serde_json::json!([{
        "version": 2,
        "at": "2026-03-30T09:15:00+08:00",
        "by": { "officer": "chensiyuan" },
        "event": "receipt_confirmed",
        "on": "2026-03-30",
        "name": "确认收到"
    }])
}

/// 哪一页
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// 从这个版本之后开始
    #[param(value_type = Option<i64>, minimum = 0, maximum = 4294967295u32)]
    after: Option<u32>,
    /// 最多几条，1到200，默认50
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 办理记录
#[utoipa::path(
    get,
    operation_id = "list_events",
    path = "/api/v1/cases/{id}/events",
    tag = "案件",
    security(("token" = [])),
    params(("id" = String, Path, description = "案件"), Asked),
    responses(
        (status = 200, body = EventItems),
        (status = 404, description = "没有这个案件", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(app): State<App>,
    client: ApiClient,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<EventItems>, Refusal> {
    let limit = limit(asked.limit)? as usize;
    let cases = client.cases(&app)?;
    let opened = client.open(cases, &id).await?;
    let told = match client.has_any(&[Scope::CasesRead]) {
        true => Some(cases.told(&opened).await?),
        false => None,
    };
    let after = asked.after.unwrap_or(0);
    let rest: Vec<&Recorded> = opened.events.iter().filter(|event| event.version > after).collect();
    let events: Vec<Value> = rest.iter().take(limit).map(|event| item(event)).collect();
    let texts = told.map(|told| texts(&opened, &told, &events)).unwrap_or_default();
    let last = rest.get(limit.saturating_sub(1)).map(|event| event.version);
    Ok(Json(EventItems { events, texts, next: last.filter(|_| rest.len() > limit) }))
}

/// One event as a program reads it.
pub(crate) fn item(recorded: &Recorded) -> Value {
    let mut value = serde_json::to_value(recorded).unwrap_or_default();
    value["at"] = instant(recorded.at).into();
    value["name"] = recorded.event.name().into();
    value
}

/// An instant as the clock in China shows it.
pub(crate) fn instant(at: i64) -> String {
    moment::instant(at).to_zoned(law::china::time_zone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The texts that events name, but for who applies: neither identities nor letters, which name the applicant.
fn texts(opened: &Opened, told: &Told, events: &[Value]) -> Map<String, Value> {
    let named = events.iter().filter_map(Value::as_object).flat_map(|event| event.values());
    let named = named.filter_map(Value::as_str).map(TextId::from);
    let letters: Vec<&TextId> = opened.events.iter().filter_map(|recorded| recorded.event.letter()).collect();
    let named = named.filter(|id| !opened.case.identities.contains(id) && !letters.contains(&id));
    named.filter_map(|id| Some((id.to_string(), told.text(&id)?.into()))).collect()
}
