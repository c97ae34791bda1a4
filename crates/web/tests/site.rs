//! Every address of the site: its answer, its headers, and the mark 演示.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use readers::Limits;
use tower::ServiceExt;
use web::{App, Library, Site};

static SITE: LazyLock<Router> = LazyLock::new(|| {
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    web::router(App::new(Site::demo(), Library::demo(&limits), limits, 2, "TEST".into()))
});

async fn send(request: Request<Body>) -> (StatusCode, HeaderMap, Bytes) {
    let answer = SITE.clone().oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    (head.status, head.headers, to_bytes(body, 1 << 24).await.unwrap())
}

async fn get(path: &str) -> (StatusCode, HeaderMap, String) {
    let (status, headers, body) = send(Request::get(path).body(Body::empty()).unwrap()).await;
    (status, headers, String::from_utf8(body.to_vec()).unwrap())
}

/// A form with one file, as a browser sends it.
fn upload(path: &str, name: &str, content: &[u8]) -> Request<Body> {
    let mut body =
        format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--b--\r\n");
    Request::post(path)
        .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(Body::from(body))
        .unwrap()
}

const PAGES: [&str; 13] = [
    "/",
    "/check",
    "/check/example",
    "/reports",
    "/reports/yunzhou-wjw-2019",
    "/reports/wenlan-2024",
    "/guide",
    "/rules",
    "/items",
    "/apply",
    "/search",
    "/search?q=%E5%85%AC%E5%BC%80",
    "/accessibility",
];

#[tokio::test]
async fn every_page_answers_is_marked_and_carries_its_headers() {
    for path in PAGES {
        let (status, headers, page) = get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(page.contains("<b>演示</b>") && page.contains("（演示）</title>"), "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert_eq!(policy.contains("script-src 'self'"), path == "/check", "{path}");
        assert!(!page.contains(" style=\"") && !page.contains(" onclick"), "{path}: nothing inline");
    }
}

#[tokio::test]
async fn errors_are_pages_and_for_the_api_problems() {
    let post = |path: &str| Request::post(path).body(Body::empty()).unwrap();
    for (request, expected) in [
        (Request::get("/nowhere").body(Body::empty()).unwrap(), StatusCode::NOT_FOUND),
        (Request::get("/reports/nothing").body(Body::empty()).unwrap(), StatusCode::NOT_FOUND),
        (post("/guide"), StatusCode::METHOD_NOT_ALLOWED),
        (post("/check"), StatusCode::BAD_REQUEST),
        (upload("/check", "a.pdf", b"%PDF-1.4"), StatusCode::UNPROCESSABLE_ENTITY),
        (upload("/check", "a.txt", &vec![b'x'; 4 << 20]), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let path = request.uri().path().to_owned();
        let (status, headers, body) = send(request).await;
        let page = String::from_utf8_lossy(&body);
        assert_eq!(status, expected, "{path}");
        assert!(page.contains("<b>演示</b>") && headers.contains_key("content-security-policy"), "{path}");
    }
    for (request, expected) in [
        (Request::get("/api/v1/nothing").body(Body::empty()).unwrap(), StatusCode::NOT_FOUND),
        (Request::get("/api/v1/reports/nothing").body(Body::empty()).unwrap(), StatusCode::NOT_FOUND),
        (upload("/api/v1/check", "a.pdf", b"%PDF-1.4"), StatusCode::UNPROCESSABLE_ENTITY),
        (post("/api/v1/check"), StatusCode::BAD_REQUEST),
    ] {
        let (status, headers, body) = send(request).await;
        assert_eq!(status, expected);
        assert_eq!(headers[CONTENT_TYPE], "application/problem+json");
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["status"], expected.as_u16());
        assert!(problem["error_number"].as_str().unwrap().starts_with("TEST-"));
    }
}

#[tokio::test]
async fn the_api_checks_a_report_as_the_page_does() {
    let report = include_bytes!("../../../fixtures/reports/harbin-wjw-2020.txt");
    let (status, _, body) = send(upload("/api/v1/check", "report.txt", report)).await;
    assert_eq!(status, StatusCode::OK);
    let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(answer["result"], "FAIL");
    let rules: Vec<&str> =
        answer["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"NARRATIVE_SUM") && rules.contains(&"STRUCT_TABLE_MISSING"), "{rules:?}");
    assert_eq!(answer["report"]["year"], 2020);
}

#[tokio::test]
async fn the_description_of_the_api_names_every_address_of_it() {
    let (_, _, document) = get("/api/openapi.json").await;
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/api/v1/check", "/api/v1/reports", "/api/v1/reports/{slug}", "/api/v1/version"]);
}

#[tokio::test]
async fn assets_are_compressed_and_kept_for_a_year() {
    let (_, _, page) = get("/").await;
    let start = page.find("/static/portal.").unwrap();
    let path = &page[start..start + page[start..].find('"').unwrap()];
    let request = Request::get(path).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let (status, headers, body) = send(request).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[CONTENT_ENCODING], "gzip");
    assert!(headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert!(body.len() <= 40 << 10, "{} bytes", body.len());
    assert_eq!(get("/static/portal.0.css").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn display_settings_never_lead_to_another_site() {
    let change = |back: &str| {
        let request = Request::post("/display").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        send(request.body(Body::from(format!("setting=dark&back={back}"))).unwrap())
    };
    let (status, headers, _) = change("/reports").await;
    assert_eq!((status, headers[LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/reports"));
    assert!(headers[SET_COOKIE].to_str().unwrap().starts_with("display=dark; Path=/;"));
    assert_eq!(change("//evil.example").await.1[LOCATION], "/");
}

#[tokio::test]
async fn what_a_visitor_types_is_shown_as_text() {
    let (_, _, page) = get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert!(!page.contains("<script>") && page.contains("&#60;script&#62;"));
}
