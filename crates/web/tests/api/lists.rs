//! The lists of the API: work list, tasks, statistics and their cases, the clock, and the document.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::civil::Date;
use serde_json::{Value, json};
use services::cases::demo;

use super::site::{Site, today};

/// A site with a year of invented cases.
fn filled() -> Site {
    let site = Site::new();
    let today: Date = today().parse().unwrap();
    site.run(site.cases.invent(60, demo::beginning(today), today, |_| {})).unwrap();
    site
}

/// All pages of a list, one after the other.
fn pages(site: &Site, path: &str, list: &str, token: &str) -> Vec<Value> {
    let (mut rows, mut after) = (Vec::new(), String::new());
    for _ in 0..100 {
        let (status, _, page) = site.get(&format!("{path}{after}"), token);
        assert_eq!(status, StatusCode::OK, "{page}");
        rows.extend(page[list].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { return rows };
        after = format!("&after={next}");
    }
    panic!("{path} does not end");
}

#[test]
fn the_work_list_comes_in_pages_by_due_day() {
    let site = filled();
    let clerk = site.token("chensiyuan", &["cases.read"]);
    let whole = pages(&site, "/api/v1/cases?limit=200", "cases", &clerk);
    assert!(whole.len() > 3, "{}", whole.len());
    assert_eq!(
        pages(&site, "/api/v1/cases?limit=1", "cases", &clerk),
        whole,
        "nothing twice, nothing missed"
    );
    let days: Vec<&str> = whole.iter().filter_map(|case| case["due"].as_str()).collect();
    assert!(days.is_sorted(), "{days:?}");
    let of = |query: &str| pages(&site, &format!("/api/v1/cases?{query}"), "cases", &clerk);
    assert!(of("stage=in_hand").iter().all(|case| case["stage"] == "in_hand"));
    assert!(of("overdue=true").iter().all(|case| case["overdue"] == true));
    assert!(of("tag=nothing").is_empty() && of("department=nothing").is_empty());
    for wrong in ["stage=nowhere", "limit=0", "limit=201", "after=nonsense"] {
        let (status, _, problem) = site.get(&format!("/api/v1/cases?{wrong}"), &clerk);
        assert_eq!(
            (status, &problem["type"]),
            (StatusCode::BAD_REQUEST, &json!("/api/v1/problems#malformed")),
            "{wrong}"
        );
    }
}

#[test]
fn who_owes_what_is_told_by_due_day() {
    let site = Site::new();
    let clerk = site.token("chensiyuan", &["cases.read", "cases.write"]);
    let id = site.registered(&clerk, "k");
    for department in ["gh", "cw"] {
        let task = json!({"command": "give_task", "to": department, "what": "提供依据", "due": null});
        assert_eq!(site.command(&id, &clerk, "*", &task).0, StatusCode::OK);
    }
    let tasks = pages(&site, "/api/v1/tasks?limit=1", "tasks", &clerk);
    let who: Vec<&Value> = tasks.iter().map(|task| &task["department"]).collect();
    assert_eq!(who, ["gh", "cw"]);
    assert!(tasks.iter().all(|task| task["case"] == json!(id) && task["overdue"] == false), "{tasks:?}");
    let (_, _, one) = site.get("/api/v1/tasks?department=cw", &clerk);
    assert_eq!(one["tasks"].as_array().unwrap().len(), 1);
    assert_eq!(site.get("/api/v1/tasks?after=x", &clerk).0, StatusCode::BAD_REQUEST);
}

#[test]
fn each_cell_of_table_three_has_its_cases() {
    let site = filled();
    let token = site.token("chensiyuan", &["statistics.read"]);
    let year = today()[..4].to_owned();
    let (status, _, body) = site.get(&format!("/api/v1/statistics/{year}"), &token);
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(
        (&body["form"], &body["balanced"], &body["locked"]),
        (&json!("2021"), &json!(true), &json!(false))
    );
    let (of_2021, of_2019) = (&body["forms"]["2021"], &body["forms"]["2019"]);
    assert_eq!((of_2021.as_object().unwrap().len(), of_2019.as_object().unwrap().len()), (25, 23));
    let others = ["other_overdue_correction", "other_unpaid_fee", "other_misc"];
    let count = |row: &str| of_2021[row]["total"].as_u64().unwrap();
    assert_eq!(of_2019["other_handling"]["total"], others.iter().map(|row| count(row)).sum::<u64>());
    for (line, row) in of_2021.as_object().unwrap() {
        for (class, cell) in row.as_object().unwrap() {
            let path = format!("/api/v1/statistics/{year}/{line}/{class}?limit=7");
            let cases = pages(&site, &path, "cases", &token);
            assert_eq!(cases.len() as u64, cell.as_u64().unwrap(), "{path}");
            let ids: BTreeSet<&str> = cases.iter().map(|case| case["id"].as_str().unwrap()).collect();
            assert_eq!(ids.len(), cases.len(), "{path}: each once");
        }
    }
    let others =
        pages(&site, &format!("/api/v1/statistics/{year}/other_handling/total?limit=1"), "cases", &token);
    assert_eq!(others.len() as u64, of_2019["other_handling"]["total"].as_u64().unwrap());
    let quarters = body["quarters"].as_array().unwrap();
    let new: u64 =
        quarters.iter().map(|quarter| quarter["table3"]["new_received"]["total"].as_u64().unwrap()).sum();
    assert_eq!(new, count("new_received"), "quarters add up");
    let first =
        pages(&site, &format!("/api/v1/statistics/{year}/new_received/total?quarter=1"), "cases", &token);
    assert_eq!(first.len() as u64, quarters[0]["table3"]["new_received"]["total"].as_u64().unwrap());
    for (path, expected) in [
        ("2018", StatusCode::NOT_FOUND),
        ("2100", StatusCode::NOT_FOUND),
        ("2025/nothing/total", StatusCode::NOT_FOUND),
        ("2025/granted/nobody", StatusCode::NOT_FOUND),
        ("2025/granted/total?quarter=5", StatusCode::BAD_REQUEST),
        ("2025/granted/total?after=nothing", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(site.get(&format!("/api/v1/statistics/{path}"), &token).0, expected, "{path}");
    }
}

#[test]
fn everybody_may_ask_the_clock() {
    let site = Site::new();
    let ask = |query: &str, body: &str| {
        let request = axum::http::Request::post(format!("/api/v1/clock{query}"));
        let (status, headers, body) = site.raw(request.body(body.to_owned().into()).unwrap());
        (status, headers, String::from_utf8(body).unwrap())
    };
    let line =
        r#"{"id": "a", "events": [{"type": "received", "date": "2026-03-30"}], "as_of": "2026-04-10"}"#;
    let (status, headers, answers) = ask("", &format!("{line}\n\nnonsense\n"));
    assert_eq!(
        (status, &headers["content-type"]),
        (StatusCode::OK, &"application/x-ndjson".parse().unwrap())
    );
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!((&answers[0]["id"], &answers[0]["due"]), (&json!("a"), &json!("2026-04-28")));
    assert!(answers[1]["error"].is_string() && answers[0].get("explanation").is_none());
    let (_, _, explained) = ask("?explain=true", line);
    let explained: Value = serde_json::from_str(&explained).unwrap();
    assert!(explained["explanation"].as_array().unwrap().len() > 20);
    for (query, body, expected, why) in [
        ("", "x".repeat(2 << 20), StatusCode::PAYLOAD_TOO_LARGE, "too long"),
        ("?explain=true", format!("{line}\n").repeat(101), StatusCode::BAD_REQUEST, "too much to explain"),
        (
            "?explain=true",
            format!("{}\n", line.replace("2026-04-10", "9999-12-31")).repeat(40),
            StatusCode::BAD_REQUEST,
            "thousands of years, again and again",
        ),
        (
            "?explain=true",
            line.replace("2026-04-10", "\\u0039999-12-31"),
            StatusCode::OK,
            "once, and no more of it than ten years",
        ),
        ("", line.replace("2026-04-10", "9999-12-31"), StatusCode::OK, "may be asked"),
    ] {
        assert_eq!(ask(query, &body).0, expected, "{why}");
    }
}

#[test]
fn the_document_describes_every_body_and_every_problem() {
    let site = Site::new();
    let (_, _, document) = site.get("/api/openapi.json", "");
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in
        ["Applying", "Command", "Decision", "CaseBody", "CaseItem", "Problem", "ReasonBody", "YearBody"]
    {
        assert!(schemas.contains_key(name), "{name}");
    }
    let act = &document["paths"]["/api/v1/cases/{id}/commands"]["post"];
    let examples = act["requestBody"]["content"]["application/json"]["examples"].as_object().unwrap();
    assert_eq!(examples.len(), 40, "one of each command");
    assert_eq!(examples["sign"]["summary"], "签发");
    let refused = &act["responses"]["422"]["content"]["application/problem+json"]["schema"]["$ref"];
    assert_eq!(refused, "#/components/schemas/Problem");
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    assert!(schemas["Applying"]["example"].is_object() && schemas["Problem"]["example"].is_object());
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
    let (_, _, problems) = site.get("/api/v1/problems", "");
    let kinds: Vec<&str> =
        problems.as_array().unwrap().iter().map(|kind| kind["type"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"/api/v1/problems#refused") && kinds.len() >= 10, "{kinds:?}");
}
