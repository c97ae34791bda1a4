//! What the OpenAPI document says besides the handlers' own words: examples of commands, the refusals that every address of a
//! kind has, and that variants take no other fields than theirs.

use casework::decide::Verb;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::example::Example;
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::{OpenApi, Ref, RefOr, Response, ResponseBuilder};

use super::schema;
use crate::name::key;

/// Types whose variants are objects, each with its own fields.
const VARIANTS: [&str; 3] = ["Command", "Decision", "Refusal"];

/// Adds all of it.
pub(super) fn complete(document: &mut OpenApi) {
    add_examples(document);
    add_refusals(document);
    close_variants(document);
}

/// One command of each kind beside the body of commands.
fn add_examples(document: &mut utoipa::openapi::OpenApi) {
    let path = document.paths.paths.get_mut("/api/v1/cases/{id}/commands");
    let Some(RefOr::T(body)) = path.and_then(|path| path.post.as_mut()?.request_body.as_mut()) else {
        return;
    };
    let Some(RefOr::T(body)) = body.content.get_mut("application/json") else { return };
    for (verb, example) in Verb::ALL.into_iter().zip(schema::examples()) {
        let mut shown = Example::new();
        shown.summary = verb.name().to_owned();
        shown.value = Some(example);
        body.examples.insert(key(verb), shown.into());
    }
}

/// What an address answers by what it takes: whoever reads the document need not look at every handler.
fn add_refusals(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            let has_body = operation.request_body.is_some();
            let is_guarded = operation.security.is_some();
            let takes = has_body || operation.parameters.is_some();
            let refusals = [
                ("400", "参数或者内容有误", takes),
                ("401", "没有可用的令牌", is_guarded),
                ("403", "令牌没有权限，或者账号没有这一角色", is_guarded),
                ("404", "没有，或者不属于令牌的机关", is_guarded),
                ("410", "正文已经依法删除", path.contains("{id}")),
                ("413", "内容太大", has_body),
                ("503", "忙，请稍后再试", true),
            ];
            for (status, says, _) in refusals.into_iter().filter(|(.., applies)| *applies) {
                let told = &mut operation.responses.responses;
                told.entry(status.to_owned()).or_insert_with(|| problem(says).into());
            }
        }
    }
}

fn problem(says: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(says).content("application/problem+json", content).build()
}

/// The library says of a struct that it takes no other fields, and not of a variant.
fn close_variants(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for name in VARIANTS {
        let Some(RefOr::T(Schema::OneOf(variants))) = components.schemas.get_mut(name) else { continue };
        for variant in &mut variants.items {
            if let RefOr::T(Schema::Object(object)) = variant {
                object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
            }
        }
    }
}
