//! `gongkai report import` as it is called: output, exit codes, and what is in the data directory afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// What reports of the demonstration say of themselves.
const INVENTED: &str = "【演示】本报告的机构和数据均为虚构。";

/// The program in the folder of the workspace, with a data directory of its own.
struct Office {
    data: tempfile::TempDir,
}

impl Office {
    fn new() -> Office {
        Office { data: tempfile::tempdir().unwrap() }
    }

    fn import(&self, arguments: &[&str]) -> (i32, String, String) {
        let data = self.data.path().to_str().unwrap();
        gongkai(&[&["report", "import", "--data", data], arguments].concat())
    }

    /// A report of the market authority as a real one would be: it does not say that it is invented.
    fn report(&self, year: i16) -> String {
        let name = format!("yunzhou-scjgj-{year}.txt");
        let text = fs::read_to_string(root().join("demo/reports").join(&name)).unwrap();
        self.file(&name, &text.replace(INVENTED, ""))
    }

    /// A file beside the database.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.data.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn gongkai(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let Output { status, stdout, stderr } = command.args(arguments).current_dir(root()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lines(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn reports_are_kept_and_a_second_run_changes_nothing() {
    let office = Office::new();
    let paths = [office.report(2023), office.report(2024)];
    let paths = [paths[0].as_str(), &paths[1]];
    let (code, stdout, stderr) = office.import(&paths);
    assert_eq!(code, 0, "{stderr}");
    let first = stdout.lines().next().unwrap();
    assert!(
        first.contains("新增  体检不通过（1个错误，第一个：正文“全年新收"),
        "what is wrong is named: {first}"
    );
    assert!(stdout.contains("云州市市场监督管理局  2024年度  新增"), "{stdout}");
    assert!(stdout.ends_with("共2份：新增2份\n"), "{stdout}");
    assert!(office.data.path().join("gongkai.db").is_file());
    let (code, stdout, _) = office.import(&paths);
    assert_eq!(code, 0);
    assert!(stdout.ends_with("共2份：没有变化2份\n"), "{stdout}");
}

#[test]
fn the_exit_code_is_that_of_the_worst_file() {
    let office = Office::new();
    let report = office.report(2024);
    assert_eq!(office.import(&[&report]).0, 0);
    let changed = fs::read_to_string(&report).unwrap() + "\n本报告已更正。\n";
    let changed = office.file("更正.txt", &changed);
    let (code, stdout, _) = office.import(&[&report, &changed, "--json"]);
    assert_eq!(code, 1, "another report is there");
    let told = lines(&stdout);
    assert_eq!((&told[0]["outcome"], &told[0]["year"]), (&"unchanged".into(), &2024.into()));
    assert!(told[1]["error"].as_str().unwrap().contains("--correct"), "{stdout}");
    let (code, stdout, _) = office.import(&[&changed, "--correct", "表述更正", "--json"]);
    assert_eq!(code, 0);
    let told = lines(&stdout);
    assert_eq!((&told[0]["outcome"], &told[0]["version"]), (&"corrected".into(), &2.into()));
    let (code, stdout, _) = office.import(&[&report, "Cargo.toml", "--json"]);
    assert_eq!(code, 2, "a file that is no report");
    assert_eq!(lines(&stdout)[1]["file"], "Cargo.toml");
    assert_eq!(office.import(&[&report, "--correct", " "]).0, 2, "a note without words");
}

#[test]
fn a_correction_is_of_one_report_that_is_there() {
    let office = Office::new();
    let (before, report) = (office.report(2023), office.report(2024));
    let (code, stdout, stderr) = office.import(&[&before, &report, "--correct", "更正表三"]);
    assert!(code == 2 && stdout.is_empty() && stderr.contains("一次只入库一份"), "{stderr}");
    assert!(!office.data.path().join("gongkai.db").exists(), "nothing was done");
    let (code, stdout, _) = office.import(&[&report, "--correct", "更正表三"]);
    assert!(code == 1 && stdout.contains("还没有2024年度的报告"), "{stdout}");
    assert_eq!(office.import(&[&report]).0, 0);
    let changed = fs::read_to_string(&report).unwrap() + "\n本报告已更正。\n";
    assert_eq!(office.import(&[&office.file("更正.txt", &changed), "--correct", "更正表三"]).0, 0);
    let (code, stdout, _) = office.import(&[&report, "--correct", "更正表三"]);
    assert!(
        code == 0 && stdout.contains("已被更正（内容是第1版的，没有入库）"),
        "the old file again: {stdout}"
    );
}

#[test]
fn the_same_report_in_another_format_changes_nothing() {
    let office = Office::new();
    let report = office.report(2024);
    assert_eq!(office.import(&[&report]).0, 0);
    for format in ["docx", "xlsx", "html", "json", "pdf"] {
        let other = office.data.path().join(format!("另存.{format}"));
        let other = other.to_str().unwrap();
        assert_eq!(gongkai(&["report", "write", &report, "-o", other]).0, 0);
        let (code, stdout, _) = office.import(&[other]);
        assert!(
            code == 0 && stdout.contains("没有变化（内容与已入库的文件相同，没有替换）"),
            "{format}: {stdout}"
        );
    }
}

#[test]
fn drafts_and_invented_reports_stay_outside() {
    let office = Office::new();
    let (code, stdout, _) = office.import(&["demo/reports/wenlan-2025.docx"]);
    assert!(code == 1 && stdout.contains("【演示】") && stdout.contains("serve --demo"), "{stdout}");
    for format in ["docx", "xlsx", "html", "json", "pdf"] {
        let draft = office.data.path().join(format!("草稿.{format}"));
        let draft = draft.to_str().unwrap();
        let tree = ["--tree", "demo/tree.toml", "--organ", "yunzhou", "--year", "2025"];
        let sum = [&["report", "sum", "demo/reports"], &tree[..], &["-o", draft]].concat();
        assert_eq!(gongkai(&sum).0, 0);
        let (code, stdout, _) = office.import(&[draft]);
        assert!(code == 1 && stdout.contains("这是草稿，不能公开"), "{format}: {stdout}");
    }
}

#[test]
fn a_tree_with_faults_is_refused_before_anything_is_done() {
    let office = Office::new();
    let tree = office.file("tree.toml", "[[organ]]\nid = \"yun\"\n");
    let (code, _, stderr) = office.import(&[&office.report(2024), "--tree", &tree]);
    assert_eq!(code, 2);
    assert!(stderr.contains("第2行"), "{stderr}");
    assert!(!office.data.path().join("gongkai.db").exists());
}

#[test]
fn a_server_that_is_not_there_is_said_without_its_password() {
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["report", "import", "demo/reports/yunzhou-scjgj-2024.txt"])
        .env("GONGKAI_DATABASE", "postgres://app:geheim@127.0.0.1:1/gongkai")
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("postgres://127.0.0.1:1/gongkai") && !said.contains("geheim"), "{said}");
}
