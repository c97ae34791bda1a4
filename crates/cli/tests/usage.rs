//! What is said of command lines and files that cannot be used: Chinese sentences with the way out of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::{Command, Output};

/// Exit code, output and what was said beside it, of the program in the folder of the workspace.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let Output { status, stdout, stderr } = command.args(arguments).current_dir(root).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn arguments_that_cannot_be_used_are_said_in_chinese_with_the_usage() {
    let cases = [
        ("nope", "没有 nope 这个命令", "gongkai --help"),
        ("report chek a", "没有 chek 这个命令，是不是 check？", "gongkai report --help"),
        ("report check", "缺少 <PATHS>...（报告文件或文件夹）", "gongkai report check --help"),
        ("report sum a", "--tree <TREE>（机关层级文件（TOML））、--organ", "gongkai report sum --help"),
        ("report diff a", "缺少 <B>（乙）", "gongkai report diff --help"),
        ("report diff a b c", "没有 c 这个参数", "gongkai report diff --help"),
        (
            "report check a --summry x.csv",
            "没有 --summry 这个参数，是不是 --summary？",
            "report check --help",
        ),
        ("report check a --summary", "--summary <OUT>（把汇总表写进文件）后面要写值", "report check --help"),
        ("report check a --summary x.doc", "不能写成“x.doc”：汇总表不能输出“doc”格式", "report check --help"),
        ("report check a --jobs x", "--jobs <N>（同时检查几个文件）不能写成“x”：要写成数字", "check --help"),
        ("report check a --json=3", "--json（每个文件输出一行 JSON）后面不能写“3”", "check --help"),
        ("report check a --json --json", "--json（每个文件输出一行 JSON）只能写一次", "check --help"),
        ("report trend a --csv --json", "不能与", "report trend --help"),
        ("report write a --to pdff", "不能写成“pdff”：不能输出“pdff”格式，可选：pdf", "report write --help"),
        ("report sum a --tree t --organ o --year 二零", "年度要写成四位数字，如 2025", "report sum --help"),
        ("calendar show 26", "年度要写成四位数字，如 2025", "calendar show --help"),
        ("calendar show 2020 --as-of 去年", "日期要写成年-月-日，如 2025-01-20", "calendar show --help"),
        ("serve --listen 8080", "要写成地址:端口，如 127.0.0.1:8080", "gongkai serve --help"),
        ("serve --demo --data d", "--demo 不能与 --data <DIR> 同时使用", "gongkai serve --help"),
    ];
    for (line, words, help) in cases {
        let (code, stdout, said) = run(&line.split(' ').collect::<Vec<_>>());
        assert!(code == 2 && stdout.is_empty(), "{line}: {code} {stdout}");
        assert!(said.contains(words), "{line}: {said}");
        assert!(said.contains("\n用法：gongkai") && said.trim_end().ends_with(help), "{line}: {said}");
        let english = ["error", "Usage", "invalid", "For more", "OPTIONS", "COMMAND"];
        assert!(!english.iter().any(|word| said.contains(word)), "{line}: {said}");
    }
}

#[test]
fn help_and_version_are_what_was_asked_for() {
    for arguments in [&["--help"][..], &["report", "sum", "--help"], &["--version"]] {
        let (code, stdout, said) = run(arguments);
        assert!(code == 0 && stdout.contains("gongkai") && said.is_empty(), "{arguments:?}: {stdout}{said}");
        assert!(!stdout.contains("[OPTIONS]") && !stdout.contains("<COMMAND>"), "{stdout}");
    }
    let (code, _, said) = run(&["report"]);
    assert!(code == 2 && said.contains("命令") && said.contains("check"), "{said}");
}

#[test]
fn what_the_system_refuses_is_said_in_chinese_with_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let report = "demo/reports/wenlan-2023.html";
    let notes = inside("notes.txt");
    std::fs::write(&notes, "今天开会").unwrap();
    let cases: [(&[&str], &str, &str); 6] = [
        (&["report", "read", &inside("没有.txt")], "没有找到文件", "a file that is not there"),
        (&["report", "read", folder.path().to_str().unwrap()], "是文件夹，请指定文件", "a folder"),
        (
            &["report", "write", report, "-o", &inside("没有/报告.pdf")],
            "/没有 不存在",
            "a folder that is not there",
        ),
        (
            &["report", "write", report, "-o", folder.path().to_str().unwrap(), "--to", "pdf"],
            "请写文件名",
            "a folder",
        ),
        (
            &["report", "write", report, "-o", "/dev/full", "--to", "json"],
            "写不了文件 /dev/full：磁盘已满",
            "no room",
        ),
        (
            &["report", "check", report, "--tree", &inside("没有.toml")],
            "没有这个文件或文件夹",
            "a tree that is not there",
        ),
    ];
    for (arguments, words, why) in cases {
        let (code, _, said) = run(arguments);
        assert!(code == 2 && said.contains(words) && !said.contains("os error"), "{why}: {code} {said}");
        assert_eq!(said.lines().count(), 1, "{why}: {said}");
    }
}

#[test]
fn last_years_file_is_named_as_such() {
    let report = "demo/reports/wenlan-2024.html";
    for (file, words) in
        [("没有.txt", "没有找到文件 没有.txt"), ("Cargo.toml", "Cargo.toml：没有找到政府信息公开")]
    {
        let (code, stdout, said) = run(&["report", "check", report, "--previous", file]);
        assert!(code == 2 && stdout.is_empty(), "{stdout}");
        assert!(said.starts_with("上一年度的报告（--previous）不能使用：") && said.contains(words), "{said}");
    }
}

#[test]
fn a_variable_is_named_when_it_cannot_be_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let with = |variable: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.args(["calendar", "show", "2025"]).env(variable, value).current_dir(&root);
        let Output { status, stderr, .. } = command.output().unwrap();
        (status.code().unwrap(), String::from_utf8(stderr).unwrap())
    };
    let cases = [
        ("GONGKAI_SITE__CODE", "3300000001", None, "a text may be digits"),
        ("GONGKAI_SITE__NAME", "\"甲市\"", None, "or stand in quotes"),
        ("GONGKAI_SITE__FINDINGS", "false", None, "a choice"),
        ("GONGKAI_LIMITS__BYTES", "1000000", None, "a number"),
        ("GONGKAI_SITE__FINDINGS", "否", Some("的值要写成 true 或 false"), "another word"),
        ("GONGKAI_LIMITS__BYTES", "1MB", Some("的值要写成数字"), "a number with its unit"),
        ("GONGKAI_LISTEN", "80", Some("的值要写成地址:端口"), "a port alone"),
        ("GONGKAI_SITE__TITLE", "甲", Some("不是配置项，可以写：name"), "a key that is none"),
    ];
    for (variable, value, fault, why) in cases {
        let (code, said) = with(variable, value);
        let Some(words) = fault else {
            assert_eq!((code, said.as_str()), (0, ""), "{why}");
            continue;
        };
        assert!(code == 2 && said.starts_with(&format!("环境变量 {variable} {words}")), "{why}: {said}");
    }
}
