//! What a browser does: it asks for pages, sends forms, and keeps the cookie of whoever has signed in.

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use readers::Limits;
use services::people::demo::PASSPHRASE;
use store::Store;
use store::vault::Vault;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use typeset::Fonts;
use web::{App, Site};

pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// What a site with the people of the demonstration is made of.
pub(crate) fn parts(site: Site) -> (App, Store, Vault) {
    RUNTIME.block_on(async {
        let limits = Limits::default();
        let store = services::demo::store(&limits, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        let vault = Vault::in_memory().await.unwrap();
        let app = App::new(site, store.clone(), Fonts::embedded(), limits, 2, "TEST".into());
        (app, store, vault)
    })
}

/// What comes back, a file too.
pub(crate) fn answer(site: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let site = site.clone();
    RUNTIME.block_on(async {
        let (head, body) = site.oneshot(request).await.unwrap().into_parts();
        (head.status, head.headers, to_bytes(body, 1 << 25).await.unwrap().into())
    })
}

/// What comes back, a page.
pub(crate) fn send(site: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let (status, headers, body) = answer(site, request);
    (status, headers, String::from_utf8_lossy(&body).into_owned())
}

/// The head of a form as a browser sends it from a page of the site.
pub(crate) fn form(path: &str, cookie: &str, media_type: &str) -> Builder {
    let request = Request::post(path).header(HOST, "gk.example").header(ORIGIN, "http://gk.example");
    request.header(CONTENT_TYPE, media_type).header(COOKIE, cookie)
}

/// A form without files.
pub(crate) fn post(path: &str, cookie: &str, fields: &str) -> Request<Body> {
    let request = form(path, cookie, "application/x-www-form-urlencoded");
    request.body(Body::from(fields.to_owned())).unwrap()
}

pub(crate) fn get(path: &str, cookie: &str) -> Request<Body> {
    Request::get(path).header(HOST, "gk.example").header(COOKIE, cookie).body(Body::empty()).unwrap()
}

/// The cookie of somebody who signs in.
pub(crate) fn sign_in(site: &Router, name: &str) -> String {
    let form = format!("name={name}&password={PASSPHRASE}&back=");
    let (status, headers, _) = send(site, post("/desk/sign-in", "", &form));
    assert_eq!((status, &headers[LOCATION]), (StatusCode::SEE_OTHER, &"/desk".parse().unwrap()), "{name}");
    let cookie = headers[SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

/// The token that the forms of somebody's pages carry.
pub(crate) fn form_token(site: &Router, cookie: &str) -> String {
    let (_, _, page) = send(site, get("/desk", cookie));
    between(&page, "name=\"form\" value=\"", "\"").to_owned()
}

/// The text between two others.
pub(crate) fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split(start).nth(1).unwrap_or_else(|| panic!("{start} is not in {text}")).split(end).next().unwrap()
}
