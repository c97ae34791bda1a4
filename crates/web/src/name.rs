//! The names that values of the domain have in forms, addresses and JSON (取值的名称).

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The name of a value.
pub(crate) fn key(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// The value of a name; none when there is none of that name.
pub(crate) fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
