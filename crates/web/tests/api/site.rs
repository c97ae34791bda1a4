//! A site with applications for the tests of the API, and programs with tokens.

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use readers::Limits;
use serde_json::{Value, json};
use services::cases::{Cases, OfficeSettings, demo};
use services::people::demo::PASSPHRASE;
use services::people::{NewToken, Officer, Role, Seed, make_token};
use store::Store;
use store::audit::log;
use store::people::account_named;
use store::vault::Vault;
use tokio::runtime::Runtime;
use tower::ServiceExt;
use typeset::Fonts;
use web::App;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

const FORM: &str = "application/x-www-form-urlencoded";

/// A site of its own.
#[derive(Clone)]
pub(crate) struct Site {
    router: Router,
    store: Store,
    pub(crate) cases: Cases,
}

pub(crate) type Answer = (StatusCode, HeaderMap, Value);

/// The clock of the machine, which the site asks too.
fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the site asks the same clock")]
    Timestamp::now()
}

pub(crate) fn today() -> String {
    law::china::day(now()).to_string()
}

/// An application that came over the counter today.
pub(crate) fn applying() -> Value {
    json!({
        "kind": "access",
        "channel": "counter",
        "on": today(),
        "class": "natural_person",
        "applicants": [{"name": "张三", "document_number": "000000000000000011", "phone": "13800000000", "address": "云州市"}],
        "request": "村卫生室建设补助资金的分配依据",
        "wanted": {"form": "electronic", "way": "online"}
    })
}

impl Site {
    /// A site for the organ of the demonstration.
    pub(crate) fn new() -> Site {
        Site::of(demo::office())
    }

    pub(crate) fn of(office: OfficeSettings) -> Site {
        RUNTIME.block_on(async {
            let limits = Limits::default();
            let store = services::demo::store(&limits, Timestamp::UNIX_EPOCH).await.unwrap();
            let vault = Vault::in_memory().await.unwrap();
            let cases = Cases::new(store.clone(), vault, office, law::WorkCalendar::builtin());
            let app = App::new(web::Site::demo(), store.clone(), Fonts::embedded(), limits, 2, "TEST".into());
            Site { router: web::router(app.with_cases(cases.clone())), store, cases }
        })
    }

    /// A token in the name of somebody.
    pub(crate) fn token(&self, name: &str, scopes: &[&str]) -> String {
        self.token_for(name, scopes, 30)
    }

    pub(crate) fn token_for(&self, name: &str, scopes: &[&str], days: u16) -> String {
        let mut random = [0; 32];
        getrandom::fill(&mut random).unwrap();
        RUNTIME.block_on(async {
            let anran =
                Officer { id: "anran".into(), roles: vec![Role::SecurityAdmin], ..Officer::default() };
            let account = account_named(&self.store, name).await.unwrap().unwrap().id;
            let scopes = scopes.iter().map(|key| key.parse().unwrap()).collect();
            let new = NewToken { name: "测试".into(), account, scopes, days };
            let token = make_token(&self.store, &new, &anran, now(), &Seed::new(random)).await.unwrap();
            token.as_str().to_owned()
        })
    }

    pub(crate) fn raw(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let router = self.router.clone();
        RUNTIME.block_on(async {
            let (head, body) = router.oneshot(request).await.unwrap().into_parts();
            let body = to_bytes(body, 1 << 26).await.unwrap().to_vec();
            assert_ne!(head.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", String::from_utf8_lossy(&body));
            (head.status, head.headers, body)
        })
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Body::empty, Body::from);
        let (status, headers, bytes) = self.raw(request.body(body).unwrap());
        let value =
            if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_default() };
        (status, headers, value)
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Answer {
        self.send("GET", path, token, &[], None)
    }

    pub(crate) fn bytes(&self, path: &str, token: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::get(path).header(AUTHORIZATION, format!("Bearer {token}"));
        self.raw(request.body(Body::empty()).unwrap())
    }

    pub(crate) fn post(&self, path: &str, token: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        self.send("POST", path, token, headers, Some(body.to_string()))
    }

    /// A command to a case at a version.
    pub(crate) fn command(&self, id: &str, token: &str, seen: &str, command: &Value) -> Answer {
        self.post(&format!("/api/v1/cases/{id}/commands"), token, &[("if-match", seen)], command)
    }

    /// A new case; its id.
    pub(crate) fn registered(&self, token: &str, key: &str) -> String {
        let (status, _, body) = self.post("/api/v1/cases", token, &[("idempotency-key", key)], &applying());
        assert_eq!(status, StatusCode::CREATED, "{body}");
        body["id"].as_str().unwrap().to_owned()
    }

    /// Proposes to grant what is asked for.
    pub(crate) fn drafts(&self, id: &str, token: &str) {
        let given = json!({"form": "electronic", "how": "在查询页面下载"});
        let draft = json!({"command": "draft", "decision": {"kind": "granted", "given": given}});
        let (status, _, body) = self.command(id, token, "*", &draft);
        assert_eq!(status, StatusCode::OK, "{body}");
    }

    /// The cookie of somebody who signs in on the pages.
    pub(crate) fn sign_in(&self, name: &str) -> String {
        let body = format!("name={name}&password={PASSPHRASE}&back=");
        let request = Request::post("/desk/sign-in").header(CONTENT_TYPE, FORM).body(body.into()).unwrap();
        let cookie = self.raw(request).1[SET_COOKIE].to_str().unwrap().to_owned();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// A page of the desk.
    pub(crate) fn page(&self, path: &str, cookie: &str) -> String {
        let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap();
        String::from_utf8(self.raw(request).2).unwrap()
    }

    /// Sends a form of the desk.
    pub(crate) fn form(&self, path: &str, cookie: &str, fields: &str) -> (StatusCode, String) {
        let page = self.page("/desk", cookie);
        let token = page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let request = Request::post(path).header(CONTENT_TYPE, FORM).header(COOKIE, cookie);
        let (status, _, body) = self.raw(request.body(format!("form={token}&{fields}").into()).unwrap());
        (status, String::from_utf8(body).unwrap())
    }

    /// What the audit of the installation says of a kind.
    pub(crate) fn logged(&self, kind: &str) -> Vec<Value> {
        let rows = RUNTIME.block_on(log(&self.store, None, None, 1000)).unwrap().rows;
        let of = rows.into_iter().filter(|row| row.entry.kind == kind);
        of.map(|row| serde_json::from_str(&row.entry.detail).unwrap()).collect()
    }

    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        RUNTIME.block_on(future)
    }
}
