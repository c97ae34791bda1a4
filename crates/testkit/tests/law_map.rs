//! docs/law-map.md is true: which article of the Regulation is implemented where, and which test says so.
//!
//! Rules are found by the citations in the code, tests by the articles that their doc comments name (`/// Art. 30.`).
//! `make law-map` writes the map anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::date;
use law::article::ogi2019;

/// Where the map is.
const MAP: &str = "docs/law-map.md";

/// The last article of the Regulation of 2019.
const LAST: u16 = 56;

/// What is known of an article.
#[derive(Default)]
struct Entry {
    /// Name of the item that cites it, and its file.
    rules: BTreeSet<(String, String)>,
    /// Name of the test, and its file.
    tests: BTreeSet<(String, String)>,
}

#[test]
fn the_map_of_the_law_is_up_to_date() {
    let map = map();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(testkit::root().join(MAP), &map).unwrap();
    }
    assert!(
        testkit::text(MAP) == map,
        "{MAP} is not up to date: run 'make law-map' and look at what has changed"
    );
}

#[test]
fn every_rule_of_handling_applications_is_tested() {
    let entries = entries();
    for article in 30..=39 {
        let entry = &entries[&article];
        assert!(
            !entry.rules.is_empty() && !entry.tests.is_empty(),
            "article {article} has no rule or no test"
        );
    }
}

fn map() -> String {
    let entries = entries();
    let mut map = String::from(
        "# The law and the code\n\nArticles of 《中华人民共和国政府信息公开条例》 (2019), where they are implemented, and the tests that name them.\n\
         Written by `make law-map`; a test keeps it true.\n\n| Article | Says | Rules | Tests |\n|---|---|---|---|\n",
    );
    for (article, entry) in &entries {
        let says = gist(*article);
        let list = |items: &BTreeSet<(String, String)>| {
            let items: Vec<String> = items.iter().map(|(name, file)| format!("`{name}` {file}")).collect();
            items.join("<br>")
        };
        writeln!(map, "| {article} | {says} | {} | {} |", list(&entry.rules), list(&entry.tests)).unwrap();
    }
    let without: Vec<String> = (1..=LAST)
        .filter(|article| !entries.contains_key(article))
        .map(|article| article.to_string())
        .collect();
    write!(map, "\n## Articles without code\n\n{}\n", without.join(", ")).unwrap();
    map
}

/// What the paragraphs of an article say, in our own words.
fn gist(article: u16) -> String {
    let paragraphs = (0..=4).filter_map(|paragraph| ogi2019(article, paragraph).gist(date(2026, 1, 1)));
    paragraphs.collect::<Vec<_>>().join(" ")
}

fn entries() -> BTreeMap<u16, Entry> {
    let mut entries: BTreeMap<u16, Entry> = BTreeMap::new();
    for file in testkit::files() {
        let own = ["crates/law/src/article.rs", "crates/testkit/tests/law_map.rs"];
        if !file.starts_with("crates/") || !file.ends_with(".rs") || own.contains(&file.as_str()) {
            continue;
        }
        let text = testkit::text(&file);
        let (source, tests) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        let in_tests = file.contains("/tests/");
        if !in_tests {
            rules(source, &file, &mut entries);
        }
        self::tests(if in_tests { &text } else { tests }, &file, &mut entries);
    }
    entries
}

/// Every citation of the Regulation, with the item in which it stands.
fn rules(source: &str, file: &str, entries: &mut BTreeMap<u16, Entry>) {
    let mut item = String::new();
    for line in source.lines() {
        if let Some(name) = item_of(line) {
            item = name;
        }
        for (at, _) in line.match_indices("ogi2019(") {
            let number: String = line[at + 8..].chars().take_while(char::is_ascii_digit).collect();
            if let Ok(article) = number.parse() {
                entries.entry(article).or_default().rules.insert((item.clone(), file.to_owned()));
            }
        }
    }
}

/// The name of the item that begins in a line.
fn item_of(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub") || *word == "async");
    let kind = words.next()?;
    if !["fn", "const", "static", "enum", "struct"].contains(&kind) {
        return None;
    }
    let name = words.find(|word| *word != "fn")?;
    let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// Every test whose doc comment names articles: `/// Art. 30.` or `/// Arts. 32, 34.`
fn tests(text: &str, file: &str, entries: &mut BTreeMap<u16, Entry>) {
    let mut named: Vec<u16> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("/// Art") {
            let numbers = rest.split(|c: char| !c.is_ascii_digit());
            named = numbers.filter_map(|number| number.parse().ok()).collect();
        } else if let Some(name) = line.strip_prefix("fn ").or_else(|| line.strip_prefix("async fn ")) {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            for article in named.drain(..) {
                entries.entry(article).or_default().tests.insert((name.clone(), file.to_owned()));
            }
        }
    }
}
