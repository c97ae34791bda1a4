//! `POST /api/v1/clock` — 期限计算: histories as JSON lines, and what the law's clock says of each.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use casework::deadline::history::answer;
use serde::Deserialize;
use utoipa::IntoParams;

use super::problem::{Kind, Problem, ProblemBody};
use super::sent::Sent;
use crate::App;
use crate::error::Refusal;

/// Histories that are explained day by day at once.
const EXPLAINED: usize = 100;

/// Bytes of an answer at most: a line may ask for the days of ten years.
const LONGEST: usize = 8 << 20;

/// 是否逐日说明
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// 列出期限的每一天和理由；一次最多100行
    #[serde(default)]
    explain: bool,
}

/// 计算答复期限
///
/// 每行一个案件历史，如
/// `{"id": "a", "events": [{"type": "received", "date": "2026-03-30"}], "as_of": "2026-04-10"}`；
/// 不用令牌，不保存。事项的类型：received、correction_requested（reply_by）、correction_received、third_party_consulted
/// 和 joint_organ_consulted（party、delivered）、third_party_replied 和 joint_organ_replied（party）、
/// extended（working_days）、fee_notified（delivered）、fee_paid、reasonable_period_set（due）、withdrawn、answered、
/// reanswer_ordered（due）。
#[utoipa::path(
    post,
    operation_id = "reckon_clock",
    path = "/api/v1/clock",
    tag = "期限",
    params(Asked),
    request_body(content = String, content_type = "application/x-ndjson", example = example),
    responses(
        (status = 200, description = "每行一个答案，顺序不变：id、received、state、due、working_days_used、on_time、flags 等；不能计算的行为 id 和 error", content_type = "application/x-ndjson", body = String),
        (status = 400, description = "内容有误", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "超过 1 MiB", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reckon(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    sent: Sent,
) -> Result<Response, Refusal> {
    let histories = sent.text()?.to_owned();
    if asked.explain && histories.lines().count() > EXPLAINED {
        let detail = format!("逐日说明一次最多{EXPLAINED}行");
        return Err(Problem::new(Kind::Malformed, detail).into());
    }
    let calendar = app.cases()?.calendar().clone();
    let answers = app.work().run(move || {
        let mut answers = String::new();
        for line in histories.lines().filter(|line| !line.trim().is_empty()) {
            let answer = serde_json::to_string(&answer(line, asked.explain, &calendar));
            answers.push_str(&answer.map_err(|_| Refusal::Internal)?);
            answers.push('\n');
            if answers.len() > LONGEST {
                let detail = "逐日说明太长，请分几次计算".to_owned();
                return Err(Problem::new(Kind::Malformed, detail).into());
            }
        }
        Ok(answers)
    });
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], Body::from(answers.await?)).into_response())
}

fn example() -> serde_json::Value {
    let line =
        r#"{"id": "a", "events": [{"type": "received", "date": "2026-03-30"}], "as_of": "2026-04-10"}"#;
    line.into()
}
