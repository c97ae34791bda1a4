//! `gongkai serve` at its start: what it says of the data it shows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

/// What is said until the address is printed, by a server in some folder that is stopped then.
fn start(folder: &Path, arguments: &[&str]) -> String {
    let mut server = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut address).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    let mut said = String::new();
    server.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(address.contains("http://127.0.0.1:"), "{address}{said}");
    said
}

#[test]
fn the_data_directory_in_use_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().canonicalize().unwrap();
    let said = start(folder.path(), &["--data", "年报"]);
    assert!(said.contains(&format!("提示：数据目录 {}", real.join("年报").display())), "{said}");
    assert!(real.join("年报/gongkai.db").is_file());
    let said = start(folder.path(), &[]);
    assert!(
        said.contains(&format!("提示：数据目录 {}\n", real.join("data").display())),
        "the default: {said}"
    );
}

#[test]
fn a_site_that_nobody_has_named_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let said = start(folder.path(), &[]);
    assert!(
        said.contains("[site]") && said.contains("name（主办单位）") && said.contains("domain（域名）"),
        "{said}"
    );
    let site = "[site]\nname = \"甲市政务公开办公室\"\ncity = \"甲市人民政府\"\naddress = \"甲路1号\"\n\
                contact = \"0000-1\"\ncode = \"0\"\nlicence = \"无\"\ndomain = \"gk.example\"\n";
    fs::write(folder.path().join("site.toml"), site).unwrap();
    let said = start(folder.path(), &["--config", "site.toml"]);
    assert!(!said.contains("[site]"), "{said}");
    let said = start(folder.path(), &["--demo"]);
    assert!(said.contains("演示数据只在内存里") && !said.contains("[site]"), "{said}");
}

#[test]
fn the_first_start_gives_a_link_and_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let said = start(folder.path(), &[]);
    assert!(said.contains("/desk/setup/") && said.contains("24小时内"), "{said}");
    let again = start(folder.path(), &[]);
    let link = |said: &str| said.split("/desk/setup/").nth(1).unwrap()[..64].to_owned();
    assert_ne!(link(&said), link(&again), "each start gives another, and the earlier is good no more");
    let said = start(folder.path(), &["--demo"]);
    assert!(!said.contains("/desk/setup/"), "{said}");
}
