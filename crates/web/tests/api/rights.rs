//! Who may use the API: tokens, their scopes, the roles of their accounts, and whose case it is.

use axum::http::StatusCode;
use axum::http::header::WWW_AUTHENTICATE;
use serde_json::{Value, json};
use services::cases::{OfficeSettings, demo};

use super::site::{Site, today};

#[test]
fn without_a_good_token_nobody_comes_in() {
    let site = Site::new();
    let good = site.token("chensiyuan", &["cases.read"]);
    assert_eq!(site.get("/api/v1/cases", &good).0, StatusCode::OK);
    let unknown = "0".repeat(64);
    for (token, why) in
        [("", "none"), ("x", "no token"), (unknown.as_str(), "an unknown one"), (&good[1..], "a piece")]
    {
        let (status, headers, problem) = site.get("/api/v1/cases", token);
        assert_eq!(
            (status, &headers[WWW_AUTHENTICATE]),
            (StatusCode::UNAUTHORIZED, &"Bearer".parse().unwrap()),
            "{why}"
        );
        assert_eq!(problem["type"], "/api/v1/problems#unauthorized", "{why}");
    }
    let basic = site.send("GET", "/api/v1/cases", "", &[("authorization", &format!("Basic {good}"))], None);
    assert_eq!(basic.0, StatusCode::UNAUTHORIZED, "another scheme");
    let lower = site.send("GET", "/api/v1/cases", "", &[("authorization", &format!("bearer {good}"))], None);
    assert_eq!(lower.0, StatusCode::OK, "the name of the scheme has no case");
}

#[test]
fn every_address_for_programs_asks_for_its_scope_and_its_roles() {
    let site = Site::new();
    let all = ["cases.read", "cases.write", "statistics.read"];
    let lines = include_str!("../../access.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains(" token:"));
    let mut seen = 0;
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let path = words[1].replace("{id}", "nothing").replace("{year}", "2025");
        let path = path.replace("{line}", "granted").replace("{class}", "total");
        for scope in all {
            let token = site.token("chensiyuan", &[scope]);
            let (status, _, body) = site.send(words[0], &path, &token, &[], Some("{}".into()));
            let kind = body["type"].as_str().unwrap_or_default().to_owned();
            match words.contains(&format!("token:{scope}").as_str()) {
                true => assert_ne!(status, StatusCode::FORBIDDEN, "{line} with {scope}: {body}"),
                false => assert_eq!(kind, "/api/v1/problems#scope_missing", "{line} with {scope}: {status}"),
            }
            seen += 1;
        }
        for (name, role) in [("chensiyuan", "clerk"), ("hemin", "handler"), ("gaoyuan", "leader")] {
            let token = site.token(name, &all);
            let (_, _, body) = site.send(words[0], &path, &token, &[], Some("{}".into()));
            let refused = body["type"] == "/api/v1/problems#role_missing";
            assert_eq!(refused, !words.contains(&role), "{line} as {role}: {body}");
        }
    }
    assert!(seen >= 30, "access.txt was not understood");
}

#[test]
fn a_token_does_no_more_than_its_account() {
    let site = Site::new();
    let scopes = ["cases.read", "cases.write"];
    let token = |name: &str| site.token(name, &scopes);
    let clerk = token("chensiyuan");
    let id = site.registered(&clerk, "k");
    site.drafts(&id, &clerk);
    let read = || site.get(&format!("/api/v1/cases/{id}"), &clerk).2;
    let command = |name: &str| -> Value {
        let draft = read()["draft"]["draft"].clone();
        match name {
            "approve" => {
                json!({"command": "approve", "step": read()["next_review"], "draft": draft, "opinion": "同意"})
            }
            _ => json!({"command": "sign", "on": today(), "draft": draft}),
        }
    };
    // Who may take each step, and who may not.
    let everybody = ["chensiyuan", "hemin", "zhouzheng", "linjing", "gaoyuan"];
    for (step, verb, who) in
        [("secrecy", "approve", "zhouzheng"), ("review", "approve", "linjing"), ("sign", "sign", "gaoyuan")]
    {
        assert_eq!(read()["next_review"], step);
        for name in everybody.into_iter().filter(|name| *name != who) {
            let (status, _, problem) = site.command(&id, &token(name), "*", &command(verb));
            assert_eq!(
                (status, &problem["type"]),
                (StatusCode::FORBIDDEN, &json!("/api/v1/problems#role_missing")),
                "{name} at {step}"
            );
        }
        let (status, _, done) = site.command(&id, &token(who), "*", &command(verb));
        assert_eq!(status, StatusCode::OK, "{who} at {step}: {done}");
    }
    assert_eq!(read()["stage"], "awaiting_delivery");
    let (_, _, events) = site.get(&format!("/api/v1/cases/{id}/events"), &clerk);
    let by: Vec<&Value> =
        events["events"].as_array().unwrap().iter().map(|event| &event["by"]["officer"]).collect();
    assert_eq!(
        by,
        ["chensiyuan", "chensiyuan", "zhouzheng", "linjing", "gaoyuan"],
        "each in the name of its account"
    );
}

#[test]
fn a_case_of_another_organ_or_of_others_is_not_there() {
    let site = Site::new();
    let scopes = ["cases.read", "cases.write", "statistics.read"];
    let (clerk, head) = (site.token("chensiyuan", &scopes), site.token("linjing", &scopes));
    let id = site.registered(&clerk, "k");
    let restrict = json!({"command": "restrict", "to": ["linjing"]});
    assert_eq!(site.command(&id, &head, "*", &restrict).0, StatusCode::OK);
    let note = json!({"command": "note", "on": today(), "text": "电话"});
    let paths = ["", "/events", "/letter.pdf", "/letter.docx", "/letters/2"]
        .map(|rest| format!("/api/v1/cases/{id}{rest}"));
    let hidden = |site: &Site, token: &str, why: &str| {
        for path in &paths {
            assert_eq!(site.get(path, token).0, StatusCode::NOT_FOUND, "{why}: {path}");
        }
        assert_eq!(site.command(&id, token, "*", &note).0, StatusCode::NOT_FOUND, "{why}");
    };
    hidden(&site, &clerk, "restricted to another");
    assert_eq!(site.get("/api/v1/cases", &clerk).2["cases"], json!([]), "nor in the list");
    assert_eq!(site.get(&paths[0], &head).0, StatusCode::OK);
    // The same accounts, on the site of another authority.
    let other = Site::of(OfficeSettings { organ: "yunzhou-jyj".into(), ..demo::office() });
    let stranger = other.token("linjing", &scopes);
    hidden(&other, &stranger, "another authority's site");
    for path in
        ["/api/v1/cases", "/api/v1/tasks", "/api/v1/statistics/2025", "/api/v1/statistics/2025/granted/total"]
    {
        assert_eq!(other.get(path, &stranger).0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn the_security_administrator_makes_a_token_that_is_shown_once_and_revokes_it() {
    let site = Site::new();
    let anran = site.sign_in("anran");
    let fields = "name=%E5%85%AC%E6%96%87%E7%B3%BB%E7%BB%9F&account=chensiyuan&days=30";
    let page = |form: &str| site.form("/desk/tokens", &anran, form).1;
    assert!(page(&format!("{fields}&account=")).contains("权限范围"), "no scope");
    assert!(page(&fields.replace("chensiyuan", "nobody")).contains("没有登录名“nobody”的账号"));
    let made = page(&format!("{fields}&scope=cases.read"));
    let is_token = |word: &&str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let token = made.split(['<', '>']).find(is_token).unwrap().to_owned();
    assert_eq!(site.get("/api/v1/cases", &token).0, StatusCode::OK);
    let list = site.page("/desk/tokens", &anran);
    assert!(
        !list.contains(&token) && list.contains("公文系统") && list.contains("陈思远"),
        "shown once: {list}"
    );
    let revoke = list.split("action=\"").find(|piece| piece.contains("/revoke\"")).unwrap();
    let revoke = revoke.split('"').next().unwrap();
    assert_eq!(site.form(revoke, &anran, "").0, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/api/v1/cases", &token).0, StatusCode::UNAUTHORIZED);
    assert!(site.page("/desk/tokens", &site.sign_in("shenqing")).contains("已撤销"), "an auditor looks on");
    let kinds = ["token_made", "token_revoked"].map(|kind| site.logged(kind).len());
    assert_eq!(kinds, [1, 1]);
}
