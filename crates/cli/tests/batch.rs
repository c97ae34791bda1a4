//! Folders on the command line: summaries, sums along a tree, and runs that are killed and go on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The program in the folder of the workspace.
fn gongkai(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(arguments).current_dir(root());
    command
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = gongkai(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A folder with reports of several years and files that are none.
fn mixed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(root().join("demo/reports")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    for (name, bytes) in [("空.txt", &b""[..]), ("坏.docx", b"PK\x03\x04"), ("坏.pdf", b"%PDF-1.4")] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn a_folder_ends_with_a_table_worst_first() {
    let folder = mixed();
    let (code, stdout, stderr) = run(&["report", "check", folder.path().to_str().unwrap()]);
    assert_eq!((code, stderr.as_str()), (2, ""), "no bar where nobody looks");
    let lines: Vec<&str> = stdout.lines().collect();
    let head = lines.iter().position(|line| line.starts_with("机关 ")).unwrap();
    let table = &lines[head..];
    assert_eq!(table.len(), 1 + 28 + 3 + 1, "{table:#?}");
    assert!(table[1].contains("不能使用") && table[4].contains("不通过") && table[31].contains("通过"));
    assert!(table[32].starts_with("共31份：不能使用3份，"), "{}", table[32]);
}

#[test]
fn one_file_needs_no_table() {
    let (_, stdout, _) = run(&["report", "check", "demo/reports/yunzhou-wjw-2023.txt"]);
    assert!(!stdout.contains("共1份"), "{stdout}");
}

#[test]
fn reports_of_a_folder_are_checked_against_the_year_before() {
    let (_, stdout, _) = run(&["report", "check", "demo/reports", "--json"]);
    let line = stdout.lines().find(|line| line.contains("yunzhou-jyj-2022")).unwrap();
    assert!(line.contains("XY_CARRY"), "{line}");
}

#[test]
fn a_summary_is_written_in_every_format() {
    let (folder, out) = (mixed(), tempfile::tempdir().unwrap());
    // One of them in the folder itself: the next run does not take it for a report.
    let paths = [
        out.path().join("汇总.csv"),
        out.path().join("汇总.html"),
        out.path().join("汇总.json"),
        folder.path().join("汇总.xlsx"),
    ];
    let mut arguments = vec!["report", "check", folder.path().to_str().unwrap(), "--json"];
    for path in &paths {
        arguments.extend(["--summary", path.to_str().unwrap()]);
    }
    for again in [&[][..], &["--force"]] {
        let (code, stdout, stderr) = run(&[&arguments[..], again].concat());
        assert_eq!((code, stdout.lines().count()), (2, 31));
        assert_eq!(stderr.lines().filter(|line| line.starts_with("已写入 ")).count(), 4, "{stderr}");
    }
    let object = json(&paths[2]);
    let rows = object["tables"][0]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 31);
    assert!(rows[0]["verdict"] == "不能使用" && rows[0]["errors"].is_null(), "{}", rows[0]);
    let csv = std::fs::read_to_string(&paths[0]).unwrap();
    assert!(csv.contains("云州市教育局,2022,2021,不通过"), "{csv}");
    assert!(std::fs::read_to_string(&paths[1]).unwrap().contains("<h1>政府信息公开年度报告体检汇总</h1>"));
    assert!(std::fs::read(&paths[3]).unwrap().starts_with(b"PK"));
}

#[test]
fn what_cannot_be_written_is_said_before_the_work() {
    for (path, words) in [("没有/汇总.csv", "文件夹 没有 不存在"), ("汇总", "可选：csv"), ("汇总.doc", "doc")]
    {
        let (code, stdout, stderr) = run(&["report", "check", "demo/reports", "--summary", path]);
        assert!(code == 2 && stdout.is_empty() && stderr.contains(words), "{path}: {stderr}");
    }
}

#[test]
fn a_killed_run_goes_on_to_the_same_summary() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // Enough files for the run to be killed in the middle.
    for copy in 0..12 {
        for name in
            ["yunzhou-jyj-2021.md", "yunzhou-jyj-2022.txt", "yunzhou-wjw-2022.docx", "wenlan-2023.html"]
        {
            let to = folder.path().join(format!("{copy:02}-{name}"));
            std::fs::copy(root().join("demo/reports").join(name), to).unwrap();
        }
    }
    let (files, whole, state) =
        (folder.path().to_str().unwrap(), out.path().join("whole.json"), out.path().join("state.jsonl"));
    let (code, stdout, _) = run(&["report", "check", files, "--json", "--summary", whole.to_str().unwrap()]);
    let resumed = out.path().join("resumed.json");
    let arguments = [
        "report",
        "check",
        files,
        "--json",
        "--jobs",
        "1",
        "--resume",
        state.to_str().unwrap(),
        "--summary",
        resumed.to_str().unwrap(),
    ];
    let mut child = gongkai(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let lines = || std::fs::read(&state).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count());
    let patience = Instant::now() + Duration::from_secs(8);
    while lines() < 5 && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!resumed.exists() && (5..48).contains(&lines()), "killed after {} of 48 files", lines());
    // What a kill in the middle of a line leaves.
    let mut text = std::fs::read(&state).unwrap();
    text.extend(b"{\"kind\":\"torn");
    std::fs::write(&state, text).unwrap();
    let again = run(&arguments);
    assert_eq!((again.0, again.1), (code, stdout));
    let taken = again.2.lines().find(|line| line.contains("个文件的结果取自状态文件")).unwrap();
    let numbers =
        taken.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<usize>().ok());
    assert_eq!(numbers.sum::<usize>(), 48, "those taken and those checked now: {taken}");
    assert_eq!(json(&resumed), json(&whole));
}

#[test]
fn an_interrupted_run_says_how_to_go_on() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for copy in 0..60 {
        let to = folder.path().join(format!("{copy:02}.html"));
        std::fs::copy(root().join("demo/reports/wenlan-2023.html"), to).unwrap();
    }
    let state = out.path().join("进度.jsonl");
    let name = state.to_str().unwrap();
    let arguments = ["report", "check", folder.path().to_str().unwrap(), "--jobs", "1", "--resume", name];
    let child = gongkai(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let patience = Instant::now() + Duration::from_secs(8);
    while std::fs::read(&state).map_or(0, |text| text.len()) == 0 && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(1));
    }
    let process = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("已中断") && said.contains(name) && said.contains("用同一条命令接着做"), "{said}");
}

#[test]
fn what_is_left_out_of_a_folder_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for name in ["a.zip", "b.odt", "c.csv", "d.wps", "无扩展名", "f.png", "~$报告.docx", ".隐藏"] {
        std::fs::write(path(name), "别的东西").unwrap();
    }
    let (code, stdout, said) = run(&["report", "check", place]);
    assert!(code == 2 && stdout.is_empty(), "{stdout}");
    assert!(said.contains("里没有年度报告文件：另有 6 个文件不是年度报告的格式"), "{said}");
    std::fs::copy(root().join("demo/reports/yunzhou-wjw-2023.txt"), path("报告.txt")).unwrap();
    let (code, _, said) = run(&["report", "check", place, "--summary", &path("汇总.xlsx")]);
    assert_eq!(code, 0);
    let line = "提示：另有 6 个文件不是年度报告的格式，没有检查：a.zip、b.odt、c.csv、d.wps、f.png……";
    assert_eq!(said.lines().next(), Some(line), "{said}");
    std::fs::rename(path("汇总.xlsx"), path("改名.xlsx")).unwrap();
    let (code, stdout, said) = run(&["report", "check", place, "--json"]);
    assert_eq!((code, stdout.lines().count()), (0, 1), "a summary is no report, whatever its name: {stdout}");
    assert!(said.contains("另有 1 个文件是以前写出的汇总表，没有检查：改名.xlsx"), "{said}");
}

#[test]
fn several_reports_for_one_year_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in [
        ("wenlan-2023.html", "甲/报告.html"),
        ("wenlan-2023.html", "乙/报告.html"),
        ("wenlan-2024.html", "c.html"),
    ] {
        let to = folder.path().join(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(root().join("demo/reports").join(from), to).unwrap();
    }
    let (_, stdout, said) = run(&["report", "check", folder.path().to_str().unwrap()]);
    let note = said.lines().find(|line| line.contains("文澜区人民政府2023年度有2份报告")).unwrap();
    assert!(note.contains("甲/报告.html") && note.contains("乙/报告.html"), "{note}");
    for (file, is_named) in [("（甲/报告.html）", true), ("（乙/报告.html）", true), ("c.html）", false)]
    {
        assert_eq!(stdout.contains(&format!("文澜区人民政府{file}")), is_named, "{file}: {stdout}");
    }
}

#[test]
fn missing_members_and_differing_sums_are_named() {
    let (code, stdout, _) = run(&[
        "report",
        "check",
        "demo/reports/yunzhou-2025.html",
        "demo/reports/yunzhou-wjw-2025.html",
        "--tree",
        "demo/tree.toml",
    ]);
    assert_eq!(code, 1, "both reports are clean, the sum is not complete");
    let missing = "缺少4个机关2025年度报告的数据：云州市人民政府本级、云州市教育局、云州市市场监督管理局、文澜区人民政府";
    assert!(stdout.contains(missing), "{stdout}");
    let (code, stdout, _) = run(&["report", "check", "demo/reports", "--tree", "demo/tree.toml", "--json"]);
    assert_eq!(code, 1);
    let sums: Vec<Value> = stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).unwrap().get("sum").cloned())
        .collect();
    let city = |year: i16| sums.iter().find(|sum| sum["organ"] == "yunzhou" && sum["year"] == year).unwrap();
    let cells: Vec<&str> = city(2024)["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|difference| difference["cell"].as_str().unwrap())
        .collect();
    assert_eq!(cells, ["table3.new_received.enterprise", "table3.new_received.total", "table4.review.total"]);
    assert_eq!(city(2024)["differences"][1]["members"].as_array().unwrap().len(), 5, "with its addends");
    assert_eq!(city(2025)["findings"], serde_json::json!([]), "2025 adds up");
}

#[test]
fn the_summary_has_the_sums_too() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("汇总.json");
    run(&[
        "report",
        "check",
        "demo/reports",
        "--tree",
        "demo/tree.toml",
        "--summary",
        path.to_str().unwrap(),
    ]);
    let object = json(&path);
    let table = |key: &str| {
        let tables = object["tables"].as_array().unwrap();
        tables.iter().find(|table| table["key"] == key).unwrap()["rows"].as_array().unwrap().clone()
    };
    let differences = table("differences");
    let of_city: Vec<_> = differences.iter().filter(|row| row["organ"] == "云州市人民政府").collect();
    assert_eq!(
        (of_city.len(), differences.len()),
        (3, 4),
        "in 2023 the town reports 规章, its district none"
    );
    assert!(table("sums").iter().any(|row| row["year"] == 2025 && row["conclusion"] == "相符"));
}

#[test]
fn a_faulty_tree_is_said_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tree.toml");
    std::fs::write(&path, "[[organ]]\nid = \"A\"\nname = \"甲\"\nparent = \"b\"\n").unwrap();
    let (code, stdout, stderr) = run(&["report", "check", "demo/reports", "--tree", path.to_str().unwrap()]);
    assert!(code == 2 && stdout.is_empty(), "{stdout}");
    assert!(
        stderr.contains("有2处错误") && stderr.contains("第2行：") && stderr.contains("第4行："),
        "{stderr}"
    );
}

/// `gongkai report sum demo/reports …`.
fn sum(more: &[&str]) -> (i32, String, String) {
    run(&[&["report", "sum", "demo/reports", "--tree", "demo/tree.toml"], more].concat())
}

#[test]
fn the_draft_of_the_city_is_its_own_report() {
    let (code, stdout, _) = sum(&["--organ", "yunzhou", "--year", "2025", "--json"]);
    assert_eq!(code, 0);
    let object: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(object["complete"], true);
    let (_, printed, _) = run(&["report", "read", "demo/reports/yunzhou-2025.html", "--json"]);
    let printed: Value = serde_json::from_str(&printed).unwrap();
    for table in ["table2", "table3", "table4"] {
        assert_eq!(object["draft"][table], printed[table], "{table}");
    }
    let cell = &object["cells"]["table3.new_received.total"];
    assert_eq!(cell["sum"], 298);
    let members = cell["members"].as_array().unwrap();
    let added: i64 = members.iter().map(|member| member["value"].as_i64().unwrap()).sum();
    assert_eq!((members.len(), added), (5, 298));
}

#[test]
fn a_draft_is_written_as_a_file_that_says_what_it_is() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("草稿.html");
    let to = path.to_str().unwrap();
    let (code, _, stderr) = sum(&["--organ", "wenlan", "--year", "2024", "-o", to]);
    assert!(code == 1 && stderr.contains("缺少文澜区人民政府本级"), "{stderr}");
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.contains("不能公开") && page.contains("文澜区人民政府2024年政府信息公开工作年度报告"));
    let (code, _, _) = sum(&["--organ", "云州市政府", "--year", "2025", "-o", to, "--force"]);
    assert_eq!(code, 0, "an authority may be named by its name too");
    let (code, stdout, _) = run(&["report", "read", to]);
    assert!(code == 0 && stdout.contains("云州市人民政府2025年"), "{stdout}");
}

#[test]
fn what_cannot_be_summed_is_said() {
    for (arguments, words) in [
        (["--organ", "nobody", "--year", "2025"], "没有“nobody”"),
        (["--organ", "yunzhou", "--year", "2018"], "2018年度的报告没有统一格式"),
    ] {
        let (code, _, stderr) = sum(&arguments);
        assert!(code == 2 && stderr.contains(words), "{stderr}");
    }
}
