//! An office on the command line: its report, the evidence of a case, a backup and its restoration.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_gongkai")).args(arguments).output().unwrap();
    let Output { status, stdout, stderr } = done;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn a_year_is_compiled_a_case_proven_and_everything_restored() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| path(folder.path(), name);
    let data = at("data");
    assert_eq!(run(&["demo", "--data", &data, "--scale", "40"]).0, 0);
    let config = at("data/gongkai.toml");

    let (code, stdout, stderr) = run(&["report", "compile", "--config", &config, "--year", "2025", "--json"]);
    assert_eq!(code, 1, "something is missing: {stderr}");
    let compiled: Value = serde_json::from_str(&stdout).unwrap();
    assert!(compiled["missing"][0].as_str().unwrap().contains("表二还有10格没有填写"), "{compiled}");
    let received = compiled["report"]["table3"]["new_received"]["total"].as_i64().unwrap();
    assert!(received > 5, "{received}");
    let file = at("report.docx");
    let written = run(&["report", "compile", "--config", &config, "--year", "2025", "-o", &file]);
    assert!(Path::new(&file).is_file() && written.2.contains("送审之前"), "{written:?}");
    let other = run(&["report", "compile", "--config", &config, "--organ", "wenlan", "--year", "2025"]);
    assert!(other.0 == 2 && other.2.contains("不能编制“wenlan”的报告"), "{other:?}");

    let package = at("case.zip");
    let (code, stdout, stderr) = run(&["evidence", "make", "2025-0003", "--config", &config, "-o", &package]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let key = at("data/keys/audit.pub");
    let (code, stdout, _) = run(&["evidence", "verify", &package, "--key", &key]);
    assert!(code == 0 && stdout.contains("与审计链相符"), "{stdout}");
    let mut bytes = std::fs::read(&package).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&package, bytes).unwrap();
    let (code, stdout, _) = run(&["evidence", "verify", &package]);
    assert!(code == 1 && stdout.contains("不符："), "{stdout}");

    let (backup, new) = (at("backup"), at("new"));
    let (code, _, stderr) = run(&["backup", &backup, "--config", &config]);
    assert_eq!(code, 0, "{stderr}");
    let (code, _, stderr) = run(&["restore", &backup, "--data", &new]);
    assert!(code == 2 && stderr.contains("master.key"), "{stderr}");
    std::fs::create_dir_all(at("new/keys")).unwrap();
    for name in ["master.key", "audit.key"] {
        std::fs::copy(at(&format!("data/keys/{name}")), at(&format!("new/keys/{name}"))).unwrap();
    }
    let (code, stdout, stderr) = run(&["restore", &backup, "--data", &new]);
    assert!(code == 0 && stdout.contains("没有发现改动"), "{stdout}{stderr}");
}
