//! Every address as every role: who is let through, who is sent to sign in, and who is refused. And that forms of other sites are.

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION, ORIGIN, SET_COOKIE};
use services::people::Role;
use services::people::demo::{MEMBERS, PASSPHRASE};
use web::Site;

use super::browser::{form_token, get, parts, post, send, sign_in};

fn site() -> Router {
    let (app, _, vault) = parts(Site::demo());
    web::router(app.with_vault(vault))
}

/// The lines of `access.txt`.
fn decisions() -> impl Iterator<Item = (&'static str, &'static str, Vec<&'static str>)> {
    let lines = include_str!("../../access.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut words = line.split_whitespace();
        (words.next().unwrap(), words.next().unwrap(), words.collect())
    })
}

/// An address of which nothing is there, so that whoever is let through changes nothing.
fn filled(path: &str) -> String {
    let pieces = path.split('/').map(|piece| match piece {
        "{year}" => "1999",
        "{version}" | "{line}" => "9",
        piece if piece.starts_with('{') => "nothing",
        piece => piece,
    });
    pieces.collect::<Vec<_>>().join("/")
}

#[test]
fn every_address_lets_through_those_whom_the_list_names_and_nobody_else() {
    let site = site();
    let visitors = MEMBERS.iter().map(|member| {
        let cookie = sign_in(&site, member.name);
        let form = format!("form={}", form_token(&site, &cookie));
        (Some(member.role), cookie, form)
    });
    let mut visitors: Vec<(Option<Role>, String, String)> = visitors.collect();
    visitors.push((None, String::new(), String::new()));
    let rows = decisions().filter(|(_, path, _)| !path.starts_with("/api/"));
    // Ends the session with which one walks.
    let rows = rows.filter(|(_, path, _)| *path != "/desk/sign-out");
    for (method, path, who) in rows {
        for (role, cookie, form) in &visitors {
            let request = match method {
                "GET" => get(&filled(path), cookie),
                _ => post(&filled(path), cookie, form),
            };
            let (status, headers, _) = send(&site, request);
            let is_sent_to_sign_in = headers
                .get(LOCATION)
                .is_some_and(|location| location.to_str().unwrap().starts_with("/desk/sign-in?back="));
            let may = match (who.as_slice(), role) {
                (["public"], _) => true,
                (_, None) => false,
                (["signed-in"], _) => true,
                (keys, Some(role)) => keys.contains(&role.key()),
            };
            let why = format!("{method} {path} as {role:?}: {status}");
            match (may, role) {
                (true, _) => {
                    let is_let_through =
                        status != StatusCode::FORBIDDEN && status != StatusCode::UNAUTHORIZED;
                    assert!(is_let_through && !is_sent_to_sign_in, "{why}");
                }
                (false, Some(_)) => assert_eq!(status, StatusCode::FORBIDDEN, "{why}"),
                (false, None) if method == "POST" => assert_eq!(status, StatusCode::UNAUTHORIZED, "{why}"),
                (false, None) => assert!(status == StatusCode::SEE_OTHER && is_sent_to_sign_in, "{why}"),
            }
            assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{why}");
        }
    }
}

#[test]
fn who_is_refused_learns_who_may() {
    let site = site();
    let cookie = sign_in(&site, "chensiyuan");
    let (status, _, page) = send(&site, get("/desk/accounts", &cookie));
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("这个页面由系统管理员、安全管理员、审计管理员使用"), "{page}");
    let (status, ..) = send(&site, get("/desk/nowhere", &cookie));
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[test]
fn a_form_of_another_site_or_without_its_token_is_refused() {
    let site = site();
    let cookie = sign_in(&site, "shilei");
    let token = form_token(&site, &cookie);
    let form = |token: &str| format!("organ=yunzhou-wjw&name=法规科&form={token}");
    let cases = [
        (post("/desk/departments", &cookie, &form("")), StatusCode::FORBIDDEN, "no token"),
        (post("/desk/departments", &cookie, &form(&token[1..])), StatusCode::FORBIDDEN, "another token"),
        (post("/desk/departments", &cookie, &form(&token)), StatusCode::SEE_OTHER, "our own"),
    ];
    for (request, expected, why) in cases {
        assert_eq!(send(&site, request).0, expected, "{why}");
    }
    let mut strange = post("/desk/departments", &cookie, &form(&token));
    strange.headers_mut().insert(ORIGIN, "http://evil.example".parse().unwrap());
    assert_eq!(send(&site, strange).0, StatusCode::FORBIDDEN, "another site");
    let mut strange = post("/display", "", "setting=dark&back=/");
    strange.headers_mut().insert(ORIGIN, "http://evil.example".parse().unwrap());
    assert_eq!(send(&site, strange).0, StatusCode::FORBIDDEN, "also where nobody is signed in");
    let files = format!("--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{token}\r\n--b--\r\n");
    let mut request = post("/desk/account/sessions", &cookie, &files);
    request.headers_mut().insert(CONTENT_TYPE, "multipart/form-data; boundary=b".parse().unwrap());
    assert_eq!(send(&site, request).0, StatusCode::SEE_OTHER, "a form with files");
}

#[test]
fn signing_in_leads_back_and_signing_out_ends_it() {
    let site = site();
    let (status, headers, _) = send(&site, get("/desk/accounts?after=a", ""));
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[LOCATION], "/desk/sign-in?back=/desk/accounts%3Fafter%3Da");
    let form = format!("name=shilei&password={PASSPHRASE}&back=/desk/accounts%3Fafter%3Da");
    let (_, headers, _) = send(&site, post("/desk/sign-in", "", &form));
    assert_eq!(headers[LOCATION], "/desk/accounts?after=a");
    let cookie = headers[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let out = format!("form={}", form_token(&site, &cookie));
    assert_eq!(send(&site, post("/desk/sign-out", &cookie, &out)).0, StatusCode::SEE_OTHER);
    assert_eq!(send(&site, get("/desk", &cookie)).0, StatusCode::SEE_OTHER);
    let evil = format!("name=shilei&password={PASSPHRASE}&back=//evil.example");
    assert_eq!(send(&site, post("/desk/sign-in", "", &evil)).1[LOCATION], "/desk", "never to another site");
}

#[test]
fn the_site_says_the_same_whatever_is_wrong_and_locks() {
    let site = site();
    let wrong = |name: &str| send(&site, post("/desk/sign-in", "", &format!("name={name}&password=x&back=")));
    for name in ["anran", "nobody"] {
        for _ in 0..5 {
            let (status, _, page) = wrong(name);
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains("登录名或口令不对"), "{name}");
        }
        assert!(wrong(name).2.contains("输错次数太多"), "{name}");
    }
}

#[test]
fn by_https_the_cookie_is_for_this_host_alone() {
    let (app, ..) = parts(Site { https: true, ..Site::demo() });
    let site = web::router(app);
    let cookie = sign_in(&site, "anran");
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    assert_eq!(send(&site, get("/desk", &cookie)).0, StatusCode::OK);
    let plain = cookie.trim_start_matches("__Host-").to_owned();
    assert_eq!(send(&site, get("/desk", &plain)).0, StatusCode::SEE_OTHER, "a plain cookie is none");
}

#[test]
fn administrators_make_an_account_and_let_it_work() {
    let site = site();
    let (system, security) = (sign_in(&site, "shilei"), sign_in(&site, "anran"));
    let new = format!("form={}&name=lili&person=李丽&organ=yunzhou-wjw", form_token(&site, &system));
    let (_, _, page) = send(&site, post("/desk/accounts/new", &system, &new));
    let link = page.split("http://gk.example").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let account = page.split("/desk/accounts/").nth(2).unwrap().split('/').next().unwrap().to_owned();
    let roles = format!("form={}&role=clerk", form_token(&site, &security));
    let path = format!("/desk/accounts/{account}/roles");
    assert_eq!(send(&site, post(&path, &security, &roles)).0, StatusCode::SEE_OTHER);
    let weak = send(&site, post(&link, "", "password=short&again=short"));
    assert!(weak.0 == StatusCode::UNPROCESSABLE_ENTITY && weak.2.contains("至少12个字符"), "{}", weak.2);
    let chosen = send(&site, post(&link, "", &format!("password={PASSPHRASE}&again={PASSPHRASE}")));
    assert!(chosen.0 == StatusCode::OK && chosen.2.contains("口令已设定"), "{}", chosen.2);
    assert_eq!(send(&site, get(&link, "")).0, StatusCode::UNPROCESSABLE_ENTITY, "the link is used");
    let (status, _, page) = send(&site, get("/desk", &sign_in(&site, "lili")));
    assert!(status == StatusCode::OK && page.contains("经办人员"), "{page}");
    let both = format!("form={}&role=clerk&role=system_admin", form_token(&site, &security));
    let (_, _, page) = send(&site, post(&path, &security, &both));
    assert!(page.contains("系统管理员不能兼任经办人员"), "{page}");
}

#[test]
fn a_second_factor_is_shown_as_picture_and_text_and_set_up_with_a_code() {
    let site = site();
    let cookie = sign_in(&site, "hemin");
    let (status, _, page) = send(&site, get("/desk/account/second-factor", &cookie));
    assert!(status == StatusCode::OK && page.contains("<svg class=\"gk-qr\""), "{page}");
    let secret = page.split("name=\"secret\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(!page.contains("<?xml") && secret.len() == 32, "{secret}");
    let form = form_token(&site, &cookie);
    let form = format!("form={form}&secret={secret}&code=12345&password={PASSPHRASE}");
    let (status, _, page) = send(&site, post("/desk/account/second-factor", &cookie, &form));
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("动态口令不对"), "{page}");
    assert!(page.contains(secret), "the same secret again");
}

#[test]
fn a_call_is_written_down_and_counted() {
    let site = site();
    let cookie = sign_in(&site, "chensiyuan");
    let token = form_token(&site, &cookie);
    let call = |day: &str| format!("form={token}&day={day}&topic=refusal&words=问不予公开的理由");
    assert_eq!(send(&site, post("/desk/inquiries", &cookie, &call("2026-01-05"))).0, StatusCode::SEE_OTHER);
    let (status, _, page) = send(&site, get("/desk/inquiries", &cookie));
    assert!(status == StatusCode::OK && page.contains("问不予公开的理由"), "{page}");
    let (status, _, page) = send(&site, post("/desk/inquiries", &cookie, &call("9999-01-01")));
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("不能在今天之后"), "{page}");
    assert!(page.contains("问不予公开的理由</textarea>"), "what was typed stays");
}

#[test]
fn what_was_typed_when_the_session_had_ended_is_offered_again() {
    let site = site();
    let call = "form=old&day=2026-01-05&topic=refusal&words=%E9%97%AE%E7%90%86%E7%94%B1%26%E5%85%B6%E4%BB%96";
    let (status, _, page) = send(&site, post("/desk/inquiries", "", call));
    assert!(status == StatusCode::UNAUTHORIZED && page.contains("没有丢失"), "{page}");
    let hidden = |page: &str, name: &str| {
        let value =
            page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap();
        value.replace("&#38;", "&")
    };
    let (path, body) = (hidden(&page, "kept_path"), hidden(&page, "kept_body"));
    assert_eq!((path.as_str(), body.as_str()), ("/desk/inquiries", call));
    let body = body.replace('%', "%25").replace('&', "%26").replace('=', "%3D");
    let form = format!("name=chensiyuan&password={PASSPHRASE}&back=&kept_path={path}&kept_body={body}");
    let (status, headers, page) = send(&site, post("/desk/sign-in", "", &form));
    assert!(status == StatusCode::OK && page.contains("继续提交") && page.contains("问理由"), "{page}");
    let cookie = headers[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let again = call.replace("form=old", &format!("form={}", hidden(&page, "form")));
    assert_eq!(send(&site, post(&path, &cookie, &again)).0, StatusCode::SEE_OTHER);
}
