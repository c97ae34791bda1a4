//! The program as it is called: output, exit codes, and what it says of files that it cannot use.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The program in the folder of the workspace, so that paths are those of the README.
fn gongkai(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(arguments).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = gongkai(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn lines(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_exit_code_is_that_of_the_worst_file() {
    let clean = "demo/reports/yunzhou-wjw-2023.txt";
    let uncertain = "fixtures/reports/harbin-wjw-2023.txt";
    let wrong = "fixtures/reports/harbin-wjw-2020.txt";
    for (paths, code) in [
        (vec![clean], 0),
        (vec![uncertain], 1),
        (vec![clean, wrong], 1),
        (vec![wrong, "Cargo.toml"], 2),
        (vec!["no-such-report.txt"], 2),
    ] {
        let arguments = [&["report", "check"], paths.as_slice()].concat();
        assert_eq!(run(&arguments).0, code, "{paths:?}");
    }
}

#[test]
fn a_check_prints_one_line_for_each_file() {
    let (_, stdout, _) =
        run(&["report", "check", "fixtures/reports/harbin-wjw-2020.txt", "Cargo.toml", "--json"]);
    let lines = lines(&stdout);
    let [report, other] = lines.as_slice() else { panic!("{stdout}") };
    assert_eq!(report["result"], "FAIL");
    let finding =
        report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "NARRATIVE_SUM").unwrap();
    assert_eq!((&finding["expected"], &finding["actual"]), (&Value::from(618), &Value::from(604)));
    for key in ["rule", "severity", "where", "expected", "actual", "message", "basis", "fix"] {
        assert!(finding.get(key).is_some(), "{key}");
    }
    assert!(other["file"] == "Cargo.toml" && other["error"].is_string(), "{other}");
}

#[test]
fn what_is_read_is_read_back() {
    let (code, stdout, _) = run(&["report", "read", "fixtures/reports/hangzhou-wjw-2021.txt", "--json"]);
    assert_eq!(code, 0);
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.json");
    std::fs::write(&copy, &stdout).unwrap();
    assert_eq!(run(&["report", "read", copy.to_str().unwrap(), "--json"]).1, stdout);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = gongkai(&["report", "read", "fixtures/reports/hangzhou-wjw-2021.txt", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn a_notice_of_holidays_is_checked() {
    assert_eq!(run(&["calendar", "check", "crates/law/calendars/2025-7.toml"]).0, 0);
    let (code, stdout, _) = run(&["calendar", "check", "README.md"]);
    assert!(code == 1 && stdout.lines().count() == 2, "{code}: {stdout}");
    let (code, stdout, _) = run(&["calendar", "show", "2020", "--as-of", "2020-01-20"]);
    assert!(code == 0 && stdout.starts_with("2020年工作日251天"), "{stdout}");
}

#[test]
fn two_reports_are_equal_different_or_unusable() {
    let [before, after] = ["demo/reports/yunzhou-wjw-2022.docx", "demo/reports/yunzhou-wjw-2023.txt"];
    for (a, b, code) in
        [(after, after, 0), (before, after, 1), (before, "Cargo.toml", 2), ("nothing.txt", after, 2)]
    {
        assert_eq!(run(&["report", "diff", a, b]).0, code, "{a} {b}");
    }
    let (_, stdout, _) = run(&["report", "diff", before, after]);
    for line in ["－ 年度：2022", "＋ 年度：2023"] {
        assert!(stdout.contains(line), "{line}: {stdout}");
    }
    let cell = stdout.lines().find(|line| line.contains("“一、本年新收政府信息公开申请数量”总计")).unwrap();
    assert_eq!(cell.split_whitespace().skip(1).collect::<Vec<_>>(), ["31", "34", "+3"]);
    let (code, stdout, _) = run(&["report", "diff", before, after, "--json"]);
    let object: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &object["a"], &object["equal"]), (1, &Value::from(before), &Value::from(false)));
    assert_eq!(object["summary"]["cells_compared"], 200);
}

#[test]
fn figures_are_followed_over_the_years() {
    let (code, stdout, _) = run(&["report", "trend", "demo/reports"]);
    assert_eq!(code, 0);
    let organs = stdout.lines().filter(|line| !line.starts_with(' ') && !line.is_empty()).count();
    assert_eq!(organs, 7, "{stdout}");
    assert!(stdout.contains("2021年度起使用新格式") && stdout.contains("XY_CARRY"), "{stdout}");
    let (_, csv, _) = run(&["report", "trend", "demo/reports", "--csv"]);
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next().unwrap(), "机关,键,指标,单位,年度,数值,比上年,说明");
    let line = |start: &str| csv.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    assert_eq!(
        line("云州市卫生健康委员会,licences,行政许可决定,件,2021"),
        "云州市卫生健康委员会,licences,行政许可决定,件,2021,3865,,格式变更，与以前不可比"
    );
    let (_, json, _) = run(&["report", "trend", "demo/reports/yunzhou-wjw-2019.txt", "--json"]);
    let object: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(object["organs"][0]["years"][0]["values"][0], 12);
}

#[test]
fn of_two_reports_for_a_year_the_later_name_counts() {
    let folder = tempfile::tempdir().unwrap();
    let report = std::fs::read_to_string("../../demo/reports/qingxi-2022.txt").unwrap();
    for name in ["a.txt", "b.txt"] {
        std::fs::write(folder.path().join(name), &report).unwrap();
    }
    let (code, stdout, said) = run(&["report", "trend", folder.path().to_str().unwrap()]);
    assert_eq!((code, stdout.lines().next().unwrap()), (0, "青溪镇人民政府"));
    assert!(said.contains("b.txt，不用"), "{said}");
    let bare = folder.path().join("c.json");
    std::fs::write(&bare, r#"{"schema_version": 1, "year": 2022, "format": "2021", "table4": {}}"#).unwrap();
    let (code, _, said) = run(&["report", "trend", folder.path().to_str().unwrap()]);
    assert!(code == 2 && said.contains("报告没有写明机关"), "{code}: {said}");
}
