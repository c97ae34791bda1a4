//! The repository as a reader finds it: documents that agree with each other and with the code, and no text that
//! belongs somewhere else.

use std::collections::BTreeSet;

use reporting::form::Form;
use toml::Table;

/// The lines of the fenced blocks of a document, without comments.
fn commands(document: &str) -> Vec<&str> {
    let blocks = document.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(|block| block.lines().skip(1));
    lines.map(|line| line.split(" #").next().unwrap_or(line).trim()).filter(|line| !line.is_empty()).collect()
}

/// The level of each heading of a document.
fn headings(document: &str) -> Vec<usize> {
    let outside = document.split("```").step_by(2);
    let lines = outside.flat_map(str::lines).filter(|line| line.starts_with('#'));
    lines.map(|line| line.chars().take_while(|c| *c == '#').count()).collect()
}

/// Path and identifiers of each row of "Where is …?".
fn homes(readme: &str) -> Vec<(&str, Vec<&str>)> {
    let rows = readme.lines().filter(|line| line.starts_with("| ") && line.contains("`"));
    rows.map(|row| {
        let home = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default();
        let mut quoted = home.split('`').skip(1).step_by(2);
        (quoted.next().unwrap_or_default(), quoted.collect())
    })
    .collect()
}

#[test]
fn both_readmes_say_the_same() {
    let (english, chinese) = (testkit::text("README.md"), testkit::text("README.zh-CN.md"));
    assert_eq!(headings(&english), headings(&chinese), "headings");
    assert_eq!(commands(&english), commands(&chinese), "commands");
    assert_eq!(homes(&english), homes(&chinese), "homes");
    assert!(commands(&english).contains(&"make run"));
}

#[test]
fn everything_is_where_the_readme_says() {
    let readme = testkit::text("README.md");
    for (path, identifiers) in homes(&readme) {
        let text = testkit::text(path);
        assert!(!identifiers.is_empty(), "{path}: nothing to look for");
        for identifier in identifiers {
            assert!(text.contains(identifier), "{path} has no {identifier}");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let mut dead = Vec::new();
    for path in testkit::files().iter().filter(|path| path.ends_with(".md")) {
        let text = testkit::text(path);
        let folder = testkit::root().join(path).parent().unwrap().to_path_buf();
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let missing = targets.filter(|target| !target.contains("://") && !folder.join(target).exists());
        dead.extend(missing.map(|target| format!("{path}: {target}")));
    }
    assert!(dead.is_empty(), "links to what is not there:\n{}", dead.join("\n"));
}

#[test]
fn every_decision_is_in_the_list_and_has_its_parts() {
    let list = testkit::text("docs/decisions/README.md");
    let decisions: Vec<String> =
        testkit::files().into_iter().filter(|path| path.starts_with("docs/decisions/0")).collect();
    assert!(!decisions.is_empty());
    for path in decisions {
        let name = path.rsplit('/').next().unwrap();
        assert!(list.contains(&format!("]({name})")), "docs/decisions/README.md does not list {name}");
        let decision = testkit::text(&path);
        for part in ["## Context", "## Decision", "## Consequences"] {
            assert!(decision.contains(part), "{path} has no {part}");
        }
    }
}

#[test]
fn every_crate_is_in_the_list() {
    let list = testkit::text("crates/README.md");
    for path in
        testkit::files().iter().filter(|path| path.starts_with("crates/") && path.ends_with("/Cargo.toml"))
    {
        let name = path.split('/').nth(1).unwrap();
        assert!(list.contains(&format!("[{name}]({name}/src/")), "crates/README.md does not list {name}");
    }
}

#[test]
fn every_key_of_the_forms_is_documented() {
    let document = testkit::text("docs/report-object.md");
    for (_, row) in Form::all().iter().flat_map(Form::rows) {
        for key in row.columns.iter().map(|column| &column.key).chain([&row.key]) {
            assert!(document.contains(&format!("`{key}`")), "docs/report-object.md does not explain {key}");
        }
    }
}

#[test]
fn every_dependency_says_why_it_is_here_and_is_used() {
    let manifest = testkit::text("Cargo.toml");
    let workspace: Table = manifest.parse().unwrap();
    let used: BTreeSet<String> = testkit::files()
        .iter()
        .filter(|path| path.starts_with("crates/") && path.ends_with("/Cargo.toml"))
        .flat_map(|path| {
            let manifest: Table = testkit::text(path).parse().unwrap();
            let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
            let names =
                tables.iter().filter_map(|table| manifest.get(*table)?.as_table()).flat_map(Table::keys);
            names.cloned().collect::<Vec<_>>()
        })
        .collect();
    for (name, dependency) in workspace["workspace"]["dependencies"].as_table().unwrap() {
        let line = manifest.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap();
        let ours = dependency.get("path").is_some();
        assert!(ours || line.contains(" # "), "Cargo.toml does not say what {name} is for");
        assert!(ours || used.contains(name), "no crate uses {name}");
    }
}

#[test]
fn every_file_is_fit_to_be_published() {
    // Put together from pieces, so that this file does not hold what it looks for.
    let foreign: Vec<String> =
        [["/wo", "rk/"], ["/ro", "ot/"], ["clau", "de"], ["anthro", "pic"], ["chat", "gpt"], ["copi", "lot"]]
            .map(|pieces| pieces.concat())
            .into();
    for path in testkit::files() {
        let Ok(text) = std::fs::read_to_string(testkit::root().join(&path)) else { continue };
        let text = text.to_lowercase();
        for word in &foreign {
            assert!(!text.contains(word), "{path} contains {word}");
        }
    }
}
