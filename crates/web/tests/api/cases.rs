//! Registering, reading and handling cases.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION};
use serde_json::{Value, json};

use super::site::{Site, applying, today};

#[test]
fn an_application_is_registered_once_however_often_it_is_sent() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let send =
        |key: &str, body: &Value| site.post("/api/v1/cases", &clerk, &[("idempotency-key", key)], body);
    let (status, headers, first) = send("k1", &applying());
    assert_eq!(status, StatusCode::CREATED, "{first}");
    let id = first["id"].as_str().unwrap();
    assert_eq!(headers[LOCATION], format!("/api/v1/cases/{id}"));
    assert_eq!((first["again"].as_bool(), first["code"].as_str().unwrap().len()), (Some(false), 10));
    let (status, _, again) = send("k1", &applying());
    assert_eq!((status, &again["id"], &again["number"]), (StatusCode::OK, &first["id"], &first["number"]));
    let (status, _, other) = send("k2", &applying());
    assert!(status == StatusCode::CREATED && other["number"] != first["number"], "another key, another case");
    let mut different = applying();
    different["request"] = "别的内容".into();
    let (status, _, problem) = send("k1", &different);
    assert_eq!(
        (status, problem["type"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("/api/v1/problems#key_reused"))
    );
}

#[test]
fn what_cannot_be_registered_is_said_with_every_reason() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write"]);
    let key = [("idempotency-key", "k")];
    let mut wrong = applying();
    wrong["applicants"] = json!([]);
    wrong["request"] = " ".into();
    let (status, headers, problem) = site.post("/api/v1/cases", &clerk, &key, &wrong);
    assert_eq!(
        (status, &headers[CONTENT_TYPE]),
        (StatusCode::UNPROCESSABLE_ENTITY, &"application/problem+json".parse().unwrap())
    );
    let reasons = problem["reasons"].as_array().unwrap();
    let codes: Vec<&str> = reasons.iter().map(|reason| reason["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["no_applicant", "text_missing"]);
    assert!(reasons[0]["says"] == "没有写明申请人" && reasons[0]["under"] == "第29条第2款", "{problem}");
    let (status, _, problem) = site.post("/api/v1/cases", &clerk, &[], &applying());
    assert_eq!((status, &problem["type"]), (StatusCode::BAD_REQUEST, &json!("/api/v1/problems#key_missing")));
    let (status, _, problem) = site.post("/api/v1/cases", &clerk, &key, &json!({"kind": "access"}));
    assert_eq!((status, &problem["type"]), (StatusCode::BAD_REQUEST, &json!("/api/v1/problems#malformed")));
    assert!(problem["detail"].as_str().unwrap().contains("第1行"), "{problem}");
}

#[test]
fn a_case_is_told_with_its_clock_and_what_may_be_done() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    let (status, headers, case) = site.get(&format!("/api/v1/cases/{id}"), &clerk);
    assert_eq!(status, StatusCode::OK, "{case}");
    assert_eq!((&case["version"], &case["stage"]), (&json!(1), &json!("in_hand")));
    let clock = &case["clock"];
    assert!(clock["due"].is_string() && clock["due"] == case["due"], "{clock}");
    let days = clock["explanation"].as_array().unwrap();
    assert!(days.len() > 20 && days[0]["article"] == "第31条", "{clock}");
    let verbs = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| one["verb"].as_str().unwrap().to_owned()).collect()
    };
    assert!(verbs(&case["allowed"]).contains(&"request_correction".to_owned()));
    let refused = case["refused"].as_array().unwrap();
    let sign = refused.iter().find(|one| one["verb"] == "sign").unwrap();
    let codes: Vec<&str> =
        sign["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"role_missing") && codes.len() > 1, "all reasons: {sign}");
    assert_eq!(case["allowed"][0]["under"].as_str().unwrap().chars().next(), Some('第'));
    let applicant = &case["texts"]["applicants"][0];
    assert_eq!((&applicant["name"], &applicant["address"]), (&json!("张＊"), &Value::Null));
    let tag = headers[ETAG].to_str().unwrap().to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    let known = site.send("GET", &format!("/api/v1/cases/{id}"), &clerk, &[("if-none-match", &tag)], None);
    assert_eq!((known.0, known.2), (StatusCode::NOT_MODIFIED, Value::Null));
    let writer = site.token("chensiyuan", &["cases.write"]);
    let (_, _, without) = site.get(&format!("/api/v1/cases/{id}"), &writer);
    assert_eq!(
        (&without["texts"], &without["number"]),
        (&Value::Null, &case["number"]),
        "no texts without cases.read"
    );
    assert_eq!(site.get(&format!("/api/v1/cases/{id}?unmask=true"), &writer).0, StatusCode::FORBIDDEN);
}

#[test]
fn whoever_unmasks_is_written_down() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    assert_eq!(site.logged("identity_unmasked"), Vec::<Value>::new());
    let (_, headers, case) = site.get(&format!("/api/v1/cases/{id}?unmask=true"), &clerk);
    assert_eq!(headers[CACHE_CONTROL], "no-store");
    let applicant = &case["texts"]["applicants"][0];
    assert_eq!((&applicant["name"], &applicant["phone"]), (&json!("张三"), &json!("13800000000")));
    assert_eq!(site.logged("identity_unmasked"), [json!({"case": id, "at": "api"})]);
}

#[test]
fn events_come_in_pages_with_the_texts_they_name() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    for nth in 1..=2 {
        let note = json!({"command": "note", "on": today(), "text": format!("第{nth}次电话")});
        assert_eq!(site.command(&id, &clerk, "*", &note).0, StatusCode::OK);
    }
    let (_, _, page) = site.get(&format!("/api/v1/cases/{id}/events?limit=2"), &clerk);
    let names: Vec<&Value> = page["events"].as_array().unwrap().iter().map(|event| &event["name"]).collect();
    assert_eq!(names, ["登记", "沟通记录"]);
    assert_eq!(page["next"], 2);
    let note = page["events"][1]["text"].as_str().unwrap();
    assert_eq!(page["texts"][note], "第1次电话");
    let identity = page["events"][0]["applicants"][0]["identity"].as_str().unwrap();
    assert_eq!(page["texts"][identity], Value::Null, "who applies is not among the texts");
    let (_, _, rest) = site.get(&format!("/api/v1/cases/{id}/events?limit=2&after=2"), &clerk);
    assert_eq!((rest["events"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    let writer = site.token("chensiyuan", &["cases.write"]);
    let (_, _, page) = site.get(&format!("/api/v1/cases/{id}/events"), &writer);
    assert_eq!(page["texts"], json!({}), "no texts without cases.read");
}

#[test]
fn a_command_is_carried_out_at_the_version_that_was_seen() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    let tag = json!({"command": "tag", "tag": "卫生资金"});
    let (status, headers, done) = site.command(&id, &clerk, "\"1\"", &tag);
    assert_eq!(
        (status, &done["version"], &done["again"]),
        (StatusCode::OK, &json!(2), &json!(false)),
        "{done}"
    );
    // The tag of the answer is good for the next command.
    let next = headers[ETAG].to_str().unwrap().to_owned();
    let note = json!({"command": "note", "on": today(), "text": "电话"});
    assert_eq!(site.command(&id, &clerk, &next, &note).2["version"], 3);
    let (status, _, problem) = site.command(&id, &clerk, "\"1\"", &note);
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!((&problem["type"], &problem["version"]), (&json!("/api/v1/problems#changed"), &json!(3)));
    let since: Vec<&Value> =
        problem["since"].as_array().unwrap().iter().map(|event| &event["name"]).collect();
    assert_eq!(since, ["加标签", "沟通记录"], "what has happened since");
    let (status, _, problem) = site.command(&id, &clerk, "\"9\"", &note);
    assert_eq!((status, &problem["version"]), (StatusCode::PRECONDITION_FAILED, &json!(3)), "never was");
    let path = format!("/api/v1/cases/{id}/commands");
    let (status, _, problem) = site.post(&path, &clerk, &[], &note);
    assert_eq!(
        (status, &problem["type"]),
        (StatusCode::PRECONDITION_REQUIRED, &json!("/api/v1/problems#version_missing"))
    );
    let (status, ..) = site.command(&id, &clerk, "*", &json!({"command": "dance"}));
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[test]
fn of_two_programs_at_once_the_second_learns_what_has_changed() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    let send = |text: &str| {
        let (site, id, clerk) = (site.clone(), id.clone(), clerk.clone());
        let note = json!({"command": "note", "on": today(), "text": text});
        std::thread::spawn(move || site.command(&id, &clerk, "\"1\"", &note))
    };
    let answers = [send("甲"), send("乙")].map(|thread| thread.join().unwrap());
    let mut statuses = answers.each_ref().map(|answer| answer.0.as_u16());
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let late = &answers.iter().find(|answer| answer.0 == StatusCode::PRECONDITION_FAILED).unwrap().2;
    assert_eq!((&late["version"], &late["since"][0]["name"]), (&json!(2), &json!("沟通记录")));
}

#[test]
fn a_command_that_is_sent_again_has_its_first_outcome() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    let path = format!("/api/v1/cases/{id}/commands");
    let note = |text: &str| json!({"command": "note", "on": today(), "text": text});
    let send = |key: &str, text: &str| {
        site.post(&path, &clerk, &[("if-match", "\"1\""), ("idempotency-key", key)], &note(text))
    };
    let (_, _, first) = send("c1", "电话");
    assert_eq!((&first["version"], &first["again"]), (&json!(2), &json!(false)));
    let (status, _, again) = send("c1", "电话");
    assert_eq!(
        (status, &again["version"], &again["again"]),
        (StatusCode::OK, &json!(2), &json!(true)),
        "not 412: {again}"
    );
    let (status, _, problem) = send("c1", "别的");
    assert_eq!(
        (status, &problem["type"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("/api/v1/problems#key_reused"))
    );
    assert_eq!(send("c2", "电话").0, StatusCode::PRECONDITION_FAILED, "another key is another command");
    let (_, _, events) = site.get(&format!("/api/v1/cases/{id}/events"), &clerk);
    assert_eq!(events["events"].as_array().unwrap().len(), 2);
}

#[test]
fn a_refusal_lists_every_reason_with_its_article() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    let late = json!({"command": "deliver", "on": "2999-01-01", "way": "post", "proof": ""});
    let (status, _, problem) = site.command(&id, &clerk, "*", &late);
    assert_eq!(
        (status, &problem["type"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("/api/v1/problems#refused"))
    );
    let reasons = problem["reasons"].as_array().unwrap();
    assert!(reasons.len() >= 2, "{problem}");
    for reason in reasons {
        assert!(reason["under"].as_str().unwrap().starts_with('第') && reason["says"] != "", "{reason}");
    }
}

#[test]
fn the_letter_comes_as_a_file_once_it_is_drafted() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.write", "cases.read"]);
    let id = site.registered(&clerk, "k");
    let path = |kind: &str| format!("/api/v1/cases/{id}/letter.{kind}");
    assert_eq!(site.get(&path("pdf"), &clerk).0, StatusCode::NOT_FOUND, "nothing is drafted");
    site.drafts(&id, &clerk);
    for (kind, begins) in [("pdf", &b"%PDF"[..]), ("docx", b"PK")] {
        let (status, _, bytes) = site.bytes(&path(kind), &clerk);
        assert!(status == StatusCode::OK && bytes.starts_with(begins), "{kind}");
    }
    assert_eq!(site.logged("identity_unmasked").len(), 2, "the letter names the applicant");
    let other = site.registered(&clerk, "k2");
    let unclear =
        json!({"command": "request_correction", "on": today(), "unclear": "请写明年份", "reply_by": null});
    let (status, _, done) = site.command(&other, &clerk, "*", &unclear);
    assert_eq!(status, StatusCode::OK, "{done}");
    let letter = |version: u64| format!("/api/v1/cases/{other}/letters/{version}");
    let version = done["version"].as_u64().unwrap();
    assert_eq!(site.bytes(&letter(1), &clerk).0, StatusCode::NOT_FOUND, "that was the registration");
    let (status, _, bytes) = site.bytes(&letter(version), &clerk);
    assert!(status == StatusCode::OK && bytes.starts_with(b"%PDF"), "the notice that went out with it");
    assert_eq!(site.logged("identity_unmasked").len(), 3);
}
