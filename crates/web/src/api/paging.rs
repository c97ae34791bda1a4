//! Pages of lists (分页): each begins after the last row of the one before, so that nothing is missed while rows come and go.

use super::problem::{Kind, Problem};
use crate::error::Refusal;

/// Rows of a page where nothing is asked for.
const USUAL: u32 = 50;

/// Rows of the longest page.
const MOST: u32 = 200;

/// How many rows a page has.
pub(crate) fn limit(asked: Option<u32>) -> Result<u32, Refusal> {
    match asked.unwrap_or(USUAL) {
        limit @ 1..=MOST => Ok(limit),
        _ => Err(Problem::new(Kind::Malformed, format!("limit 应是1到{MOST}")).into()),
    }
}

/// Reads the cursor of a page before; `read` knows its pieces.
pub(crate) fn after<T>(
    asked: Option<&str>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    let wrong = || Problem::new(Kind::Malformed, "after 应是上一页给出的 next").into();
    asked.map(|asked| read(asked).ok_or_else(wrong)).transpose()
}

/// A word of a parameter, as it is written in JSON.
pub(crate) fn word<T: serde::de::DeserializeOwned>(name: &str, asked: &str) -> Result<T, Refusal> {
    serde_json::from_value(asked.into()).map_err(|_| {
        Problem::new(Kind::Malformed, format!("{name} 没有“{asked}”这个取值，取值见接口文档")).into()
    })
}
