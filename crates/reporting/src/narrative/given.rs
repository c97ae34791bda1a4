//! Facts given with an object that has no text to take them from (对象自带的正文数据).

use rust_decimal::Decimal;
use serde_json::Value;

use crate::document::Place;
use crate::report::Paragraph;
use crate::text;

use super::numbers::{self, Bound};
use super::{Fact, FactKind, Scope};

/// The fact that an entry of `narrative` gives, with its quote as the paragraph that states it.
///
/// # Errors
/// A sentence that says which value cannot be compared with anything.
pub(crate) fn fact(entry: &Value) -> Result<(Fact, Paragraph), String> {
    let word = |key: &str| entry.get(key).and_then(Value::as_str);
    let key = word("fact").ok_or("没有写明是哪项数据（fact）")?;
    let kind = FactKind::by_key(key).ok_or_else(|| format!("不认识的数据名称“{key}”"))?;
    let printed = entry.get("value").filter(|value| value.is_number()).map(Value::to_string);
    let value = printed.and_then(|printed| printed.parse::<Decimal>().ok());
    let value = value.ok_or_else(|| format!("“{key}”的数值（value）不是数字"))?;
    let scope = match word("scope") {
        None => Scope::Agency,
        Some(scope) => Scope::by_key(scope).ok_or_else(|| format!("“{key}”是另一口径“{scope}”"))?,
    };
    let quote = word("quote").unwrap_or_default();
    let paragraph = Paragraph::new([(quote.to_owned(), Place::paragraph(1))]);
    let stated = numbers::mentions(&text::squash(quote)).into_iter().find(|mention| mention.value == value);
    let bound = stated.map_or(Bound::Exact, |mention| mention.bound);
    let range = 0..paragraph.plain().len();
    Ok((Fact { kind, value, bound, scope, range }, paragraph))
}
