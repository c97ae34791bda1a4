//! The JSON API: the same services, as JSON, with its OpenAPI document.

use axum::Json;
use axum::Router;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use axum::routing::get;
use axum::{http::StatusCode, response::IntoResponse};
use reporting::object;
use serde::Serialize;
use serde_json::Value;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::error::Refusal;
use crate::library::Entry;
use crate::upload::{self, Examined, Upload};

#[derive(OpenApi)]
#[openapi(info(
    title = "公开 Gongkai",
    description = "政府信息公开：年度报告的读取、体检和查阅。错误以 application/problem+json 返回。",
    license(name = "Apache-2.0")
))]
struct Api;

/// The addresses under `/api`, and the document that describes them.
pub(crate) fn router() -> Router<App> {
    let (router, document) = OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(version))
        .routes(routes!(check))
        .routes(routes!(reports))
        .routes(routes!(report))
        .split_for_parts();
    router.route("/api/openapi.json", get(|| async move { Json(document) }))
}

/// 程序版本
#[derive(Serialize, ToSchema)]
struct Version {
    /// 名称
    name: &'static str,
    /// 版本号
    version: &'static str,
    /// 是否演示站点
    demonstration: bool,
}

/// 程序版本
#[utoipa::path(get, path = "/api/v1/version", responses((status = 200, body = Version)))]
async fn version(State(app): State<App>) -> Json<Version> {
    Json(Version { name: "gongkai", version: env!("CARGO_PKG_VERSION"), demonstration: app.site().demo })
}

/// 上传的文件
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct CheckForm {
    /// 年度报告：txt、md、html、docx、xlsx、xls、json
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// 上一年度报告，可不填
    #[schema(value_type = Option<String>, format = Binary)]
    previous: Option<Vec<u8>>,
}

/// 体检结果
#[derive(Serialize, ToSchema)]
struct CheckAnswer {
    /// 文件名
    file: String,
    /// PASS、NOT_ASSESSABLE、UNCERTAIN 或 FAIL
    result: &'static str,
    /// 发现的问题：rule、severity、where、expected、actual、message、basis、fix
    #[schema(value_type = Vec<Object>)]
    findings: Vec<Value>,
    /// 读出的报告对象，可作为输入再次检查
    #[schema(value_type = Object)]
    report: Value,
}

/// 检查一份年度报告，不保存
#[utoipa::path(
    post,
    path = "/api/v1/check",
    request_body(content = CheckForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = CheckAnswer),
        (status = 400, description = "表单不完整", content_type = "application/problem+json"),
        (status = 413, description = "文件过大", content_type = "application/problem+json"),
        (status = 422, description = "文件不能使用", content_type = "application/problem+json"),
    )
)]
async fn check(State(app): State<App>, form: Multipart) -> Result<Json<CheckAnswer>, Refusal> {
    let mut upload = Upload::read(form).await?;
    let file = upload.file.take().ok_or(Refusal::Incomplete("表单里没有 file，请上传一份年度报告"))?;
    let name = file.name.clone();
    let Examined { report, checked, .. } = upload::examine(&app, file, upload.previous.take()).await?;
    Ok(Json(CheckAnswer {
        file: name,
        result: checked.result().key(),
        findings: checked.findings.iter().map(|finding| finding.to_json()).collect(),
        report: object::to_json(&report, &checked.violations(), &checked.contradictions),
    }))
}

/// 栏目中的一份报告
#[derive(Serialize, ToSchema)]
struct ReportItem {
    /// 在地址中的名称
    slug: String,
    /// 机关
    agency: String,
    /// 年度
    year: i16,
    /// 体检结果
    result: &'static str,
    /// 是否演示数据
    demonstration: bool,
}

/// 年报栏目中的报告
#[utoipa::path(get, path = "/api/v1/reports", responses((status = 200, body = Vec<ReportItem>)))]
async fn reports(State(app): State<App>) -> Json<Vec<ReportItem>> {
    let item = |entry: &Entry| ReportItem {
        slug: entry.slug.clone(),
        agency: entry.agency.clone(),
        year: entry.year,
        result: entry.checked.result().key(),
        demonstration: app.site().demo,
    };
    Json(app.library().entries().iter().map(item).collect())
}

/// 一份报告的对象
#[utoipa::path(
    get,
    path = "/api/v1/reports/{slug}",
    params(("slug" = String, Path, description = "报告在地址中的名称")),
    responses(
        (status = 200, body = Object),
        (status = 404, description = "没有这份报告", content_type = "application/problem+json"),
    )
)]
async fn report(State(app): State<App>, Path(slug): Path<String>) -> Response {
    match app.library().entry(&slug) {
        Some(entry) => Json(entry.object(app.site().demo)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
