//! `gongkai report import` as it is called: output, exit codes, and what is in the data directory afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const REPORT: &str = "demo/reports/yunzhou-scjgj-2024.txt";

/// The program in the folder of the workspace, with a data directory of its own.
struct Office {
    data: tempfile::TempDir,
}

impl Office {
    fn new() -> Office {
        Office { data: tempfile::tempdir().unwrap() }
    }

    fn import(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["report", "import", "--data"])
            .arg(self.data.path())
            .args(arguments)
            .current_dir(root())
            .output()
            .unwrap();
        let Output { status, stdout, stderr } = output;
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    /// A file beside the database.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.data.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
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
    let paths = ["demo/reports/yunzhou-scjgj-2023.txt", REPORT];
    let (code, stdout, stderr) = office.import(&paths);
    assert_eq!(code, 0, "{stderr}");
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
    assert_eq!(office.import(&[REPORT]).0, 0);
    let changed = fs::read_to_string(root().join(REPORT)).unwrap() + "\n本报告已更正。\n";
    let changed = office.file("更正.txt", &changed);
    let (code, stdout, _) = office.import(&[REPORT, &changed, "--json"]);
    assert_eq!(code, 1, "another report is there");
    let told = lines(&stdout);
    assert_eq!((&told[0]["outcome"], &told[0]["year"]), (&"unchanged".into(), &2024.into()));
    assert!(told[1]["error"].as_str().unwrap().contains("--correct"), "{stdout}");
    let (code, stdout, _) = office.import(&[&changed, "Cargo.toml", "--correct", "表述更正", "--json"]);
    assert_eq!(code, 2, "a file that is no report");
    let told = lines(&stdout);
    assert_eq!((&told[0]["outcome"], &told[0]["version"]), (&"corrected".into(), &2.into()));
    assert_eq!(told[1]["file"], "Cargo.toml");
    assert_eq!(office.import(&[REPORT, "--correct", " "]).0, 2, "a note without words");
}

#[test]
fn a_tree_with_faults_is_refused_before_anything_is_done() {
    let office = Office::new();
    let tree = office.file("tree.toml", "[[organ]]\nid = \"yun\"\n");
    let (code, _, stderr) = office.import(&[REPORT, "--tree", &tree]);
    assert_eq!(code, 2);
    assert!(stderr.contains("第2行"), "{stderr}");
    assert!(!office.data.path().join("gongkai.db").exists());
}

#[test]
fn a_server_that_is_not_there_is_said_without_its_password() {
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["report", "import", REPORT])
        .env("GONGKAI_DATABASE", "postgres://app:geheim@127.0.0.1:1/gongkai")
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("postgres://127.0.0.1:1/gongkai") && !said.contains("geheim"), "{said}");
}
