//! Compares a report as read with the one expected, by the rules of the corpus: 0 and blank differ, a path under
//! `lenient` may have a second value, and findings that the source leaves open count neither way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

const TABLES: [&str; 3] = ["table2", "table3", "table4"];

/// The rules whose findings are compared.
const SCORED: [&str; 6] = [
    "T3_ROW_TOTAL",
    "T3_RESULT_TOTAL",
    "T3_BALANCE",
    "T4_TOTAL",
    "STRUCT_TABLE_MISSING",
    "STRUCT_FORMAT_YEAR",
];

/// Everything in which the report differs, one line each.
pub(crate) fn differences(expected: &Value, got: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    cells(expected, got, &mut differences);
    identity(expected, got, &mut differences);
    facts(expected, got, &mut differences);
    violations(expected, got, &mut differences);
    contradictions(expected, got, &mut differences);
    differences
}

/// A JSON value as it is compared: numbers by value however they are written, texts without white space.
#[derive(Debug, Clone, PartialEq)]
enum Printed {
    Nothing,
    Number(f64),
    Text(String),
}

impl From<&Value> for Printed {
    fn from(value: &Value) -> Printed {
        let text = match value {
            Value::Null => return Printed::Nothing,
            Value::String(text) => text.split_whitespace().collect(),
            other => other.to_string(),
        };
        match text.replace(',', "").parse() {
            Ok(number) => Printed::Number(number),
            Err(_) if text.is_empty() => Printed::Nothing,
            Err(_) => Printed::Text(text),
        }
    }
}

fn cells(expected: &Value, got: &Value, differences: &mut Vec<String>) {
    let lenient: BTreeMap<&str, Printed> = strings(&expected["lenient"])
        .map(|entry| match entry.split_once('=') {
            Some((path, value)) => (path, Printed::from(&Value::from(value))),
            None => (entry, Printed::Nothing),
        })
        .collect();
    let (expected, got) = (leaves(expected), leaves(got));
    for path in expected.keys().chain(got.keys()).collect::<BTreeSet<_>>() {
        let want = expected.get(path).unwrap_or(&Printed::Nothing);
        let have = got.get(path).unwrap_or(&Printed::Nothing);
        if want != have && lenient.get(path.as_str()) != Some(have) {
            differences.push(format!("{path}: expected {want:?}, got {have:?}"));
        }
    }
}

/// The cells of the tables by their paths.
fn leaves(report: &Value) -> BTreeMap<String, Printed> {
    let mut leaves = BTreeMap::new();
    for table in TABLES {
        for (row, cells) in report[table].as_object().into_iter().flatten() {
            for (column, value) in cells.as_object().into_iter().flatten() {
                leaves.insert(format!("{table}.{row}.{column}"), Printed::from(value));
            }
        }
    }
    leaves
}

fn identity(expected: &Value, got: &Value, differences: &mut Vec<String>) {
    for key in ["year", "agency", "format"] {
        let (want, have) = (Printed::from(&expected[key]), Printed::from(&got[key]));
        if want != Printed::Nothing && want != have {
            differences.push(format!("{key}: expected {want:?}, got {have:?}"));
        }
    }
}

fn facts(expected: &Value, got: &Value, differences: &mut Vec<String>) {
    let given = |report: &Value, fact: &Value| -> Vec<Printed> {
        let facts = list(report, "narrative").iter().filter(|given| given["fact"] == *fact);
        facts.map(|given| Printed::from(&given["value"])).collect()
    };
    for wanted in list(expected, "narrative") {
        let (want, have) = (Printed::from(&wanted["value"]), given(got, &wanted["fact"]));
        if !have.contains(&want) {
            differences.push(format!("narrative {}: expected {want:?}, got {have:?}", wanted["fact"]));
        }
    }
}

fn violations(expected: &Value, got: &Value, differences: &mut Vec<String>) {
    let wanted = findings(expected, "violations", &["rule", "where"]);
    let open = findings(expected, "violations_optional", &["rule", "where"]);
    let excerpt = expected["kind"].as_str().is_some_and(|kind| kind.contains("excerpt"));
    let counts = |finding: &Vec<String>| {
        let cut = excerpt && expected["coverage"][&finding[1]] != "complete";
        SCORED.contains(&finding[0].as_str())
            && !open.contains(finding)
            && !(finding[0] == "STRUCT_TABLE_MISSING" && cut)
    };
    let found: BTreeSet<_> =
        findings(got, "violations", &["rule", "where"]).into_iter().filter(counts).collect();
    compare("violation", &wanted, &found, differences);
}

fn contradictions(expected: &Value, got: &Value, differences: &mut Vec<String>) {
    let wanted = findings(expected, "contradictions", &["fact"]);
    let open = findings(expected, "contradictions_optional", &["fact"]);
    let found = &findings(got, "contradictions", &["fact"]) - &open;
    compare("contradiction", &wanted, &found, differences);
}

/// What findings are compared by.
fn findings(report: &Value, list_key: &str, keys: &[&str]) -> BTreeSet<Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list(report, list_key)
        .iter()
        .map(|finding| keys.iter().map(|key| text(&finding[*key])).collect())
        .collect()
}

fn compare(
    what: &str,
    wanted: &BTreeSet<Vec<String>>,
    found: &BTreeSet<Vec<String>>,
    differences: &mut Vec<String>,
) {
    differences
        .extend(wanted.difference(found).map(|finding| format!("{what} not found: {}", finding.join(" "))));
    differences
        .extend(found.difference(wanted).map(|finding| format!("false {what}: {}", finding.join(" "))));
}

fn list<'a>(report: &'a Value, key: &str) -> &'a [Value] {
    report[key].as_array().map_or(&[], Vec::as_slice)
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}
