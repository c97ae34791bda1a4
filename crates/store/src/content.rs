//! What a report says, whatever file it was read from (内容).

use serde_json::{Map, Value};

/// Keys of the object that say something themselves; the others follow from them.
const SAID: [&str; 9] =
    ["title", "agency", "year", "format", "coverage", "table2", "table3", "table4", "narrative"];

/// What the object of a report says: its cells, its text and its dates, without places, line breaks and spaces.
/// Objects of two files are equal in it when a reader of either learns the same. None when it is no object.
pub(crate) fn content(object: &str) -> Option<Value> {
    let Value::Object(object) = serde_json::from_str(object).ok()? else { return None };
    let mut content: Map<String, Value> =
        SAID.iter().map(|key| ((*key).to_owned(), object.get(*key).map_or(Value::Null, plain))).collect();
    if let Some(document) = object.get("document") {
        // The facts are quoted from the text, which is compared itself.
        content.remove("narrative");
        let sections = list(&document["sections"]).map(section);
        content.insert("sections".into(), sections.filter(|section| !section.is_null()).collect());
        for key in ["signed_on", "published_on"] {
            content.insert(key.into(), document[key].clone());
        }
        content.insert("open".into(), open(&document["cells"]).into());
    }
    Some(content.into())
}

/// A section as its heading and text in one; null when it has neither.
fn section(section: &Value) -> Value {
    let heading = section["heading"].as_str().unwrap_or_default();
    let paragraphs = list(&section["paragraphs"]).filter_map(|paragraph| paragraph["text"].as_str());
    let text: String = std::iter::once(heading).chain(paragraphs).map(unspaced).collect();
    if text.is_empty() { Value::Null } else { serde_json::json!([section["part"], text]) }
}

/// The cells that are not certain, with what they may be.
fn open(cells: &Value) -> Map<String, Value> {
    let cells = cells.as_object().into_iter().flatten();
    let candidates = cells.map(|(path, cell)| (path.clone(), cell["candidates"].clone()));
    candidates.filter(|(_, candidates)| list(candidates).next().is_some()).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text without its spaces; anything else as it is.
fn plain(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| unspaced(text).into())
}

/// Spaces and breaks are those of a layout.
fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// An object with a text and a cell, as it is printed in one file or another.
    fn object(text: &[&str], place: &str, granted: u32) -> Value {
        let paragraphs: Value =
            text.iter().map(|text| json!({"text": text, "place": place, "breaks": [[3, place]]})).collect();
        json!({
            "schema_version": 1, "title": "甲局 2024年 年度报告", "year": 2024,
            "table3": {"granted": {"total": granted}},
            "violations": [place],
            "document": {
                "sections": [{"part": 1, "heading": "一、总体情况", "place": place, "paragraphs": paragraphs}],
                "signed_on": "2025-01-20", "signed_at": place,
                "cells": {"table3.granted.total": {"place": place, "raw": " 3 ", "candidates": []}},
            },
        })
    }

    #[test]
    fn a_report_says_the_same_in_every_file() {
        let one = object(&["公开3条。", "收到5件。"], "L3:1", 3);
        let with = |change: &dyn Fn(&mut Value)| {
            let mut other = one.clone();
            change(&mut other);
            other
        };
        let cases = [
            (object(&["公开3条。", "收到5件。"], "P9:1", 3), true, "other places"),
            (object(&["公开 3条。收到5件。"], "L3:1", 3), true, "other breaks and spaces"),
            (with(&|other| other["violations"] = json!([])), true, "what a check said is no content"),
            (object(&["公开3条。", "收到6件。"], "L3:1", 3), false, "another number in the text"),
            (object(&["公开3条。", "收到5件。"], "L3:1", 4), false, "another cell"),
            (with(&|other| other["title"] = json!("乙局2024年年度报告")), false, "another title"),
            (with(&|other| other["document"]["signed_on"] = json!("2025-01-21")), false, "another date"),
            (
                with(&|other| {
                    other["document"]["cells"]["table3.granted.total"]["candidates"] = json!([null, 3]);
                }),
                false,
                "a cell that is not certain",
            ),
            (with(&|other| other["document"] = Value::Null), false, "an object without text"),
        ];
        for (other, is_same, why) in cases {
            assert_eq!(content(&one.to_string()) == content(&other.to_string()), is_same, "{why}");
        }
        assert_eq!(content("[]"), None);
    }
}
