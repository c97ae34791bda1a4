//! The text of a report, a part to an entry (正文): the authority's own over the program's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use store::annual::Filled;

/// What marks a place that only the authority can fill in.
pub(super) const TO_FILL: &str = "待填";

#[derive(Deserialize)]
struct Usual {
    parts: BTreeMap<String, String>,
}

static USUAL: LazyLock<Usual> = LazyLock::new(|| {
    toml::from_str(include_str!("narrative.toml")).expect("narrative.toml is a table of parts")
});

/// The program's own text of a part; part 0 stands before the first heading.
pub fn usual(part: u8) -> &'static str {
    USUAL.parts.get(&part.to_string()).map_or("", |text| text.trim())
}

/// The text of a part: the authority's own where it has saved one.
pub(super) fn text(filled: &Filled, part: u8) -> &str {
    filled.get(&key(part)).map_or_else(|| usual(part), String::as_str)
}

/// Under which name a part is filled in.
pub(super) fn key(part: u8) -> String {
    format!("part.{part}")
}
