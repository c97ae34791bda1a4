//! The arrow: law → casework, reporting → readers, typeset, store → services → web → cli. A crate uses those to its left and
//! nothing beside it or to its right.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The crates in their order, those that stand side by side together; `gongkai` is the package in `crates/cli`.
const ARROW: [&[&str]; 6] = [
    &["law"],
    &["casework", "reporting"],
    &["readers", "typeset", "store"],
    &["services"],
    &["web"],
    &["gongkai"],
];

/// Libraries that know the containers and markup of office files, and who may use them. What leaves as evidence is a ZIP, too.
const OFFICE: [(&str, &[&str]); 7] = [
    ("cfb", &["readers"]),
    ("html5gum", &["readers"]),
    ("hayro-interpret", &["readers"]),
    ("quick-xml", &["readers", "typeset"]),
    ("zip", &["readers", "typeset", "services"]),
    ("typst", &["typeset"]),
    ("docx-rs", &["typeset"]),
];

/// What each package of the lock file needs to be built, without what its tests need.
struct Graph {
    needs: BTreeMap<String, BTreeSet<String>>,
    tests_need: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read() -> Graph {
        let metadata = Command::new(env!("CARGO"))
            .args(
                "metadata --format-version 1 --offline --filter-platform x86_64-unknown-linux-gnu".split(' '),
            )
            .current_dir(testkit::root())
            .output()
            .unwrap();
        assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
        let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
        let texts = |list: &Value, key: &str| -> Vec<String> {
            list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_owned()).collect()
        };
        let packages = &metadata["packages"];
        let names: BTreeMap<String, String> =
            texts(packages, "id").into_iter().zip(texts(packages, "name")).collect();

        let mut graph = Graph { needs: BTreeMap::new(), tests_need: BTreeMap::new() };
        for node in metadata["resolve"]["nodes"].as_array().unwrap() {
            let name = &names[node["id"].as_str().unwrap()];
            for dependency in node["deps"].as_array().unwrap() {
                let used = names[dependency["pkg"].as_str().unwrap()].clone();
                let for_tests =
                    dependency["dep_kinds"].as_array().unwrap().iter().all(|kind| kind["kind"] == "dev");
                let graph = if for_tests { &mut graph.tests_need } else { &mut graph.needs };
                graph.entry(name.clone()).or_default().insert(used);
            }
        }
        graph
    }

    /// The packages that one names itself.
    fn direct(&self, package: &str) -> BTreeSet<&str> {
        self.needs.get(package).into_iter().flatten().map(String::as_str).collect()
    }

    /// Everything that must be built for a package.
    fn all(&self, package: &str) -> BTreeSet<&str> {
        self.reach(self.direct(package))
    }

    /// Everything that must be built for a package and its tests.
    fn all_with_tests(&self, package: &str) -> BTreeSet<&str> {
        let tests = self.tests_need.get(package).into_iter().flatten().map(String::as_str);
        self.reach(self.direct(package).into_iter().chain(tests))
    }

    /// Some packages and all that they need.
    fn reach<'a>(&'a self, from: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut all = BTreeSet::new();
        let mut open: Vec<&str> = from.into_iter().collect();
        while let Some(package) = open.pop() {
            if all.insert(package) {
                open.extend(self.direct(package));
            }
        }
        all
    }
}

#[test]
fn each_crate_uses_only_those_to_its_left() {
    let graph = Graph::read();
    for (at, level) in ARROW.iter().enumerate() {
        for name in *level {
            let beside = ARROW[at..].iter().copied().flatten();
            let wrong: Vec<_> = beside.filter(|other| graph.all(name).contains(*other)).collect();
            assert!(wrong.is_empty(), "{name} uses {wrong:?}, which is not to its left");
        }
    }
}

#[test]
fn every_crate_has_its_place_on_the_arrow() {
    let known: BTreeSet<String> = ARROW.iter().copied().flatten().map(|name| (*name).to_owned()).collect();
    let crates = testkit::files()
        .into_iter()
        .filter(|path| path.starts_with("crates/") && path.ends_with("/Cargo.toml"));
    let names: BTreeSet<String> = crates
        .map(|path| {
            let manifest: toml::Table = testkit::text(&path).parse().unwrap();
            manifest["package"]["name"].as_str().unwrap().to_owned()
        })
        .filter(|name| name != "testkit")
        .collect();
    assert_eq!(names, known);
}

#[test]
fn nothing_but_tests_uses_the_testkit() {
    let graph = Graph::read();
    for (name, needs) in &graph.needs {
        assert!(!needs.contains("testkit"), "{name} is built with testkit");
    }
}

#[test]
fn office_files_are_known_to_readers_and_writers_alone() {
    let graph = Graph::read();
    for (library, expected) in OFFICE {
        let crates = ARROW.iter().copied().flatten().copied();
        let users: Vec<&str> = crates.filter(|name| graph.direct(name).contains(library)).collect();
        assert_eq!(users, expected, "users of {library}");
    }
    for domain in ["law", "casework", "reporting"] {
        let tree = graph.all_with_tests(domain);
        let office: Vec<_> =
            OFFICE.iter().map(|(library, _)| *library).filter(|l| tree.contains(l)).collect();
        assert!(office.is_empty(), "{domain} or its tests are built with {office:?}");
    }
}
