//! Every address of the site: its answer, its headers, and the mark 演示.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, LOCATION, SET_COOKIE,
};
use axum::http::{HeaderMap, Request, StatusCode};
use readers::Limits;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use typeset::Fonts;
use web::{App, Site};

/// One runtime for all tests: the store belongs to the one in which it was opened.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

static SITE: LazyLock<Router> = LazyLock::new(|| {
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let store = RUNTIME.block_on(services::demo::store(&limits, jiff::Timestamp::UNIX_EPOCH)).unwrap();
    web::router(App::new(Site::demo(), store, Fonts::embedded(), limits, 2, "TEST".into()))
});

fn send(request: Request<Body>) -> (StatusCode, HeaderMap, Bytes) {
    let site = SITE.clone();
    RUNTIME.block_on(async {
        let answer = site.oneshot(request).await.unwrap();
        let (head, body) = answer.into_parts();
        (head.status, head.headers, to_bytes(body, 1 << 24).await.unwrap())
    })
}

fn get(path: &str) -> (StatusCode, HeaderMap, String) {
    let (status, headers, body) = send(Request::get(path).body(Body::empty()).unwrap());
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

const PAGES: [&str; 22] = [
    "/",
    "/check",
    "/check/example",
    "/reports",
    "/reports?below=yunzhou",
    "/reports?q=%E5%8D%AB%E7%94%9F",
    "/reports/yunzhou-wjw",
    "/reports/yunzhou-wjw/2019",
    "/reports/wenlan/2024",
    "/overview/2024",
    "/data",
    "/compare",
    "/compare?a=yunzhou-wjw/2020&b=yunzhou-wjw/2021&only=1",
    "/trend",
    "/trend?organ=yunzhou-wjw&organ=yunzhou-jyj&figure=review",
    "/guide",
    "/rules",
    "/items",
    "/apply",
    "/search",
    "/search?q=%E5%85%AC%E5%BC%80",
    "/accessibility",
];

#[test]
fn every_page_answers_is_marked_and_carries_its_headers() {
    for path in PAGES {
        let (status, headers, page) = get(path);
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(page.contains("<b>演示</b>") && page.contains("（演示）</title>"), "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert_eq!(policy.contains("script-src 'self'"), path == "/check", "{path}");
        assert!(!page.contains(" style=\"") && !page.contains(" onclick"), "{path}: nothing inline");
    }
}

#[test]
fn requests_are_counted_by_route_and_tell_of_nobody() {
    let limits = Limits::default();
    let store = RUNTIME.block_on(services::demo::store(&limits, jiff::Timestamp::UNIX_EPOCH)).unwrap();
    let app = App::new(Site::demo(), store, Fonts::embedded(), limits, 2, "TEST".into());
    let (site, operations) = (web::router(app.clone()), web::operations(app));
    let ask = |router: &Router, path: &str| {
        let (router, request) = (router.clone(), Request::get(path).body(Body::empty()).unwrap());
        RUNTIME.block_on(async {
            let answer = router.oneshot(request).await.unwrap();
            let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        })
    };
    assert_eq!(ask(&site, "/readyz"), "ok");
    ask(&site, "/desk/setup/0123456789abcdef");
    ask(&site, "/search?q=张三");
    let told = ask(&operations, "/metrics");
    for part in [r#"route="/readyz",status="200"} 1"#, r#"route="/desk/setup/{link}""#, "gongkai_store_up 1"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("0123456789abcdef") && !told.contains("张三"), "{told}");
}

#[test]
fn errors_are_pages_and_for_the_api_problems() {
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
        let (status, headers, body) = send(request);
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
        let (status, headers, body) = send(request);
        assert_eq!(status, expected);
        assert_eq!(headers[CONTENT_TYPE], "application/problem+json");
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["status"], expected.as_u16());
        assert!(problem["error_number"].as_str().unwrap().starts_with("TEST-"));
    }
}

#[test]
fn the_api_checks_a_report_as_the_page_does() {
    let report = include_bytes!("../../../fixtures/reports/harbin-wjw-2020.txt");
    let (status, _, body) = send(upload("/api/v1/check", "report.txt", report));
    assert_eq!(status, StatusCode::OK);
    let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(answer["result"], "FAIL");
    let rules: Vec<&str> =
        answer["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"NARRATIVE_SUM") && rules.contains(&"STRUCT_TABLE_MISSING"), "{rules:?}");
    assert_eq!(answer["report"]["year"], 2020);
}

#[test]
fn the_description_of_the_api_names_every_address_of_it() {
    let (_, _, document) = get("/api/openapi.json");
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let described: BTreeSet<&str> =
        document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let decided = include_str!("../access.txt").lines().filter_map(|line| line.split_whitespace().nth(1));
    let decided: BTreeSet<&str> = decided.filter(|path| path.starts_with("/api/v1/")).collect();
    assert!(described == decided && decided.contains("/api/v1/cases"), "{described:?}");
}

#[test]
fn assets_are_compressed_and_kept_for_a_year() {
    let (_, _, page) = get("/");
    let start = page.find("/static/portal.").unwrap();
    let path = &page[start..start + page[start..].find('"').unwrap()];
    let request = Request::get(path).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let (status, headers, body) = send(request);
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[CONTENT_ENCODING], "gzip");
    assert!(headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert!(body.len() <= 40 << 10, "{} bytes", body.len());
    assert_eq!(get("/static/portal.0.css").0, StatusCode::NOT_FOUND);
}

#[test]
fn display_settings_never_lead_to_another_site() {
    let change = |back: &str| {
        let request = Request::post("/display").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        send(request.body(Body::from(format!("setting=dark&back={back}"))).unwrap())
    };
    let (status, headers, _) = change("/reports");
    assert_eq!((status, headers[LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/reports"));
    assert!(headers[SET_COOKIE].to_str().unwrap().starts_with("display=dark; Path=/;"));
    assert_eq!(change("//evil.example").1[LOCATION], "/");
}

#[test]
fn what_a_visitor_types_is_shown_as_text() {
    let (_, _, page) = get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    assert!(!page.contains("<script>") && page.contains("&#60;script&#62;"));
}

/// The head of an answer to a request with some headers.
fn asked(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Bytes) {
    let request =
        headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
    send(request.body(Body::empty()).unwrap())
}

#[test]
fn a_report_is_offered_in_every_format_under_its_chinese_name() {
    let page = get("/reports/yunzhou-wjw/2025").2;
    for (extension, kind, start) in [
        ("pdf", "application/pdf", &b"%PDF-1.7"[..]),
        ("ofd", "application/ofd", b"PK"),
        ("docx", "application/vnd.openxmlformats", b"PK"),
        ("xlsx", "application/vnd.openxmlformats", b"PK"),
        ("html", "text/html", b"<!DOCTYPE html>"),
        ("json", "application/json", b"{"),
        ("csv", "text/csv", b"\xef\xbb\xbf"),
    ] {
        let path = format!("/reports/yunzhou-wjw/2025/report.{extension}");
        assert!(page.contains(&format!("href=\"{path}\"")), "{extension} is offered");
        let (status, headers, body) = asked(&path, &[]);
        assert_eq!(status, StatusCode::OK, "{extension}");
        assert!(headers[CONTENT_TYPE].to_str().unwrap().starts_with(kind), "{extension}");
        let name = headers[CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.starts_with("attachment; filename*=UTF-8''%E6%BC%94%E7%A4%BA-"), "演示 in {name}");
        assert!(body.starts_with(start), "{extension}");
        if ["html", "json", "csv"].contains(&extension) {
            assert!(
                String::from_utf8(body.to_vec()).unwrap().contains("演示：机构、人员和数据均为虚构"),
                "{extension}"
            );
        }
    }
    let source = include_bytes!("../../../demo/reports/yunzhou-wjw-2025.html");
    let (_, headers, body) = asked("/reports/yunzhou-wjw/2025/source", &[]);
    assert_eq!(&body[..], source, "the file as it came");
    assert!(
        headers[CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"),
        "never shown as a page of ours"
    );
    for nothing in
        ["report.exe", "report", "report.pdf.html", "versions", "versions/2", "versions/1/report.txt"]
    {
        let path = format!("/reports/yunzhou-wjw/2025/{nothing}");
        assert_eq!(get(&path).0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_page_carries_the_tags_that_site_rules_ask_for() {
    let (_, _, page) = get("/reports/yunzhou-wjw/2025");
    for (name, content) in [
        ("SiteName", "云州市政务公开办公室"),
        ("SiteDomain", "gongkai.yunzhou.example"),
        ("SiteIDCode", "0000000000"),
        ("ColumnName", "政府信息公开年报"),
        ("ColumnType", "政府信息公开年报"),
        ("ArticleTitle", "云州市卫生健康委员会2025年政府信息公开工作年度报告"),
        ("ContentSource", "云州市卫生健康委员会"),
        ("Url", "https://gongkai.yunzhou.example/reports/yunzhou-wjw/2025"),
    ] {
        assert!(page.contains(&format!("<meta name=\"{name}\" content=\"{content}\">")), "{name}");
    }
    let date = page.split("<meta name=\"PubDate\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(date.len() == 16 && &date[10..11] == " ", "PubDate is day and minute: {date}");
    for name in ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"] {
        assert!(get("/reports").2.contains(&format!("<meta name=\"{name}\"")), "{name}");
    }
}

#[test]
fn finished_pages_are_kept_and_not_sent_twice() {
    let path = "/reports/yunzhou-wjw";
    let (_, first, plain) = asked(path, &[]);
    let tag = first[ETAG].to_str().unwrap();
    let (status, _, body) = asked(path, &[("if-none-match", tag)]);
    assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
    let (_, headers, gzip) = asked(path, &[("accept-encoding", "gzip")]);
    assert_eq!(headers[CONTENT_ENCODING], "gzip");
    assert!(gzip.len() * 2 < plain.len());
    let (_, headers, dark) = asked(path, &[("cookie", "display=dark")]);
    assert!(headers[ETAG] != first[ETAG] && dark != plain, "another display is another page");
}

#[test]
fn open_data_and_the_feed_name_every_report() {
    let (_, headers, csv) = get("/data/reports-2024.csv");
    assert!(headers[CONTENT_DISPOSITION].to_str().unwrap().contains("yanshi-reports-2024.csv"));
    let organs: std::collections::BTreeSet<&str> =
        csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let (_, _, lines) = get("/data/reports-2024.jsonl");
    assert_eq!(lines.lines().count(), organs.len());
    assert!(organs.contains("yunzhou-wjw"));
    let (status, _, parquet) = asked("/data/reports-2024.parquet", &[]);
    assert_eq!(
        (status, &parquet[..4], &parquet[parquet.len() - 4..]),
        (StatusCode::OK, &b"PAR1"[..], &b"PAR1"[..])
    );
    assert_eq!(get("/data/reports-1999.csv").0, StatusCode::NOT_FOUND);
    let (_, headers, feed) = get("/feed/reports.atom");
    assert!(headers[CONTENT_TYPE].to_str().unwrap().starts_with("application/atom+xml"));
    assert!(feed.matches("<entry>").count() >= 20 && feed.contains("（演示）</title>"));
}

#[test]
fn a_region_is_seen_in_one_table() {
    let missing = get("/overview/2024?below=wenlan").2;
    assert!(missing.contains("应报") && missing.contains("缺报的机关"), "who has not reported is named");
    let page = get("/overview/2024").2;
    assert!(page.contains("<th scope=\"row\">下级机关合计</th>"));
    assert_eq!(get("/overview/1999").0, StatusCode::NOT_FOUND);
    assert_eq!(get("/overview/2024?below=nobody").0, StatusCode::NOT_FOUND);
}

#[test]
fn what_was_read_is_taken_home_in_any_format() {
    let object = include_str!("../../../fixtures/reports/hangzhou-wjw-2021.json");
    let ask = |format: &str| {
        let field = |name: &str, value: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = field("object", object) + &field("format", format) + "--b--\r\n";
        let request = Request::post("/check/object").header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        send(request.body(Body::from(body)).unwrap())
    };
    for (format, start) in [("pdf", &b"%PDF"[..]), ("docx", b"PK"), ("json", b"{"), ("csv", b"\xef\xbb\xbf")]
    {
        let (status, headers, body) = ask(format);
        assert_eq!(status, StatusCode::OK, "{format}");
        assert_eq!(headers[CONTENT_DISPOSITION], format!("attachment; filename=\"report.{format}\""));
        assert!(body.starts_with(start), "{format}");
    }
    let (status, _, page) = ask("exe");
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(String::from_utf8(page.to_vec()).unwrap().contains("不能输出“exe”格式"));
}

#[test]
fn a_region_is_compared_by_the_rules_of_sums() {
    let city = get("/overview/2024").2;
    assert_eq!(city.matches("与合计不符</strong>").count(), 2, "new applications, and remedies");
    assert!(city.contains("与下级机关合计不符的单元格（3）"), "each cell is named");
    let district = get("/overview/2024?below=wenlan").2;
    assert!(district.contains("不全") && !district.contains("与合计不符</strong>"), "a member is missing");
}

#[test]
fn an_import_is_seen_within_a_second() {
    let limits = Limits::default();
    let store = RUNTIME.block_on(services::demo::store(&limits, jiff::Timestamp::UNIX_EPOCH)).unwrap();
    let site =
        web::router(App::new(Site::demo(), store.clone(), Fonts::embedded(), limits, 2, "TEST".into()));
    let page = |path: &str| {
        let (site, request) = (site.clone(), Request::get(path).body(Body::empty()).unwrap());
        RUNTIME.block_on(async {
            let answer = site.oneshot(request).await.unwrap();
            String::from_utf8(to_bytes(answer.into_body(), 1 << 24).await.unwrap().to_vec()).unwrap()
        })
    };
    let path = "/reports/yunzhou-wjw/2025";
    assert!(!page(path).contains("更正记录"));
    let corrected = include_str!("../../../demo/reports/yunzhou-wjw-2025.html").replace("35人次", "36人次");
    let report = readers::report("corrected.html", corrected.as_bytes(), &limits).unwrap();
    let checked = reporting::check::check(&report, None);
    let file = store::File::new("corrected.html", "text/html", corrected.into_bytes());
    let new =
        store::NewReport::new("yunzhou-wjw", 2025, &report, &checked, file, jiff::Timestamp::UNIX_EPOCH);
    RUNTIME.block_on(store::put(&store, &new.correcting("更正服务人次"))).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let now = page(path);
    assert!(now.contains("更正记录") && now.contains("更正说明：更正服务人次") && now.contains("36人次"));
    let before = page(&format!("{path}/versions/1"));
    assert!(before.contains("这是第 1 版，已被更正") && before.contains("35人次"));
    let compared = page("/compare?a=yunzhou-wjw/2025/1&b=yunzhou-wjw/2025");
    assert!(compared.contains("<del>35</del>") && compared.contains("<ins>36</ins>"));
    assert!(page("/feed/reports.atom").contains("（更正）"));
}

#[test]
fn the_api_is_paged_to_its_end() {
    let (status, _, body) = get("/api/v1/reports");
    let list: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, &list["next"]), (StatusCode::OK, &serde_json::Value::Null), "all fit on one page");
    assert!(list["reports"].as_array().unwrap().len() >= 20);
    let rest: serde_json::Value =
        serde_json::from_str(&get("/api/v1/reports?after=yunzhou-wjw/2024").2).unwrap();
    assert_eq!(rest["reports"][0]["year"], 2025);
    assert_eq!(get("/api/v1/reports?after=nonsense").0, StatusCode::BAD_REQUEST);
}

/// A site over a store of its own.
fn site_of(store: store::Store, site: Site) -> Router {
    web::router(App::new(site, store, Fonts::embedded(), Limits::default(), 2, "TEST".into()))
}

fn ask(site: &Router, path: &str) -> (StatusCode, HeaderMap, String) {
    let (site, request) = (site.clone(), Request::get(path).body(Body::empty()).unwrap());
    RUNTIME.block_on(async {
        let (head, body) = site.oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 1 << 24).await.unwrap().to_vec();
        (head.status, head.headers, String::from_utf8(body).unwrap())
    })
}

fn imported(files: &[&str], tree: Option<&str>) -> store::Store {
    use services::import::{Content, Options, Source, import};
    RUNTIME.block_on(async {
        let store = store::Store::in_memory().await.unwrap();
        let source = |name: &&str| {
            let text =
                String::from_utf8(services::demo::file(name).unwrap()).unwrap().replace("【演示】", "");
            Source { name: (*name).to_owned(), content: Content::Bytes(text.into_bytes()) }
        };
        let tree = tree.map(|tree| reporting::tree::Tree::parse(tree).unwrap());
        let options = Options {
            tree,
            agency: None,
            correction: None,
            takes_invented: true,
            limits: Limits::default(),
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        import(&store, files.iter().map(source).collect(), &options, |_| {}).await.unwrap();
        store
    })
}

const TREE: &str = "[[organ]]\nid = \"city\"\nname = \"云州市人民政府\"\n\
    [[organ]]\nid = \"wjw\"\nname = \"云州市卫生健康委员会\"\nparent = \"city\"\n";

#[test]
fn an_address_leads_on_when_a_tree_gives_another_id() {
    let store = imported(&["yunzhou-wjw-2024.html"], None);
    let site = site_of(store.clone(), Site::default());
    let old = store::organ_id("云州市卫生健康委员会");
    assert_eq!(ask(&site, &format!("/reports/{old}/2024")).0, StatusCode::OK);
    let tree = reporting::tree::Tree::parse(TREE).unwrap();
    RUNTIME.block_on(store::put_tree(&store, &tree)).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    for rest in ["", "/2024", "/2024/report.pdf", "/2024/versions/1"] {
        let (status, headers, _) = ask(&site, &format!("/reports/{old}{rest}"));
        assert_eq!(status, StatusCode::PERMANENT_REDIRECT, "{rest}");
        assert_eq!(headers[LOCATION], format!("/reports/wjw{rest}"));
    }
    assert_eq!(ask(&site, "/reports/wjw/1999").0, StatusCode::NOT_FOUND);
}

#[test]
fn one_stranger_does_not_change_the_front_of_the_column() {
    let site = site_of(imported(&["yunzhou-wjw-2024.html"], Some(TREE)), Site::default());
    let store = imported(&["yunzhou-wjw-2024.html"], Some(TREE));
    RUNTIME.block_on(store::put_organ(&store, "某某县水利局", 2024)).unwrap();
    let with_stranger = site_of(store, Site::default());
    for path in ["/reports", "/overview/2024"] {
        assert_eq!(ask(&site, path).2, ask(&with_stranger, path).2, "{path}");
    }
}

#[test]
fn an_office_may_keep_findings_to_itself() {
    let hidden = Site { findings: false, ..Site::default() };
    let site = site_of(imported(&["yunzhou-jyj-2023.html", "yunzhou-jyj-2024.md"], None), hidden);
    let organ = store::organ_id("云州市教育局");
    for path in ["/", "/reports", "/overview/2023", "/feed/reports.atom"] {
        let page = ask(&site, path).2;
        assert!(!page.contains("不通过") && !page.contains("个错误"), "{path}");
    }
    for path in [format!("/reports/{organ}"), format!("/reports/{organ}/2023")] {
        let page = ask(&site, &path).2;
        assert!(!page.contains("不通过") && !page.contains("id=\"findings\""), "{path}");
    }
}
