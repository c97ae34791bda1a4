//! `GET /api/v1/cases/{id}/letter.pdf`, `letter.docx` — 答复书: the letter as it is signed, or as it would be; `letters/{version}` —
//! 程序文书: another letter, as it went out.

use axum::extract::{Path, State};
use axum::response::Response;
use typeset::letter::Sheet;
use utoipa::ToSchema;

use super::problem::ProblemBody;
use crate::error::Refusal;
use crate::extract::client::ApiClient;
use crate::{App, download, moment};

/// 文件
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes the answer in the OpenAPI document")]
pub(crate) struct File(Vec<u8>);

/// The letter of a case. It names the applicant, so that it is written down who fetches it.
async fn letter(app: &App, client: &ApiClient, id: &str) -> Result<Sheet, Refusal> {
    let cases = client.cases(app)?;
    let opened = client.open(cases, id).await?;
    let told = cases.told(&opened).await?;
    let answer = cases.answer(&opened, &told, moment::now().today).await?.ok_or(Refusal::NotFound)?;
    cases.unmasked(&opened.id, &client.officer(), "letter", moment::now()).await?;
    Ok(cases.sheet(&opened.case, answer.letter, answer.kept.as_ref()).await?)
}

/// 答复书 PDF；还没有签发的是拟办稿
#[utoipa::path(
    get,
    operation_id = "letter_pdf",
    path = "/api/v1/cases/{id}/letter.pdf",
    tag = "案件",
    security(("token" = [])),
    params(("id" = String, Path, description = "案件")),
    responses(
        (status = 200, description = "答复书", content_type = "application/pdf", body = File),
        (status = 404, description = "没有这个案件，或者还没有拟办", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pdf(
    State(app): State<App>,
    client: ApiClient,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    download::letters_pdf(&app, vec![letter(&app, &client, &id).await?], "答复书").await
}

/// 答复书 DOCX；还没有签发的是拟办稿
#[utoipa::path(
    get,
    operation_id = "letter_docx",
    path = "/api/v1/cases/{id}/letter.docx",
    tag = "案件",
    security(("token" = [])),
    params(("id" = String, Path, description = "案件")),
    responses(
        (status = 200, description = "答复书", content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = File),
        (status = 404, description = "没有这个案件，或者还没有拟办", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn docx(
    State(app): State<App>,
    client: ApiClient,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let sheet = letter(&app, &client, &id).await?;
    download::letter_docx(&app, &sheet.letter, "答复书")
}

/// 程序文书 PDF（补正、延期、征求意见、收费等），version 是办理记录里“发文”的版本号
#[utoipa::path(
    get,
    operation_id = "issued_letter",
    path = "/api/v1/cases/{id}/letters/{version}",
    tag = "案件",
    security(("token" = [])),
    params(
        ("id" = String, Path, description = "案件"),
        ("version" = u32, Path, description = "发文的版本号"),
    ),
    responses(
        (status = 200, description = "程序文书", content_type = "application/pdf", body = File),
        (status = 404, description = "没有这个案件，或者没有这份文书", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn issued(
    State(app): State<App>,
    client: ApiClient,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let cases = client.cases(&app)?;
    let opened = client.open(cases, &id).await?;
    let told = cases.told(&opened).await?;
    let version = version.parse().map_err(|_| Refusal::NotFound)?;
    let (kind, sheet) = cases.issued(&opened, &told, version).await?.ok_or(Refusal::NotFound)?;
    cases.unmasked(&opened.id, &client.officer(), "letter", moment::now()).await?;
    download::letters_pdf(&app, vec![sheet], &kind.name()).await
}
