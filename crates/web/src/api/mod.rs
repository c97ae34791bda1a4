//! The JSON API (接口): the same services, as JSON, with its OpenAPI document. One file for each resource.

mod case;
mod cases;
mod clock;
mod command;
mod document;
mod events;
mod letter;
mod paging;
pub(crate) mod problem;
mod reports;
mod schema;
mod sent;
mod statistics;
mod tasks;

use axum::Json;
use axum::Router;
use axum::routing::get;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "公开 Gongkai",
        description = "政府信息公开：申请的登记、办理和统计，期限计算，年度报告的读取、体检和查阅。错误以 application/problem+json 返回，\
            类型见 /api/v1/problems。",
        license(name = "Apache-2.0")
    ),
    modifiers(&Tokens)
)]
struct Api;

/// How programs show who they are.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let mut bearer = Http::new(HttpAuthScheme::Bearer);
        bearer.description =
            Some("安全管理员发出的接口令牌。权限范围：cases.read、cases.write、statistics.read".to_owned());
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// The addresses under `/api`, and the document that describes them.
pub(crate) fn router() -> Router<App> {
    let (router, document) = router_and_document();
    router.route("/api/openapi.json", get(|| async move { Json(document) }))
}

fn router_and_document() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(cases::register, cases::list))
        .routes(routes!(case::show))
        .routes(routes!(events::list))
        .routes(routes!(command::act))
        .routes(routes!(letter::pdf))
        .routes(routes!(letter::docx))
        .routes(routes!(letter::issued))
        .routes(routes!(tasks::list))
        .routes(routes!(statistics::year))
        .routes(routes!(statistics::cell))
        .routes(routes!(clock::reckon))
        .routes(routes!(reports::version))
        .routes(routes!(reports::check))
        .routes(routes!(reports::reports))
        .routes(routes!(reports::report))
        .routes(routes!(problem::list))
        .split_for_parts();
    document::complete(&mut document);
    (router, document)
}

/// Method and address of everything under `/api`.
#[cfg(test)]
pub(crate) fn addresses() -> Vec<String> {
    let document = serde_json::to_value(router_and_document().1).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, methods)| {
        methods.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    each.chain(["GET /api/openapi.json".to_owned()]).collect()
}
