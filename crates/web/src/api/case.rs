//! `GET /api/v1/cases/{id}` — 案件: where it stands, its clock, what may be done with it and what may not and why.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::applicant::{ApplicantClass, Identity, masked_name, masked_number};
use casework::case::Case;
use casework::deadline::explain;
use casework::decide::Verb;
use casework::id::{ConsultationId, TextId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use services::cases::{Cases, Moment, Opened, Told, rights};
use services::people::Scope;
use store::cases::Listed;
use utoipa::{IntoParams, ToSchema};

use super::cases::CaseItem;
use super::problem::{self, Kind, Problem, ProblemBody, ReasonBody};
use super::schema::{ClockState, Flag, ReviewStep};
use super::sent::{has_already, tag};
use crate::error::Refusal;
use crate::extract::client::ApiClient;
use crate::name::key;
use crate::{App, moment};

/// 案件
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseBody {
    #[serde(flatten)]
    summary: CaseItem,
    /// 期限计算；收到之前为 null
    clock: Option<ClockBody>,
    /// 现在可以办理的事项
    allowed: Vec<Allowed>,
    /// 现在不能办理的事项，和全部理由
    refused: Vec<NotAllowed>,
    /// 等待哪一环节的审批
    #[schema(value_type = Option<ReviewStep>)]
    next_review: Option<String>,
    /// 拟办意见：编号（审批和签发时写明）、结果、已经同意的环节
    #[schema(value_type = Option<Object>)]
    draft: Value,
    /// 征求意见：编号、对象、寄出、送达、意见
    #[schema(value_type = Vec<Object>)]
    consultations: Value,
    /// 科室任务：编号、科室、期限、怎样结束
    #[schema(value_type = Vec<Object>)]
    tasks: Value,
    /// 已经送达的答复：文号、日期、结果、途径
    #[schema(value_type = Vec<Object>)]
    answers: Value,
    /// 申请人和正文；令牌有 cases.read 时才有
    texts: Option<Texts>,
}

/// 期限计算
#[derive(Serialize, ToSchema)]
struct ClockBody {
    #[schema(value_type = ClockState)]
    state: String,
    #[schema(format = Date)]
    received: String,
    /// 答复期限；等待申请人时为 null
    #[schema(format = Date)]
    due: Option<String>,
    /// 已经计算的工作日
    working_days_used: Option<u32>,
    /// 是否按期
    on_time: Option<bool>,
    #[schema(value_type = Vec<Flag>)]
    flags: Value,
    /// 依据的放假安排尚未公布
    provisional: bool,
    /// 重新答复的期限
    #[schema(format = Date)]
    reanswer_due: Option<String>,
    /// 本次期限的每一天：date、counted 是否计入、number 第几个工作日、why 为什么、article 条款
    #[schema(value_type = Vec<Object>)]
    explanation: Value,
}

/// 可以办理的事项
#[derive(Serialize, ToSchema)]
struct Allowed {
    #[schema(value_type = super::schema::Verb)]
    verb: String,
    /// 名称
    name: &'static str,
    /// 依据的条款
    under: String,
}

/// 不能办理的事项
#[derive(Serialize, ToSchema)]
struct NotAllowed {
    #[schema(value_type = super::schema::Verb)]
    verb: String,
    /// 名称
    name: &'static str,
    /// 全部理由
    #[schema(value_type = Vec<ReasonBody>)]
    reasons: Value,
}

/// 申请人和正文
#[derive(Serialize, ToSchema)]
struct Texts {
    /// 申请人；没有要求 unmask 的，姓名、证件号码、电话已经脱敏，其余不给出
    #[schema(value_type = Vec<Object>)]
    applicants: Value,
    /// 申请的内容
    request: Option<String>,
    /// 希望的形式和途径
    #[schema(value_type = Object)]
    wanted: Value,
    /// 拟办的决定
    #[schema(value_type = Option<super::schema::Decision>)]
    decision: Value,
}

/// 怎样给出
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// 给出完整的申请人身份；每次都写入审计日志
    #[serde(default)]
    unmask: bool,
}

/// 一个案件
#[utoipa::path(
    get,
    operation_id = "show_case",
    path = "/api/v1/cases/{id}",
    tag = "案件",
    security(("token" = [])),
    params(
        ("id" = String, Path, description = "案件"),
        Asked,
        ("If-None-Match" = Option<String>, Header, description = "已有的 ETag；没有变化时答复 304"),
    ),
    responses(
        (status = 200, body = CaseBody, headers(("ETag" = String, description = "版本和日期，如 \"3-20260330\"，可作为 If-Match"))),
        (status = 304, description = "没有变化"),
        (status = 403, description = "令牌没有权限", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "没有这个案件", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "正文已经依法删除", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    client: ApiClient,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let cases = client.cases(&app)?;
    let opened = client.open(cases, &id).await?;
    let now = moment::now();
    let reads = client.has_any(&[Scope::CasesRead]);
    if asked.unmask && !reads {
        let detail = "查看完整的申请人身份需要权限范围 cases.read";
        return Err(Problem::new(Kind::Scope, detail).with("scopes", json!(["cases.read"])).into());
    }
    let tag = tag(opened.case.version, now.today);
    let mut about = [(ETAG, tag.clone()), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if !asked.unmask && has_already(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let told = if reads { Some(cases.told(&opened).await?) } else { None };
    if asked.unmask {
        cases.unmasked(&opened.id, &client.officer(), "api", now).await?;
        about[1].1 = "no-store".to_owned();
    }
    Ok((about, Json(body(cases, &client, &opened, told.as_ref(), (asked.unmask, now)))).into_response())
}

fn body(
    cases: &Cases,
    client: &ApiClient,
    opened: &Opened,
    told: Option<&Told>,
    (unmasks, now): (bool, Moment),
) -> CaseBody {
    let (case, calendar) = (&opened.case, cases.calendar());
    let listed = Listed { case: opened.id.clone(), summary: case.summary(now.today, calendar) };
    let (allowed, refused) = verbs(cases, client, opened, now);
    let done = |task: &casework::case::Task| task.done.map(|end| format!("{end:?}").to_lowercase());
    CaseBody {
        summary: CaseItem::of(&listed, now.today, calendar),
        clock: clock(cases, opened, told, now),
        allowed,
        refused,
        next_review: case.next_review().map(key),
        draft: json!(case.draft.as_ref().map(|draft| json!({
            "draft": draft.decision,
            "outcome": draft.outcome,
            "by": draft.by,
            "approved": draft.approved.iter().map(|(step, by)| json!({"step": step, "by": by})).collect::<Vec<_>>(),
        }))),
        consultations: case.consultations.iter().map(|one| consultation(one, told)).collect(),
        tasks: case
            .tasks
            .iter()
            .map(|task| json!({"id": task.id, "to": task.to, "due": task.due, "what": text(told, &task.what), "done": done(task)}))
            .collect(),
        answers: case
            .answers
            .iter()
            .map(|one| json!({"number": one.signed.number, "on": one.on, "outcome": one.signed.outcome, "way": one.way}))
            .collect(),
        texts: told.map(|told| texts(case, told, unmasks)),
    }
}

/// What may be done, and what may not and why; of what the officer's role does not allow that alone is said.
fn verbs(cases: &Cases, client: &ApiClient, opened: &Opened, now: Moment) -> (Vec<Allowed>, Vec<NotAllowed>) {
    let by = client.actor();
    let (mut allowed, mut refused) = (Vec::new(), Vec::new());
    for verb in Verb::ALL {
        let mut reasons = cases.obstacles(opened, verb, &by, now.today);
        if !rights::may(&client.roles, verb, opened.case.next_review()) {
            let says = "令牌所属的账号没有办理这一事项的角色";
            reasons.push(casework::reason::Reason::new("role_missing", verb.under(), says));
        }
        let (name, under) = (verb.name(), verb.under().short());
        match reasons.is_empty() {
            true => allowed.push(Allowed { verb: key(verb), name, under }),
            false => {
                refused.push(NotAllowed { verb: key(verb), name, reasons: problem::reasons(&reasons) });
            }
        }
    }
    (allowed, refused)
}

fn clock(cases: &Cases, opened: &Opened, told: Option<&Told>, now: Moment) -> Option<ClockBody> {
    let clock = opened.case.clock(now.today, cases.calendar())?;
    let who = |id: ConsultationId| {
        let one = opened.case.consultations.iter().find(|one| one.id == id);
        let name = one.and_then(|one| told?.text(&one.who));
        name.map_or_else(|| format!("第{}次", id.0), str::to_owned)
    };
    Some(ClockBody {
        state: key(clock.state),
        received: clock.received.to_string(),
        due: clock.due.map(|due| due.to_string()),
        working_days_used: clock.working_days_used,
        on_time: clock.on_time,
        flags: json!(clock.flags),
        provisional: clock.provisional,
        reanswer_due: clock.reanswer_due.map(|due| due.to_string()),
        explanation: json!(explain::days(&clock, cases.calendar(), who)),
    })
}

fn text(told: Option<&Told>, id: &TextId) -> Value {
    told.and_then(|told| told.text(id)).map_or(Value::Null, Value::from)
}

fn consultation(one: &casework::case::Consultation, told: Option<&Told>) -> Value {
    let (replied, opinion) = one.reply.unzip();
    json!({
        "id": one.id,
        "with": one.with,
        "who": text(told, &one.who),
        "sent": one.sent,
        "delivered": one.delivered,
        "replied": replied,
        "opinion": opinion,
    })
}

fn texts(case: &Case, told: &Told, unmasks: bool) -> Texts {
    let applicants = told.identities().iter().map(|one| match unmasks {
        true => json!(one),
        false => Value::Object(masked(one, case.class)),
    });
    let decision = case.draft.as_ref().and_then(|draft| told.text(&draft.decision));
    Texts {
        applicants: applicants.collect(),
        request: told.text(&case.request).map(str::to_owned),
        wanted: json!(case.wanted),
        decision: decision.and_then(|decision| serde_json::from_str(decision).ok()).unwrap_or_default(),
    }
}

/// What is told of an identity without being asked for it.
fn masked(identity: &Identity, class: ApplicantClass) -> Map<String, Value> {
    let told = [
        ("name", masked_name(&identity.name, class)),
        ("document", identity.document.clone()),
        ("document_number", masked_number(&identity.document_number)),
        ("phone", masked_number(&identity.phone)),
    ];
    told.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}
