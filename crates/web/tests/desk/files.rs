//! Files in forms: they come with an application, are refused with a sentence while the form is kept, and are taken again by those
//! who may.

use std::io::{Read, Write};
use std::net::TcpListener;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST};
use axum::http::{Request, StatusCode};
use law::WorkCalendar;
use readers::Limits;
use services::cases::files::{Clamd, FileSettings};
use services::cases::{Cases, demo};
use store::files::Files;
use web::Site;

use super::browser::{self, RUNTIME, answer, between, form, form_token, get, parts};

fn site(clamd: Clamd) -> Router {
    let (app, store, vault) = parts(Site::demo());
    let settings = FileSettings { megabytes: 1, ..FileSettings::default() };
    let cases = RUNTIME.block_on(async { Cases::new(store, vault, demo::office(), WorkCalendar::builtin()) });
    let cases = cases.with_files(Files::in_memory(), settings, Limits::default(), clamd);
    web::router(app.with_cases(cases))
}

fn page(site: &Router, request: Request<Body>) -> String {
    let (status, _, body) = answer(site, request);
    let body = String::from_utf8(body).unwrap();
    assert!(status.is_success(), "{status} {body}");
    body
}

pub(crate) type Pairs<'p> = &'p [(&'p str, &'p str)];
pub(crate) type Sent<'s> = &'s [(&'s str, &'s [u8])];

/// A form with files as a browser sends it.
pub(crate) fn upload(path: &str, cookie: &str, fields: Pairs, files: Sent) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.as_bytes());
    }
    for (name, bytes) in files {
        let head =
            format!("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend(b"--b--\r\n");
    form(path, cookie, "multipart/form-data; boundary=b").body(Body::from(body)).unwrap()
}

/// A form without files, from a browser that does not say where it comes from.
fn post(path: &str, fields: Pairs) -> Request<Body> {
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::post(path).header(HOST, "gk.example");
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(Body::from(body.join("&"))).unwrap()
}

/// An application that is filled in, ready to be submitted.
const FILLED: [(&str, &str); 13] = [
    ("step", "4"),
    ("to", "5"),
    ("key", "a-form"),
    ("class", "natural_person"),
    ("name", "林晓雨"),
    ("document", "护照"),
    ("number", "E12345678"),
    ("phone", "13800000000"),
    ("request", "2025年度村卫生室建设补助资金的分配依据"),
    ("form", "electronic"),
    ("way", "online"),
    ("email", ""),
    ("agree", "on"),
];

fn applied(site: &Router, files: Sent) -> (String, String) {
    let receipt = page(site, upload("/apply/new", "", &FILLED, files));
    let number = between(&receipt, "id=\"number\">", "<").to_owned();
    (number, between(&receipt, "id=\"code\">", "<").to_owned())
}

/// Somebody who signs in: the cookie, and the token for forms.
fn sign_in(site: &Router, name: &str) -> (String, String) {
    let cookie = browser::sign_in(site, name);
    let token = form_token(site, &cookie);
    (cookie, token)
}

/// The case in the work list of a clerk.
fn case_of(site: &Router, cookie: &str, number: &str) -> String {
    let list = page(site, get("/desk/cases", cookie));
    let before = list.split(number).next().unwrap();
    before.rsplit("/desk/cases/").next().unwrap().split(['"', '/']).next().unwrap().to_owned()
}

#[test]
fn what_an_applicant_sends_is_taken_again_by_them_and_by_an_officer() {
    let site = site(Clamd::default());
    let (number, code) = applied(&site, &[("身份证明.txt", "证明的内容".as_bytes()), ("", b"")]);
    let key = [("number", number.as_str()), ("code", code.as_str())];
    let progress = page(&site, post("/progress", &key));
    assert!(progress.contains("身份证明.txt") && progress.contains("申请材料"), "{progress}");
    let file = between(&progress, "name=\"file\" value=\"", "\"").to_owned();
    let asked = [key[0], key[1], ("file", file.as_str())];
    let (status, headers, body) = answer(&site, post("/progress/file", &asked));
    assert_eq!((status, body.as_slice()), (StatusCode::OK, "证明的内容".as_bytes()));
    assert!(headers[CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment;"));
    let wrong = [key[0], ("code", "AAAAAAAAAA"), ("file", file.as_str())];
    let refused = page(&site, post("/progress/file", &wrong));
    assert!(refused.contains("登记编号或者查询码不对"), "who has no code gets nothing");
    let unknown = [key[0], key[1], ("file", "0")];
    assert_eq!(answer(&site, post("/progress/file", &unknown)).0, StatusCode::NOT_FOUND);

    let (clerk, _) = sign_in(&site, "chensiyuan");
    let case = case_of(&site, &clerk, &number);
    assert!(page(&site, get(&format!("/desk/cases/{case}"), &clerk)).contains("身份证明.txt"));
    let (status, headers, body) = answer(&site, get(&format!("/desk/cases/{case}/file/{file}"), &clerk));
    assert_eq!((status, body.as_slice()), (StatusCode::OK, "证明的内容".as_bytes()));
    assert_eq!(headers[CONTENT_TYPE], "text/plain; charset=utf-8");
    let receipt = answer(&site, get(&format!("/desk/cases/{case}/file/receipt.pdf"), &clerk));
    assert!(
        receipt.0 == StatusCode::OK && receipt.2.starts_with(b"%PDF"),
        "there is a receipt before any letter"
    );
    let other = format!("/desk/cases/{case}/file/{}", "ab".repeat(32));
    assert_eq!(answer(&site, get(&other, &clerk)).0, StatusCode::NOT_FOUND);
}

#[test]
fn a_file_that_is_refused_has_a_sentence_and_the_form_is_kept() {
    let site = site(Clamd::default());
    let large = vec![b'a'; (1 << 20) + 1];
    let cases: [(Sent, &str, &str); 4] = [
        (&[("大.txt", &large)], "“大.txt”超过1 MB", "too large"),
        (&[("程序.pdf", b"MZ\x90\0\x03\0\0\0\x04\0")], "“程序.pdf”不是可以提交的文件类型", "another kind"),
        (&[("涉密.txt", "绝密★30年".as_bytes())], "国家秘密不得进入本系统", "a mark of secrecy"),
        (&[("a.txt", b"a".as_slice()); 6], "一次最多提交5个附件，您选择了6个", "too many"),
    ];
    for (files, words, why) in cases {
        let back = page(&site, upload("/apply/new", "", &FILLED, files));
        assert!(back.contains(words), "{why}: {back}");
        assert!(
            back.contains("提交前请核对") && back.contains("value=\"林晓雨\""),
            "{why}: the form is kept"
        );
    }
    let (clerk, _) = sign_in(&site, "chensiyuan");
    assert!(page(&site, get("/desk/cases", &clerk)).contains("没有待办的案件"), "nothing was registered");
}

/// A scanner that finds something in everything.
fn suspicious() -> Clamd {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut sent = [0; 22];
            stream.read_exact(&mut sent).unwrap();
            stream.write_all(b"stream: Eicar-Test FOUND\0").unwrap();
        }
    });
    Clamd { socket, seconds: 5 }
}

#[test]
fn an_infected_file_and_a_scanner_that_is_away_are_told_apart() {
    let infected = site(suspicious());
    let back = page(&infected, upload("/apply/new", "", &FILLED, &[("a.txt", b"text")]));
    assert!(back.contains("“a.txt”含有病毒（Eicar-Test），没有接收"), "{back}");
    let away = site(Clamd { socket: "/nowhere/clamd.ctl".into(), seconds: 1 });
    let back = page(&away, upload("/apply/new", "", &FILLED, &[("a.txt", b"text")]));
    assert!(back.contains("暂时不能进行病毒扫描"), "{back}");
    applied(&away, &[]);
}

#[test]
fn paper_is_scanned_in_departments_send_and_an_answer_gives() {
    let site = site(Clamd::default());
    let (clerk, token) = sign_in(&site, "chensiyuan");
    let paper = [
        ("form", token.as_str()),
        ("form_key", "k1"),
        ("kind", "access"),
        ("channel", "counter"),
        ("on", "2026-03-02"),
        ("class", "natural_person"),
        ("name", "周明"),
        ("request", "家庭医生签约服务经费的拨付情况"),
        ("medium", "electronic"),
        ("way", "online"),
    ];
    let back = page(&site, upload("/desk/intake", &clerk, &paper, &[("坏.docx", b"PK\x03\x04cut")]));
    assert!(back.contains("“坏.docx”已损坏") && back.contains("value=\"周明\""), "{back}");
    let done = page(&site, upload("/desk/intake", &clerk, &paper, &[("申请书.pdf", b"%PDF-1.7")]));
    assert!(done.contains("已登记"), "{done}");
    let case = between(&done, "已登记：<a href=\"/desk/cases/", "\"").to_owned();
    let address = |verb: &str| format!("/desk/cases/{case}/{verb}");
    let open = |verb: &str| {
        let form = page(&site, get(&address(verb), &clerk));
        let value = |name: &str| between(&form, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        (value("version"), value("form_key"), form)
    };
    let act = |verb: &str, fields: Pairs, files: Sent| {
        let (version, key, _) = open(verb);
        let head = [("form", token.as_str()), ("version", version.as_str()), ("form_key", key.as_str())];
        answer(&site, upload(&address(verb), &clerk, &[&head, fields].concat(), files))
    };
    let (status, ..) = act("give_task", &[("to", "gh"), ("what", "提供拨付情况"), ("due", "")], &[]);
    assert_eq!(status, StatusCode::SEE_OTHER);
    let finish = [("id", "1"), ("on", "2026-03-03"), ("opinion", "见附件")];
    let (status, _, back) = act("finish_task", &finish, &[("涉密.txt", "机密★".as_bytes())]);
    let back = String::from_utf8(back).unwrap();
    assert!(status.is_success() && back.contains("国家秘密") && back.contains("见附件"), "{back}");
    let (status, ..) = act("finish_task", &finish, &[("拨付表.txt", "一百万元".as_bytes())]);
    assert_eq!(status, StatusCode::SEE_OTHER);
    let shown = page(&site, get(&format!("/desk/cases/{case}"), &clerk));
    assert!(shown.contains("申请书.pdf") && shown.contains("规划信息科反馈"), "{shown}");

    let form = page(&site, get(&address("draft?outcome=G2"), &clerk));
    let given = form.split("name=\"held\"").find(|part| part.contains("拨付表.txt")).unwrap();
    let given = between(given, "value=\"", "\"").to_owned();
    let decision = [
        ("form", token.as_str()),
        ("outcome", "G2"),
        ("decision.given.form", "electronic"),
        ("held", given.as_str()),
    ];
    let (status, _, back) =
        answer(&site, upload(&address("draft"), &clerk, &decision, &[("说明.txt", "口径说明".as_bytes())]));
    assert_eq!(status, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&back));
    let shown = page(&site, get(&format!("/desk/cases/{case}"), &clerk));
    assert_eq!(shown.matches("拟提供的信息").count(), 2, "{shown}");
}
