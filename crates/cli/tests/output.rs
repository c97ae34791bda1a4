//! Files that commands write: what they say of them, and what they never take the place of.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Exit code, output and what was said beside it, of the program in the folder of the workspace.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let Output { status, stdout, stderr } = command.args(arguments).current_dir(root()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A folder for outputs, and the path of a file in it.
fn folder() -> (tempfile::TempDir, impl Fn(&str) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, move |name: &str| path.join(name).to_str().unwrap().to_owned())
}

const REPORT: &str = "demo/reports/yunzhou-wjw-2023.txt";

#[test]
fn a_written_report_is_said_with_its_size() {
    let (_folder, path) = folder();
    let to = path("报告.html");
    let (code, stdout, said) = run(&["report", "write", REPORT, "-o", &to]);
    assert_eq!((code, stdout.as_str()), (0, ""));
    let size = fs::metadata(&to).unwrap().len().div_ceil(1024);
    assert_eq!(said, format!("已写入 {to}（{size} KB）\n"));
    let (_, _, said) = run(&["report", "write", REPORT, "--to", "json", "-o", "/dev/null"]);
    assert_eq!(said, "", "nothing was written that anybody could open");
}

#[test]
fn what_is_there_is_overwritten_only_on_purpose() {
    let (_folder, path) = folder();
    let [report, draft, summary] = ["报告.json", "草稿.html", "汇总.csv"].map(path);
    let sum =
        ["report", "sum", "demo/reports", "--tree", "demo/tree.toml", "--organ", "yunzhou", "--year", "2025"];
    for (command, file) in [
        (vec!["report", "write", REPORT, "-o"], &report),
        ([&sum[..], &["-o"]].concat(), &draft),
        (vec!["report", "check", REPORT, "--summary"], &summary),
    ] {
        let command = [&command[..], &[file.as_str()]].concat();
        fs::write(file, "有用的东西").unwrap();
        let (code, stdout, said) = run(&command);
        assert!(code == 2 && stdout.is_empty(), "{file}: {code} {stdout}");
        assert!(said.contains("已经存在；要覆盖请加 --force"), "{said}");
        assert_eq!(fs::read_to_string(file).unwrap(), "有用的东西");
        let (code, _, said) = run(&[&command[..], &["--force"]].concat());
        assert!(code == 0 && said.contains(&format!("已写入 {file}（")), "{said}");
        assert_ne!(fs::read(file).unwrap(), "有用的东西".as_bytes());
    }
}

#[test]
fn a_report_is_never_written_over_itself() {
    let (folder, path) = folder();
    let report = path("报告.html");
    fs::copy(root().join("demo/reports/wenlan-2023.html"), &report).unwrap();
    let before = fs::read(&report).unwrap();
    let folder = folder.path().to_str().unwrap();
    let here = format!("{folder}/./报告.html");
    let tree = ["--tree", "demo/tree.toml", "--organ", "wenlan", "--year", "2023"];
    let commands: [&[&str]; 4] = [
        &["report", "write", &report, "-o", &here, "--force"],
        &["report", "check", folder, "--summary", &report, "--force"],
        &[&["report", "sum", folder][..], &tree, &["-o", &report, "--force"]].concat(),
        &[&["report", "sum", report.as_str()][..], &tree, &["-o", &here, "--force"]].concat(),
    ];
    for command in commands {
        let (code, stdout, said) = run(command);
        assert!(code == 2 && stdout.is_empty() && said.contains("是要读的报告"), "{command:?}: {said}");
        assert_eq!(fs::read(&report).unwrap(), before);
    }
}

#[test]
fn a_format_that_the_name_contradicts_is_refused() {
    let (_folder, path) = folder();
    for (to, name) in [("pdf", "报告.docx"), ("docx", "报告.doc"), ("json", "报告.txt")] {
        let (code, _, said) = run(&["report", "write", REPORT, "--to", to, "-o", &path(name)]);
        assert!(code == 2 && said.contains(&format!("--to {to} 与输出文件的扩展名")), "{said}");
        assert!(!Path::new(&path(name)).exists());
    }
    assert_eq!(run(&["report", "write", REPORT, "--to", "html", "-o", &path("报告.htm")]).0, 0);
}

#[test]
fn a_draft_is_written_with_what_stands_against_it() {
    let (_folder, path) = folder();
    let to = path("草稿.html");
    let sum = |organ: &str, year: &str| {
        let tree = ["--tree", "demo/tree.toml", "--organ", organ, "--year", year, "--force"];
        let (code, stdout, said) =
            run(&[&["report", "sum", "demo/reports"], &tree[..], &["-o", &to]].concat());
        assert!(
            stdout.is_empty() && said.lines().last().unwrap().starts_with(&format!("已写入 {to}（")),
            "{said}"
        );
        (code, said)
    };
    let (code, said) = sum("wenlan", "2024");
    assert!(code == 1 && said.contains("不能公开：缺少文澜区人民政府本级的数据"), "{said}");
    let (code, said) = sum("yunzhou", "2024");
    let differing = said.lines().filter(|line| line.starts_with("错误：") && line.contains("成员之和"));
    assert_eq!((code, differing.count()), (1, 3), "{said}");
    let (code, said) = sum("yunzhou", "2023");
    assert!(code == 0 && said.contains("警告：云州市教育局自己的表格有2个错误，第一个："), "{said}");
    let (code, said) = sum("yunzhou", "2025");
    assert!(code == 0 && said.starts_with("提示：草稿的数据齐全，正文待写"), "{said}");
}

#[test]
fn a_draft_of_an_earlier_run_is_no_report_of_a_member() {
    let (folder, path) = folder();
    for entry in fs::read_dir(root().join("demo/reports")).unwrap() {
        let from = entry.unwrap().path();
        if from.to_str().unwrap().contains("2025") && !from.ends_with("yunzhou-2025.html") {
            fs::copy(&from, folder.path().join(from.file_name().unwrap())).unwrap();
        }
    }
    let draft = path("草稿.html");
    let members = folder.path().to_str().unwrap();
    let sum = ["report", "sum", members, "--tree", "demo/tree.toml", "--organ", "yunzhou", "--year", "2025"];
    let sum = [&sum[..], &["-o", &draft, "--force"]].concat();
    let first = run(&sum);
    assert_eq!(first.0, 0, "{}", first.2);
    assert_eq!(run(&sum), first, "the same again");
}
