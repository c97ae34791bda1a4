//! Every identifier of GLOSSARY.md is used in the code or the forms.

use std::collections::BTreeSet;

/// The words of all sources and forms.
fn words() -> BTreeSet<String> {
    let sources = testkit::files().into_iter().filter(|path| {
        let code = path.ends_with(".rs") || path.ends_with(".toml") || path.ends_with(".html");
        code && path.starts_with("crates/") && !path.starts_with("crates/testkit/")
    });
    let mut words = BTreeSet::new();
    for path in sources {
        let text = testkit::text(&path);
        words.extend(text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned));
    }
    words
}

/// Term and identifiers of each row.
fn rows(glossary: &str) -> Vec<(&str, Vec<&str>)> {
    let rows = glossary.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| 中文"));
    rows.map(|row| {
        let columns: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        (columns[0], columns[1].split('`').skip(1).step_by(2).collect())
    })
    .collect()
}

#[test]
fn every_identifier_is_alive() {
    let (words, glossary) = (words(), testkit::text("GLOSSARY.md"));
    let rows = rows(&glossary);
    let mut dead = Vec::new();
    for (term, identifiers) in &rows {
        assert!(!identifiers.is_empty(), "{term} has no identifier");
        dead.extend(
            identifiers.iter().filter(|name| !words.contains(**name)).map(|name| format!("{term}: {name}")),
        );
    }
    assert!(dead.is_empty(), "GLOSSARY.md names what the code no longer has:\n{}", dead.join("\n"));
    assert!(rows.len() > 40, "the rows of GLOSSARY.md were not understood");
}

#[test]
fn no_term_is_explained_twice() {
    let glossary = testkit::text("GLOSSARY.md");
    let mut seen = BTreeSet::new();
    for (term, _) in rows(&glossary) {
        assert!(seen.insert(term), "{term} has two rows");
    }
}
