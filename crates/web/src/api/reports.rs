//! `/api/v1/version`, `/api/v1/check`, `/api/v1/reports` — 年度报告: the check of a report, and the column.

use axum::Json;
use axum::extract::{Multipart, Path, Query, State};
use reporting::object;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Summary, queries};
use utoipa::{IntoParams, ToSchema};

use super::problem::ProblemBody;
use crate::App;
use crate::column::Entry;
use crate::error::Refusal;
use crate::site::DEMO_MARK;
use crate::upload::{self, Examined, Upload};

/// 程序版本
#[derive(Serialize, ToSchema)]
pub(crate) struct Version {
    /// 名称
    name: &'static str,
    /// 版本号
    version: &'static str,
    /// 是否演示站点
    demonstration: bool,
}

/// 程序版本
#[utoipa::path(get, path = "/api/v1/version", tag = "年度报告", responses((status = 200, body = Version)))]
pub(crate) async fn version(State(app): State<App>) -> Json<Version> {
    Json(Version { name: "gongkai", version: env!("CARGO_PKG_VERSION"), demonstration: app.site().demo })
}

/// 上传的文件
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
pub(crate) struct CheckForm {
    /// 年度报告：pdf、doc、docx、xlsx、xls、html、txt、md、json
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// 上一年度报告，可不填
    #[schema(value_type = Option<String>, format = Binary)]
    previous: Option<Vec<u8>>,
}

/// 体检结果
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckAnswer {
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
    tag = "年度报告",
    request_body(content = CheckForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = CheckAnswer),
        (status = 400, description = "表单不完整", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "文件过大", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "文件不能使用", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn check(State(app): State<App>, form: Multipart) -> Result<Json<CheckAnswer>, Refusal> {
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
pub(crate) struct ReportItem {
    /// 机关在地址中的名称
    organ: String,
    /// 机关
    agency: String,
    /// 年度
    year: i16,
    /// 版本，更正一次加一
    version: i32,
    /// 体检结果
    result: &'static str,
    /// 是否演示数据
    demonstration: bool,
}

/// 一页报告
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportItems {
    /// 按机关和年度排列
    reports: Vec<ReportItem>,
    /// 下一页的 after；没有下一页时为 null
    next: Option<String>,
}

/// 从哪里继续
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// 上一页给出的 next
    after: Option<String>,
}

/// Reports on a page of the API.
const ITEMS: u32 = 200;

/// 年报栏目中的现行报告，分页
#[utoipa::path(
    get,
    path = "/api/v1/reports",
    tag = "年度报告",
    params(After),
    responses((status = 200, body = ReportItems), (status = 400, description = "after 有误", body = ProblemBody, content_type = "application/problem+json")),
)]
pub(crate) async fn reports(
    State(app): State<App>,
    Query(asked): Query<After>,
) -> Result<Json<ReportItems>, Refusal> {
    let after = asked.after.as_deref().map(|after| {
        let (organ, year) = after.rsplit_once('/')?;
        Some((organ, year.parse().ok()?))
    });
    let wrong = Refusal::Incomplete("after 应是上一页给出的 next");
    let after = after.map(|after| after.ok_or(wrong)).transpose()?;
    let page = queries::current_summaries(app.store(), after, ITEMS).await?;
    let last = page.rows.last().filter(|_| page.has_more);
    let next = last.map(|last| format!("{}/{}", last.organ, last.year));
    let item = |summary: &Summary| ReportItem {
        organ: summary.organ.clone(),
        agency: summary.organ_name.clone(),
        year: summary.year,
        version: summary.version,
        result: summary.verdict.result.key(),
        demonstration: app.site().demo,
    };
    Ok(Json(ReportItems { reports: page.rows.iter().map(item).collect(), next }))
}

/// 一份报告的对象
#[utoipa::path(
    get,
    path = "/api/v1/reports/{organ}/{year}",
    tag = "年度报告",
    params(("organ" = String, Path, description = "机关在地址中的名称"), ("year" = i16, Path, description = "年度", minimum = 2000, maximum = 2999)),
    responses(
        (status = 200, body = Object),
        (status = 404, description = "没有这份报告", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn report(
    State(app): State<App>,
    Path((organ, year)): Path<(String, i16)>,
) -> Result<Json<Value>, Refusal> {
    let Entry { report, checked, .. } = Entry::find(&app, &organ, year, None).await?;
    let mut object = object::to_json(&report, &checked.violations(), &checked.contradictions);
    if let (true, Some(object)) = (app.site().demo, object.as_object_mut()) {
        object.insert("notes".into(), serde_json::json!([DEMO_MARK]));
    }
    Ok(Json(object))
}
