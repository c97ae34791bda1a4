//! What goes wrong in the API, as problem+json (RFC 9457, 错误): each kind has a name that stays the same.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use casework::event::Recorded;
use casework::reason::Reason;
use serde::Serialize;
use serde_json::{Map, Value, json};
use services::cases::Failure;
use utoipa::ToSchema;

use super::events;
use crate::error::Refusal;

/// Where the kinds are listed.
const TYPES: &str = "/api/v1/problems";

macro_rules! kinds {
    ($($kind:ident $key:literal $status:ident $title:literal $todo:literal;)+) => {
        /// A kind of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Kind { $($kind),+ }

        impl Kind {
            const ALL: &[Kind] = &[$(Kind::$kind),+];

            /// Its name in `type`.
            fn key(self) -> &'static str {
                match self { $(Kind::$kind => $key),+ }
            }

            pub(crate) fn status(self) -> StatusCode {
                match self { $(Kind::$kind => StatusCode::$status),+ }
            }

            fn title(self) -> &'static str {
                match self { $(Kind::$kind => $title),+ }
            }

            /// What to do about it.
            fn todo(self) -> &'static str {
                match self { $(Kind::$kind => $todo),+ }
            }
        }
    };
}

kinds! {
    Malformed "malformed" BAD_REQUEST "请求的内容有误" "按 detail 改正后重新发送。";
    KeyMissing "key_missing" BAD_REQUEST "缺少 Idempotency-Key" "登记时带上 Idempotency-Key，重复发送用同一个值。";
    Unauthorized "unauthorized" UNAUTHORIZED "没有可用的令牌" "在 Authorization 里写 Bearer 和令牌；令牌过期或者撤销的请安全管理员另发。";
    Scope "scope_missing" FORBIDDEN "令牌没有这项权限范围" "请安全管理员另发有 scopes 中一项的令牌。";
    Role "role_missing" FORBIDDEN "令牌所属的账号没有这项权限" "换用有这一角色的人的令牌，或者请安全管理员授权。";
    Erased "erased" GONE "案件的正文已经删除" "正文已经依法删除，只保留统计，不能再读取和办理。";
    Changed "changed" PRECONDITION_FAILED "案件有了新的办理记录" "看过 since 里的办理记录后，用 version 作为 If-Match 再决定。";
    KeyReused "key_reused" UNPROCESSABLE_ENTITY "Idempotency-Key 已经用于别的请求" "不同的请求用不同的值。";
    Refused "refused" UNPROCESSABLE_ENTITY "依照规定不能办理" "reasons 列出全部理由，逐条改正后再发送。";
    VersionMissing "version_missing" PRECONDITION_REQUIRED "缺少 If-Match" "用读到的案件版本作为 If-Match；不论版本都要办的写 *。";
}

/// A problem with what else is told of it.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    detail: String,
    members: Map<String, Value>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Problem {
        Problem { kind, detail: detail.into(), members: Map::new() }
    }

    /// With a member of its own.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Problem {
        self.members.insert(name.to_owned(), value);
        self
    }

    /// The answer; `number` is the one under which an error is logged.
    pub(crate) fn answer(self, uri: &Uri, number: &str) -> Response {
        let Problem { kind, detail, members } = self;
        let mut body = json!({
            "type": format!("{TYPES}#{}", kind.key()),
            "title": kind.title(),
            "status": kind.status().as_u16(),
            "detail": detail,
            "instance": uri.path(),
            "error_number": number,
        });
        if let Some(body) = body.as_object_mut() {
            body.extend(members);
        }
        let mut answer =
            (kind.status(), [(CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response();
        if kind == Kind::Unauthorized {
            let bearer = axum::http::HeaderValue::from_static("Bearer");
            answer.headers_mut().insert(WWW_AUTHENTICATE, bearer);
        }
        answer
    }

    /// The case has another version by now, and this has happened since.
    pub(crate) fn changed(version: u32, since: Vec<Recorded>) -> Problem {
        let names: Vec<&str> = since.iter().map(|event| event.event.name()).collect();
        let detail = match names.is_empty() {
            true => format!("案件现在的版本是 {version}，请重新读取"),
            false => format!("读取之后又有了：{}", names.join("、")),
        };
        let since = since.iter().map(events::item).collect();
        Problem::new(Kind::Changed, detail).with("version", version.into()).with("since", Value::Array(since))
    }

    /// What a service did not do: with every reason, or with what has happened since.
    pub(crate) fn of(failure: Failure) -> Refusal {
        match failure {
            Failure::Refused(refused) => {
                let says: Vec<String> = refused.reasons().iter().map(ToString::to_string).collect();
                Problem::new(Kind::Refused, says.join("；"))
                    .with("reasons", reasons(refused.reasons()))
                    .into()
            }
            Failure::Changed { since } => {
                let version = since.last().map_or(0, |event| event.version);
                Problem::changed(version, since).into()
            }
            Failure::Erased => Problem::new(Kind::Erased, failure.to_string()).into(),
            Failure::NotFound => Refusal::NotFound,
            Failure::Store(error) => error.into(),
        }
    }
}

/// Reasons with their names and articles.
pub(crate) fn reasons(reasons: &[Reason]) -> Value {
    serde_json::to_value(reasons).unwrap_or_default()
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Refusal {
        Refusal::Problem(Box::new(problem))
    }
}

/// 错误，媒体类型 application/problem+json
#[derive(Serialize, ToSchema)]
#[schema(example = example, as = Problem)]
pub(crate) struct ProblemBody {
    /// 错误的类型，相对于网站的地址；没有专门类型的为 about:blank
    r#type: String,
    /// 类型的名称
    title: String,
    /// HTTP 状态码
    status: u16,
    /// 这一次的说明
    detail: String,
    /// 请求的地址
    instance: String,
    /// 日志中的编号，求助时告知
    error_number: String,
    /// 不能办理的全部理由（refused）
    reasons: Option<Vec<ReasonBody>>,
    /// 案件现在的版本（changed）
    version: Option<u32>,
    /// 读取之后的办理记录（changed）
    #[schema(value_type = Option<Vec<Object>>)]
    since: Option<Vec<Value>>,
    /// 需要的权限范围之一（scope_missing）
    scopes: Option<Vec<String>>,
    /// 需要的角色之一（role_missing）
    roles: Option<Vec<String>>,
}

/// 不能办理的一条理由
#[derive(Serialize, ToSchema)]
pub(crate) struct ReasonBody {
    /// 不变的名称，供程序判断
    code: String,
    /// 一句话
    says: String,
    /// 依据的条款
    under: String,
}

fn example() -> Value {
    json!({
        "type": "/api/v1/problems#refused",
        "title": Kind::Refused.title(),
        "status": 422,
        "detail": "还没有与申请人确认收到申请，期限尚未起算（第31条）",
        "instance": "/api/v1/cases/0198f3a0c0de7000800000000000000a/commands",
        "error_number": "A1-7",
        "reasons": [{
            "code": "receipt_unconfirmed",
            "says": "还没有与申请人确认收到申请，期限尚未起算",
            "under": "第31条"
        }]
    })
}

/// 错误的一种类型
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemType {
    /// type 的值
    r#type: String,
    /// HTTP 状态码
    status: u16,
    /// 名称
    title: &'static str,
    /// 怎样处理
    todo: &'static str,
}

/// 错误的类型：problem+json 的 type 指向这里
#[utoipa::path(get, operation_id = "list_problems", path = "/api/v1/problems", tag = "错误", responses((status = 200, body = [ProblemType])))]
pub(crate) async fn list() -> Json<Vec<ProblemType>> {
    let each = Kind::ALL.iter().map(|kind| ProblemType {
        r#type: format!("{TYPES}#{}", kind.key()),
        status: kind.status().as_u16(),
        title: kind.title(),
        todo: kind.todo(),
    });
    Json(each.collect())
}
