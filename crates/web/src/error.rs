//! Errors as pages and as problem+json: what happened, and what to do (错误页面).

use askama::Template;
use axum::extract::multipart::MultipartError;
use axum::extract::{MatchedPath, OriginalUri, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use services::cases::Failure;
use services::people;

use crate::App;
use crate::api::problem::{Kind, Problem};
use crate::display::Display;
use crate::view::{Page, Rendered, render};

/// Why a request was not answered as asked.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The file cannot be used, and why.
    Unusable(String),
    /// The form lacks something, and what.
    Incomplete(&'static str),
    /// More bytes than a request may have.
    TooLarge,
    /// Not for this visitor, and who may.
    Forbidden(String),
    /// Too often, and when to come again.
    TooOften(String),
    /// No such page.
    NotFound,
    /// The page is there, but not for this method.
    Method,
    /// Too much is being worked on.
    Busy,
    /// Told to a program, with members of its own.
    Problem(Box<Problem>),
    /// Our own fault.
    Internal,
}

impl Refusal {
    pub(crate) fn of_form(error: MultipartError) -> Refusal {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
            _ => Refusal::Incomplete("表单没有完整收到，请重新提交"),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Refusal::Unusable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::Incomplete(_) => StatusCode::BAD_REQUEST,
            Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
            Refusal::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Problem(problem) => problem.kind.status(),
            Refusal::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The sentence for the visitor; none where the status says it all.
    fn detail(self) -> Option<String> {
        match self {
            Refusal::Unusable(reason) | Refusal::Forbidden(reason) | Refusal::TooOften(reason) => {
                Some(reason)
            }
            Refusal::Incomplete(reason) => Some(reason.to_owned()),
            Refusal::TooLarge
            | Refusal::NotFound
            | Refusal::Method
            | Refusal::Busy
            | Refusal::Problem(_)
            | Refusal::Internal => None,
        }
    }
}

/// A store that does not answer is logged here; the visitor learns that it is not their fault.
impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Refusal {
        if error.is_unstorable() {
            return Refusal::Incomplete("内容里有不能保存的字符，请去掉以后再试");
        }
        tracing::error!(%error, cause = ?std::error::Error::source(&error), "the store failed");
        Refusal::Internal
    }
}

/// What somebody can mend is said; a store that does not answer is not.
impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        match failure {
            Failure::NotFound => Refusal::NotFound,
            Failure::Store(error) => error.into(),
            failure @ (Failure::Refused(_) | Failure::Changed { .. } | Failure::Erased) => {
                Refusal::Unusable(failure.to_string())
            }
        }
    }
}

/// The same of accounts and sessions.
impl From<people::Error> for Refusal {
    fn from(error: people::Error) -> Refusal {
        match error {
            people::Error::Store(error) => error.into(),
            people::Error::Failed => Refusal::Busy,
            people::Error::Locked { .. } => Refusal::TooOften(error.to_string()),
            people::Error::Unknown(_) => Refusal::NotFound,
            error => Refusal::Unusable(error.to_string()),
        }
    }
}

/// What a visitor can do nothing about is logged and not told.
impl From<typeset::Unwritable> for Refusal {
    fn from(error: typeset::Unwritable) -> Refusal {
        if let typeset::Unwritable::Failed(_) = error {
            tracing::error!(%error, "a file could not be written");
            return Refusal::Internal;
        }
        if let typeset::Unwritable::MissingGlyphs(_) = error {
            tracing::warn!(%error, "a file was not written");
            let advice = "报告里有字体没有的字，这种格式暂不能生成，请改用其他格式";
            return Refusal::Unusable(advice.into());
        }
        Refusal::Unusable(error.to_string())
    }
}

/// What a refused request leaves for [`pages`], which knows the visitor's display and the site.
#[derive(Clone)]
struct Detail(Option<String>);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        if let Refusal::Problem(problem) = self {
            return (status, axum::Extension(*problem)).into_response();
        }
        (status, axum::Extension(Detail(self.detail()))).into_response()
    }
}

/// Gives every error answer a body: a page, or problem+json for the API.
pub(crate) async fn pages(
    State(app): State<App>,
    display: Display,
    request: Request,
    next: Next,
) -> Response {
    let uri =
        request.extensions().get::<OriginalUri>().map_or_else(|| request.uri().clone(), |uri| uri.0.clone());
    let response = next.run(request).await;
    let status = response.status();
    let complete = response.extensions().get::<Rendered>().is_some();
    if complete || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let detail = response.extensions().get::<Detail>().and_then(|detail| detail.0.clone());
    let told = response.extensions().get::<Problem>().cloned();
    let number = app.error_number();
    // An address may hold a secret, such as that of a one-time link: the log has its route.
    let route = response.extensions().get::<MatchedPath>().cloned();
    if status.is_server_error() {
        let route = route.as_ref().map(MatchedPath::as_str);
        tracing::error!(%number, route, %status, "answered with an error");
    }
    let mut answer = if uri.path().starts_with("/api/") {
        match told {
            Some(problem) => problem.answer(&uri, &number),
            // What the address or its parameters say cannot be read.
            None if status == StatusCode::BAD_REQUEST => {
                let detail = detail.unwrap_or_else(|| "地址或者参数不能读取，写法见接口文档".to_owned());
                Problem::new(Kind::Malformed, detail).answer(&uri, &number)
            }
            None => problem(status, detail, &uri, &number),
        }
    } else {
        let (title, advice) = words(status);
        let page = Page::new(&app, display, uri.path(), "");
        let ways = if uri.path().starts_with("/desk") { DESK } else { PORTAL };
        let template = ErrorPage { page, code: status.as_u16(), title, detail, advice, ways, number };
        (status, render(&template)).into_response()
    };
    if let Some(route) = route {
        answer.extensions_mut().insert(route);
    }
    answer
}

/// What happened and what to do, for each status a visitor can meet.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => ("提交的内容不完整", "请返回上一页，按提示补全后再提交。"),
        403 => ("不能访问这个页面", "如需帮助，请联系公开工作机构。"),
        404 => (
            "没有找到这个页面",
            "地址可能输错了，或者内容已移到别处。已公开的文件不会无故删除：撤回的文件会保留说明页。",
        ),
        405 => ("这个地址不支持这种操作", "请从页面上的链接或按钮进入。"),
        408 => ("接收文件超时", "网络可能较慢，请稍后重新提交。"),
        413 => ("文件超过了上限", "请压缩、拆分附件后再提交；年度报告请删去图片和附件，只保留正文和表格。"),
        415 => ("不能识别提交的内容", "请从页面上的表单提交。"),
        422 => ("没有办成", "请按上面的说明更正后再试。"),
        429 => ("提交得太频繁", "请过一分钟再试。"),
        503 => ("正在处理的文件较多", "请过一分钟再试，已提交的文件没有保存。"),
        _ => ("页面出错了", "问题已记录。请稍后再试；仍不成功的，把错误编号告诉公开工作机构。"),
    }
}

fn problem(status: StatusCode, detail: Option<String>, uri: &Uri, number: &str) -> Response {
    let (title, advice) = words(status);
    let body = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail.unwrap_or_else(|| advice.to_owned()),
        "instance": uri.path(),
        "error_number": number,
    });
    (status, [(CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// Where a visitor of the portal goes on.
const PORTAL: &[(&str, &str)] =
    &[("政府信息公开首页", "/"), ("政府信息公开年报", "/reports"), ("年报体检", "/check")];

/// Where an officer goes on.
const DESK: &[(&str, &str)] =
    &[("工作台首页", "/desk"), ("待办清单", "/desk/cases"), ("统计", "/desk/statistics")];

#[derive(Template)]
#[template(path = "portal/error.html")]
struct ErrorPage {
    page: Page,
    code: u16,
    title: &'static str,
    detail: Option<String>,
    advice: &'static str,
    /// Where to go on: name and address.
    ways: &'static [(&'static str, &'static str)],
    number: String,
}

/// A template that failed, which no visitor should see.
pub(crate) fn failed(error: &askama::Error) -> Response {
    tracing::error!(%error, "a page could not be rendered");
    (StatusCode::INTERNAL_SERVER_ERROR, Html("页面出错了")).into_response()
}

/// The answer to a panic, which the handler of panics logs.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
